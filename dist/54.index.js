export const id = 54;
export const ids = [54];
export const modules = {

/***/ 9054:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/shown.js
var shown = __webpack_require__(4553);
// EXTERNAL MODULE: ./lib/plan/demand.js
var demand = __webpack_require__(9215);
// EXTERNAL MODULE: ./lib/plan/inputs/behaviour.js
var behaviour = __webpack_require__(9906);
// EXTERNAL MODULE: ./lib/plan/inputs/build.js
var build = __webpack_require__(677);
// EXTERNAL MODULE: ./lib/plan/inputs/identity.js
var identity = __webpack_require__(3383);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
// EXTERNAL MODULE: ./lib/plan/inputs/registry.js
var registry = __webpack_require__(9621);
// EXTERNAL MODULE: ./lib/plan/inputs/required.js + 1 modules
var required = __webpack_require__(4461);
// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
// EXTERNAL MODULE: ./lib/plan/inputs/table.js
var table = __webpack_require__(7689);
// EXTERNAL MODULE: ./lib/plan/inputs/trial.js
var trial = __webpack_require__(9969);
;// CONCATENATED MODULE: ./lib/plan/inputs/verify.js











const reference = (text) => {
    const found = (0,domain_digest/* parseDigest */.m)(text) ?? (0,domain_reference/* parseTag */.ED)(text);
    if (found !== undefined)
        return found;
    return new row/* Fault */.vC({
        found: `${(0,parsers/* quote */.hD)(text)} is neither a tag nor a digest.`,
        allowed: 'a tag such as latest or v1.2.3, or a digest such as sha256:… with 64 hex digits',
        remedy: 'The name of the image belongs into image:.',
    });
};
const digest = (text) => (0,domain_digest/* parseDigest */.m)(text) ??
    new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(text)} is not a digest.`, allowed: 'sha256: and 64 hex digits, lower-case' });
const attestations = (text) => {
    if (/^auto$/i.test(text))
        return 'auto';
    const on = (0,parsers/* flag */.Jt)(text);
    if (!(on instanceof row/* Fault */.vC))
        return on;
    const kinds = (0,parsers/* commas */.Rm)((0,parsers/* choice */.Yq)('sbom', 'provenance'))(text);
    if (!(kinds instanceof row/* Fault */.vC) && kinds.length > 0)
        return [...new Set(kinds)];
    return new row/* Fault */.vC({
        found: `${(0,parsers/* quote */.hD)(text)} cannot be used.`,
        allowed: 'auto, true, false, sbom, provenance, or both of these by comma',
    });
};
const verifyRows = {
    image: {
        ...identity/* identityRows */.Kv.image,
        description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
    },
    reference: (0,row/* withDefault */.IQ)('reference', 'latest', reference, 'Tag or digest of the image to look at.'),
    digest: (0,row/* optional */.lq)('digest', digest, 'Digest that `reference` has to be, such as the output of a publish.'),
    platforms: (0,row/* optional */.lq)('platforms', build/* buildRows */.k.platforms.parse, 'Platforms that the image has to have, no more and no fewer, by comma or line. Default: whatever is there.'),
    attestations: (0,row/* withDefault */.IQ)('attestations', 'auto', attestations, 'Attestations that every platform has to have: `sbom`, `provenance` or both by comma; `true` any; `auto` what one of them has; `false` none.'),
};
/** The table of all inputs of the verify action. */
const VERIFY_TABLE = {
    verify: verifyRows,
    signature: required/* requiredRows */.$F,
    smoke: trial/* trialRows */.s,
    registry: {
        ...registry/* registryRows */.V,
        password: {
            ...registry/* registryRows */.V.password,
            description: 'Token or password. The default is sent to the registry of GitHub only; `permissions: packages: read` is enough, and a public package needs none.',
        },
    },
};
/**
 * Parses every input of the verify action.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
function parseVerifyInputs(get, more = []) {
    return (0,table/* parseTable */.M)(VERIFY_TABLE, get, ({ smoke, signature }) => [
        ...(0,required/* requiredContradictions */.GV)(signature),
        ...(0,behaviour/* smokeContradictions */.MP)(smoke),
        ...more,
    ]);
}

// EXTERNAL MODULE: ./lib/plan/smoke.js
var smoke = __webpack_require__(5814);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
// EXTERNAL MODULE: ./lib/domain/attestation.js
var attestation = __webpack_require__(6265);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/plan/attestations.js
var plan_attestations = __webpack_require__(904);
;// CONCATENATED MODULE: ./lib/plan/verify.js




/** What is wrong with an image, each in a sentence; empty where it is what is expected. */
function differences(expected, seen) {
    const platforms = seen.platforms.map(({ platform }) => platform);
    const missing = (0,domain_platform/* missingPlatforms */.z3)(expected.platforms ?? [], platforms);
    const extra = expected.platforms === undefined ? [] : (0,domain_platform/* missingPlatforms */.z3)(platforms, expected.platforms);
    return [
        ...(expected.digest === undefined || expected.digest === seen.digest
            ? []
            : [`its digest is ${seen.digest}, and not ${expected.digest}`]),
        ...(platforms.length === 0 ? ['it has no platform at all'] : []),
        ...(missing.length === 0 ? [] : [`it lacks ${names(missing)}`]),
        ...(extra.length === 0 ? [] : [`it has ${names(extra)}, which nobody expects`]),
        ...notAttested(expected, seen).map((what) => `it has no ${what}`),
    ];
}
/** Attestations that are missing, in words. */
function notAttested({ attestations }, { platforms }) {
    if (attestations === false)
        return [];
    if (attestations === true) {
        const bare = platforms.filter(({ attached }) => attached === undefined || attached.kinds.length === 0);
        const told = bare.map((one) => (0,plan_attestations/* withRefused */.pP)(one, attestation/* ATTESTATION_KINDS */.r1));
        return bare.length === 0 ? [] : [`attestations for ${told.join(', ')}`];
    }
    // What is refused is called so all the same: an image whose only SBOM is another image's has none.
    const some = new Set(platforms.flatMap(({ attached }) => (attached === undefined ? [] : (0,plan_attestations/* claimedKinds */.ho)(attached))));
    return (0,plan_attestations/* describeMissing */.UV)((0,plan_attestations/* missingKinds */.up)(attestations === 'auto' ? [...some] : attestations, platforms));
}
/**
 * Holds an image to what is expected of it.
 * @param reference how people name the image
 * @throws VerificationError with everything that is wrong
 */
function requireExpected(expected, seen, reference) {
    const wrong = differences(expected, seen);
    if (wrong.length === 0)
        return;
    throw new errors/* VerificationError */.mk({
        found: `${reference} is not what is expected: ${wrong.join('; ')}.`,
        remedy: 'If the image is right, change digest:, platforms: or attestations: of this step; if not, roll back or publish a fixed version.',
    });
}
function names(platforms) {
    return platforms.map(domain_platform/* formatPlatform */.Bq).join(', ');
}

// EXTERNAL MODULE: ./lib/report/attached.js
var report_attached = __webpack_require__(5584);
// EXTERNAL MODULE: ./lib/report/diagnosis.js + 4 modules
var diagnosis = __webpack_require__(9568);
// EXTERNAL MODULE: ./lib/report/outcome.js
var report_outcome = __webpack_require__(5102);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/required.js
var report_required = __webpack_require__(8893);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/report/verify.js






/** Every output of the verify action with its description. */
const VERIFY_OUTPUTS = {
    digest: 'Digest of the image, `sha256:…`.',
    reference: '`image@digest`, to pull or deploy exactly what was verified.',
    platforms: 'Platforms that it has, by comma.',
    ...report_required/* SIGNED_OUTPUT */.LW,
    json: 'All of it as JSON: platforms with digests, sizes, attestations and smoke tests, the signature, timings.',
};
/**
 * The outputs of a verification. `json` has the keys `image`, `asked`, `digest`, `reference`, `platforms` (those of a publish, and
 * `attested`), `signature` (`reference`, `signed`, `reason`; null where nobody looked) and `timings`.
 */
function verifyOutputs(outcome) {
    const { image, asked, digest, timings, signature } = outcome;
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const platforms = outcome.platforms.map((one) => ({ ...(0,outputs/* platformJson */.Uz)(one), attested: isAttested(one) }));
    return {
        digest,
        reference,
        platforms: outcome.platforms.map(({ platform }) => (0,domain_platform/* formatPlatform */.Bq)(platform)).join(','),
        signed: (0,report_required/* signedOutput */.SG)(looked(outcome)),
        json: JSON.stringify({
            ...{ image: (0,domain_reference/* formatImageName */.eS)(image), asked, digest, reference, platforms },
            ...{ signature: signature ?? null, timings },
        }),
    };
}
function looked({ signature }) {
    return signature === undefined ? [] : [signature];
}
function isAttested({ attached }) {
    return attached !== undefined && attached.kinds.length > 0;
}
/** The job summary of a verification, in Markdown. */
function summarizeVerify(outcome) {
    const { image, asked, digest } = outcome;
    const attested = outcome.platforms.filter(isAttested).length;
    const attestations = attested === 0
        ? 'No platform has attestations.'
        : `${attested} of ${outcome.platforms.length} platforms have attestations.`;
    const sections = [
        `## Verified ${(0,markdown/* code */.aY)((0,domain_reference/* formatImageName */.eS)(image))}`,
        `${(0,markdown/* code */.aY)(asked)} is ${(0,markdown/* code */.aY)((0,domain_reference/* digestReference */.O9)(image, digest))}`,
        attestations,
        (0,report_required/* signedSummary */.ZH)(looked(outcome)),
        (0,summary/* platforms */.Bn)(outcome.platforms),
    ];
    return `${sections.filter((text) => text !== undefined).join('\n\n')}\n`;
}

