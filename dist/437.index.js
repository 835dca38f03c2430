export const id = 437;
export const ids = [437];
export const modules = {

/***/ 6265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   QP: () => (/* binding */ typeOf),
/* harmony export */   kd: () => (/* binding */ KIND_NAMES),
/* harmony export */   r1: () => (/* binding */ ATTESTATION_KINDS)
/* harmony export */ });
/** All of them. */
const ATTESTATION_KINDS = ['sbom', 'provenance'];
/** What people call the kinds. */
const KIND_NAMES = {
    sbom: 'SBOM',
    provenance: 'provenance',
};
/** What a statement says that it is, by the annotation that BuildKit writes beside each (BuildKit attestation storage). */
function typeOf({ annotations }) {
    return annotations['in-toto.io/predicate-type'] ?? '';
}
/** The kind of a predicate type; undefined for one that is neither. */
function kindOf(type) {
    if (type === 'https://spdx.dev/Document' || type.startsWith('https://spdx.dev/Document/'))
        return 'sbom';
    return type.startsWith('https://slsa.dev/provenance/') ? 'provenance' : undefined;
}


/***/ }),

/***/ 5698:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ parseBundle),
/* harmony export */   x: () => (/* binding */ SIGNATURE_TYPES)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2002);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7708);


/** What cosign calls a signature: the predicate type in a bundle, `critical.type` of what it has verified, in both of its formats. */
const SIGNATURE_TYPES = [
    'https://sigstore.dev/cosign/sign/v1',
    'cosign container image signature',
];
/** The media type of a bundle, without its version (sigstore protobuf-specs, sigstore_bundle.proto). */
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d+\.\d+)?\+json/;
const BUNDLE_LIMIT = 1024 * 1024;
const STATEMENT = 'application/vnd.in-toto+json';
/**
 * Reads a bundle that holds an in-toto statement (sigstore protobuf-specs, sigstore_bundle.proto; in-toto attestation, Statement v1).
 * Undefined where the text is none, and where it is larger than any honest one.
 */
function parseBundle(text) {
    const bundle = text.length > BUNDLE_LIMIT ? undefined : parseObject(text);
    if (bundle === undefined || typeof bundle.mediaType !== 'string' || !BUNDLE.test(bundle.mediaType))
        return undefined;
    const by = proverOf((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .asObject */ .eB)(bundle.verificationMaterial));
    const envelope = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .asObject */ .eB)(bundle.dsseEnvelope);
    if (by === undefined || envelope?.payloadType !== STATEMENT)
        return undefined;
    const statement = parseObject(decode(envelope.payload));
    if (typeof statement?.predicateType !== 'string')
        return undefined;
    return { predicateType: statement.predicateType, subjects: subjectsOf(statement), by };
}
function proverOf(material) {
    if (material?.certificate !== undefined || material?.x509CertificateChain !== undefined)
        return 'certificate';
    return material?.publicKey === undefined ? undefined : 'key';
}
function subjectsOf({ subject }) {
    const subjects = Array.isArray(subject) ? subject.slice(0, 1000) : [];
    return subjects.flatMap((one) => (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(`sha256:${(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .asObject */ .eB)((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .asObject */ .eB)(one)?.digest)?.sha256}`) ?? []);
}
function parseObject(text) {
    try {
        return (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .asObject */ .eB)(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}
/** Empty where it is no base64. */
function decode(base64) {
    try {
        const bytes = Uint8Array.from(atob(String(base64)), (character) => character.charCodeAt(0));
        return new TextDecoder().decode(bytes);
    }
    catch {
        return '';
    }
}


/***/ }),

/***/ 6538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ formatBytes)
/* harmony export */ });
/** `17.3 MB`, in steps of 1000 as registries count. */
function formatBytes(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes * 1.00005) / 3));
    const value = bytes / 1000 ** step;
    return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}


/***/ }),

/***/ 7125:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ atOnce)
/* harmony export */ });
/** Requests of one kind at a time: registries slow down whoever sends more. */
const LANES = 4;
/**
 * Does work for each item, a few at a time; after a failure nothing new is begun.
 * @param lanes how many at a time
 * @returns the results in the order of the items
 */
async function atOnce(items, work, lanes = LANES) {
    const results = new Map();
    const queue = items.entries();
    let failed = false;
    const lane = async () => {
        for (const [at, item] of queue) {
            if (failed)
                return;
            try {
                results.set(at, await work(item));
            }
            catch (error) {
                failed = true;
                throw error;
            }
        }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return items.map((_, at) => results.get(at));
}


/***/ }),

/***/ 8713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T0: () => (/* binding */ describeHeld),
/* harmony export */   Vb: () => (/* binding */ readHeldTags),
/* harmony export */   iJ: () => (/* binding */ readHeld)
/* harmony export */ });
/* harmony import */ var _domain_engine_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6868);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);
/* harmony import */ var _domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5151);



const REVISION = 'org.opencontainers.image.revision';
const VERSION = 'org.opencontainers.image.version';
/** Reads what the registry holds under tags, all at once; what does not exist is absent in the answer. */
async function readHeldTags(registry, image, tags) {
    const read = async (tag) => [tag, await readHeld(registry, image, tag)];
    const all = await Promise.all([...new Set(tags)].map(read));
    return new Map(all.filter((entry) => entry[1] !== undefined));
}
/** What the registry holds under a reference; undefined where nothing is. */
async function readHeld(registry, image, reference) {
    try {
        const stored = await registry.manifest(image, reference);
        return stored && (await describeHeld(registry, image, stored));
    }
    catch (error) {
        // Somebody keeps something else there, such as a chart. It has a digest all the same.
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .RegistryError */ .gl) || error.kind !== 'invalid-answer')
            throw error;
        const descriptor = await registry.head(image, reference);
        return descriptor && { digest: descriptor.digest, ...UNKNOWN };
    }
}
const UNKNOWN = { platforms: [], attested: false, ...read({}) };
/** The annotations of the whole say what it is; of an image of another tool, the labels of its first platform. */
async function describeHeld(registry, image, { descriptor, content }) {
    const { digest } = descriptor;
    if (content.kind === 'manifest') {
        const { labels, platform } = await readConfig(registry, image, content);
        return { digest, platforms: [platform], attested: false, ...read({ ...labels, ...content.annotations }) };
    }
    const entries = (0,_domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .imagesIn */ .o$)(content);
    const platforms = entries.flatMap(({ platform }) => (platform === undefined ? [] : [platform]));
    const attested = entries.length > 0 && entries.every((entry) => (0,_domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .attestationsOf */ .xz)(content, entry) !== undefined);
    const told = content.annotations[REVISION] !== undefined;
    const marks = told
        ? content.annotations
        : { ...(await marksOf(registry, image, entries[0])), ...content.annotations };
    return { digest, platforms, attested, ...read(marks) };
}
function read(marks) {
    return { marks, revision: marks[REVISION], version: marks[VERSION] };
}
/** The outermost of each name first: annotations of the platform's manifest, then its labels. */
async function marksOf(registry, image, entry) {
    const child = entry && (await registry.manifest(image, entry.digest));
    if (child?.content.kind !== 'manifest')
        return {};
    const { labels } = await readConfig(registry, image, child.content);
    return { ...labels, ...child.content.annotations };
}
const NO_PLATFORM = { os: 'unknown', architecture: 'unknown' };
const NO_CONFIG = { platform: NO_PLATFORM, labels: {} };
/** Of something else than an image, such as a chart, nothing is known. */
async function readConfig(registry, image, { config }) {
    const blob = await registry.blob(image, config).catch((error) => {
        if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .RegistryError */ .gl && error.kind === 'not-found')
            return undefined;
        throw error;
    });
    try {
        return blob === undefined ? NO_CONFIG : (0,_domain_engine_js__WEBPACK_IMPORTED_MODULE_0__/* .parseConfig */ .o)(JSON.parse(blob.toString('utf8')), NO_PLATFORM);
    }
    catch {
        return NO_CONFIG;
    }
}


/***/ }),

/***/ 4553:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ SHOWN_WITHIN),
/* harmony export */   S: () => (/* binding */ shown)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9144);

/**
 * How old an answer of a registry may be at most: what is read later than this after a write is not older than the write. Waited for
 * only where a decision hangs on it.
 */
const SHOWN_WITHIN = 10_000;
/**
 * Asks until the answer is as expected, for as long as it may be an old one: what another job, or an earlier step of this one, wrote a
 * moment ago. Then the last answer counts.
 */
async function shown(clock, ask, asExpected) {
    let last;
    await (0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .eventually */ .u4)(clock, SHOWN_WITHIN, async () => {
        last = { answer: await ask() };
        return asExpected(last.answer) ? true : undefined;
    });
    return last === undefined ? ask() : last.answer;
}


/***/ }),

/***/ 2878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ planEvent)
/* harmony export */ });
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3981);

/** Events of this repository's own people or clock. */
const TRUSTED = [
    'push',
    'release',
    'workflow_dispatch',
    'schedule',
    'repository_dispatch',
    'workflow_run',
];
const ALL = Object.freeze({ gha: true, registry: true });
/** GitHub keeps the caches of a pull request in a scope of its own, where they harm nobody. */
const OWN_SCOPE = Object.freeze({ gha: true, registry: false });
const NOTHING = Object.freeze({ gha: false, registry: false });
const DEPENDABOT = 'dependabot[bot]';
/**
 * Decides what the event of this job may do (design: "Who may do what"). An input can take rights away and never give
 * them: code of strangers is built at most, without credentials, and `dry-run: false` there is refused.
 * @param dryRun the input `dry-run`
 */
function planEvent(context, dryRun) {
    return Object.freeze(decide(context, dryRun));
}
function decide(context, dryRun) {
    const refused = strangerWithRights(context) ?? nothingToPublish(context);
    if (refused !== undefined)
        return refused;
    if (context.event === 'pull_request')
        return pullRequest(context, dryRun);
    const reason = withoutRights(context);
    if (reason !== undefined)
        return tryOut(reason, dryRun, 'none', NOTHING);
    if (context.event === 'merge_group') {
        return tryOut('a merge group is tried before it is merged', dryRun, 'read', OWN_SCOPE);
    }
    const what = `${context.event} of ${context.repository}`;
    if (dryRun === true)
        return dry(`dry-run: true (${what})`, 'read', OWN_SCOPE);
    return { kind: 'publish', reason: what, login: 'write', cacheWrite: ALL, pullRequest: undefined };
}
/** Events that run with this repository's rights and bring the code of somebody who has none. */
function strangerWithRights({ event, payload, repository }) {
    if (event === 'pull_request_target') {
        return refuse('pull_request_target runs the code of a stranger with the rights of this repository.', 'Use on: pull_request, where it is a dry run by itself.');
    }
    if (event !== 'workflow_run')
        return undefined;
    const head = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'head_repository', 'full_name');
    if (sameName(head, repository))
        return undefined;
    return refuse(`workflow_run was caused by ${head === undefined ? 'a repository that is not known' : 'another repository'}: its code would be published with the rights of this one.`, 'Publish on: push, and let pull requests be dry runs.');
}
/** Events that tell of something that is gone. */
function nothingToPublish({ event, payload }) {
    if (event === 'push' && (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'deleted') === true) {
        return refuse('This push deleted a branch or tag: there is nothing to publish.', 'Add if: github.event.deleted == false to the job.');
    }
    const action = event === 'release' ? (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'action') : undefined;
    if (action !== 'deleted' && action !== 'unpublished')
        return undefined;
    return refuse(`This release was ${action}: there is nothing to publish.`, 'Use on: release: types: [published].');
}
function pullRequest(context, dryRun) {
    const number = numberOf(context);
    const foreign = foreignHead(context);
    if (foreign !== undefined)
        return tryOut(foreign, dryRun, 'none', NOTHING, number);
    if (number === undefined)
        return tryOut('its pull request has no number', dryRun, 'none', NOTHING);
    if (dryRun !== false) {
        return dry(`pull request ${number} is tried, not published`, 'read', OWN_SCOPE, number);
    }
    const reason = `dry-run: false for pull request ${number} of ${context.repository}`;
    return { kind: 'publish', reason, login: 'write', cacheWrite: OWN_SCOPE, pullRequest: number };
}
function numberOf({ payload, ref }) {
    const told = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'pull_request', 'number') ?? (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'number');
    const number = typeof told === 'number' ? told : Number(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
/** Why a pull request is not ours, in words; undefined where its head lies in this repository. */
function foreignHead({ payload, repository }) {
    const head = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'pull_request', 'head', 'repo', 'full_name');
    // A fork that was deleted leaves no repository.
    if (head === undefined)
        return 'its head repository is not known, as of a fork that was deleted';
    if (!sameName(head, repository))
        return 'it comes from a fork, whose token may only read';
    // By the author: the actor is whoever pushed last or ran it again, and that can be anybody.
    if ((0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'pull_request', 'user', 'login') === DEPENDABOT) {
        return 'it comes from Dependabot, whose token may only read';
    }
    return undefined;
}
/** Why an event publishes nothing, in words; undefined where it may. */
function withoutRights({ event, payload, actor }) {
    const byDependabot = actor === DEPENDABOT || (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'sender', 'login') === DEPENDABOT;
    if (event === 'push' && byDependabot)
        return 'a push by Dependabot has a token that may only read';
    if (event === 'workflow_run' && isDependabotRun(payload)) {
        return 'workflow_run was caused by a pull request of Dependabot';
    }
    if (event === 'merge_group' || TRUSTED.includes(event))
        return undefined;
    return event === '' ? 'there is no event' : `the event ${event} publishes nothing`;
}
/** Dependabot's branches lie in this repository, so the name of the head repository does not show them. */
function isDependabotRun(payload) {
    const cause = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'event') ?? '';
    return cause.startsWith('pull_request') && (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'actor', 'login') === DEPENDABOT;
}
/** GitHub's names differ in case from place to place. */
function sameName(name, repository) {
    return name?.toLowerCase() === repository.toLowerCase();
}
/** A dry run by itself, which no input can make a publish. */
function tryOut(reason, dryRun, login, cacheWrite, pullRequest) {
    if (dryRun !== false)
        return dry(reason, login, cacheWrite, pullRequest);
    return refuse(`dry-run: false cannot be given here: ${reason}.`, 'Remove dry-run: false, and publish on: push or release.');
}
function dry(reason, login, cacheWrite, pullRequest) {
    return { kind: 'dry-run', reason, login, cacheWrite, pullRequest };
}
function refuse(reason, remedy) {
    return { kind: 'refuse', reason, remedy };
}


/***/ }),

/***/ 9906:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MP: () => (/* binding */ smokeContradictions),
/* harmony export */   Tb: () => (/* binding */ isProbe),
/* harmony export */   Tn: () => (/* binding */ behaviourRows),
/* harmony export */   X4: () => (/* binding */ smokeRows)
/* harmony export */ });
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);


