export const id = 154;
export const ids = [154];
export const modules = {

/***/ 5519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ keepListed)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _domain_referrers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6272);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9144);




/** A write of another run at the same time can take a list back; it is written again until it holds. */
const LISTED_WITHIN = 20_000;
/**
 * Makes the registry list what refers to a manifest; a registry with the API lists it by itself.
 * @returns what is listed in the end
 * @throws VerificationError where the list does not hold
 */
async function keepListed(host, to, subject, referrers) {
    const done = await (0,_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .eventually */ .u4)(host.clock, LISTED_WITHIN, async () => {
        const listed = await host.registry.referrers(to, subject);
        const names = new Set(listed.map(({ digest }) => digest));
        if (referrers.every(({ digest }) => names.has(digest)))
            return listed;
        await writeList(host, to, subject, referrers);
        return undefined;
    });
    if (done !== undefined)
        return done;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({
        found: `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(to)}: the registry does not list what refers to ${subject} after ${LISTED_WITHIN / 1000} s.`,
        remedy: 'Run the job again; if it stays so, the registry keeps no signatures.',
    });
}
async function writeList(host, to, subject, referrers) {
    const tag = (0,_domain_referrers_js__WEBPACK_IMPORTED_MODULE_2__/* .fallbackTag */ .fH)(subject);
    const now = await host.registry.manifest(to, tag);
    const listed = now?.content.kind === 'index' ? now.content.manifests : [];
    const next = (0,_domain_referrers_js__WEBPACK_IMPORTED_MODULE_2__/* .withReferrers */ .tv)(listed, referrers);
    if (next !== undefined)
        await host.registry.putManifest(to, tag, next.mediaType, Buffer.from(next.text));
}


/***/ }),

/***/ 154:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/plan/journal.js
var plan_journal = __webpack_require__(2024);
// EXTERNAL MODULE: ./lib/plan/state.js
var plan_state = __webpack_require__(1994);
// EXTERNAL MODULE: ./lib/plan/undone.js
var undone = __webpack_require__(1232);
// EXTERNAL MODULE: ./lib/report/undone.js
var report_undone = __webpack_require__(5951);
;// CONCATENATED MODULE: ./lib/steps/cleanup.js

/**
 * Removes what this step made in the engine: containers, builder, images. Each is
 * tried whatever became of the others; what is already gone is fine. Nothing else of the job is touched.
 * @returns what could not be removed, in words
 */
async function cleanUp(host, state) {
    const troubles = [];
    const attempt = async (what, action) => {
        try {
            await action();
        }
        catch (error) {
            troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        }
    };
    await attempt('containers', async () => {
        const label = (0,plan_state/* containerLabel */.qR)(state.id);
        // Where no engine answers and nothing was made there, nothing is left there.
        const made = state.builder !== undefined || state.images.length > 0;
        const listed = host.engine.containersOf(label);
        await host.engine.removeContainers(await (made ? listed : listed.catch(() => [])));
    });
    // First the builder: its container holds its image.
    await attempt('builder', async () => {
        if (state.builder !== undefined)
            await host.buildx.remove(state.builder);
    });
    await attempt('images', () => host.engine.removeImages(state.images));
    return troubles;
}

// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
// EXTERNAL MODULE: ./lib/host/buildx.js
var buildx = __webpack_require__(4060);
;// CONCATENATED MODULE: ./lib/steps/pushed.js


/**
 * Completes the state of a main that was killed while a build pushed its tags by itself. Main notes the digest when the builder
 * names it, before anything is pushed; where it was killed earlier, and the build went on all the same, buildx has left the digest
 * in its metadata file. Call it when no child of main is left.
 * @returns the same state where nothing is missing, or where nobody knows
 */
async function learnPushed(host, state) {
    const { published, journal, folder } = state;
    if (published === undefined || published.digest !== undefined)
        return state;
    const metadata = await host.files.read((0,plan_state/* metadataFile */.aB)(folder));
    const digest = metadata === undefined ? undefined : (0,buildx/* builtDigest */.b)(metadata);
    if (digest === undefined)
        return state;
    const known = journal.map((entry) => (entry.after === undefined ? { ...entry, after: digest } : entry));
    return { ...state, published: { ...published, digest }, journal: known };
}