// EXTERNAL MODULE: ./lib/steps/builder/trial.js
var builder_trial = __webpack_require__(5303);
// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
// EXTERNAL MODULE: ./lib/steps/gather/required.js
var gather_required = __webpack_require__(7206);
// EXTERNAL MODULE: ./lib/steps/inspect.js + 4 modules
var inspect = __webpack_require__(7832);
// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/sign/required.js + 1 modules
var sign_required = __webpack_require__(9448);
// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 4 modules
var smoke_smoke = __webpack_require__(5488);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
;// CONCATENATED MODULE: ./lib/operations/verify.js























/** The verify action: looks at an image as everybody sees it, and starts it on every platform. It never writes. */
async function operate(host) {
    const session = await (0,steps_session/* openSession */.f)(host);
    const { facts, faults } = await (0,gather_required/* lookAtRequired */.m)(host, session.folder);
    const inputs = parseVerifyInputs(host.runner.input, faults);
    const requirement = (0,demand/* planRequired */.l)(inputs.signature, facts, host.runner.context);
    const { timeout } = inputs.smoke;
    await (0,deadline/* within */.u)(host, timeout, 'The verification', 'Give it more time with timeout:.', () => verify({ host, session, inputs, requirement, watch: (0,stopwatch/* startStopwatch */.Q)(host) }));
}
async function verify(run) {
    const { host, session, inputs, watch } = run;
    const { registry, verify: expected } = inputs;
    const reader = (0,target/* planReader */.ZU)({ image: expected.image, registry }, host.runner.context);
    for (const notice of reader.notices)
        host.log.notice(notice);
    await (0,login/* login */.i)(host, reader, session.folder);
    const { image } = reader;
    const candidate = await watch.phase('Inspect', () => look(run, image));
    const signature = await checkSignature(run, candidate);
    const smoked = await watch.phase('Smoke test', () => tryAll(run, candidate));
    const outcome = {
        image,
        asked: expected.reference,
        digest: candidate.digest,
        platforms: candidate.platforms.map((one) => (0,report_outcome/* platformOutcome */.wc)(one.platform, one, smoked)),
        signature,
        timings: watch.timings(),
    };
    for (const [name, value] of Object.entries(verifyOutputs(outcome)))
        host.runner.setOutput(name, value);
    await host.runner.summary(summarizeVerify(outcome));
}
/** Reads the image and holds it to what is expected. From here on only its digest counts: a tag may move meanwhile. */
async function look({ host, inputs }, image) {
    const { reference, digest, platforms, attestations } = inputs.verify;
    const name = nameOf(image, reference);
    // A tag may have been written a moment ago, by the job before this one.
    const held = await (0,shown/* shown */.S)(host.clock, () => (0,registry_held/* readHeld */.iJ)(host.registry, image, reference), (one) => one !== undefined && (digest === undefined || one.digest === digest || one.digest === reference));
    if (held === undefined) {
        throw new errors/* VerificationError */.mk({
            found: `${name} does not exist, or may not be seen with these credentials.`,
            remedy: 'Check image: and reference:; a private package needs permissions: packages: read.',
        });
    }
    const expected = { digest, platforms, attestations };
    if (held.platforms.length === 0)
        requireExpected(expected, { digest: held.digest, platforms: [] }, name);
    const how = { attested: false, exact: true, statements: true };
    const candidate = await (0,inspect/* inspect */.N)(host, image, held.digest, held.platforms, how);
    requireExpected(expected, candidate, name);
    host.log.info(`${name} is ${held.digest}`);
    for (const { platform, attached } of candidate.platforms)
        if (attached !== undefined)
            host.log.info((0,report_attached/* attachedWords */.gK)(platform, attached));
    return candidate;
}
function nameOf(image, reference) {
    const digest = (0,domain_digest/* parseDigest */.m)(reference);
    if (digest !== undefined)
        return (0,domain_reference/* digestReference */.O9)(image, digest);
    const tag = (0,domain_reference/* parseTag */.ED)(reference);
    return tag === undefined ? reference : (0,domain_reference/* taggedReference */.CN)(image, tag);
}
/** Before anything of the image is executed. Undefined where nobody looks. */
async function checkSignature({ host, session, requirement, watch }, { image, digest }) {
    if (requirement.kind === 'off')
        return undefined;
    return watch.phase('Check the signature', () => (0,sign_required/* requireSignature */.M)(host, image, digest, requirement, session.folder));
}
async function tryAll({ host, session, inputs }, candidate) {
    const plan = (0,smoke/* planSmoke */.RH)(inputs.smoke);
    if (plan.mode === 'off')
        return [];
    const subjects = (0,inspect/* subjectsOf */.Z)(candidate, false);
    const { image } = candidate;
    const trial = { image, subjects, emulators: inputs.smoke.binfmtImage };
    await (0,builder_trial/* prepareTrial */.u)(host, session, trial).catch(diagnosis/* failWithCause */.SO);
    return (0,smoke_smoke/* smoke */.Q)(host, session.id, plan, subjects);
}


