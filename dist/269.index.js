export const id = 269;
export const ids = [269];
export const modules = {

/***/ 9269:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/plan/demand.js
var demand = __webpack_require__(9215);
// EXTERNAL MODULE: ./lib/plan/inputs/rollback.js
var inputs_rollback = __webpack_require__(7821);
// EXTERNAL MODULE: ./lib/domain/held.js
var domain_held = __webpack_require__(8301);
// EXTERNAL MODULE: ./lib/domain/listing.js
var domain_listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/domain/platform.js
var platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/domain/version.js
var domain_version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/plan/current.js
var plan_current = __webpack_require__(1210);
// EXTERNAL MODULE: ./lib/plan/lines.js
var plan_lines = __webpack_require__(9572);
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
;// CONCATENATED MODULE: ./lib/plan/rollback-facts.js



/**
 * What a rollback has to know of withdrawals: of what the tags hold and where they are sent, of the versions below, and of the highest
 * ones.
 */
function rollbackQuestion(request, facts) {
    const { tags, to, suffix } = request;
    const { held, digest } = facts;
    const now = tags.map(({ tag, line }) => ({ line, held: held.get(tag) }));
    const names = [...now, { line: undefined, held: digest }].flatMap((one) => one.held === undefined ? [] : (0,plan_current/* publishedAs */.hY)(one.held, one.line, suffix, held).tags);
    const said = [...now.map((one) => one.held), digest].map(plan_lines/* markedVersion */.Xy);
    const named = to?.kind === 'version' ? [to.version] : [];
    const versions = [...said, ...named].flatMap((one) => (one === undefined ? [] : (0,plan_lines/* spellings */.cl)(one, suffix)));
    const walks = now.flatMap((one) => {
        const { line } = one;
        if (line === undefined)
            return [];
        const walk = { line, depth: plan_current/* DEEP */.lt };
        const below = one.held && (0,plan_current/* publishedAs */.hY)(one.held, line, suffix, held).version;
        return [walk, { ...walk, below }];
    });
    return { suffix, versions: [...names, ...versions], walks };
}
/**
 * The tags that have to be read beside the ones to move: those of the versions that these may be at, those that they may go to, and
 * other tags that follow them. It is asked again with what they hold, for as long as there are new ones among them.
 */
function rollbackTagsToRead(request, facts) {
    const { tags, suffix } = request;
    const { listing, held, digest } = facts;
    const lines = tags.map(({ line }) => line ?? { kind: 'latest' });
    const now = tags.flatMap(({ tag, line }) => {
        const one = held.get(tag);
        return one === undefined ? [] : [{ one, line }];
    });
    const marked = [...now.map(({ one }) => one), digest].flatMap((one) => (0,plan_lines/* markedVersion */.Xy)(one) ?? []);
    const versions = now.flatMap(({ one, line }) => (0,plan_current/* publishedAs */.hY)(one, line, suffix, held).version ?? []);
    const followers = listing.tags.filter((name) => {
        const line = (0,plan_lines/* lineOf */.cA)(name, suffix);
        return name.endsWith(suffix) && line !== undefined && versions.some((version) => (0,plan_lines/* inLine */.i2)(version, line));
    });
    return [
        ...marked.flatMap((version) => (0,plan_lines/* spellings */.cl)(version, suffix)),
        ...lines.flatMap((line) => (0,plan_current/* namingTags */.YR)(line, suffix, listing)),
        ...destinationTags(request, facts),
        ...followers,
    ];
}
/** The tags that the ones to move may go to. */
function destinationTags(request, facts) {
    const { to, suffix } = request;
    if (to?.kind === 'digest')
        return [];
    if (to?.kind === 'version')
        return (0,plan_lines/* spellings */.cl)(to.version, suffix);
    return request.tags.flatMap((one) => {
        const now = facts.held.get(one.tag);
        return now === undefined ? [] : (0,plan_current/* highestFew */.bE)(releasesBefore(one, now, request, facts) ?? []);
    });
}
/** Whether an image is recorded as withdrawn, under any of its versions. */
function isWithdrawn(digest, { withdrawn }) {
    return [...withdrawn.values()].includes(digest);
}
/** Stable versions that a tag may go to, the highest first; undefined where nobody knows which are before it. */
function releasesBefore({ line }, now, { suffix }, { listing, held }) {
    const current = (0,plan_current/* publishedAs */.hY)(now, line, suffix, held).version;
    const bad = isWithdrawn(now.digest, listing);
    if (line === undefined || (current === undefined && !bad))
        return undefined;
    return (0,plan_lines/* stableReleases */._S)(listing, suffix)
        .filter(({ version }) => (0,plan_lines/* inLine */.i2)(version, line))
        .filter(({ version }) => bad || current === undefined || (0,domain_version/* compareVersions */.Z)(version, current) < 0)
        .toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
}

;// CONCATENATED MODULE: ./lib/plan/destination.js





const SHOWN = 8;
/** Chooses where one tag goes; or says why there is no such place. */
function choose(one, request, facts) {
    const now = facts.held.get(one.tag);
    if (now === undefined)
        return fault('tag', `${one.tag} does not exist.`, 'Name a tag that the image has.');
    const { suffix } = request;
    const left = (0,plan_current/* publishedAs */.hY)(now, one.line, suffix, facts.held);
    if (request.to === undefined)
        return before(one, { now, left }, request, facts);
    if (request.to.kind === 'version')
        return named(one, { now, left }, request.to.version, request, facts);
    const { digest } = request.to;
    const next = facts.digest;
    if (next === undefined)
        return fault('to', `the image has no ${digest}.`, exist(request, facts));
    const { version } = (0,plan_current/* publishedAs */.hY)(next, one.line, suffix, facts.held);
    return { now, left, next, version, words: digest, reason: 'to: names this digest' };
}
/** A version that somebody wrote. */
function named({ tag, line }, from, version, request, facts) {
    const names = (0,plan_lines/* spellings */.cl)(version, request.suffix);
    const name = names.find((one) => facts.held.has(one));
    const next = name && facts.held.get(name);
    if (name === undefined || next === undefined)
        return fault('to', `the image has no version ${names.join(' or ')}.`, exist(request, facts));
    const bare = (0,plan_lines/* versionOf */.E4)(name, request.suffix);
    if (line !== undefined && bare?.prerelease)
        return fault('to', `${name} is a pre-release, which moves no tag such as ${tag}.`, exist(request, facts));
    if (line !== undefined && bare !== undefined && !(0,plan_lines/* inLine */.i2)(bare, line)) {
        const remedy = `Name in tag: only tags that ${name} belongs to.`;
        return fault('to', `${tag} is for versions of ${(0,plan_lines/* nameOf */.Vb)(line)}, and ${name} is none.`, remedy);
    }
    return { ...from, next, version: bare, words: name, reason: `to: names ${name}` };
}
/** The version before what the tag holds. */
function before(one, { now, left }, request, facts) {
    const { tag, line } = one;
    if (line === undefined)
        return fault('tag', `${tag} follows no line of versions, so none is before it.`, 'Write to: as well.');
    const bad = isWithdrawn(now.digest, facts.listing);
    // Of a rollback that was not finished, what is done stays: one more step back would leave a good version.
    if (!bad && isRepair(request, facts)) {
        const reason = 'it holds no withdrawn image, as another of the tags does';
        return { now, left, next: now, version: left.version, words: tag, reason };
    }
    const releases = releasesBefore(one, now, request, facts);
    if (releases === undefined)
        return fault('to', `${tag} holds an image that does not say which version it is.`, 'Write to: as well.');
    const below = `below ${left.version?.text}`;
    for (const { tag: name, version } of releases) {
        const next = facts.held.get(name);
        if (next === undefined || next.digest === now.digest || isLeft(next.digest, request, facts))
            continue;
        const reason = `${name} is the highest of ${(0,plan_lines/* nameOf */.Vb)(line)} ${bad ? 'that is not withdrawn' : below}`;
        return { now, left, next, version, words: name, reason };
    }
    const which = bad ? 'that is not withdrawn' : `${below} that is not withdrawn`;
    return { now, line, deadEnd: `there is no stable version of ${(0,plan_lines/* nameOf */.Vb)(line)} ${which}` };
}
/**
 * Whether one of the tags holds a withdrawn image and has a place to go: a rollback that was not finished left it there. Where there is
 * no place, it is as finished as it can be.
 */
function isRepair(request, facts) {
    const { held, listing } = facts;
    return request.tags.some((one) => {
        const now = held.get(one.tag);
        if (now === undefined || !isWithdrawn(now.digest, listing))
            return false;
        return releasesBefore(one, now, request, facts)?.some(({ tag }) => {
            const next = held.get(tag);
            return next !== undefined && !isWithdrawn(next.digest, listing);
        });
    });
}
/** Whether an image must not be gone to: it is withdrawn, or is about to be. */
function isLeft(digest, request, facts) {
    if (isWithdrawn(digest, facts.listing))
        return true;
    if (!request.withdraw || isRepair(request, facts))
        return false;
    return request.tags.some(({ tag }) => facts.held.get(tag)?.digest === digest);
}
/** The versions that there are, for a remedy; without those that may be withdrawn for all that was asked. */
function exist({ suffix }, { listing }) {
    const isOpen = (0,records/* openRecords */.tW)(listing);
    const sorted = (0,plan_lines/* stableReleases */._S)(listing, suffix)
        .filter(({ tag }) => !isOpen(tag))
        .toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
    if (sorted.length === 0)
        return 'The image has no stable version.';
    const names = sorted.slice(0, SHOWN).map(({ tag }) => tag);
    return `It has ${names.join(', ')}${sorted.length > SHOWN ? ' and older ones' : ''}.`;
}
function fault(input, found, remedy) {
    return { input, found, remedy };
}

;// CONCATENATED MODULE: ./lib/plan/rollback-warnings.js




/** Platforms that a tag loses. */
function lostWords({ tag }, { now, next, words }) {
    const lost = (0,domain_held/* lostPlatforms */.j)(now, next.platforms);
    if (lost.length === 0)
        return [];
    return [`${tag} loses ${lost.map(platform/* formatPlatform */.Bq).join(', ')}: ${words} is not for it.`];
}
/** A tag that has no place to go, beside others that have one. */
function stuckWords({ tag }, { deadEnd, line }) {
    return `${tag} stays where it is: ${deadEnd}. Publish a fixed version of ${(0,plan_lines/* nameOf */.Vb)(line)}, or leave ${tag} out of tag:.`;
}
/** Versions between, which are good as far as the registry knows: the next publish would move the tag on to them. */
function higherWords({ tag, line }, { version }, { suffix }, { listing }, withdraw) {
    if (line === undefined || version === undefined)
        return [];
    const gone = new Set(withdraw.map((one) => one.tag));
    const higher = (0,plan_lines/* stableReleases */._S)(listing, suffix).filter((one) => (0,plan_lines/* inLine */.i2)(one.version, line) && (0,domain_version/* compareVersions */.Z)(one.version, version) > 0 && !gone.has(one.tag));
    const [highest] = higher.toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
    if (highest === undefined)
        return [];
    return [`${highest.tag} is higher and not withdrawn, so the next publish moves ${tag} on to it.`];
}
/** Moving tags beside the named ones that hold a withdrawn image. */
function stillHeld({ tags, suffix }, { held }, withdraw) {
    const bad = new Set(withdraw.map(({ digest }) => digest));
    const others = [...held].filter(([name, { digest }]) => bad.has(digest) && (0,plan_lines/* versionOf */.E4)(name, suffix) === undefined && !tags.some(({ tag }) => tag === name));
    if (others.length === 0)
        return [];
    const names = others.map(([name]) => name).join(', ');
    return [
        `The withdrawn image is still in ${names}: write tag: with these too, or the next publish moves them.`,
    ];
}

// EXTERNAL MODULE: ./lib/plan/target.js
var plan_target = __webpack_require__(2694);
;// CONCATENATED MODULE: ./lib/plan/rollback.js









/**
 * Plans whose tags are moved, and whether that may be. Other than a publish, a rollback is never a dry run by itself: somebody who
 * rolls back must not take a green job for one that did.
 * @throws PolicyError where the event may not move tags, InputError where no image name can be made
 */
function planRollbackTarget({ rollback, registry }, context) {
    const identity = { image: rollback.image, tagPrefix: undefined };
    const dryRun = rollback.dryRun ? true : 'auto';
    const target = (0,plan_target/* planTarget */.hB)({ identity, behaviour: { dryRun }, registry }, context);
    if (target.policy.kind === 'publish' || rollback.dryRun)
        return target;
    throw new errors/* PolicyError */.pn({
        found: `No tag may be moved here: ${target.policy.reason}.`,
        remedy: 'Run the rollback on: workflow_dispatch, or write dry-run: true to see what it would do.',
    });
}
/**
 * Plans a rollback by what the registry holds. Fewer platforms replace more only where somebody wrote where to go.
 * @throws InputError with every reason why a tag cannot go back
 */
function planRollback(request, facts) {
    const choices = request.tags.map((one) => ({ one, choice: choose(one, request, facts) }));
    const good = choices.flatMap(({ one, choice }) => ('next' in choice ? [{ one, choice }] : []));
    const stuck = choices.flatMap(({ one, choice }) => ('deadEnd' in choice ? [{ one, choice }] : []));
    const faults = choices.flatMap(({ one, choice }) => {
        if ('found' in choice)
            return [choice];
        if ('next' in choice)
            return unfit(one, choice, request);
        // The first version of a line must not keep the other tags at it.
        return good.length > 0 ? [] : [nowhere(one, choice)];
    });
    if (faults.length > 0)
        throw new errors/* InputError */.dz(onceEach(faults));
    const returns = choices.flatMap(({ one, choice }) => ('found' in choice ? [] : [toReturn(one, choice)]));
    const left = good.filter(({ choice }) => choice.next.digest !== choice.now.digest);
    const withdrawals = left.map(({ one, choice }) => withdrawal(one, choice, request, facts));
    const withdraw = unique(withdrawals.flatMap(({ versions }) => versions));
    const targets = new Set(good.map(({ choice }) => choice.next.digest));
    const lift = [...facts.listing.withdrawn].flatMap(([name, digest]) => targets.has(digest) ? [{ tag: name, digest }] : []);
    const warnings = [
        ...left.flatMap(({ one, choice }) => lostWords(one, choice)),
        ...withdrawals.flatMap(({ why }) => why ?? []),
        ...stuck.map(({ one, choice }) => stuckWords(one, choice)),
        ...lift.map(({ tag }) => `${tag} was recorded as withdrawn, and counts again, because to: names it.`),
        ...left.flatMap(({ one, choice }) => higherWords(one, choice, request, facts, withdraw)),
        ...stillHeld(request, facts, withdraw),
    ];
    return Object.freeze({ returns, withdraw, lift, warnings: [...new Set(warnings)], suffix: request.suffix });
}
function nowhere({ tag }, { deadEnd }) {
    const found = `${tag}: ${deadEnd}, so there is nothing to go back to.`;
    return { input: 'to', found, remedy: 'Publish a fixed version.' };
}
/** Why a tag must not go there. */
function unfit({ tag }, { next, now, words }, request) {
    const faults = [];
    const lost = (0,domain_held/* lostPlatforms */.j)(now, next.platforms);
    if (next.platforms.length === 0)
        faults.push({
            input: 'to',
            found: `${words} is no image, so ${tag} cannot go there.`,
            remedy: 'Write to: with the version or the digest of an image.',
        });
    else if (lost.length > 0 && request.to === undefined) {
        faults.push({
            input: 'to',
            found: `${tag} holds an image for ${lost.map(platform/* formatPlatform */.Bq).join(', ')} too, and ${words} is not.`,
            remedy: `Publish a fixed version; or, to go there all the same, write to: ${words}.`,
        });
    }
    return faults;
}
function toReturn({ tag, line }, choice) {
    if ('next' in choice)
        return sentTo({ tag, line }, choice);
    const { now, deadEnd } = choice;
    const { digest, platforms } = now;
    return { tag, before: digest, digest, platforms, move: false, reason: deadEnd, line, from: undefined };
}
function sentTo({ tag, line }, { now, left, next, version, reason }) {
    const move = next.digest !== now.digest;
    const { digest, platforms } = next;
    const why = move ? reason : `is there already: ${reason}`;
    const [from] = [left.version, version].flatMap((one) => one ?? []).toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b, a));
    return { tag, before: now.digest, digest, platforms, move, reason: why, line, from };
}
/** The versions that are left, by their tags, which hold what the tag held; otherwise why nothing is recorded. */
function withdrawal({ tag }, { now, left, version: target }, { withdraw }, { listing }) {
    if (!withdraw || isWithdrawn(now.digest, listing))
        return { versions: [] };
    const { version, tags } = left;
    if (version === undefined)
        return { versions: [], why: `What ${tag} held does not say which version it is, so none is withdrawn.` };
    if (target !== undefined && (0,domain_version/* compareVersions */.Z)(target, version) >= 0)
        return {
            versions: [],
            why: `${tag} moves on from ${version.text} to ${target.text}, so none is withdrawn.`,
        };
    // A lower version of the same image is as bad, and would be the next one to go to.
    const versions = tags.filter((name) => (0,domain_listing/* recordTag */.yg)(name) !== undefined);
    if (versions.length > 0)
        return { versions: versions.map((name) => ({ tag: name, digest: now.digest })) };
    return { versions: [], why: `No tag of ${version.text} holds what ${tag} held, so none is withdrawn.` };
}
/** A version that does not exist is missed by every tag. */
function onceEach(faults) {
    return [...new Map(faults.map((one) => [`${one.input} ${one.found}`, one])).values()];
}
function unique(versions) {
    return [...new Map(versions.map((one) => [one.tag, one])).values()];
}

