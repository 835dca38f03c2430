export const id = 1;
export const ids = [1];
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

/***/ 6890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GC: () => (/* binding */ explainRefusal),
/* harmony export */   Of: () => (/* binding */ refusalOf)
/* harmony export */ });
/* unused harmony export PERMISSIONS */
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_refusal_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2352);
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3646);
/* harmony import */ var _packages_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3125);




/** The line that gives a job's token the right to push. */
const PERMISSIONS = 'permissions: { contents: read, packages: write }';
/** A refusal in words, with the line of the workflow or the page of the settings that helps. */
function explainRefusal(refusal, image, asker) {
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image);
    const explain = (0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitHubPackage */ .Eq)(image, asker.serverUrl) ? ON_GITHUB[refusal.kind] : ELSEWHERE[refusal.kind];
    const { found, remedy } = explain(image, asker);
    const answer = (0,_foreign_js__WEBPACK_IMPORTED_MODULE_2__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_2__/* .clean */ .uH)(refusal.answer), 300);
    const said = answer === '' ? '' : ` It answered: ${answer}.`.replace(/\.\.$/, '.');
    return { found: `${name}: ${found}${said}`, remedy };
}
const GITHUB_STATUS = 'Nothing was pushed. Look at https://www.githubstatus.com, then run the job again.';
const unreachable = ({ registry }) => ({
    found: `the registry ${registry} cannot be reached.`,
    remedy: `Nothing was pushed. Run the job again; if it stays so, see whether this runner reaches https://${registry}/v2/.`,
});
const unavailable = ({ registry }) => ({
    found: `the registry ${registry} answers, and does not work at the moment.`,
    remedy: 'Nothing was pushed. Run the job again later.',
});
/**
 * GitHub's answers, from reports of users: docker/build-push-action issue 606, actions/runner issue 1039, danger-js issue
 * 1414, and https://docs.github.com/packages/learn-github-packages/configuring-a-packages-access-control-and-visibility.
 */
const ON_GITHUB = {
    'wrong-credentials': ({ registry }) => ({
        found: `${registry} did not accept the user name and password.`,
        remedy: `Remove the inputs username and password, so that the job's own token is used, with ${PERMISSIONS}; or write a personal access token (classic) with the scope write:packages that has not expired and is authorised for the organization's single sign-on.`,
    }),
    'no-credentials': ({ registry }) => ({
        found: `there are no credentials for ${registry}, and nobody may push without.`,
        remedy: `Leave the input password at its default, which is the job's own token, and write in the job: ${PERMISSIONS}.`,
    }),
    'missing-scope': () => ({
        found: 'the token may not write packages.',
        remedy: `Write in the job: ${PERMISSIONS}. A personal access token (classic) needs the scope write:packages.`,
    }),
    'not-linked': (image, { repository, serverUrl }) => ({
        found: `the package exists, and the repository ${repository} has no right to write it.`,
        remedy: `Open ${(0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .packageSettings */ .Cj)(image, serverUrl)}, Manage Actions access, and add ${repository} with the role Write.`,
    }),
    'cannot-create': (image, { serverUrl }) => ({
        found: 'the package does not exist yet, and the token may not create it.',
        remedy: `Write in the job: ${PERMISSIONS}. Where that stands already, an owner of the organization has to allow new packages: ${(0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .organizationSettings */ .$u)(image, serverUrl)}.`,
    }),
    denied: (image, { repository, serverUrl }) => ({
        found: 'the registry refused the push.',
        remedy: `Write in the job: ${PERMISSIONS}. Where that stands already, open ${(0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .packageSettings */ .Cj)(image, serverUrl)}, Manage Actions access, and add ${repository} with the role Write. A job's token reaches packages of its own owner only.`,
    }),
    unreachable: (image, asker) => ({
        found: unreachable(image, asker).found,
        remedy: GITHUB_STATUS,
    }),
    unavailable: (image, asker) => ({ found: unavailable(image, asker).found, remedy: GITHUB_STATUS }),
};
const account = ({ registry }) => ({
    found: 'the registry refused the push.',
    remedy: `Give the account in username the right to push to this repository, or write another one in username and password (or in registry-auths) for ${registry}.`,
});
const ELSEWHERE = {
    'wrong-credentials': ({ registry }) => ({
        found: `${registry} did not accept the user name and password.`,
        remedy: 'Check the inputs username and password (or registry-auths), and that the secret is not empty.',
    }),
    'no-credentials': ({ registry }) => ({
        found: `there are no credentials for ${registry}.`,
        remedy: `Write username and password, or registry-auths with a line for ${registry}, or log in before this step. The job's own token is sent to GitHub's registry only.`,
    }),
    'missing-scope': (image, asker) => ({ ...account(image, asker), found: 'the account may not push there.' }),
    'not-linked': account,
    'cannot-create': (image, asker) => ({
        ...account(image, asker),
        found: 'the repository does not exist there, and the account may not create it.',
    }),
    denied: account,
    unreachable,
    unavailable,
};
/** The refusal in what BuildKit says of a push that failed; undefined where it was no refusal. */
function refusalOf(message) {
    const kind = (0,_domain_refusal_js__WEBPACK_IMPORTED_MODULE_3__/* .refusalInWords */ .$)(message) ?? ANSWERS.find(([pattern]) => pattern.test(message))?.[1];
    return kind && { kind, answer: lastWords(message) };
}
const ANSWERS = [
    [/no basic auth credentials|unauthenticated|anonymous/i, 'no-credentials'],
    [/401 unauthorized|incorrect username or password|authentication required/i, 'wrong-credentials'],
    [/\bdenied\b|403 forbidden|insufficient_scope|authorization failed/i, 'denied'],
];
/** What the registry said, without the addresses before it. */
function lastWords(message) {
    return /(?:denied|unauthorized|unexpected status|authorization failed).*$/is.exec(message)?.[0] ?? message;
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