/***/ }),

/***/ 904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JN: () => (/* binding */ requireKinds),
/* harmony export */   UV: () => (/* binding */ describeMissing),
/* harmony export */   ho: () => (/* binding */ claimedKinds),
/* harmony export */   pP: () => (/* binding */ withRefused),
/* harmony export */   up: () => (/* binding */ missingKinds)
/* harmony export */ });
/* harmony import */ var _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6265);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7737);



/** Kinds of attestations that some platforms lack, each with those platforms. What is refused counts as missing. */
function missingKinds(kinds, platforms) {
    const lacking = kinds.map((kind) => {
        const without = platforms.filter(({ attached }) => !attached?.kinds.includes(kind));
        return [kind, without];
    });
    return new Map(lacking.filter(([, without]) => without.length > 0));
}
/** What is missing, in words: `SBOM for linux/arm64`, and what is there instead. */
function describeMissing(missing) {
    return [...missing].map(([kind, platforms]) => `${_domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]} for ${platforms.map((one) => withRefused(one, [kind])).join(', ')}`);
}
/** A platform, with what is attached to it as one of the kinds and is none. */
function withRefused({ platform, attached }, kinds) {
    const reasons = (attached?.refused ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ why }) => why);
    const told = [...new Set(reasons)].slice(0, MOST_REASONS).join('; ');
    return (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlatform */ .Bq)(platform) + (told === '' ? '' : ` (what is attached as one ${told})`);
}
const MOST_REASONS = 3;
/** The kinds that something attached is called, whether it counts or not. */
function claimedKinds({ kinds, refused }) {
    return [...kinds, ...refused.map(({ kind }) => kind)];
}
/** Holds an image to the attestations that were asked for. @throws VerificationError that names what is missing where */
function requireKinds(asked, platforms) {
    const missing = missingKinds(asked, platforms);
    if (missing.size === 0)
        return;
    const isRefused = [...missing].some(([kind, without]) => without.some(({ attached }) => attached?.refused.some((one) => one.kind === kind)));
    const cause = isRefused
        ? 'The builder, the SBOM scanner or whoever else writes to this image attached something else'
        : 'The builder or the SBOM scanner left it out';
    const off = [...missing.keys()].map((kind) => `${kind}: false`).join(' and ');
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .VerificationError */ .mk({
        found: `The pushed image has no ${describeMissing(missing).join(' and no ')}.`,
        allowed: `${asked.map((kind) => _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]).join(' and ')} for every platform`,
        remedy: `${cause}: use a newer BuildKit or another scanner, or write ${off}.`,
    }, { proves: 'image' });
}


