export const id = 791;
export const ids = [791];
export const modules = {

/***/ 7040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ parseHistory)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7708);

const ENTRY_LIMIT = 1_000;
const TEXT_LIMIT = 4_000;
/**
 * Reads `history` and `rootfs.diff_ids` of an image configuration (OCI image-spec, config.md). Hostile input: undefined where
 * the two do not belong together, as in images whose history was cut off.
 */
function parseHistory(json) {
    const config = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .objectOf */ .Xy)(json);
    const { history } = config;
    const layers = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .objectOf */ .Xy)(config.rootfs).diff_ids;
    if (!Array.isArray(history) || !Array.isArray(layers) || history.length > ENTRY_LIMIT)
        return undefined;
    const filled = history.filter((entry) => (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .objectOf */ .Xy)(entry).empty_layer !== true);
    if (filled.length !== layers.length || !layers.every((one) => typeof one === 'string'))
        return undefined;
    const ids = layers.values();
    return history.map((entry) => {
        const { created_by: by, empty_layer: empty } = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .objectOf */ .Xy)(entry);
        const layer = empty === true ? undefined : ids.next().value;
        return { createdBy: typeof by === 'string' ? by.slice(0, TEXT_LIMIT) : '', layer };
    });
}


/***/ }),

/***/ 7243:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ bytesOf),
/* harmony export */   X: () => (/* binding */ formsOf)
/* harmony export */ });
/** The bytes of a text in UTF-8. */
function bytesOf(text) {
    return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
/** The text of bytes in UTF-8; undefined where they are none. */
function textOf(bytes) {
    try {
        const codes = Uint8Array.from(bytes, (one) => one.charCodeAt(0));
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(codes);
    }
    catch {
        return undefined;
    }
}
/** Bytes of a form that are looked for; more of them would find nothing more. */
const LONGEST_FORM = 4096;
/**
 * Every form in which a secret may stand in an image's configuration or attestations: as it is, within JSON as Go and as others escape
 * it, in base64 and its URL alphabet wherever in a longer text it begins, and percent-encoded by any of the usual rules.
 */
function formsOf(secret) {
    const start = startOf(secret);
    const text = textOf(start);
    const forms = [
        start,
        ...base64Forms(start),
        ...(text === undefined ? [] : [...jsonForms(text), ...urlForms(text)].map(bytesOf)),
    ];
    return [...new Set(forms.map((form) => form.slice(0, LONGEST_FORM)))];
}
/** The bytes that no form goes beyond, without the beginning of a character of UTF-8 that is cut in two. */
function startOf(secret) {
    if (secret.length <= LONGEST_FORM)
        return secret;
    const start = secret.slice(0, LONGEST_FORM);
    return /[\x80-\xbf]/.test(secret.charAt(LONGEST_FORM))
        ? start.replace(/[\xc0-\xff][\x80-\xbf]*$/, '')
        : start;
}
/**
 * Three bytes are four characters of base64, so a secret has three forms, by what stands before it. The characters at both ends that hold
 * bits of its neighbours are left out.
 */
function base64Forms(secret) {
    const standard = [0, 1, 2].map((before) => {
        const whole = btoa('\0'.repeat(before) + secret);
        const bits = (before + secret.length) * 8;
        return whole.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    });
    return standard.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
/** JSON escapes quotes, backslashes and controls; Go also what HTML could take for a tag, others everything beyond ASCII. */
function jsonForms(text) {
    const plain = JSON.stringify(text).slice(1, -1);
    const go = plain.replace(/[<>&\u2028\u2029]/g, escaped);
    // Go before 1.22 has no short forms of these two.
    const old = go.replace(/\\(.)/g, (pair, one) => (one === 'b' ? '\\u0008' : one === 'f' ? '\\u000c' : pair));
    const ascii = plain.replace(/[\u0080-\uffff]/g, escaped);
    return [plain, go, old, ascii, plain.replaceAll('/', '\\/')];
}
function escaped(character) {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
/** What each rule of RFC 3986 and each library leaves as it is, beside letters, digits and `-._~`. */
const KEPT = ['', "!'()*", '$&+,;=', '$&+=:@', "!$&'()*+,;=", "!$&'()*+,;=:@", "!$&'()*+,;=:@/"];
/** Percent-encoded, in upper and in lower case; and as forms do, where a blank is `+`. */
function urlForms(text) {
    const strict = KEPT.map((kept) => percent(text, kept));
    const form = strict[0]?.replaceAll('%20', '+') ?? '';
    const upper = [...strict, form, percent(text, '*').replaceAll('%20', '+').replaceAll('~', '%7E')];
    return upper.flatMap((one) => [one, one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}
function percent(text, kept) {
    return [...text]
        .map((one) => {
        if (/[A-Za-z0-9._~-]/.test(one) || kept.includes(one))
            return one;
        return Array.from(bytesOf(one), (byte) => {
            return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
        }).join('');
    })
        .join('');
}


/***/ }),

/***/ 2290:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lk: () => (/* binding */ readProgram),
/* harmony export */   iv: () => (/* binding */ machineMismatch),
/* harmony export */   q2: () => (/* binding */ HEADER_BYTES),
/* harmony export */   rE: () => (/* binding */ startedPrograms),
/* harmony export */   rZ: () => (/* binding */ isOnlyInit),
/* harmony export */   vt: () => (/* binding */ programPaths)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);

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
/** The program behind an init program and its options; undefined where the command begins with none, or names nothing to start. */
function behindInit([first, ...rest]) {
    if (first === undefined || !INIT.test(first))
        return undefined;
    return rest.find((word) => word !== '--' && !word.startsWith('-'));
}
/** Whether an entrypoint is an init program alone: what it starts stands in the command, or nowhere. */
function isOnlyInit({ entrypoint }) {
    return INIT.test(entrypoint[0] ?? '') && behindInit(entrypoint) === undefined;
}
/** The programs that an image starts: its entrypoint's, and what an init program of it starts. */
function startedPrograms(config) {
    const command = [...config.entrypoint, ...config.cmd];
    return [command[0], behindInit(command)].filter((program) => program !== undefined);
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
    return `${path} in the ${(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform)} image is a program for ${program.architecture}: look in the Dockerfile for what is fixed to one architecture`;
}
/** 64-bit x86 and ARM processors run the 32-bit programs of their family. */
function runsOn(program, platform) {
    if (program === platform)
        return true;
    return (program === '386' && platform === 'amd64') || (program === 'arm' && platform === 'arm64');
}


/***/ }),

