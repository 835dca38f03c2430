export const id = 20;
export const ids = [20];
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

/***/ 4938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hx: () => (/* binding */ judgeExisting),
/* harmony export */   M0: () => (/* binding */ requireFree),
/* harmony export */   de: () => (/* binding */ foretellExisting)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9572);



/**
 * A version is immutable, and a job may be run again (design: "Immutable versions"): the same commit finds its own image and finishes
 * what is missing, a wider set of platforms completes it, another commit is refused unless `overwrite: true`, or unless the version
 * was withdrawn.
 */
function judgeExisting(publishing, held, { withdrawn }) {
    const { fixed, overwrite } = publishing;
    const valid = (tag) => {
        const one = held.get(tag);
        return one === undefined || withdrawn.get(tag) === one.digest ? [] : [{ tag, one }];
    };
    const there = fixed.flatMap(valid);
    const other = (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .otherSpellings */ .wf)(fixed).flatMap(valid);
    const foreign = [...there, ...other].find(({ one }) => isForeign(publishing, one));
    if (foreign !== undefined) {
        if (overwrite)
            return { kind: 'build', reason: `overwrite: true replaces ${foreign.tag} of ${origin(foreign.one)}` };
        return { kind: 'refuse', fault: taken(foreign.tag, foreign.one, publishing) };
    }
    const [first] = there;
    if (first === undefined) {
        const again = fixed.some((tag) => withdrawn.has(tag));
        return {
            kind: 'build',
            reason: again ? `${fixed.join(' and ')} was withdrawn, so it is published again` : undefined,
        };
    }
    if (publishing.digest !== undefined)
        return {
            kind: 'reuse',
            digest: publishing.digest,
            platforms: first.one.platforms,
            reason: `${first.tag} is this image already`,
        };
    return sameCommit(publishing, first.tag, first.one);
}
function isForeign({ commit, digest }, one) {
    return digest === undefined ? one.revision !== commit : one.digest !== digest;
}
function sameCommit(publishing, tag, one) {
    const { platforms, attested, overwrite, replaces = [] } = publishing;
    const more = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(platforms, one.platforms);
    const lost = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(one.platforms, platforms);
    if (more.length > 0 && lost.length > 0 && !overwrite)
        return { kind: 'refuse', fault: halves(tag, one, lost, platforms) };
    if (more.length > 0) {
        return {
            kind: 'build',
            reason: `${tag} of this commit lacks ${more.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(', ')}, so it is completed`,
        };
    }
    if (attested && !one.attested && lost.length === 0) {
        return { kind: 'build', reason: `${tag} of this commit has no attestations, so it is completed` };
    }
    if (overwrite && lost.length === 0 && replaces.includes(one.digest))
        return { kind: 'build', reason: `overwrite: true builds ${tag} of this commit again` };
    return {
        kind: 'reuse',
        digest: one.digest,
        platforms: one.platforms,
        reason: `${tag} was published from this commit already`,
    };
}
function halves(tag, one, lost, platforms) {
    const all = [...one.platforms, ...(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(platforms, one.platforms)].map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(',');
    return {
        input: 'platforms',
        found: `${tag} of this commit is for ${lost.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(', ')} too, which this run does not build.`,
        remedy: `Write platforms: ${all}.`,
    };
}
function taken(tag, one, { commit, digest }) {
    const [there, here] = digest === undefined ? [origin(one), commit.slice(0, 12)] : [`${one.digest} of ${origin(one)}`, digest];
    return {
        input: 'tag',
        found: `${tag} exists already, ${digest === undefined ? 'from' : 'as'} ${there}, and this is ${here}. A published version does not change.`,
        remedy: 'Publish a new version. To replace this one all the same, write overwrite: true; to take it back, use rollback.',
    };
}
function origin({ revision }) {
    if (revision === undefined)
        return 'a commit that the image does not name';
    return `commit ${/^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 12) : 'of another kind'}`;
}
/**
 * The judgement of `judgeExisting`, where it is not against the run.
 * @param gitTag the commit that a git tag of the version's name is on; undefined where there is none, or where nobody knows
 * @throws InputError where the version, or its git tag, belongs to another commit
 */
function requireFree(publishing, { held, listing }, gitTag) {
    const { commit } = publishing;
    if (gitTag !== undefined && gitTag !== commit) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz([
            {
                input: 'tag',
                found: `the git tag of that name is on commit ${gitTag.slice(0, 12)}, and ${commit.slice(0, 12)} is checked out.`,
                remedy: 'Check out the tag, or write a version that is not tagged yet.',
            },
        ]);
    }
    const existing = judgeExisting(publishing, held, listing);
    if (existing.kind === 'refuse')
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz([existing.fault]);
    return existing;
}
/** What a dry run says about it: it builds in any case. */
function foretellExisting(publishing, { held, listing }) {
    const existing = judgeExisting(publishing, held, listing);
    if (existing.kind === 'build')
        return existing;
    if (existing.kind === 'reuse')
        return { kind: 'build', reason: `a real run builds nothing: ${existing.reason}` };
    return { kind: 'build', reason: `a real run is refused: ${existing.fault.found}` };
}


