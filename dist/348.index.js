export const id = 348;
export const ids = [348];
export const modules = {

/***/ 7040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ parseHistory)
/* harmony export */ });
const ENTRY_LIMIT = 1_000;
const TEXT_LIMIT = 4_000;
/**
 * Reads `history` and `rootfs.diff_ids` of an image configuration (OCI image-spec, config.md). Hostile input: undefined where
 * the two do not belong together, as in images whose history was cut off.
 */
function parseHistory(json) {
    const config = objectOf(json);
    const { history } = config;
    const layers = objectOf(config.rootfs).diff_ids;
    if (!Array.isArray(history) || !Array.isArray(layers) || history.length > ENTRY_LIMIT)
        return undefined;
    const filled = history.filter((entry) => objectOf(entry).empty_layer !== true);
    if (filled.length !== layers.length || !layers.every((one) => typeof one === 'string'))
        return undefined;
    const ids = layers.values();
    return history.map((entry) => {
        const { created_by: by, empty_layer: empty } = objectOf(entry);
        const layer = empty === true ? undefined : ids.next().value;
        return { createdBy: typeof by === 'string' ? by.slice(0, TEXT_LIMIT) : '', layer };
    });
}
function objectOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}


/***/ }),

/***/ 5814:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hb: () => (/* binding */ judgeSmoke),
/* harmony export */   IR: () => (/* binding */ planSmokeRun),
/* harmony export */   L5: () => (/* binding */ symptomOf),
/* harmony export */   RH: () => (/* binding */ planSmoke)
/* harmony export */ });
/* harmony import */ var _domain_emulator_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1313);

/** Time after which an image's own command is taken to be up. */
const SETTLE_MS = 5_000;
/** Time for `--help` where nobody said how long it may take: some entrypoints ignore it and serve. */
const HELP_MS = 20_000;
/** Plans the smoke test from the inputs. */
function planSmoke(inputs) {
    const { smoke, smokeCommand, smokeEnv, smokeHttp, smokeTimeout } = inputs;
    const [entrypoint, ...rest] = smokeCommand ?? [];
    const args = smokeCommand !== undefined ? rest : smoke.kind === 'strict' ? smoke.args : undefined;
    const mode = smokeCommand !== undefined ? 'strict' : smoke.kind;
    return { mode, args, entrypoint, env: smokeEnv, http: smokeHttp, timeoutMs: smokeTimeout };
}
/**
 * The command that is run for an image. Undefined where there is none: the test is off, an HTTP probe proves more than
 * `auto` would, or the image has nothing to start.
 */
