export const id = 562;
export const ids = [562];
export const modules = {

/***/ 8301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ lostPlatforms)
/* harmony export */ });
/* harmony import */ var _platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);

/** Platforms of `old` that `next` lacks: who pulls one of them would get nothing any more. */
function lostPlatforms(old, next) {
    return old === undefined ? [] : (0,_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(old.platforms, next);
}


/***/ }),

/***/ 496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R6: () => (/* binding */ EMPTY_LISTING),
/* harmony export */   WQ: () => (/* binding */ recordedVersions),
/* harmony export */   _K: () => (/* binding */ isRecordTag),
/* harmony export */   yg: () => (/* binding */ recordTag)
/* harmony export */ });
/* harmony import */ var _reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);


const EMPTY_LISTING = { tags: [], withdrawn: new Map() };
/** The record that a version's image was bad: a tag on that image (design: "Withdrawn"). Undefined where it would be too long. */
function recordTag(tag) {
    return (0,_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(`withdrawn-${tag}`);
}
/** Whether a tag is such a record. */
function isRecordTag(tag) {
    return tag.startsWith('withdrawn-');
}
/** Version tags that have a record beside them; whether it is about what they hold now, only their digests say. */
function recordedVersions(tags) {
    const all = new Set(tags);
    return tags.filter((tag) => (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(tag) !== undefined && all.has(recordTag(tag) ?? ''));
}


/***/ }),

/***/ 3212:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ readListing)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(496);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9144);




/** Tag lists lag behind writes, on GHCR by some seconds. */
const LISTED_WITHIN = 60_000;
/**
 * Lists the tags of an image and finds out which versions are withdrawn. A list is trusted only when it holds what this run wrote
 * before: then it shows everything that others wrote before that, too.
 * @param holds tags that were written already
 * @throws VerificationError where the registry does not list them in time, RegistryError where it does not list at all
 */
async function readListing(host, image, holds = []) {
    const tags = await (0,_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .eventually */ .u)(host.clock, LISTED_WITHIN, async () => {
        const listed = await host.registry.tags(image);
        return holds.every((tag) => listed.includes(tag)) ? listed : undefined;
    });
    if (tags !== undefined)
        return { tags, withdrawn: await readWithdrawn(host, image, tags) };
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({
        found: `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatImageName */ .eS)(image)}: the registry took ${holds.join(', ')} and does not list it after ${LISTED_WITHIN / 1000} s.`,
        remedy: 'Without a list nobody knows which version is the highest, so no tag was moved on. Run the job again; if it stays so, the registry does not list tags.',
    });
}
/** The versions whose record is about what they hold now; one that was published again holds something else. */
async function readWithdrawn(host, image, tags) {
    const look = async (name) => {
        const [tag, record] = [(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .parseTag */ .ED)(name), (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(name)];
        if (tag === undefined || record === undefined)
            return [];
        const [held, recorded] = await Promise.all([
            host.registry.head(image, tag),
            host.registry.head(image, record),
        ]);
        return held !== undefined && held.digest === recorded?.digest ? [[name, held.digest]] : [];
    };
    return new Map((await Promise.all((0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordedVersions */ .WQ)(tags).map(look))).flat());
}


/***/ }),

/***/ 6562:
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
// EXTERNAL MODULE: ./lib/steps/inspect.js + 1 modules
var inspect = __webpack_require__(4858);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
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
    throw new errors/* VerificationError */.mk({
        found: `docker buildx imagetools inspect sees ${inspected.descriptor.digest} under ${reference}.`,
        allowed: digest,
        remedy: 'Something else moved the tag. Run the job again, and give publishing jobs a concurrency group.',
    });
}

// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 5 modules
var smoke = __webpack_require__(5773);
// EXTERNAL MODULE: ./lib/steps/tags/confirm.js
var tags_confirm = __webpack_require__(7529);
// EXTERNAL MODULE: ./lib/steps/tags/restore.js
var restore = __webpack_require__(8051);
// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 1 modules
var settle = __webpack_require__(2143);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/operations/post.js












