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
const verifyRows = {
    image: {
        ...identity/* identityRows */.Kv.image,
        description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
    },
    reference: (0,row/* withDefault */.IQ)('reference', 'latest', reference, 'Tag or digest of the image to look at.'),
    digest: (0,row/* optional */.lq)('digest', digest, 'Digest that `reference` has to be, such as the output of a publish.'),
    platforms: (0,row/* optional */.lq)('platforms', build/* buildRows */.k.platforms.parse, 'Platforms that the image has to have, no more and no fewer, by comma or line. Default: whatever is there.'),
    attestations: (0,row/* withDefault */.IQ)('attestations', 'auto', (0,parsers/* autoOr */.XO)(parsers/* flag */.Jt), 'Whether every platform has to have attestations (SBOM, provenance): `auto` where one has them, `true`, `false`.'),
};
/** The table of all inputs of the verify action. */
const VERIFY_TABLE = {
    verify: verifyRows,
    smoke: trial/* trialRows */.s,
    registry: {
        ...registry/* registryRows */.V,
        password: {
            ...registry/* registryRows */.V.password,
            description: 'Token or password. The default is sent to the registry of GitHub only; `permissions: packages: read` is enough, and a public package needs none.',
        },
    },
};
/** Parses every input of the verify action. @throws InputError with every fault of every input */
function parseVerifyInputs(get) {
    return (0,table/* parseTable */.M)(VERIFY_TABLE, get, ({ smoke }) => (0,behaviour/* smokeContradictions */.MP)(smoke));
}

// EXTERNAL MODULE: ./lib/plan/smoke.js
var smoke = __webpack_require__(5814);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
;// CONCATENATED MODULE: ./lib/plan/verify.js