function planSmokeRun(plan, config) {
    if (plan.mode === 'off')
        return undefined;
    if (plan.mode === 'strict') {
        return { entrypoint: plan.entrypoint, args: plan.args ?? [], timeoutMs: plan.timeoutMs, staysUp: false };
    }
    if (plan.http !== undefined)
        return undefined;
    if (config.entrypoint.length > 0) {
        return {
            entrypoint: undefined,
            args: ['--help'],
            timeoutMs: Math.min(plan.timeoutMs, HELP_MS),
            staysUp: false,
        };
    }
    if (config.cmd.length === 0)
        return undefined;
    return { entrypoint: undefined, args: [], timeoutMs: Math.min(plan.timeoutMs, SETTLE_MS), staysUp: true };
}
/** Judges one run. */
function judgeSmoke(plan, run, outcome) {
    const proof = cannotStart(outcome);
    if (proof !== undefined)
        return { kind: 'failed', detail: proof, symptom: symptomOf(proof, outcome) };
    if (outcome.code === 125 && !outcome.timedOut)
        return judgeEngine(outcome);
    if (outcome.timedOut)
        return judgeTimeout(plan, run);
    if (outcome.code === 0)
        return { kind: 'passed', detail: 'exit code 0' };
    const detail = `exit code ${outcome.code ?? 'unknown'}`;
    if (plan.mode === 'strict')
        return { kind: 'failed', detail, symptom: symptomOf(detail, outcome) };
    const hint = 'write smoke: with arguments that the image understands, such as smoke: --version';
    return { kind: 'warning', detail: `${detail}; it starts, but this proves little: ${hint}` };
}
/** Of `docker run` itself. A pull that failed, or an engine in trouble, says nothing about the image. */
function judgeEngine({ last }) {
    const detail = 'the engine could not start the container (exit code 125)';
    const kind = WORLD.test(last.slice(-20).join('\n')) ? 'untried' : 'failed';
    return { kind, detail, symptom: symptomOf(detail, { last }) };
}
const WORLD = /\bpull|manifest unknown|Get "|TLS|timed? ?out|connection (?:refused|reset)|no such host|no space left|toomanyrequests|cannot connect to the docker/i;
function judgeTimeout(plan, run) {
    const seconds = Math.round(run.timeoutMs / 1000);
    if (run.staysUp)
        return { kind: 'passed', detail: `still running after ${seconds} s` };
    if (plan.mode === 'strict') {
        return { kind: 'failed', detail: `still running after ${seconds} s (smoke-timeout)` };
    }
    const hint = 'write smoke: with arguments that end, or smoke-http: with a port and path';
    return { kind: 'warning', detail: `--help was still running after ${seconds} s; ${hint}` };
}
/** 128 and ILL, TRAP, ABRT, BUS, FPE or SEGV: what a program gets that its processor, or its emulator, cannot run. */
const CRASHED = /exit code 13[2-69]\b/;
/** What else is to be looked at, by the words of a verdict and the last lines of a container or of the engine. */
function symptomOf(detail, { last }) {
    const lines = [detail, ...last.slice(-20)];
    const says = (pattern) => lines.some((line) => pattern.test(line));
    if (says(/no space left on device|ENOSPC/i))
        return 'disk';
    if (says(/exec format error/i))
        return 'refused';
    return says(_domain_emulator_js__WEBPACK_IMPORTED_MODULE_0__/* .QEMU_CRASH */ .V) || CRASHED.test(detail) ? 'crash' : undefined;
}
/**
 * The signal of a crash after which nothing followed until the time was over: QEMU that is the first process of a container does not
 * end after one, so it looks as if the program went on.
 */
function hungAfterCrash({ timedOut, last }) {
    return timedOut ? _domain_emulator_js__WEBPACK_IMPORTED_MODULE_0__/* .QEMU_CRASH */ .V.exec(last.findLast((line) => line.trim() !== '') ?? '')?.[1] : undefined;
}
/** What proves that an image cannot start on its platform, in words; undefined where nothing does. */
function cannotStart(outcome) {
    const { code, timedOut, last } = outcome;
    const signal = hungAfterCrash(outcome);
    if (signal !== undefined)
        return `crashed under emulation (signal ${signal}) and did not end after it`;
    const text = last.slice(-20).join('\n');
    if (/exec format error/i.test(text) && code !== 0) {
        return 'exec format error: the program is for another machine, or no emulator is installed';
    }
    if (timedOut || code === undefined)
        return undefined;
    if (code === 126)
        return 'the program cannot be executed (exit code 126)';
    if (code === 127)
        return 'the program or its loader is not in the image (exit code 127)';
    if (/error while loading shared libraries|exec [^\n]*: no such file or directory/i.test(text) &&
        code !== 0) {
        return 'a shared library or the loader is not in the image';
    }
    if (code > 128 && code <= 128 + 64)
        return `killed by signal ${code - 128} (exit code ${code})`;
    return undefined;
}


/***/ }),

/***/ 9143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/**
 * Gives `body` so much time. When it is over, every child is ended and no new one starts; what `body` still does is not
 * waited for.
 * @param remedy what to do about it; made when the time is over, before anything is stopped
 * @throws CommandError when the time is over
 */