/***/ }),

/***/ 7745:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gr: () => (/* binding */ schemeNotice),
/* harmony export */   YN: () => (/* binding */ planMoves),
/* harmony export */   cT: () => (/* binding */ keepPlatforms)
/* harmony export */ });
/* harmony import */ var _domain_held_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8301);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9416);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9572);





/**
 * The forward rule: a moving tag goes to the highest stable version of its line, by the registry's tags and this one, leaving out
 * versions that were withdrawn. `X.Y.Z` and `vX.Y.Z` are the same version. Fewer platforms never replace more. In write order: the
 * version first, so that no moving tag ever names a version that does not exist; the commit last.
 */
function planMoves(tags, listing, rules) {
    const releases = (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .stableReleases */ ._S)(listing, tags.suffix);
    const always = (tag, reason) => tag === undefined ? [] : [{ tag, move: true, reason }];
    const passed = (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .withdrawnReleases */ .J)(listing, tags.suffix);
    const moving = (tag, line) => {
        const move = planMove(tag, line, tags.version, releases, rules);
        return passingOver(move, line, tags.version, passed);
    };
    const extra = (tag) => {
        const line = (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .lineOf */ .cA)(tag, tags.suffix);
        if (tags.pullRequest !== undefined)
            return keep(tag, 'a pull request writes its own tag only');
        return line === undefined ? { tag, move: true, reason: 'extra-tags' } : moving(tag, line);
    };
    const wide = (move) => keepPlatforms(move, rules);
    const moves = [
        ...tags.fixed.flatMap((tag) => always(tag, tags.version === undefined ? 'this git tag' : 'this version')),
        ...tags.moving.map(({ tag, line }) => wide(moving(tag, line))),
        ...tags.extra.map((tag) => wide(extra(tag))),
        ...(rules.latest === true ? inVain(tags) : []),
        ...always(tags.branch, 'this branch').map(wide),
        ...always(tags.pullRequest, 'this pull request'),
        ...always(tags.commit, 'this commit').map(wide),
    ];
    // An extra tag may repeat a planned one; the first row decides.
    const first = moves.filter(({ tag }, at) => moves.findIndex((other) => other.tag === tag) === at);
    return Object.freeze(first.map((move) => Object.freeze(move)));
}
/**
 * Fewer platforms never replace more, whatever else moves a tag that was there: a run by hand for one platform must not take the others
 * from everybody. `latest: true` is how somebody says that a platform is given up.
 */
function keepPlatforms(move, { latest, platforms, held }) {
    const lost = move.move ? (0,_domain_held_js__WEBPACK_IMPORTED_MODULE_0__/* .lostPlatforms */ .j)(held.get(move.tag), platforms) : [];
    if (lost.length === 0)
        return move;
    const names = lost.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(', ');
    if (latest === true)
        return { ...move, reason: `${move.reason}; with fewer platforms, without ${names}, by latest: true` };
    return keep(move.tag, `it holds an image for ${names} too, and this one is not; latest: true moves it all the same`);
}
/** A sentence where the package so far writes its versions the other way; undefined where nothing changes. */
function schemeNotice(tags, registryTags) {
    const [own, other] = tags.fixed;
    const known = registryTags.filter((tag) => (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .versionOf */ .E4)(tag, tags.suffix) !== undefined);
    if (tags.version === undefined || own === undefined || other !== undefined || known.length === 0) {
        return undefined;
    }
    const prefixed = own.startsWith('v');
    if (known.some((tag) => tag.startsWith('v') === prefixed))
        return undefined;
    const [before, now] = prefixed ? ['without a v', 'with a v'] : ['with a v', 'without a v'];
    return `The versions of this package were written ${before} so far, this one is written ${now}. Both count as the same line; v-prefix: chooses how they are written.`;
}
/**
 * A tag of a line. What is no version of the line, such as a branch with `extra-tags: latest`, gets it only while the
 * line has no version at all.
 */