/***/ }),

/***/ 9215:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ planRequired)
/* harmony export */ });
/* harmony import */ var _token_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7866);

/** Plans which signatures are looked at, and by whom they have to be. */
function planRequired(inputs, facts, context) {
    const { requireSignature, certificateIdentity, certificateIdentityRegexp } = inputs;
    const { certificateOidcIssuer, certificateRepository } = inputs;
    if (requireSignature === false)
        return { kind: 'off' };
    const { publicKey, trustedRoot } = facts;
    const must = requireSignature === true;
    if (publicKey !== undefined) {
        const check = {
            signer: { kind: 'key', publicKey },
            unlogged: trustedRoot === undefined,
            trustedRoot,
        };
        return { kind: 'look', must, stated: true, check, by: 'by cosign-public-key' };
    }
    const stated = [
        certificateIdentity,
        certificateIdentityRegexp,
        certificateOidcIssuer,
        certificateRepository,
    ].some((one) => one !== undefined);
    const check = { signer: signerOf(inputs, context), unlogged: false, trustedRoot };
    return { kind: 'look', must, stated, check, by: wordsFor(inputs, context) };
}
/** Whoever is not named is any workflow of this repository. */
function signerOf(inputs, context) {
    const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs;
    const issuer = inputs.certificateOidcIssuer ?? issuerOf(context);
    const named = exact !== undefined ? { exact } : regexp !== undefined ? { regexp } : undefined;
    if (named === undefined) {
        const identity = { regexp: anyWorkflow(context) };
        return { kind: 'keyless', identity, issuer, repository: certificateRepository ?? context.repository };
    }
    const from = certificateRepository === undefined ? {} : { repository: certificateRepository };
    return { kind: 'keyless', identity: named, issuer, ...from };
}
/**
 * Any workflow file of a server, on a branch, a tag or a commit, as a reusable one is called. What a pull request has built, nobody has reviewed
 * yet; only its own run believes it.
 */