const smoke = (text) => {
    if (/^(?:off|false|none)$/i.test(text))
        return { kind: 'off' };
    if (/^(?:auto|true)$/i.test(text))
        return { kind: 'auto' };
    const args = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .words */ .aL)(text);
    return args instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC ? args : { kind: 'strict', args };
};
const command = (text) => {
    const found = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .words */ .aL)(text);
    if (found instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC)
        return found;
    const [program] = found;
    if (program !== undefined && !program.startsWith('-') && program !== '')
        return found;
    return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .hD)(text)} does not begin with a program of the image.`,
        allowed: 'app --version',
    });
};
/** Whether a port and a path can be asked for. */
function isProbe({ port, path }) {
    return Number.isInteger(port) && port >= 1 && port <= 65_535 && /^\/[!-~]{0,1000}$/.test(path);
}
const http = (text) => {
    const [, port, path = '/'] = /^:?(\d{1,5})(\/.*)?$/.exec(text) ?? [];
    const probe = { port: Number(port), path };
    if (isProbe(probe))
        return probe;
    return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .hD)(text)} is not a port with a path.`, allowed: '8000/docs' });
};
/** The post step tries everything again, in the three minutes that it gives to that. */
const smokeLimit = (text) => {
    const limit = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(text);
    if (limit instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC || limit <= 120_000)
        return limit;
    return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .hD)(text)} is longer than the post step has.`, allowed: 'up to 120s' });
};
/** How every platform of an image is tried. */
const smokeRows = {
    smoke: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('smoke', 'auto', smoke, 'Arguments that every platform of the image must run with exit code 0, such as `--version`; `auto`; `off`.'),
    smokeCommand: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('smoke-command', command, 'A command line that replaces the entrypoint in the smoke test; exit code 0 on every platform.'),
    smokeEnv: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('smoke-env', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .pair */ .V2)(/^[A-Za-z_][A-Za-z0-9_]*$/, 'NAME=value')), 'Environment of the smoke test, `NAME=value` by line.'),
    smokeHttp: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('smoke-http', http, 'Start the image and ask this port and path, such as `8000/docs`, until it answers 2xx.'),
    smokeTimeout: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('smoke-timeout', '60s', smokeLimit, 'Time for one smoke test on one platform, at most 120 s: the post step runs it again, and has less than three minutes.'),
};
/** What is done, what is tried and how long it may take. */
const behaviourRows = {
    dryRun: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('dry-run', 'auto', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .autoOr */ .XO)(_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .flag */ .Jt), 'Build and test without pushing: `auto` for pull requests and other events that may not publish, `true`, `false`.'),
    gate: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('gate', 'true', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .flag */ .Jt, 'Push a candidate, test it, then move the tags. `false` pushes all tags with the build and tests afterwards.'),
    ...smokeRows,
    timeout: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('timeout', '60m', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0, 'Time for the whole action, without its post step.'),
};
/** Smoke inputs that are each valid and cannot be meant together. */
function smokeContradictions({ smoke, smokeCommand, smokeHttp }) {
    const conflict = (input, other, remedy) => ({
        input,
        found: `it cannot be used together with '${other}'.`,
        remedy,
    });
    if (smoke.kind === 'off') {
        const off = 'smoke: off turns every smoke test off.';
        return [
            ...(smokeCommand === undefined ? [] : [conflict('smoke-command', 'smoke: off', off)]),
            ...(smokeHttp === undefined ? [] : [conflict('smoke-http', 'smoke: off', off)]),
        ];
    }
    if (smokeCommand === undefined || smoke.kind !== 'strict')
        return [];
    return [conflict('smoke-command', 'smoke', 'One gives arguments to the entrypoint, the other replaces it.')];
}


/***/ }),

/***/ 5375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qx: () => (/* binding */ builderContradictions),
  JA: () => (/* binding */ builderRows),
  X7: () => (/* binding */ namesFile),
  t_: () => (/* binding */ tlsFiles)
});

// EXTERNAL MODULE: ./lib/domain/platform.js
var platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
;// CONCATENATED MODULE: ./lib/plan/inputs/nodes.js



const FORM = '<endpoint>[,platforms=<platform>,…][,name=<name>][,<driver option>=<value>]';
const HOST = String.raw `(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])`;
/** Where a node may be; buildx knows the schemes in driver/remote/util/endpoint.go and, of engines, those of DOCKER_HOST. */
const ENDPOINTS = {
    tcp: new RegExp(`^tcp://${HOST}:\\d{1,5}$`),
    unix: /^unix:\/\/\/[^\s,]+$/,
    ssh: new RegExp(`^ssh://(?:[A-Za-z0-9._-]+@)?${HOST}(?::\\d{1,5})?(?:/[^\\s,]*)?$`),
    'docker-container': /^docker-container:\/\/[A-Za-z0-9][A-Za-z0-9_.-]*$/,
    'kube-pod': /^kube-pod:\/\/[a-z0-9][a-z0-9.-]*(?:\?[A-Za-z0-9=&._-]+)?$/,
    context: /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/,
};
/** What each driver can use, and how its list is told. */
const USABLE = {
    remote: [
        ['tcp', 'unix', 'ssh', 'docker-container', 'kube-pod'],
        'tcp://host:port, unix:///path, ssh://user@host, docker-container://name, kube-pod://name',
    ],
    'docker-container': [
        ['context', 'tcp', 'unix', 'ssh'],
        'the name of a docker context, ssh://user@host, tcp://host:port, unix:///path',
    ],
};
function kindOf(endpoint) {
    return Object.keys(ENDPOINTS).find((kind) => ENDPOINTS[kind].test(endpoint));
}
const node = (text) => {
    const [endpoint = '', ...fields] = text.split(',').map((field) => field.trim());
    if (kindOf(endpoint) === undefined) {
        return new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(endpoint)} is no endpoint of a node.`, allowed: FORM });
    }
    const pairs = pairsOf(fields);
    if (pairs instanceof row/* Fault */.vC)
        return pairs;
    const faults = pairs.flatMap((pair) => faultOf(pair) ?? []);
    if (faults.length > 0)
        return new row/* Fault */.vC(...faults.map((found) => ({ found, allowed: FORM })));
    return {
        endpoint,
        name: pairs.find(({ name }) => name === 'name')?.value,
        platforms: pairs.flatMap(({ name, value }) => (name === 'platforms' ? ((0,platform/* parsePlatform */.Y8)(value) ?? []) : [])),
        options: pairs.filter(({ name }) => name !== 'name' && name !== 'platforms'),
    };
};
/** `key=value` fields; one without a key goes on the list of platforms before it. */
function pairsOf(fields) {
    const pairs = [];
    for (const field of fields) {
        const at = field.indexOf('=');
        const last = pairs.at(-1)?.name;
        if (at < 0 && last !== 'platforms') {
            return new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(field)} is no field of a node.`, allowed: FORM });
        }
        pairs.push(at < 0
            ? { name: 'platforms', value: field }
            : { name: field.slice(0, at), value: field.slice(at + 1).trim() });
    }
    return pairs;
}
function faultOf({ name, value }) {
    if (name === 'platforms') {
        return (0,platform/* parsePlatform */.Y8)(value)?.os === 'linux' ? undefined : `${(0,parsers/* quote */.hD)(value)} is not a known platform.`;
    }
    if (name === 'name') {
        return /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/.test(value)
            ? undefined
            : `the name ${(0,parsers/* quote */.hD)(value)} cannot be used.`;
    }
    if (!/^[a-z][A-Za-z0-9._-]*$/.test(name))
        return `the field ${(0,parsers/* quote */.hD)(name)} cannot be used.`;
    return value === '' ? `the field ${(0,parsers/* quote */.hD)(name)} has no value.` : undefined;
}
/** A list of nodes by line; nothing can stand in it twice. */
const nodes = (text) => {
    const parsed = (0,parsers/* lines */.Mn)(node)(text);
    if (parsed instanceof row/* Fault */.vC)
        return parsed;
    const twice = [
        ...repeated(parsed.map(({ endpoint }) => endpoint)),
        ...repeated(parsed.flatMap(({ name }) => name ?? [])),
        ...repeated(parsed.flatMap(({ platforms }) => platforms.map(platform/* formatPlatform */.Bq))),
    ];
    if (twice.length === 0)
        return parsed;
    return new row/* Fault */.vC(...twice.map((one) => ({ found: `${(0,parsers/* quote */.hD)(one)} stands in more than one place.` })));
};
function repeated(values) {
    return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}
/** Faults of nodes that are each well written and that the driver cannot use. */
function nodeContradictions(driver, given) {
    if (driver === 'remote' && given.length === 0) {
        return [{ input: 'nodes', found: 'driver: remote needs at least one node.', allowed: FORM }];
    }
    if (given.length === 0)
        return [];
    if (driver !== 'remote' && driver !== 'docker-container') {
        const remedy = driver === 'kubernetes'
            ? 'The cluster makes the nodes: remove the input, and write replicas in driver-opts.'
            : 'Write driver: remote where BuildKit listens there, or driver: docker-container where a Docker engine does.';
        return [{ input: 'nodes', found: `it cannot be used together with 'driver: ${driver}'.`, remedy }];
    }
    const [kinds, allowed] = USABLE[driver];
    const wrong = given.filter(({ endpoint }) => !kinds.some((kind) => ENDPOINTS[kind].test(endpoint)));
    return wrong.map(({ endpoint }) => {
        return { input: 'nodes', found: `driver: ${driver} cannot use ${(0,parsers/* quote */.hD)(endpoint)}.`, allowed };
    });
}

;// CONCATENATED MODULE: ./lib/plan/inputs/builder.js



const reference = (0,parsers/* matching */.wC)(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$/, 'an image reference');
/** Where the build runs. */
const builderRows = {
    driver: (0,row/* withDefault */.IQ)('driver', 'auto', (0,parsers/* autoOr */.XO)((0,parsers/* choice */.Yq)('docker', 'docker-container', 'remote', 'kubernetes')), 'Builder driver: `auto`, `docker`, `docker-container`, `remote` or `kubernetes`.'),
    builder: (0,row/* optional */.lq)('builder', (0,parsers/* matching */.wC)(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'the name of a buildx builder'), 'An existing builder of the job; used as it is and left alone.'),
    nodes: (0,row/* list */.p_)('nodes', nodes, 'Nodes of a builder with the driver `remote` (BuildKit) or `docker-container` (Docker engines), `<endpoint>[,platforms=<platform>,…][,name=<name>][,<driver option>=<value>]` by line.'),
    buildkitImage: (0,row/* optional */.lq)('buildkit-image', reference, 'BuildKit image for `docker-container` and `kubernetes`. Default: a pinned digest.'),
    binfmtImage: (0,row/* optional */.lq)('binfmt-image', reference, 'Image that installs missing emulators. Default: a pinned digest.'),
    driverOpts: (0,row/* list */.p_)('driver-opts', (0,parsers/* lines */.Mn)((0,parsers/* pair */.V2)(/^[a-z][A-Za-z0-9._-]*$/, 'network=host, memory=4g, env.NAME=value', parsers/* ONE_LINE */.St)), 'Options of the driver, of every node, `name=value` by line.'),
    buildkitdConfig: (0,row/* optional */.lq)('buildkitd-config', parsers/* plain */.pj, 'BuildKit configuration file (TOML) for `docker-container` and `kubernetes`, such as one with registry mirrors.'),
};
/** Driver options of `remote` that name a file: what encrypts the connection. */
const FILES = ['cacert', 'cert', 'key'];
/** Files that a remote builder's options name, as they are written, with the input in which they stand. */
function tlsFiles(inputs) {
    if (inputs.driver !== 'remote')
        return [];
    const of = (input, pairs) => pairs.filter(({ name }) => namesFile(inputs, name)).map(({ value }) => ({ input, path: value }));
    return [
        ...of('driver-opts', inputs.driverOpts),
        ...inputs.nodes.flatMap((node) => of('nodes', node.options)),
    ];
}
/** Whether the value of a driver option is a path. */
function namesFile({ driver }, option) {
    return driver === 'remote' && FILES.includes(option);
}
/** Inputs that are each valid and cannot be meant together. */
function builderContradictions(inputs) {
    const { driver } = inputs;
    const options = [
        ...(inputs.driverOpts.length > 0 ? ['driver-opts'] : []),
        ...(inputs.buildkitImage !== undefined ? ['buildkit-image'] : []),
        ...(inputs.buildkitdConfig !== undefined ? ['buildkitd-config'] : []),
    ];
    const conflict = (input, other, remedy) => {
        return { input, found: `it cannot be used together with '${other}'.`, remedy };
    };
    if (inputs.builder !== undefined) {
        const others = [...(driver === 'auto' ? [] : ['driver']), ...(inputs.nodes.length > 0 ? ['nodes'] : [])];
        const own = 'An existing builder is used as it is: remove one of the two.';
        return [...others, ...options].map((other) => conflict('builder', other, own));
    }
    return [
        ...nodeContradictions(driver, inputs.nodes),
        ...foreign(driver, options).map((option) => conflict(option, `driver: ${driver}`, REMEDIES[driver] ?? '')),
    ];
}
const REMEDIES = {
    docker: 'The docker driver builds inside the engine: write driver: docker-container, or remove the option.',
    remote: 'The nodes run a BuildKit of their own already: configure it there, and remove the option.',
};
/** The options of a new BuildKit that a driver has no use for. */
function foreign(driver, options) {
    if (driver === 'docker')
        return options;
    return driver === 'remote' ? options.filter((option) => option !== 'driver-opts') : [];
}


/***/ }),

/***/ 3383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kv: () => (/* binding */ identityRows),
/* harmony export */   Sl: () => (/* binding */ image),
/* harmony export */   rE: () => (/* binding */ version)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5257);




/** The name of an image, without tag or digest. */
const image = (text) => {
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseImageName */ ["if"])(text);
    if (!('fault' in name))
        return name;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({ found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} ${name.fault}.`, allowed: 'a name such as ghcr.io/owner/app' });
};
/** A tag of the user's own, beside the planned ones. */
const extraTag = (text) => {
    if ((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(text)) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} is reserved: signatures, caches and this action's own records live under such tags.`,
        });
    }
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(text);
    if (tag !== undefined)
        return tag;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} (${text.length} characters) is not a valid tag.`,
        allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
    });
};
const PATH = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*(?:\/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)*$/;
/** The part before the version in a git tag, without the `/` between them. */
const tagPrefix = (text) => {
    const prefix = text.replace(/\/+$/, '');
    if (prefix.length <= 100 && PATH.test(prefix))
        return prefix;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} cannot be used.`,
        allowed: 'app-a for git tags such as app-a/v1.2.3',
    });
};
/** A version, with or without the prefix of a monorepo before it. */
const version = (text) => {
    const [name = ''] = text.split('/').slice(-1);
    if (text.length <= 255 && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(name) !== undefined)
        return text;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} is not a version.`,
        allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
    });
};
/** What is published, under which name and tags. */
const identityRows = {
    image: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('image', image, 'Image name without a tag, lower-cased; `owner/app` without a host is on Docker Hub. Default: `ghcr.io/<owner>/<repo>`, and with a `tag-prefix` `ghcr.io/<owner>/<repo>/<prefix>`.'),
    tag: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag', version, 'Version to publish, such as `v1.2.3`. Default: from the event (tag, release or branch).'),
    extraTags: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)('extra-tags', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .commas */ .Rm)(extraTag), 'More tags for the same image, by comma or line.'),
    tagPrefix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag-prefix', tagPrefix, 'Monorepo: the part before the version in git tags; `app-a` reads `app-a/v1.2.3`.'),
    tagSuffix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag-suffix', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .matching */ .wC)(/^-[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/, "'-' and up to 63 letters, digits, '_', '.', '-', as in -alpine"), 'Suffix of every tag, such as `-alpine`; suffixed tags move along lines of their own.'),
    vPrefix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('v-prefix', 'keep', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)('keep', 'strip', 'both'), 'How version tags are written: `keep` as in git, `strip` the `v`, or `both`.'),
    latest: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('latest', 'auto', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .autoOr */ .XO)(_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt), 'Whether `latest` moves: `auto` when this is the highest stable version, `true` always (and every tag to fewer platforms, too), `false` never. It is the choice of this publish alone.'),
    overwrite: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('overwrite', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt, 'Whether a version that is published already is replaced: that of another commit, and that of this one, which is built again. Versions do not change otherwise.'),
};


/***/ }),

/***/ 4397:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   Mn: () => (/* binding */ lines),
/* harmony export */   Q7: () => (/* binding */ all),
/* harmony export */   Rm: () => (/* binding */ commas),
/* harmony export */   St: () => (/* binding */ ONE_LINE),
/* harmony export */   V2: () => (/* binding */ pair),
/* harmony export */   XO: () => (/* binding */ autoOr),
/* harmony export */   Yq: () => (/* binding */ choice),
/* harmony export */   aL: () => (/* binding */ words),
/* harmony export */   c0: () => (/* binding */ LONGEST_MS),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   pj: () => (/* binding */ plain),
/* harmony export */   wC: () => (/* binding */ matching)
/* harmony export */ });
/* unused harmony export splitLines */
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5257);

const SHOWN = 80;
/** A value as a message shows it: quoted, one line, cut. */
function quote(text) {
    const flat = text.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '?');
    return `'${flat.length > SHOWN ? `${flat.slice(0, SHOWN)}…` : flat}'`;
}
/** One of a few words. */
function choice(...words) {
    return (text) => words.find((word) => word === text.toLowerCase()) ??
        new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `${quote(text)} is not one of its values.`, allowed: words.join(', ') });
}
/** `true` or `false`, as YAML 1.2 and @actions/core write them. */
const flag = (text) => {
    if (/^true$/i.test(text))
        return true;
    if (/^false$/i.test(text))
        return false;
    return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `${quote(text)} is not a boolean.`, allowed: 'true, false' });
};
/** A word of its own, else what `other` makes of it. */
function autoOr(other) {
    return (text) => {
        if (/^auto$/i.test(text))
            return 'auto';
        const value = other(text);
        if (!(value instanceof _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC))
            return value;
        return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC(...value.troubles.map((trouble) => ({
            ...trouble,
            allowed: trouble.allowed === undefined ? 'auto' : `auto, ${trouble.allowed}`,
        })));
    };
}
/** One line of text that does not start with `-`, so that no program can take it for an option. */
const plain = (text) => {
    if (/[\r\n]/.test(text))
        return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: 'it has more than one line.', allowed: 'one line' });
    if (text.startsWith('-')) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `${quote(text)} starts with '-', which programs take for an option.` });
    }
    return text;
};
/** Text that has to match a pattern in full. */
function matching(pattern, allowed) {
    return (text) => pattern.test(text) ? text : new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `${quote(text)} cannot be used.`, allowed });
}
/** No job runs longer than five days, and timers cannot count more than 24. */
const LONGEST_MS = 120 * 3600 * 1000;
/** A duration: `90` and `90s` are seconds; `10m`, `1h`, `1h30m`. The value is in milliseconds. */
const duration = (text) => {
    const match = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/i.exec(text);
    const [hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
    const total = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
    if (match !== null && total > 0 && total <= LONGEST_MS)
        return total;
    return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({
        found: `${quote(text)} is not a duration.`,
        allowed: '90, 90s, 10m, 1h30m; more than 0, at most 120h',
    });
};
/**
 * Entries by line, each trimmed, empty ones and lines starting with `#` dropped. An entry in double quotes may span lines,
 * `""` is a quote in it (docker/build-push-action reads its lists so).
 */
