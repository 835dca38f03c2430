export const id = 370;
export const ids = [370];
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

const EMPTY_LISTING = { tags: [], asked: new Set(), withdrawn: new Map() };
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
/* harmony export */   T: () => (/* binding */ readRecords),
/* harmony export */   v: () => (/* binding */ readListing)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(496);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9144);




/** Tag lists lag behind writes, on GHCR by some seconds. */
const LISTED_WITHIN = 60_000;
/**
 * Lists the tags of an image and finds out which versions are withdrawn, as far as that matters. A list is trusted only when it holds what this run wrote
 * before: then it shows everything that others wrote before that, too.
 * @param needs which records matter
 * @param holds tags that were written already
 * @throws RegistryError where the registry does not list them in time, or does not list at all
 */
async function readListing(host, image, needs, holds = []) {
    const tags = await (0,_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .eventually */ .u4)(host.clock, LISTED_WITHIN, async () => {
        const listed = await host.registry.tags(image);
        return holds.every((tag) => listed.includes(tag)) ? listed : undefined;
    });
    if (tags !== undefined)
        return readRecords(host, image, { ..._domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .EMPTY_LISTING */ .R6, tags }, needs);
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl('temporary', {
        found: `${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatImageName */ .eS)(image)}: the registry took ${holds.join(', ')} and does not list it after ${LISTED_WITHIN / 1000} s.`,
        remedy: 'Without a list nobody knows which version is the highest. Run the job again; if it stays so, this registry does not list tags: publish to one that does.',
    });
}
/**
 * Reads records until nothing more has to be known: those that are needed at the same time, and then what these make necessary. Each
 * costs two requests, and a package may have hundreds.
 */
async function readRecords(host, image, listing, needs) {
    let known = listing;
    for (;;) {
        const open = needs(known).filter((tag) => !known.asked.has(tag));
        if (open.length === 0)
            return known;
        const found = await Promise.all(open.map((tag) => readRecord(host, image, tag)));
        known = {
            tags: known.tags,
            asked: new Set([...known.asked, ...open]),
            withdrawn: new Map([...known.withdrawn, ...found.flat()]),
        };
    }
}
/** A record counts where it is about what the version holds now; one that was published again holds something else. */
async function readRecord({ registry }, image, name) {
    const [tag, record] = [(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .parseTag */ .ED)(name), (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(name)];
    if (tag === undefined || record === undefined)
        return [];
    const [held, recorded] = await Promise.all([registry.head(image, tag), registry.head(image, record)]);
    return held !== undefined && held.digest === recorded?.digest ? [[name, held.digest]] : [];
}


/***/ }),

/***/ 2083:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ef: () => (/* binding */ parseOrigin),
/* harmony export */   m8: () => (/* binding */ judgeBranch),
/* harmony export */   pX: () => (/* binding */ planBranchMove)
/* harmony export */ });
/* harmony import */ var _domain_github_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2313);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(632);


/**
 * Reads where an image comes from. Hostile input: what is not of the right form counts as not told.
 * @param marks annotations or labels
 */
function parseOrigin(marks) {
    const runNumber = marks[_labels_js__WEBPACK_IMPORTED_MODULE_0__/* .RUN_NUMBER */ .C9] ?? '';
    return {
        revision: (0,_domain_github_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommitId */ .I)(marks['org.opencontainers.image.revision']),
        workflow: marks[_labels_js__WEBPACK_IMPORTED_MODULE_0__/* .WORKFLOW */ .Ep],
        runNumber: /^[1-9]\d{0,14}$/.test(runNumber) ? Number(runNumber) : undefined,
    };
}
/**
 * Decides whether a branch's tag goes to the published commit: never back in history, and to the branch's head in any
 * case, also where a force-push made an older or another commit the head. Where GitHub cannot tell, the later run wins.
 */
function planBranchMove(facts) {
    const { there, reason } = judgeBranch(facts);
    return Object.freeze({ tag: facts.tag, move: there !== 'newer', reason });
}
/** Judges what is there by the history of the branch, else by the order of the runs. */
function judgeBranch(facts) {
    const { commit, held, head, compared } = facts;
    if (held === undefined)
        return { there: 'nothing', reason: 'this branch' };
    if (held.revision === commit)
        return SAME;
    if (known(head) === commit)
        return { there: 'older', reason: 'the head of this branch' };
    // A branch that was moved back to it: this commit came after it, and belongs to the branch no more.
    if (known(head) !== undefined && known(head) === held.revision)
        return { there: 'newer', reason: 'the head of this branch is there' };
    switch (known(compared)) {
        case 'identical':
            return SAME;
        case 'ahead':
            return { there: 'older', reason: 'a newer commit than the one that is there' };
        case 'behind':
            return { there: 'newer', reason: 'an older commit than the one that is there' };
        case 'diverged':
            return { there: 'newer', reason: 'the branch was moved away from this commit' };
        default:
            return byRun(facts, held);
    }
}
const SAME = { there: 'same', reason: 'this branch, the same commit' };
/** Runs of one workflow are counted in the order in which they were started. */
function byRun(facts, held) {
    const why = untold(facts, held);
    const own = facts.run.runNumber;
    const other = held.runNumber;
    const unknown = (words) => ({
        there: 'unknown',
        reason: `this branch; ${why}, and ${words}`,
    });
    if (own === undefined || other === undefined)
        return unknown('the runs are not known');
    if (facts.run.workflow === undefined || facts.run.workflow !== held.workflow)
        return unknown('another workflow built the image that is there');
    if (own < other)
        return { there: 'newer', reason: `run ${own} is older than run ${other}, which wrote it (${why})` };
    const reason = `run ${own} is not older than run ${other}, which wrote it (${why})`;
    return { there: own > other ? 'older' : 'unknown', reason };
}
/** Why the history of the branch does not decide. */
function untold({ head, compared }, { revision }) {
    if (revision === undefined)
        return 'the image that is there names no commit';
    const silent = [head, compared].find((answer) => answer !== undefined && 'unknown' in answer);
    if (silent !== undefined && 'unknown' in silent)
        return `GitHub does not tell the history: ${silent.unknown}`;
    return 'GitHub does not tell the history';
}
function known(answer) {
    return answer !== undefined && 'value' in answer ? answer.value : undefined;
}