function anyWorkflow({ serverUrl, ref }) {
    const own = /^refs\/pull\/\d+\/(?:merge|head)$/.test(ref) ? `|${ref}` : '';
    return `^${literally(serverUrl)}/.+@(?:refs/(?:heads|tags)/.+|[0-9a-f]{40}${own})$`;
}
/** A text in an expression of RE2. */
function literally(text) {
    return text.replace(/[^\w/:-]/g, '\\$&');
}
function wordsFor(inputs, context) {
    const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs;
    const run = certificateRepository === undefined ? '' : ` in a run of ${certificateRepository}`;
    if (exact !== undefined)
        return `by ${exact}${run}`;
    if (regexp !== undefined)
        return `by one who matches ${regexp}${run}`;
    return `by a workflow of ${certificateRepository ?? context.repository}`;
}
/**
 * Who issues the tokens of a server's jobs: GitHub, which an enterprise can have name itself in a path of its own; a server of GitHub Enterprise
 * Cloud with data residency; or one of GitHub Enterprise Server (GitHub docs, "OpenID Connect reference").
 */
function issuerOf({ serverUrl }) {
    if (serverUrl === _token_js__WEBPACK_IMPORTED_MODULE_0__/* .GITHUB */ .U0)
        return { regexp: `^${literally('https://token.actions.githubusercontent.com')}(?:/[\\w.-]+)?$` };
    const resident = /^https:\/\/([a-z0-9-]+\.ghe\.com)$/.exec(serverUrl)?.[1];
    return resident === undefined ? `${serverUrl}/_services/token` : `https://token.actions.${resident}`;
}


/***/ }),

/***/ 677:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ buildRows)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);



/** Only Linux: neither BuildKit on Linux nor its emulators run the steps of another system. */
const platform = (text) => {
    const found = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePlatform */ .Y8)(text);
    if (found?.os === 'linux')
        return found;
    const what = found === undefined ? 'is not a known platform' : 'cannot be built: only linux can';
    return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} ${what}.`,
        allowed: `for example ${_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMON_PLATFORMS */ .pf.join(', ')}`,
    });
};
/** Platforms without repetitions, in the order written. */
const platforms = (text) => {
    const found = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)(platform)(text);
    if (found instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC)
        return found;
    if (found.length === 0)
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it names no platform.', allowed: 'linux/amd64,linux/arm64' });
    return [...new Map(found.map((one) => [(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(one), one])).values()];
};
/** A path inside the workspace. Whether it exists, and where links lead, is seen later, on the disk. */
const path = (text) => {
    const value = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(text);
    if (value instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC)
        return value;
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || value.startsWith('git@')) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} is a remote context.`,
            allowed: 'a folder of the workspace',
            remedy: 'Check the repository out with actions/checkout, so that what is published is what was checked out.',
        });
    }
    return value;
};
const variable = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const key = /^[A-Za-z0-9][A-Za-z0-9._/:-]*$/;
const sbom = (text) => {
    const generator = /^generator=([A-Za-z0-9][A-Za-z0-9._/:@-]*)$/.exec(text)?.[1];
    if (generator !== undefined)
        return { generator };
    const on = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt)(text);
    if (on instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} cannot be used.`,
            allowed: 'true, false, generator=<scanner image>',
        });
    }
    return on ? { generator: undefined } : false;
};
const provenance = (text) => {
    const value = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('false', 'min', 'max')(text);
    return value === 'false' ? false : value;
};
/** What is built, from what, and how. */
const buildRows = {
    platforms: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('platforms', 'linux/amd64,linux/arm64', platforms, 'Platforms to build, by comma or line; short names such as `arm64` are understood.'),
    context: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('context', '.', path, 'Folder of the workspace that is the build context.'),
    file: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('file', path, 'Dockerfile, relative to the workspace. Default: `Dockerfile` of the context, else `Dockerfile.example`.'),
    target: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('target', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'the name of a stage'), 'Stage to build.'),
    buildArgs: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('build-args', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(variable, 'NAME=value')), 'Build arguments, `NAME=value` by line.'),
    buildContexts: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('build-contexts', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, 'name=path or name=docker-image://…', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .ONE_LINE */ .St)), 'Named contexts, `name=path`, `name=docker-image://…` or `name=oci-layout://…` by line.'),
    secrets: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secrets', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=value')), 'Build secrets, `id=value` by line; mounted, never in the image.'),
    secretEnvs: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secret-envs', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=NAME of an environment variable', /^[A-Za-z_][A-Za-z0-9_]*$/)), 'Build secrets from the environment, `id=NAME` by line.'),
    secretFiles: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secret-files', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=path', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .ONE_LINE */ .St)), 'Build secrets from files, `id=path` by line.'),
    ssh: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('ssh', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:=[^\s",]+)?$/, 'default, or id=path')), 'SSH agent sockets or keys for the build, `default` or `id=path` by line.'),
    labels: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('labels', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(key, 'name=value')), 'More image labels, `name=value` by line; they win over the automatic ones.'),
    annotations: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('annotations', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(key, 'name=value')), 'More annotations, `name=value` by line, on every manifest and the index; `manifest:` or `index:` before a name chooses one.'),
    addHosts: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('add-hosts', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9.-]*[:=][0-9A-Fa-f.:]+$|^[A-Za-z0-9][A-Za-z0-9.-]*:host-gateway$/, 'host:ip')), 'Host names for the build, `host:ip` by comma or line.'),
    allow: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('allow', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^(?:network\.host|security\.insecure|device(?:=[A-Za-z0-9._/=-]+)?)$/, 'network.host, security.insecure, device')), 'Entitlements that the build may use: `network.host`, `security.insecure`, `device`. A builder that is made here grants them.'),
    network: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('network', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('default', 'host', 'none'), 'Network of `RUN` steps: `default`, `host` or `none`.'),
    noCache: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('no-cache', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt, 'Build without reading a cache.'),
    noCacheFilters: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('no-cache-filters', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'names of stages')), 'Stages to build without reading a cache.'),
    pull: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('pull', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt, 'Always look for newer base images.'),
    shmSize: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('shm-size', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^\d{1,12}[bkmg]?$/i, '64m, 1g'), 'Size of `/dev/shm` for `RUN` steps, such as `64m`.'),
    ulimit: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('ulimit', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[a-z]+=-?\d+(?::-?\d+)?$/, 'nofile=1024:1024')), 'Limits for `RUN` steps, such as `nofile=1024:1024`.'),
    compression: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('compression', 'gzip', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('gzip', 'zstd', 'estargz', 'uncompressed'), 'Compression of layers: `gzip`, `zstd`, `estargz` or `uncompressed`.'),
    sbom: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('sbom', 'true', sbom, 'Attach a software bill of materials for each platform: `true`, `false`, or `generator=<scanner image>`.'),
    provenance: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('provenance', 'false', provenance, 'Attach build provenance: `false`, `min` or `max`. With `max` build arguments become public.'),
};