// EXTERNAL MODULE: ./lib/domain/github.js
var github = __webpack_require__(2313);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/plan/payload.js
var plan_payload = __webpack_require__(3981);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 2 modules
var settle = __webpack_require__(9344);
// EXTERNAL MODULE: ./lib/steps/tags/settle-branch.js
var settle_branch = __webpack_require__(8731);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/last.js









/**
 * The last look of a job at the tags that other runs write too: those of its version's lines, and that of its branch.
 * @param since when everything that main wrote was written
 * @throws RegistryError where the registry does not say what is there, or refuses a repair
 */
async function lookLast(host, { published, journal, finished }, since) {
    if (published?.digest === undefined || !finished)
        return;
    await (0,settle/* settleLast */.MM)(host, published, journal, since);
    const { image, commit, branch, digest } = published;
    if (branch === undefined)
        return;
    host.github.use(await tokenOfMain(host, image));
    const { event, payload, workflow, runNumber } = host.runner.context;
    const told = event === 'push' ? (0,github/* parseCommitId */.I)((0,plan_payload/* textAt */.$)(payload, 'before')) : undefined;
    // Of a branch that was just made the event tells zeros.
    const previous = told !== undefined && /[^0]/.test(told) ? told : undefined;
    const publish = { image, tag: branch.tag, branch: branch.name, commit, run: { workflow, runNumber } };
    await settleBranchLast(host, publish, digest, { journal, since, previous });
}
/** Post reads no inputs: the job's token is among the credentials that main left, where it was the password. */
async function tokenOfMain(host, { registry }) {
    const login = await host.credentials.lookup(registry);
    return login !== undefined && 'password' in login && (0,target/* isJobToken */.Pl)(login.password) ? login.password : undefined;
}
/**
 * The last look of a job, in its post step: a run of an older commit may have written after main's last look. It comes when no old
 * answer is possible any more, where the event tells of a push in between, whose run may be under way.
 * @param journal what main wrote
 * @param since when everything that main wrote was written
 * @param previous the commit at which the branch was before this push; undefined where there is none, or the event does not tell
 */
async function settleBranchLast(host, publish, digest, { journal, since, previous }) {
    const { image, tag, commit } = publish;
    const first = journal.find((entry) => entry.tag === tag);
    if (first === undefined)
        return;
    const { before } = first;
    const old = before && (await (0,held/* readHeld */.iJ)(host.registry, image, before));
    // Where the push before this one is not what was there, its run may be under way.
    const between = previous !== undefined && ![commit, previous].includes(old?.revision ?? '');
    if (between)
        await (0,clock/* until */.TG)(host.clock, since + write/* SHOWN_WITHIN */.Q5);
    const writer = (0,write/* createWriter */.u7)(host, image, async () => undefined, journal);
    const { now, there, reason } = await (0,settle_branch/* settleBranch */.c)(host, writer, publish, { digest, before });
    if (there === 'same')
        return;
    host.log.notice(`${(0,domain_reference/* taggedReference */.CN)(image, tag)} stays at ${now ?? 'nothing'}: ${reason}.`);
}

// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 5 modules
var takeback = __webpack_require__(8848);
;// CONCATENATED MODULE: ./lib/steps/checks.js

/** Waits for every check: that the image is bad weighs more than that somebody has moved its tags, whatever is known first. */
async function allChecks(host, checks) {
    const failures = (await Promise.allSettled(checks)).filter((one) => one.status === 'rejected');
    const [first, ...rest] = failures
        .map(({ reason }) => reason)
        .toSorted((a, b) => Number(provesBad(b)) - Number(provesBad(a)));
    if (first === undefined)
        return;
    for (const error of rest)
        host.log.warning(error instanceof Error ? error.message : String(error));
    throw first;
}
function provesBad(error) {
    return error instanceof errors/* VerificationError */.mk && error.proves === 'image';
}

// EXTERNAL MODULE: ./lib/steps/inspect.js + 4 modules
var inspect = __webpack_require__(7832);
;// CONCATENATED MODULE: ./lib/steps/record.js


/**
 * The inspection of record, `docker buildx imagetools inspect`, of the version's own tag.
 * @throws VerificationError where buildx sees another digest than the registry told us
 */
