export const id = 410;
export const ids = [410];
export const modules = {

/***/ 7410:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/domain/version.js
var domain_version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/plan/lines.js
var lines = __webpack_require__(9572);
// EXTERNAL MODULE: ./lib/plan/inputs/behaviour.js
var behaviour = __webpack_require__(9906);
// EXTERNAL MODULE: ./lib/plan/inputs/identity.js
var identity = __webpack_require__(3383);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
// EXTERNAL MODULE: ./lib/plan/inputs/registry.js
var registry = __webpack_require__(9621);
// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
// EXTERNAL MODULE: ./lib/plan/inputs/table.js
var table = __webpack_require__(7689);
// EXTERNAL MODULE: ./lib/plan/inputs/trial.js
var trial = __webpack_require__(9969);
;// CONCATENATED MODULE: ./lib/plan/inputs/rollback.js











const destination = (text) => {
    const digest = (0,domain_digest/* parseDigest */.m)(text);
    if (digest !== undefined)
        return { kind: 'digest', digest };
    const version = (0,domain_version/* parseVersion */.o)(text);
    if (version !== undefined)
        return { kind: 'version', version };
    return new row/* Fault */.vC({
        found: `${(0,parsers/* quote */.hD)(text)} is neither a version nor a digest.`,
        allowed: 'a version such as v1.2.3, a digest such as sha256:… with 64 hex digits, or nothing',
    });
};
const tagName = (text) => {
    const tag = (0,reference/* parseTag */.ED)(text);
    if (tag !== undefined)
        return tag;
    return new row/* Fault */.vC({
        found: `${(0,parsers/* quote */.hD)(text)} (${text.length} characters) is not a valid tag.`,
        allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
    });
};
/** At least one tag: a list of nothing but commas would move none without a word. */
const tagNames = (text) => {
    const found = (0,parsers/* commas */.Rm)(tagName)(text);
    if (found instanceof row/* Fault */.vC || found.length > 0)
        return found;
    return new row/* Fault */.vC({ found: 'it names no tag.', allowed: 'latest, v1, v1.2' });
};
const rollbackRows = {
    image: {
        ...identity/* identityRows */.Kv.image,
        description: 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`.',
    },
    tag: (0,row/* withDefault */.IQ)('tag', 'latest', tagNames, 'Tags to move back, by comma or line: `latest`, `v1`, `v1.2`, or extra tags of your own.'),
    to: (0,row/* optional */.lq)('to', destination, 'Version or digest to go to. Default: the highest stable version below the present one, in the line of each tag, that is not withdrawn.'),
    tagSuffix: {
        ...identity/* identityRows */.Kv.tagSuffix,
        description: 'Suffix of every tag, such as `-alpine`; it is added to `tag` and `to` where it does not stand there.',
    },
    withdraw: (0,row/* withDefault */.IQ)('withdraw', 'true', parsers/* flag */.Jt, 'Whether the version that the tags leave is recorded as withdrawn, so that no later publish moves them back to it.'),
    dryRun: (0,row/* withDefault */.IQ)('dry-run', 'false', parsers/* flag */.Jt, 'Check and test without writing anything.'),
};
/** The table of all inputs of the rollback action. */
const ROLLBACK_TABLE = { rollback: rollbackRows, smoke: trial/* trialRows */.s, registry: registry/* registryRows */.V };
/** Parses every input of the rollback action. @throws InputError with every fault of every input */
function parseRollbackInputs(get) {
    return (0,table/* parseTable */.M)(ROLLBACK_TABLE, get, ({ rollback, smoke }) => [
        ...rollbackTags(rollback).flatMap((one) => ('found' in one ? [one] : [])),
        ...(0,behaviour/* smokeContradictions */.MP)(smoke),
    ]);
}
/** The tags to move back, with their suffix, each once; or why one of them may not be. */
function rollbackTags({ tag: names, tagSuffix = '', }) {
    const full = names.map((name) => (name.endsWith(tagSuffix) ? name : `${name}${tagSuffix}`));
    return [...new Set(full)].map((name) => {
        const tag = (0,reference/* parseTag */.ED)(name);
        if (tag === undefined)
            return fault(name, 'is longer than the 128 characters of a tag', undefined);
        return refusal(tag, tagSuffix) ?? { tag, line: (0,lines/* lineOf */.cA)(tag, tagSuffix) };
    });
}
/** A name for good cannot name something else: only what moves may be moved back. */
function refusal(tag, suffix) {
    const remedy = 'Name the tags that move, such as latest, v1 or v1.2.';
    if ((0,reference/* isReservedTag */.HW)(tag)) {
        return fault(tag, "is reserved: signatures, caches and this action's own records live under it", remedy);
    }
    if ((0,domain_version/* parseVersion */.o)(tag) !== undefined || (0,lines/* versionOf */.E4)(tag, suffix) !== undefined)
        return fault(tag, 'names one version for good, and is never moved', remedy);
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})(?:-.*)?$/.test(tag))
        return fault(tag, 'names one commit for good, and is never moved', remedy);
    if (/^pr-\d+(?:-.*)?$/.test(tag))
        return fault(tag, 'belongs to a pull request', remedy);
    return undefined;
}
function fault(tag, what, remedy) {
    return { input: 'tag', found: `${(0,parsers/* quote */.hD)(tag)} ${what}.`, remedy };
}

// EXTERNAL MODULE: ./lib/domain/held.js
var held = __webpack_require__(8301);
// EXTERNAL MODULE: ./lib/domain/listing.js
var domain_listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/domain/platform.js
var platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
;// CONCATENATED MODULE: ./lib/plan/destination.js



/** Versions of a line that are looked at: the highest may be listed still, and be deleted. */
const DEEP = 3;
const SHOWN = 8;
/**
 * What a rollback has to know of withdrawals: of what the tags hold and where they are sent, of the versions below, and of the highest
 * ones.
 */
function rollbackQuestion({ tags, to, suffix }, held, digest) {
    const said = [...tags.map(({ tag }) => held.get(tag)), digest].map(lines/* markedVersion */.Xy);
    const named = to?.kind === 'version' ? [to.version] : [];
    const versions = [...said, ...named].flatMap((one) => (one === undefined ? [] : (0,lines/* spellings */.cl)(one, suffix)));
    const walks = tags.flatMap(({ tag, line }) => {
        if (line === undefined)
            return [];
        const walk = { line, depth: DEEP };
        return [walk, { ...walk, below: (0,lines/* markedVersion */.Xy)(held.get(tag)) }];
    });
    return { suffix, versions, walks };
}
/** The tags that `choose` has to know, once it is known what the tags to move hold. */
function destinationTags(request, facts) {
    const { to, suffix } = request;
    if (to?.kind === 'digest')
        return [];
    if (to?.kind === 'version')
        return (0,lines/* spellings */.cl)(to.version, suffix);
    return request.tags.flatMap((one) => {
        const now = facts.held.get(one.tag);
        if (now === undefined)
            return [];
        const releases = releasesBefore(one, now, request, facts) ?? [];
        const versions = [...new Set(releases.map(({ version }) => version.text))].slice(0, DEEP);
        return releases.flatMap(({ tag, version }) => (versions.includes(version.text) ? [tag] : []));
    });
}
/** Chooses where one tag goes; or says why there is no such place. */
function choose(one, request, facts) {
    const now = facts.held.get(one.tag);
    if (now === undefined)
        return destination_fault('tag', `${one.tag} does not exist.`, 'Name a tag that the image has.');
    if (request.to === undefined)
        return before(one, now, request, facts);
    if (request.to.kind === 'version')
        return named(one, now, request.to.version, request, facts);
    const { digest } = request.to;
    if (facts.digest === undefined)
        return destination_fault('to', `the image has no ${digest}.`, exist(request, facts));
    return { now, next: facts.digest, words: digest, reason: 'to: names this digest' };
}
/** Whether an image is recorded as withdrawn, under any of its versions. */
function isWithdrawn(digest, { withdrawn }) {
    return [...withdrawn.values()].includes(digest);
}
/** A version that somebody wrote. */
function named({ tag, line }, now, version, request, facts) {
    const names = (0,lines/* spellings */.cl)(version, request.suffix);
    const name = names.find((one) => facts.held.has(one));
    const next = name && facts.held.get(name);
    if (name === undefined || next === undefined)
        return destination_fault('to', `the image has no version ${names.join(' or ')}.`, exist(request, facts));
    const bare = versionOfName(name, request.suffix);
    if (line !== undefined && bare?.prerelease)
        return destination_fault('to', `${name} is a pre-release, which moves no tag such as ${tag}.`, exist(request, facts));
    if (line !== undefined && bare !== undefined && !(0,lines/* inLine */.i2)(bare, line)) {
        const remedy = `Name in tag: only tags that ${name} belongs to.`;
        return destination_fault('to', `${tag} is for versions of ${(0,lines/* nameOf */.Vb)(line)}, and ${name} is none.`, remedy);
    }
    return { now, next, words: name, reason: `to: names ${name}` };
}
function versionOfName(name, suffix) {
    return (0,domain_version/* parseVersion */.o)(suffix === '' ? name : name.slice(0, -suffix.length));
}
/** The version before what the tag holds. */
function before(one, now, request, facts) {
    const { tag, line } = one;
    const { listing, held } = facts;
    if (line === undefined)
        return destination_fault('tag', `${tag} follows no line of versions, so none is before it.`, 'Write to: as well.');
    const bad = isWithdrawn(now.digest, listing);
    // Of a rollback that was not finished, what is done stays: one more step back would leave a good version.
    if (!bad && isRepair(request, facts))
        return { now, next: now, words: tag, reason: 'it holds no withdrawn image, as another of the tags does' };
    const releases = releasesBefore(one, now, request, facts);
    if (releases === undefined)
        return destination_fault('to', `${tag} holds an image that does not say which version it is.`, 'Write to: as well.');
    for (const release of releases) {
        const next = held.get(release.tag);
        if (next === undefined || next.digest === now.digest || isLeft(next.digest, request, facts))
            continue;
        const reason = `${release.tag} is the highest of ${(0,lines/* nameOf */.Vb)(line)} ${bad ? 'that is not withdrawn' : `below ${now.version}`}`;
        return { now, next, words: release.tag, reason };
    }
    const below = bad ? 'that is not withdrawn' : `below ${now.version} that is not withdrawn`;
    return destination_fault('to', `${tag}: there is no stable version of ${(0,lines/* nameOf */.Vb)(line)} ${below}, so there is nothing to go back to.`, 'Publish a fixed version.');
}
/** Whether one of the tags holds a withdrawn image: a rollback that was not finished left it there. */
function isRepair({ tags }, { held, listing }) {
    return tags.some(({ tag }) => {
        const now = held.get(tag);
        return now !== undefined && isWithdrawn(now.digest, listing);
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
/** Stable versions that a tag may go to, the highest first; undefined where nobody knows which are before it. */
function releasesBefore({ line }, now, { suffix }, { listing }) {
    const current = (0,lines/* markedVersion */.Xy)(now);
    const bad = isWithdrawn(now.digest, listing);
    if (line === undefined || (current === undefined && !bad))
        return undefined;
    return (0,lines/* stableReleases */._S)(listing, suffix)
        .filter(({ version }) => (0,lines/* inLine */.i2)(version, line))
        .filter(({ version }) => bad || current === undefined || (0,domain_version/* compareVersions */.Z)(version, current) < 0)
        .toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
}
/** The versions that there are, for a remedy; without those that may be withdrawn for all that was asked. */
function exist({ suffix }, { listing }) {
    const isOpen = (0,records/* openRecords */.tW)(listing);
    const sorted = (0,lines/* stableReleases */._S)(listing, suffix)
        .filter(({ tag }) => !isOpen(tag))
        .toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
    if (sorted.length === 0)
        return 'The image has no stable version.';
    const names = sorted.slice(0, SHOWN).map(({ tag }) => tag);
    return `It has ${names.join(', ')}${sorted.length > SHOWN ? ' and older ones' : ''}.`;
}
function destination_fault(input, found, remedy) {
    return { input, found, remedy };
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
    const faults = choices.flatMap(({ choice }) => ('found' in choice ? [choice] : []));
    const good = choices.flatMap(({ one, choice }) => ('found' in choice ? [] : [{ one, choice }]));
    faults.push(...good.flatMap(({ one, choice }) => unfit(one, choice, request)));
    if (faults.length > 0)
        throw new errors/* InputError */.dz(onceEach(faults));
    const returns = good.map(({ one, choice }) => toReturn(one, choice));
    const left = good.filter(({ choice }) => choice.next.digest !== choice.now.digest);
    const withdrawals = left.map(({ one, choice }) => withdrawal(one, choice, request, facts));
    const withdraw = unique(withdrawals.flatMap(({ versions }) => versions));
    const targets = new Set(returns.map(({ digest }) => digest));
    const lift = [...facts.listing.withdrawn].flatMap(([name, digest]) => targets.has(digest) ? [{ tag: name, digest }] : []);
    const warnings = [
        ...left.flatMap(({ one, choice }) => lostWords(one, choice)),
        ...withdrawals.flatMap(({ why }) => why ?? []),
        ...lift.map(({ tag }) => `${tag} was recorded as withdrawn, and counts again, because to: names it.`),
        ...left.flatMap(({ one, choice }) => higherWords(one, choice, request, facts, withdraw)),
        ...stillHeld(request, facts, withdraw),
    ];
    return Object.freeze({ returns, withdraw, lift, warnings: [...new Set(warnings)] });
}
/** Tags that have to be read beside the ones to move: the versions that they leave, and other tags that follow those. */
function tagsAround({ tags, suffix }, facts) {
    const versions = tags.flatMap(({ tag }) => (0,lines/* markedVersion */.Xy)(facts.held.get(tag)) ?? []);
    const followers = facts.listing.tags.filter((name) => {
        const line = (0,lines/* lineOf */.cA)(name, suffix);
        return name.endsWith(suffix) && line !== undefined && versions.some((version) => (0,lines/* inLine */.i2)(version, line));
    });
    return [...versions.flatMap((version) => (0,lines/* spellings */.cl)(version, suffix)), ...followers];
}
/** Why a tag must not go there. */
function unfit({ tag }, { next, now, words }, request) {
    const faults = [];
    const lost = (0,held/* lostPlatforms */.j)(now, next.platforms);
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
function toReturn({ tag }, { now, next, reason }) {
    const move = next.digest !== now.digest;
    const { digest, platforms } = next;
    const why = move ? reason : `is there already: ${reason}`;
    return { tag, before: now.digest, digest, platforms, move, reason: why };
}
function lostWords({ tag }, { now, next, words }) {
    const lost = (0,held/* lostPlatforms */.j)(now, next.platforms);
    if (lost.length === 0)
        return [];
    return [`${tag} loses ${lost.map(platform/* formatPlatform */.Bq).join(', ')}: ${words} is not for it.`];
}
/** The tags of the version that is left, where they hold what the tag held; otherwise why nothing is recorded. */
function withdrawal({ tag }, { now, next }, { suffix, withdraw }, { held, listing }) {
    if (!withdraw || isWithdrawn(now.digest, listing))
        return { versions: [] };
    const version = (0,lines/* markedVersion */.Xy)(now);
    if (version === undefined)
        return { versions: [], why: `What ${tag} held does not say which version it is, so none is withdrawn.` };
    const target = (0,lines/* markedVersion */.Xy)(next);
    if (target !== undefined && (0,domain_version/* compareVersions */.Z)(target, version) >= 0)
        return {
            versions: [],
            why: `${tag} moves on from ${version.text} to ${target.text}, so none is withdrawn.`,
        };
    const holding = (0,lines/* spellings */.cl)(version, suffix).filter((name) => held.get(name)?.digest === now.digest);
    const versions = holding.filter((name) => (0,domain_listing/* recordTag */.yg)(name) !== undefined);
    if (versions.length > 0)
        return { versions: versions.map((name) => ({ tag: name, digest: now.digest })) };
    return { versions: [], why: `No tag of ${version.text} holds what ${tag} held, so none is withdrawn.` };
}
/** Versions between, which are good as far as the registry knows: the next publish would move the tag on to them. */
function higherWords({ tag, line }, { next }, { suffix }, { listing }, withdraw) {
    const version = (0,lines/* markedVersion */.Xy)(next);
    if (line === undefined || version === undefined)
        return [];
    const gone = new Set(withdraw.map((one) => one.tag));
    const higher = (0,lines/* stableReleases */._S)(listing, suffix).filter((one) => (0,lines/* inLine */.i2)(one.version, line) && (0,domain_version/* compareVersions */.Z)(one.version, version) > 0 && !gone.has(one.tag));
    const [highest] = higher.toSorted((a, b) => (0,domain_version/* compareVersions */.Z)(b.version, a.version));
    if (highest === undefined)
        return [];
    return [`${highest.tag} is higher and not withdrawn, so the next publish moves ${tag} on to it.`];
}
/** Moving tags beside the named ones that hold a withdrawn image. */
function stillHeld({ tags, suffix }, { held }, withdraw) {
    const bad = new Set(withdraw.map(({ digest }) => digest));
    const others = [...held].filter(([name, { digest }]) => bad.has(digest) && (0,lines/* versionOf */.E4)(name, suffix) === undefined && !tags.some(({ tag }) => tag === name));
    if (others.length === 0)
        return [];
    const names = others.map(([name]) => name).join(', ');
    return [
        `The withdrawn image is still in ${names}: write tag: with these too, or the next publish moves them.`,
    ];
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
var report_refusal = __webpack_require__(6890);
// EXTERNAL MODULE: ./lib/report/foreign.js
var foreign = __webpack_require__(3646);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/report/rollback.js






/** Every output of the rollback action with its description. */
const ROLLBACK_OUTPUTS = {
    'digest-before': 'Digest that the first of the tags held before, `sha256:…`.',
    'digest-after': 'Digest that it holds now; in a dry run what it would hold.',
    reference: '`image@digest` of that, to deploy exactly this.',
    withdrawn: 'Version tags that were recorded as withdrawn, one per line; in a dry run those that would be. Empty where there is none.',
    json: 'All of it as JSON: every tag with its digest before and after, platforms with digests and sizes, warnings, timings.',
};
/**
 * The outputs of a rollback. `json` has these keys, always, with `null` for what is not known: `image`, `dryRun`, `reason`, `tags`,
 * `withdrawn` (`tag`, `digest`), `platforms`, `warnings`, `timings`; their parts are those of a publish.
 */
function rollbackOutputs(outcome) {
    const { image, dryRun, reason, tags, withdraw, warnings, timings } = outcome;
    const [first] = tags;
    const after = first?.after;
    return {
        'digest-before': first?.before ?? '',
        'digest-after': after ?? '',
        reference: after === undefined ? '' : (0,reference/* digestReference */.O9)(image, after),
        withdrawn: withdraw.map(({ tag }) => tag).join('\n'),
        json: JSON.stringify({
            ...{ image: (0,reference/* formatImageName */.eS)(image), dryRun, reason, tags: tags.map(outputs/* tagJson */.lK), withdrawn: withdraw },
            ...{ platforms: outcome.platforms.map(outputs/* platformJson */.Uz), warnings, timings },
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

// EXTERNAL MODULE: ./lib/steps/builder/trial.js
var builder_trial = __webpack_require__(5303);
// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
// EXTERNAL MODULE: ./lib/steps/inspect.js + 3 modules
var inspect = __webpack_require__(1454);
// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 4 modules
var smoke_smoke = __webpack_require__(5488);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/steps/tags/confirm.js
var tags_confirm = __webpack_require__(7529);
// EXTERNAL MODULE: ./lib/steps/tags/withdraw.js
var withdraw = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/steps/tags/return.js











/** Reads what a rollback is decided by: the list, what the tags hold, and what they may go to. */
async function readRollback(host, image, request) {
    const { registry } = host;
    const names = request.tags.map(({ tag }) => tag);
    const [listed, held, digest] = await Promise.all([
        (0,registry_listing/* readListing */.v)(host, image, () => []),
        (0,registry_held/* readHeldTags */.Vb)(registry, image, names),
        request.to?.kind === 'digest' ? (0,registry_held/* readHeld */.iJ)(registry, image, request.to.digest) : undefined,
    ]);
    const needs = (0,records/* needsOf */.hN)(rollbackQuestion(request, held, digest));
    const listing = await (0,registry_listing/* readRecords */.T)(host, image, listed, needs);
    const first = { listing, held, digest };
    const more = [...destinationTags(request, first), ...tagsAround(request, first)];
    return { ...first, held: new Map([...(await (0,registry_held/* readHeldTags */.Vb)(registry, image, more)), ...held]) };
}
/**
 * Carries a rollback out. First the records: a publish at the same time passes over a version once it is recorded, so it cannot
 * bring a tag back to it. Then the tags, each read back.
 * @param held what the tags held when it was planned
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
async function returnTags(host, writer, { returns, withdraw, lift }, held) {
    for (const version of withdraw)
        await record(host, writer, version);
    for (const version of lift)
        await takeRecordAway(host, writer, version);
    const written = [];
    for (const one of returns)
        written.push({ one, outcome: await writeBack(host, writer, one) });
    const outcomes = written.map(async ({ one, outcome }) => {
        if (outcome !== undefined)
            return [outcome];
        const moves = [{ tag: one.tag, move: true, reason: one.reason }];
        return (0,tags_confirm/* confirm */.l)(host, writer, { moves, held, fixed: [], version: undefined }, one.digest);
    });
    return (await Promise.all(outcomes)).flat();
}
async function record(host, writer, { tag, digest }) {
    const name = (0,domain_listing/* recordTag */.yg)(tag);
    if (name === undefined)
        return;
    const { image } = writer;
    const before = (await host.registry.head(image, name))?.digest;
    // Another rollback of the same version may have recorded it a moment ago.
    if (before !== digest)
        await writer.write(name, before, await manifestOf(host, image, digest));
    await readBack(host, image, name, digest);
}
async function takeRecordAway(host, writer, { tag, digest }) {
    const name = (0,domain_listing/* recordTag */.yg)(tag);
    const after = await (0,withdraw/* lift */.yY)(host, writer, tag, digest);
    if (name !== undefined)
        await readBack(host, writer.image, name, after);
}
/** Writes one tag; what became of it, where it was not written. */
async function writeBack(host, writer, { tag, before, digest, move, reason }) {
    const { image } = writer;
    if (!move)
        return { tag, before, after: before, moved: false, reason };
    const now = (await host.registry.head(image, tag))?.digest;
    if (now === digest)
        return undefined;
    if (now !== before) {
        // Theirs is newer than what this rollback was decided by; of two rollbacks each tag keeps one of the wanted images.
        host.log.notice(`Another run has moved a tag meanwhile: ${(0,reference/* taggedReference */.CN)(image, tag)} is ${now}.`);
        return { tag, before, after: now, moved: false, reason: 'another run has moved it meanwhile' };
    }
    await writer.write(tag, before, await manifestOf(host, image, digest));
    return undefined;
}
async function manifestOf(host, image, digest) {
    const manifest = await host.registry.manifest(image, digest);
    if (manifest !== undefined)
        return manifest;
    throw new errors/* VerificationError */.mk({
        found: `The registry does not show ${(0,reference/* digestReference */.O9)(image, digest)} any more.`,
        remedy: 'Somebody deleted it meanwhile. Run the rollback again.',
    });
}
async function readBack(host, image, tag, digest) {
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
    const inputs = parseRollbackInputs(host.runner.input);
    const { timeout } = inputs.smoke;
    await (0,deadline/* within */.u)(host, timeout, 'The rollback', 'Give it more time with timeout:.', () => rollBack({ host, session, inputs, watch: (0,stopwatch/* startStopwatch */.Q)(host) }));
}
async function rollBack(run) {
    const { host, session, inputs, watch } = run;
    const target = planRollbackTarget(inputs, host.runner.context);
    const dryRun = target.policy.kind === 'dry-run';
    await (0,login/* login */.i)(host, target, session.folder);
    const { plan, facts, platforms } = await untouched(host, async () => {
        const facts = await watch.phase('Look around', () => lookAround(run, target));
        const plan = planRollback(requestOf(inputs), facts);
        tell(host, target, plan, dryRun);
        const platforms = await watch.phase('Try where the tags go', () => tryTargets(run, target, plan));
        return { plan, facts, platforms };
    });
    const tags = dryRun
        ? foretold(plan)
        : await watch.phase('Move the tags', () => moveTags(run, target, plan, facts));
    const { image, policy } = target;
    const { withdraw, warnings } = plan;
    const reason = policy.reason;
    const outcome = { image, dryRun, reason, tags, withdraw, platforms, warnings, timings: watch.timings() };
    for (const [name, value] of Object.entries(rollbackOutputs(outcome)))
        host.runner.setOutput(name, value);
    await host.runner.summary(summarizeRollback(outcome));
}
function requestOf({ rollback }) {
    const tags = rollbackTags(rollback).flatMap((one) => ('found' in one ? [] : [one]));
    const { to, withdraw, tagSuffix: suffix = '' } = rollback;
    return { tags, to, withdraw, suffix };
}
/** Asks the registry what is there, and whether it would take the writes. */
async function lookAround({ host, inputs }, { image, policy }) {
    const push = policy.kind === 'publish' ? await host.registry.canPush(image) : undefined;
    if (push !== undefined && !push.ok)
        throw new errors/* CommandError */.Qd((0,report_refusal/* explainRefusal */.GC)(push, image, (0,login/* whoAsks */.N)(host, image)));
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
/** Reads every image that a tag goes to, and starts it on each of its platforms. */
async function tryTargets(run, { image }, plan) {
    const moved = plan.returns.filter(({ move }) => move);
    const targets = new Map(moved.map((one) => [one.digest, one]));
    const outcomes = [];
    // One after the other: containers are named after their platform.
    for (const { digest, platforms } of targets.values()) {
        const candidate = await (0,inspect/* inspect */.N)(run.host, image, digest, platforms, { attested: false, exact: true });
        const smoked = await trySubjects(run, image, (0,inspect/* subjectsOf */.Z)(candidate, false));
        outcomes.push(...candidate.platforms.map((one) => (0,outcome/* platformOutcome */.wc)(one.platform, one, smoked)));
    }
    return outcomes;
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
async function moveTags({ host, session }, { image }, plan, { held }) {
    session.keep({ moving: image });
    const writer = (0,write/* createWriter */.u7)(host, image, (0,write/* saveTo */.fn)(host, session));
    return (0,takeback/* orTakeBack */.g3)({ host, session }, async () => {
        const tags = await returnTags(host, writer, plan, held);
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

/***/ 9969:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ trialRows)
/* harmony export */ });
/* harmony import */ var _behaviour_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9906);
/* harmony import */ var _builder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5375);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5257);




/** How an image that is in the registry already is tried: for the actions that build nothing. */
const trialRows = {
    ..._behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .smokeRows */ .X4,
    // The post step of these actions tries nothing again, so its time is no limit.
    smokeTimeout: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('smoke-timeout', '60s', _parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0, 'Time for one smoke test on one platform.'),
    binfmtImage: {
        ..._builder_js__WEBPACK_IMPORTED_MODULE_1__/* .builderRows */ .JA.binfmtImage,
        description: 'Image that installs emulators for the smoke test, where the host lacks a platform. Default: a pinned digest.',
    },
    timeout: _behaviour_js__WEBPACK_IMPORTED_MODULE_0__/* .behaviourRows */ .Tn.timeout,
};


/***/ }),

/***/ 5303:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ prepareTrial)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _plan_emulators_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7495);
/* harmony import */ var _plan_floors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4291);
/* harmony import */ var _emulators_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6183);




/**
 * Readies the engine to try images of the registry: installs the emulators that its host lacks, and notes what will be pulled and
 * was not there before, so that post removes it.
 * @throws PolicyError where there is no engine, or one below the floor
 */
async function prepareTrial(host, session, trial) {
    const [described, builders, local] = await Promise.all([
        host.engine.describe(),
        host.buildx.builders().catch(() => []),
        host.engine.imagesOf((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(trial.image)).catch(() => []),
    ]);
    const engine = (0,_plan_floors_js__WEBPACK_IMPORTED_MODULE_2__/* .requireEngine */ .Wp)(described);
    const pulled = trial.subjects.map(({ reference }) => reference).filter((one) => !local.includes(one));
    session.keep({ images: [...session.state.images, ...pulled] });
    const platforms = trial.subjects.map(({ platform }) => platform);
    const facts = { engine, builders, hosted: host.runner.context.hosted };
    const plan = (0,_plan_emulators_js__WEBPACK_IMPORTED_MODULE_1__/* .planTrialEmulators */ .M4)(platforms, facts, trial.emulators);
    if (plan !== undefined)
        await (0,_emulators_js__WEBPACK_IMPORTED_MODULE_3__/* .installEmulators */ .e)(host, session, plan);
}


/***/ })

};