function splitLines(text) {
    const entries = [];
    const lines = text.split(/\r?\n/);
    for (let at = 0; at < lines.length; at++) {
        const line = (lines[at] ?? '').trim();
        if (line === '' || line.startsWith('#'))
            continue;
        if (!line.startsWith('"')) {
            entries.push(line);
            continue;
        }
        let quoted = line;
        while (!isClosed(quoted) && at + 1 < lines.length)
            quoted += `\n${lines[++at]}`;
        if (!isClosed(quoted))
            return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `an entry opens a double quote and never closes it.` });
        entries.push(quoted.trimEnd().slice(1, -1).replaceAll('""', '"'));
    }
    return entries;
}
function isClosed(quoted) {
    return quoted.trimEnd().length > 1 && (quoted.match(/"/g)?.length ?? 0) % 2 === 0;
}
/** A list by line, each entry parsed; the faults of all entries are kept. */
function lines(entry) {
    return (text) => {
        const entries = splitLines(text);
        return entries instanceof _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC ? entries : all(entries, entry);
    };
}
/** A list by comma or line. */
function commas(entry) {
    return (text) => all(text
        .split(/[,\r\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''), entry);
}
/** Parses every entry; the faults of all of them are kept. */
function all(entries, parse) {
    const values = entries.map(parse);
    const faults = values.filter((value) => value instanceof _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC);
    if (faults.length > 0)
        return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC(...faults.flatMap((fault) => fault.troubles));
    return values.filter((value) => !(value instanceof _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC));
}
/**
 * `name=value`, the name matching a pattern. The value may hold anything, also `=`, unless it has a pattern too. It may be
 * a secret, so no message shows it.
 */
function pair(name, allowed, values = /^[\s\S]*$/) {
    return (text) => {
        const at = text.indexOf('=');
        if (at < 1) {
            // The entry may be a secret that lost its name, so only its length is shown.
            return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `an entry of ${text.length} characters has no '='.`, allowed });
        }
        const key = text.slice(0, at).trim();
        if (!name.test(key))
            return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `the name ${quote(key)} cannot be used.`, allowed });
        const value = text.slice(at + 1);
        if (values.test(value))
            return { name: key, value };
        return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `the value of ${quote(key)} cannot be used.`, allowed });
    };
}
/** Values of one line: what becomes a field of a list of buildx options cannot hold a line break. */
const ONE_LINE = /^[^\r\n]*$/;
/**
 * Words as a shell would split them: blanks separate, single and double quotes and `\` keep them together. Nothing is
 * expanded: no shell ever sees the words.
 */
const words = (text) => {
    const found = [];
    const token = /\s*(?:((?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\])+)|$)/y;
    while (token.lastIndex < text.length) {
        const match = token.exec(text);
        if (match === null)
            return new _row_js__WEBPACK_IMPORTED_MODULE_0__/* .Fault */ .vC({ found: `${quote(text)} has a quote that is never closed.` });
        if (match[1] !== undefined)
            found.push(unquote(match[1]));
        if (match[0] === '')
            break;
    }
    return found;
};
function unquote(word) {
    return word.replace(/'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/g, (_, single, double, escaped) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '');
}


/***/ }),

/***/ 9621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ registryRows)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);



const ALLOWED = 'a YAML list of registry, username, password';
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;
const auths = (text) => {
    let yaml;
    try {
        yaml = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(text, { maxAliasCount: 0 });
    }
    catch {
        // The parser's own message quotes the text, which holds passwords.
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it is not valid YAML.', allowed: ALLOWED });
    }
    if (!Array.isArray(yaml))
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it is not a list.', allowed: ALLOWED });
    return (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .all */ .Q7)(yaml, auth);
};
function auth(entry, at) {
    const { registry, username, password } = (entry ?? {});
    const wrong = (what) => new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: `entry ${at + 1} ${what}.`, allowed: ALLOWED });
    if (typeof registry !== 'string')
        return wrong('has no registry');
    const host = registry
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, '')
        .toLowerCase();
    if (!HOST.test(host))
        return wrong(`names the registry ${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(registry)}, which is not a host`);
    if (typeof username !== 'string' || username === '')
        return wrong('has no username');
    if (typeof password !== 'string' || password === '')
        return wrong('has no password');
    return { registry: host, username, password };
}
/** Who publishes. */
const registryRows = {
    username: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .fromExpression */ .TM)('username', `\${{ github.actor }}`, _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj, "User name for the image's registry."),
    password: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .fromExpression */ .TM)('password', `\${{ github.token }}`, (text) => text, 'Token or password. The default is sent to the registry of GitHub only; it needs `permissions: packages: write`.'),
    registryAuths: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('registry-auths', auths, 'Credentials for more registries (base images, another target): a YAML list of `registry`, `username`, `password`.'),
};


/***/ }),

/***/ 4461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U_: () => (/* binding */ NO_PUBLIC_KEY),
  ee: () => (/* binding */ parsePublicKey),
  GV: () => (/* binding */ requiredContradictions),
  $F: () => (/* binding */ requiredRows)
});

// EXTERNAL MODULE: ./lib/plan/signed.js
var signed = __webpack_require__(7739);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
;// CONCATENATED MODULE: ./lib/plan/inputs/pattern.js
/** One piece of an expression: an escape, a class, the beginning or end of a group, a repetition, an alternative, or a character. */
const PIECE = /\\(?:[pPx]\{[^}]*\}|[\s\S])?|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]|\(\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)])|\(\??|[)*+?|]|\{\d+(?:,\d*)?\}|[\s\S]/gu;
const ESCAPE = /^\\(?:[pP](?:\{\^?\w+\}|$)|x(?:\{[0-9A-Fa-f]+\}|$)|[afnrtvdDsSwWAbBz]|[!-/:-@[-`{-~ ])/;
const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})$/;
const MOST_REPEATED = 1000;
/**
 * Why Go does not take a regular expression, as far as that is seen without parsing all of it; undefined where nothing is found. What passes
 * has as many groups closed as opened, so that a group around it holds all of it (google/re2, doc/syntax.txt).
 */
function patternFault(pattern) {
    let last = 'nothing';
    let depth = 0;
    for (const [piece] of pattern.matchAll(PIECE)) {
        const fault = pieceFault(piece, last);
        if (fault !== undefined)
            return fault;
        if (piece === ')')
            depth -= 1;
        else if (piece.startsWith('(') && !piece.endsWith(')'))
            depth += 1;
        if (depth < 0)
            return "it closes a ')' that it has not opened";
        last = after(piece, last);
    }
    return depth === 0 ? undefined : "it opens a '(' that it does not close";
}
function pieceFault(piece, last) {
    if (piece === '(?')
        return 'it has a group of a kind that RE2 does not know, such as one that looks ahead or behind';
    if (piece === '[')
        return "it opens a '[' that it does not close";
    if (piece.startsWith('\\') && !ESCAPE.test(piece))
        return `RE2 does not know '${piece}' in it`;
    if (!REPETITION.test(piece))
        return undefined;
    if (last === 'nothing')
        return `it has '${piece}' with nothing before it`;
    if (last === 'lazy repetition' || (last === 'repetition' && piece !== '?'))
        return `it has '${piece}' behind another repetition`;
    return piece.split(/\D+/).some((count) => Number(count) > MOST_REPEATED)
        ? `it repeats more than ${MOST_REPEATED} times`
        : undefined;
}
function after(piece, last) {
    if (piece === '|' || piece.startsWith('('))
        return 'nothing';
    if (!REPETITION.test(piece))
        return 'something';
    return last === 'repetition' ? 'lazy repetition' : 'repetition';
}

// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
;// CONCATENATED MODULE: ./lib/plan/inputs/required.js




/** What is wrong with such a key. The text may be a private one, so no message shows any of it. */
const NO_PUBLIC_KEY = {
    found: 'it is no public key.',
    allowed: 'the text of the file cosign.pub that `cosign generate-key-pair` writes, its path, or env://NAME',
};
/** A public key as cosign reads it; undefined where a text is none. */
function parsePublicKey(text) {
    const pem = `${text.replaceAll('\r\n', '\n').trim()}\n`;
    return (0,signed/* isPublicKey */.NP)(pem) ? pem : undefined;
}
const publicKey = (text) => {
    const name = /^env:\/\/([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
    if (name !== undefined)
        return { kind: 'variable', name };
    const pem = parsePublicKey(text);
    if (pem !== undefined)
        return { kind: 'pem', pem };
    const isPath = !/[\r\n]|^-|:\/\//.test(text) && text.length <= 1000;
    return isPath ? { kind: 'file', path: text } : new row/* Fault */.vC(NO_PUBLIC_KEY);
};
const LONGEST_PATTERN = 1000;
/** Go looks for an expression anywhere in a text: without both anchors it is no check of who signed. */
const wholly = (text) => {
    const line = (0,parsers/* plain */.pj)(text);
    if (line instanceof row/* Fault */.vC)
        return line;
    const allowed = `an expression of RE2, of at most ${LONGEST_PATTERN} characters`;
    const fault = line.length > LONGEST_PATTERN ? `it has ${line.length} characters` : patternFault(line);
    return fault === undefined
        ? `^(?:${line})$`
        : new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(text)} cannot be used: ${fault}.`, allowed });
};
/** Whether an image has to be signed, and by whom. */
const requiredRows = {
    requireSignature: (0,row/* withDefault */.IQ)('require-signature', 'auto', (0,parsers/* autoOr */.XO)(parsers/* flag */.Jt), 'Whether the image has to be signed: with `auto` a signature that is there has to be the expected one, and none at all is a notice; with `true` none at all fails, too; with `false` nobody looks.'),
    certificateIdentity: (0,row/* optional */.lq)('certificate-identity', parsers/* plain */.pj, 'Who has to have signed without a key, exactly: `https://github.com/owner/repo/.github/workflows/publish.yml@refs/tags/v1.2.3`. Default: any workflow of this repository.'),
    certificateIdentityRegexp: (0,row/* optional */.lq)('certificate-identity-regexp', wholly, 'The same as a regular expression (RE2), which has to match all of the identity.'),
    certificateOidcIssuer: (0,row/* optional */.lq)('certificate-oidc-issuer', (0,parsers/* matching */.wC)(/^https:\/\/[^\s\p{Cc}]{1,1000}$/u, 'an address that begins with https://'), 'Who has to have issued the token for which the certificate was given. Default: GitHub, or the server that this repository is on.'),
    certificateRepository: (0,row/* optional */.lq)('certificate-github-workflow-repository', (0,parsers/* matching */.wC)(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'owner/repo'), 'Whose workflow run has to have signed, `owner/repo`. Default: this repository, where no identity is written, else any. The identity of a reusable workflow is the same for everybody who calls it, so write who calls it, too.'),
    cosignPublicKey: (0,row/* optional */.lq)('cosign-public-key', publicKey, 'Public key that the image has to be signed with: its text, `env://NAME`, or the path of its file. No log has to know the signature, unless `sigstore-trusted-root` is given.'),
    sigstoreTrustedRoot: (0,row/* optional */.lq)('sigstore-trusted-root', parsers/* plain */.pj, 'File that says whose signatures are believed, for a Sigstore of your own (`cosign trusted-root create`); beside `cosign-public-key` its log has to know the signature.'),
};
/** Inputs that are each valid and cannot be meant together. */
function requiredContradictions(inputs) {
    const { certificateIdentity, certificateIdentityRegexp, certificateOidcIssuer, cosignPublicKey } = inputs;
    const faults = [];
    const conflict = (input, other, remedy) => faults.push({ input, found: `it cannot be used together with '${other}'.`, remedy });
    if (certificateIdentity !== undefined && certificateIdentityRegexp !== undefined)
        conflict('certificate-identity-regexp', 'certificate-identity', 'Write one of the two.');
    if (cosignPublicKey === undefined)
        return faults;
    for (const [name, value] of [
        ['certificate-identity', certificateIdentity],
        ['certificate-identity-regexp', certificateIdentityRegexp],
        ['certificate-oidc-issuer', certificateOidcIssuer],
        ['certificate-github-workflow-repository', inputs.certificateRepository],
    ]) {
        if (value !== undefined)
            conflict('cosign-public-key', name, 'A key has no certificate: remove one of the two.');
    }
    return faults;
}


/***/ }),

/***/ 7821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SV: () => (/* binding */ mayBeRolledBack),
/* harmony export */   hy: () => (/* binding */ parseRollbackInputs),
/* harmony export */   yW: () => (/* binding */ rollbackTags)
/* harmony export */ });
/* unused harmony export ROLLBACK_TABLE */
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(2002);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9572);
/* harmony import */ var _behaviour_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9906);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3383);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(4397);
/* harmony import */ var _registry_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9621);
/* harmony import */ var _required_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4461);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5257);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7689);
/* harmony import */ var _trial_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9969);