/***/ }),

/***/ 1210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YR: () => (/* binding */ namingTags),
/* harmony export */   bE: () => (/* binding */ highestFew),
/* harmony export */   hY: () => (/* binding */ publishedAs),
/* harmony export */   lt: () => (/* binding */ DEEP)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9572);



/** Versions of a line that are looked at: the highest may be listed still, and be deleted. */
const DEEP = 3;
/**
 * As which versions of a line an image is published: by the tags of versions that hold it, because a promotion gives an image another
 * version than the image says of itself. `app:v2.0.0-rc.1` becomes v2.0.0 and is labelled 2.0.0-rc.1 for good.
 * @param line undefined for all versions
 * @param known what tags hold; only those of versions count
 */
function publishedAs(held, line, suffix, known) {
    const found = [...known].flatMap(([tag, { digest }]) => {
        const version = digest === held.digest ? (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .versionOf */ .E4)(tag, suffix) : undefined;
        return version !== undefined && (line === undefined || (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .inLine */ .i2)(version, line)) ? [{ tag, version }] : [];
    });
    const sorted = found.toSorted((a, b) => (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(b.version, a.version));
    return { version: sorted[0]?.version ?? (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .markedVersion */ .Xy)(held), tags: sorted.map(({ tag }) => tag) };
}
/** The tags of the highest versions of a line: what it takes to find out as which of them an image is published. */
function namingTags(line, suffix, listing) {
    return highestFew((0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .stableReleases */ ._S)(listing, suffix).filter(({ version }) => (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .inLine */ .i2)(version, line)));
}
/** The tags of the highest few of some releases, under all of their spellings. */
function highestFew(releases) {
    const sorted = releases.toSorted((a, b) => (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(b.version, a.version));
    const versions = [...new Set(sorted.map(({ version }) => version.text))].slice(0, DEEP);
    return sorted.flatMap(({ tag, version }) => (versions.includes(version.text) ? ((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(tag) ?? []) : []));
}


/***/ }),

/***/ 632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C9: () => (/* binding */ RUN_NUMBER),
/* harmony export */   Ep: () => (/* binding */ WORKFLOW),
/* harmony export */   Fn: () => (/* binding */ standardLabels),
/* harmony export */   cL: () => (/* binding */ runAnnotations)
/* harmony export */ });
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3981);

/**
 * The standard labels of an image (OCI image-spec, annotations.md). `created` is the commit's date, not the clock's, so
 * that a second build of one commit gives the same bytes.
 */
function standardLabels(context, commit, version) {
    const repository = repositoryOf(context.payload);
    const url = `${context.serverUrl}/${context.repository}`;
    const [, title = context.repository] = context.repository.split('/');
    const created = commit.time === undefined ? undefined : new Date(commit.time * 1000).toISOString();
    const labels = [
        ['title', title],
        ['description', repository.description],
        ['url', url],
        ['source', url],
        ['version', version],
        ['revision', commit.sha],
        ['created', created],
        ['licenses', repository.license],
    ];
    return labels.flatMap(([name, value]) => value === undefined || value === '' ? [] : [{ name: `org.opencontainers.image.${name}`, value }]);
}
/** Annotation with the number of the run that built an image. */
const RUN_NUMBER = 'ghcr-publish.run-number';
/** Annotation with the workflow that built an image, as in `octocat/hello-world/.github/workflows/publish.yml`. */
const WORKFLOW = 'ghcr-publish.workflow';
/**
 * Which run built an image: later runs go by it where GitHub does not tell which of two commits is the older. For branches
 * only, because the bytes of a version must be the same for every run. Empty where the runner does not tell both.
 */
function runAnnotations({ workflow, runNumber }) {
    if (workflow === undefined || runNumber === undefined)
        return [];
    return [
        { name: RUN_NUMBER, value: String(runNumber) },
        { name: WORKFLOW, value: workflow },
    ];
}
/** What the event's payload says about the repository; one line each, for it ends up in arguments and tables. */
function repositoryOf(payload) {
    const repository = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'repository');
    return {
        description: line((0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(repository, 'description')),
        license: license(line((0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(repository, 'license', 'spdx_id'))),
    };
}
function line(value) {
    if (typeof value !== 'string')
        return undefined;
    return value
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 512);
}
/** GitHub writes NOASSERTION where it could not tell. */
function license(id) {
    return id === 'NOASSERTION' ? undefined : id;
}


/***/ }),

/***/ 3977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _u: () => (/* binding */ publishQuestion),
/* harmony export */   hN: () => (/* binding */ needsOf),
/* harmony export */   tW: () => (/* binding */ openRecords)
/* harmony export */ });
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(496);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9572);



/** As many records are asked for at first; later three times as many as were read already, so that few rounds do. */
const FIRST = 4;
const MOST = 100;
/**
 * The records that can change a decision: those of named versions, and in each line those of the versions that would win it. With
 * hundreds of records, most of them are of versions far below the highest, and are never asked for.
 */