/** The runner ends a post step that hangs after five minutes, without cleaning up: all of this takes four at most. */
const VERIFICATION_LIMIT = 160_000;
const RESTORE_LIMIT = 40_000;
const CLEANUP_LIMIT = 40_000;
/** The post step: looks again at what was published, as the public sees it, and removes what main made. */
async function operate(host) {
    const text = host.runner.readState();
    if (text === undefined)
        return host.log.info('The main step did not begin, so there is nothing to do.');
    const state = (0,plan_state/* parseState */.Bu)(text, host.runner.context.temp);
    if (state === undefined) {
        return host.log.warning('The state of the main step was changed by somebody else, so it is not used.');
    }
    // What a killed main started would go on and push.
    const left = await host.processes.endOrphans(state.folder);
    if (left > 0)
        host.log.info(`Ended what the main step left running (${left}).`);
    host.credentials.open(state.folder);
    try {
        await verifyOrTakeBack(host, await withJournal(host, state));
    }
    finally {
        await tidyInTime(host, state);
        // Credentials go in any case, also where the engine hangs.
        await host.files.remove(state.folder);
    }
}
/** What could not be removed fails no publish. */
async function tidyInTime(host, state) {
    try {
        await (0,deadline/* within */.u)(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () => tidy(host, state));
    }
    catch (error) {
        host.log.warning(error instanceof Error ? error.message : String(error));
    }
}
async function verifyOrTakeBack(host, state) {
    try {
        await (0,deadline/* within */.u)(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
            await verify(host, state);
            await settleLines(host, state);
        });
    }
    catch (error) {
        // A registry or an engine in trouble, or too little time, says nothing about the image.
        if (error instanceof errors/* VerificationError */.mk)
            await undo(host, state);
        throw error;
    }
    if (!state.finished)
        await undo(host, state);
}
function undo(host, state) {
    return (0,deadline/* within */.u)(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', async () => {
        for (const one of (0,plan_state/* eachWritten */.P6)(state))
            await (0,restore/* takeBack */.zH)(host, one, () => undefined);
    });
}
/** The state of a killed step may be older than its journal, which is a file too. */
async function withJournal(host, state) {
    const { published, moving, journal, folder } = state;
    if (published === undefined && moving === undefined)
        return state;
    const text = await host.files.read((0,plan_journal/* journalFile */.i7)(folder));
    const written = text === undefined ? undefined : (0,plan_journal/* readJournal */.a0)(text);
    if (written !== undefined)
        return written.length >= journal.length ? { ...state, journal: written } : state;
    host.log.warning('The journal of the tags is gone or damaged; what the state of the step and the registry say is used.');
    return state;
}
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
async function verifyPublished(host, state, published) {
    const { image, digest, platforms } = published;
    const [tags, candidate, env] = await Promise.all([
        (0,tags_confirm/* checkPublishedTags */.Q)(host, published),
        (0,inspect/* inspect */.N)(host, image, digest, platforms, false),
        readEnvironment(host, state),
    ]);
    for (const words of tags.moved)
        host.log.notice(`Another run has moved a tag meanwhile: ${words}.`);
    if (tags.wrong.length > 0) {
        throw new errors/* VerificationError */.mk({
            found: `Tags do not hold what this job published: ${tags.wrong.join('; ')}.`,
            allowed: digest,
            remedy: 'Something else wrote them. Give publishing jobs a concurrency group, and run this one again.',
        });
    }
    await Promise.all([
        inspectOfRecord(host, published),
        (0,smoke/* smoke */.Q)(host, state.id, { ...published.smoke, env }, (0,inspect/* subjectsOf */.Z)(candidate, published.inEngine), !published.tried),
    ]);
}
/** Looks at the moving tags once more: a run at the same time may have written after main's last look. */
async function settleLines(host, { published, journal, finished }) {
    if (published === undefined || !finished)
        return;
    const { image, lines: moving, suffix } = published;
    const writer = (0,write/* createWriter */.u7)(host, image, async () => undefined, journal);
    await (0,settle/* settle */.G)(host, writer, { moving, suffix }, []);
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
async function tidy(host, state) {
    const troubles = await host.log.group('Clean up', () => cleanUp(host, state));
    for (const trouble of troubles)
        host.log.warning(`Not removed: ${trouble}`);
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
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3402);



/**
 * Reads back what every tag holds. Another run may have moved a tag on meanwhile, but for those that name the version for good.
 * @throws VerificationError that names each tag which does not hold what was written
 */
async function confirm(host, { image, journal }, { moves, held, fixed }, digest) {
    const wrong = [];
    const outcome = async ({ tag, move, reason }) => {
        const entry = journal.find((one) => one.tag === tag);
        const before = entry === undefined ? held.get(tag)?.digest : entry.before;
        if (!move)
            return { tag, before, after: before, moved: false, reason };
        const after = await (0,_write_js__WEBPACK_IMPORTED_MODULE_2__/* .settled */ .gu)(host, image, tag, (now) => now === digest || (now !== undefined && now !== before));
        const others = after !== undefined && after !== digest && after !== before;
        if (others && !fixed.includes(tag)) {
            host.log.notice(`Another run has moved a tag meanwhile: ${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${after}.`);
        }
        else if (after !== digest)
            wrong.push(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${after ?? 'absent'}`);
        return { tag, before, after, moved: before !== digest, reason };
    };
    const outcomes = await Promise.all(moves.map(outcome));
    if (wrong.length === 0)
        return outcomes;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({
        found: `Tags do not hold what was written: ${wrong.join('; ')}.`,
        allowed: digest,
        remedy: 'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.',
    });
}
/** Asks the registry, never the engine, what the published tags hold now. */
async function checkPublishedTags(host, published) {
    const { image, digest, tags, fixed } = published;
    const look = async (tag) => {
        const mine = fixed.includes(tag);
        const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_2__/* .settled */ .gu)(host, image, tag, (now) => now === digest || (now !== undefined && !mine));
        if (found === digest)
            return undefined;
        const words = `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${found ?? 'absent'}`;
        return { words, wrong: mine || found === undefined };
    };
    const strays = (await Promise.all(tags.map(look))).filter((stray) => stray !== undefined);
    return {
        wrong: strays.filter(({ wrong }) => wrong).map(({ words }) => words),
        moved: strays.filter(({ wrong }) => !wrong).map(({ words }) => words),
    };
}


/***/ }),

/***/ 8051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g3: () => (/* binding */ orTakeBack),
/* harmony export */   zH: () => (/* binding */ takeBack)
/* harmony export */ });
/* unused harmony export restore */
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(496);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _host_registry_held_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8713);
/* harmony import */ var _withdraw_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3402);





/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
async function restore(host, undo) {
    const done = [];
    const left = [];
    const own = undo.journal.filter(({ after }) => undo.whole || after === undefined || after === undo.digest);
    for (const entry of own.toReversed()) {
        const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(undo.image, entry.tag);
        try {
            const words = await putBack(host, undo, entry);
            (words.done ? done : left).push(`${name} ${words.text}`);
        }
        catch (error) {
            left.push(`${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`);
        }
    }
    return { done, left };
}
/**
 * Puts back what a run wrote, says what became of it, and leaves nothing to put back twice.
 * @param keep saves a change of the run's state
 */
async function takeBack(host, { published, moving, journal }, keep) {
    if (journal.length === 0)
        return;
    const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true };
    const part = published && { ...published, journal, whole: false };
    const undo = moving === undefined ? part : { image: moving, ...whole };
    if (undo === undefined)
        return;
    const { done, left } = await restore(host, undo);
    for (const words of done)
        host.log.info(words);
    for (const words of left)
        host.log.warning(words);
    const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back';
    host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`);
    keep({ published: undefined, moving: undefined, journal: [] });
}
/** Puts the tags back at once where a later step fails. Where the job is being stopped, post has the time for it. */
async function orTakeBack({ host, session }, body) {
    try {
        return await body();
    }
    catch (error) {
        if (host.processes.stopped === undefined)
            await takeBack(host, session.state, (change) => session.keep(change));
        throw error;
    }
}
async function putBack(host, undo, entry) {
    const { tag, before } = entry;
    const { image } = undo;
    const now = (await host.registry.head(image, tag))?.digest;
    if (now !== undefined && now !== before && !(await isOurs(host, undo, entry, now))) {
        return { done: false, text: `is ${now} by now, which somebody else wrote, and stays` };
    }
    if (before === undefined)
        return now === undefined ? gone(host, undo, entry) : remove(host, undo, tag, now);
    const manifest = await host.registry.manifest(image, before);
    if (manifest === undefined)
        return { done: false, text: `held ${before}, which the registry does not have any more` };
    // Also where it reads as before: the answer may be an old one.
    await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body);
    const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (digest) => digest === before);
    if (found !== before)
        return { done: false, text: `was put back to ${before} and is ${found ?? 'absent'}` };
    return { done: true, text: `is ${before} again` };
}
async function isOurs(host, { image, digest, commit }, { after }, now) {
    const own = after ?? digest;
    if (own !== undefined)
        return now === own;
    return (await (0,_host_registry_held_js__WEBPACK_IMPORTED_MODULE_2__/* .readHeld */ .iJ)(host.registry, image, now))?.revision === commit;
}
/** It was about to be written; a write that is still under way shows within some seconds. */
async function gone(host, undo, entry) {
    const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, undo.image, entry.tag, (digest) => digest !== undefined);
    if (found === undefined)
        return { done: true, text: 'was not written' };
    return putBack(host, undo, entry);
}
async function remove(host, { image, fixed }, tag, now) {
    if ((await host.registry.deleteTag(image, tag)) === 'deleted') {
        const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (digest) => digest === undefined);
        if (found === undefined)
            return { done: true, text: 'is deleted, for it did not exist before' };
    }
    if ((0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecordTag */ ._K)(tag)) {
        const { descriptor, body } = _withdraw_js__WEBPACK_IMPORTED_MODULE_3__/* .NOTHING */ .K$;
        await host.registry.putManifest(image, tag, descriptor.mediaType, body);
        await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (digest) => digest === descriptor.digest);
        return { done: true, text: 'is no record any more: this registry deletes no tags' };
    }
    if (!fixed.includes(tag))
        return { done: false, text: 'did not exist before, and this registry deletes no tags' };
    const bad = await host.registry.manifest(image, now);
    if (bad === undefined)
        return { done: false, text: `is ${now}, which the registry does not show` };
    await (0,_withdraw_js__WEBPACK_IMPORTED_MODULE_3__/* .withdraw */ .ne)(host, image, tag, bad);
    return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' };
}