const destination = (text) => {
    const digest = (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_9__/* .parseDigest */ .m)(text);
    if (digest !== undefined)
        return { kind: 'digest', digest };
    const version = (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(text);
    if (version !== undefined)
        return { kind: 'version', version };
    return new _row_js__WEBPACK_IMPORTED_MODULE_10__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .quote */ .hD)(text)} is neither a version nor a digest.`,
        allowed: 'a version such as v1.2.3, a digest such as sha256:… with 64 hex digits, or nothing',
    });
};
const tagName = (text) => {
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(text);
    if (tag !== undefined)
        return tag;
    return new _row_js__WEBPACK_IMPORTED_MODULE_10__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .quote */ .hD)(text)} (${text.length} characters) is not a valid tag.`,
        allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
    });
};
/** At least one tag: a list of nothing but commas would move none without a word. */
const tagNames = (text) => {
    const found = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .commas */ .Rm)(tagName)(text);
    if (found instanceof _row_js__WEBPACK_IMPORTED_MODULE_10__/* .Fault */ .vC || found.length > 0)
        return found;
    return new _row_js__WEBPACK_IMPORTED_MODULE_10__/* .Fault */ .vC({ found: 'it names no tag.', allowed: 'latest, v1, v1.2' });
};
const rollbackRows = {
    image: {
        ..._identity_js__WEBPACK_IMPORTED_MODULE_4__/* .identityRows */ .Kv.image,
        description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
    },
    tag: (0,_row_js__WEBPACK_IMPORTED_MODULE_10__/* .withDefault */ .IQ)('tag', 'latest', tagNames, 'Tags to move back, by comma or line: `latest`, `v1`, `v1.2`, or extra tags of your own.'),
    to: (0,_row_js__WEBPACK_IMPORTED_MODULE_10__/* .optional */ .lq)('to', destination, 'Version or digest to go to. Default: the highest stable version below the present one, in the line of each tag, that is not withdrawn.'),
    tagSuffix: {
        ..._identity_js__WEBPACK_IMPORTED_MODULE_4__/* .identityRows */ .Kv.tagSuffix,
        description: 'Suffix of every tag, such as `-alpine`; it is added to `tag` and `to` where it does not stand there.',
    },
    withdraw: (0,_row_js__WEBPACK_IMPORTED_MODULE_10__/* .withDefault */ .IQ)('withdraw', 'true', _parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .flag */ .Jt, 'Whether the version that the tags leave is recorded as withdrawn, so that no later publish moves them back to it.'),
    dryRun: (0,_row_js__WEBPACK_IMPORTED_MODULE_10__/* .withDefault */ .IQ)('dry-run', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .flag */ .Jt, 'Check and test without writing anything.'),
};
/** The table of all inputs of the rollback action. */
const ROLLBACK_TABLE = {
    rollback: rollbackRows,
    signature: _required_js__WEBPACK_IMPORTED_MODULE_6__/* .requiredRows */ .$F,
    smoke: _trial_js__WEBPACK_IMPORTED_MODULE_8__/* .trialRows */ .s,
    registry: _registry_js__WEBPACK_IMPORTED_MODULE_5__/* .registryRows */ .V,
};
/**
 * Parses every input of the rollback action.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
function parseRollbackInputs(get, more = []) {
    return (0,_table_js__WEBPACK_IMPORTED_MODULE_7__/* .parseTable */ .M)(ROLLBACK_TABLE, get, ({ rollback, smoke, signature }) => [
        ...rollbackTags(rollback).flatMap((one) => ('found' in one ? [one] : [])),
        ...(0,_required_js__WEBPACK_IMPORTED_MODULE_6__/* .requiredContradictions */ .GV)(signature),
        ...(0,_behaviour_js__WEBPACK_IMPORTED_MODULE_3__/* .smokeContradictions */ .MP)(smoke),
        ...more,
    ]);
}
/** The tags to move back, with their suffix, each once; or why one of them may not be. */
function rollbackTags({ tag: names, tagSuffix = '', }) {
    const full = names.map((name) => (name.endsWith(tagSuffix) ? name : `${name}${tagSuffix}`));
    return [...new Set(full)].map((name) => {
        const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(name);
        if (tag === undefined)
            return fault(name, 'is longer than the 128 characters of a tag', undefined);
        return refusal(tag, tagSuffix) ?? { tag, line: (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .lineOf */ .cA)(tag, tagSuffix) };
    });
}
/** Whether a name, with its suffix, is one that a rollback takes. */
function mayBeRolledBack(name, suffix) {
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(name);
    return tag !== undefined && refusal(tag, suffix) === undefined;
}
/** A name for good cannot name something else: only what moves may be moved back. */
function refusal(tag, suffix) {
    const remedy = 'Name the tags that move, such as latest, v1 or v1.2.';
    if ((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(tag)) {
        return fault(tag, "is reserved: signatures, caches and this action's own records live under it", remedy);
    }
    if ((0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(tag) !== undefined || (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .versionOf */ .E4)(tag, suffix) !== undefined)
        return fault(tag, 'names one version for good, and is never moved', remedy);
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})(?:-.*)?$/.test(tag))
        return fault(tag, 'names one commit for good, and is never moved', remedy);
    if (/^pr-\d+(?:-.*)?$/.test(tag))
        return fault(tag, 'belongs to a pull request', remedy);
    return undefined;
}
function fault(tag, what, remedy) {
    return { input: 'tag', found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_11__/* .quote */ .hD)(tag)} ${what}.`, remedy };
}


/***/ }),

/***/ 5257:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IQ: () => (/* binding */ withDefault),
/* harmony export */   TM: () => (/* binding */ fromExpression),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   ti: () => (/* binding */ parseRows),
/* harmony export */   vC: () => (/* binding */ Fault)
/* harmony export */ });
/** A value that cannot be used, and why. A parser returns it instead of throwing, so that all faults are collected. */
class Fault {
    troubles;
    constructor(...troubles) {
        this.troubles = troubles;
    }
}
/** An input with a default that action.yml shows. */
function withDefault(name, text, parse, description) {
    const absent = parse(text);
    if (absent instanceof Fault)
        throw new TypeError(`the default of '${name}' is not valid`);
    return { name, description, default: text, parse, absent };
}
/** An input whose default the runner fills in from an expression; where it is empty, the value is undefined. */
function fromExpression(name, expression, parse, description) {
    return { name, description, default: expression, parse, absent: undefined };
}
/** An input that is absent unless it is written. */
function optional(name, parse, description) {
    return { name, description, default: undefined, parse, absent: undefined };
}
/** A list input: empty unless it is written. */
function list(name, parse, description) {
    return { name, description, default: undefined, parse, absent: [] };
}
/** Parses every row of a group; faults are added to `faults`, and such a value stays at its absent value. */
function parseRows(rows, get, faults) {
    const values = Object.entries(rows).map(([key, row]) => [key, parseRow(row, get(row.name), faults)]);
    return Object.freeze(Object.fromEntries(values));
}
function parseRow(row, raw, faults) {
    const text = raw.trim();
    if (text === '')
        return row.absent;
    const value = text.includes('\0') ? new Fault({ found: 'it contains a NUL character.' }) : row.parse(text);
    if (!(value instanceof Fault))
        return value;
    faults.push(...value.troubles.map((trouble) => ({ input: row.name, ...trouble })));
    return row.absent;
}


/***/ }),

/***/ 7689:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ parseTable),
/* harmony export */   x: () => (/* binding */ readTable)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);


/**
 * Parses every input of an action.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param contradictions faults of inputs that are each valid and cannot be meant together
 */
function readTable(table, get, contradictions) {
    const faults = [];
    const groups = Object.entries(table).map(([name, rows]) => [name, (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRows */ .ti)(rows, get, faults)]);
    const values = Object.freeze(Object.fromEntries(groups));
    faults.push(...contradictions(values));
    return { values, faults };
}
/**
 * Parses every input of an action, as `readTable` does.
 * @throws InputError with every fault of every input
 */
function parseTable(table, get, contradictions) {
    const { values, faults } = readTable(table, get, contradictions);
    if (faults.length > 0)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(faults);
    return values;
}


/***/ }),

/***/ 9969:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ trialRows)
/* harmony export */ });
/* harmony import */ var _behaviour_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9906);
/* harmony import */ var _builder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5375);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5257);




/** How an image that is in the registry already is tried: for the actions that build nothing. */
const trialRows = {
    ..._behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .smokeRows */ .X4,
    // The post step of these actions tries nothing again, so its time is no limit.
    smokeTimeout: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('smoke-timeout', '60s', _parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0, 'Time for one smoke test on one platform.'),
    binfmtImage: {
        ..._builder_js__WEBPACK_IMPORTED_MODULE_1__/* .builderRows */ .JA.binfmtImage,
        description: 'Image that installs emulators for the smoke test, where the host lacks a platform. Default: a pinned digest.',
    },
    timeout: _behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .behaviourRows */ .Tn.timeout,
};


/***/ }),

/***/ 2024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a0: () => (/* binding */ readJournal),
/* harmony export */   i7: () => (/* binding */ journalFile),
/* harmony export */   ts: () => (/* binding */ formatJournal),
/* harmony export */   z8: () => (/* binding */ parseJournal)
/* harmony export */ });
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2002);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);


/** Far more than a run writes; a file that holds more is not ours. */
const MOST = 1000;
/** One line of JSON. */
function formatJournal(journal) {
    return JSON.stringify(journal);
}
/** Reads the text of a journal; undefined where it is damaged. */
function readJournal(text) {
    try {
        return parseJournal(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}
/** Reads a journal; undefined where it is damaged, or was written by somebody else. */
function parseJournal(value) {
    if (!Array.isArray(value) || value.length > MOST)
        return undefined;
    const entries = value.map(parseEntry);
    return entries.every((entry) => entry !== undefined) ? entries : undefined;
}
function parseEntry(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const { tag, before, after } = value;
    const name = typeof tag === 'string' ? (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(tag) : undefined;
    const [old, next] = [(0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(before), (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(after)];
    if (name === undefined || (before !== undefined && !old) || (after !== undefined && !next))
        return undefined;
    return { tag: name, before: old, after: next };
}
/** Where main keeps its journal. */
function journalFile(folder) {
    return `${folder}/journal.json`;
}


/***/ }),

/***/ 9572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E4: () => (/* binding */ versionOf),
/* harmony export */   J: () => (/* binding */ withdrawnReleases),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   Xy: () => (/* binding */ markedVersion),
/* harmony export */   _S: () => (/* binding */ stableReleases),
/* harmony export */   cA: () => (/* binding */ lineOf),
/* harmony export */   cl: () => (/* binding */ spellings),
/* harmony export */   gG: () => (/* binding */ highestOf),
/* harmony export */   i2: () => (/* binding */ inLine),
/* harmony export */   wf: () => (/* binding */ otherSpellings)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);


/** The stable versions of a suffix that are not withdrawn. */
function stableReleases({ tags, withdrawn }, suffix) {
    return tags.flatMap((tag) => {
        const version = versionOf(tag, suffix);
        return version === undefined || version.prerelease || withdrawn.has(tag) ? [] : [{ tag, version }];
    });
}
/** The stable versions of a suffix that are known to be withdrawn. */
function withdrawnReleases({ withdrawn }, suffix) {
    return stableReleases({ tags: [...withdrawn.keys()], asked: new Set(), withdrawn: new Map() }, suffix);
}
/** The highest of the releases in a line, under each of its spellings; empty where the line has none. */
function highestOf(line, releases) {
    const sorted = releases
        .filter(({ version }) => inLine(version, line))
        .toSorted((a, b) => (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(b.version, a.version));
    const [highest] = sorted;
    return highest === undefined
        ? []
        : sorted.filter(({ version }) => (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(version, highest.version) === 0);
}
/** Whether a version belongs to a line. */
function inLine(version, line) {
    if (line.kind === 'latest')
        return true;
    if (version.major !== line.major)
        return false;
    return line.kind === 'major' || version.minor === line.minor;
}
/** The line that a tag is named like; undefined for any other name. */
function lineOf(tag, suffix) {
    const name = tag.slice(0, tag.length - suffix.length);
    if (name === 'latest')
        return { kind: 'latest' };
    const [, major, minor] = /^v?(\d{1,15})(?:\.(\d{1,15}))?$/.exec(name) ?? [];
    if (major === undefined)
        return undefined;
    if (minor === undefined)
        return { kind: 'major', major: Number(major) };
    return { kind: 'minor', major: Number(major), minor: Number(minor) };
}
/** The same versions written the other way, with and without `v`: they are the same versions. */
function otherSpellings(tags) {
    const others = tags.flatMap((tag) => (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(tag.startsWith('v') ? tag.slice(1) : `v${tag}`) ?? []);
    return others.filter((other) => !tags.includes(other));
}
/** The version that an image says of itself; undefined where it says none. */
function markedVersion(held) {
    return held?.version === undefined ? undefined : (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(held.version);
}
/** The tags that a version may have: with and without `v`, the way it is written first. */
function spellings({ text, build, prefixed }, suffix) {
    // A suffix that was written already is no pre-release.
    const name = `${text}${build === undefined ? '' : `-${build}`}`;
    const full = suffix !== '' && name.endsWith(suffix) ? name : `${name}${suffix}`;
    return (prefixed ? [`v${full}`, full] : [full, `v${full}`]).flatMap((one) => (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(one) ?? []);
}
/** A line in words. */
function nameOf(line) {
    if (line.kind === 'latest')
        return 'all versions';
    return line.kind === 'major' ? `${line.major}` : `${line.major}.${line.minor}`;
}
/** The version that a tag names in the line of a suffix: `1.2.3-alpine` is 1.2.3 of `-alpine`, and elsewhere a pre-release. */
function versionOf(tag, suffix) {
    if (suffix === '')
        return (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(tag);
    return tag.endsWith(suffix) ? (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(tag.slice(0, -suffix.length)) : undefined;
}


/***/ }),

/***/ 3981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ textAt),
/* harmony export */   D: () => (/* binding */ member)
/* harmony export */ });
/** Narrow questions to hostile JSON: the member at a path of own properties; undefined where it is not there. */
function member(value, ...path) {
    let found = value;
    for (const name of path) {
        if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
            return undefined;
        found = found[name];
    }
    return found;
}
/** The text at a path; undefined where there is none, or an empty one. */
function textAt(value, ...path) {
    const found = member(value, ...path);
    return typeof found === 'string' && found !== '' ? found : undefined;
}


/***/ }),

/***/ 8897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ isSuffix),
/* harmony export */   O7: () => (/* binding */ parsePublished),
/* harmony export */   _i: () => (/* binding */ withoutEnvironment),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   uQ: () => (/* binding */ formatPublished)
/* harmony export */ });
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2002);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _inputs_behaviour_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9906);
/* harmony import */ var _inputs_parsers_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4397);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9572);






/** The part of a smoke plan that may stand in a state. */
function withoutEnvironment(smoke) {
    const { mode, args, entrypoint, http, timeoutMs } = smoke;
    return { mode, args, entrypoint, http, timeoutMs };
}
/** As it stands in a state, which is JSON. */
function formatPublished(published) {
    return {
        ...published,
        image: (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(published.image),
        platforms: published.platforms.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq),
        lines: published.lines.map(({ tag }) => tag),
        smoke: withoutEnvironment(published.smoke),
    };
}
/** Whether a value of a state can be the suffix of tags. */
function isSuffix(value) {
    return typeof value === 'string' && value.length <= 128;
}
/** Reads it; undefined where anything in it is not of the form that main writes. */
function parsePublished(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const json = value;
    if (typeof json.image !== 'string')
        return undefined;
    const image = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseImageName */ ["if"])(json.image);
    const digest = (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDigest */ .m)(json.digest);
    const commit = typeof json.commit === 'string' && /^[0-9a-f]{0,64}$/.test(json.commit) ? json.commit : undefined;
    const platforms = listOf(json.platforms, _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePlatform */ .Y8);
    const tags = listOf(json.tags, _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED);
    const fixed = listOf(json.fixed, _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED);
    const lines = listOf(json.lines, _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED);
    const smoke = parseSmoke(json.smoke);
    const suffix = isSuffix(json.suffix) ? json.suffix : undefined;
    if (suffix === undefined || !lines || commit === undefined || (json.digest !== undefined && !digest))
        return undefined;
    if ('fault' in image || !platforms || !tags || !fixed || !smoke)
        return undefined;
    const branch = json.branch === undefined ? undefined : parseBranch(json.branch);
    if (json.branch !== undefined && branch === undefined)
        return undefined;
    return {
        image,
        digest,
        commit,
        platforms,
        tags,
        fixed,
        lines: lines.flatMap((tag) => lineTag(tag, suffix)),
        suffix,
        branch,
        smoke,
        tried: json.tried === true,
        inEngine: json.inEngine === true,
    };
}
/** A moving tag says by its name which line it follows. */
function lineTag(tag, suffix) {
    const line = (0,_lines_js__WEBPACK_IMPORTED_MODULE_3__/* .lineOf */ .cA)(tag, suffix);
    return line === undefined ? [] : [{ tag, line }];
}
/** The name becomes a part of an address (git check-ref-format: no blanks, no control characters, no `..`). */
function parseBranch(value) {
    const { tag, name } = (value ?? {});
    const parsed = typeof tag === 'string' ? (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED)(tag) : undefined;
    if (parsed === undefined || typeof name !== 'string')
        return undefined;
    const good = /^[^\p{Cc} ~^:?*[\\]{1,255}$/u.test(name) && !name.includes('..');
    return good ? { tag: parsed, name } : undefined;
}
/** Every text of a list, parsed; undefined where one of them cannot be. */
function listOf(value, parse) {
    if (!Array.isArray(value) || value.length > 1000)
        return undefined;
    const parsed = value.map((item) => (typeof item === 'string' ? parse(item) : undefined));
    return parsed.every((item) => item !== undefined) ? parsed : undefined;
}
function parseSmoke(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const { mode, args, entrypoint, http, timeoutMs } = value;
    if (mode !== 'off' && mode !== 'auto' && mode !== 'strict')
        return undefined;
    if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= _inputs_parsers_js__WEBPACK_IMPORTED_MODULE_5__/* .LONGEST_MS */ .c0))
        return undefined;
    const probe = http === undefined ? undefined : parseProbe(http);
    if (http !== undefined && probe === undefined)
        return undefined;
    const words = args === undefined ? undefined : listOf(args, word);
    if (args !== undefined && words === undefined)
        return undefined;
    const program = typeof entrypoint === 'string' ? word(entrypoint) : undefined;
    if (entrypoint !== undefined && program === undefined)
        return undefined;
    return { mode, args: words, entrypoint: program, http: probe, timeoutMs };
}
function parseProbe(value) {
    const { port, path } = (value ?? {});
    if (typeof port !== 'number' || typeof path !== 'string')
        return undefined;
    return (0,_inputs_behaviour_js__WEBPACK_IMPORTED_MODULE_2__/* .isProbe */ .Tb)({ port, path }) ? { port, path } : undefined;
}
/** An argument of a child cannot hold a NUL. */
function word(text) {
    return text.includes('\0') ? undefined : text;
}


/***/ }),

/***/ 7739:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KF: () => (/* binding */ sigstoreFiles),
/* harmony export */   NP: () => (/* binding */ isPublicKey),
/* harmony export */   Ri: () => (/* binding */ keptSigned),
/* harmony export */   qk: () => (/* binding */ parseSigned)
/* harmony export */ });
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2002);
/* harmony import */ var _domain_github_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2313);
/* harmony import */ var _domain_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7708);
/* harmony import */ var _published_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8897);




/** As many as a state holds: whoever may write to the registry can attach as many as he likes. */
const MOST = 1000;
/** What main leaves of what it has signed: no more than is read of a state. The newest are written last. */
function keptSigned({ manifests, ...how }) {
    const kept = manifests
        .slice(0, MOST)
        .map(({ digest, referrers }) => ({ digest, referrers: referrers.slice(-MOST) }));
    return { ...how, manifests: kept };
}
/** Where main leaves the files of a Sigstore. */
function sigstoreFiles(folder) {
    return { signingConfig: `${folder}/signing-config.json`, trustedRoot: `${folder}/trusted-root.json` };
}
const PUBLIC_KEY = /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]{1,10000}-----END PUBLIC KEY-----\n?$/;
/** Whether a text is a public key as PEM (RFC 7468, section 13). */
function isPublicKey(text) {
    return typeof text === 'string' && PUBLIC_KEY.test(text);
}
/** Reads it; undefined where anything in it is not of the form that main writes. */
function parseSigned(value) {
    const json = (0,_domain_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(value);
    const signer = parseSigner((0,_domain_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(json?.signer));
    const manifests = parseManifests(json?.manifests);
    if (signer === undefined || manifests === undefined)
        return undefined;
    const { unlogged, trustedRoot } = json ?? {};
    const root = (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDigest */ .m)(trustedRoot);
    if (typeof unlogged !== 'boolean' || (trustedRoot !== undefined && root === undefined))
        return undefined;
    // A certificate is good for some minutes only: what says when it was used cannot be left out.
    if (unlogged && signer.kind !== 'key')
        return undefined;
    return { signer, unlogged, trustedRoot: root, manifests };
}
/** A run signs under one identity, so a state with a pattern was not written by one. */
function parseSigner(json) {
    if (json?.kind === 'key')
        return isPublicKey(json.publicKey) ? { kind: 'key', publicKey: json.publicKey } : undefined;
    const exact = (0,_domain_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(json?.identity)?.exact;
    const { issuer, repository } = json ?? {};
    const commit = (0,_domain_github_js__WEBPACK_IMPORTED_MODULE_3__/* .parseCommitId */ .I)(json?.commit);
    if (json?.kind !== 'keyless' || !isAddress(exact) || !isAddress(issuer) || commit === undefined)
        return undefined;
    if (typeof repository !== 'string' || !/^[\w.-]{1,200}\/[\w.-]{1,200}$/.test(repository))
        return undefined;
    return { kind: 'keyless', identity: { exact }, issuer, repository, commit };
}
function isAddress(value) {
    return typeof value === 'string' && /^https?:\/\/[^\s\p{Cc}]{1,3000}$/u.test(value);
}
function parseManifests(value) {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST)
        return undefined;
    const parsed = value.map((one) => {
        const json = (0,_domain_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(one);
        const [digest, referrers] = [(0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDigest */ .m)(json?.digest), (0,_published_js__WEBPACK_IMPORTED_MODULE_0__/* .listOf */ .c3)(json?.referrers, _domain_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDigest */ .m)];
        return digest && referrers && { digest, referrers };
    });
    return parsed.every((one) => one !== undefined) ? parsed : undefined;
}


/***/ }),

/***/ 1994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bu: () => (/* binding */ parseState),
/* harmony export */   P6: () => (/* binding */ eachWritten),
/* harmony export */   U$: () => (/* binding */ folderOfRefused),
/* harmony export */   aB: () => (/* binding */ metadataFile),
/* harmony export */   lC: () => (/* binding */ leftOf),
/* harmony export */   lN: () => (/* binding */ formatState),
/* harmony export */   om: () => (/* binding */ newState),
/* harmony export */   qR: () => (/* binding */ containerLabel),
/* harmony export */   qU: () => (/* binding */ environmentFile),
/* harmony export */   qm: () => (/* binding */ privateFolder)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2024);
/* harmony import */ var _published_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8897);
/* harmony import */ var _signed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7739);




/** A fresh state. */
function newState(id, folder) {
    return {
        ...{ id, folder, builder: undefined, images: [] },
        ...{ published: undefined, signed: undefined, moving: undefined, suffix: '' },
        ...{ journal: [], earlier: [], finished: false, wroteAt: undefined },
    };
}
/** What was written to each image, the newest first. */
function eachWritten({ earlier, ...newest }) {
    const { published, moving, journal } = newest;
    return [
        { published, moving, journal },
        ...earlier.toReversed().map((one) => ({ ...one, moving: undefined })),
    ];
}
/** What is left of several images, the newest first, as it stands in a state: nothing where none is. */
function leftOf([newest, ...others]) {
    const earlier = others
        .toReversed()
        .flatMap(({ published, journal }) => published === undefined ? [] : [{ published, journal }]);
    const { published, moving, journal } = newest ?? { published: undefined, moving: undefined, journal: [] };
    return { published, moving, journal, earlier };
}
const ID = /^[0-9a-f]{12}$/;
const ID_LENGTH = 12;
const LOCAL = /^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,400}$/;
/** Writes a state as one line of JSON. */
function formatState(state) {
    const { published, moving, earlier } = state;
    return JSON.stringify({
        version: 1,
        ...state,
        published: published && (0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPublished */ .uQ)(published),
        earlier: earlier.map((one) => ({ ...one, published: (0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPublished */ .uQ)(one.published) })),
        moving: moving && (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(moving),
    });
}
/**
 * Reads a state. Another step can forge what post finds, so nothing in it is believed: names, digests and the folder have
 * to be of the form that main writes. Undefined where it is not.
 * @param temp RUNNER_TEMP, below which the folder has to lie
 */
function parseState(text, temp) {
    const json = parseJson(text);
    if (json === undefined || json.version !== 1)
        return undefined;
    const { id, folder, builder, images, published, finished } = json;
    if (typeof id !== 'string' || !ID.test(id) || folder !== privateFolder(temp, id))
        return undefined;
    if (builder !== undefined && builder !== `ghcr-publish-${id}`)
        return undefined;
    const names = (0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .listOf */ .c3)(images, (image) => (LOCAL.test(image) ? image : undefined));
    if (names === undefined)
        return undefined;
    const what = published === undefined ? undefined : (0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePublished */ .O7)(published);
    if (published !== undefined && what === undefined)
        return undefined;
    const signed = json.signed === undefined ? undefined : (0,_signed_js__WEBPACK_IMPORTED_MODULE_3__/* .parseSigned */ .qk)(json.signed);
    if (json.signed !== undefined && signed === undefined)
        return undefined;
    const journal = (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJournal */ .z8)(json.journal);
    const earlier = parseEarlier(json.earlier);
    const moving = typeof json.moving === 'string' ? (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseImageName */ ["if"])(json.moving) : undefined;
    const { suffix } = json;
    if (journal === undefined || earlier === undefined || !(0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .isSuffix */ .Ej)(suffix))
        return undefined;
    if (json.moving !== undefined && moving === undefined)
        return undefined;
    if (moving !== undefined && 'fault' in moving)
        return undefined;
    const made = { builder: builder, images: names };
    const { wroteAt } = json;
    if (wroteAt !== undefined && (typeof wroteAt !== 'number' || wroteAt < 0))
        return undefined;
    const wrote = { published: what, signed, moving, suffix, journal, earlier };
    return { id, folder, ...made, ...wrote, finished: finished === true, wroteAt };
}
/**
 * The private folder of a state that is not read: by its id, else by its name for it. It may be removed, whoever wrote the state: it lies in
 * RUNNER_TEMP, where nothing but a session of this action has such a name. Undefined where the state tells of none.
 * @param temp RUNNER_TEMP
 */
function folderOfRefused(text, temp) {
    const { id, folder } = parseJson(text) ?? {};
    if (typeof id === 'string' && ID.test(id))
        return privateFolder(temp, id);
    const named = typeof folder === 'string' ? folder.slice(-ID_LENGTH) : '';
    return ID.test(named) && folder === privateFolder(temp, named) ? privateFolder(temp, named) : undefined;
}
/** Undefined where a part of it is not of the form that main writes. */
function parseEarlier(value) {
    if (value === undefined)
        return [];
    if (!Array.isArray(value) || value.length > 100)
        return undefined;
    const parsed = value.map((item) => {
        if (typeof item !== 'object' || item === null)
            return undefined;
        const [published, journal] = [
            (0,_published_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePublished */ .O7)(item.published),
            (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJournal */ .z8)(item.journal),
        ];
        return published && journal && { published, journal };
    });
    return parsed.every((item) => item !== undefined) ? parsed : undefined;
}
/** Where main keeps its private files. */
function privateFolder(temp, id) {
    return `${temp.replace(/\/+$/, '')}/ghcr-publish-${id}`;
}
/** Where main leaves the values of smoke-env for post. */
function environmentFile(folder) {
    return `${folder}/smoke-env.json`;
}
/** Where buildx writes what it built, once it is done. */
function metadataFile(folder) {
    return `${folder}/metadata.json`;
}
/** The label of every container that a step starts: post removes what carries it, and nothing else. */
function containerLabel(id) {
    return `ghcr-publish=${id}`;
}
function parseJson(text) {
    try {
        const json = JSON.parse(text);
        return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 2694:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Og: () => (/* binding */ credentialsFor),
/* harmony export */   Pl: () => (/* binding */ isJobToken),
/* harmony export */   Pt: () => (/* binding */ jobToken),
/* harmony export */   ZU: () => (/* binding */ planReader),
/* harmony export */   fF: () => (/* binding */ gitHubServer),
/* harmony export */   hB: () => (/* binding */ planTarget)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _events_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2878);



/**
 * Plans the target of a run.
 * @throws PolicyError where the event may do nothing here, InputError where no image name can be made
 */
function planTarget(inputs, context) {
    const policy = (0,_events_js__WEBPACK_IMPORTED_MODULE_2__/* .planEvent */ .Q)(context, inputs.behaviour.dryRun);
    if (policy.kind === 'refuse') {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PolicyError */ .pn({ found: policy.reason, remedy: policy.remedy });
    }
    const image = inputs.identity.image ?? defaultImage(inputs.identity.tagPrefix, context);
    if (policy.login === 'none')
        return { image, policy, credentials: [], notices: [] };
    return { image, policy, ...credentialsFor([image.registry], inputs.registry, context) };
}
/**
 * Plans who looks at an image. Looking harms nobody, so any event may; where a stranger's event would get no credentials for a
 * publish, it gets none here either.
 * @throws InputError where no image name can be made
 */
function planReader({ image: given, registry }, context) {
    const image = given ?? defaultImage(undefined, context);
    const event = (0,_events_js__WEBPACK_IMPORTED_MODULE_2__/* .planEvent */ .Q)(context, 'auto');
    if (event.kind === 'refuse' || event.login === 'none')
        return { image, policy: { login: 'none' }, credentials: [], notices: [] };
    return { image, policy: { login: 'read' }, ...credentialsFor([image.registry], registry, context) };
}
function defaultImage(prefix, context) {
    const path = prefix === undefined ? context.repository : `${context.repository}/${prefix}`;
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseImageName */ ["if"])(`ghcr.io/${path}`);
    if (!('fault' in name))
        return name;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz([
        {
            input: 'image',
            found: `no image name can be made of the repository '${context.repository}': it ${name.fault}.`,
            remedy: 'Write image: ghcr.io/owner/app.',
        },
    ]);
}
/**
 * Who a run is at its registries: user name and password for those that `registry-auths` does not name. The job's own token goes
 * to GitHub's registries only: a foreign host must not get it.
 */
function credentialsFor(registries, { username, password, registryAuths }, context) {
    if (username === undefined || password === undefined)
        return { credentials: registryAuths, notices: [] };
    const unnamed = [...new Set(registries)].filter((registry) => !registryAuths.some((auth) => auth.registry === registry));
    const trusted = unnamed.filter((registry) => !isJobToken(password) || takesJobToken(registry, context.serverUrl));
    const notices = unnamed
        .filter((registry) => !trusted.includes(registry))
        .map((registry) => `The job's token is sent to GitHub's registry of this server only, so ${registry} gets no credentials from it: an earlier docker login is used where there is one, else write username and password.${registry === 'docker.io' ? " An image without a host is on Docker Hub; GitHub's registry is image: ghcr.io/owner/app." : ''}`);
    const own = trusted.map((registry) => ({ registry, username, password }));
    return { credentials: [...own, ...registryAuths], notices };
}
/**
 * The token with which GitHub's API may be asked: the job's. Undefined where the workflow writes a password of another kind,
 * which was not given for that.
 */
function jobToken({ registry: { password } }) {
    return password !== undefined && isJobToken(password) ? password : undefined;
}
/**
 * Whether a password is the job's own: `github.token` is an installation token, and all of those begin so (GitHub docs, "About
 * authentication to GitHub").
 */
function isJobToken(password) {
    return password.startsWith('ghs_');
}
/** Whether GitHub's registry is one that the job's token is for: ghcr.io, or that of the server that runs the job. */
function takesJobToken(registry, serverUrl) {
    return registry === 'ghcr.io' || gitHubServer(registry, serverUrl) === serverUrl;
}
/**
 * The web server that a registry of GitHub belongs to: ghcr.io, `containers.<name>.ghe.com` (Enterprise Cloud with data
 * residency), and `containers.<host>` of the server that runs the job (Enterprise Server). Undefined for another registry.
 */
function gitHubServer(registry, serverUrl) {
    if (registry === 'ghcr.io')
        return 'https://github.com';
    if (serverUrl?.replace(/^https?:\/\//, 'containers.') === registry)
        return serverUrl;
    const server = /^containers\.([a-z0-9-]+\.ghe\.com)$/.exec(registry)?.[1];
    return server && `https://${server}`;
}