async function inspectOfRecord(host, published) {
    const { image, digest, fixed } = published;
    // Of the tags only those of the version itself: another run may move the others on.
    const [first] = fixed;
    const reference = first === undefined ? (0,domain_reference/* digestReference */.O9)(image, digest) : (0,domain_reference/* taggedReference */.CN)(image, first);
    const inspected = await host.buildx.inspectImage(reference);
    for (const { platform, digest: entry } of inspected.manifests) {
        const name = platform === undefined ? 'unknown' : `${platform.os}/${platform.architecture}`;
        host.log.info(`${name.padEnd(16)} ${entry}`);
    }
    if (inspected.descriptor.digest === digest)
        return;
    const found = `docker buildx imagetools inspect sees ${inspected.descriptor.digest} under ${reference}.`;
    const remedy = 'Something else moved the tag. Run the job again, and give publishing jobs a concurrency group.';
    throw new errors/* VerificationError */.mk({ found, allowed: digest, remedy }, { proves: 'tags' });
}

// EXTERNAL MODULE: ./lib/steps/sign/again.js
var again = __webpack_require__(6057);
// EXTERNAL MODULE: ./lib/steps/sign/root.js
var root = __webpack_require__(2965);
// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 4 modules
var smoke = __webpack_require__(5488);
// EXTERNAL MODULE: ./lib/steps/tags/confirm.js
var tags_confirm = __webpack_require__(7529);
;// CONCATENATED MODULE: ./lib/operations/post/verify.js










/**
 * Looks again at what main published: at its tags, and at the image on every platform. Says so where there is nothing to look at.
 * @throws VerificationError that says what it proves, and RegistryError or CommandError, which prove nothing
 */
async function verify(host, state) {
    const { published, moving, journal, earlier, finished } = state;
    // A rollback and a promotion have read everything back, and leave nothing to look at.
    if (published === undefined && finished)
        return host.log.info('The main step read back every tag that it moved, so there is nothing left to do.');
    const wrote = journal.length > 0 || earlier.length > 0;
    if ((published ?? moving) === undefined || (!finished && !wrote))
        return host.log.info('Nothing was published or moved, so there is nothing to verify or to put back.');
    if (!finished || published === undefined || !isPushed(published)) {
        host.log.info('The main step ended while it moved the tags, so they are put back.');
        return;
    }
    await host.log.group('Verify what was published', () => verifyPublished(host, state, published));
}
function isPushed(published) {
    return published.digest !== undefined;
}
/**
 * The image is looked at beside its tags, not after them: a registry in trouble shows as an error of its own there, where a tag only
 * seems to be absent.
 */
async function verifyPublished(host, state, published) {
    const { image, digest, platforms } = published;
    const [tags, candidate, env] = await Promise.all([
        (0,tags_confirm/* checkPublishedTags */.Q)(host, published),
        (0,inspect/* inspect */.N)(host, image, digest, platforms, { attested: false, exact: false }),
        readEnvironment(host, state),
    ]);
    for (const words of tags.moved)
        host.log.notice(`Another run has moved a tag meanwhile: ${words}.`);
    const subjects = (0,inspect/* subjectsOf */.Z)(candidate, published.inEngine);
    await allChecks(host, [
        tags.wrong.length > 0
            ? Promise.reject(overwritten(tags.wrong, digest))
            : inspectOfRecord(host, published),
        (0,smoke/* smoke */.Q)(host, state.id, { ...published.smoke, env }, subjects, !published.tried),
        verifySignature(host, state, image),
    ]);
}
/** How long the signature may take, and when cosign is ended: what the other checks prove has to be heard in time. */
const SIGNATURE_LIMIT = 45_000;
const COSIGN_LIMIT = 40_000;
/** By what main left in the state alone, and by the files in its private folder. */
async function verifySignature(host, { folder, signed }, image) {
    if (signed === undefined)
        return;
    const until = host.clock.now() + COSIGN_LIMIT;
    const { signer, unlogged, manifests } = signed;
    const trouble = {
        found: `The signature could not be verified: it took more than ${SIGNATURE_LIMIT / 1000} s.`,
        remedy: 'Run the job again.',
    };
    await (0,deadline/* atMost */.T)(SIGNATURE_LIMIT, trouble, async () => {
        const trustedRoot = await (0,root/* sameRoot */.b)(host, folder, signed.trustedRoot);
        await host.cosign.prepare(folder);
        await (0,again/* checkSigned */.J)(host, image, manifests, { signer, unlogged, trustedRoot, until });
    });
}
function overwritten(wrong, digest) {
    const remedy = 'Something else wrote them. Give publishing jobs a concurrency group, and run this one again.';
    return new errors/* VerificationError */.mk({ found: `Tags do not hold what this job published: ${wrong.join('; ')}.`, allowed: digest, remedy }, { proves: 'tags' });
}
/** The values of smoke-env, which are too private for the state. */
async function readEnvironment(host, { folder }) {
    const text = await host.files.read((0,plan_state/* environmentFile */.qU)(folder));
    if (text !== undefined)
        return JSON.parse(text);
    throw new errors/* CommandError */.Qd({
        found: 'The private folder of the main step is gone, so the image cannot be tried again.',
        remedy: 'Do not remove files below RUNNER_TEMP in later steps.',
    });
}