/***/ }),

/***/ 2143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ settle)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/domain/held.js
var domain_held = __webpack_require__(8301);
// EXTERNAL MODULE: ./lib/domain/version.js
var domain_version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/plan/lines.js
var plan_lines = __webpack_require__(9572);
;// CONCATENATED MODULE: ./lib/plan/settle.js




/** The tags of the highest version of each line: what has to be read before repairs can be planned. */
function highestTags(lines, suffix, listing) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    return lines.flatMap(({ line }) => (0,plan_lines/* highestOf */.gG)(line, releases).flatMap(({ tag }) => (0,reference/* parseTag */.ED)(tag) ?? []));
}
/**
 * What it takes to bring moving tags to the highest version of their line. Two runs at once, or one that died, can leave a tag at a
 * lower version, or at one that is withdrawn. A tag that holds anything else was put there by somebody, and stays.
 * @param held what the moving tags and the tags of `highestTags` hold
 */
function planRepairs(lines, suffix, listing, held) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    const bad = new Set(listing.withdrawn.values());
    return lines.flatMap(({ tag, line }) => {
        const now = held.get(tag);
        const spellings = (0,plan_lines/* highestOf */.gG)(line, releases).flatMap((release) => existing(release, held));
        const [highest] = spellings;
        if (now === undefined || highest === undefined)
            return [];
        if (spellings.some(({ next }) => next.digest === now.digest))
            return [];
        const { name, next } = highest;
        const repair = { tag, before: now.digest, release: name, digest: next.digest };
        const reason = `${name} is the highest of ${(0,plan_lines/* nameOf */.Vb)(line)}`;
        if (bad.has(now.digest))
            return [{ ...repair, reason: `held a withdrawn image; ${reason}` }];
        if (!isLower(now, line, highest.release) || (0,domain_held/* lostPlatforms */.j)(now, next.platforms).length > 0)
            return [];
        return [{ ...repair, reason }];
    });
}
/** A release as it is held; none where its tag was deleted meanwhile. */
function existing(release, held) {
    const name = (0,reference/* parseTag */.ED)(release.tag);
    const next = name && held.get(name);
    return name === undefined || next === undefined ? [] : [{ release, name, next }];
}
/** Whether what a moving tag holds says of itself that it is a version of the line, and not a higher one. */
function isLower({ version: text }, line, highest) {
    const version = text === undefined ? undefined : (0,domain_version/* parseVersion */.o)(text);
    if (version === undefined || version.prerelease || !(0,plan_lines/* inLine */.i2)(version, line))
        return false;
    return (0,domain_version/* compareVersions */.Z)(version, highest.version) <= 0;
}

// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/settle.js







/** Runs that repair the same tags at once agree after two rounds; post looks once more in any case. */
const ROUNDS = 4;
/** What is listed and cannot be read yet lags; what cannot be read after this was deleted. */
const READABLE_WITHIN = 20_000;
/**
 * Lists once more and brings every moving tag of these lines to the highest version that is not withdrawn. Whoever wrote last looks
 * last, so runs at once end in the same state, in any order.
 * @param holds tags that this run wrote: a list without them is too old to decide by
 * @returns what had to be repaired
 */
async function settle(host, writer, { moving, suffix }, holds) {
    const { image } = writer;
    const done = [];
    for (let round = 0; round < ROUNDS && moving.length > 0; round++) {
        const listing = await (0,registry_listing/* readListing */.v)(host, image, holds);
        const [now, highest] = await Promise.all([
            (0,registry_held/* readHeldTags */.Vb)(host.registry, image, moving.map(({ tag }) => tag)),
            readListed(host, image, highestTags(moving, suffix, listing)),
        ]);
        const repairs = planRepairs(moving, suffix, listing, new Map([...now, ...highest]));
        if (repairs.length === 0)
            break;
        for (const repair of repairs)
            await apply(host, writer, repair);
        done.push(...repairs);
    }
    return done;
}
async function readListed(host, image, tags) {
    let held = new Map();
    await (0,clock/* eventually */.u)(host.clock, READABLE_WITHIN, async () => {
        held = await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, tags);
        return tags.every((tag) => held.has(tag)) ? true : undefined;
    });
    return held;
}
async function apply(host, writer, { tag, before, digest, reason }) {
    const { image } = writer;
    const manifest = await host.registry.manifest(image, digest);
    if (manifest === undefined) {
        throw new errors/* RegistryError */.gl('not-found', {
            found: `${(0,reference/* taggedReference */.CN)(image, tag)}: ${digest} is gone, which a version names.`,
        });
    }
    await writer.write(tag, before, manifest);
    await (0,write/* settled */.gu)(host, image, tag, (now) => now === digest || (now !== undefined && now !== before));
    host.log.info(`${tag}  moved on to ${digest}: ${reason}`);
}