// EXTERNAL MODULE: ./lib/plan/smoke.js
var smoke = __webpack_require__(5814);
// EXTERNAL MODULE: ./lib/report/diagnosis.js + 4 modules
var diagnosis = __webpack_require__(9568);
// EXTERNAL MODULE: ./lib/report/outcome.js
var outcome = __webpack_require__(5102);
// EXTERNAL MODULE: ./lib/report/refusal.js
var refusal = __webpack_require__(6890);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/report/foreign.js
var foreign = __webpack_require__(3646);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/required.js
var required = __webpack_require__(8893);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/report/rollback.js







/** Every output of the rollback action with its description. */
const ROLLBACK_OUTPUTS = {
    'digest-before': 'Digest that the first of the tags held before, `sha256:…`.',
    'digest-after': 'Digest that it holds now; in a dry run what it would hold.',
    reference: '`image@digest` of that, to deploy exactly this.',
    withdrawn: 'Version tags that were recorded as withdrawn, one per line; in a dry run those that would be. Empty where there is none.',
    ...required/* SIGNED_OUTPUT */.LW,
    json: 'All of it as JSON: every tag with its digest before and after, platforms with digests and sizes, signatures, warnings, timings.',
};
/**
 * The outputs of a rollback. `json` has these keys, always, with `null` for what is not known: `image`, `dryRun`, `reason`, `tags`,
 * `withdrawn` (`tag`, `digest`), `platforms`, `signatures` (`reference`, `signed`, `reason`), `warnings`, `timings`; the parts of the others are
 * those of a publish.
 */