function planMove(tag, line, version, releases, { latest }) {
    if (version?.prerelease)
        return keep(tag, 'a pre-release moves no other tag');
    if (line.kind === 'latest' && latest !== 'auto')
        return { tag, move: latest, reason: `latest: ${latest}` };
    // In a tag `+` is `-`, so later runs take such a version for a pre-release and would take the line back.
    if (version?.build !== undefined) {
        return keep(tag, 'a version with build metadata cannot be told from a pre-release by its tag');
    }
    const highest = (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .highestOf */ .gG)(line, releases)[0]?.version;
    if (version === undefined || !(0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .inLine */ .i2)(version, line)) {
        if (highest === undefined)
            return { tag, move: true, reason: `extra-tags, and no version of ${(0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(line)}` };
        return keep(tag, `belongs to ${highest.text}, the highest of ${(0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(line)}`);
    }
    if (highest === undefined || (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_3__/* .compareVersions */ .Z)(highest, version) <= 0)
        return { tag, move: true, reason: `highest of ${(0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(line)}` };
    return keep(tag, `${highest.text} is higher`);
}
/** Says of a tag that moves which higher versions it passes over, because they are withdrawn. */
function passingOver(move, line, version, passed) {
    if (!move.move || version === undefined || !(0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .inLine */ .i2)(version, line))
        return move;
    const names = passed
        .filter((one) => (0,_lines_js__WEBPACK_IMPORTED_MODULE_4__/* .inLine */ .i2)(one.version, line) && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_3__/* .compareVersions */ .Z)(one.version, version) > 0)
        .map((one) => one.tag);
    if (names.length === 0)
        return move;
    return { ...move, reason: `${move.reason}; passes over ${names.join(', ')}, withdrawn` };
}
function keep(tag, reason) {
    return { tag, move: false, reason };
}
/** Says that `latest: true` has no effect, where no version is published that could take it. */
function inVain(tags) {
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .parseTag */ .ED)(`latest${tags.suffix}`);
    if (tag === undefined)
        return [];
    if (tags.version !== undefined)
        return [keep(tag, 'a pre-release moves no other tag')];
    return [keep(tag, 'latest: true is for versions; extra-tags: latest is for the rest')];
}


/***/ }),

/***/ 4074:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ isTaken),
/* harmony export */   v: () => (/* binding */ sourceOf)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _inputs_parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4397);
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3981);