/***/ }),

/***/ 51:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K$: () => (/* binding */ NOTHING),
/* harmony export */   ne: () => (/* binding */ withdraw),
/* harmony export */   yY: () => (/* binding */ lift)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(496);
/* harmony import */ var _domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5151);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3402);




/**
 * Records that the image of a version is bad: the forward rule passes over it from now on, until the version is published again.
 * @throws CommandError where the name of the version is too long for a record
 */
async function withdraw(host, image, tag, bad) {
    const record = (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(tag);
    if (record === undefined)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({ found: `The name ${tag} is too long to be recorded as withdrawn.` });
    const { digest, mediaType } = bad.descriptor;
    await host.registry.putManifest(image, record, mediaType, bad.body);
    await (0,_write_js__WEBPACK_IMPORTED_MODULE_3__/* .settled */ .gu)(host, image, record, (now) => now === digest);
}
/** Takes a record back: GHCR deletes no tag, so it is pointed at an index of nothing. */
async function lift(writer, tag, digest) {
    const record = (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(tag);
    if (record !== undefined)
        await writer.write(record, digest, NOTHING);
}
const BODY = Buffer.from('{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}');
/** An index without manifests, which the image-spec allows (image-index.md, "manifests"). */
const NOTHING = {
    descriptor: {
        mediaType: _domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .INDEX_TYPES */ .V[0] ?? '',
        digest: 'sha256:dff9de10919148711140d349bf03f1a99eb06f94b03e51715ccebfa7cdc518e2',
        size: BODY.length,
        annotations: {},
    },
    content: { kind: 'index', mediaType: _domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .INDEX_TYPES */ .V[0] ?? '', manifests: [], annotations: {} },
    body: BODY,
};


/***/ }),