/***/ 3803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ac: () => (/* binding */ attestedPlace),
  j7: () => (/* binding */ requireNoLeaks),
  FB: () => (/* binding */ searchConfig),
  hx: () => (/* binding */ searchStart)
});

// EXTERNAL MODULE: ./lib/domain/json.js
var domain_json = __webpack_require__(7708);
;// CONCATENATED MODULE: ./lib/domain/configparts.js

/** All of an image configuration, by its parts (OCI image-spec, config.md). Hostile input: what is not of the right kind is in the rest. */
function configParts(json) {
    const whole = (0,domain_json/* objectOf */.Xy)(json);
    const config = (0,domain_json/* objectOf */.Xy)(whole.config);
    const { Env: env, Labels: labels, ...start } = config;
    const rest = { ...whole, config: start, history: undefined };
    return [
        ...listOf(env).map((entry) => variable(String(entry))),
        ...Object.entries((0,domain_json/* objectOf */.Xy)(labels)).map(([name, value]) => ({
            place: 'label',
            name,
            text: `${name}=${value}`,
        })),
        ...listOf(whole.history).map((entry, at) => step((0,domain_json/* objectOf */.Xy)(entry), at + 1)),
        ...textsIn(rest).map((text) => ({ place: 'configuration', text })),
    ];
}
function variable(entry) {
    const at = entry.indexOf('=');
    return { place: 'environment variable', name: at < 0 ? entry : entry.slice(0, at), text: entry };
}
/** The instruction's own word only: the rest of it may hold the secret. */
function step(entry, number) {
    const texts = textsIn(entry);
    const by = typeof entry.created_by === 'string' ? entry.created_by : '';
    const word = /^[A-Z]{3,11}(?=\s)/.exec(by)?.[0];
    return {
        place: `step ${number} of the history${word === undefined ? '' : ` (${word})`}`,
        text: texts.join('\n'),
    };
}
/** Every text in a value, names included, as deep as configurations go. */
function textsIn(value, depth = 0) {
    if (typeof value === 'string')
        return [value];
    if (typeof value !== 'object' || value === null || depth > 16)
        return [];
    return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one, depth + 1)]);
}
function listOf(value) {
    return Array.isArray(value) ? value : [];
}

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/domain/secretforms.js
var secretforms = __webpack_require__(7243);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
;// CONCATENATED MODULE: ./lib/plan/leaks.js