/***/ }),

/***/ 8893:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LW: () => (/* binding */ SIGNED_OUTPUT),
/* harmony export */   SG: () => (/* binding */ signedOutput),
/* harmony export */   ZH: () => (/* binding */ signedSummary)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);

/** The output that the actions have which look at signatures. */
const SIGNED_OUTPUT = {
    signed: '`true` where the image is signed by whom it has to be, and that was verified; `false` where it is not; empty where nobody looked.',
};
/** That output; of several images each has to be signed. */
function signedOutput(outcomes) {
    return outcomes.length === 0 ? '' : String(outcomes.every(({ signed }) => signed));
}
/** Each image in a sentence of a summary, in Markdown; undefined where nobody looked. */
function signedSummary(outcomes) {
    if (outcomes.length === 0)
        return undefined;
    return outcomes
        .map(({ reference, signed, reason }) => signed ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(`${reference} is signed ${reason}; verified.`, 600) : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(reason, 600))
        .join('\n\n');
}


/***/ }),

/***/ 5303:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ prepareTrial)
/* harmony export */ });
/* harmony import */ var _domain_engine_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6868);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7495);
/* harmony import */ var _plan_floors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4291);
/* harmony import */ var _emulators_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6183);





/**
 * Readies the engine to try images of the registry: installs the emulators that its host lacks, and notes what will be pulled and
 * was not there before, so that post removes it.
 * @throws PolicyError where there is no engine, or one below the floor
 */
async function prepareTrial(host, session, trial) {
    const [described, builders, local] = await Promise.all([
        host.engine.describe(),
        host.buildx.builders().catch(() => []),
        host.engine.imagesOf((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(trial.image)).catch(() => undefined),
    ]);
    const engine = (0,_plan_floors_js__WEBPACK_IMPORTED_MODULE_3__/* .requireEngine */ .Wp)(described);
    const references = trial.subjects.map(({ reference }) => reference);
    const pulled = (0,_domain_engine_js__WEBPACK_IMPORTED_MODULE_0__/* .broughtIn */ .V)(references, local);
    session.keep({ images: [...session.state.images, ...pulled] });
    const platforms = trial.subjects.map(({ platform }) => platform);
    const facts = { engine, builders, hosted: host.runner.context.hosted };
    const plan = (0,_plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__/* .planTrialEmulators */ .M4)(platforms, facts, trial.emulators);
    if (plan !== undefined)
        await (0,_emulators_js__WEBPACK_IMPORTED_MODULE_4__/* .installEmulators */ .e)(host, session, plan);
}


/***/ }),

/***/ 7206:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ lookAtRequired)
/* harmony export */ });
/* harmony import */ var _plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4461);
/* harmony import */ var _plan_inputs_row_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5257);
/* harmony import */ var _plan_signed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7739);
/* harmony import */ var _signing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3776);