;// CONCATENATED MODULE: ./lib/operations/post/post.js











/** The runner ends a post step that hangs after five minutes, without cleaning up: all of this takes four and a half at most. */
const VERIFICATION_LIMIT = 140_000;
const RESTORE_LIMIT = 60_000;
const CLEANUP_LIMIT = 40_000;
/** The post step: looks again at what was published, as the public sees it, and removes what main made. */
async function operate(host) {
    const text = host.runner.readState();
    if (text === undefined)
        return host.log.info('The main step did not begin, so there is nothing to do.');
    const state = (0,plan_state/* parseState */.Bu)(text, host.runner.context.temp);
    if (state === undefined)
        throw await refused(host, text);
    // What a killed main started would go on and push.
    const left = await host.processes.endOrphans(state.folder);
    if (left > 0)
        host.log.info(`Ended what the main step left running (${left}).`);
    host.credentials.open(state.folder);
    try {
        await checkJournal(host, state);
        await verifyOrTakeBack(host, await learnPushed(host, state));
    }
    finally {
        // What could not be removed fails no publish.
        await (0,deadline/* within */.u)(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () => tidy(host, state)).catch(tell(host));
        // Credentials go in any case, also where the engine hangs.
        await host.files.remove(state.folder);
    }
}
/** What to say of a state that cannot be used. Credentials go in any case: they lie in the private folder. */
async function refused(host, text) {
    const folder = (0,plan_state/* folderOfRefused */.U$)(text, host.runner.context.temp);
    if (folder !== undefined)
        await host.files.remove(folder).catch(tell(host));
    const done = folder === undefined ? 'nothing was verified, put back or removed' : ONLY_REMOVED;
    return new errors/* PolicyError */.pn({
        found: `The state of the main step was changed by another step of the job, so it is not used: ${done}.`,
        remedy: 'Look at the tags of the image, and use rollback where they are not what they should be.',
    });
}
const ONLY_REMOVED = 'nothing was verified or put back, and only the private folder was removed';
async function verifyOrTakeBack(host, state) {
    // Main is over, so everything that it wrote was sent before. Minutes may have gone since, in which other steps ran.
    const since = Math.min(host.clock.now(), state.wroteAt ?? Number.POSITIVE_INFINITY);
    try {
        await (0,deadline/* within */.u)(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
            await verify(host, state).catch(async (error) => {
                // What proves nothing about image or tags must not keep the tags from where they belong.
                const isOver = host.processes.stopped !== undefined;
                if (!isOver && (0,undone/* whyTakenBack */.b)(error) === undefined)
                    await lookLast(host, state, since).catch(tell(host));
                throw error;
            });
            await lookLast(host, state, since);
        });
    }
    catch (error) {
        const why = (0,undone/* whyTakenBack */.b)(error);
        if (why !== undefined)
            await undo(host, state, { why, since, underWay: false }, error).catch(tell(host));
        throw error;
    }
    if (!state.finished)
        await undo(host, state, { why: 'unfinished', since, underWay: true });
}
/** The first error is the one that has to be read. */
function tell(host) {
    return (error) => host.log.warning(error instanceof Error ? error.message : String(error));
}
/** Puts the tags back, and says so in the summary of the job, where main may have said that all went well. */
async function undo(host, state, occasion, cause) {
    let undone = [];
    const hear = (known) => {
        undone = known;
    };
    try {
        await (0,deadline/* within */.u)(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', () => (0,takeback/* takeBack */.zH)(host, state, () => undefined, occasion, hear));
    }
    finally {
        const words = cause instanceof Error ? cause.message : undefined;
        const summary = (0,report_undone/* summarizeUndone */.H)(undone, words, 'post');
        if (summary !== undefined)
            await host.runner.summary(summary);
    }
}
/**
 * The journal stands in the state, which is saved first and which no other step can write, and in a file. They have to agree, but for a
 * main that was killed between the two.
 */
async function checkJournal(host, state) {
    const { published, moving, journal, earlier, folder } = state;
    // Before its first write a run has no file; between two images it is empty.
    if (journal.length === 0 && earlier.length === 0)
        return;
    if (published === undefined && moving === undefined)
        return;
    const text = await host.files.read((0,plan_journal/* journalFile */.i7)(folder));
    const written = text === undefined ? undefined : (0,plan_journal/* readJournal */.a0)(text);
    const same = [journal, journal.slice(0, -1)].some((entries) => written !== undefined && (0,plan_journal/* formatJournal */.ts)(entries) === (0,plan_journal/* formatJournal */.ts)(written));
    if (same)
        return;
    host.log.warning('The journal of the tags is gone, damaged or changed; what the state of the step and the registry say is used.');
}
async function tidy(host, state) {
    const troubles = await host.log.group('Clean up', () => cleanUp(host, state));
    for (const trouble of troubles)
        host.log.warning(`Not removed: ${trouble}`);
}


/***/ }),