function rollbackOutputs(outcome) {
    const { image, dryRun, reason, tags, withdraw, signatures, warnings, timings } = outcome;
    const [first] = tags;
    const after = first?.after;
    return {
        'digest-before': first?.before ?? '',
        'digest-after': after ?? '',
        reference: after === undefined ? '' : (0,reference/* digestReference */.O9)(image, after),
        withdrawn: withdraw.map(({ tag }) => tag).join('\n'),
        signed: (0,required/* signedOutput */.SG)(signatures),
        json: JSON.stringify({
            ...{ image: (0,reference/* formatImageName */.eS)(image), dryRun, reason, tags: tags.map(outputs/* tagJson */.lK), withdrawn: withdraw },
            ...{ platforms: outcome.platforms.map(outputs/* platformJson */.Uz), signatures, warnings, timings },
        }),
    };
}
/** The plan in words for the log. Reasons may hold foreign text, so the lines go through the log like those of a child. */
function describeRollback(image, plan, dryRun) {
    const rows = plan.returns.map(({ tag, before, digest, move, reason }) => {
        const way = move ? `${(0,domain_digest/* shortDigest */.V)(before)} -> ${(0,domain_digest/* shortDigest */.V)(digest)}` : `${(0,domain_digest/* shortDigest */.V)(before)} stays`;
        return `  ${tag}  ${way}  ${reason}`;
    });
    const records = plan.withdraw.map(({ tag, digest }) => `  withdrawn  ${tag} (${(0,domain_digest/* shortDigest */.V)(digest)})`);
    const title = dryRun ? 'Dry run: nothing is written. A real run would move' : 'Move';
    return [`${title} tags of ${(0,reference/* formatImageName */.eS)(image)}`, ...rows, ...records].map(foreign/* clean */.uH);
}
/** The job summary of a finished rollback, in Markdown. Foreign text in it can neither format nor link anything. */
function summarizeRollback(outcome) {
    const { image, dryRun, reason, withdraw, warnings } = outcome;
    const [first] = outcome.tags;
    const name = (0,markdown/* code */.aY)((0,reference/* formatImageName */.eS)(image));
    const sections = [
        dryRun ? `## Dry run of a rollback of ${name}: nothing was written` : `## Rolled back ${name}`,
        first?.after === undefined ? undefined : `Deploy ${(0,markdown/* code */.aY)((0,reference/* digestReference */.O9)(image, first.after))}`,
        (0,markdown/* prose */.CS)(reason),
        tagSection(outcome),
        withdrawnWords(withdraw, dryRun),
        (0,required/* signedSummary */.ZH)(outcome.signatures),
        (0,summary/* platforms */.Bn)(outcome.platforms),
        (0,summary/* section */.uW)('Warnings', (0,markdown/* list */.p_)(warnings.map((warning) => (0,markdown/* prose */.CS)(warning)))),
    ];
    return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
}
function tagSection({ tags, dryRun }) {
    const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why'];
    const rows = tags.map(({ tag, before, after, moved, reason }) => [
        (0,markdown/* code */.aY)(tag),
        moved ? (dryRun ? 'would move' : 'moved') : 'kept',
        (0,summary/* digestCell */.Ve)(before),
        (0,summary/* digestCell */.Ve)(after),
        (0,markdown/* prose */.CS)(reason, 200),
    ]);
    return (0,summary/* section */.uW)('Tags', (0,markdown/* table */.tp)(heads, rows));
}
function withdrawnWords(withdraw, dryRun) {
    if (withdraw.length === 0)
        return dryRun ? 'No version would be withdrawn.' : 'No version was withdrawn.';
    const names = withdraw.map(({ tag }) => (0,markdown/* code */.aY)(tag)).join(' and ');
    if (dryRun)
        return `${names} would be recorded as withdrawn.`;
    return `${names} is recorded as withdrawn: no later publish moves a tag back to it, until it is published again.`;
}