function needsOf({ suffix, versions, walks }) {
    return (listing) => {
        const isOpen = openRecords(listing);
        if (!listing.tags.some(isOpen))
            return [];
        const most = Math.min(MOST, Math.max(FIRST, 3 * listing.asked.size));
        const groups = byVersion((0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .stableReleases */ ._S)(listing, suffix));
        const walked = walks.flatMap((walk) => walkDown(groups, walk, isOpen, most));
        return [...new Set([...versions.filter(isOpen), ...walked])];
    };
}
/** Tells which tags have a record that was not read yet. */
function openRecords({ tags, asked }) {
    const recorded = new Set((0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_0__/* .recordedVersions */ .WQ)(tags));
    return (tag) => recorded.has(tag) && !asked.has(tag);
}
/** The question before a publish or a promotion: whether its version is free, and which of its lines have a higher one. */
function publishQuestion({ fixed, moving, extra, version, suffix }) {
    const more = extra.flatMap((tag) => (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .lineOf */ .cA)(tag, suffix) ?? []);
    const walks = [...moving.map(({ line }) => line), ...more].map((line) => {
        const above = version !== undefined && (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .inLine */ .i2)(version, line) ? version : undefined;
        return { line, depth: 1, above };
    });
    return { suffix, versions: [...fixed, ...(0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .otherSpellings */ .wf)(fixed)], walks };
}
/** Each version with all of its spellings, the highest first. */
function byVersion(releases) {
    const groups = [];
    for (const release of releases.toSorted((a, b) => (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(b.version, a.version))) {
        const last = groups.at(-1);
        const [same] = last ?? [];
        if (same !== undefined && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(same.version, release.version) === 0)
            last?.push(release);
        else
            groups.push([release]);
    }
    return groups;
}
function walkDown(groups, { line, depth, below, above }, isOpen, most) {
    const found = [];
    let good = 0;
    for (const group of groups) {
        const [first] = group;
        if (first === undefined || !(0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .inLine */ .i2)(first.version, line))
            continue;
        if (below !== undefined && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(first.version, below) >= 0)
            continue;
        if (above !== undefined && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(first.version, above) <= 0)
            break;
        found.push(...group.flatMap(({ tag }) => (isOpen(tag) ? [tag] : [])));
        // One spelling that is known to be good is enough to win, but all of the same version win with it.
        if (group.some(({ tag }) => !isOpen(tag)))
            good++;
        if (good === depth || found.length >= most)
            break;
    }
    return found;
}


/***/ }),

/***/ 1232:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ isDone),
/* harmony export */   b: () => (/* binding */ whyTakenBack)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);

/** Whether nothing is left to do for a tag. */
function isDone({ kind }) {
    return kind === 'back' || kind === 'withdrawn';
}
const REASONS = {
    image: 'bad',
    tags: 'overwritten',
    other: undefined,
};
/** Undefined where a registry or an engine in trouble, or too little time, says nothing about what was published. */
function whyTakenBack(error) {
    return error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk ? REASONS[error.proves] : undefined;
}


/***/ }),

/***/ 5951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ summarizeUndone)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _plan_inputs_rollback_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7821);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5402);
/* harmony import */ var _summary_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3394);
/* harmony import */ var _undo_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9074);





/**
 * What a step has taken back, in Markdown for the summary of the job; undefined where that is nothing. Foreign text in it can
 * neither format nor link anything.
 * @param cause why, in the words of the failure; undefined where main did not come to its end
 */
function summarizeUndone(undone, cause, step) {
    const parts = undone.filter(({ tags }) => tags.length > 0).map(partOf);
    if (parts.length === 0)
        return undefined;
    const who = `The ${step} step has put back what was written.`;
    const reason = cause ?? 'The main step ended while it moved the tags.';
    return `${['## Taken back', `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(reason, 1000)} ${who}`, ...parts].join('\n\n')}\n`;
}
function partOf(undone) {
    const { image, tags, repairs, why } = undone;
    const moved = repairs.map(({ tag, release, reason }) => `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(tag)} is at ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(release)} now: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(reason, 200)}`);
    const parts = [
        (0,_summary_js__WEBPACK_IMPORTED_MODULE_2__/* .section */ .uW)(`Tags of ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image))}`, tagTable(tags)),
        withdrawnWords(tags),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(moved),
        (0,_summary_js__WEBPACK_IMPORTED_MODULE_2__/* .section */ .uW)('Next step', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(nextSteps(why, tags))),
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
        return [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(tag), SIGNS[kind], (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(own.map(({ text }) => text).join('; '), 400)];
    });
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .table */ .tp)(['Tag', '', 'What became of it'], rows);
}
function withdrawnWords(tags) {
    const names = namesOf(tags.filter(({ kind }) => kind === 'withdrawn'));
    if (names.length === 0)
        return 'No version was withdrawn.';
    const verb = names.length === 1 ? 'is' : 'are';
    return `${names.map(_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY).join(' and ')} ${verb} recorded as withdrawn: no moving tag goes there, until the version is published again.`;
}
const NEXT = {
    bad: 'Mend the image and publish the version again: a withdrawn version may come from another commit. What the checks found stands in the log of the post step.',
    unfinished: 'Run the job again: what is in the registry already is used.',
    overwritten: 'Find out what else writes these tags, and give publishing jobs a concurrency group; then run the job again, with overwrite: true where this image is to have the version.',
};
function nextSteps(why, tags) {
    const left = tags.some(({ kind }) => kind === 'left');
    return [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(NEXT[why]),
        ...(left ? ['Look at the tags that are left: what they need stands beside them.'] : []),
    ];
}
/** The rollback of tags that should have gone back and did not. */
function openSteps({ image, suffix, tags }) {
    const before = new Map();
    for (const one of tags) {
        if (one.kind !== 'left' || one.before === undefined || !(0,_plan_inputs_rollback_js__WEBPACK_IMPORTED_MODULE_1__/* .mayBeRolledBack */ .SV)(one.tag, suffix))
            continue;
        before.set(one.before, [...(before.get(one.before) ?? []), one.tag]);
    }
    const steps = [...before].flatMap(([digest, names]) => (0,_undo_js__WEBPACK_IMPORTED_MODULE_3__/* .rollbackStep */ .d)({ image, suffix }, names, digest));
    return steps.length === 0 ? undefined : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .block */ .om)(steps, 'yaml');
}
function namesOf(tags) {
    return [...new Set(tags.map(({ tag }) => tag))];
}


/***/ }),

/***/ 9344:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ip: () => (/* binding */ repair),
  G9: () => (/* binding */ settle),
  MM: () => (/* binding */ settleLast)
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
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
// EXTERNAL MODULE: ./lib/domain/held.js
var domain_held = __webpack_require__(8301);
// EXTERNAL MODULE: ./lib/domain/version.js
var domain_version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/plan/current.js
var current = __webpack_require__(1210);
// EXTERNAL MODULE: ./lib/plan/lines.js
var plan_lines = __webpack_require__(9572);
;// CONCATENATED MODULE: ./lib/plan/settle.js