/***/ 6057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ listAgain),
/* harmony export */   J: () => (/* binding */ checkSigned)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7125);
/* harmony import */ var _host_registry_listed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5519);
/* harmony import */ var _plan_payload_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3981);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2457);
/* harmony import */ var _found_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8013);
/* harmony import */ var _read_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(81);








/**
 * Makes the registry list again what it has listed before: of two runs that sign one image at the same time, each can write the list without
 * the other's signature. What the registry has no more is left out.
 * @throws RegistryError, or VerificationError where the list does not hold
 */
async function listAgain(host, image, { digest, referrers }) {
    const listed = new Set((await host.registry.referrers(image, digest)).map((one) => one.digest));
    const missing = referrers.filter((one) => !listed.has(one));
    const found = await (0,_host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_6__/* .atOnce */ .z)(missing, (one) => host.registry.manifest(image, one), _read_js__WEBPACK_IMPORTED_MODULE_5__/* .OPENED_AT_ONCE */ .w);
    const there = found.flatMap((one) => (one === undefined ? [] : [describe(one)]));
    if (there.length === 0)
        return;
    await (0,_host_registry_listed_js__WEBPACK_IMPORTED_MODULE_2__/* .keepListed */ .f)(host, image, digest, there);
    host.log.notice(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest)}: ${there.length === 1 ? 'a signature or attestation was' : `${there.length} signatures or attestations were`} not listed any more, and is listed again.`);
}
/** As a registry with the API lists it (distribution-spec, "Listing Referrers"). */
function describe({ descriptor, content, body }) {
    const said = (0,_plan_payload_js__WEBPACK_IMPORTED_MODULE_7__/* .textAt */ .$)(JSON.parse(body.toString('utf8')), 'artifactType');
    const artifactType = said ?? (content.kind === 'manifest' ? content.config.mediaType : undefined);
    return { ...descriptor, artifactType, annotations: content.annotations };
}
/**
 * Looks again at what a run has signed; cosign must be prepared.
 * @throws VerificationError where it is not signed any more; RegistryError or CommandError, which prove nothing
 */
async function checkSigned(host, image, manifests, how) {
    const doubts = [];
    for (const manifest of manifests) {
        const reference = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, manifest.digest);
        await listAgain(host, image, manifest).catch(asWarning(host));
        const { verdict } = await (0,_check_js__WEBPACK_IMPORTED_MODULE_3__/* .checkExpected */ .vi)(host, image, manifest.digest, how);
        if (verdict.kind === 'signed')
            host.log.info(`${reference} is signed.`);
        else if (verdict.kind === 'unknown')
            doubts.push((0,_found_js__WEBPACK_IMPORTED_MODULE_4__/* .unverified */ .Q)(reference, verdict.why));
        else
            throw lost(reference, verdict.why);
    }
    const [doubt] = doubts;
    if (doubt !== undefined)
        throw doubt;
}
function lost(reference, why) {
    const remedy = 'Look at what else writes to this package. Run the job again with overwrite: true: it builds the image again and signs that.';
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({ found: `${reference} was signed and is not any more: ${why}.`, remedy });
}
/** Whether it is signed is what counts, and is looked at next. */
function asWarning(host) {
    return (error) => {
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl || error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk))
            throw error;
        host.log.warning(`The list of signatures could not be looked at again: ${error.message}`);
    };
}


/***/ }),

/***/ 2965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ sameRoot),
/* harmony export */   u: () => (/* binding */ digestOfRoot)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _host_registry_answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5356);
/* harmony import */ var _plan_signed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7739);



const REMEDY = 'Do not remove or change files below RUNNER_TEMP in other steps, and run the job again.';
/** The digest of the trusted root in the private folder. @throws CommandError where it is not there any more */
async function digestOfRoot({ files }, folder) {
    const bytes = await files.bytes((0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_2__/* .sigstoreFiles */ .KF)(folder).trustedRoot);
    if (bytes !== undefined)
        return (0,_host_registry_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .digestOf */ .ol)(bytes);
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: 'The trusted root in the private folder is gone, so no signature can be verified.',
        remedy: REMEDY,
    });
}
/**
 * The path of the trusted root by which main has verified, where it is still the same: every step of the job may write to the private folder.
 * @param digest what main left of it in the state; undefined where there was none
 * @throws CommandError where it is gone or another one; that proves nothing of the signature
 */
async function sameRoot(host, folder, digest) {
    if (digest === undefined)
        return undefined;
    const found = await digestOfRoot(host, folder);
    if (found === digest)
        return (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_2__/* .sigstoreFiles */ .KF)(folder).trustedRoot;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: `The trusted root in the private folder is not the one of the main step any more, so no signature is verified by it: it has ${found}.`,
        allowed: digest,
        remedy: REMEDY,
    });
}


/***/ }),

/***/ 6201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gx: () => (/* binding */ keptWords),
/* harmony export */   H3: () => (/* binding */ decideBranch),
/* harmony export */   JT: () => (/* binding */ judgeHeld)
/* harmony export */ });
/* harmony import */ var _host_registry_held_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8713);
/* harmony import */ var _plan_branch_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2083);


/**
 * Decides whether the branch's tag goes to the published commit: asks the registry what is there, and GitHub where that
 * commit and this one stand in the branch. GitHub is asked with the token of `host.github.use`, and no more than needed.
 * @throws RegistryError where the registry does not say what is there
 */
async function decideBranch(host, publish) {
    const found = await (0,_host_registry_held_js__WEBPACK_IMPORTED_MODULE_0__/* .readHeld */ .iJ)(host.registry, publish.image, publish.tag);
    const move = (0,_plan_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .planBranchMove */ .pX)(await gatherBranch(host, publish, found && (0,_plan_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .parseOrigin */ .ef)(found.marks)));
    return { ...move, seen: found?.digest };
}
/** Why a branch's tag was not written. */
function keptWords({ tag, reason }) {
    return `The tag ${tag} stays where it is: ${reason}.`;
}
/** Judges an image of the branch by the published commit. @throws RegistryError where the registry does not say what it is */
async function judgeHeld(host, publish, held) {
    return (0,_plan_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .judgeBranch */ .m8)(await gatherBranch(host, publish, (0,_plan_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .parseOrigin */ .ef)(held.marks)));
}
async function gatherBranch(host, { tag, branch, commit, run }, held) {
    const known = { tag, commit, run, held, head: undefined, compared: undefined };
    if (held === undefined || held.revision === commit)
        return known;
    const head = await host.github.branchHead(branch);
    // Without the right to read the head there is none to compare, and each question that hangs takes 10 s.
    const decided = 'unknown' in head || head.value === commit || head.value === held.revision;
    if (decided || held.revision === undefined)
        return { ...known, head };
    const compared = await host.github.compare(held.revision, commit);
    return { ...known, head, compared };
}


/***/ }),

/***/ 7529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ checkPublishedTags),
/* harmony export */   l: () => (/* binding */ confirm)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9416);
/* harmony import */ var _host_registry_held_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8713);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3402);





/**
 * Reads back what every tag holds. Another run may have moved a tag on meanwhile, but for those that name the version for good.
 * @throws VerificationError that names each tag which does not hold what was written
 */
async function confirm(host, { image, journal }, { moves, held, fixed, version, branch }, digest) {
    const wrong = [];
    const outcome = async ({ tag, move, reason }) => {
        const entries = journal.filter((one) => one.tag === tag);
        const [before, replaced] = [entries.at(0), entries.at(-1)].map((entry) => entry === undefined ? held.get(tag)?.digest : entry.before);
        const beforeVersion = held.get(tag)?.digest === before ? held.get(tag)?.version : undefined;
        if (!move)
            return { tag, before, beforeVersion, after: before, moved: false, reason };
        // A moving tag that somebody has moved on will not come back; a version that reads as another's may be an old answer.
        const after = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (now) => now === digest || (!fixed.includes(tag) && now !== undefined && now !== replaced));
        const others = after !== undefined && after !== digest && after !== replaced;
        if (others && !fixed.includes(tag)) {
            host.log.notice(`Another run has moved a tag meanwhile: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${after}.`);
        }
        else if (tag !== branch &&
            after !== digest &&
            (fixed.includes(tag) || !(await isAhead(host, image, tag, version)))) {
            wrong.push(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${after ?? 'absent'}`);
        }
        return { tag, before, beforeVersion, after, moved: before !== digest, reason };
    };
    const outcomes = await Promise.all(moves.map(outcome));
    if (wrong.length === 0)
        return outcomes;
    const remedy = 'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.';
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({ found: `Tags do not hold what was written: ${wrong.join('; ')}.`, allowed: digest, remedy }, { proves: 'tags' });
}
/**
 * Whether a tag is at a higher version. Where it was so before, too, it reads as if nothing had been written: the run of the higher
 * version has put it right in between.
 */