// EXTERNAL MODULE: ./lib/report/undone.js
var undone = __webpack_require__(5951);
// EXTERNAL MODULE: ./lib/steps/builder/trial.js
var builder_trial = __webpack_require__(5303);
// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
// EXTERNAL MODULE: ./lib/steps/gather/required.js
var gather_required = __webpack_require__(7206);
// EXTERNAL MODULE: ./lib/steps/inspect.js + 4 modules
var inspect = __webpack_require__(7832);
// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/sign/required.js + 1 modules
var sign_required = __webpack_require__(9448);
// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 4 modules
var smoke_smoke = __webpack_require__(5488);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/host/registry/shown.js
var shown = __webpack_require__(4553);
;// CONCATENATED MODULE: ./lib/plan/rewrites.js





/** The versions that came while a rollback was under way, and to which its tags belong then: what has to be read of them. */
function newTags({ suffix }, sent, { before, listing }) {
    return [...new Set(sent.flatMap((one) => (0,plan_current/* highestFew */.bE)(newReleases(one, suffix, before, listing))))];
}
/**
 * What a rollback writes once more because of a publish at the same time. It may have written over a higher version that came
 * meanwhile; a publish that did not see the record yet may have brought a tag back to the version that was left; and a version to which
 * a tag was let pass may have been taken back. What somebody else has put there stays.
 * @param sent where this rollback has sent each tag last
 * @param bad images to which no tag may be brought back
 */
function planRewrites({ suffix, returns }, sent, bad, { before, listing, now, held }) {
    return sent.flatMap((one) => {
        const found = now.get(one.tag);
        if (found === undefined || (found !== one.digest && !bad.has(found)))
            return [];
        const planned = returns.find(({ tag }) => tag === one.tag) ?? one;
        const higher = newReleases(one, suffix, before, listing).flatMap(({ tag }) => {
            const name = (0,reference/* parseTag */.ED)(tag);
            const next = name && held.get(name);
            if (!next || bad.has(next.digest) || (0,domain_held/* lostPlatforms */.j)(one, next.platforms).length > 0)
                return [];
            const { digest, platforms } = next;
            return [{ ...one, digest, platforms, reason: `${tag} was published meanwhile, and is higher` }];
        });
        if (higher.some(({ digest }) => digest === found))
            return [];
        const [wanted = planned] = higher;
        return wanted.digest === found ? [] : [{ ...wanted, before: found }];
    });
}
/** Good versions of a tag's line that were not listed before, and that are higher than what it left and where it went; the highest first. */
function newReleases({ line, from }, suffix, before, listing) {
    if (line === undefined || from === undefined)
        return [];
    const known = new Set(before.tags);
    return (0,plan_lines/* stableReleases */._S)(listing, suffix)
        .filter(({ tag, version }) => !known.has(tag) && (0,plan_lines/* inLine */.i2)(version, line) && (0,domain_version/* compareVersions */.Z)(version, from) > 0)
        .toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
}

// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/settle-returns.js







/** A publish that meets a rollback looks again itself, so both agree after two rounds. */
const ROUNDS = 4;
/**
 * Looks at the tags of a rollback once more, and writes again what a publish at the same time makes necessary. After a write, and where
 * the first look may have been an old answer, comes another look when no old answer is possible any more.
 * What another run writes after the last look is that run's to look at.
 * @returns where each tag was sent last, and what it held in the last look
 * @throws RegistryError where a write is refused or nothing is listed, VerificationError where another run keeps bringing tags back
 */
async function settleReturns(host, writer, plan, { facts, sent: first, bad, holds, sure }) {
    let sent = first;
    for (let round = 1;; round++) {
        const { now, again } = await lookAgain(host, writer.image, plan, { facts, sent, bad, holds });
        if (again.length === 0 && (sure || round > 1))
            return sent.map((one) => ({ one, found: now.get(one.tag) }));
        if (round === ROUNDS)
            throw broughtBack(writer.image, again);
        for (const one of again) {
            await writer.write(one.tag, one.before, await manifestOf(host, writer.image, one.digest));
            host.log.notice(`${(0,reference/* taggedReference */.CN)(writer.image, one.tag)} was written again, for another run has published meanwhile: ${one.reason}.`);
        }
        sent = sent.map((one) => again.find(({ tag }) => tag === one.tag) ?? one);
        await host.clock.sleep(write/* SHOWN_WITHIN */.Q5);
    }
}
async function lookAgain(host, image, plan, { facts, sent, bad, holds }) {
    const now = new Map((await Promise.all(sent.map((one) => readBack(host, image, one)))).flat());
    const listed = await (0,registry_listing/* readListing */.v)(host, image, () => [], holds);
    const before = facts.listing;
    const versions = newTags(plan, sent, { before, listing: listed });
    const needs = (0,records/* needsOf */.hN)({ suffix: plan.suffix, versions, walks: [] });
    const listing = await (0,registry_listing/* readRecords */.T)(host, image, listed, needs);
    const held = await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, newTags(plan, sent, { before, listing }));
    return { now, again: planRewrites(plan, sent, bad, { before, listing, held, now }) };
}
/** What a tag holds, once that can be no answer of before it was written. */
async function readBack(host, image, { tag, before, digest }) {
    const isNew = (now) => now === digest || (now !== undefined && now !== before);
    const found = await (0,write/* settled */.gu)(host, image, tag, isNew);
    return found === undefined ? [] : [[tag, found]];
}
function broughtBack(image, again) {
    const names = again.map(({ tag }) => (0,reference/* taggedReference */.CN)(image, tag));
    return new errors/* VerificationError */.mk({
        found: `Another run keeps moving ${names.join(', ')}.`,
        remedy: 'Wait until no publish of this image runs, and run the rollback again.',
    });
}
/** The manifest of an image that a tag goes to. @throws VerificationError where it is gone */
async function manifestOf(host, image, digest) {
    const manifest = await host.registry.manifest(image, digest);
    if (manifest !== undefined)
        return manifest;
    throw new errors/* VerificationError */.mk({
        found: `The registry does not show ${(0,reference/* digestReference */.O9)(image, digest)} any more.`,
        remedy: 'Somebody deleted it meanwhile. Run the rollback again.',
    });
}