async function within(host, milliseconds, what, remedy, body) {
    let timer;
    const over = new Promise((_, reject) => {
        timer = setTimeout(async () => {
            const found = `${what} was stopped: it took more than ${Math.round(milliseconds / 1000)} s.`;
            const advice = typeof remedy === 'string' ? remedy : remedy();
            await host.processes.stopAll(found);
            reject(new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({ found, remedy: advice }));
        }, milliseconds);
    });
    try {
        return await Promise.race([body(), over]);
    }
    finally {
        clearTimeout(timer);
    }
}


/***/ }),

/***/ 4858:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ inspect),
  Z: () => (/* binding */ subjectsOf)
});

// EXTERNAL MODULE: ./lib/domain/engine.js
var engine = __webpack_require__(6868);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/history.js
var domain_history = __webpack_require__(7040);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/domain/manifest.js
var manifest = __webpack_require__(5151);
;// CONCATENATED MODULE: ./lib/plan/object.js



/**
 * The platforms of a pushed image, where they are the ones that were asked for.
 * @param only the platform of a single manifest, which does not name it itself
 * @param exact whether it may have no other platforms; if it may, those are left out
 * @throws VerificationError that names what is missing and what nobody asked for
 */
function checkPlatforms(content, descriptor, wanted, attested, exact = true) {
    const all = content.kind === 'index' ? platformsOf(content) : single(descriptor, wanted);
    const found = exact ? all : all.filter(({ platform }) => (0,domain_platform/* missingPlatforms */.z3)([platform], wanted).length === 0);
    const platforms = found.map((image) => image.platform);
    const missing = (0,domain_platform/* missingPlatforms */.z3)(wanted, platforms);
    const extra = (0,domain_platform/* missingPlatforms */.z3)(platforms, wanted);
    // A pull takes the first that fits, and nobody tries the others.
    const repeated = platforms.filter((one, at) => (0,domain_platform/* missingPlatforms */.z3)([one], platforms.slice(0, at)).length === 0);
    if (missing.length > 0 || extra.length > 0 || repeated.length > 0) {
        const parts = [part('missing', missing), part('not asked for', extra), part('more than once', repeated)];
        const found = `The pushed image has ${names(platforms)}${parts.join('')}.`;
        const remedy = 'Look at the build log of the missing platform.';
        throw new errors/* VerificationError */.mk({ found, allowed: names(wanted), remedy }, { proves: 'image' });
    }
    const bare = attested ? found.filter((image) => image.attestations === undefined) : [];
    if (bare.length > 0) {
        const found = `The pushed image has no attestations for ${names(bare.map((image) => image.platform))}.`;
        const remedy = 'The builder left them out: use a newer BuildKit, or write sbom: false and provenance: false.';
        throw new errors/* VerificationError */.mk({ found, remedy }, { proves: 'image' });
    }
    return found;
}
function platformsOf(index) {
    return (0,manifest/* imagesIn */.o$)(index).map((entry) => ({
        platform: entry.platform ?? { os: 'unknown', architecture: 'unknown' },
        digest: entry.digest,
        manifestSize: entry.size,
        attestations: (0,manifest/* attestationsOf */.xz)(index, entry)?.digest,
    }));
}
/** A single manifest is one platform without a name: the one that was asked for. Its config is checked by the caller. */
function single(descriptor, wanted) {
    const [platform] = wanted;
    if (platform === undefined)
        return [];
    return [{ platform, digest: descriptor.digest, manifestSize: descriptor.size, attestations: undefined }];
}
function part(what, platforms) {
    return platforms.length === 0 ? '' : `; ${what}: ${names(platforms)}`;
}
function names(platforms) {
    return platforms.length === 0 ? 'no platform' : platforms.map(domain_platform/* formatPlatform */.Bq).join(', ');
}

;// CONCATENATED MODULE: ./lib/steps/inspect.js







/** How long a registry may take to show what it took: GHCR lags for some seconds. */
const VISIBLE_WITHIN = 20_000;
/**
 * Reads the pushed image back from the registry and checks that it is what was asked for.
 * @throws VerificationError where platforms or attestations are missing
 */