/**
 * Looks at the key and the file that the inputs name, before anything else is asked. What is wrong with the inputs themselves is left to
 * whoever parses all of them.
 * @param folder the private folder of this run
 */
async function lookAtRequired(host, folder) {
    const inputs = (0,_plan_inputs_row_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRows */ .ti)(_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .requiredRows */ .$F, host.runner.input, []);
    const { requireSignature, cosignPublicKey, sigstoreTrustedRoot } = inputs;
    if (requireSignature === false)
        return { facts: {}, faults: [] };
    const own = (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_1__/* .sigstoreFiles */ .KF)(folder).trustedRoot;
    const [key, faults] = await Promise.all([
        readPublicKey(host, cosignPublicKey),
        (0,_signing_js__WEBPACK_IMPORTED_MODULE_2__/* .copySigstoreFile */ .G)(host, 'sigstore-trusted-root', sigstoreTrustedRoot, own),
    ]);
    const trustedRoot = sigstoreTrustedRoot === undefined ? undefined : own;
    return { facts: { publicKey: key.publicKey, trustedRoot }, faults: [...key.faults, ...faults] };
}
const KEY_LIMIT = 64 * 1024;
async function readPublicKey(host, input) {
    if (input === undefined)
        return { faults: [] };
    const wrong = (fault) => ({ faults: [{ input: 'cosign-public-key', ...fault }] });
    if (input.kind === 'pem')
        return { publicKey: input.pem, faults: [] };
    if (input.kind === 'variable') {
        const text = host.runner.environment(input.name);
        if (text !== undefined)
            return judge(text);
        return wrong({
            found: `the variable ${input.name} is not set.`,
            remedy: 'Set it in env: of this step.',
        });
    }
    const { path } = input;
    const { workspace } = host.runner.context;
    const text = await host.files.read(path.startsWith('/') ? path : `${workspace}/${path}`, KEY_LIMIT);
    if (text !== undefined)
        return judge(text);
    return wrong({
        found: `'${path}' is not a file that can be read.`,
        allowed: 'a file relative to the workspace, the text of a public key, or env://NAME',
        remedy: 'A file of the repository is there after a checkout.',
    });
    function judge(text) {
        const publicKey = (0,_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePublicKey */ .ee)(text);
        return publicKey === undefined ? wrong(_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .NO_PUBLIC_KEY */ .U_) : { publicKey, faults: [] };
    }
}


/***/ }),

/***/ 9448:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ requireCopied),
  M: () => (/* binding */ requireSignature)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
;// CONCATENATED MODULE: ./lib/plan/required.js

/** Whether an image is one of the repository that the job runs in, by its name. */
function isOwnImage({ registry, repository }, context) {
    if ((0,target/* gitHubServer */.fF)(registry, context.serverUrl) !== context.serverUrl)
        return false;
    const own = context.repository.toLowerCase();
    return repository === own || repository.startsWith(`${own}/`);
}
/** Whether every signature is by a key, and the inputs name neither that nor anybody else. */
function isByUnknownKey({ stated }, { signatures, byKey, complete }) {
    return !stated && complete && signatures > 0 && byKey === signatures;
}
/** Whether cosign has read no signature that is there: of an image with any bundle it opens bundles only (sigstore/cosign, cli/verify/verify.go). */
function isUnread({ signatures, older, others }, why) {
    return older > 0 && older === signatures && others > 0 && BUNDLES_ONLY.test(why);
}
/** What is said where bundles were opened, and none of them is a signature of his. */
const BUNDLES_ONLY = /attestations|is no signature of this image/;
/**
 * Decides. Where no signature has to be there, three things are none of this run's business: who signed somebody else's image, and by which key,
 * where the inputs do not say who should have; and a signature that cosign does not read.
 */