/** What is wrong with an image, each in a sentence; empty where it is what is expected. */
function differences(expected, seen) {
    const platforms = seen.platforms.map(({ platform }) => platform);
    const missing = (0,domain_platform/* missingPlatforms */.z3)(expected.platforms ?? [], platforms);
    const extra = expected.platforms === undefined ? [] : (0,domain_platform/* missingPlatforms */.z3)(platforms, expected.platforms);
    const bare = seen.platforms.filter(({ attestations }) => attestations === undefined);
    const some = bare.length < seen.platforms.length;
    const wanted = expected.attestations === true || (expected.attestations === 'auto' && some);
    return [
        ...(expected.digest === undefined || expected.digest === seen.digest
            ? []
            : [`its digest is ${seen.digest}, and not ${expected.digest}`]),
        ...(platforms.length === 0 ? ['it has no platform at all'] : []),
        ...(missing.length === 0 ? [] : [`it lacks ${names(missing)}`]),
        ...(extra.length === 0 ? [] : [`it has ${names(extra)}, which nobody expects`]),
        ...(wanted && bare.length > 0
            ? [`it has no attestations for ${names(bare.map(({ platform }) => platform))}`]
            : []),
    ];
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

// EXTERNAL MODULE: ./lib/report/outcome.js
var report_outcome = __webpack_require__(5102);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/summary.js + 1 modules
var summary = __webpack_require__(1562);
;// CONCATENATED MODULE: ./lib/report/verify.js





/** Every output of the verify action with its description. */
const VERIFY_OUTPUTS = {
    digest: 'Digest of the image, `sha256:…`.',
    reference: '`image@digest`, to pull or deploy exactly what was verified.',
    platforms: 'Platforms that it has, by comma.',
    json: 'All of it as JSON: platforms with digests, sizes, attestations and smoke tests, timings.',
};
/**
 * The outputs of a verification. `json` has the keys `image`, `asked`, `digest`, `reference`, `platforms` (those of a publish, and
 * `attested`) and `timings`.
 */
function verifyOutputs(outcome) {
    const { image, asked, digest, timings } = outcome;
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const platforms = outcome.platforms.map((one) => ({ ...(0,outputs/* platformJson */.Uz)(one), attested: one.attested }));
    return {
        digest,
        reference,
        platforms: outcome.platforms.map(({ platform }) => (0,domain_platform/* formatPlatform */.Bq)(platform)).join(','),
        json: JSON.stringify({ image: (0,domain_reference/* formatImageName */.eS)(image), asked, digest, reference, platforms, timings }),
    };
}
/** The job summary of a verification, in Markdown. */
function summarizeVerify(outcome) {
    const { image, asked, digest } = outcome;
    const attested = outcome.platforms.filter((one) => one.attested).length;
    const attestations = attested === 0
        ? 'No platform has attestations.'
        : `${attested} of ${outcome.platforms.length} platforms have attestations.`;
    const sections = [
        `## Verified ${(0,markdown/* code */.aY)((0,domain_reference/* formatImageName */.eS)(image))}`,
        `${(0,markdown/* code */.aY)(asked)} is ${(0,markdown/* code */.aY)((0,domain_reference/* digestReference */.O9)(image, digest))}`,
        attestations,
        (0,summary/* platforms */.Bn)(outcome.platforms),
    ];
    return `${sections.filter((text) => text !== undefined).join('\n\n')}\n`;
}

// EXTERNAL MODULE: ./lib/steps/builder.js
var builder = __webpack_require__(6848);
// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
// EXTERNAL MODULE: ./lib/steps/inspect.js + 1 modules
var inspect = __webpack_require__(4858);
// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 5 modules
var smoke_smoke = __webpack_require__(5773);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
;// CONCATENATED MODULE: ./lib/operations/verify.js

















/** The verify action: looks at an image as everybody sees it, and starts it on every platform. It never writes. */
async function operate(host) {
    const session = await (0,steps_session/* openSession */.f)(host);
    const inputs = parseVerifyInputs(host.runner.input);
    const { timeout } = inputs.smoke;
    await (0,deadline/* within */.u)(host, timeout, 'The verification', 'Give it more time with timeout:.', () => verify({ host, session, inputs, watch: (0,stopwatch/* startStopwatch */.Q)(host) }));
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
    const smoked = await watch.phase('Smoke test', () => tryAll(run, candidate));
    const outcome = {
        image,
        asked: expected.reference,
        digest: candidate.digest,
        platforms: candidate.platforms.map((one) => ({
            ...(0,report_outcome/* platformOutcome */.wc)(one.platform, one, smoked),
            attested: one.attestations !== undefined,
        })),
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
    const held = await (0,registry_held/* readHeld */.iJ)(host.registry, image, reference);
    if (held === undefined) {
        throw new errors/* VerificationError */.mk({
            found: `${name} does not exist, or may not be seen with these credentials.`,
            remedy: 'Check image: and reference:; a private package needs permissions: packages: read.',
        });
    }
    const expected = { digest, platforms, attestations };
    if (held.platforms.length === 0)
        requireExpected(expected, { digest: held.digest, platforms: [] }, name);
    const candidate = await (0,inspect/* inspect */.N)(host, image, held.digest, held.platforms, { attested: false, exact: true });
    requireExpected(expected, candidate, name);
    host.log.info(`${name} is ${held.digest}`);
    return candidate;
}
function nameOf(image, reference) {
    const digest = (0,domain_digest/* parseDigest */.m)(reference);
    if (digest !== undefined)
        return (0,domain_reference/* digestReference */.O9)(image, digest);
    const tag = (0,domain_reference/* parseTag */.ED)(reference);
    return tag === undefined ? reference : (0,domain_reference/* taggedReference */.CN)(image, tag);
}
async function tryAll({ host, session, inputs }, candidate) {
    const plan = (0,smoke/* planSmoke */.RH)(inputs.smoke);
    if (plan.mode === 'off')
        return [];
    const subjects = (0,inspect/* subjectsOf */.Z)(candidate, false);
    const { image } = candidate;
    await (0,builder/* prepareTrial */.u)(host, session, { image, subjects, emulators: inputs.smoke.binfmtImage });
    return (0,smoke_smoke/* smoke */.Q)(host, session.id, plan, subjects);
}


/***/ }),

/***/ 9969:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ trialRows)
/* harmony export */ });
/* harmony import */ var _behaviour_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9906);
/* harmony import */ var _builder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4270);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5257);




/** How an image that is in the registry already is tried: for the actions that build nothing. */
const trialRows = {
    ..._behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .smokeRows */ .X4,
    // The post step of these actions tries nothing again, so its time is no limit.
    smokeTimeout: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('smoke-timeout', '60s', _parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0, 'Time for one smoke test on one platform.'),
    binfmtImage: {
        ..._builder_js__WEBPACK_IMPORTED_MODULE_1__/* .builderRows */ .J.binfmtImage,
        description: 'Image that installs emulators for the smoke test, where the host lacks a platform. Default: a pinned digest.',
    },
    timeout: _behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .behaviourRows */ .Tn.timeout,
};


/***/ })

};