/** Names of versions and of their lines: `1`, `v1.2`, `v1.2.3-rc.1`, `1.2.3.4`, `latest`, each also with a suffix. */
const RELEASE = /^(?:v?\d+(?:\.\d+)*|latest)(?:[-+].*)?$/i;
/** Names that this action gives to pull requests and commits. */
const OURS = /^(?:pr-\d+|[0-9a-f]{40}|[0-9a-f]{64})(?:-.*)?$/;
/** Whether a branch or git tag of this name would write a tag that belongs to releases, commits or this action. */
function isTaken(name) {
    return RELEASE.test(name) || OURS.test(name) || (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(name);
}
/**
 * The name of what is built: the input `tag`, the tag of the release, the git tag or the branch. Undefined where there
 * is none, or where the git tag does not have the `tag-prefix`: that is a fault, for a monorepo's job that runs for the
 * tags of another part would publish the wrong one.
 * @param sha the commit that is published
 */
function sourceOf(input, context, sha, faults) {
    const start = input.tagPrefix === undefined ? '' : `${input.tagPrefix}/`;
    if (input.tag !== undefined)
        return { kind: 'input', name: after(input.tag, start) ?? input.tag };
    const released = context.event === 'release' ? (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .textAt */ .$)(context.payload, 'release', 'tag_name') : undefined;
    const gitTag = released ?? after(context.ref, 'refs/tags/');
    if (gitTag === undefined)
        return branchOf(context, sha);
    const name = after(gitTag, start);
    if (name !== undefined)
        return { kind: released === undefined ? 'tag' : 'release', name };
    faults.push({
        input: 'tag-prefix',
        found: `the git tag ${(0,_inputs_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(gitTag)} does not begin with '${start}'.`,
        remedy: `Run this job for such tags only, with on: push: tags: ['${start}v*'].`,
    });
    return undefined;
}
/**
 * The ref of workflow_run is the default branch, whatever branch the other workflow ran for. Its branch counts where its
 * commit was checked out: the default branch's tag must not go to a commit of another one.
 */
function branchOf({ event, payload, ref, sha: own }, sha) {
    const theirs = event === 'workflow_run' && sha !== own && (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .textAt */ .$)(payload, 'workflow_run', 'head_sha') === sha
        ? (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .textAt */ .$)(payload, 'workflow_run', 'head_branch')
        : undefined;
    const name = theirs ?? after(ref, 'refs/heads/');
    return name === undefined ? undefined : { kind: 'branch', name };
}
function after(text, start) {
    return text.startsWith(start) && text.length > start.length ? text.slice(start.length) : undefined;
}


/***/ }),

/***/ 5126:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ planTags)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _inputs_parsers_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4397);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9572);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4074);





const NONE = {
    source: 'none',
    version: undefined,
    fixed: [],
    moving: [],
    branch: undefined,
    pullRequest: undefined,
};
const LONGEST = 128;
/**
 * Plans the tags (design: "Tags"). Rows go by the ref, not by the event's name. A git tag that does not try to be a
 * version, such as `nightly`, is published under its own name.
 * @param sha the commit that is published
 * @returns the frozen plan, or every fault of the names
 */
