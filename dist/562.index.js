export const id = 562;
export const ids = [562];
export const modules = {

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
// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 1 modules
var settle = __webpack_require__(2143);
// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 1 modules
var takeback = __webpack_require__(5587);
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
            const since = host.clock.now();
            await verify(host, state);
            const { published, journal, finished } = state;
            if (published !== undefined && finished)
                await (0,settle/* settleLast */.M)(host, published, journal, since);
        });
    }
    catch (error) {
        // A registry or an engine in trouble, or too little time, says nothing about the image.
        if (error instanceof errors/* VerificationError */.mk)
            await undo(host, state, true).catch(tell(host));
        throw error;
    }
    if (!state.finished)
        await undo(host, state);
}
/** The first error is the one that has to be read. */
function tell(host) {
    return (error) => host.log.warning(error instanceof Error ? error.message : String(error));
}
function undo(host, state, bad = false) {
    return (0,deadline/* within */.u)(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', async () => {
        for (const one of (0,plan_state/* eachWritten */.P6)(state))
            await (0,takeback/* takeBack */.z)(host, one, () => undefined, bad);
    });
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