async function inspect(host, image, digest, wanted, { attested, exact }) {
    const manifest = await visible(host, image, digest);
    const found = checkPlatforms(manifest.content, manifest.descriptor, wanted, attested, exact);
    const platforms = await Promise.all(found.map((one) => readPlatform(host, image, manifest, one)));
    return { image, digest, manifest, platforms };
}
async function visible(host, image, digest) {
    const manifest = await (0,clock/* eventually */.u4)(host.clock, VISIBLE_WITHIN, () => host.registry.manifest(image, digest));
    if (manifest !== undefined)
        return manifest;
    throw new errors/* VerificationError */.mk({
        found: `The registry took ${(0,reference/* digestReference */.O9)(image, digest)} and does not show it after ${VISIBLE_WITHIN / 1000} s.`,
        remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
    });
}
async function readPlatform(host, image, whole, found) {
    const stored = found.digest === whole.descriptor.digest ? whole : await visible(host, image, found.digest);
    const { content } = stored;
    if (content.kind !== 'manifest') {
        const remedy = 'Look for what else writes to this image, and publish again.';
        throw new errors/* VerificationError */.mk({ found: `The entry for ${(0,domain_platform/* formatPlatform */.Bq)(found.platform)} is no image.`, remedy }, { proves: 'image' });
    }
    const blob = JSON.parse((await host.registry.blob(image, content.config)).toString('utf8'));
    const config = (0,engine/* parseConfig */.o)(blob, found.platform);
    if (!(0,domain_platform/* samePlatform */.my)(config.platform, found.platform)) {
        const says = `The image for ${(0,domain_platform/* formatPlatform */.Bq)(found.platform)} says of itself that it is ${(0,domain_platform/* formatPlatform */.Bq)(config.platform)}.`;
        const remedy = 'Look for a FROM line with a fixed --platform in the last stage.';
        throw new errors/* VerificationError */.mk({ found: says, remedy }, { proves: 'image' });
    }
    const layers = content.layers.reduce((sum, layer) => sum + layer.size, 0);
    return { ...found, config, history: (0,domain_history/* parseHistory */.i)(blob), bytes: layers + content.config.size };
}
/**
 * The platforms of a candidate as the smoke test takes them, always by digest. Where the engine built it and holds it whole,
 * the digest of the whole is there already; anywhere else each platform is pulled by its own digest, because the classic
 * image store holds one platform for each name.
 */
function subjectsOf({ image, digest, platforms }, inEngine) {
    return platforms.map((one) => ({
        platform: one.platform,
        reference: (0,reference/* digestReference */.O9)(image, inEngine ? digest : one.digest),
        config: one.config,
        inEngine,
    }));
}


/***/ }),

/***/ 5773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ smoke_smoke)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/plan/smoke.js
var smoke = __webpack_require__(5814);
// EXTERNAL MODULE: ./lib/plan/state.js
var state = __webpack_require__(1994);
;// CONCATENATED MODULE: ./lib/steps/smoke/container.js


/** A container of ours for a subject, before its command is chosen. `purpose` keeps the names of several apart. */
function containerFor({ id, plan, subject }, purpose) {
    return {
        image: subject.reference,
        platform: subject.platform,
        entrypoint: undefined,
        args: [],
        env: Object.fromEntries(plan.env.map(({ name, value }) => [name, value])),
        name: `ghcr-publish-${id}-${purpose}-${(0,domain_platform/* formatPlatform */.Bq)(subject.platform).replaceAll('/', '-')}`,
        label: (0,state/* containerLabel */.qR)(id),
        port: undefined,
        timeoutMs: plan.timeoutMs,
    };
}
/** Shows the last lines of a container, behind the name of its platform. */
function show({ host, subject }, lines) {
    for (const line of lines)
        host.log.child(`${(0,domain_platform/* formatPlatform */.Bq)(subject.platform)} |`, line);
}

;// CONCATENATED MODULE: ./lib/steps/smoke/command.js