/** Looks through the configuration of one platform, part by part, so that a find can be named. */
function searchConfig(search, platform, config) {
    for (const { place, name, text } of configParts(config)) {
        // A name is foreign text, and may itself be the secret.
        const named = name === undefined || search.holds((0,secretforms/* bytesOf */.$)(name)).length > 0 ? '' : ` ${(0,parsers/* quote */.hD)(name)}`;
        search.look(`${(0,domain_platform/* formatPlatform */.Bq)(platform)}: ${place}${named}`, (0,secretforms/* bytesOf */.$)(text));
    }
}
/** Looks through what is known of how an image starts. */
function searchStart(search, platform, image) {
    const { env, labels, entrypoint, cmd, user, workdir } = image;
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const config = { Env: variables, Labels: labels, Entrypoint: entrypoint, Cmd: cmd, User: user };
    searchConfig(search, platform, { config: { ...config, WorkingDir: workdir } });
}
/** The place of a statement that is attested to a platform. */
function attestedPlace(platform, kind) {
    const what = kind === undefined ? 'an attestation' : kind === 'sbom' ? 'the SBOM' : 'the provenance';
    return `${(0,domain_platform/* formatPlatform */.Bq)(platform)}: ${what}`;
}
const MOST_PLACES = 8;
/**
 * Refuses an image in which secrets were found. The message names each secret and every place, and no value.
 * @param pushed whether a registry has the image
 * @throws VerificationError
 */
function requireNoLeaks(search, pushed) {
    const found = [...search.found()];
    if (found.length === 0)
        return;
    const leaks = found.map(([name, places]) => `${name} (${placesIn(places)})`);
    throw new errors/* VerificationError */.mk({ found: `The image holds ${leaks.join(' and ')}.`, remedy: pushed ? PUSHED : NOT_PUSHED }, { proves: 'image' });
}
const WAY = 'Keep it out of ARG, ENV, LABEL and the text of RUN: write it under secrets: and RUN --mount=type=secret,id=… in the Dockerfile.';
const PUSHED = `The registry has the image already, by its digest, and whoever may pull can read it: rotate what is named here. ${WAY}`;
const NOT_PUSHED = `Nothing was pushed. ${WAY}`;
function placesIn(places) {
    const more = places.length > MOST_PLACES ? [`${places.length - MOST_PLACES} more places`] : [];
    return [...places.slice(0, MOST_PLACES), ...more].join('; ');
}


/***/ }),

/***/ 4219:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ blamesEngine),
/* harmony export */   _: () => (/* binding */ blamesImage)
/* harmony export */ });
/** Words of docker about the engine: docker makes 126 and 127 out of some, as of a socket that is not there (docker/cli, run.go). */
const ENGINE_IN_TROUBLE = /^docker: .*(?:docker (?:daemon|API)\b|error during connect|dial (?:unix|tcp)|start shim|retrieve OCI runtime error)/i;
/** Words of docker about what an image asks for: its program, its user, its folder, its command. */
const IMAGE_REFUSED = /\bexec:? .*(?:no such file or directory|exec format error|permission denied|executable file not found|(?:is|not) a directory)|\bchdir to cwd\b|cannot mkdir: .* not a directory|unable to find (?:user|group) |no matching entries in (?:passwd|group)|no command specified/i;
/** What is looked at of what docker and a container wrote, the newest last. */
const LINES = 20;
/** Whether docker says that the engine is in trouble. */
function blamesEngine(last) {
    return last.slice(-LINES).some((line) => ENGINE_IN_TROUBLE.test(line));
}
/** Whether docker says that it started nothing because of the image. A pull that failed, and an engine in trouble, say nothing about it. */
function blamesImage(last) {
    return !blamesEngine(last) && last.slice(-LINES).some((line) => IMAGE_REFUSED.test(line));
}


/***/ }),