function decide(demand, { reference, own, verdict, seen }) {
    const { must, stated, by } = demand;
    if (verdict.kind === 'signed')
        return { kind: 'signed' };
    const why = sentence(verdict.why);
    if (verdict.kind === 'unknown') {
        const found = `Whether ${reference} is signed ${by} could not be found out: ${why}`;
        const remedy = `Run the job again; to go on without an answer, write require-signature: false.${hint(demand)}`;
        return { kind: 'unknown', trouble: { found, remedy } };
    }
    if (verdict.kind === 'unsigned') {
        const found = `${reference} is not signed: ${why}`;
        if (!must)
            return {
                kind: 'notice',
                trouble: { found, remedy: 'To demand a signature, write require-signature: true.' },
            };
        const remedy = 'Take an image that is signed, or publish this one again with sign: keyless or sign: key; to do without, write require-signature: auto.';
        return { kind: 'refused', trouble: { found, remedy } };
    }
    if (seen !== undefined && isByUnknownKey(demand, seen)) {
        const found = `${reference} is signed by a key, and nobody has given it to check that.`;
        const remedy = 'Write cosign-public-key: with the public key.';
        return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } };
    }
    if (seen !== undefined && isUnread(seen, why)) {
        const found = `${reference} has a signature in cosign's older format, and cosign does not read that beside other attestations.`;
        const remedy = 'Sign it again with cosign 3, or write require-signature: false.';
        return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } };
    }
    const found = `${reference} has a signature, and is not signed ${by}: ${why}`;
    if (must || stated || own) {
        const remedy = `Do not use this image before you know who signed it; if that is right, write ${rightly(demand)} for him.${hint(demand)}`;
        return { kind: 'refused', trouble: { found, remedy } };
    }
    const remedy = 'Write certificate-identity: or cosign-public-key: with who should have signed it, or require-signature: false.';
    return { kind: 'warning', trouble: { found, remedy } };
}
/** One's own Sigstore is believed by nobody who was not told of it. */
function hint({ check: { signer, trustedRoot } }) {
    if (signer.kind === 'key' || trustedRoot !== undefined)
        return '';
    return ' A signature by a Sigstore of your own needs sigstore-trusted-root:.';
}
function rightly({ check: { signer } }) {
    if (signer.kind === 'key')
        return 'cosign-public-key:';
    return 'certificate-identity: or certificate-identity-regexp: (and certificate-github-workflow-repository:, as where this repository had another name then)';
}
function sentence(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}

// EXTERNAL MODULE: ./lib/plan/verdict.js
var plan_verdict = __webpack_require__(2742);
// EXTERNAL MODULE: ./lib/steps/sign/check.js
var check = __webpack_require__(2457);
// EXTERNAL MODULE: ./lib/steps/sign/found.js
var found = __webpack_require__(8013);
// EXTERNAL MODULE: ./lib/steps/sign/read.js
var read = __webpack_require__(81);
;// CONCATENATED MODULE: ./lib/steps/sign/required.js







/**
 * Holds a published image to the signature that it has to have, before anything of it is executed or copied.
 * @param folder the private folder of this run
 * @throws VerificationError where it is not signed as it has to be, CommandError where nobody can say or no cosign is to be had
 */
async function requireSignature(host, image, digest, demand, folder) {
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const { verdict, attached } = await look(host, image, digest, demand, folder).catch(asUnknown);
    const own = isOwnImage(image, host.runner.context);
    const decision = decide(demand, { reference, own, verdict, seen: attached });
    if (decision.kind === 'signed') {
        host.log.info(`${reference} is signed ${demand.by}.`);
        return { reference, signed: true, reason: demand.by };
    }
    const { kind, trouble } = decision;
    if (kind === 'unknown')
        throw new errors/* CommandError */.Qd(trouble);
    if (kind === 'refused')
        throw new errors/* VerificationError */.mk(trouble);
    host.log[kind]((0,errors/* describe */.q0)(trouble));
    return { reference, signed: false, reason: trouble.found };
}
/** Where a signature may be absent, our own read comes first: cosign may have to be downloaded, and where nobody signed it has nothing to say. */
async function look(host, image, digest, demand, folder) {
    if (demand.must) {
        await prepare(host, folder);
        return (0,check/* checkExpected */.vi)(host, image, digest, demand.check);
    }
    const attached = await (0,read/* readAttached */.P)(host, image, digest);
    const verdict = (0,plan_verdict/* judgeSeen */.D6)(attached);
    if (verdict !== undefined)
        return { verdict, attached };
    if (isByUnknownKey(demand, attached))
        return { verdict: { kind: 'wrong', why: 'it is by a key' }, attached };
    await prepare(host, folder);
    return (0,check/* check */.z6)(host, image, digest, demand.check);
}
async function prepare(host, folder) {
    const { version, origin, passedOver } = await host.cosign.prepare(folder);
    if (passedOver !== undefined)
        host.log.notice(passedOver);
    host.log.info(`cosign ${version}${origin === 'path' ? ' of this runner' : ''}`);
}
/** A registry that does not answer, or refuses to, proves nothing. */
function asUnknown(error) {
    if (!(error instanceof errors/* RegistryError */.gl))
        throw error;
    return { verdict: { kind: 'unknown', why: error.message }, attached: undefined };
}
/**
 * Holds a copy to the signature that its source has; cosign is prepared by the check of that.
 * @throws VerificationError where it is not signed, CommandError or RegistryError where nobody can say
 */
async function requireCopied(host, image, digest, demand) {
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const { verdict } = await (0,check/* checkExpected */.vi)(host, image, digest, demand.check);
    if (verdict.kind === 'unknown')
        throw (0,found/* unverified */.Q)(reference, verdict.why);
    if (verdict.kind === 'signed')
        return host.log.info(`${reference} is signed ${demand.by}.`);
    throw new errors/* VerificationError */.mk({
        found: `The source is signed ${demand.by}, and its copy ${reference} is not: ${verdict.why}.`,
        remedy: 'Look at what else writes to this package, and run the job again: it copies what is missing.',
    });
}


/***/ })

};