/** Which version is the highest of each line that is not withdrawn. */
function repairQuestion(lines, suffix) {
    return { suffix, versions: [], walks: lines.map(({ line }) => ({ line, depth: 1 })) };
}
/** Whether what the moving tags hold is withdrawn: a lower version than the highest may be, too. */
function heldQuestion(lines, suffix, held) {
    const versions = lines.flatMap(({ tag, line }) => {
        const now = held.get(tag);
        if (now === undefined)
            return [];
        const version = (0,plan_lines/* markedVersion */.Xy)(now);
        const marked = version === undefined ? [] : (0,plan_lines/* spellings */.cl)(version, suffix);
        return [...marked, ...(0,current/* publishedAs */.hY)(now, line, suffix, held).tags];
    });
    return { suffix, versions, walks: [] };
}
/** The tags of the highest version of each line: what has to be read before repairs can be planned. */
function highestTags(lines, suffix, listing) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    return lines.flatMap(({ line }) => (0,plan_lines/* highestOf */.gG)(line, releases).flatMap(({ tag }) => (0,reference/* parseTag */.ED)(tag) ?? []));
}
/**
 * The tags that have to be read, too, where what a moving tag holds does not say that it is a version of the line: it may be published
 * as one all the same.
 */
function unclearTags(lines, suffix, listing, held) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    return lines.flatMap(({ tag, line }) => {
        const now = held.get(tag);
        const spellings = (0,plan_lines/* highestOf */.gG)(line, releases).flatMap((release) => existing(release, held));
        const [highest] = spellings;
        if (now === undefined || highest === undefined)
            return [];
        if (spellings.some(({ next }) => next.digest === now.digest))
            return [];
        return isLower(now, line, suffix, highest.release, held) ? [] : (0,current/* namingTags */.YR)(line, suffix, listing);
    });
}
/**
 * What it takes to bring moving tags to the highest version of their line. Two runs at once, or one that died, can leave a tag at a
 * lower version, or at one that is withdrawn. A tag that holds anything else was put there by somebody, and stays.
 * @param held what the moving tags and the tags of `highestTags` and `unclearTags` hold
 * @param takenBack images that are not published any more, whether their version is recorded as withdrawn, is gone, or was taken by
 *   another run
 */
function planRepairs(lines, suffix, listing, held, takenBack = []) {
    const releases = (0,plan_lines/* stableReleases */._S)(listing, suffix);
    const bad = new Set([...listing.withdrawn.values(), ...takenBack]);
    return lines.flatMap(({ tag, line }) => {
        const now = held.get(tag);
        const spellings = (0,plan_lines/* highestOf */.gG)(line, releases).flatMap((release) => existing(release, held));
        const [highest] = spellings;
        // What was just taken back is nothing to go to, also where its version could not be recorded as withdrawn.
        if (highest === undefined || takenBack.includes(highest.next.digest))
            return [];
        if (spellings.some(({ next }) => next.digest === now?.digest))
            return [];
        const { name, next } = highest;
        const repair = { tag, before: now?.digest, release: name, digest: next.digest };
        const reason = `${name} is the highest of ${(0,plan_lines/* nameOf */.Vb)(line)}`;
        // The lines of a version have their tags: a run that died, or whose image was taken back, may have left none.
        if (now === undefined)
            return [{ ...repair, kind: 'absent', reason: `did not exist; ${reason}` }];
        if (bad.has(now.digest))
            return [{ ...repair, kind: 'withdrawn', reason: `held a withdrawn image; ${reason}` }];
        if (!isLower(now, line, suffix, highest.release, held) || (0,domain_held/* lostPlatforms */.j)(now, next.platforms).length > 0)
            return [];
        return [{ ...repair, kind: 'behind', reason }];
    });
}
/**
 * What people have to know of a repair of `latest` that goes to another run's version: that run, or one before it, may have been told
 * where `latest` belongs, and nothing in the registry says so. Undefined where no choice can have been overridden.
 * @param own digests that this run has written
 */
function overriddenChoice({ tag, release, digest, kind }, suffix, own) {
    if ((0,plan_lines/* lineOf */.cA)(tag, suffix)?.kind !== 'latest' || kind === 'withdrawn' || own.has(digest))
        return undefined;
    return `${tag} was moved on to ${release}, the highest version. This run did not publish it, and the run that did left ${tag} elsewhere. If that was a choice (latest: true or false), nothing in the registry says so. To choose by hand, write latest: false in every publish, and latest: true where it is to move.`;
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
/** Whether what a moving tag holds is a version of the line, and not a higher one. */
function isLower(now, line, suffix, highest, held) {
    const { version } = (0,current/* publishedAs */.hY)(now, line, suffix, held);
    if (version === undefined || version.prerelease || !(0,plan_lines/* inLine */.i2)(version, line))
        return false;
    return (0,domain_version/* compareVersions */.Z)(version, highest.version) <= 0;
}

// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
;// CONCATENATED MODULE: ./lib/steps/tags/left.js


/**
 * Whether a rollback that leaves one of these images may be under way: its version has a record, and a tag still held it. A record that
 * is listed and cannot be read was written a moment ago. Costs a request only where there is such a record.
 * @param tags the list of the image's tags
 */
async function isBeingLeft(host, image, suffix, replaced, tags) {
    const listed = new Set(tags);
    const records = replaced.flatMap((held) => {
        const version = (0,plan_lines/* markedVersion */.Xy)(held);
        const names = version === undefined ? [] : (0,plan_lines/* spellings */.cl)(version, suffix);
        return names.flatMap((name) => {
            const record = (0,listing/* recordTag */.yg)(name);
            return record !== undefined && listed.has(record) ? [[record, held.digest]] : [];
        });
    });
    const looks = [...new Map(records)].map(async ([record, digest]) => {
        const found = (await host.registry.head(image, record))?.digest;
        return found === undefined || found === digest;
    });
    return (await Promise.all(looks)).includes(true);
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
async function settle(host, writer, { moving, suffix }, { holds, waited, takenBack = [], replaced = [] }) {
    const { image } = writer;
    const done = [];
    let left = false;
    for (let round = 0; round < ROUNDS && moving.length > 0; round++) {
        // A rollback looks at what came before its record, and is done with its writes soon after; else it looks once more itself.
        if (round > 0)
            await host.clock.sleep(write/* SHOWN_WITHIN */.Q5 + (left ? write/* UNDER_WAY_WITHIN */.n3 : 0));
        const listed = await (0,registry_listing/* readListing */.v)(host, image, (0,records/* needsOf */.hN)(repairQuestion(moving, suffix)), holds);
        const [now, highest] = await Promise.all([
            (0,registry_held/* readHeldTags */.Vb)(host.registry, image, moving.map(({ tag }) => tag)),
            readListed(host, image, highestTags(moving, suffix, listed)),
        ]);
        const known = new Map([...now, ...highest]);
        const unclear = unclearTags(moving, suffix, listed, known);
        const held = new Map([...(await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, unclear)), ...known]);
        const listing = await (0,registry_listing/* readRecords */.T)(host, image, listed, (0,records/* needsOf */.hN)(heldQuestion(moving, suffix, held)));
        const repairs = planRepairs(moving, suffix, listing, held, [...takenBack, ...goneAgain(done, listing)]);
        left = round === 0 && (await isBeingLeft(host, image, suffix, replaced, listing.tags));
        const sure = waited || round > 0 || !(left || isOutrun(moving, suffix, listing, held, writer.journal));
        if (repairs.length === 0 && sure)
            break;
        const own = new Set(writer.journal.flatMap(({ after }) => after ?? []));
        // All are written, and then read back at once: each may lag for seconds.
        const written = [];
        for (const one of repairs)
            written.push(await settle_write(host, writer, one));
        await Promise.all(written.map((readBack) => readBack()));
        for (const one of repairs) {
            const notice = overriddenChoice(one, suffix, own);
            if (notice !== undefined)
                host.log.notice(notice);
        }
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
        await (0,clock/* until */.TG)(host.clock, since + write/* SHOWN_WITHIN */.Q5);
    }
    const writer = (0,write/* createWriter */.u7)(host, image, async () => undefined, journal);
    return settle(host, writer, { moving, suffix }, { holds: [], waited: true });
}
/**
 * The images that this run has moved tags on to, and whose versions are gone by now: another run took its own one back, on a registry
 * that deletes tags. Of any other image without a version somebody may have wanted that.
 */
function goneAgain(done, { tags }) {
    return done.flatMap(({ release, digest }) => (tags.includes(release) ? [] : [digest]));
}
async function readListed(host, image, tags) {
    let held = new Map();
    await (0,clock/* eventually */.u4)(host.clock, READABLE_WITHIN, async () => {
        held = await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, tags);
        return tags.every((tag) => held.has(tag)) ? true : undefined;
    });
    return held;
}
/**
 * Moves a tag to an image that the registry has.
 * @throws RegistryError where the image is gone, or the write is refused
 */