function planTags(identity, context, policy, sha) {
    const faults = [];
    const suffix = identity.tagSuffix ?? '';
    const make = (name, input = 'tag') => {
        const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(name + suffix);
        if (tag !== undefined && !(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(tag))
            return [tag];
        faults.push(badTag(name + suffix, input));
        return [];
    };
    const rows = rowsFor(identity, context, policy, sha, make, faults);
    const extras = identity.extraTags.flatMap((name) => make(name, 'extra-tags'));
    // Another spelling of the version is the version: what holds for its own tags holds for it.
    const spelling = (tag) => rows.version !== undefined && isSpelling(tag, suffix, rows.version);
    const fixed = [...rows.fixed, ...extras.filter((tag) => spelling(tag) && !rows.fixed.includes(tag))];
    const extra = extras.filter((tag) => !spelling(tag));
    faults.push(...identity.extraTags.flatMap((name) => otherVersion(name, rows.version)));
    const [commit] = rows.source === 'pull-request' ? [] : make(sha);
    if (faults.length > 0)
        return { faults };
    return deepFreeze({ ...rows, fixed, extra, commit, suffix });
}
function rowsFor(identity, context, policy, sha, make, faults) {
    const source = (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .sourceOf */ .v)(identity, context, sha, faults);
    const isInput = source?.kind === 'input';
    if (policy.pullRequest !== undefined) {
        if (isInput && policy.kind === 'publish')
            faults.push(tagOfPullRequest(policy.pullRequest));
        // A dry run with `tag:` shows the tags of that version.
        if (!isInput)
            return { ...NONE, source: 'pull-request', pullRequest: make(`pr-${policy.pullRequest}`)[0] };
    }
    if (source === undefined)
        return NONE;
    if (source.kind === 'branch') {
        return { ...NONE, source: 'branch', branch: branchTag(source.name, identity.tagSuffix ?? '') };
    }
    const version = (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(source.name);
    if (version !== undefined)
        return { ...NONE, source: source.kind, ...versionRows(version, identity, make) };
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitizeTag */ .iP)(source.name);
    if (!isInput && name !== undefined && !(0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .isTaken */ .C)(name)) {
        return { ...NONE, source: source.kind, fixed: make(name) };
    }
    faults.push(notAVersion(source));
    return NONE;
}
/**
 * A branch called `v1`, `1.2.3` or `latest` would overwrite a release, and one called `candidate` or `pr-7` tags of this
 * action. Such names get the prefix `branch-`: the branch is still published, and nothing collides. Undefined where no
 * character of the name can be in a tag; then the commit's tag is the only one.
 */
function branchTag(name, suffix) {
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .sanitizeTag */ .iP)(name);
    if (tag === undefined)
        return undefined;
    const free = (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .isTaken */ .C)(tag) || (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(tag + suffix) ? `branch-${tag}` : tag;
    return (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(free.slice(0, LONGEST - suffix.length) + suffix);
}
function versionRows(version, { vPrefix }, make) {
    const { major, minor, text } = version;
    const build = version.build === undefined ? '' : `-${version.build}`;
    const prefixes = vPrefix === 'both' ? ['v', ''] : [vPrefix === 'keep' && version.prefixed ? 'v' : ''];
    const named = (name) => prefixes.flatMap((prefix) => make(`${prefix}${name}`));
    const fixed = named(`${text}${build}`);
    if (version.prerelease)
        return { version, fixed, moving: [] };
    const lines = [
        [named(`${major}.${minor}`), { kind: 'minor', major, minor }],
        // Under semver 0.y.z promises nothing, so there is no line to follow (clause 4).
        [major === 0 ? [] : named(`${major}`), { kind: 'major', major }],
        [make('latest'), { kind: 'latest' }],
    ];
    return { version, fixed, moving: lines.flatMap(([tags, line]) => tags.map((tag) => ({ tag, line }))) };
}
function isSpelling(tag, suffix, version) {
    const named = (0,_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .versionOf */ .E4)(tag, suffix);
    return named !== undefined && named.text === version.text;
}
function badTag(text, input) {
    const reserved = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(text);
    return {
        input,
        found: reserved
            ? `${(0,_inputs_parsers_js__WEBPACK_IMPORTED_MODULE_4__/* .quote */ .hD)(text)} is reserved: signatures, caches and this action's own records live under such tags.`
            : `${(0,_inputs_parsers_js__WEBPACK_IMPORTED_MODULE_4__/* .quote */ .hD)(text)} (${text.length} characters) is not a valid tag.`,
        allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
    };
}
/** An extra tag may spell the published version in another way; any other version it would overwrite or invent. */
function otherVersion(name, version) {
    const named = (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(name);
    if (named === undefined || named.prerelease)
        return [];
    if (version !== undefined && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(named, version) === 0)
        return [];
    return [
        {
            input: 'extra-tags',
            found: `${(0,_inputs_parsers_js__WEBPACK_IMPORTED_MODULE_4__/* .quote */ .hD)(name)} is a version, and not the one that is published.`,
            remedy: `Write tag: ${name} to publish it.`,
        },
    ];
}
function tagOfPullRequest(number) {
    return {
        input: 'tag',
        found: `a pull request is published as pr-${number} only, never as a version.`,
        remedy: 'Remove tag: or dry-run: false, and publish the version after the merge.',
    };
}
function notAVersion({ kind, name }) {
    const where = { input: '', release: 'the tag of the release, ', tag: 'the git tag ', branch: '' }[kind];
    return {
        input: 'tag',
        found: `${where}${(0,_inputs_parsers_js__WEBPACK_IMPORTED_MODULE_4__/* .quote */ .hD)(name)}${kind === 'release' ? ',' : ''} is not a version.`,
        allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
        remedy: kind === 'input' ? undefined : 'Name the git tag so, or write tag: with a version.',
    };
}
function deepFreeze(value) {
    for (const part of Object.values(value))
        if (typeof part === 'object' && part !== null)
            deepFreeze(part);
    return Object.freeze(value);
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

/***/ 7525:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ platformsOf),
/* harmony export */   b: () => (/* binding */ withDecided)
/* harmony export */ });
/* harmony import */ var _domain_manifest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5151);
/* harmony import */ var _plan_moves_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7745);
/* harmony import */ var _branch_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6201);