/** Lines of a container that are shown where it did well: enough to see what it is. */
const SHOWN_WHEN_WELL = 8;
/** Runs the command of the smoke test; undefined where there is none to run. */
async function tryCommand(trial) {
    const { host, plan, subject } = trial;
    const run = (0,smoke/* planSmokeRun */.IR)(plan, subject.config);
    if (run === undefined)
        return undefined;
    const { entrypoint, args, timeoutMs } = run;
    const outcome = await host.engine.run({ ...containerFor(trial, 'run'), entrypoint, args, timeoutMs });
    const verdict = (0,smoke/* judgeSmoke */.Hb)(plan, run, outcome);
    const { first, last } = outcome;
    if (verdict.kind !== 'passed')
        show(trial, last);
    else
        show(trial, first.slice(0, SHOWN_WHEN_WELL));
    return verdict;
}

;// CONCATENATED MODULE: ./lib/steps/smoke/http.js


/** Time for a server to end on SIGTERM, as `docker stop` gives it. */
const GRACE_SECONDS = 10;
const POLL = 250;
const SHOWN = 30;
/**
 * Starts the image, asks until it answers 2xx, then stops it and tells whether it ended on SIGTERM. Undefined where nobody
 * wants to know.
 */
async function tryHttp(trial) {
    const { host, plan } = trial;
    const probe = plan.http;
    if (probe === undefined)
        return undefined;
    const what = `GET :${probe.port}${probe.path}`;
    const run = { ...containerFor(trial, 'http'), port: probe.port };
    try {
        await host.engine.start(run);
        const failure = await poll(trial, run.name, probe);
        if (failure !== undefined) {
            const last = await host.engine.logs(run.name, SHOWN);
            show(trial, last);
            return { kind: 'failed', detail: `${what}: ${failure}`, symptom: (0,smoke/* symptomOf */.L5)(failure, { last }) };
        }
        const { onSigterm } = await host.engine.stop(run.name, GRACE_SECONDS);
        const ended = onSigterm ? 'stopped on SIGTERM' : `did not stop on SIGTERM within ${GRACE_SECONDS} s`;
        return { kind: onSigterm ? 'passed' : 'warning', detail: `${what}: 2xx, ${ended}` };
    }
    finally {
        await host.engine.removeContainers([run.name]);
    }
}
/** A sentence where no 2xx came in time. */
async function poll({ host, plan }, name, probe) {
    const until = host.clock.now() + plan.timeoutMs;
    let last;
    while (host.clock.now() < until) {
        const port = await host.engine.port(name, probe.port);
        const status = port === undefined ? undefined : await host.http.status(port, probe.path, 5_000);
        if (status !== undefined && status >= 200 && status < 300)
            return undefined;
        if (status !== undefined)
            last = `status ${status}`;
        const state = await host.engine.state(name);
        if (!state.running)
            return `the container ended with exit code ${state.code} before it answered`;
        await host.clock.sleep(POLL);
    }
    const late = `${last ?? 'nothing answered'} within ${Math.round(plan.timeoutMs / 1000)} s (smoke-timeout)`;
    if (last !== undefined)
        return late;
    return `${late}; in a job with container:, or with an engine on another host, its loopback is out of reach of this step: use a job without container:, or remove smoke-http`;
}

;// CONCATENATED MODULE: ./lib/plan/elf.js