/***/ 5814:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hb: () => (/* binding */ judgeSmoke),
/* harmony export */   IR: () => (/* binding */ planSmokeRun),
/* harmony export */   L5: () => (/* binding */ symptomOf),
/* harmony export */   RH: () => (/* binding */ planSmoke),
/* harmony export */   dJ: () => (/* binding */ planSecondRun)
/* harmony export */ });
/* harmony import */ var _domain_emulator_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1313);
/* harmony import */ var _elf_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2290);
/* harmony import */ var _refused_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4219);



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
    if ((0,_elf_js__WEBPACK_IMPORTED_MODULE_1__/* .isOnlyInit */ .rZ)(config) || config.entrypoint.length === 0) {
        return config.cmd.length === 0 ? undefined : ownCommand(plan);
    }
    const timeoutMs = Math.min(plan.timeoutMs, HELP_MS);
    return { entrypoint: undefined, args: ['--help'], timeoutMs, staysUp: false };
}
/** What `docker run` of an image alone starts. */
function ownCommand(plan) {
    const timeoutMs = Math.min(plan.timeoutMs, SETTLE_MS);
    return { entrypoint: undefined, args: [], timeoutMs, staysUp: true };
}
/** What an entrypoint says that takes `--help` for a program; the shells of BusyBox and GNU take it for an option of `exec`. */
const NO_SUCH_PROGRAM = /--help\b.*(?:no such file|not found)|\bexec: .*illegal option|^exec: exec \[/i;
/**
 * The run by which an image is judged where `--help` proves too little: it stands in the place of the image's command, so an entrypoint
 * that ends in `exec "$@"` takes it for a program, which is not there. Undefined where the first run counts.
 */
function planSecondRun(plan, first, { code, timedOut, last }) {
    if (plan.mode !== 'auto' || first.staysUp || timedOut || (0,_refused_js__WEBPACK_IMPORTED_MODULE_2__/* .blamesEngine */ .X)(last))
        return undefined;
    const isNotFound = code === 126 || code === 127 || last.some((line) => NO_SUCH_PROGRAM.test(line));
    return code !== 0 && isNotFound ? ownCommand(plan) : undefined;
}
/** Judges one run. */
function judgeSmoke(plan, run, outcome) {
    const engine = judgeEngine(outcome);
    if (engine !== undefined)
        return engine;
    const proof = cannotStart(outcome);
    if (proof !== undefined)
        return { kind: 'failed', detail: proof, symptom: symptomOf(proof, outcome) };
    if (outcome.timedOut)
        return judgeTimeout(plan, run);
    if (outcome.code === 0)
        return { kind: 'passed', detail: 'exit code 0' };
    const detail = `exit code ${outcome.code}`;
    if (plan.mode === 'strict')
        return { kind: 'failed', detail, symptom: symptomOf(detail, outcome) };
    const hint = 'write smoke: with arguments that the image understands, such as smoke: --version';
    return { kind: 'warning', detail: `${detail}; it starts, but this proves little: ${hint}` };
}
/** Of docker itself; undefined where it ran the container. Only what it says of the image proves something about that. */
function judgeEngine(outcome) {
    const { code, timedOut, last } = outcome;
    if (code === undefined) {
        return { kind: 'untried', detail: 'docker run was ended before it gave an exit code' };
    }
    if (timedOut || code < 125 || code > 127)
        return undefined;
    const detail = `the engine could not start the container (exit code ${code})`;
    const symptom = symptomOf(detail, outcome);
    if (code !== 125 && !(0,_refused_js__WEBPACK_IMPORTED_MODULE_2__/* .blamesEngine */ .X)(last))
        return undefined;
    return { kind: (0,_refused_js__WEBPACK_IMPORTED_MODULE_2__/* .blamesImage */ ._)(last) ? 'failed' : 'untried', detail, symptom };
}
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
/* harmony export */   T: () => (/* binding */ atMost),
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
/**
 * Gives `body` so much time beside others, which go on. What it still does when its time is over is not waited for.
 * @throws CommandError when the time is over
 */
async function atMost(milliseconds, trouble, body) {
    let timer;
    const over = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd(trouble)), milliseconds);
    });
    return Promise.race([body(), over]).finally(() => clearTimeout(timer));
}


/***/ }),

/***/ 7832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ inspect),
  Z: () => (/* binding */ inspect_subjectsOf)
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
// EXTERNAL MODULE: ./lib/domain/attestation.js
var attestation = __webpack_require__(6265);
// EXTERNAL MODULE: ./lib/domain/digest.js
var digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/json.js
var json = __webpack_require__(7708);
;// CONCATENATED MODULE: ./lib/domain/spdx.js