/***/ }),

/***/ 2742:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D6: () => (/* binding */ judgeSeen),
/* harmony export */   ZZ: () => (/* binding */ failedService),
/* harmony export */   _n: () => (/* binding */ judgeAnswer),
/* harmony export */   aN: () => (/* binding */ lastWords),
/* harmony export */   dR: () => (/* binding */ isFinal)
/* harmony export */ });
/* harmony import */ var _domain_signature_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5698);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4621);
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3981);



/**
 * Whether cosign has to be asked at all.
 * @returns the verdict where it has not
 */
function judgeSeen({ signatures, others, complete }) {
    if (signatures > 0 || !complete)
        return undefined;
    const what = others === 0 ? 'it has no signature' : 'it has no signature: what is attached to it says other things';
    return { kind: 'unsigned', why: what };
}
/**
 * What cosign's answer means for a manifest beside which we have seen signatures. Its exit code 0 also stands for an attestation, and its
 * codes 10 and 11 also for a registry in trouble, so neither is believed alone (sigstore/cosign, cmd/cosign/errors/exit_codes.go).
 */
function judgeAnswer({ code, stdout, stderr }, digest) {
    const why = lastWords(stderr);
    if (code === 0) {
        if (verifiedTypes(stdout, digest).some((type) => _domain_signature_js__WEBPACK_IMPORTED_MODULE_0__/* .SIGNATURE_TYPES */ .x.includes(type)))
            return { kind: 'signed' };
        return { kind: 'wrong', why: 'what was verified of it is no signature of this image' };
    }
    if (code === 12 || code === 13 || (code === 1 && REFUSED.test(stderr)))
        return { kind: 'wrong', why };
    if (code === undefined)
        return { kind: 'unknown', why: 'cosign did not end in time' };
    return { kind: 'unknown', why };
}
/** cosign's words for signatures that it has read and that are not what was asked for. */
const REFUSED = /no matching (?:attestations|signatures)|expected key signature, not certificate/;
/** The types of what cosign says it has verified of a digest. */
function verifiedTypes(stdout, digest) {
    let json;
    try {
        json = JSON.parse(stdout);
    }
    catch {
        return [];
    }
    if (!Array.isArray(json))
        return [];
    return json.flatMap((one) => {
        const type = (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .member */ .D)(one, 'critical', 'type');
        const isOurs = (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .member */ .D)(one, 'critical', 'image', 'docker-manifest-digest') === digest;
        return isOurs && typeof type === 'string' ? [type] : [];
    });
}
const WORDS_LIMIT = 400;
/** What cosign says last of an error, on one line; foreign text. */
function lastWords(stderr) {
    const lines = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .stripEscapes */ .Nl)(stderr)
        .split(/\r\n|\n|\r/)
        .map((line) => (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .defuse */ .VP)(line).trim())
        .filter((line) => line !== '');
    const told = lines.find((line) => line.startsWith('Error: ')) ?? lines.at(-1) ?? 'cosign said nothing';
    return told.replace(/^Error: (?:signing \[[^\]]*\]: )?(?:signing digest: )?/, '').slice(0, WORDS_LIMIT);
}
/** What another try does not help against: a refused request, a wrong password, a key of another kind. */
const FINAL = /Fulcio returned (?:400|403)|decryption failed|unsupported pem type|createLogEntryBadRequest|\bDENIED\b|requested access to the resource is denied/;
/** Whether another try of a signature cannot help. */
function isFinal({ stderr }) {
    return FINAL.test(stderr);
}
/** The services of a signature by what cosign says where one of them fails. */
const SERVICES = [
    // Of these two cosign loses what they said where it has given up.
    [/read on closed response body/, 'the certificate authority (Fulcio) or the timestamp service'],
    [/fulcio|signingCert/i, 'the certificate authority (Fulcio)'],
    [/rekor|log\/entries|transparency log/i, 'the transparency log (Rekor)'],
    [/timestamp/i, 'the timestamp service'],
    [/tuf|trusted_root|signing.?config/i, 'the trust roots of Sigstore (TUF)'],
];
/** Which service a signature failed at; undefined where the words do not tell. */
function failedService(words) {
    return SERVICES.find(([pattern]) => pattern.test(words))?.[1];
}