async function isAhead(host, image, tag, version) {
    const now = (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_2__/* .parseVersion */ .o)((await (0,_host_registry_held_js__WEBPACK_IMPORTED_MODULE_3__/* .readHeld */ .iJ)(host.registry, image, tag))?.version ?? '');
    return version !== undefined && now !== undefined && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_2__/* .compareVersions */ .Z)(now, version) > 0;
}
/** Asks the registry, never the engine, what the published tags hold now. */
async function checkPublishedTags(host, published) {
    const { image, digest, tags, fixed, lines } = published;
    const sure = host.clock.now() + _write_js__WEBPACK_IMPORTED_MODULE_4__/* .SHOWN_WITHIN */ .Q5;
    const look = async (tag) => {
        const mine = fixed.includes(tag);
        // What nobody else may write is given the time in which an answer can be an old one.
        const isFinal = () => !mine || host.clock.now() >= sure;
        const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (now) => now === digest || (now !== undefined && isFinal()));
        if (found === digest)
            return undefined;
        const words = `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${found ?? 'absent'}`;
        return { words, wrong: mine || (found === undefined && !lines.some((line) => line.tag === tag)) };
    };
    const strays = (await Promise.all(tags.map(look))).filter((stray) => stray !== undefined);
    return {
        wrong: strays.filter(({ wrong }) => wrong).map(({ words }) => words),
        moved: strays.filter(({ wrong }) => !wrong).map(({ words }) => words),
    };
}