// EXTERNAL MODULE: ./lib/steps/tags/withdraw.js
var withdraw = __webpack_require__(51);
;// CONCATENATED MODULE: ./lib/steps/tags/return.js












/** Reads what a rollback is decided by: the list, what the tags hold, and what they may go to. */
async function readRollback(host, image, request) {
    const { registry, clock } = host;
    const { tags, to, suffix } = request;
    const names = tags.map(({ tag }) => tag);
    const spelled = to?.kind === 'version' ? (0,plan_lines/* spellings */.cl)(to.version, suffix) : [];
    const digest = to?.kind === 'digest' ? to.digest : undefined;
    const read = (all) => () => (0,registry_held/* readHeldTags */.Vb)(registry, image, all);
    // What was named may have been written a moment ago, by the job before this one.
    const [listing, now, versions, named] = await Promise.all([
        (0,registry_listing/* readListing */.v)(host, image, () => []),
        (0,shown/* shown */.S)(clock, read(names), (held) => names.every((name) => held.has(name))),
        (0,shown/* shown */.S)(clock, read(spelled), (held) => spelled.length === 0 || held.size > 0),
        digest &&
            (0,shown/* shown */.S)(clock, () => (0,registry_held/* readHeld */.iJ)(registry, image, digest), (held) => held !== undefined),
    ]);
    return readOn(host, image, request, { listing, held: new Map([...versions, ...now]), digest: named });
}
/** Reads more, for as long as what was read makes more necessary. */
async function readOn(host, image, request, first) {
    const asked = new Set(first.held.keys());
    for (let facts = first;;) {
        const listing = await (0,registry_listing/* readRecords */.T)(host, image, facts.listing, (0,records/* needsOf */.hN)(rollbackQuestion(request, facts)));
        const more = rollbackTagsToRead(request, { ...facts, listing }).filter((tag) => !asked.has(tag));
        if (more.length === 0)
            return { ...facts, listing };
        for (const tag of more)
            asked.add(tag);
        const held = new Map([...facts.held, ...(await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, more))]);
        facts = { ...facts, listing, held };
    }
}
/**
 * Carries a rollback out. First the records: a publish at the same time passes over a version once it is recorded, so it cannot
 * bring a tag back to it. Then the tags, each read back. Then the list is read once more: a publish that was further already is let
 * pass, and one that did not see the record yet is undone.
 * @param facts by what it was planned
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
async function returnTags(host, writer, plan, facts) {
    const began = host.clock.now();
    const records = [];
    for (const version of plan.withdraw)
        records.push(...(await record(host, writer, version)));
    for (const version of plan.lift)
        await takeRecordAway(host, writer, version);
    const bad = leftImages(plan, facts);
    const written = [];
    for (const one of plan.returns)
        written.push({ one, outcome: await writeBack(host, writer, one, bad) });
    const sent = written.flatMap(({ one, outcome }) => (outcome === undefined ? [one] : []));
    const fresh = records.filter((name) => !facts.listing.tags.includes(name));
    const quick = host.clock.now() - began <= write/* UNDER_WAY_WITHIN */.n3;
    // Nothing keeps a publish away from a version that is not recorded: there the first look does.
    const sure = !sent.some(({ before }) => bad.has(before)) || (quick && areNew(plan, facts, sent, fresh));
    if (sent.length === 0)
        return written.flatMap(({ outcome }) => outcome ?? []);
    const ended = await settleReturns(host, writer, plan, { facts, sent, bad, holds: fresh, sure });
    requireSent(writer.image, ended);
    return written.flatMap(({ one, outcome }) => {
        const last = ended.find((end) => end.one.tag === one.tag);
        return outcome ?? (last === undefined ? [] : [outcomeOf(host, writer.image, one, last)]);
    });
}
function outcomeOf(host, image, { tag, before }, { one, found }) {
    if (found !== one.digest)
        host.log.notice(`Another run has moved a tag meanwhile: ${(0,reference/* taggedReference */.CN)(image, tag)} is ${found}.`);
    return { tag, before, after: found, moved: before !== one.digest, reason: one.reason };
}
/** @throws VerificationError that names each tag which was written and does not hold it; what somebody else has put there may stay */
function requireSent(image, ended) {
    const wrong = ended.filter(({ one, found }) => found === undefined || found === one.before);
    if (wrong.length === 0)
        return;
    const names = wrong.map(({ one, found }) => `${(0,reference/* taggedReference */.CN)(image, one.tag)} is ${found ?? 'absent'}`);
    throw new errors/* VerificationError */.mk({
        found: `Tags do not hold what was written: ${names.join('; ')}.`,
        allowed: [...new Set(wrong.map(({ one }) => one.digest))].join(', '),
        remedy: 'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.',
    }, { proves: 'tags' });
}
/** The images that no tag may be brought back to: what is withdrawn now, but for what somebody has named to go to. */
function leftImages({ withdraw, returns }, { listing }) {
    const to = new Set(returns.flatMap(({ digest, move }) => (move ? [digest] : [])));
    const all = [...withdraw.map(({ digest }) => digest), ...listing.withdrawn.values()];
    return new Set(all.filter((digest) => !to.has(digest)));
}
/** Whether every version that tags leave has a record that was not there before: a list that shows it is newer than the record. */
function areNew({ withdraw }, { listing }, sent, fresh) {
    const earlier = [...listing.withdrawn.values()];
    return fresh.length >= withdraw.length && !sent.some(({ before }) => earlier.includes(before));
}
/** Records one version. @returns its record, where that did not exist before */
async function record(host, writer, { tag, digest }) {
    const name = (0,domain_listing/* recordTag */.yg)(tag);
    if (name === undefined)
        return [];
    const { image } = writer;
    const before = (await host.registry.head(image, name))?.digest;
    // Another rollback of the same version may have recorded it a moment ago.
    if (before !== digest)
        await writer.write(name, before, await manifestOf(host, image, digest));
    await return_readBack(host, image, name, digest);
    return before === undefined ? [name] : [];
}
async function takeRecordAway(host, writer, { tag, digest }) {
    const name = (0,domain_listing/* recordTag */.yg)(tag);
    const after = await (0,withdraw/* lift */.yY)(host, writer, tag, digest);
    if (name !== undefined)
        await return_readBack(host, writer.image, name, after);
}
/** Writes one tag; what became of it, where it was not written. */
async function writeBack(host, writer, { tag, before, digest, move, reason }, bad) {
    const { image } = writer;
    if (!move)
        return { tag, before, after: before, moved: false, reason };
    const now = (await host.registry.head(image, tag))?.digest;
    if (now === digest)
        return undefined;
    // What another tag leaves in this rollback is no better here.
    if (now !== before && (now === undefined || !bad.has(now))) {
        // Theirs is newer than what this rollback was decided by; of two rollbacks each tag keeps one of the wanted images.
        host.log.notice(`Another run has moved a tag meanwhile: ${(0,reference/* taggedReference */.CN)(image, tag)} is ${now}.`);
        return { tag, before, after: now, moved: false, reason: 'another run has moved it meanwhile' };
    }
    await writer.write(tag, now, await manifestOf(host, image, digest));
    return undefined;
}
async function return_readBack(host, image, tag, digest) {
    const found = await (0,write/* settled */.gu)(host, image, tag, (now) => now === digest);
    if (found === digest)
        return;
    throw new errors/* VerificationError */.mk({
        found: `The record ${(0,reference/* taggedReference */.CN)(image, tag)} is ${found ?? 'absent'} after it was written.`,
        allowed: digest,
        remedy: 'Run the rollback again; if it stays so, look at the status page of the registry.',
    });
}

// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 5 modules
var takeback = __webpack_require__(8848);
;// CONCATENATED MODULE: ./lib/operations/rollback.js






















/** The rollback action: tags go back to an image that is in the registry, once that was tried; nothing is built or copied. */
async function operate(host) {
    const session = await (0,steps_session/* openSession */.f)(host);
    const { facts, faults } = await (0,gather_required/* lookAtRequired */.m)(host, session.folder);
    const inputs = (0,inputs_rollback/* parseRollbackInputs */.hy)(host.runner.input, faults);
    const requirement = (0,demand/* planRequired */.l)(inputs.signature, facts, host.runner.context);
    const { timeout } = inputs.smoke;
    await (0,deadline/* within */.u)(host, timeout, 'The rollback', 'Give it more time with timeout:.', () => rollBack({ host, session, inputs, requirement, watch: (0,stopwatch/* startStopwatch */.Q)(host) }));
}
async function rollBack(run) {
    const { host, session, inputs, watch } = run;
    const target = planRollbackTarget(inputs, host.runner.context);
    const dryRun = target.policy.kind === 'dry-run';
    await (0,login/* login */.i)(host, target, session.folder);
    const { plan, facts, platforms, signatures } = await untouched(host, async () => {
        const facts = await watch.phase('Look around', () => lookAround(run, target));
        const plan = planRollback(requestOf(inputs), facts);
        tell(host, target, plan, dryRun);
        const tried = await watch.phase('Try where the tags go', () => tryTargets(run, target, plan));
        return { plan, facts, ...tried };
    });
    const tags = dryRun
        ? foretold(plan)
        : await watch.phase('Move the tags', () => moveTags(run, target, plan, facts));
    const { image, policy } = target;
    const { withdraw, warnings } = plan;
    const reason = policy.reason;
    const found = { platforms, signatures, warnings, timings: watch.timings() };
    const outcome = { image, dryRun, reason, tags, withdraw, ...found };
    for (const [name, value] of Object.entries(rollbackOutputs(outcome)))
        host.runner.setOutput(name, value);
    await host.runner.summary(summarizeRollback(outcome));
}
function requestOf({ rollback }) {
    const tags = (0,inputs_rollback/* rollbackTags */.yW)(rollback).flatMap((one) => ('found' in one ? [] : [one]));
    const { to, withdraw, tagSuffix: suffix = '' } = rollback;
    return { tags, to, withdraw, suffix };
}
/** Asks the registry what is there, and whether it would take the writes. */
async function lookAround({ host, inputs }, { image, policy }) {
    const push = policy.kind === 'publish' ? await host.registry.canPush(image) : undefined;
    if (push !== undefined && !push.ok)
        throw new errors/* CommandError */.Qd((0,refusal/* explainRefusal */.GC)(push, image, (0,login/* whoAsks */.N)(host, image)));
    return readRollback(host, image, requestOf(inputs));
}
function tell(host, { image, notices }, plan, dryRun) {
    for (const line of describeRollback(image, plan, dryRun))
        host.log.child('', line);
    for (const notice of notices)
        host.log.notice(notice);
    for (const warning of plan.warnings)
        host.log.warning(warning);
}
/** Reads every image that a tag goes to, looks at who signed it, and only then starts it on each of its platforms. */
async function tryTargets(run, { image }, plan) {
    const moved = plan.returns.filter(({ move }) => move);
    const targets = new Map(moved.map((one) => [one.digest, one]));
    const { host, session, requirement } = run;
    const outcomes = [];
    const signatures = [];
    // One after the other: containers are named after their platform.
    for (const { digest, platforms } of targets.values()) {
        const candidate = await (0,inspect/* inspect */.N)(host, image, digest, platforms, { attested: false, exact: true });
        if (requirement.kind !== 'off')
            signatures.push(await (0,sign_required/* requireSignature */.M)(host, image, digest, requirement, session.folder));
        const smoked = await trySubjects(run, image, (0,inspect/* subjectsOf */.Z)(candidate, false));
        outcomes.push(...candidate.platforms.map((one) => (0,outcome/* platformOutcome */.wc)(one.platform, one, smoked)));
    }
    return { platforms: outcomes, signatures };
}
async function trySubjects({ host, session, inputs }, image, subjects) {
    const plan = (0,smoke/* planSmoke */.RH)(inputs.smoke);
    if (plan.mode === 'off')
        return [];
    const trial = { image, subjects, emulators: inputs.smoke.binfmtImage };
    await (0,builder_trial/* prepareTrial */.u)(host, session, trial).catch(diagnosis/* failWithCause */.SO);
    return (0,smoke_smoke/* smoke */.Q)(host, session.id, plan, subjects);
}
/** From here on tags change: whatever goes wrong, they are put back, here or in post. */
async function moveTags({ host, session, inputs }, { image }, plan, facts) {
    session.keep({ moving: image, suffix: inputs.rollback.tagSuffix ?? '' });
    const writer = (0,write/* createWriter */.u7)(host, image, (0,write/* saveTo */.fn)(host, session));
    return (0,takeback/* orTakeBack */.g3)({ host, session }, undone/* summarizeUndone */.H, async () => {
        const tags = await returnTags(host, writer, plan, facts);
        session.keep({ finished: true });
        return tags;
    });
}
function foretold({ returns }) {
    return returns.map(({ tag, before, digest, move, reason }) => ({
        tag,
        before,
        after: digest,
        moved: move,
        reason,
    }));
}
/** Says of a failure before the tags what everybody wants to know first. */
async function untouched(host, body) {
    try {
        return await body();
    }
    catch (error) {
        host.log.info('No tag was touched.');
        throw error;
    }
}


/***/ }),

/***/ 9215:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ planRequired)
/* harmony export */ });
/* harmony import */ var _token_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7866);

/** Plans which signatures are looked at, and by whom they have to be. */
function planRequired(inputs, facts, context) {
    const { requireSignature, certificateIdentity, certificateIdentityRegexp } = inputs;
    const { certificateOidcIssuer, certificateRepository } = inputs;
    if (requireSignature === false)
        return { kind: 'off' };
    const { publicKey, trustedRoot } = facts;
    const must = requireSignature === true;
    if (publicKey !== undefined) {
        const check = {
            signer: { kind: 'key', publicKey },
            unlogged: trustedRoot === undefined,
            trustedRoot,
        };
        return { kind: 'look', must, stated: true, check, by: 'by cosign-public-key' };
    }
    const stated = [
        certificateIdentity,
        certificateIdentityRegexp,
        certificateOidcIssuer,
        certificateRepository,
    ].some((one) => one !== undefined);
    const check = { signer: signerOf(inputs, context), unlogged: false, trustedRoot };
    return { kind: 'look', must, stated, check, by: wordsFor(inputs, context) };
}
/** Whoever is not named is any workflow of this repository. */
function signerOf(inputs, context) {
    const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs;
    const issuer = inputs.certificateOidcIssuer ?? issuerOf(context);
    const named = exact !== undefined ? { exact } : regexp !== undefined ? { regexp } : undefined;
    if (named === undefined) {
        const identity = { regexp: anyWorkflow(context) };
        return { kind: 'keyless', identity, issuer, repository: certificateRepository ?? context.repository };
    }
    const from = certificateRepository === undefined ? {} : { repository: certificateRepository };
    return { kind: 'keyless', identity: named, issuer, ...from };
}
/**
 * Any workflow file of a server, on a branch, a tag or a commit, as a reusable one is called. What a pull request has built, nobody has reviewed
 * yet; only its own run believes it.
 */