/** e_machine of the ELF header, with class and byte order where one number has several architectures (gABI, ch. 4). */
const MACHINES = {
    3: () => '386',
    8: (is64, little) => `mips${is64 ? '64' : ''}${little ? 'le' : ''}`,
    21: (_, little) => `ppc64${little ? 'le' : ''}`,
    22: () => 's390x',
    40: () => 'arm',
    62: () => 'amd64',
    183: () => 'arm64',
    243: (is64) => (is64 ? 'riscv64' : 'riscv32'),
    258: () => 'loong64',
};
/** How many bytes of a program `readProgram` looks at. */
const HEADER_BYTES = 256;
/** Reads the head of a program: an ELF header, a `#!` line, or anything else. */
function readProgram(head) {
    if (head.length >= 20 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46) {
        const little = head[5] !== 2;
        const [low = 0, high = 0] = little ? [head[18], head[19]] : [head[19], head[18]];
        const machine = low + high * 256;
        const architecture = MACHINES[machine]?.(head[4] === 2, little) ?? `machine ${machine}`;
        return { kind: 'elf', architecture };
    }
    if (head[0] !== 0x23 || head[1] !== 0x21)
        return { kind: 'other' };
    const line = new TextDecoder().decode(head.subarray(2)).split('\n', 1)[0] ?? '';
    const [interpreter = '', argument = ''] = line.trim().split(/[ \t]+/);
    const name = /\/env$/.test(interpreter) && argument !== '' && !argument.startsWith('-') ? argument : interpreter;
    return name === '' ? { kind: 'other' } : { kind: 'script', interpreter: name };
}
/** Programs that only start another one, which stands behind their own options. */
const INIT = /(?:^|\/)(?:tini(?:-static)?|dumb-init|catatonit)$/;
/** The programs that an image starts: its entrypoint's, and what an init program of it starts. */
function startedPrograms(config) {
    const command = [...config.entrypoint, ...config.cmd];
    const [first] = command;
    if (first === undefined)
        return [];
    if (!INIT.test(first))
        return [first];
    const inner = command.slice(1).find((word) => word !== '--' && !word.startsWith('-'));
    return inner === undefined ? [first] : [first, inner];
}
/** Where a program can be inside an image, in the order in which the kernel or a shell would look. */
function programPaths(program, config) {
    if (program.startsWith('/'))
        return [program];
    if (program.includes('/'))
        return [`${config.workdir.replace(/\/+$/, '')}/${program}`];
    const path = config.env.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    return path
        .split(':')
        .filter((folder) => folder.startsWith('/'))
        .map((folder) => `${folder.replace(/\/+$/, '')}/${program}`);
}
/** A sentence where a program is of another machine than the platform says; undefined where it fits. */
function machineMismatch(path, program, platform) {
    if (program.kind !== 'elf' || runsOn(program.architecture, platform.architecture))
        return undefined;
    return `${path} in the ${(0,domain_platform/* formatPlatform */.Bq)(platform)} image is a program for ${program.architecture}: look in the Dockerfile for what is fixed to one architecture`;
}
/** 64-bit x86 and ARM processors run the 32-bit programs of their family. */
function runsOn(program, platform) {
    if (program === platform)
        return true;
    return (program === '386' && platform === 'amd64') || (program === 'arm' && platform === 'arm64');
}

;// CONCATENATED MODULE: ./lib/steps/smoke/machine.js

/**
 * An amd64 host runs an amd64 program inside an arm64 image without a word, so the programs that the image starts are
 * read, and where one is a script, its interpreter. Undefined where they fit.
 */