async function repair(host, writer, one) {
    const readBack = await settle_write(host, writer, one);
    await readBack();
}
/** @returns waits until the registry shows it */
async function settle_write(host, writer, { tag, before, digest, reason, release }) {
    const { image } = writer;
    const manifest = await (0,clock/* eventually */.u4)(host.clock, READABLE_WITHIN, () => host.registry.manifest(image, digest));
    if (manifest === undefined) {
        const [where, again] = release === undefined ? [digest, 'the branch'] : [release, release];
        throw new errors/* RegistryError */.gl('not-found', {
            found: `${(0,reference/* taggedReference */.CN)(image, tag)} should go to ${where}, and its image ${digest} is gone.`,
            remedy: `Publish ${again} again, or delete its tag in the settings of the package; until then ${tag} stays.`,
        });
    }
    await writer.write(tag, before, manifest);
    return async () => {
        await (0,write/* settled */.gu)(host, image, tag, (now) => now === digest || (now !== undefined && now !== before));
        host.log.info(`${tag}  moved on to ${digest}: ${reason}`);
    };
}


/***/ }),

/***/ 8848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g3: () => (/* binding */ orTakeBack),
  zH: () => (/* binding */ takeBack)
});

// UNUSED EXPORTS: failedBy

// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/plan/journal.js
var journal = __webpack_require__(2024);
// EXTERNAL MODULE: ./lib/plan/state.js
var state = __webpack_require__(1994);
// EXTERNAL MODULE: ./lib/plan/undone.js
var undone = __webpack_require__(1232);
// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/plan/branch.js
var branch = __webpack_require__(2083);
;// CONCATENATED MODULE: ./lib/steps/tags/owner.js


/** Whether a tag holds what this run wrote, as far as that can be proved. */
async function isOurs(host, undo, { after }, now) {
    const own = after ?? undo.digest;
    if (own !== undefined)
        return now === own;
    // Of a build that was killed before it told its digest only the image of a branch names the run.
    const { workflow, runNumber } = host.runner.context;
    const origin = await originOf(host, undo, now);
    if (runNumber === undefined || workflow === undefined || origin?.revision !== undo.commit)
        return false;
    return origin.runNumber === runNumber && origin.workflow === workflow;
}
/**
 * Who wrote what is not ours, in words. What the build or another run of the same commit wrote, and nobody can tell which, is not
 * taken back.
 */
async function writerOf(host, undo, { after }, now) {
    if ((after ?? undo.digest) !== undefined)
        return 'somebody else wrote';
    const twin = (await originOf(host, undo, now))?.revision === undo.commit;
    return twin ? 'this run or another one pushed from this commit' : 'somebody else wrote';
}
async function originOf(host, { image }, digest) {
    const held = await (0,registry_held/* readHeld */.iJ)(host.registry, image, digest);
    return held && (0,branch/* parseOrigin */.ef)(held.marks);
}

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var tags_write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/undo.js

/** From when on every answer shows all that the run wrote, in milliseconds since the epoch. */
function sureAt({ since, underWay }) {
    return since + (underWay ? tags_write/* UNDER_WAY_WITHIN */.n3 : 0) + tags_write/* SHOWN_WITHIN */.Q5;
}

// EXTERNAL MODULE: ./lib/steps/tags/withdraw.js
var withdraw = __webpack_require__(51);
;// CONCATENATED MODULE: ./lib/steps/tags/remove.js






/**
 * Records that a version is bad whose image failed its checks, so that it is passed over from now on, also where an earlier run wrote it.
 * @returns what became of it; undefined where the tag does not hold that image
 */