/***/ }),

/***/ 5584:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MW: () => (/* binding */ billCommands),
/* harmony export */   gK: () => (/* binding */ attachedWords),
/* harmony export */   lv: () => (/* binding */ attachedJson),
/* harmony export */   rJ: () => (/* binding */ packagesWords)
/* harmony export */ });
/* harmony import */ var _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6265);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);



/** What is attested to a platform, and what only says so, as a line of the log. */
function attachedWords(platform, attached) {
    const kinds = attached.kinds.map((kind) => (kind === 'sbom' ? billWords(attached) : _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]));
    const refused = attached.refused.map(({ kind, why }) => `what is attached as ${_domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]} ${why}`);
    const all = [...kinds, ...refused];
    const what = all.length === 0 ? 'attestations of other kinds' : all.join(', ');
    return `${(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq)(platform)}  ${what}, in ${attached.digest}`;
}
function billWords({ packages }) {
    return `SBOM with ${packagesWords(packages)}`;
}
/** The packages of an SBOM, in words. */
function packagesWords(packages) {
    if (packages === undefined)
        return 'too many packages to count';
    return packages === 1 ? '1 package' : `${packages} packages`;
}
/** What is attested, in `json`. */
function attachedJson(attached) {
    if (attached === undefined)
        return null;
    const { digest, kinds, packages } = attached;
    return { digest, kinds, packages: packages ?? null };
}
/** More platforms than anybody builds for: the others' commands are the same but for the name. */
const MOST_COMMANDS = 12;
/** The commands that show the SBOM of each platform. buildx leaves the platform out of its answer where there is one only. */
function billCommands(image, digest, platforms) {
    if (digest === undefined)
        return [];
    const inspect = `docker buildx imagetools inspect ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .digestReference */ .O9)(image, digest)} --format`;
    return platforms
        .filter(({ attached }) => attached?.kinds.includes('sbom'))
        .slice(0, MOST_COMMANDS)
        .map(({ platform }) => {
        const bill = platforms.length === 1 ? '.SBOM' : `(index .SBOM "${(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq)(platform)}")`;
        return `${inspect} '{{ json ${bill}.SPDX }}'`;
    });
}


/***/ }),

/***/ 3646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   F0: () => (/* binding */ LineBuffer),
/* harmony export */   uH: () => (/* binding */ clean)
/* harmony export */ });
const LINE_LIMIT = 2_000;
/** Escape sequences of terminals: colours, cursor movements, titles (ECMA-48). */
const ESCAPES = /\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]*\p{Cc}?\\?)/gu;
/**
 * One line of foreign text without terminal sequences, control characters and marks that turn the direction of writing; of
 * a line that a program has overwritten (`10 %\r20 %`) the last state. Clipped.
 */
function clean(text) {
    const clipped = clip(text, 4 * LINE_LIMIT).trimEnd();
    const last = clipped.slice(clipped.lastIndexOf('\r') + 1);
    const plain = last
        .replace(ESCAPES, '')
        .replace(/\t/g, '    ')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
        .trimEnd();
    return clip(plain, LINE_LIMIT);
}
/** At most `limit` characters of a text: its beginning and, where errors say what matters, its end. */
function clip(text, limit) {
    if (text.length <= limit)
        return text;
    const end = Math.floor(limit / 4);
    return `${text.slice(0, limit - end - 1)}…${text.slice(text.length - end)}`;
}
/** Cuts bytes into lines; a line, or a character, may be spread over several pieces. */
class LineBuffer {
    #decoder = new TextDecoder();
    #rest = '';
    /** The lines that are complete with this piece. */
    take(bytes) {
        const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
        // What a program overwrites many times without ever ending the line is not kept.
        this.#rest = (lines.pop() ?? '').slice(-4 * LINE_LIMIT);
        return lines.map(clean);
    }
    /** What is left at the end. */
    end() {
        const rest = clean(this.#rest + this.#decoder.decode());
        this.#rest = '';
        return rest === '' ? [] : [rest];
    }
}


/***/ }),

/***/ 9597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HZ: () => (/* binding */ hitLines),
/* harmony export */   Xu: () => (/* binding */ stateWords),
/* harmony export */   d5: () => (/* binding */ cacheJson),
/* harmony export */   gk: () => (/* binding */ stepsJson),
/* harmony export */   lx: () => (/* binding */ hitTables)
/* harmony export */ });
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3646);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5402);
/* harmony import */ var _step_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1390);



/** A line for each platform: what came from a cache, what ran, and why the first of it did; and one for the layers. */
function hitLines({ steps, caches }) {
    const layers = caches.map((use) => `${use.layer} ${stateWords(use)}`).join('; ');
    return [
        ...steps.map((one) => ({ prefix: `${one.platform ?? 'shared'}:`, text: (0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clean */ .uH)(sentence(one)) })),
        ...(layers === '' ? [] : [{ prefix: 'Cache layers:', text: (0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clean */ .uH)(layers) }]),
    ];
}
function sentence(one) {
    const { ran, cached, milliseconds, missed, reason } = one;
    const all = ran + cached;
    if (ran === 0)
        return `all ${all} steps came from a cache.`;
    const counts = `${cached} of ${all} steps came from a cache (${percent(one)}), ${ran} ran for ${(0,_step_js__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(milliseconds)}.`;
    if (missed === undefined)
        return counts;
    const why = reason === undefined ? '' : `: ${reason.text}`;
    return `${counts} The first to run was ${missed.label} ${(0,_step_js__WEBPACK_IMPORTED_MODULE_0__/* .short */ .h0)(missed.instruction)}${why}.${more(missed.others)}`;
}
function more(others) {
    if (others === 0)
        return '';
    return others === 1
        ? ' Another one ran for a reason of its own.'
        : ` ${others} others ran for reasons of their own.`;
}
/** How much of a platform came from a cache. */
function percent({ ran, cached }) {
    return ran + cached === 0 ? '–' : `${Math.round((100 * cached) / (ran + cached))} %`;
}
/** More platforms or layers than this nobody has. */
const ROWS = 30;
/** A table of the layers, and one of the platforms, for the summary; undefined where there is nothing to tell. */
function hitTables({ steps, caches }) {
    const layers = caches.map((use) => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(use.layer), use.use, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(stateWords(use))]);
    const rows = steps.map((one) => [
        one.platform === undefined ? 'shared' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(one.platform),
        String(one.cached),
        String(one.ran),
        percent(one),
        one.ran === 0 ? '–' : (0,_step_js__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(one.milliseconds),
        missedCell(one),
    ]);
    const heads = ['Steps of', 'From a cache', 'Ran', '', 'Time of those', 'First to run, and why'];
    const tables = [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(heads, rows, ROWS), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Cache layer', '', ''], layers, ROWS)];
    const shown = tables.filter((one) => one !== undefined);
    return shown.length === 0 ? undefined : shown.join('\n\n');
}
function missedCell({ missed, reason }) {
    if (missed === undefined)
        return '–';
    const step = `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(missed.label, 60)} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(missed.instruction, 120))}`;
    if (reason === undefined)
        return step;
    const evidence = reason.evidence.length === 0 ? '' : ` (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(reason.evidence.join(' '), 400)})`;
    return `${step}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(reason.text)}${evidence}`;
}
const STATES = {
    read: {
        done: 'read',
        asked: 'asked, BuildKit does not tell whether it held anything',
        absent: 'does not exist',
        failed: 'could not be read',
        unused: 'not asked',
    },
    write: {
        done: 'written',
        asked: 'written',
        absent: 'could not be written',
        failed: 'could not be written',
        unused: 'not written',
    },
};
/** How one layer did, in words. */
function stateWords({ use, state, detail }) {
    const words = STATES[use][state];
    return detail === '' ? words : `${words} (${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(detail, 300)})`;
}
/** The steps of one platform in the output `json`. */
function stepsJson({ platform, ran, cached, milliseconds, missed, reason }) {
    return {
        platform: platform ?? null,
        ran,
        cached,
        milliseconds,
        missed: missed
            ? {
                step: missed.label,
                instruction: missed.instruction,
                others: missed.others,
                reason: reason ? reasonJson(reason) : null,
            }
            : null,
    };
}
function reasonJson({ kind, certain, text, evidence }) {
    return { kind, certain, text, evidence };
}
/** One cache layer in the output `json`. */
function cacheJson({ layer, use, state, detail }) {
    return { layer, use, state, detail: detail === '' ? null : detail };
}


/***/ }),

/***/ 5402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   om: () => (/* binding */ block),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3646);

/**
 * Foreign text as Markdown that shows it and means nothing: on one line, every character that Markdown, HTML or GitHub could
 * take for structure, a link or a mention as a character reference, which never is structure (CommonMark 0.31, 2.5).
 */
function prose(text, limit = 300) {
    return encode((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(text.replace(/[\r\n]+/g, ' ')).trim(), limit))
        .replace(/^[-+=]/, entity)
        .replace(/^(\d+)\.(?=\s|$)/, '$1&#46;');
}
/** Foreign text as code; what tags, digests and platforms consist of stays readable in the source too. */
function code(text) {
    if (/^[A-Za-z0-9._/:@+-]{1,300}$/.test(text))
        return `\`${text}\``;
    return `<code>${encode((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(text.replace(/[\r\n]+/g, ' ')), 300))}</code>`;
}
/** Commands to copy, as a block of code. Nothing in it can end the block. */
function block(lines, language = 'sh') {
    const safe = lines.map((line) => (0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(line.replace(/[\r\n]+/g, ' ')).replace(/[`~]/g, ''));
    return [`\`\`\`${language}`, ...safe, '```'].join('\n');
}
/** A table; cells are Markdown already. Undefined where there are no rows. */
function table(heads, rows, limit = 100) {
    if (rows.length === 0)
        return undefined;
    const shown = rows.slice(0, limit).map((row) => `| ${row.join(' | ')} |`);
    const more = rows.length > limit ? `\n\n${rows.length - limit} more are not shown.` : '';
    return [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' --- |').join('')}`, ...shown].join('\n') + more;
}
/** A list; items are Markdown already. Undefined where there are none. */
function list(items, limit = 50) {
    if (items.length === 0)
        return undefined;
    const more = items.length > limit ? [`- and ${items.length - limit} more`] : [];
    return [...items.slice(0, limit).map((item) => `- ${item}`), ...more].join('\n');
}
function encode(text) {
    return (text
        .replace(/[^\p{L}\p{N} ,.;:'"=+%/…–-]/gu, entity)
        // A zero-width space after it, because GitHub looks for mentions after it has decoded references.
        .replaceAll('&#64;', '&#64;&#8203;')
        .replaceAll('://', '&#58;//')
        .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`));
}
function entity(character) {
    return `&#${character.codePointAt(0) ?? 0xfffd};`;
}


/***/ }),

/***/ 8568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dy: () => (/* binding */ names),
/* harmony export */   Uz: () => (/* binding */ platformJson),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   lK: () => (/* binding */ tagJson)
/* harmony export */ });
/* unused harmony export OUTPUT_TABLE */
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _attached_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5584);
/* harmony import */ var _hits_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9597);
/* harmony import */ var _signature_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1832);





/** Every output with its description: the source of action.yml and of the README. */
const OUTPUT_TABLE = {
    image: 'Name of the image, without tag or digest.',
    digest: 'Digest of what was published, `sha256:…`; empty in a dry run.',
    reference: '`image@digest`, to pull or deploy exactly this; empty in a dry run.',
    version: 'The version that was published, such as `1.2.3`; empty where there is none.',
    tags: 'The tags that name it now, one per line; in a dry run those that a real run would write.',
    'dry-run': '`true` where nothing was pushed, else `false`.',
    signed: '`true` where the image is signed and the signature was verified, else `false`.',
    'certificate-identity': 'Who signed, as `cosign verify --certificate-identity` takes it; empty where it is not signed, or by a key.',
    'verify-command': 'The command that verifies the signature, to copy; empty where there is none. `cosign verify` is content with an attestation of the same signer, too: what it prints is a signature where `critical.type` is `https://sigstore.dev/cosign/sign/v1`.',
    json: 'All of it as JSON: every tag with its digest before and after, platforms with digests, sizes and packages of their SBOMs, cache hits with the first miss and its reason, timings.',
};
/**
 * The outputs of a run. `json` has these keys, always, with `null` for what is not known:
 * - `image`, `digest`, `reference`, `version`, `commit`, `dryRun`, `reason`
 * - `tags`: `tag`, `before`, `after`, `moved`, `reason`; in a dry run `moved` says what a real run would do
 * - `platforms`: `platform`, `digest`, `size` (compressed bytes), `smoke` (`verdict`: passed, warning or failed; `detail`;
 *   `milliseconds`), `attestations` (`digest` of the manifest that holds them, `kinds`: sbom, provenance; `packages` of the SBOM)
 * - `build`: `warnings`, and
 *   - `steps`, for each platform: `platform`, `ran`, `cached`, `milliseconds` (of the steps that ran, added up), `missed` (the first
 *     step that no cache held: `step`, `instruction`, `others`, `reason` with `kind`, `certain`, `text`, `evidence`)
 *   - `caches`, for each layer that is read and each that is written: `layer`, `use` (read or write), `state` (done, asked, absent,
 *     failed or unused), `detail`
 *   - `cacheKey`: the key of `cache-key-files` and what is known of it, in words
 * - `signature`: `signed`, `reason`, `by` (keyless or key), `identity`, `issuer`, `verifyCommand`
 * - `timings`: `phase`, `milliseconds`
 * - `anonymousPull`, `notices`
 */
function outputsOf(outcome) {
    const { digest, image } = outcome;
    return {
        image: (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(image),
        digest: digest ?? '',
        reference: digest === undefined ? '' : (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest),
        version: outcome.version ?? '',
        tags: outcome.tags
            .filter((tag) => names(tag, outcome))
            .map(({ tag }) => tag)
            .join('\n'),
        'dry-run': String(outcome.dryRun),
        ...(0,_signature_js__WEBPACK_IMPORTED_MODULE_4__/* .signatureOutputs */ .Pv)(outcome),
        json: JSON.stringify(everything(outcome)),
    };
}
/** Whether a tag names what was published: it was moved, or was there already. */
function names(tag, { digest }) {
    return tag.moved || (digest !== undefined && tag.after === digest);
}
/** One tag in `json`. */
function tagJson({ tag, before, after, moved, reason }) {
    return { tag, before: before ?? null, after: after ?? null, moved, reason };
}
/** One platform in `json`. */
function platformJson({ platform, digest, bytes, smoke, smokeMilliseconds, attached, }) {
    return {
        platform: (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform),
        digest: digest ?? null,
        size: bytes ?? null,
        smoke: smoke
            ? { verdict: smoke.kind, detail: smoke.detail, milliseconds: smokeMilliseconds ?? null }
            : null,
        attestations: (0,_attached_js__WEBPACK_IMPORTED_MODULE_2__/* .attachedJson */ .lv)(attached),
    };
}
function everything(outcome) {
    const { image, digest, build } = outcome;
    return {
        image: (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(image),
        digest: digest ?? null,
        reference: digest === undefined ? null : (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest),
        version: outcome.version ?? null,
        commit: outcome.commit,
        dryRun: outcome.dryRun,
        reason: outcome.reason,
        tags: outcome.tags.map(tagJson),
        platforms: outcome.platforms.map(platformJson),
        build: {
            steps: build.steps.map(_hits_js__WEBPACK_IMPORTED_MODULE_3__/* .stepsJson */ .gk),
            caches: build.caches.map(_hits_js__WEBPACK_IMPORTED_MODULE_3__/* .cacheJson */ .d5),
            cacheKey: outcome.cacheKey ?? null,
            warnings: build.warnings,
        },
        signature: (0,_signature_js__WEBPACK_IMPORTED_MODULE_4__/* .signatureJson */ .x3)(outcome),
        timings: outcome.timings.map(({ phase, milliseconds }) => ({ phase, milliseconds })),
        anonymousPull: outcome.anonymousPull ?? null,
        notices: outcome.notices,
    };
}


/***/ }),

