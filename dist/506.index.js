export const id = 506;
export const ids = [506];
export const modules = {

/***/ 9416:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ compareVersions),
/* harmony export */   o: () => (/* binding */ parseVersion)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);

/**
 * Parses `1.2.3`, `v1.2.3`, `v1.2.3-rc.1` and `v1.2.3+build`. Strict: `v1.2`, `1.2.3.4` and leading zeros are no
 * version. Undefined where it is none.
 */
function parseVersion(text) {
    const prefixed = text.startsWith('v');
    const bare = prefixed ? text.slice(1) : text;
    // semver.parse trims, and takes a leading `=`.
    if (!/^\d\S*$/.test(bare))
        return undefined;
    const parsed = semver__WEBPACK_IMPORTED_MODULE_0__.parse(bare);
    if (parsed === null)
        return undefined;
    return {
        major: parsed.major,
        minor: parsed.minor,
        patch: parsed.patch,
        text: parsed.version,
        prerelease: parsed.prerelease.length > 0,
        build: parsed.build.length > 0 ? parsed.build.join('.') : undefined,
        prefixed,
    };
}
/** Order by semver precedence: negative where `a` is older. */
function compareVersions(a, b) {
    return semver__WEBPACK_IMPORTED_MODULE_0__.compare(a.text, b.text);
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
    const entries = content.manifests.filter((entry) => !(0,_domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .isAttestation */ .H3)(entry));
    const platforms = entries.flatMap(({ platform }) => (platform === undefined ? [] : [platform]));
    const attested = entries.length > 0 && entries.every((entry) => isAttested(entry, content));
    const told = content.annotations[REVISION] !== undefined;
    const marks = told
        ? content.annotations
        : { ...(await marksOf(registry, image, entries[0])), ...content.annotations };
    return { digest, platforms, attested, ...read(marks) };
}
function read(marks) {
    return { marks, revision: marks[REVISION], version: marks[VERSION] };
}
function isAttested(entry, { manifests }) {
    return manifests.some((other) => (0,_domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .isAttestation */ .H3)(other) && other.annotations['vnd.docker.reference.digest'] === entry.digest);
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
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   _S: () => (/* binding */ stableReleases),
/* harmony export */   cA: () => (/* binding */ lineOf),
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

/***/ 8897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
    const suffix = typeof json.suffix === 'string' && json.suffix.length <= 128 ? json.suffix : undefined;
    if (suffix === undefined || !lines || commit === undefined || (json.digest !== undefined && !digest))
        return undefined;
    if ('fault' in image || !platforms || !tags || !fixed || !smoke)
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

/***/ 1994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bu: () => (/* binding */ parseState),
/* harmony export */   P6: () => (/* binding */ eachWritten),
/* harmony export */   lN: () => (/* binding */ formatState),
/* harmony export */   om: () => (/* binding */ newState),
/* harmony export */   qR: () => (/* binding */ containerLabel),
/* harmony export */   qU: () => (/* binding */ environmentFile),
/* harmony export */   qm: () => (/* binding */ privateFolder)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2024);
/* harmony import */ var _published_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8897);



/** A fresh state. */
function newState(id, folder) {
    return {
        ...{ id, folder, builder: undefined, images: [] },
        ...{ published: undefined, moving: undefined, journal: [], earlier: [], finished: false },
    };
}
/** The state once for each image that was written to, the newest first: each is to be taken back by itself. */
function eachWritten(state) {
    return [state, ...state.earlier.toReversed().map((one) => ({ ...state, ...one }))];
}
const ID = /^[0-9a-f]{12}$/;
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
    const journal = (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJournal */ .z8)(json.journal);
    const earlier = parseEarlier(json.earlier);
    const moving = typeof json.moving === 'string' ? (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseImageName */ ["if"])(json.moving) : undefined;
    if (journal === undefined || earlier === undefined)
        return undefined;
    if (json.moving !== undefined && moving === undefined)
        return undefined;
    if (moving !== undefined && 'fault' in moving)
        return undefined;
    const made = { builder: builder, images: names };
    return { id, folder, ...made, published: what, moving, journal, earlier, finished: finished === true };
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


/***/ })

};