/***/ 3402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fn: () => (/* binding */ saveTo),
/* harmony export */   gu: () => (/* binding */ settled),
/* harmony export */   u7: () => (/* binding */ createWriter)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _host_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9144);
/* harmony import */ var _plan_journal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2024);



/** How long the registry may show an old answer after a write: GHCR lags for some seconds. */
const SETTLED_WITHIN = 20_000;
/** Keeps the journal in the state of the step, which the runner saves even of a killed process, and in a file beside it. */
function saveTo(host, session) {
    return async (journal) => {
        session.keep({ journal });
        await host.files.writePrivate((0,_plan_journal_js__WEBPACK_IMPORTED_MODULE_2__/* .journalFile */ .i7)(session.folder), (0,_plan_journal_js__WEBPACK_IMPORTED_MODULE_2__/* .formatJournal */ .ts)(journal));
    };
}
/** Makes the writer of one run. @param earlier what this run wrote before */
function createWriter(host, image, save, earlier = []) {
    let journal = earlier;
    return {
        image,
        get journal() {
            return journal;
        },
        async write(tag, before, { descriptor, body }) {
            if (host.processes.stopped !== undefined) {
                throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({ found: `The tag ${tag} was not moved: ${host.processes.stopped}` });
            }
            const done = journal;
            journal = [...done, { tag, before, after: descriptor.digest }];
            await save(journal);
            await host.registry
                .putManifest(image, tag, descriptor.mediaType, body)
                .catch(async (error) => {
                if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl))
                    throw error;
                // A refusal is final, so there is nothing to put back; after other trouble nobody knows.
                if (!isOpen(error)) {
                    journal = done;
                    await save(journal);
                }
                throw notMoved(error, tag, done);
            });
        },
    };
}
/** Whether a write may have been done although its answer was an error. */
function isOpen({ kind }) {
    return kind === 'temporary' || kind === 'unreachable' || kind === 'invalid-answer';
}
function notMoved(error, tag, done) {
    const { kind, status, answer, trouble } = error;
    const names = done.map((entry) => entry.tag).join(', ');
    const others = done.length === 0 ? 'No other tag was moved either' : `Moved before it: ${names}`;
    const found = `The tag ${tag} was not moved. ${trouble.found} ${others}.`;
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl(kind, { ...trouble, found }, { cause: error, status, answer });
}
/** The digest of a tag, once it is there and as it should be; after a while, what it is then. */
async function settled(host, image, tag, asExpected) {
    let last;
    await (0,_host_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .eventually */ .u)(host.clock, SETTLED_WITHIN, async () => {
        last = (await host.registry.head(image, tag).catch(asAbsent))?.digest;
        return asExpected(last) ? true : undefined;
    });
    return last;
}
function asAbsent(error) {
    if (error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl && error.kind === 'temporary')
        return undefined;
    throw error;
}


/***/ })

};