/** The SBOM that is the predicate of a statement (SPDX 2.3). Foreign: undefined where it is none. */
function parseBill(predicate) {
    const document = (0,json/* objectOf */.Xy)(predicate);
    if (typeof document.spdxVersion !== 'string')
        return undefined;
    const packages = listOf(document.packages).map(json/* objectOf */.Xy);
    const roots = described(document);
    const listed = packages.filter((one) => !isScanned(one, roots));
    return { name: typeof document.name === 'string' ? document.name : undefined, packages: listed.length };
}
/** What the document describes: the image itself, or, with tools that know no image, every package. */
function described(document) {
    const related = listOf(document.relationships)
        .map(json/* objectOf */.Xy)
        .filter((one) => one.spdxElementId === 'SPDXRef-DOCUMENT' && one.relationshipType === 'DESCRIBES');
    return new Set([...related.map((one) => one.relatedSpdxElement), ...listOf(document.documentDescribes)]);
}
/** Purposes of what is looked through, and is no package in it. */
const SCANNED = new Set(['CONTAINER', 'FILE', 'ARCHIVE', 'SOURCE']);
/**
 * Whether an entry stands for the image that was scanned: syft and trivy write one, so that every package has something that it is in.
 * Nobody counts it as a package.
 */
function isScanned({ SPDXID: id, primaryPackagePurpose: purpose }, roots) {
    if (!roots.has(id))
        return false;
    return String(id).startsWith('SPDXRef-DocumentRoot-') || SCANNED.has(String(purpose));
}
function listOf(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/domain/statement.js



const TOO_LARGE = 'is too large to be read';
/**
 * Holds an in-toto statement to what is claimed of it (in-toto attestation, statement v0.1 and v1; SPDX 2.3; SLSA provenance v0.2 and v1).
 * Foreign text: nothing is assumed.
 * @param text JSON
 */
function judgeStatement(text, claim) {
    const statement = parsed(text);
    if (statement === undefined)
        return refused('is no JSON');
    return judgeHead(statement, claim) ?? judgePredicate(statement.predicate, claim);
}
/**
 * The same of a statement that is too large to be parsed: what stands before its predicate is judged. BuildKit writes that first. Only an
 * SBOM may be so large.
 * @param start its first bytes
 */
function judgeStart(start, claim) {
    const statement = claim.kind === 'sbom' ? parsed(headOf(start)) : undefined;
    if (statement === undefined)
        return refused(TOO_LARGE);
    return judgeHead(statement, claim) ?? { verdict: 'good', bill: undefined };
}
/** What is wrong with everything but the predicate; undefined where nothing is. */
function judgeHead(statement, { type, subject }) {
    const { _type: format, predicateType } = statement;
    if (typeof format !== 'string' || !format.startsWith('https://in-toto.io/Statement/'))
        return refused('is no in-toto statement');
    if (predicateType !== type)
        return refused(`is ${shown(predicateType)}, and not ${shown(type)}`);
    const subjects = subjectsOf(statement);
    if (subjects.includes(subject))
        return undefined;
    const [first] = subjects;
    return refused(first === undefined ? 'names no image' : `is of another image, ${first}`);
}
function judgePredicate(predicate, { kind, type }) {
    if (kind === 'sbom') {
        const bill = parseBill(predicate);
        return bill === undefined ? refused('holds no SPDX document') : { verdict: 'good', bill };
    }
    return isProvenance((0,json/* objectOf */.Xy)(predicate), type)
        ? { verdict: 'good', bill: undefined }
        : refused('does not say how anything was built');
}
/** Whether it has the members that its version requires. BuildKit leaves the builder's id empty. */
function isProvenance({ builder, buildDefinition, runDetails }, type) {
    if (type.startsWith('https://slsa.dev/provenance/v0.'))
        return (0,json/* isObject */.Gv)(builder);
    return (0,json/* isObject */.Gv)(buildDefinition) && (0,json/* isObject */.Gv)((0,json/* objectOf */.Xy)(runDetails).builder);
}
/** The images that it is of, by the digests of their manifests. */
function subjectsOf({ subject }) {
    const all = Array.isArray(subject) ? subject : [];
    return all.flatMap((one) => (0,digest/* parseDigest */.m)(`sha256:${(0,json/* objectOf */.Xy)((0,json/* objectOf */.Xy)(one).digest).sha256}`) ?? []);
}
/** The brackets and texts of JSON; a text may be cut off at the end. */
const TOKENS = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\]]/gs;
/** A statement without its predicate and what comes after that; empty where the predicate has not begun. */
function headOf(start) {
    let depth = 0;
    for (const { 0: token, index } of start.matchAll(TOKENS)) {
        if (token === '{' || token === '[')
            depth += 1;
        if (token === '}' || token === ']')
            depth -= 1;
        const isMember = depth === 1 && token === '"predicate"' && /^\s*:/.test(start.slice(index + token.length));
        if (isMember)
            return `${start.slice(0, index).replace(/,\s*$/, '')}}`;
    }
    return '';
}
function parsed(text) {
    try {
        return (0,json/* objectOf */.Xy)(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}
/** A predicate type as it may stand in a message; foreign text. */
function shown(type) {
    if (type === undefined)
        return 'of no type';
    return typeof type === 'string' && /^[\w./:#+~-]{1,100}$/.test(type) ? type : 'of a type that nobody knows';
}
function refused(why) {
    return { verdict: 'refused', why };
}

;// CONCATENATED MODULE: ./lib/host/registry/attached.js


/** A statement of more bytes is passed on like any other, but not parsed: that takes several times its size in memory. */
const PARSED_LIMIT = 32 * 1024 * 1024;
/** All statements of one platform that are parsed. */
const PARSED_TOGETHER = 2 * PARSED_LIMIT;
/** What is kept of a statement that is not parsed; enough for hundreds of names of an image. */
const START = 64 * 1024;
/**
 * Reads what is attested to one platform (BuildKit attestation storage). What is not the statement that its annotation tells, or of another
 * image, is refused and does not count.
 * @param subject the platform's manifest
 * @param stored the manifest that holds the attestations
 * @throws RegistryError
 */
async function readAttached(registry, image, subject, { descriptor, content }, follow) {
    const layers = content.kind === 'manifest' ? content.layers : [];
    const parsed = parsedOf(layers);
    const statements = await Promise.all(layers.map((layer) => readStatement(registry, image, subject, layer, parsed.has(layer), follow)));
    const known = statements.filter((one) => one !== undefined);
    const good = known.filter((one) => one.verdict === 'good');
    return {
        digest: descriptor.digest,
        kinds: [...new Set(good.map(({ kind }) => kind))],
        refused: known.flatMap((one) => (one.verdict === 'refused' ? [{ kind: one.kind, why: one.why }] : [])),
        packages: packagesOf(good.filter(({ kind }) => kind === 'sbom').map(({ bill }) => bill)),
    };
}
/** How many packages the image's own bill lists. Where one could not be parsed, that may have been it. */
function packagesOf(bills) {
    const own = bills.find((bill) => bill?.name === 'sbom');
    return own === undefined && bills.includes(undefined) ? undefined : (own ?? bills[0])?.packages;
}
/** The statements that are parsed: the smallest first, so that a large SBOM keeps none from being looked at. */
function parsedOf(layers) {
    let room = PARSED_TOGETHER;
    const bySize = layers.toSorted((a, b) => a.size - b.size);
    return new Set(bySize.filter(({ size }) => {
        room -= size;
        return size <= PARSED_LIMIT && room >= 0;
    }));
}
async function readStatement(registry, image, subject, layer, isParsed, follow) {
    const type = (0,attestation/* typeOf */.QP)(layer);
    const kind = (0,attestation/* kindOf */.I)(type);
    let start = createStart(0);
    await registry.pieces(image, layer, () => {
        start = createStart(kind === undefined ? 0 : isParsed ? layer.size : START);
        const take = follow(kind);
        return (piece) => {
            take(piece);
            start.take(piece);
        };
    });
    if (kind === undefined)
        return undefined;
    const judge = isParsed ? judgeStatement : judgeStart;
    return { kind, ...judge(start.text(), { kind, type, subject }) };
}
/** Keeps the first bytes of what comes in pieces, up to the end of a piece. */
function createStart(bytes) {
    const pieces = [];
    let room = bytes;
    return {
        take(piece) {
            if (room > 0)
                pieces.push(piece);
            room -= piece.length;
        },
        text: () => Buffer.concat(pieces).toString('utf8'),
    };
}

// EXTERNAL MODULE: ./lib/plan/leaks.js + 1 modules
var leaks = __webpack_require__(3803);
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
 * Reads the pushed image back from the registry and checks that it is what was asked for. Of a single manifest nothing but itself is
 * read: attestations stand in an index only.
 * @throws VerificationError where platforms or attestations are missing
 */
async function inspect(host, image, digest, wanted, look) {
    const manifest = await visible(host, image, digest);
    look.search?.look('annotations of the index', latin1(manifest.body));
    const found = checkPlatforms(manifest.content, manifest.descriptor, wanted, look.attested, look.exact);
    const platforms = found.map(async (one) => {
        const [platform, attached] = await Promise.all([
            readPlatform(host, image, manifest, one, look.search),
            look.statements ? readStatements(host, image, one, look.search) : undefined,
        ]);
        return { ...platform, attached };
    });
    return { image, digest, manifest, platforms: await Promise.all(platforms) };
}
async function readStatements(host, image, { platform, digest, attestations }, search) {
    if (attestations === undefined)
        return undefined;
    const stored = await visible(host, image, attestations);
    search?.look((0,leaks/* attestedPlace */.ac)(platform, undefined), latin1(stored.body));
    const follow = (kind) => {
        const take = search?.follow((0,leaks/* attestedPlace */.ac)(platform, kind));
        return (piece) => take?.(latin1(piece));
    };
    return readAttached(host.registry, image, digest, stored, follow);
}
function latin1(body) {
    return body.toString('latin1');
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
async function readPlatform(host, image, whole, found, search) {
    const stored = found.digest === whole.descriptor.digest ? whole : await visible(host, image, found.digest);
    const { content } = stored;
    if (content.kind !== 'manifest') {
        const remedy = 'Look for what else writes to this image, and publish again.';
        throw new errors/* VerificationError */.mk({ found: `The entry for ${(0,domain_platform/* formatPlatform */.Bq)(found.platform)} is no image.`, remedy }, { proves: 'image' });
    }
    search?.look(`${(0,domain_platform/* formatPlatform */.Bq)(found.platform)}: annotations of the manifest`, latin1(stored.body));
    const blob = JSON.parse((await host.registry.blob(image, content.config)).toString('utf8'));
    if (search !== undefined)
        (0,leaks/* searchConfig */.FB)(search, found.platform, blob);
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
function inspect_subjectsOf({ image, digest, platforms }, inEngine) {
    return platforms.map((one) => ({
        platform: one.platform,
        reference: (0,reference/* digestReference */.O9)(image, inEngine ? digest : one.digest),
        config: one.config,
        inEngine,
    }));
}


/***/ }),

/***/ 5488:
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
/** Runs the command of the smoke test, and the image's own where that proves more; undefined where there is none to run. */
async function tryCommand(trial) {
    const { plan, subject } = trial;
    const run = (0,smoke/* planSmokeRun */.IR)(plan, subject.config);
    if (run === undefined)
        return undefined;
    const outcome = await start(trial, run, 'run');
    const second = (0,smoke/* planSecondRun */.dJ)(plan, run, outcome);
    if (second === undefined)
        return judge(trial, run, outcome);
    const verdict = judge(trial, second, await start(trial, second, 'own'));
    const proves = verdict.kind === 'failed' || verdict.kind === 'untried';
    return proves
        ? verdict
        : { ...verdict, detail: `its own command, as it takes no --help: ${verdict.detail}` };
}
function start(trial, { entrypoint, args, timeoutMs }, purpose) {
    return trial.host.engine.run({ ...containerFor(trial, purpose), entrypoint, args, timeoutMs });
}
/** Judges a run, and shows as many of its lines as that needs. */
function judge(trial, run, outcome) {
    const verdict = (0,smoke/* judgeSmoke */.Hb)(trial.plan, run, outcome);
    const { first, last } = outcome;
    show(trial, verdict.kind === 'passed' ? first.slice(0, SHOWN_WHEN_WELL) : last);
    return verdict;
}

// EXTERNAL MODULE: ./lib/plan/refused.js
var refused = __webpack_require__(4219);
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
            return {
                ...failure,
                detail: `${what}: ${failure.detail}`,
                symptom: (0,smoke/* symptomOf */.L5)(failure.detail, { last }),
            };
        }
        const { onSigterm } = await host.engine.stop(run.name, GRACE_SECONDS);
        const ended = onSigterm ? 'stopped on SIGTERM' : `did not stop on SIGTERM within ${GRACE_SECONDS} s`;
        return { kind: onSigterm ? 'passed' : 'warning', detail: `${what}: 2xx, ${ended}` };
    }
    catch (error) {
        if (!(error instanceof errors/* CommandError */.Qd) || !(0,refused/* blamesImage */._)(error.evidence))
            throw error;
        const detail = error.trouble.found.replace(/\.$/, '');
        return { kind: 'failed', detail, symptom: (0,smoke/* symptomOf */.L5)(detail, { last: error.evidence }) };
    }
    finally {
        await host.engine.removeContainers([run.name]);
    }
}
/** The verdict where no 2xx came in time. */
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
        if (!state.running) {
            const detail = `the container ended with exit code ${state.code} before it answered`;
            return { kind: 'failed', detail };
        }
        await host.clock.sleep(POLL);
    }
    const late = `${last ?? 'nothing answered'} within ${Math.round(plan.timeoutMs / 1000)} s (smoke-timeout)`;
    if (last !== undefined || (await isHere(host)))
        return { kind: 'failed', detail: late };
    return {
        kind: 'untried',
        detail: `${late}, and the engine is not on the machine of this step, so its loopback may be out of reach`,
        remedy: 'Use a job without container: and with an engine of its own, or remove smoke-http.',
    };
}
/** Whether the engine's loopback is that of this step. Asked after a failure only. */
async function isHere({ engine }) {
    const facts = await engine.describe();
    return 'root' in facts && facts.root !== undefined;
}

