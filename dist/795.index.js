export const id = 795;
export const ids = [795];
export const modules = {

/***/ 8301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ lostPlatforms)
/* harmony export */ });
/* harmony import */ var _platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);

/** Platforms of `old` that `next` lacks: who pulls one of them would get nothing any more. */
function lostPlatforms(old, next) {
    // What is no image, such as a chart, has no platform that anybody could miss.
    const known = (old?.platforms ?? []).filter(({ os }) => os !== 'unknown');
    return (0,_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(known, next);
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
    return tags.filter((tag) => all.has(recordTag(tag) ?? ''));
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
async function confirm(host, { image, journal }, { moves, held, fixed, version }, digest) {
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
        else if (after !== digest && (fixed.includes(tag) || !(await isAhead(host, image, tag, version)))) {
            wrong.push(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .taggedReference */ .CN)(image, tag)} is ${after ?? 'absent'}`);
        }
        return { tag, before, beforeVersion, after, moved: before !== digest, reason };
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
    const look = async (tag) => {
        const mine = fixed.includes(tag);
        const found = await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, tag, (now) => now === digest || (now !== undefined && !mine));
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

/***/ 2143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ settle),
  M: () => (/* binding */ settleLast)
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
 * @param takenBack an image that is not published any more, whether its version is recorded as withdrawn or was taken by another run
 */
function planRepairs(lines, suffix, listing, held, takenBack) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    const bad = new Set([...listing.withdrawn.values(), takenBack]);
    return lines.flatMap(({ tag, line }) => {
        const now = held.get(tag);
        const spellings = (0,plan_lines/* highestOf */.gG)(line, releases).flatMap((release) => existing(release, held));
        const [highest] = spellings;
        // What was just taken back is nothing to go to, also where its version could not be recorded as withdrawn.
        if (highest === undefined || highest.next.digest === takenBack)
            return [];
        if (spellings.some(({ next }) => next.digest === now?.digest))
            return [];
        const { name, next } = highest;
        const repair = { tag, before: now?.digest, release: name, digest: next.digest };
        const reason = `${name} is the highest of ${(0,plan_lines/* nameOf */.Vb)(line)}`;
        // The lines of a version have their tags: a run that died, or whose image was taken back, may have left none.
        if (now === undefined)
            return [{ ...repair, reason: `did not exist; ${reason}` }];
        if (bad.has(now.digest))
            return [{ ...repair, reason: `held a withdrawn image; ${reason}` }];
        if (!isLower(now, line, highest.release) || (0,domain_held/* lostPlatforms */.j)(now, next.platforms).length > 0)
            return [];
        return [{ ...repair, reason }];
    });
}
/**
 * Whether a run wrote a moving tag although a higher version is there. What the tag seems to hold is then no answer: where the higher
 * version was written before this run's, an old answer looks as if all were well.
 */
function isOutrun(lines, suffix, listing, held, journal) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    return lines.some(({ tag, line }) => {
        const own = journal.findLast((entry) => entry.tag === tag)?.after;
        const spellings = (0,plan_lines/* highestOf */.gG)(line, releases).flatMap((release) => existing(release, held));
        return own !== undefined && spellings.length > 0 && spellings.every(({ next }) => next.digest !== own);
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
 *
 * A look is the last one where it is newer than this run's last write. So after a repair comes another one, when no old answer is
 * possible any more: the run whose version was the highest in this look's list may have been overtaken before the repair was written.
 * @returns what had to be repaired
 */
async function settle(host, writer, { moving, suffix }, { holds, waited, takenBack }) {
    const { image } = writer;
    const done = [];
    for (let round = 0; round < ROUNDS && moving.length > 0; round++) {
        if (round > 0)
            await host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
        const listing = await (0,registry_listing/* readListing */.v)(host, image, holds);
        const [now, highest] = await Promise.all([
            (0,registry_held/* readHeldTags */.Vb)(host.registry, image, moving.map(({ tag }) => tag)),
            readListed(host, image, highestTags(moving, suffix, listing)),
        ]);
        const held = new Map([...now, ...highest]);
        const repairs = planRepairs(moving, suffix, listing, held, takenBack);
        const sure = waited || round > 0 || !isOutrun(moving, suffix, listing, held, writer.journal);
        if (repairs.length === 0 && sure)
            break;
        for (const repair of repairs)
            await apply(host, writer, repair);
        done.push(...repairs);
    }
    return done;
}
/**
 * The last look of a job, in its post step: a run at the same time may have written after main's last look. It comes when no old answer
 * is possible any more. Only where main's own look was newer than all that it wrote, which a tag that it made last has proved, is
 * nothing waited for.
 * @param since when everything that main wrote was written
 */
async function settleLast(host, { image, lines: moving, suffix }, journal, since) {
    if (moving.length === 0)
        return [];
    const last = journal.at(-1);
    if (last !== undefined && last.before !== undefined) {
        await host.clock.sleep(Math.max(0, since + write/* SHOWN_WITHIN */.Q5 - host.clock.now()));
    }
    const writer = (0,write/* createWriter */.u7)(host, image, async () => undefined, journal);
    return settle(host, writer, { moving, suffix }, { holds: [], waited: true });
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
    const manifest = await (0,clock/* eventually */.u)(host.clock, READABLE_WITHIN, () => host.registry.manifest(image, digest));
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

/***/ 5587:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ orTakeBack),
  z: () => (/* binding */ takeBack)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/steps/tags/withdraw.js
var withdraw = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/restore.js






/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
async function restore(host, undo) {
    const found = {
        done: [],
        left: [],
        open: [],
    };
    const own = undo.journal.filter((entry) => isOwn(undo, entry));
    const head = freshHead(host, undo.image);
    for (const entry of await written(host, undo, own, found.done)) {
        const name = (0,reference/* taggedReference */.CN)(undo.image, entry.tag);
        try {
            const words = await putBack(host, undo, entry, head);
            (words.done ? found.done : found.left).push(`${name} ${words.text}`);
        }
        catch (error) {
            found.open.push(entry);
            found.left.push(`${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`);
        }
    }
    if (undo.bad)
        await withdrawAll(host, undo, found);
    return { ...found, open: found.open.toReversed() };
}
/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }, { tag, after }) {
    return whole || after === undefined || after === digest || (0,listing/* isRecordTag */._K)(tag);
}
/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host, { image }, own, done) {
    const unwritten = async () => {
        const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)));
        return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before);
    };
    // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
    if (own.length === 0 || !(await unwritten()))
        return own.toReversed();
    await host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
    if (!(await unwritten()))
        return own.toReversed();
    done.push('No tag had been written.');
    return [];
}
/** The image failed its checks: every version tag that holds it is passed over from now on, also one that an earlier run wrote. */
async function withdrawAll(host, { image, digest, fixed }, found) {
    for (const tag of fixed) {
        const name = (0,reference/* taggedReference */.CN)(image, tag);
        try {
            const held = digest === undefined ? undefined : await host.registry.manifest(image, tag);
            if (held === undefined || held.descriptor.digest !== digest)
                continue;
            await (0,withdraw/* withdraw */.ne)(host, image, tag, held);
            found.done.push(`${name} is recorded as withdrawn`);
        }
        catch (error) {
            found.left.push(`${name} is not recorded as withdrawn: ${error instanceof Error ? error.message : String(error)}`);
        }
    }
}
/** Reads tags after a failure: that a tag is somebody else's by now is believed only when no old answer is possible any more. */
function freshHead(host, image) {
    let waited;
    const read = async (tag) => (await host.registry.head(image, tag))?.digest;
    return async (tag, isExpected) => {
        const now = await read(tag);
        if (now === undefined || (await isExpected(now)))
            return now;
        waited ??= host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
        await waited;
        return read(tag);
    };
}
async function putBack(host, undo, entry, head) {
    const { tag, before } = entry;
    const { image } = undo;
    const mayGoBack = async (digest) => digest === before || (await isOurs(host, undo, entry, digest));
    const now = await head(tag, mayGoBack);
    if (now !== undefined && !(await mayGoBack(now))) {
        return { done: false, text: `is ${now} by now, which somebody else wrote, and stays` };
    }
    if (before === undefined)
        return now === undefined ? gone(host, undo, entry, head) : remove(host, undo, tag, now);
    const manifest = await host.registry.manifest(image, before);
    if (manifest === undefined)
        return { done: false, text: `held ${before}, which the registry does not have any more` };
    // Also where it reads as before: the answer may be an old one.
    await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body);
    const found = await (0,write/* settled */.gu)(host, image, tag, (digest) => digest === before);
    if (found !== before)
        return { done: false, text: `was put back to ${before} and is ${found ?? 'absent'}` };
    return { done: true, text: `is ${before} again` };
}
async function isOurs(host, { image, digest, commit }, { after }, now) {
    const own = after ?? digest;
    if (own !== undefined)
        return now === own;
    return (await (0,held/* readHeld */.iJ)(host.registry, image, now))?.revision === commit;
}
/** It was about to be written; a write that is still under way shows within some seconds. */
async function gone(host, undo, entry, head) {
    const found = await (0,write/* settled */.gu)(host, undo.image, entry.tag, (digest) => digest !== undefined);
    if (found === undefined)
        return { done: true, text: 'was not written' };
    return putBack(host, undo, entry, head);
}
async function remove(host, { image, fixed, bad }, tag, now) {
    if (await deleted(host, image, tag)) {
        const found = await (0,write/* settled */.gu)(host, image, tag, (digest) => digest === undefined);
        if (found === undefined)
            return { done: true, text: 'is deleted, for it did not exist before' };
    }
    if ((0,listing/* isRecordTag */._K)(tag)) {
        const { descriptor, body } = withdraw/* NOTHING */.K$;
        await host.registry.putManifest(image, tag, descriptor.mediaType, body);
        await (0,write/* settled */.gu)(host, image, tag, (digest) => digest === descriptor.digest);
        return { done: true, text: 'is no record any more: this registry deletes no tags' };
    }
    if (!fixed.includes(tag)) {
        const text = 'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package';
        return { done: false, text };
    }
    if (bad)
        return { done: true, text: 'stays, for this registry deletes no tags' };
    const manifest = await host.registry.manifest(image, now);
    if (manifest === undefined)
        return { done: false, text: `is ${now}, which the registry does not show` };
    await (0,withdraw/* withdraw */.ne)(host, image, tag, manifest);
    return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' };
}
/** Who may push may not always delete: then it is as with a registry that deletes no tags. */
async function deleted(host, image, tag) {
    try {
        return (await host.registry.deleteTag(image, tag)) === 'deleted';
    }
    catch (error) {
        if (error instanceof errors/* RegistryError */.gl && (error.kind === 'denied' || error.kind === 'unauthorized'))
            return false;
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 1 modules
var settle = __webpack_require__(2143);
;// CONCATENATED MODULE: ./lib/steps/tags/takeback.js



/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try.
 * @param keep saves a change of the run's state
 * @param bad whether the image itself was found to be bad, not the way to publish it
 */
async function takeBack(host, { published, moving, journal }, keep, bad = false) {
    if (journal.length === 0 && !bad)
        return;
    const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true, bad: false };
    const part = published && { ...published, journal, whole: false, bad };
    const undo = moving === undefined ? part : { image: moving, ...whole };
    if (undo === undefined)
        return;
    const { done, left, open } = await restore(host, undo);
    for (const words of done)
        host.log.info(words);
    for (const words of left)
        host.log.warning(words);
    const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back';
    host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`);
    const again = open.length > 0;
    keep({ published: again ? published : undefined, moving: again ? moving : undefined, journal: open });
    if (published !== undefined && !again)
        await settleAfter(host, published);
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
/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(host, published) {
    const { image, lines: moving, suffix, digest: takenBack } = published;
    if (moving.length === 0)
        return;
    try {
        // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
        await host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
        const writer = (0,write/* createWriter */.u7)(host, image, async () => undefined);
        await (0,settle/* settle */.G)(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack });
    }
    catch (error) {
        // The failure that made all this necessary is what the reader wants to know.
        host.log.warning(`The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error}`);
    }
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
/* harmony export */   Q5: () => (/* binding */ SHOWN_WITHIN),
/* harmony export */   fn: () => (/* binding */ saveTo),
/* harmony export */   gu: () => (/* binding */ settled),
/* harmony export */   u7: () => (/* binding */ createWriter)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _host_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9144);
/* harmony import */ var _plan_journal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2024);



/** How long the registry may show an old answer after a write: GHCR lags for some seconds. */
const SETTLED_WITHIN = 20_000;
/**
 * How old an answer may be at most: what is read later than this after a write is not older than the write. Waited for only where a
 * decision hangs on it.
 */
const SHOWN_WITHIN = 10_000;
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