async function withdrawBad(host, undo, tag) {
    try {
        const held = await heldBad(host, undo, tag);
        if (held === undefined)
            return undefined;
        await (0,withdraw/* withdraw */.ne)(host, undo.image, tag, held);
        return { kind: 'withdrawn', text: 'is recorded as withdrawn' };
    }
    catch (error) {
        const text = `is not recorded as withdrawn, so a later publish may move tags to it until it is published again: ${error instanceof Error ? error.message : String(error)}`;
        return { kind: 'left', text };
    }
}
/** The image of a version, where it is the bad one. That it is not is believed only when no old answer is possible any more. */
async function heldBad(host, undo, tag) {
    const { image, digest } = undo;
    if (digest === undefined)
        return undefined;
    const read = async () => {
        const held = await host.registry.manifest(image, tag);
        return held?.descriptor.digest === digest ? held : undefined;
    };
    const first = await read();
    if (first !== undefined)
        return first;
    await (0,clock/* until */.TG)(host.clock, sureAt(undo));
    return read();
}
/**
 * Takes away a tag that held nothing before; where the registry deletes none, its version must not count any more.
 * @returns reads it back, or does what is left to do instead
 */
async function remove(host, undo, tag, now) {
    const { image } = undo;
    const gone = await deleted(host, image, tag);
    return async () => {
        if (gone && (await (0,tags_write/* settled */.gu)(host, image, tag, (digest) => digest === undefined)) === undefined)
            return { kind: 'back', text: 'is deleted, for it did not exist before' };
        if ((0,listing/* isRecordTag */._K)(tag))
            return unrecord(host, image, tag, now);
        return disown(host, undo, tag, now);
    };
}
async function unrecord(host, image, tag, now) {
    const after = await (0,withdraw/* emptied */.$C)(host, image, now, ({ descriptor, body }) => host.registry.putManifest(image, tag, descriptor.mediaType, body));
    await (0,tags_write/* settled */.gu)(host, image, tag, (digest) => digest === after);
    return { kind: 'back', text: 'is no record any more: this registry deletes no tags' };
}
/** What becomes of a tag that cannot be deleted. */
async function disown(host, { image, fixed, why }, tag, now) {
    if (why === 'overwritten') {
        const text = 'did not exist before, and this registry deletes no tags: its image is good, so it stays; where it should go, delete it in the settings of the package';
        return { kind: 'left', text };
    }
    if (!fixed.includes(tag)) {
        const text = 'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package';
        return { kind: 'left', text };
    }
    if (why === 'bad')
        return { kind: 'back', text: 'stays, for this registry deletes no tags' };
    const manifest = await host.registry.manifest(image, now);
    if (manifest === undefined) {
        const text = `is ${now}, which the registry does not show, so it is not recorded as withdrawn: delete it in the settings of the package, or publish the version again`;
        return { kind: 'left', text };
    }
    await (0,withdraw/* withdraw */.ne)(host, image, tag, manifest);
    return { kind: 'withdrawn', text: 'is recorded as withdrawn: this registry deletes no tags' };
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

;// CONCATENATED MODULE: ./lib/steps/tags/putback.js



/**
 * Writes what one tag held before, where it has to go back.
 * @param last whether nothing can come any more, and no answer can be old: what is read is final
 * @returns reads it back, and says what became of it
 * @throws RegistryError where the registry is in trouble or refuses
 */
async function putBack(host, undo, entry, last) {
    const { tag, before } = entry;
    const now = (await host.registry.head(undo.image, tag))?.digest;
    if (now !== undefined && now !== before && !(await isOurs(host, undo, entry, now))) {
        if (!last)
            return told({ kind: 'open', text: `is ${now}` });
        const text = `is ${now} by now, which ${await writerOf(host, undo, entry, now)}, and stays`;
        return told({ kind: 'theirs', text });
    }
    if (before !== undefined)
        return writeBack(host, undo, { tag, before }, now, last);
    if (now !== undefined)
        return remove(host, undo, tag, now);
    return told({ kind: last ? 'back' : 'open', text: 'was not written' });
}
async function writeBack(host, { image, underWay }, { tag, before }, now, last) {
    const text = `is ${before} again`;
    if (last && now === before)
        return told({ kind: 'back', text });
    const manifest = await host.registry.manifest(image, before);
    if (manifest === undefined) {
        const lost = `held ${before}, which the registry does not have any more: use rollback to move it to a version that is there`;
        return told({ kind: 'left', text: lost });
    }
    // Also where it reads as before: the answer may be an old one.
    await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body);
    return async () => {
        const found = await (0,tags_write/* settled */.gu)(host, image, tag, (digest) => digest === before);
        if (found !== before) {
            const other = `was put back to ${before} and is ${found ?? 'absent'}: look again in some minutes, and use rollback if it stays so`;
            return { kind: 'left', text: other };
        }
        // What was on its way comes after this write. What has arrived does not come again.
        return { kind: !last && underWay && now === before ? 'open' : 'back', text };
    };
}
function told(words) {
    return async () => words;
}

;// CONCATENATED MODULE: ./lib/steps/tags/restore.js






/**
 * Puts tags back: all are written, the newest write first, and then all are read back at once, because each may lag for seconds and a
 * post step has a minute for them. A tag that somebody else has moved meanwhile is theirs. Where a tag held nothing before, it is
 * deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes none keeps it, and the
 * version is recorded as withdrawn. What may still be on its way to the registry, and what may have been an old answer, is looked at
 * once more in the end: then everything is there.
 */