/***/ }),

/***/ 8731:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ settleBranch),
/* harmony export */   m: () => (/* binding */ settleOutcome)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _host_registry_held_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8713);
/* harmony import */ var _branch_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6201);
/* harmony import */ var _settle_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9344);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3402);






/** How many answers are waited for beside the first: one before a repair, and one after each of two. */
const ROUNDS = 3;
/**
 * Looks once more at a branch's tag, and moves it to this run's commit where it holds an older one: a run of that commit decided
 * before this run wrote, and wrote after it. What is newer stays, and so does what nobody can tell. A repair is made only by an
 * answer that is newer than this run's last write, and is followed by another look, once another run that repairs by an answer as
 * old as can be has written, too.
 * @throws RegistryError where the registry does not say what is there, or refuses the write
 */
async function settleBranch(host, writer, publish, sight) {
    const { image, tag } = publish;
    for (let round = 0;; round++) {
        const held = await (0,_host_registry_held_js__WEBPACK_IMPORTED_MODULE_2__/* .readHeld */ .iJ)(host.registry, image, tag);
        const now = held?.digest;
        const { there, reason } = await judge(host, publish, held, sight);
        const right = there !== 'older' && (there !== 'nothing' || round > 0);
        if (right || round === ROUNDS)
            return { now, there, reason };
        if (round > 0 && held !== undefined) {
            await (0,_settle_js__WEBPACK_IMPORTED_MODULE_4__/* .repair */ .Ip)(host, writer, { tag, before: held.digest, digest: sight.digest, reason });
            await host.clock.sleep(_write_js__WEBPACK_IMPORTED_MODULE_5__/* .SHOWN_WITHIN */ .Q5);
        }
        await host.clock.sleep(_write_js__WEBPACK_IMPORTED_MODULE_5__/* .SHOWN_WITHIN */ .Q5);
    }
}
/**
 * The second look of main, after all was written.
 * @param outcome what became of the branch's tag so far
 * @throws VerificationError where the tag does not hold what was written, nor anything newer
 */