function anyWorkflow({ serverUrl, ref }) {
    const own = /^refs\/pull\/\d+\/(?:merge|head)$/.test(ref) ? `|${ref}` : '';
    return `^${literally(serverUrl)}/.+@(?:refs/(?:heads|tags)/.+|[0-9a-f]{40}${own})$`;
}
/** A text in an expression of RE2. */
function literally(text) {
    return text.replace(/[^\w/:-]/g, '\\$&');
}
function wordsFor(inputs, context) {
    const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs;
    const run = certificateRepository === undefined ? '' : ` in a run of ${certificateRepository}`;
    if (exact !== undefined)
        return `by ${exact}${run}`;
    if (regexp !== undefined)
        return `by one who matches ${regexp}${run}`;
    return `by a workflow of ${certificateRepository ?? context.repository}`;
}
/**
 * Who issues the tokens of a server's jobs: GitHub, which an enterprise can have name itself in a path of its own; a server of GitHub Enterprise
 * Cloud with data residency; or one of GitHub Enterprise Server (GitHub docs, "OpenID Connect reference").
 */
function issuerOf({ serverUrl }) {
    if (serverUrl === _token_js__WEBPACK_IMPORTED_MODULE_0__/* .GITHUB */ .U0)
        return { regexp: `^${literally('https://token.actions.githubusercontent.com')}(?:/[\\w.-]+)?$` };
    const resident = /^https:\/\/([a-z0-9-]+\.ghe\.com)$/.exec(serverUrl)?.[1];
    return resident === undefined ? `${serverUrl}/_services/token` : `https://token.actions.${resident}`;
}


/***/ }),

/***/ 8893:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LW: () => (/* binding */ SIGNED_OUTPUT),
/* harmony export */   SG: () => (/* binding */ signedOutput),
/* harmony export */   ZH: () => (/* binding */ signedSummary)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);

/** The output that the actions have which look at signatures. */
const SIGNED_OUTPUT = {
    signed: '`true` where the image is signed by whom it has to be, and that was verified; `false` where it is not; empty where nobody looked.',
};
/** That output; of several images each has to be signed. */
function signedOutput(outcomes) {
    return outcomes.length === 0 ? '' : String(outcomes.every(({ signed }) => signed));
}
/** Each image in a sentence of a summary, in Markdown; undefined where nobody looked. */
function signedSummary(outcomes) {
    if (outcomes.length === 0)
        return undefined;
    return outcomes
        .map(({ reference, signed, reason }) => signed ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(`${reference} is signed ${reason}; verified.`, 600) : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .prose */ .CS)(reason, 600))
        .join('\n\n');
}


/***/ }),

/***/ 5303:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ prepareTrial)
/* harmony export */ });
/* harmony import */ var _domain_engine_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6868);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7495);
/* harmony import */ var _plan_floors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4291);
/* harmony import */ var _emulators_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6183);





/**
 * Readies the engine to try images of the registry: installs the emulators that its host lacks, and notes what will be pulled and
 * was not there before, so that post removes it.
 * @throws PolicyError where there is no engine, or one below the floor
 */
async function prepareTrial(host, session, trial) {
    const [described, builders, local] = await Promise.all([
        host.engine.describe(),
        host.buildx.builders().catch(() => []),
        host.engine.imagesOf((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(trial.image)).catch(() => undefined),
    ]);
    const engine = (0,_plan_floors_js__WEBPACK_IMPORTED_MODULE_3__/* .requireEngine */ .Wp)(described);
    const references = trial.subjects.map(({ reference }) => reference);
    const pulled = (0,_domain_engine_js__WEBPACK_IMPORTED_MODULE_0__/* .broughtIn */ .V)(references, local);
    session.keep({ images: [...session.state.images, ...pulled] });
    const platforms = trial.subjects.map(({ platform }) => platform);
    const facts = { engine, builders, hosted: host.runner.context.hosted };
    const plan = (0,_plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__/* .planTrialEmulators */ .M4)(platforms, facts, trial.emulators);
    if (plan !== undefined)
        await (0,_emulators_js__WEBPACK_IMPORTED_MODULE_4__/* .installEmulators */ .e)(host, session, plan);
}


/***/ }),

/***/ 7206:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ lookAtRequired)
/* harmony export */ });
/* harmony import */ var _plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4461);
/* harmony import */ var _plan_inputs_row_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5257);
/* harmony import */ var _plan_signed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7739);
/* harmony import */ var _signing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3776);




/**
 * Looks at the key and the file that the inputs name, before anything else is asked. What is wrong with the inputs themselves is left to
 * whoever parses all of them.
 * @param folder the private folder of this run
 */
async function lookAtRequired(host, folder) {
    const inputs = (0,_plan_inputs_row_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRows */ .ti)(_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .requiredRows */ .$F, host.runner.input, []);
    const { requireSignature, cosignPublicKey, sigstoreTrustedRoot } = inputs;
    if (requireSignature === false)
        return { facts: {}, faults: [] };
    const own = (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_1__/* .sigstoreFiles */ .KF)(folder).trustedRoot;
    const [key, faults] = await Promise.all([
        readPublicKey(host, cosignPublicKey),
        (0,_signing_js__WEBPACK_IMPORTED_MODULE_2__/* .copySigstoreFile */ .G)(host, 'sigstore-trusted-root', sigstoreTrustedRoot, own),
    ]);
    const trustedRoot = sigstoreTrustedRoot === undefined ? undefined : own;
    return { facts: { publicKey: key.publicKey, trustedRoot }, faults: [...key.faults, ...faults] };
}
const KEY_LIMIT = 64 * 1024;
async function readPublicKey(host, input) {
    if (input === undefined)
        return { faults: [] };
    const wrong = (fault) => ({ faults: [{ input: 'cosign-public-key', ...fault }] });
    if (input.kind === 'pem')
        return { publicKey: input.pem, faults: [] };
    if (input.kind === 'variable') {
        const text = host.runner.environment(input.name);
        if (text !== undefined)
            return judge(text);
        return wrong({
            found: `the variable ${input.name} is not set.`,
            remedy: 'Set it in env: of this step.',
        });
    }
    const { path } = input;
    const { workspace } = host.runner.context;
    const text = await host.files.read(path.startsWith('/') ? path : `${workspace}/${path}`, KEY_LIMIT);
    if (text !== undefined)
        return judge(text);
    return wrong({
        found: `'${path}' is not a file that can be read.`,
        allowed: 'a file relative to the workspace, the text of a public key, or env://NAME',
        remedy: 'A file of the repository is there after a checkout.',
    });
    function judge(text) {
        const publicKey = (0,_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePublicKey */ .ee)(text);
        return publicKey === undefined ? wrong(_plan_inputs_required_js__WEBPACK_IMPORTED_MODULE_0__/* .NO_PUBLIC_KEY */ .U_) : { publicKey, faults: [] };
    }
}


/***/ }),