async function restore(outside, undo, hear = () => undefined) {
    const tally = { tags: new Map(), records: [], open: new Set(), shownAt: sureAt(undo) };
    const host = noting(outside, tally);
    const own = undo.journal.filter((entry) => isOwn(undo, entry));
    hear(toldOf(tally, own.toReversed()));
    const entries = await written(host, undo, own);
    const tell = () => hear(toldOf(tally, entries));
    const late = await putAllBack(host, undo, entries, { tally, last: false, tell });
    if (late.length > 0)
        await (0,clock/* until */.TG)(host.clock, sureAt(undo));
    await putAllBack(host, undo, late, { tally, last: true, tell });
    if (undo.why === 'bad')
        await withdrawAll(host, undo, tally, tell);
    tell();
    const { open, shownAt } = tally;
    return { tags: toldOf(tally, entries), shownAt, open: undo.journal.filter((entry) => open.has(entry)) };
}
/** The same registry, where every write moves the time at which answers show all of them. */
function noting(host, tally) {
    const { registry, clock } = host;
    const noted = async (write) => {
        try {
            return await write;
        }
        finally {
            tally.shownAt = Math.max(tally.shownAt, clock.now() + tags_write/* SHOWN_WITHIN */.Q5);
        }
    };
    const putManifest = (...all) => noted(registry.putManifest(...all));
    const deleteTag = (...all) => noted(registry.deleteTag(...all));
    return { ...host, registry: { ...registry, putManifest, deleteTag } };
}
function toldOf({ tags, records }, entries) {
    const reached = entries.map((entry) => tags.get(entry) ?? notReached(entry));
    return [...reached, ...records];
}
function notReached({ tag, before }) {
    return { tag, before, kind: 'left', text: 'was not reached in time' };
}
/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }, { tag, after }) {
    return whole || after === undefined || after === digest || (0,listing/* isRecordTag */._K)(tag);
}
/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host, undo, own) {
    const { image } = undo;
    const unwritten = async () => {
        const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)));
        return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before);
    };
    // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
    if (own.length === 0 || !(await unwritten()))
        return own.toReversed();
    await (0,clock/* until */.TG)(host.clock, sureAt(undo));
    return (await unwritten()) ? [] : own.toReversed();
}
/** Puts tags back in this order, and counts them. @returns those that have to be looked at once more */
async function putAllBack(host, undo, entries, pass) {
    const late = [];
    for (const wave of wavesOf(entries))
        late.push(...(await putWaveBack(host, undo, wave, pass)));
    return late;
}
/** Of a tag that was written more than once, the newest write first: the one before it begins where that has ended. */
function wavesOf(entries) {
    const waves = [];
    for (const entry of entries) {
        const at = entries.filter(({ tag }) => tag === entry.tag).indexOf(entry);
        waves[at] = [...(waves[at] ?? []), entry];
    }
    return waves;
}
async function putWaveBack(host, undo, wave, { tally, last, tell }) {
    const begun = [];
    for (const entry of wave) {
        const failed = (error) => () => Promise.reject(error);
        begun.push([entry, await putBack(host, undo, entry, last).catch(failed)]);
    }
    const ends = begun.map(async ([entry, readBack]) => {
        const { tag, before } = entry;
        const { kind, text } = await readBack().catch((error) => {
            tally.open.add(entry);
            const why = error instanceof Error ? error.message : String(error);
            return { kind: 'left', text: `could not be put back: ${why}` };
        });
        if (kind === 'open')
            return [entry];
        tally.tags.set(entry, { tag, before, kind, text });
        tell();
        return [];
    });
    return (await Promise.all(ends)).flat();
}
/** The image failed its checks: no version keeps it, whoever wrote its tag. */
async function withdrawAll(host, undo, tally, tell) {
    const all = undo.fixed.map(async (tag) => {
        const words = await withdrawBad(host, undo, tag);
        if (words === undefined)
            return;
        tally.records.push({ tag, before: undefined, ...words });
        tell();
    });
    await Promise.all(all);
}

// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 2 modules
var settle = __webpack_require__(9344);
;// CONCATENATED MODULE: ./lib/steps/tags/takeback.js








/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try. Images have nothing to do with each
 * other, so all are put back at the same time; only then moving tags are looked at once more.
 * @param keep saves what is left in the run's state
 * @param occasion why, and when the run had sent all that it wrote
 * @returns what became of each image's tags, the newest image first; empty where there was nothing to take back
 */
async function takeBack(host, left, keep, occasion, hear = () => undefined) {
    const all = (0,state/* eachWritten */.P6)(left).flatMap((one) => {
        const undo = undoOf(one, occasion);
        return undo === undefined ? [] : [{ one, undo }];
    });
    if (all.length === 0)
        return [];
    const undone = all.map(({ one, undo: { image, why } }) => ({
        ...{ image, suffix: one.published?.suffix ?? left.suffix, why },
        ...{ tags: [], repairs: [] },
    }));
    const note = (at, change) => {
        const one = undone[at];
        if (one !== undefined)
            undone[at] = { ...one, ...change };
        hear([...undone]);
    };
    const restored = await Promise.all(all.map(async ({ one, undo }, at) => {
        const { tags, open, shownAt } = await restore(host, undo, (known) => note(at, { tags: known }));
        tell(host, undo.image, tags);
        return { at, undo, shownAt, one: { ...one, journal: open } };
    }));
    const [open, done] = [restored.filter(isOpen), restored.filter((part) => !isOpen(part))];
    await keep((0,state/* leftOf */.lC)(open.map(({ one }) => one)));
    const settled = done.map(async ({ at, undo, shownAt, one: { published } }) => {
        if (published === undefined)
            return;
        note(at, { repairs: await settleAfter(host, published, undo.why, shownAt) });
    });
    await Promise.all(settled);
    return undone;
}
function isOpen({ one }) {
    return one.journal.length > 0;
}
function undoOf({ published, moving, journal }, occasion) {
    if (journal.length === 0 && occasion.why !== 'bad')
        return undefined;
    const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true };
    if (moving !== undefined)
        return { image: moving, ...whole, ...occasion };
    return published && { ...published, journal, whole: false, ...occasion };
}
function tell(host, image, tags) {
    if (tags.length === 0) {
        host.log.info('No tag had been written, so there is nothing to put back.');
        return;
    }
    for (const one of tags) {
        const words = `${(0,reference/* taggedReference */.CN)(image, one.tag)} ${one.text}`;
        if ((0,undone/* isDone */.$)(one))
            host.log.info(words);
        else
            host.log.warning(words);
    }
    const done = tags.filter(undone/* isDone */.$).length;
    const all = done === tags.length;
    const what = all ? 'The tags were put back' : 'Some tags could not be put back';
    host.log.notice(`${what}: ${done} of ${tags.length}.${all ? '' : ' The warnings say what each of the others needs.'}`);
}
/**
 * Puts the tags back at once where a later step fails, and says so in the summary. Where the job is being stopped, post has the time
 * for it.
 */