async function settleOutcome(host, writer, publish, { digest, replaced }, outcome) {
    const { before } = outcome;
    if (replaced !== undefined && replaced !== digest)
        await putForward(host, writer, publish, digest, replaced);
    const { now, there, reason } = await settleBranch(host, writer, publish, { digest }).catch((error) => {
        // It was read back already, and post looks once more.
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl) || outcome.after !== digest)
            throw error;
        host.log.warning(`The tag ${publish.tag} could not be looked at once more: ${error.message}`);
        return { now: digest, there: 'same', reason: outcome.reason };
    });
    if (there === 'nothing' || there === 'older' || (there === 'unknown' && now === before)) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({
            found: `Tags do not hold what was written: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(publish.image, publish.tag)} is ${now ?? 'absent'}.`,
            allowed: digest,
            remedy: 'Another run may have moved it meanwhile: give publishing jobs a concurrency group, and run this one again.',
        });
    }
    if (there === 'same')
        return { ...outcome, after: now, moved: before !== now };
    host.log.notice(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(publish.image, publish.tag)} stays at ${now}: ${reason}.`);
    return { ...outcome, after: now, moved: before !== now, reason };
}
/**
 * Takes a branch's tag forward again where this run has taken it back: a build that pushes its tags by itself decides before it
 * builds, and a run of a newer commit may have published meanwhile.
 * @param replaced what the tag held just before this run wrote it
 */
async function putForward(host, writer, publish, digest, replaced) {
    const { image, tag } = publish;
    const theirs = await (0,_host_registry_held_js__WEBPACK_IMPORTED_MODULE_2__/* .readHeld */ .iJ)(host.registry, image, replaced);
    if (theirs === undefined)
        return;
    const { there, reason } = await (0,_branch_js__WEBPACK_IMPORTED_MODULE_3__/* .judgeHeld */ .JT)(host, publish, theirs);
    if (there !== 'newer' || (await host.registry.head(image, tag))?.digest !== digest)
        return;
    await (0,_settle_js__WEBPACK_IMPORTED_MODULE_4__/* .repair */ .Ip)(host, writer, { tag, before: digest, digest: replaced, reason });
}
async function judge(host, publish, held, { digest, before }) {
    if (held === undefined)
        return { there: 'nothing', reason: 'somebody deleted it' };
    if (held.digest === digest)
        return { there: 'same', reason: 'this branch' };
    const judgement = await (0,_branch_js__WEBPACK_IMPORTED_MODULE_3__/* .judgeHeld */ .JT)(host, publish, held);
    if (judgement.there !== 'older' || held.digest !== before)
        return judgement;
    return { there: 'unknown', reason: 'somebody went back there after this publish' };
}


/***/ })

};
