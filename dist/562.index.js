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
 * Removes what this step made: containers, builder, images, and last the private folder with the credentials. Each is
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
    await attempt('private folder', () => host.files.remove(state.folder));
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
        await (0,deadline/* within */.u)(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () => tidy(host, state));
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
        // A registry that does not answer says nothing about the image, and would not take it back either.
        if (!(error instanceof errors/* RegistryError */.gl))
            await undo(host, state);
        throw error;
    }
    if (!state.finished)
        await undo(host, state);
}
function undo(host, state) {
    return (0,deadline/* within */.u)(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', () => (0,restore/* takeBack */.z)(host, state, () => undefined));
}
/** The state of a killed step may be older than its journal, which is a file too. */
async function withJournal(host, state) {
    const { published, journal, folder } = state;
    if (published === undefined)
        return state;
    const text = await host.files.read((0,plan_journal/* journalFile */.i7)(folder));
    const written = text === undefined ? undefined : (0,plan_journal/* readJournal */.a0)(text);
    if (written !== undefined)
        return written.length >= journal.length ? { ...state, journal: written } : state;
    host.log.warning('The journal of the tags is gone or damaged; what the state of the step and the registry say is used.');
    return state;
}
async function verify(host, state) {
    const { published, journal, finished } = state;
    if (published === undefined || (!finished && journal.length === 0))
        return host.log.info('Nothing was published, so there is nothing to verify.');
    if (!finished || !isPushed(published)) {
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
    throw new errors/* VerificationError */.mk({
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
