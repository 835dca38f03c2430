export const id = 125;
export const ids = [125];
export const modules = {

/***/ 4125:
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
// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/domain/version.js
var version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
// EXTERNAL MODULE: ./lib/report/undo.js
var undo = __webpack_require__(9074);
;// CONCATENATED MODULE: ./lib/report/undone.js






/**
 * What the post step has taken back, in Markdown for the summary of the job; undefined where that is nothing. Foreign text in it can
 * neither format nor link anything.
 * @param cause why, in the words of the failure; undefined where main did not come to its end
 */
function summarizeUndone(undone, cause) {
    const parts = undone.filter(({ tags }) => tags.length > 0).map(partOf);
    if (parts.length === 0)
        return undefined;
    const reason = cause ?? 'The main step ended while it moved the tags.';
    return `${['## Taken back', (0,markdown/* prose */.CS)(reason, 1000), ...parts].join('\n\n')}\n`;
}
function partOf(undone) {
    const { image, tags, repairs, why } = undone;
    const moved = repairs.map(({ tag, release, reason }) => `${(0,markdown/* code */.aY)(tag)} is at ${(0,markdown/* code */.aY)(release)} now: ${(0,markdown/* prose */.CS)(reason, 200)}`);
    const parts = [
        (0,summary/* section */.uW)(`Tags of ${(0,markdown/* code */.aY)((0,domain_reference/* formatImageName */.eS)(image))}`, tagTable(tags)),
        withdrawnWords(tags),
        (0,markdown/* list */.p_)(moved),
        (0,summary/* section */.uW)('Next step', (0,markdown/* list */.p_)(nextSteps(why, tags))),
        openSteps(undone),
    ];
    return parts.filter((text) => text !== undefined && text !== '').join('\n\n');
}
const SIGNS = {
    back: 'put back',
    withdrawn: 'withdrawn',
    theirs: "somebody else's",
    left: '⚠️ left',
};
/** One row for each tag, with all that became of it; the worst of it says how it went. */
function tagTable(tags) {
    const rows = [...new Set(tags.map(({ tag }) => tag))].map((tag) => {
        const own = tags.filter((one) => one.tag === tag);
        const [kind = 'back'] = ['left', 'theirs', 'withdrawn'].filter((one) => own.some((part) => part.kind === one));
        return [(0,markdown/* code */.aY)(tag), SIGNS[kind], (0,markdown/* prose */.CS)(own.map(({ text }) => text).join('; '), 400)];
    });
    return (0,markdown/* table */.tp)(['Tag', '', 'What became of it'], rows);
}
function withdrawnWords(tags) {
    const names = namesOf(tags.filter(({ kind }) => kind === 'withdrawn'));
    if (names.length === 0)
        return 'No version was withdrawn.';
    const verb = names.length === 1 ? 'is' : 'are';
    return `${names.map(markdown/* code */.aY).join(' and ')} ${verb} recorded as withdrawn: no moving tag goes there, until the version is published again.`;
}
const NEXT = {
    bad: 'Mend the image and publish the version again: a withdrawn version may come from another commit. What the checks found stands in the log of the post step.',
    unfinished: 'Run the job again: what is in the registry already is used.',
    overwritten: 'Find out what else writes these tags, and give publishing jobs a concurrency group; then run the job again, with overwrite: true where this image is to have the version.',
};
function nextSteps(why, tags) {
    const left = tags.some(({ kind }) => kind === 'left');
    return [
        (0,markdown/* prose */.CS)(NEXT[why]),
        ...(left ? ['Look at the tags that are left: what they need stands beside them.'] : []),
    ];
}
/** The rollback of tags that should have gone back and did not. */
function openSteps({ image, tags }) {
    const before = new Map();
    for (const one of tags) {
        if (one.kind !== 'left' || one.before === undefined || !canGoBack(one.tag))
            continue;
        before.set(one.before, [...(before.get(one.before) ?? []), one.tag]);
    }
    const steps = [...before].flatMap(([digest, names]) => (0,undo/* rollbackStep */.d)(image, names, digest));
    return steps.length === 0 ? undefined : (0,markdown/* block */.om)(steps, 'yaml');
}
/** A rollback moves no tag that names a version or a commit for good, and no record. */
function canGoBack(tag) {
    return (0,version/* parseVersion */.o)(tag) === undefined && !/^[0-9a-f]{40}$/.test(tag) && !(0,listing/* isRecordTag */._K)(tag);
}
function namesOf(tags) {
    return [...new Set(tags.map(({ tag }) => tag))];
}

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

// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 5 modules
var smoke = __webpack_require__(5773);
// EXTERNAL MODULE: ./lib/steps/tags/confirm.js
var tags_confirm = __webpack_require__(7529);
// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 1 modules
var settle = __webpack_require__(2143);
// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 3 modules
var takeback = __webpack_require__(7065);
;// CONCATENATED MODULE: ./lib/operations/post.js












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
    if (state === undefined) {
        throw new errors/* PolicyError */.pn({
            found: 'The state of the main step was changed by another step of the job, so it is not used: nothing was verified, put back or removed.',
            remedy: 'Look at the tags of the image, and use rollback where they are not what they should be.',
        });
    }
    // What a killed main started would go on and push.
    const left = await host.processes.endOrphans(state.folder);
    if (left > 0)
        host.log.info(`Ended what the main step left running (${left}).`);
    host.credentials.open(state.folder);
    try {
        await checkJournal(host, state);
        await verifyOrTakeBack(host, state);
    }
    finally {
        // What could not be removed fails no publish.
        await (0,deadline/* within */.u)(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () => tidy(host, state)).catch(tell(host));
        // Credentials go in any case, also where the engine hangs.
        await host.files.remove(state.folder);
    }
}
async function verifyOrTakeBack(host, state) {
    try {
        await (0,deadline/* within */.u)(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
            const since = host.clock.now();
            await verify(host, state);
            const { published, journal, finished } = state;
            if (published !== undefined && finished)
                await (0,settle/* settleLast */.M)(host, published, journal, since);
        });
    }
    catch (error) {
        const why = whyTakenBack(error);
        if (why !== undefined)
            await post_undo(host, state, why, error).catch(tell(host));
        throw error;
    }
    if (!state.finished)
        await post_undo(host, state, 'unfinished');
}
const REASONS = {
    image: 'bad',
    tags: 'overwritten',
    other: undefined,
};
/** Undefined where a registry or an engine in trouble, or too little time, says nothing about what was published. */
function whyTakenBack(error) {
    return error instanceof errors/* VerificationError */.mk ? REASONS[error.proves] : undefined;
}
/** The first error is the one that has to be read. */
function tell(host) {
    return (error) => host.log.warning(error instanceof Error ? error.message : String(error));
}
/** Puts the tags back, and says so in the summary of the job, where main may have said that all went well. */
async function post_undo(host, state, why, cause) {
    const undone = [];
    try {
        await (0,deadline/* within */.u)(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', async () => {
            for (const one of (0,plan_state/* eachWritten */.P6)(state)) {
                const part = await (0,takeback/* takeBack */.z)(host, one, () => undefined, why);
                if (part !== undefined)
                    undone.push(part);
            }
        });
    }
    finally {
        const words = cause instanceof Error ? cause.message : undefined;
        const summary = summarizeUndone(undone, words);
        if (summary !== undefined)
            await host.runner.summary(summary);
    }
}
/**
 * The journal stands in the state, which is saved first and which no other step can write, and in a file. They have to agree, but for a
 * main that was killed between the two.
 */