/***/ 3125:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $u: () => (/* binding */ organizationSettings),
/* harmony export */   Cj: () => (/* binding */ packageSettings),
/* harmony export */   Eq: () => (/* binding */ isGitHubPackage),
/* harmony export */   Pi: () => (/* binding */ commands)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _plan_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2694);


/** Whether an image lives in GitHub's own registry. */
function isGitHubPackage(image, serverUrl) {
    return (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl) !== undefined;
}
/**
 * Where people find the settings of a GitHub package. Whether its owner is a user or an organization cannot be seen from
 * its name, so both are given. Undefined on another registry.
 */
function packageSettings(image, serverUrl) {
    const server = (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl);
    if (server === undefined)
        return undefined;
    const [owner = '', ...path] = image.repository.split('/');
    const page = `${encodeURIComponent(owner)}/packages/container/${encodeURIComponent(path.join('/'))}/settings`;
    return `${server}/orgs/${page} (of a user: ${server}/users/${page})`;
}
/** Where an organization says who may create packages. Undefined on another registry. */
function organizationSettings(image, serverUrl) {
    const server = (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl);
    const [owner = ''] = image.repository.split('/');
    return server && `${server}/organizations/${encodeURIComponent(owner)}/settings/packages`;
}
/** The commands to get and to run what was published. */
function commands(image, tag, digest) {
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image);
    return [
        ...(tag === undefined ? [] : [`docker pull ${name}:${tag}`]),
        `docker pull ${name}@${digest}`,
        `docker run --rm ${name}@${digest}`,
    ];
}


/***/ }),

/***/ 1832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ finishUnsigned),
/* harmony export */   Hi: () => (/* binding */ signatureSummary),
/* harmony export */   Pv: () => (/* binding */ signatureOutputs),
/* harmony export */   d7: () => (/* binding */ describeSigning),
/* harmony export */   e4: () => (/* binding */ otherCommit),
/* harmony export */   iA: () => (/* binding */ foreignUnsigned),
/* harmony export */   x3: () => (/* binding */ signatureJson)
/* harmony export */ });
/* unused harmony export verifyCommand */
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5402);


/** A plan of a signature on one line. */
function describeSigning(signing) {
    if (signing.kind === 'none')
        return `no: ${signing.reason}`;
    const what = signing.platforms ? ', and the image of each platform' : '';
    return `${by(signing)}${what}: ${signing.reason}`;
}
function by({ signer, unlogged }) {
    if (signer.kind === 'key')
        return unlogged ? 'by a key, in no log' : 'by a key';
    return `without a key, as ${'exact' in signer.identity ? signer.identity.exact : signer.identity.regexp}`;
}
/** The signature of an outcome; undefined where it has none. */
function made({ dryRun, digest, signing }) {
    return dryRun || digest === undefined || signing.kind === 'none' ? undefined : { signing, digest };
}
/** The outputs of a signature. */
function signatureOutputs(outcome) {
    const signature = made(outcome);
    return {
        signed: String(signature !== undefined),
        'certificate-identity': (signature && identityOf(signature.signing)) ?? '',
        'verify-command': signature === undefined ? '' : verifyCommand(outcome.image, signature.digest, signature.signing),
    };
}
/** The signature in `json`. */
function signatureJson(outcome) {
    const signature = made(outcome);
    const signer = signature?.signing.signer;
    return {
        signed: signature !== undefined,
        reason: outcome.signing.reason,
        by: signer?.kind ?? null,
        identity: (signature && identityOf(signature.signing)) ?? null,
        issuer: signer?.kind === 'keyless' && typeof signer.issuer === 'string' ? signer.issuer : null,
        verifyCommand: signature === undefined ? null : verifyCommand(outcome.image, signature.digest, signature.signing),
    };
}
function identityOf({ signer }) {
    return signer.kind === 'keyless' && 'exact' in signer.identity ? signer.identity.exact : undefined;
}
/**
 * That a certificate will name another commit than that of the image: it has `GITHUB_SHA`, whatever a step has checked out. Undefined where it
 * is the same, and where nobody signs by a certificate.
 * @param commit that of the image
 */
function otherCommit(signing, commit) {
    if (signing.kind === 'none' || signing.signer.kind === 'key')
        return undefined;
    const { commit: named } = signing.signer;
    if (named === undefined || named === commit)
        return undefined;
    return `The certificate of the signature names commit ${named}, for which GitHub runs this job, while the image is of commit ${commit}, which is checked out. Who verifies the signature has to ask for the first.`;
}
/** Who signed, and how anybody checks that; or why nobody did. */
function signatureSummary(outcome) {
    const signature = made(outcome);
    if (signature === undefined) {
        const { signing } = outcome;
        return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .prose */ .CS)(signing.kind === 'none' ? `Not signed: ${signing.reason}.` : `Not signed.`);
    }
    const identity = identityOf(signature.signing);
    const who = identity === undefined ? 'Signed by a key.' : `Signed by ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(identity)}.`;
    const other = otherCommit(signature.signing, outcome.commit);
    const told = other === undefined ? who : `${who} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .prose */ .CS)(other, 400)}`;
    return `${told} To verify it:\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .block */ .om)([verifyCommand(outcome.image, signature.digest, signature.signing)])}`;
}
/** The command that verifies a signature, for any POSIX shell, with nothing else at hand. */
function verifyCommand(image, digest, { signer, unlogged, files }) {
    const root = files.trustedRoot === undefined ? [] : ['--trusted-root', files.trustedRoot];
    const reference = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .digestReference */ .O9)(image, digest);
    if (signer.kind === 'key') {
        const lines = signer.publicKey.trim().split('\n').map(quoted);
        const log = unlogged ? ['--insecure-ignore-tlog'] : [];
        const words = ['cosign', 'verify', '--key', 'env://COSIGN_PUBLIC_KEY', ...log, ...root, reference];
        return `COSIGN_PUBLIC_KEY="$(printf '%s\\n' ${lines.join(' ')})" ${words.map(quoted).join(' ')}`;
    }
    const { identity, issuer, repository, commit } = signer;
    const who = 'exact' in identity
        ? ['--certificate-identity', identity.exact]
        : ['--certificate-identity-regexp', identity.regexp];
    const by = typeof issuer === 'string'
        ? ['--certificate-oidc-issuer', issuer]
        : ['--certificate-oidc-issuer-regexp', issuer.regexp];
    const words = [
        ...['cosign', 'verify', ...who, ...by],
        ...(repository === undefined ? [] : ['--certificate-github-workflow-repository', repository]),
        ...(commit === undefined ? [] : ['--certificate-github-workflow-sha', commit]),
        ...[...root, reference],
    ];
    return words.map(quoted).join(' ');
}
/** A word for a POSIX shell. */
function quoted(word) {
    return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
/**
 * What to do where an image is there and could not be signed.
 * @param digests what is to be signed, the image itself first
 * @param tags the version's own tags, where it is one; it can be finished without a build
 */
function finishUnsigned(image, digests, signing, { version, fixed, suffix }) {
    const again = 'When the trouble is over, run the job again; what was built comes from the cache.';
    const [[tag], [digest]] = [fixed, digests];
    if (version === undefined || tag === undefined || digest === undefined)
        return again;
    const promote = `from: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .digestReference */ .O9)(image, digest)}, to: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image)}, tag: ${suffix === '' ? tag : tag.slice(0, -suffix.length)}`;
    const { trustedRoot } = signing.files;
    const root = trustedRoot === undefined ? '' : `, sigstore-trusted-root: ${trustedRoot}`;
    const end = `${suffix === '' ? '' : `, tag-suffix: ${suffix}`}${root}`;
    return `${again} To finish without a build, run ${byHand(image, digests, signing)}, then the action promote with { ${promote}${end} }.`;
}
/**
 * That an image is not signed and that the run, which did not build it, does not sign it.
 * @param digests what would have to be signed, the image itself first
 */
function foreignUnsigned(image, { digest, why }, digests, signing) {
    return {
        found: `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .digestReference */ .O9)(image, digest)} is not signed, and this run did not build it: ${why}.`,
        remedy: `overwrite: true, for all of its platforms, builds and signs it again. If you know who built it, you can sign it by hand: ${byHand(image, digests, signing)}.`,
    };
}
/** The command line that signs, and where it can be run. */
function byHand(image, digests, { signer, files, unlogged }) {
    const own = Object.entries({ '--signing-config': files.signingConfig, '--trusted-root': files.trustedRoot });
    const flags = own.flatMap(([flag, file]) => (file === undefined ? [] : [flag, file]));
    const alone = unlogged ? ['--use-signing-config=false', '--tlog-upload=false'] : [];
    const key = signer.kind === 'key' ? ['--key', 'cosign.key', ...alone] : [];
    const references = digests.map((digest) => (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .digestReference */ .O9)(image, digest));
    const sign = ['cosign', 'sign', '--yes', ...key, ...flags, ...references].map(quoted).join(' ');
    return `\`${sign}\`${signer.kind === 'key' ? '' : ' in a job with id-token: write'}`;
}


/***/ }),

/***/ 1390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DD: () => (/* binding */ title),
/* harmony export */   PU: () => (/* binding */ isCacheStep),
/* harmony export */   YA: () => (/* binding */ seconds),
/* harmony export */   YP: () => (/* binding */ interval),
/* harmony export */   h0: () => (/* binding */ short),
/* harmony export */   lA: () => (/* binding */ describeEnd),
/* harmony export */   uO: () => (/* binding */ isCountable)
/* harmony export */ });
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3646);
/* harmony import */ var _stepname_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7633);


/** Bookkeeping faster than this is not worth a line. */
const SLOW_MS = 1_000;
/** How a step ended, where that is news. */
function describeEnd(step) {
    const { name, vertex } = step;
    const took = interval(vertex) ?? 0;
    if (vertex.error !== undefined) {
        if (step.ended)
            return undefined;
        return `${title(step)} ${describeError(step, vertex.error)}`;
    }
    if (name.kind === 'hidden')
        return undefined;
    if (name.kind === 'internal' && took < SLOW_MS)
        return undefined;
    if (step.ended && (vertex.cached || took < SLOW_MS))
        return undefined;
    if (vertex.cached)
        return `${title(step)} CACHED`;
    // Looking a base image up ends a FROM step for the first time; using it ends it again.
    if (name.text.startsWith('FROM ') && took < SLOW_MS)
        return undefined;
    return step.begun ? `done ${seconds(took)}` : `${title(step)} ${seconds(took)}`;
}
function describeError({ name, lost }, error) {
    if (/context canceled/.test(error))
        return 'CANCELED';
    if (lost !== undefined)
        return `is gone from the cache, and runs: ${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clean */ .uH)(error)}`;
    if (!isCacheStep(name))
        return `FAILED: ${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clean */ .uH)(error)}`;
    return /not found/.test(error) ? 'none there yet' : `not usable, the build goes on: ${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_1__/* .clean */ .uH)(error)}`;
}
/** Whether a step does work that a cache can save. A FROM does none by itself: BuildKit only looks the image up. */
function isCountable(name) {
    return name.kind === 'instruction' && !name.text.startsWith('FROM ');
}
/** Whether a step reads or writes a cache, whose errors do not end a build. */
function isCacheStep(name) {
    if (name.kind !== 'work')
        return false;
    return name.text.startsWith(_stepname_js__WEBPACK_IMPORTED_MODULE_0__/* .CACHE_IMPORT */ .bS) || [..._stepname_js__WEBPACK_IMPORTED_MODULE_0__/* .CACHE_EXPORTS */ .BE.values()].includes(name.text);
}
/** The name of a step, clipped. */
function title(step) {
    return short(step.name.text);
}
/** Clips a line of the log. */
function short(text) {
    return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
/** How long something took, in milliseconds; undefined where it has not ended. */
function interval(of) {
    return of.started === undefined || of.completed === undefined ? undefined : of.completed - of.started;
}
/** `1.2 s`. */
function seconds(milliseconds) {
    return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}


/***/ }),

/***/ 7633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BE: () => (/* binding */ CACHE_EXPORTS),
/* harmony export */   Zw: () => (/* binding */ parseStepName),
/* harmony export */   bS: () => (/* binding */ CACHE_IMPORT)
/* harmony export */ });
/** How BuildKit begins the name of a step that reads a cache layer (solver/llbsolver/bridge.go). */
const CACHE_IMPORT = 'importing cache manifest from ';
/** How BuildKit names the step that writes a kind of cache layer (cache/remotecache, `Name()`). */
const CACHE_EXPORTS = new Map([
    ['registry', 'exporting cache to registry'],
    ['gha', 'exporting to GitHub Actions Cache'],
    ['local', 'exporting cache to client directory'],
    ['s3', 'exporting cache to Amazon S3'],
    ['azblob', 'exporting cache to Azure Blob Storage'],
]);
const PLATFORM = /^(?:linux|windows|darwin|freebsd)\/[a-z0-9]+(?:\/v\d)?$/;
const NUMBER = /^\d{1,4}\/\d{1,4}$/;
const STAGE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/;
/** Written when a step of one platform works for another: `linux/amd64->arm64` (BuildKit dockerfile2llb, formatTargetPlatform). */
const CROSS = /^([a-z0-9/]+)->([a-z0-9/]+)$/;
/**
 * Reads a name such as `[linux/arm64 build 3/7] RUN make`, `[linux/amd64->arm64 build 3/7] RUN make`,
 * `[internal] load .dockerignore` or `exporting to image` (BuildKit dockerfile2llb, prefixCommand).
 */
function parseStepName(name) {
    const [, inside, rest] = /^\[([^[\]]{1,200})\] ?(.*)$/s.exec(name) ?? [];
    if (inside === undefined || rest === undefined) {
        const kind = /^(?:resolv|load|inferred)/.test(name) ? 'internal' : 'work';
        return { kind, platform: undefined, label: '', text: name };
    }
    const words = inside.split(/ +/).filter((word) => word !== '');
    const platforms = platformsOf(words[0] ?? '');
    const others = platforms === undefined ? words : words.slice(1);
    const platform = platforms?.target;
    if (others[0] === 'auth')
        return { kind: 'hidden', platform, label: '', text: rest };
    if (others[0] === 'internal' || others[0] === 'context') {
        return { kind: 'internal', platform, label: platforms?.shown ?? '', text: rest };
    }
    if (!NUMBER.test(others.at(-1) ?? '')) {
        return { kind: 'work', platform, label: platforms?.shown ?? '', text: rest };
    }
    const safe = [platforms?.shown, ...others.filter((word) => NUMBER.test(word) || STAGE.test(word))];
    return {
        kind: 'instruction',
        platform,
        label: safe.filter((word) => word !== undefined).join(' '),
        text: rest,
    };
}
function platformsOf(word) {
    if (PLATFORM.test(word))
        return { shown: word, target: word };
    const [, from = '', to = ''] = CROSS.exec(word) ?? [];
    // The target is shortened to what differs: `linux/amd64->arm64`.
    const target = PLATFORM.test(to) ? to : `${from.split('/')[0]}/${to}`;
    return PLATFORM.test(from) && PLATFORM.test(target) ? { shown: word, target } : undefined;
}


/***/ }),

/***/ 3394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bn: () => (/* binding */ platforms),
/* harmony export */   Ve: () => (/* binding */ digestCell),
/* harmony export */   eh: () => (/* binding */ summarize),
/* harmony export */   nB: () => (/* binding */ tagTable),
/* harmony export */   uW: () => (/* binding */ section)
/* harmony export */ });
/* unused harmony export duration */
/* harmony import */ var _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6265);
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(2002);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);
/* harmony import */ var _domain_space_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(6538);
/* harmony import */ var _attached_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5584);
/* harmony import */ var _hits_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9597);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5402);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8568);
/* harmony import */ var _packages_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3125);
/* harmony import */ var _signature_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1832);
/* harmony import */ var _undo_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9074);












/**
 * The job summary of a finished run, in Markdown; `serverUrl` is where the run's GitHub is, to link the package's settings. Foreign text in it (reasons, warnings, whatever an event or a build says)
 * can neither format nor link anything. It stays far below the megabyte at which the runner drops a summary.
 */