/***/ 9448:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ requireCopied),
  M: () => (/* binding */ requireSignature)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
;// CONCATENATED MODULE: ./lib/plan/required.js

/** Whether an image is one of the repository that the job runs in, by its name. */
function isOwnImage({ registry, repository }, context) {
    if ((0,target/* gitHubServer */.fF)(registry, context.serverUrl) !== context.serverUrl)
        return false;
    const own = context.repository.toLowerCase();
    return repository === own || repository.startsWith(`${own}/`);
}
/** Whether every signature is by a key, and the inputs name neither that nor anybody else. */
function isByUnknownKey({ stated }, { signatures, byKey, complete }) {
    return !stated && complete && signatures > 0 && byKey === signatures;
}
/** Whether cosign has read no signature that is there: of an image with any bundle it opens bundles only (sigstore/cosign, cli/verify/verify.go). */
function isUnread({ signatures, older, others }, why) {
    return older > 0 && older === signatures && others > 0 && BUNDLES_ONLY.test(why);
}
/** What is said where bundles were opened, and none of them is a signature of his. */
const BUNDLES_ONLY = /attestations|is no signature of this image/;
/**
 * Decides. Where no signature has to be there, three things are none of this run's business: who signed somebody else's image, and by which key,
 * where the inputs do not say who should have; and a signature that cosign does not read.
 */
function decide(demand, { reference, own, verdict, seen }) {
    const { must, stated, by } = demand;
    if (verdict.kind === 'signed')
        return { kind: 'signed' };
    const why = sentence(verdict.why);
    if (verdict.kind === 'unknown') {
        const found = `Whether ${reference} is signed ${by} could not be found out: ${why}`;
        const remedy = `Run the job again; to go on without an answer, write require-signature: false.${hint(demand)}`;
        return { kind: 'unknown', trouble: { found, remedy } };
    }
    if (verdict.kind === 'unsigned') {
        const found = `${reference} is not signed: ${why}`;
        if (!must)
            return {
                kind: 'notice',
                trouble: { found, remedy: 'To demand a signature, write require-signature: true.' },
            };
        const remedy = 'Take an image that is signed, or publish this one again with sign: keyless or sign: key; to do without, write require-signature: auto.';
        return { kind: 'refused', trouble: { found, remedy } };
    }
    if (seen !== undefined && isByUnknownKey(demand, seen)) {
        const found = `${reference} is signed by a key, and nobody has given it to check that.`;
        const remedy = 'Write cosign-public-key: with the public key.';
        return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } };
    }
    if (seen !== undefined && isUnread(seen, why)) {
        const found = `${reference} has a signature in cosign's older format, and cosign does not read that beside other attestations.`;
        const remedy = 'Sign it again with cosign 3, or write require-signature: false.';
        return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } };
    }
    const found = `${reference} has a signature, and is not signed ${by}: ${why}`;
    if (must || stated || own) {
        const remedy = `Do not use this image before you know who signed it; if that is right, write ${rightly(demand)} for him.${hint(demand)}`;
        return { kind: 'refused', trouble: { found, remedy } };
    }
    const remedy = 'Write certificate-identity: or cosign-public-key: with who should have signed it, or require-signature: false.';
    return { kind: 'warning', trouble: { found, remedy } };
}
/** One's own Sigstore is believed by nobody who was not told of it. */
function hint({ check: { signer, trustedRoot } }) {
    if (signer.kind === 'key' || trustedRoot !== undefined)
        return '';
    return ' A signature by a Sigstore of your own needs sigstore-trusted-root:.';
}
function rightly({ check: { signer } }) {
    if (signer.kind === 'key')
        return 'cosign-public-key:';
    return 'certificate-identity: or certificate-identity-regexp: (and certificate-github-workflow-repository:, as where this repository had another name then)';
}
function sentence(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}

// EXTERNAL MODULE: ./lib/plan/verdict.js
var plan_verdict = __webpack_require__(2742);
// EXTERNAL MODULE: ./lib/steps/sign/check.js
var check = __webpack_require__(2457);
// EXTERNAL MODULE: ./lib/steps/sign/found.js
var found = __webpack_require__(8013);
// EXTERNAL MODULE: ./lib/steps/sign/read.js
var read = __webpack_require__(81);
;// CONCATENATED MODULE: ./lib/steps/sign/required.js







/**
 * Holds a published image to the signature that it has to have, before anything of it is executed or copied.
 * @param folder the private folder of this run
 * @throws VerificationError where it is not signed as it has to be, CommandError where nobody can say or no cosign is to be had
 */
async function requireSignature(host, image, digest, demand, folder) {
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const { verdict, attached } = await look(host, image, digest, demand, folder).catch(asUnknown);
    const own = isOwnImage(image, host.runner.context);
    const decision = decide(demand, { reference, own, verdict, seen: attached });
    if (decision.kind === 'signed') {
        host.log.info(`${reference} is signed ${demand.by}.`);
        return { reference, signed: true, reason: demand.by };
    }
    const { kind, trouble } = decision;
    if (kind === 'unknown')
        throw new errors/* CommandError */.Qd(trouble);
    if (kind === 'refused')
        throw new errors/* VerificationError */.mk(trouble);
    host.log[kind]((0,errors/* describe */.q0)(trouble));
    return { reference, signed: false, reason: trouble.found };
}
/** Where a signature may be absent, our own read comes first: cosign may have to be downloaded, and where nobody signed it has nothing to say. */
async function look(host, image, digest, demand, folder) {
    if (demand.must) {
        await prepare(host, folder);
        return (0,check/* checkExpected */.vi)(host, image, digest, demand.check);
    }
    const attached = await (0,read/* readAttached */.P)(host, image, digest);
    const verdict = (0,plan_verdict/* judgeSeen */.D6)(attached);
    if (verdict !== undefined)
        return { verdict, attached };
    if (isByUnknownKey(demand, attached))
        return { verdict: { kind: 'wrong', why: 'it is by a key' }, attached };
    await prepare(host, folder);
    return (0,check/* check */.z6)(host, image, digest, demand.check);
}
async function prepare(host, folder) {
    const { version, origin, passedOver } = await host.cosign.prepare(folder);
    if (passedOver !== undefined)
        host.log.notice(passedOver);
    host.log.info(`cosign ${version}${origin === 'path' ? ' of this runner' : ''}`);
}
/** A registry that does not answer, or refuses to, proves nothing. */
function asUnknown(error) {
    if (!(error instanceof errors/* RegistryError */.gl))
        throw error;
    return { verdict: { kind: 'unknown', why: error.message }, attached: undefined };
}
/**
 * Holds a copy to the signature that its source has; cosign is prepared by the check of that.
 * @throws VerificationError where it is not signed, CommandError or RegistryError where nobody can say
 */
async function requireCopied(host, image, digest, demand) {
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    const { verdict } = await (0,check/* checkExpected */.vi)(host, image, digest, demand.check);
    if (verdict.kind === 'unknown')
        throw (0,found/* unverified */.Q)(reference, verdict.why);
    if (verdict.kind === 'signed')
        return host.log.info(`${reference} is signed ${demand.by}.`);
    throw new errors/* VerificationError */.mk({
        found: `The source is signed ${demand.by}, and its copy ${reference} is not: ${verdict.why}.`,
        remedy: 'Look at what else writes to this package, and run the job again: it copies what is missing.',
    });
}


/***/ })

};