/** Moves, with the one in place that something else than the forward rule decides; a word on it where it stays. */
function withDecided(host, moves, decided, rules) {
    const one = decided && (0,_plan_moves_js__WEBPACK_IMPORTED_MODULE_1__/* .keepPlatforms */ .cT)(decided, rules);
    if (one?.move === false)
        host.log.notice((0,_branch_js__WEBPACK_IMPORTED_MODULE_2__/* .keptWords */ .Gx)(one));
    return moves.map((move) => move.tag === one?.tag ? { tag: one.tag, move: one.move, reason: one.reason } : move);
}
/** The platforms of an index; a single manifest does not name its own. What is adopted may have more than were asked for. */
function platformsOf({ content }) {
    if (content.kind === 'manifest')
        return undefined;
    const platforms = (0,_domain_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .imagesIn */ .o$)(content).flatMap(({ platform }) => platform ?? []);
    return platforms.length === 0 ? undefined : platforms;
}


/***/ }),

/***/ 2635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Lm: () => (/* binding */ confirmAtOnce),
  Dx: () => (/* binding */ linesOf),
  Vw: () => (/* binding */ publishTags)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/plan/lines.js
var lines = __webpack_require__(9572);
// EXTERNAL MODULE: ./lib/plan/moves.js
var moves = __webpack_require__(7745);
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
// EXTERNAL MODULE: ./lib/steps/tags/branch.js
var tags_branch = __webpack_require__(6201);
// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/plan/existing.js
var existing = __webpack_require__(4938);
// EXTERNAL MODULE: ./lib/steps/tags/withdraw.js
var withdraw = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/claim.js








/** As many runs of one commit as may write the same tag one after the other. */
const ROUNDS = 5;
/**
 * Writes the tags that name the version for good. They are read again just before: another run of this commit may have published
 * meanwhile, whose image is then adopted, so that both end with the same one.
 * @returns what the version's tags hold: ours, or what was adopted
 * @throws VerificationError where another commit has taken the version meanwhile
 */
async function claimVersion(host, writer, publishing, own) {
    if (publishing.fixed.length === 0)
        return own;
    for (let round = 0; round < ROUNDS; round++) {
        // Somebody else wrote it at the same moment: an old answer now would refuse this run, or adopt what is not there any more.
        if (round > 0)
            await host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
        const { verdict, ...found } = await judge(host, writer, publishing);
        const chosen = verdict.kind === 'reuse' ? await adopted(host, writer, verdict, own) : own;
        if (await writeAll(host, writer, publishing.fixed, chosen, found))
            return chosen;
    }
    throw new errors/* VerificationError */.mk({
        found: `${(0,reference/* formatImageName */.eS)(writer.image)}: other runs write ${publishing.fixed.join(', ')} at the same time again and again.`,
        remedy: 'Give publishing jobs a concurrency group, and run this one again.',
    });
}
async function judge(host, { image }, publishing) {
    const { fixed } = publishing;
    const [held, records] = await Promise.all([
        (0,registry_held/* readHeldTags */.Vb)(host.registry, image, fixed),
        (0,registry_held/* readHeldTags */.Vb)(host.registry, image, fixed.flatMap((tag) => (0,listing/* recordTag */.yg)(tag) ?? [])),
    ]);
    const names = [...held.keys(), ...records.keys()];
    const withdrawn = new Map(fixed.flatMap((tag) => {
        const [now, record] = [held.get(tag)?.digest, recordOf(tag, records)];
        return now !== undefined && now === record ? [[tag, now]] : [];
    }));
    const verdict = (0,existing/* requireFree */.M0)(publishing, {
        held,
        listing: { tags: names, asked: new Set(fixed), withdrawn },
    });
    return { verdict, held, records };
}
function recordOf(tag, records) {
    const record = (0,listing/* recordTag */.yg)(tag);
    return record && records.get(record)?.digest;
}
/** What another run wrote a moment ago may lag. */
const READABLE_WITHIN = 20_000;
async function adopted(host, { image }, { digest }, own) {
    if (digest === own.descriptor.digest)
        return own;
    const other = await (0,clock/* eventually */.u4)(host.clock, READABLE_WITHIN, () => host.registry.manifest(image, digest));
    if (other !== undefined) {
        host.log.notice(`Another run of this commit has published ${digest} meanwhile, so its image is taken.`);
        return other;
    }
    throw new errors/* VerificationError */.mk({
        found: `The registry does not show ${digest}, which it named a moment ago as the image of this version.`,
        remedy: 'Run the job again; if it stays so, publish a new version, or this one with overwrite: true.',
    });
}
/** Whether all of them hold it in the end; another run may write at the same moment. */
async function writeAll(host, writer, tags, manifest, { held, records }) {
    const { image } = writer;
    const { digest } = manifest.descriptor;
    const found = [];
    for (const tag of tags) {
        const before = held.get(tag)?.digest;
        if (before !== digest)
            await writer.write(tag, before, manifest);
        // A withdrawn image that is published again on purpose counts again.
        if (recordOf(tag, records) === digest)
            await (0,withdraw/* lift */.yY)(host, writer, tag, digest);
        // Neither ours nor the old one: somebody else has written it, and no waiting changes that.
        found.push(await (0,write/* settled */.gu)(host, image, tag, (now) => now === digest || (now !== undefined && now !== before)));
    }
    return found.every((one) => one === digest);
}