function summarize(outcome, serverUrl) {
    const sections = [
        headline(outcome),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(outcome.reason),
        section('Tags', tagTable(outcome.tags, outcome.dryRun)),
        platforms(outcome.platforms),
        bills(outcome),
        section('Signature', (0,_signature_js__WEBPACK_IMPORTED_MODULE_7__/* .signatureSummary */ .Hi)(outcome)),
        pulling(outcome),
        takingBack(outcome),
        visibility(outcome, serverUrl),
        section('Notices', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .list */ .p_)(outcome.notices.map((notice) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(notice)))),
        section('Build warnings', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .list */ .p_)(outcome.build.warnings.map((warning) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(warning)))),
        section('Cache', cache(outcome)),
        timings(outcome),
        `Commit ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)(outcome.commit)}`,
    ];
    return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
}
function cache({ build, cacheKey }) {
    const parts = [(0,_hits_js__WEBPACK_IMPORTED_MODULE_4__/* .hitTables */ .lx)(build), cacheKey && `Key of the key files: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(cacheKey)}`];
    const shown = parts.filter((text) => text !== undefined);
    return shown.length === 0 ? undefined : shown.join('\n\n');
}
function headline({ dryRun, image, version, digest }) {
    const what = `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatImageName */ .eS)(image))}${version === undefined ? '' : ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)(version)}`}`;
    if (dryRun)
        return `## Dry run of ${what}: nothing was pushed`;
    return `## Published ${what}${digest === undefined ? '' : `\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)(digest)}`}`;
}
/** A part of a summary under a title; undefined where it is empty. */
function section(title, body) {
    return body && `### ${title}\n\n${body}`;
}
/** A row for each tag: what happened to it, or would, and why. @param own what a dry run would write */
function tagTable(outcomes, dryRun, own = 'this build') {
    const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why'];
    const rows = outcomes.map((tag) => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)(tag.tag),
        change(tag, dryRun),
        beforeCell(tag),
        dryRun ? (tag.moved ? own : 'unchanged') : digestCell(tag.after),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(tag.reason, 200),
    ]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(heads, rows);
}
/** What happened to a tag, or would. */
function change({ moved, before }, dryRun) {
    if (!moved)
        return 'kept';
    if (dryRun)
        return 'would move';
    return before === undefined ? 'new' : 'moved';
}
/** The digest, and the version that the image said of itself. */
function beforeCell({ before, beforeVersion }) {
    const version = beforeVersion === undefined ? '' : ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(beforeVersion, 60)}`;
    return `${digestCell(before)}${version}`;
}
/** A digest in a table, short. */
function digestCell(digest) {
    return digest === undefined ? '–' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)((0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_10__/* .shortDigest */ .V)(digest));
}
/** The platforms of an image, and how each did. */
function platforms(outcomes) {
    const rows = outcomes.map(({ platform, digest, bytes, smoke, smokeMilliseconds, attached }) => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .code */ .aY)((0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq)(platform)),
        digestCell(digest),
        bytes === undefined ? '–' : (0,_domain_space_js__WEBPACK_IMPORTED_MODULE_11__/* .formatBytes */ .z)(bytes),
        attached === undefined ? '–' : attachedCell(attached),
        smoke === undefined ? 'not run' : `${SIGNS[smoke.kind]} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(smoke.detail, 200)}`,
        smokeMilliseconds === undefined ? '–' : duration(smokeMilliseconds),
    ]);
    const heads = ['Platform', 'Digest', 'Size', 'Attested', 'Smoke test', 'Time'];
    return section('Platforms', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(heads, rows));
}
/** What is attested to a platform, and the digest of the manifest that holds it. */
function attachedCell({ kinds, packages, digest }) {
    const words = kinds.map((kind) => (kind === 'sbom' ? `SBOM, ${(0,_attached_js__WEBPACK_IMPORTED_MODULE_3__/* .packagesWords */ .rJ)(packages)}` : _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]));
    return `${words.length === 0 ? 'other' : words.join('; ')} ${digestCell(digest)}`;
}
/** How to read the SBOM of each platform. */
function bills({ image, digest, platforms }) {
    const lines = (0,_attached_js__WEBPACK_IMPORTED_MODULE_3__/* .billCommands */ .MW)(image, digest, platforms);
    return section('SBOM', lines.length === 0 ? undefined : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .block */ .om)(lines));
}
const SIGNS = { passed: '✅', warning: '⚠️', failed: '❌', untried: '❔' };
function pulling(outcome) {
    const { image, digest } = outcome;
    if (digest === undefined)
        return undefined;
    const tag = outcome.tags.find((one) => (0,_outputs_js__WEBPACK_IMPORTED_MODULE_5__/* .names */ .Dy)(one, outcome))?.tag;
    return section('Pull and run', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .block */ .om)((0,_packages_js__WEBPACK_IMPORTED_MODULE_6__/* .commands */ .Pi)(image, tag, digest)));
}
/** The step that undoes this publish. */
function takingBack(outcome) {
    const steps = (0,_undo_js__WEBPACK_IMPORTED_MODULE_8__/* .undoSteps */ .q)(outcome);
    return section('Take it back', steps.length === 0 ? undefined : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .block */ .om)(steps, 'yaml'));
}
/** Whether a package that was published for the first time can be pulled without a login. */
function visibility({ anonymousPull, image }, serverUrl) {
    if (anonymousPull === undefined)
        return undefined;
    if (anonymousPull)
        return 'This is its first publish. Anybody can pull it without a login.';
    const page = (0,_packages_js__WEBPACK_IMPORTED_MODULE_6__/* .packageSettings */ .Cj)(image, serverUrl);
    const first = 'This is its first publish. It cannot be pulled without a login.';
    if (page === undefined)
        return first;
    return `${first} To change that, open its settings, Danger Zone, Change visibility: ${page}`;
}
function timings({ timings }) {
    const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rows = timings.map(({ phase, milliseconds }) => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .prose */ .CS)(phase, 60), duration(milliseconds)]);
    return section('Timings', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Phase', 'Time'], rows.length === 0 ? [] : [...rows, ['together', duration(total)]]));
}
/** `420 ms`, `12.3 s`, `4 min 05 s`. */
function duration(milliseconds) {
    if (milliseconds < 1_000)
        return `${Math.round(milliseconds)} ms`;
    if (milliseconds < 60_000)
        return `${(milliseconds / 1000).toFixed(1)} s`;
    const seconds = Math.round(milliseconds / 1000);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}


/***/ }),

/***/ 9074:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ rollbackStep),
/* harmony export */   q: () => (/* binding */ undoSteps)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _plan_inputs_rollback_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7821);


/**
 * The steps that take a publish back: one for each image that its moving tags held before. Lines of YAML; empty where no tag held
 * anything before, or where the tags are none that a rollback moves, such as those of a version, of a commit or of a pull request.
 */
function undoSteps({ image, suffix, tags, dryRun, signing }) {
    if (dryRun)
        return [];
    const before = new Map();
    for (const { tag, before: digest, moved } of tags) {
        if (!moved || digest === undefined || !(0,_plan_inputs_rollback_js__WEBPACK_IMPORTED_MODULE_1__/* .mayBeRolledBack */ .SV)(tag, suffix))
            continue;
        before.set(digest, [...(before.get(digest) ?? []), tag]);
    }
    // What was before was mostly signed in the same way.
    const root = signing.kind === 'sign' ? signing.files.trustedRoot : undefined;
    const more = root === undefined ? [] : [`    sigstore-trusted-root: ${JSON.stringify(root)}`];
    return [...before].flatMap(([digest, names]) => [
        ...rollbackStep({ image, suffix }, names, digest),
        ...more,
    ]);
}
/**
 * The step that moves tags back to a digest, in YAML. Without their suffix a rollback takes them for extra tags, and finds no version
 * to withdraw.
 */
function rollbackStep({ image, suffix }, tags, digest) {
    return [
        '- uses: org/ghcr-publish/rollback@v1',
        '  with:',
        `    image: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image)}`,
        `    tag: ${scalar(tags.join(', '))}`,
        ...(suffix === '' ? [] : [`    tag-suffix: ${scalar(suffix)}`]),
        `    to: ${digest}`,
    ];
}
/** Text in YAML, quoted where it could be read as something else: `1.10` is a number, the same as 1.1. */
function scalar(text) {
    return /^[^A-Za-z]|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? `'${text}'` : text;
}


/***/ }),

/***/ 2457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gb: () => (/* binding */ checkOnce),
/* harmony export */   vi: () => (/* binding */ checkExpected),
/* harmony export */   z6: () => (/* binding */ check)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _host_clock_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9144);
/* harmony import */ var _plan_verdict_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2742);
/* harmony import */ var _read_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(81);





/** How old an answer of a registry may be, and how long trouble that passes is waited for. */
const SETTLED_WITHIN = 10_000;
const FIRST_WAIT = 200;
const CHECK_LIMIT = 60_000;
/**
 * Looks once at whether a manifest is signed; cosign must be prepared. It is asked only where we have seen a signature.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
async function checkOnce(host, image, digest, how) {
    const attached = await (0,_read_js__WEBPACK_IMPORTED_MODULE_3__/* .readAttached */ .P)(host, image, digest).catch(asTrouble);
    return judge(attached, digest, () => askCosign(host, image, digest, how));
}
/** As above, where there will be a signature: cosign is asked while we read. */
async function checkBeside(host, image, digest, how) {
    const [attached, answer] = await Promise.all([
        (0,_read_js__WEBPACK_IMPORTED_MODULE_3__/* .readAttached */ .P)(host, image, digest).catch(asTrouble),
        askCosign(host, image, digest, how),
    ]);
    return judge(attached, digest, async () => answer);
}
async function judge(attached, digest, ask) {
    if (attached instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl)
        return { verdict: { kind: 'unknown', why: attached.message }, attached: undefined };
    const seen = (0,_plan_verdict_js__WEBPACK_IMPORTED_MODULE_4__/* .judgeSeen */ .D6)(attached);
    if (seen !== undefined)
        return { verdict: seen, attached };
    const verdict = (0,_plan_verdict_js__WEBPACK_IMPORTED_MODULE_4__/* .judgeAnswer */ ._n)(await ask(), digest);
    // The one that nobody could read may be his.
    const isDoubtful = verdict.kind === 'wrong' && !attached.complete;
    return { verdict: isDoubtful ? { kind: 'unknown', why: verdict.why } : verdict, attached };
}
async function askCosign({ cosign, clock }, image, digest, { signer, unlogged, trustedRoot, until = Number.POSITIVE_INFINITY }) {
    const timeoutMs = Math.min(CHECK_LIMIT, until - clock.now());
    if (timeoutMs <= 0)
        return { code: undefined, stdout: '', stderr: '' };
    const reference = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest);
    return cosign.verify({ reference, signer, unlogged, files: { trustedRoot }, timeoutMs });
}
function asTrouble(error) {
    if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl && (error.kind === 'temporary' || error.kind === 'unreachable'))
        return error;
    throw error;
}
/**
 * Looks at whether a manifest is signed, as it is found: that nothing is there is taken as it is. Only trouble is waited for, and an answer
 * of cosign's that may be of a part of what is there. cosign must be prepared.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
function check(host, image, digest, how) {
    const isSure = ({ verdict: { kind } }, before) => kind === 'signed' || kind === 'unsigned' || (kind === 'wrong' && before?.verdict.kind === 'wrong');
    return lookUntil(host, () => checkOnce(host, image, digest, how), isSure);
}
/**
 * Looks for a signature that has to be there: an answer without it may be an old one, so the last of some seconds counts. cosign must be
 * prepared.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
function checkExpected(host, image, digest, how) {
    return lookUntil(host, () => checkBeside(host, image, digest, how), ({ verdict }) => verdict.kind === 'signed');
}
/** Looks again until an answer is sure, or cannot be an old one any more. */
async function lookUntil({ clock }, look, isSure) {
    let last = await look();
    if (isSure(last))
        return last;
    await clock.sleep(FIRST_WAIT);
    await (0,_host_clock_js__WEBPACK_IMPORTED_MODULE_2__/* .eventually */ .u4)(clock, SETTLED_WITHIN, async () => {
        const before = last;
        last = await look();
        return isSure(last, before) ? true : undefined;
    });
    return last;
}


/***/ }),

/***/ 8013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ unverified),
/* harmony export */   S: () => (/* binding */ findSigned)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2457);



/**
 * Looks at whether a manifest that another run has built is signed by whom it should be; cosign must be prepared. Nothing is written.
 * @throws CommandError or RegistryError where nobody can say
 */
async function findSigned(host, image, digest, how) {
    // Its run may have signed it a moment ago, so an answer without a signature may be an old one.
    const { verdict, attached } = await (0,_check_js__WEBPACK_IMPORTED_MODULE_2__/* .checkExpected */ .vi)(host, image, digest, how);
    const reference = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest);
    if (verdict.kind === 'unknown')
        throw unverified(reference, verdict.why);
    if (verdict.kind !== 'signed')
        return { digest, why: verdict.why };
    host.log.info(`${reference} is signed already.`);
    return { digest, referrers: attached?.listed.map((one) => one.digest) ?? [] };
}
/** That nothing is proved, in words. */
function unverified(reference, why) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: `The signature of ${reference} could not be verified: ${why}.`.replace(/\.\.$/, '.'),
        remedy: 'Run the job again; if it stays so, look at the registry.',
    });
}


/***/ }),

/***/ 81:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ readAttached),
/* harmony export */   w: () => (/* binding */ OPENED_AT_ONCE)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _domain_referrers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6272);
/* harmony import */ var _domain_signature_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5698);
/* harmony import */ var _host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7125);





/** Referrers that are opened: whoever may write to the registry can attach as many as he likes. */
const MOST_OPENED = 100;
/** Mostly all there are: then it takes no longer than one of them. */
const OPENED_AT_ONCE = 8;
const BUNDLE_LIMIT = 1024 * 1024;
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle/;
/** The layer of a signature in cosign's older format, under a tag (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
/**
 * Reads what is attached to a manifest: by the referrers API or the fallback tag, and by cosign's older tag. What a list says of the type
 * is not believed: cosign 3 writes a wrong one there, so each is opened (sigstore/cosign issue 4641).
 * @throws RegistryError where the registry does not say; then nothing is known
 */
async function readAttached(host, image, digest) {
    const [listed, older] = await Promise.all([
        host.registry.referrers(image, digest),
        readOlder(host, image, digest).catch((error) => [judgeFault(error)]),
    ]);
    // The newest is written last.
    const opened = listed.slice(-MOST_OPENED);
    const read = (one) => kindOf(host, image, digest, one).catch(judgeFault);
    const kinds = [...(await (0,_host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_3__/* .atOnce */ .z)(opened, read, OPENED_AT_ONCE)), ...older];
    const count = (wanted) => kinds.filter((kind) => kind === wanted).length;
    const complete = listed.length <= MOST_OPENED && count('unclear') === 0;
    const byKey = count('key');
    const signatures = count('certificate') + byKey;
    const ofOlder = older.filter((kind) => kind === 'certificate' || kind === 'key').length;
    return { listed, signatures, byKey, older: ofOlder, others: count('other'), complete };
}
/**
 * What cannot be read may be a signature: it is absent, or other bytes than were promised. Only what was read whole, and has a type that
 * no image has, is none.
 */
function judgeFault(error) {
    if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl))
        throw error;
    if (error.foreignType !== undefined)
        return 'other';
    if (error.kind === 'invalid-answer' || error.kind === 'not-found')
        return 'unclear';
    throw error;
}
async function kindOf(host, image, subject, { digest }) {
    const stored = await host.registry.manifest(image, digest);
    if (stored === undefined)
        return 'unclear';
    if (stored.content.kind !== 'manifest')
        return 'other';
    return signedBy(host, image, subject, stored.content);
}
async function signedBy(host, image, subject, { layers }) {
    const [layer] = layers;
    if (layer === undefined || !BUNDLE.test(layer.mediaType) || layer.size > BUNDLE_LIMIT)
        return 'other';
    const bundle = (0,_domain_signature_js__WEBPACK_IMPORTED_MODULE_4__/* .parseBundle */ .Q)((await host.registry.blob(image, layer)).toString('utf8'));
    const isSignature = bundle !== undefined &&
        _domain_signature_js__WEBPACK_IMPORTED_MODULE_4__/* .SIGNATURE_TYPES */ .x.includes(bundle.predicateType) &&
        bundle.subjects.includes(subject);
    return isSignature ? bundle.by : 'other';
}
async function readOlder(host, image, digest) {
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED)(`${(0,_domain_referrers_js__WEBPACK_IMPORTED_MODULE_2__/* .fallbackTag */ .fH)(digest)}.sig`);
    const content = tag && (await host.registry.manifest(image, tag))?.content;
    if (content?.kind !== 'manifest')
        return [];
    const signatures = content.layers.filter(({ mediaType }) => mediaType === SIMPLE_SIGNING);
    return signatures.map(({ annotations }) => (CERTIFICATE in annotations ? 'certificate' : 'key'));
}


/***/ })

};