async function checkJournal(host, state) {
    const { published, moving, journal, folder } = state;
    if (journal.length === 0 || (published === undefined && moving === undefined))
        return;
    const text = await host.files.read((0,plan_journal/* journalFile */.i7)(folder));
    const written = text === undefined ? undefined : (0,plan_journal/* readJournal */.a0)(text);
    const same = [journal, journal.slice(0, -1)].some((entries) => written !== undefined && (0,plan_journal/* formatJournal */.ts)(entries) === (0,plan_journal/* formatJournal */.ts)(written));
    if (same)
        return;
    host.log.warning('The journal of the tags is gone, damaged or changed; what the state of the step and the registry say is used.');
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
        (0,inspect/* inspect */.N)(host, image, digest, platforms, { attested: false, exact: false }),
        readEnvironment(host, state),
    ]);
    for (const words of tags.moved)
        host.log.notice(`Another run has moved a tag meanwhile: ${words}.`);
    const subjects = (0,inspect/* subjectsOf */.Z)(candidate, published.inEngine);
    await allChecks(host, [
        tags.wrong.length > 0 ? overwritten(tags.wrong, digest) : inspectOfRecord(host, published),
        (0,smoke/* smoke */.Q)(host, state.id, { ...published.smoke, env }, subjects, !published.tried),
    ]);
}
async function overwritten(wrong, digest) {
    const remedy = 'Something else wrote them. Give publishing jobs a concurrency group, and run this one again.';
    throw new errors/* VerificationError */.mk({ found: `Tags do not hold what this job published: ${wrong.join('; ')}.`, allowed: digest, remedy }, { proves: 'tags' });
}
/** Waits for every check: that the image is bad weighs more than that somebody has moved its tags, whatever is known first. */
async function allChecks(host, checks) {
    const failures = (await Promise.allSettled(checks)).filter((one) => one.status === 'rejected');
    const [first, ...rest] = failures
        .map(({ reason }) => reason)
        .toSorted((a, b) => Number(provesBad(b)) - Number(provesBad(a)));
    if (first === undefined)
        return;
    for (const error of rest)
        tell(host)(error);
    throw first;
}
function provesBad(error) {
    return error instanceof errors/* VerificationError */.mk && error.proves === 'image';
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


/***/ })

};