async function checkMachine(trial, image) {
    const { config, platform } = trial.subject;
    const { entrypoint } = trial.plan;
    const programs = entrypoint === undefined ? startedPrograms(config) : [entrypoint];
    const checks = programs.map(async (name) => {
        const found = await findProgram(trial, image, name);
        const { program } = found ?? {};
        return program?.kind === 'script' ? findProgram(trial, image, program.interpreter) : found;
    });
    const found = (await Promise.all(checks)).filter((one) => one !== undefined);
    const [mismatch] = found.flatMap(({ path, program }) => machineMismatch(path, program, platform) ?? []);
    return mismatch === undefined ? undefined : { kind: 'failed', detail: mismatch };
}
/** The first place where a program is. What is nowhere shows when the image is run. */
async function findProgram(trial, image, name) {
    // One place after the other: the first is mostly the right one.
    for (const path of programPaths(name, trial.subject.config)) {
        const head = await image.head(path, HEADER_BYTES);
        if (head !== undefined)
            return { path, program: readProgram(head) };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/steps/smoke/smoke.js







/**
 * Tries every platform at the same time. Every result is told; then the first failures fail the step.
 * @param id of the step's run: containers are named and labelled by it
 * @param readPrograms whether the programs' machines are checked too: once is enough for a digest
 * @param advise asked where something failed, before it is thrown
 * @throws VerificationError that names each platform that failed, and why; CommandError where the engine got no further
 */
async function smoke_smoke(host, id, plan, subjects, readPrograms = true, advise = async () => []) {
    if (plan.mode === 'off')
        return [];
    const results = await Promise.all(subjects.map((subject) => tryPlatform({ host, id, plan, subject, readPrograms })));
    const failed = results.filter(({ verdict }) => verdict.kind === 'failed' || verdict.kind === 'untried');
    if (failed.length === 0)
        return results;
    const told = failed.map(({ platform, verdict }) => `${(0,domain_platform/* formatPlatform */.Bq)(platform)}: ${verdict.detail}`);
    const what = [told.join('; '), ...(await advise(failed))].map((part) => part.replace(/\.$/, '')).join('. ');
    if (failed.every(({ verdict }) => verdict.kind === 'untried')) {
        throw new errors/* CommandError */.Qd({
            found: `The smoke test could not be run. ${what}.`,
            remedy: 'Run the job again.',
        });
    }
    const remedy = 'The last lines of a container that ran stand above. smoke:, smoke-command: and smoke-http: choose what is tried.';
    throw new errors/* VerificationError */.mk({ found: `The smoke test failed. ${what}.`, remedy }, { proves: 'image' });
}
async function tryPlatform(trial) {
    const { host, subject } = trial;
    const name = (0,domain_platform/* formatPlatform */.Bq)(subject.platform);
    const started = host.clock.now();
    const verdict = worst(await tryAll(trial));
    const milliseconds = host.clock.now() - started;
    const seconds = (milliseconds / 1000).toFixed(1);
    host.log.info(`${name}  smoke test ${verdict.kind}: ${verdict.detail} (${seconds} s)`);
    if (verdict.kind === 'warning')
        host.log.warning(`Smoke test of ${name}: ${verdict.detail}`);
    return { platform: subject.platform, verdict, milliseconds };
}
async function tryAll(trial) {
    const tries = () => [judged(tryCommand(trial)), judged(tryHttp(trial))];
    if (!trial.readPrograms)
        return Promise.all(tries());
    const image = trial.host.engine.open(containerFor(trial, 'elf'));
    // It also pulls an image that is not there yet: a slow pull must not be taken for a slow start.
    const machine = judged(readAndClose(trial, image));
    if (!trial.subject.inEngine)
        await image.catch(() => undefined);
    return Promise.all([machine, ...tries()]);
}
/** What the engine refuses is a failed test of this platform; the others go on and are told too. */
async function judged(test) {
    try {
        return await test;
    }
    catch (error) {
        if (error instanceof errors/* CommandError */.Qd)
            return untried(error);
        throw error;
    }
}
function untried({ trouble, evidence }) {
    const detail = trouble.found.replace(/\.$/, '');
    return { kind: 'untried', detail, symptom: (0,smoke/* symptomOf */.L5)(detail, { last: evidence }) };
}
async function readAndClose(trial, opening) {
    const image = await opening;
    try {
        return await checkMachine(trial, image);
    }
    finally {
        await image.close();
    }
}
function worst(tried) {
    const verdicts = tried.filter((verdict) => verdict !== undefined);
    const order = ['failed', 'untried', 'warning', 'passed'];
    const [first] = order.flatMap((kind) => verdicts.filter((verdict) => verdict.kind === kind));
    if (first?.kind !== 'passed') {
        return first ?? { kind: 'warning', detail: 'the image has nothing to start; write smoke-command:' };
    }
    return { kind: 'passed', detail: verdicts.map(({ detail }) => detail).join(', ') };
}


/***/ })

};