// EXTERNAL MODULE: ./lib/plan/elf.js
var elf = __webpack_require__(2290);
;// CONCATENATED MODULE: ./lib/steps/smoke/machine.js

/**
 * An amd64 host runs an amd64 program inside an arm64 image without a word, so the programs that the image starts are
 * read, and where one is a script, its interpreter. Undefined where they fit.
 */
async function checkMachine(trial, image) {
    const { config, platform } = trial.subject;
    const { entrypoint } = trial.plan;
    const programs = entrypoint === undefined ? (0,elf/* startedPrograms */.rE)(config) : [entrypoint];
    const checks = programs.map(async (name) => {
        const found = await findProgram(trial, image, name);
        const { program } = found ?? {};
        return program?.kind === 'script' ? findProgram(trial, image, program.interpreter) : found;
    });
    const found = (await Promise.all(checks)).filter((one) => one !== undefined);
    const [mismatch] = found.flatMap(({ path, program }) => (0,elf/* machineMismatch */.iv)(path, program, platform) ?? []);
    return mismatch === undefined ? undefined : { kind: 'failed', detail: mismatch };
}
/** The first place where a program is. What is nowhere shows when the image is run. */
async function findProgram(trial, image, name) {
    // One place after the other: the first is mostly the right one.
    for (const path of (0,elf/* programPaths */.vt)(name, trial.subject.config)) {
        const head = await image.head(path, elf/* HEADER_BYTES */.q2);
        if (head !== undefined)
            return { path, program: (0,elf/* readProgram */.Lk)(head) };
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
        const [remedy = 'Run the job again.'] = failed.flatMap(({ verdict }) => remedyOf(verdict) ?? []);
        throw new errors/* CommandError */.Qd({ found: `The smoke test could not be run. ${what}.`, remedy });
    }
    const remedy = 'The last lines of a container that ran stand above. smoke:, smoke-command: and smoke-http: choose what is tried.';
    throw new errors/* VerificationError */.mk({ found: `The smoke test failed. ${what}.`, remedy }, { proves: 'image' });
}
function remedyOf(verdict) {
    return verdict.kind === 'untried' ? verdict.remedy : undefined;
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
    const tries = () => [judged(trial, tryCommand(trial)), judged(trial, tryHttp(trial))];
    if (!trial.readPrograms)
        return Promise.all(tries());
    const image = trial.host.engine.open(containerFor(trial, 'elf'));
    // It also pulls an image that is not there yet, once for all of them.
    const machine = judged(trial, readAndClose(trial, image));
    if (!trial.subject.inEngine)
        await image.catch(() => undefined);
    return Promise.all([machine, ...tries()]);
}
/**
 * What the engine refuses leaves this platform untried; the others go on and are told too. So does a signal or the end of the time:
 * containers are ended by it in ways that look like failures of their own.
 */
async function judged({ host }, test) {
    try {
        const verdict = await test;
        const { stopped } = host.processes;
        if (verdict?.kind !== 'failed' || stopped === undefined)
            return verdict;
        return { kind: 'untried', detail: `it was ended: ${stopped.replace(/\.$/, '')}` };
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