// EXTERNAL MODULE: ./lib/steps/tags/confirm.js
var tags_confirm = __webpack_require__(7529);
// EXTERNAL MODULE: ./lib/steps/tags/platforms.js
var platforms = __webpack_require__(7525);
// EXTERNAL MODULE: ./lib/steps/tags/settle.js + 2 modules
var settle = __webpack_require__(9344);
// EXTERNAL MODULE: ./lib/steps/tags/settle-branch.js
var settle_branch = __webpack_require__(8731);
;// CONCATENATED MODULE: ./lib/steps/tags/publish.js














/** Runs of one commit that write its version one after the other agree on the last one's image; so do decisions on a branch. */
const publish_ROUNDS = 3;
/**
 * The commit point (design: "Order of a publish"): the version's own tags, then, by a list that shows them, the moving tags, then the
 * commit; each is read back. Then the list is read once more, and what runs at the same time have left behind is repaired forward.
 * @param claimed hears which image has the version before any other tag is written: ours, or one that is adopted
 * @throws InputError where the version is taken, RegistryError where a write is refused, VerificationError where a tag does not hold
 *   what was written
 */
async function publishTags(host, writer, publication, own, claimed = async () => undefined) {
    const { fixed } = publication.publishing;
    for (let round = 1;; round++) {
        const manifest = await claimVersion(host, writer, publication.publishing, own);
        const { digest } = manifest.descriptor;
        await claimed(digest);
        try {
            return { manifest, tags: await moveOn(host, writer, publication, manifest) };
        }
        catch (error) {
            // Two runs that both found the version free: what the later one wrote counts. If it is of this commit it is adopted, else refused.
            const overwritten = error instanceof errors/* VerificationError */.mk && !(await isHeld(host, writer, fixed, digest));
            if (round === publish_ROUNDS || !overwritten)
                throw error;
        }
    }
}
/** Moves everything but the version's own tags, and reads all back. */
async function moveOn(host, writer, publication, manifest) {
    const { digest } = manifest.descriptor;
    const { moves, held } = await planNow(host, writer.image, publication, manifest);
    for (const { tag, move } of moves) {
        const before = held.get(tag)?.digest;
        if (!move || before === digest || publication.publishing.fixed.includes(tag))
            continue;
        await writer.write(tag, before, manifest);
    }
    return confirmAtOnce(host, writer, publication, { moves, held, digest });
}
async function isHeld(host, { image }, tags, digest) {
    const found = await Promise.all(tags.map((tag) => (0,write/* settled */.gu)(host, image, tag, (now) => now === digest)));
    return found.every((one) => one === digest);
}
/** Reads back what was written, lists once more, and repairs forward what runs at the same time have left behind. */
async function confirmAtOnce(host, writer, publication, { moves, held, digest, replaced }) {
    const { version } = publication.tags;
    const { fixed } = publication.publishing;
    const { branch } = publication;
    const written = { moves, held, fixed, version, branch: branch?.tag };
    const outcomes = await (0,tags_confirm/* confirm */.l)(host, writer, written, digest);
    for (const outcome of outcomes)
        if (outcome.tag === publication.tags.commit)
            tellReplaced(host, writer.image, outcome, digest);
    // The newest tag that was not there before: a list that shows it is newer than all moves.
    const news = writer.journal.findLast(({ before }) => before === undefined);
    const holds = news === undefined ? [] : [news.tag];
    // No rollback moves the tag of a commit, so what that held tells of none.
    const overwritten = moves.flatMap(({ tag, move }) => move && tag !== publication.tags.commit ? (held.get(tag) ?? []) : []);
    const sight = { holds, waited: false, replaced: overwritten };
    const repairs = await (0,settle/* settle */.G9)(host, writer, linesOf(publication), sight).catch(later(host));
    const wrote = (tag) => tag === branch?.tag && writer.journal.some((entry) => entry.tag === tag);
    return Promise.all(outcomes.map((outcome) => branch !== undefined && wrote(outcome.tag)
        ? (0,settle_branch/* settleOutcome */.m)(host, writer, branch, { digest, replaced: replaced?.get(outcome.tag) }, outcome)
        : repaired(outcome, repairs)));
}
/** Two runs of one commit, or its branch and its version, have two images: that is allowed, and those who pull by the commit should know. */
function tellReplaced(host, image, { tag, before, after }, digest) {
    if (before === undefined || before === digest || after !== digest)
        return;
    host.log.notice(`${(0,reference/* taggedReference */.CN)(image, tag)} held ${before}, another image of this commit, and is ${digest} now.`);
}
/** Everything of this run was read back already, and post looks once more: trouble with other versions undoes nothing. */
function later(host) {
    return (error) => {
        if (!(error instanceof errors/* RegistryError */.gl))
            throw error;
        host.log.warning(`The moving tags could not be looked at once more: ${error.trouble.found} Post looks again; where it cannot either, the next publish puts them right.`);
        return [];
    };
}
/** The lines that this publication may move, extra tags of a line too: `latest: true` and `false` are above the rule. */
function linesOf({ tags, latest }) {
    const { version, suffix } = tags;
    const extra = tags.extra.flatMap((tag) => {
        const line = (0,lines/* lineOf */.cA)(tag, suffix);
        return line !== undefined && version?.prerelease === false && (0,lines/* inLine */.i2)(version, line) ? [{ tag, line }] : [];
    });
    const moving = [...tags.moving, ...extra].filter(({ line }) => line.kind !== 'latest' || latest === 'auto');
    return { moving, suffix };
}
/** Plans the moves by what the registry says at this moment: a build takes minutes, and another run may have published. */
async function planNow(host, image, { tags, publishing, latest, branch }, manifest) {
    const holds = tags.version === undefined ? [] : tags.fixed;
    const needs = (0,records/* needsOf */.hN)((0,records/* publishQuestion */._u)(tags));
    const rules = { latest, platforms: (0,platforms/* platformsOf */.W)(manifest) ?? publishing.platforms };
    for (let round = 1;; round++) {
        const decided = branch && (await (0,tags_branch/* decideBranch */.H3)(host, branch));
        const listing = await (0,registry_listing/* readListing */.v)(host, image, needs, holds);
        const names = (0,moves/* planMoves */.YN)(tags, listing, { ...rules, held: new Map() }).map(({ tag }) => tag);
        const held = await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, names);
        // GitHub may take seconds to answer, in which another run may have written the branch's tag.
        if (decided === undefined || round === publish_ROUNDS || held.get(decided.tag)?.digest === decided.seen) {
            const now = { ...rules, held };
            return { moves: (0,platforms/* withDecided */.b)(host, (0,moves/* planMoves */.YN)(tags, listing, now), decided, now), held };
        }
    }
}
function repaired(outcome, repairs) {
    const repair = repairs.findLast(({ tag }) => tag === outcome.tag);
    if (repair === undefined)
        return outcome;
    return { ...outcome, after: repair.digest, moved: outcome.before !== repair.digest, reason: repair.reason };
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