async function orTakeBack({ host, session }, inWords, body) {
    try {
        return await body();
    }
    catch (error) {
        if (host.processes.stopped !== undefined)
            throw error;
        const undone = await takeBack(host, session.state, keepIn(host, session), failedBy(host, error));
        const words = inWords(undone, error instanceof Error ? error.message : String(error), 'main');
        // Why the run failed is what the reader wants to know, also where there is no place for a summary.
        if (words !== undefined)
            await host.runner.summary(words).catch(() => undefined);
        throw error;
    }
}
/** Keeps what is left in the state, and in the journal's file, which post compares. */
function keepIn(host, session) {
    return async (left) => {
        session.keep(left);
        // The state counts, and why the run failed is what the reader wants to know.
        await host.files
            .writePrivate((0,journal/* journalFile */.i7)(session.folder), (0,journal/* formatJournal */.ts)(left.journal))
            .catch(() => undefined);
    };
}
/** The occasion on which main takes back what it wrote, after an error. */
function failedBy({ clock }, error) {
    return { why: 'unfinished', since: clock.now(), underWay: (0,tags_write/* isUnanswered */.Ni)(error) };
}
/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(host, published, why, shownAt) {
    const { image, lines: moving, suffix, digest } = published;
    // A good image that its version still names is as good a place for a moving tag as any.
    const takenBack = why === 'overwritten' || digest === undefined ? [] : [digest];
    if (moving.length === 0)
        return [];
    try {
        // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
        await (0,clock/* until */.TG)(host.clock, shownAt);
        const writer = (0,tags_write/* createWriter */.u7)(host, image, async () => undefined);
        return await (0,settle/* settle */.G9)(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack });
    }
    catch (error) {
        // The failure that made all this necessary is what the reader wants to know.
        host.log.warning(`The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error} The next publish puts them right; so does rollback.`);
        return [];
    }
}


/***/ }),

/***/ 51:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ emptied),
/* harmony export */   ne: () => (/* binding */ withdraw),
/* harmony export */   yY: () => (/* binding */ lift)
/* harmony export */ });
/* unused harmony export NOTHING */
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(496);
/* harmony import */ var _domain_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5151);
/* harmony import */ var _host_registry_answer_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5356);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3402);





/** A tag has 128 characters, and the record's name stands before it. */
const LONGEST = 128 - 'withdrawn-'.length;
/**
 * Records that the image of a version is bad: the forward rule passes over it from now on, until the version is published again.
 * @throws CommandError where the name of the version is too long for a record
 */
async function withdraw(host, image, tag, bad) {
    const record = (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(tag);
    if (record === undefined)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
            found: `The name ${tag} is too long to be recorded as withdrawn.`,
            allowed: `at most ${LONGEST} characters`,
            remedy: 'Publish a higher version that is good: moving tags go there.',
        });
    const { digest, mediaType } = bad.descriptor;
    await host.registry.putManifest(image, record, mediaType, bad.body);
    await (0,_write_js__WEBPACK_IMPORTED_MODULE_4__/* .settled */ .gu)(host, image, record, (now) => now === digest);
}
/**
 * Takes a record back, so that the version counts again.
 * @param digest what the record holds
 * @returns what it holds then
 * @throws RegistryError where it is refused
 */
async function lift(host, writer, tag, digest) {
    const record = (0,_domain_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .recordTag */ .yg)(tag);
    if (record === undefined)
        return digest;
    return emptied(host, writer.image, digest, (manifest) => writer.write(record, digest, manifest));
}
/**
 * Makes a record say nothing: GHCR deletes no tag, so it is pointed at an index of nothing. Where the registry takes no such index, it is
 * pointed at the same image with a blank behind its manifest: that has another digest than the version, which is all that counts, and
 * names nothing that is not there.
 * @param bad what the record holds
 * @param put writes the record
 * @returns what it holds then
 */
async function emptied(host, image, bad, put) {
    try {
        await put(NOTHING);
        return NOTHING.descriptor.digest;
    }
    catch (error) {
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl) || error.kind !== 'rejected')
            throw error;
        const manifest = await host.registry.manifest(image, bad);
        if (manifest === undefined)
            throw error;
        const other = withBlank(manifest);
        await put(other);
        return other.descriptor.digest;
    }
}
/** The same manifest, byte for byte another one. */
function withBlank({ descriptor, content, body }) {
    const longer = Buffer.concat([body, Buffer.from('\n')]);
    return {
        descriptor: { ...descriptor, digest: (0,_host_registry_answer_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .ol)(longer), size: longer.length },
        ...{ content, body: longer },
    };
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
/* harmony export */   Ni: () => (/* binding */ isUnanswered),
/* harmony export */   Q5: () => (/* reexport safe */ _host_registry_shown_js__WEBPACK_IMPORTED_MODULE_3__.Q),
/* harmony export */   fn: () => (/* binding */ saveTo),
/* harmony export */   gu: () => (/* binding */ settled),
/* harmony export */   n3: () => (/* binding */ UNDER_WAY_WITHIN),
/* harmony export */   u7: () => (/* binding */ createWriter)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _host_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9144);
/* harmony import */ var _plan_journal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2024);
/* harmony import */ var _host_registry_shown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4553);



/** How long the registry may show an old answer after a write: GHCR lags for some seconds. */
const SETTLED_WITHIN = 20_000;

/** How long a write may be on its way to the registry once its run was killed or has given up: what came by then came, or never will. */
const UNDER_WAY_WITHIN = 5_000;
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
    let wroteAt = earlier.length === 0 ? undefined : host.clock.now();
    return {
        image,
        get journal() {
            return journal;
        },
        get wroteAt() {
            return wroteAt;
        },
        async write(tag, before, { descriptor, body }) {
            if (host.processes.stopped !== undefined) {
                throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({
                    found: `The tag ${tag} was not moved: ${host.processes.stopped}`,
                    remedy: 'The post step puts back what was moved before. Run the job again.',
                });
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
                if (!isUnanswered(error)) {
                    journal = done;
                    await save(journal);
                }
                throw notMoved(error, tag, done);
            })
                .finally(() => {
                wroteAt = host.clock.now();
            });
        },
    };
}
/** Whether a write may have been done, or may still be, although its answer was an error. */
function isUnanswered(error) {
    if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl))
        return false;
    const { kind } = error;
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
    await (0,_host_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .eventually */ .u4)(host.clock, SETTLED_WITHIN, async () => {
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
