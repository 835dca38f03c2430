export const id = 722;
export const ids = [722];
export const modules = {

/***/ 8722:
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
// EXTERNAL MODULE: ./lib/domain/github.js
var github = __webpack_require__(2313);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/plan/events.js
var events = __webpack_require__(2878);
// EXTERNAL MODULE: ./lib/plan/existing.js
var plan_existing = __webpack_require__(4938);
// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/plan/inputs/identity.js
var identity = __webpack_require__(3383);
// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
// EXTERNAL MODULE: ./lib/plan/inputs/registry.js
var inputs_registry = __webpack_require__(9621);
// EXTERNAL MODULE: ./lib/plan/inputs/required.js + 1 modules
var required = __webpack_require__(4461);
// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
;// CONCATENATED MODULE: ./lib/plan/inputs/promote.js







const ALLOWED = 'image:tag or image@sha256:…, such as ghcr.io/owner/app:v1.2.3';
const promote_reference = (text) => {
    const wrong = (what) => new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(text)} ${what}.`, allowed: ALLOWED });
    const [whole, hash] = text.split(/@(.*)/s);
    const [, name = whole ?? '', tag] = /^(.+):([^:/]*)$/.exec(whole ?? '') ?? [];
    const image = (0,reference/* parseImageName */["if"])(name);
    if ('fault' in image)
        return wrong(image.fault);
    if (hash !== undefined && tag !== undefined) {
        return new row/* Fault */.vC({
            found: `${(0,parsers/* quote */.hD)(text)} has a tag and a digest.`,
            allowed: ALLOWED,
            remedy: 'Write from: with the tag, and digest: with the digest that it has to have.',
        });
    }
    if (hash !== undefined) {
        const digest = (0,domain_digest/* parseDigest */.m)(hash);
        return digest === undefined ? wrong('has no valid digest') : { kind: 'digest', image, digest };
    }
    if (tag === undefined)
        return wrong('has neither a tag nor a digest');
    const named = (0,reference/* parseTag */.ED)(tag);
    if (named === undefined)
        return wrong('has no valid tag');
    return (0,reference/* isReservedTag */.HW)(named)
        ? wrong('names no release: signatures, caches and candidates live under such tags')
        : { kind: 'tag', image, tag: named };
};
/** Each image once, in the order written. */
const promote_images = (text) => {
    const found = (0,parsers/* commas */.Rm)(identity/* image */.Sl)(text);
    return found instanceof row/* Fault */.vC
        ? found
        : [...new Map(found.map((one) => [(0,reference/* formatImageName */.eS)(one), one])).values()];
};
const digest = (text) => (0,domain_digest/* parseDigest */.m)(text) ??
    new row/* Fault */.vC({ found: `${(0,parsers/* quote */.hD)(text)} is not a digest.`, allowed: 'sha256: and 64 of 0-9 a-f' });
/** What is promoted, to where, and under which tags. */
const promoteRows = {
    from: (0,row/* optional */.lq)('from', promote_reference, 'Required: the published image to take, `image:tag` or `image@sha256:…`.'),
    to: (0,row/* list */.p_)('to', promote_images, 'Required: names of the images to promote to, without a tag, by comma or line.'),
    tag: (0,row/* optional */.lq)('tag', identity/* version */.rE, 'Version to promote as, such as `v1.2.3`. Default: the version that the image says of itself, else the tag of `from`.'),
    extraTags: identity/* identityRows */.Kv.extraTags,
    tagSuffix: identity/* identityRows */.Kv.tagSuffix,
    vPrefix: (0,row/* withDefault */.IQ)('v-prefix', 'keep', identity/* identityRows */.Kv.vPrefix.parse, 'How version tags are written: `keep` as at the source, `strip` the `v`, or `both`.'),
    latest: identity/* identityRows */.Kv.latest,
    overwrite: (0,row/* withDefault */.IQ)('overwrite', 'false', parsers/* flag */.Jt, 'Whether a version that a target has already, as another image, is replaced. Versions do not change otherwise.'),
    digest: (0,row/* optional */.lq)('digest', digest, 'Digest that `from` has to have, `sha256:…`; another one is refused.'),
    dryRun: (0,row/* withDefault */.IQ)('dry-run', 'auto', (0,parsers/* autoOr */.XO)(parsers/* flag */.Jt), 'Tell what would be written and write nothing: `auto` for pull requests and other events that may not publish, `true`, `false`.'),
};
/** The table of all inputs of the sub-action, by group. */
const PROMOTE_TABLE = { promotion: promoteRows, signature: required/* requiredRows */.$F, registry: inputs_registry/* registryRows */.V };
/**
 * Parses every input.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param faults gets what is wrong with each
 */
function parsePromoteInputs(get, faults) {
    const { from, ...promotion } = (0,row/* parseRows */.ti)(promoteRows, get, faults);
    const signature = (0,row/* parseRows */.ti)(required/* requiredRows */.$F, get, faults);
    const registry = (0,row/* parseRows */.ti)(inputs_registry/* registryRows */.V, get, faults);
    faults.push(...(0,required/* requiredContradictions */.GV)(signature));
    for (const [name, like] of [
        ['from', 'ghcr.io/owner/dev/app:v1.2.3'],
        ['to', 'ghcr.io/owner/prod/app'],
    ]) {
        if (faults.some(({ input }) => input === name))
            continue;
        if (name === 'from' ? from === undefined : promotion.to.length === 0)
            faults.push({ input: name, found: 'it is missing.', remedy: `Write ${name}: ${like}.` });
    }
    if (from?.kind === 'digest' && promotion.digest !== undefined && promotion.digest !== from.digest)
        faults.push({
            input: 'digest',
            found: `it is ${promotion.digest}, and from names ${from.digest}.`,
            remedy: 'Write the same twice, or leave digest: out.',
        });
    return Object.freeze({ from, promotion, signature, registry });
}

// EXTERNAL MODULE: ./lib/domain/version.js
var domain_version = __webpack_require__(9416);
// EXTERNAL MODULE: ./lib/plan/lines.js
var lines = __webpack_require__(9572);
;// CONCATENATED MODULE: ./lib/plan/promote-version.js




/** Tags of the source that may name the image as a version: what it was withdrawn as, if it was. */
function versionTags(inputs, version) {
    const { from, promotion } = inputs;
    const own = from.kind === 'tag' ? [from.tag] : [];
    return [
        ...new Set([...own, ...spellings(version, '', promotion.tagSuffix), ...prefixedTags(inputs, version)]),
    ];
}
/** Tags of a version with a `v` before it, which tell how versions are written at the source. */
function prefixedTags({ promotion }, version) {
    return spellings(version, 'v', promotion.tagSuffix);
}
/** With the suffix, as the tags of such images are, and without, as an image may get it with its promotion. */
function spellings(version, prefix, suffix = '') {
    const said = version === undefined ? undefined : (0,domain_version/* parseVersion */.o)(version);
    if (said === undefined)
        return [];
    const names = new Set([suffix, ''].map((end) => `${prefix}${said.text}${end}`));
    return [...names].flatMap((name) => (0,reference/* parseTag */.ED)(name) ?? []);
}
/**
 * The version as it is to be written: the input, else what the image says of itself, else the tag of the source; or why there is none.
 * Where the image and the tag name two versions, somebody has to say which: labels are inherited from base images.
 */
function versionName({ from, promotion }, facts) {
    if (promotion.tag !== undefined)
        return promotion.tag;
    const suffix = promotion.tagSuffix ?? '';
    const named = from.kind === 'tag' ? nameWithout(from.tag, suffix) : undefined;
    const said = facts.version === undefined ? undefined : (0,domain_version/* parseVersion */.o)(facts.version);
    const of = named === undefined ? undefined : (0,domain_version/* parseVersion */.o)(named);
    if (said !== undefined && of !== undefined && (0,domain_version/* compareVersions */.Z)(said, of) !== 0) {
        return {
            input: 'tag',
            found: `from names ${(0,parsers/* quote */.hD)(of.text)}, and the image says that it is ${(0,parsers/* quote */.hD)(said.text)}.`,
            remedy: 'Write tag: with the version to promote it as, or tag-suffix: where that is what follows it.',
        };
    }
    if (named !== undefined && of !== undefined)
        return named;
    if (said !== undefined)
        return facts.prefixed || said.prefixed ? `v${said.text}` : said.text;
    const says = facts.version === undefined ? 'names no version' : `says that it is ${(0,parsers/* quote */.hD)(facts.version)}`;
    return {
        input: 'tag',
        found: `the image ${says} (org.opencontainers.image.version), and ${textOf(from)} has no version as its tag.`,
        allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
        remedy: 'Write tag: with the version to promote it as.',
    };
}
/** The tag of the source without the suffix, where it has that already. */
function nameWithout(tag, suffix) {
    return suffix !== '' && (0,lines/* versionOf */.E4)(tag, suffix) !== undefined ? tag.slice(0, -suffix.length) : tag;
}
/** A source as it was written. */
function textOf(from) {
    const name = (0,reference/* formatImageName */.eS)(from.image);
    return from.kind === 'tag' ? `${name}:${from.tag}` : `${name}@${from.digest}`;
}

// EXTERNAL MODULE: ./lib/plan/tags.js
var plan_tags = __webpack_require__(5126);
// EXTERNAL MODULE: ./lib/plan/target.js
var target = __webpack_require__(2694);
;// CONCATENATED MODULE: ./lib/plan/promote.js









/** The tags of a version depend on no event, and on no branch. */
const ANY_EVENT = {
    ...{ kind: 'dry-run', reason: '', login: 'none', pullRequest: undefined },
    cacheWrite: { gha: false, registry: false },
};
const NO_COMMIT = '0'.repeat(40);
/**
 * Parses every input, and the names of tags where the version is among them.
 * @param more faults that were found outside of the inputs
 * @throws InputError with every fault of every input
 */
function requirePromoteInputs(get, context, more = []) {
    const faults = [];
    const { from, ...inputs } = parsePromoteInputs(get, faults);
    const { tag } = inputs.promotion;
    const tags = tag === undefined ? undefined : nameTags(inputs.promotion, context, tag, undefined);
    if (tags !== undefined && 'faults' in tags)
        faults.push(...tags.faults);
    faults.push(...more);
    if (from === undefined || faults.length > 0)
        throw new errors/* InputError */.dz(faults);
    return { from, ...inputs };
}
/**
 * What the event may do, and who the run is at both ends.
 * @throws PolicyError where the event may do nothing here
 */
function planEnds({ from, promotion, registry }, context) {
    const policy = (0,events/* planEvent */.Q)(context, promotion.dryRun);
    if (policy.kind === 'refuse')
        throw new errors/* PolicyError */.pn({ found: policy.reason, remedy: policy.remedy });
    if (policy.kind === 'publish' && policy.pullRequest !== undefined) {
        throw new errors/* PolicyError */.pn({
            found: `Pull request ${policy.pullRequest} may not promote: versions are moved by what is merged.`,
            remedy: 'Remove dry-run: false, and promote on: release or workflow_dispatch.',
        });
    }
    if (policy.login === 'none')
        return { policy, credentials: [], notices: [] };
    const registries = [from.image, ...promotion.to].map((image) => image.registry);
    return { policy, ...(0,target/* credentialsFor */.Og)(registries, registry, context) };
}
/**
 * Plans what is promoted.
 * @throws InputError where the source is not what the inputs say, or has no version
 */
function planPromotion(inputs, context, facts) {
    const { promotion, from } = inputs;
    const faults = [];
    if (promotion.digest !== undefined && promotion.digest !== facts.digest) {
        faults.push({
            input: 'digest',
            found: `${textOf(from)} is ${facts.digest} now.`,
            allowed: promotion.digest,
            remedy: 'Look at who moved the tag, and promote the digest that was tested.',
        });
    }
    if (facts.withdrawn !== undefined) {
        faults.push({
            input: 'from',
            found: `${facts.digest} was withdrawn as ${facts.withdrawn}.`,
            remedy: 'Promote another version, or publish this one again first.',
        });
    }
    const revision = (0,github/* parseCommitId */.I)(facts.revision);
    const name = versionName(inputs, facts);
    const tags = typeof name === 'string' ? nameTags(promotion, context, name, revision) : { faults: [name] };
    if ('faults' in tags)
        faults.push(...tags.faults);
    if ('faults' in tags || faults.length > 0)
        throw new errors/* InputError */.dz(faults);
    const { digest, platforms } = facts;
    const how = { commit: revision ?? '', attested: false, overwrite: promotion.overwrite };
    return { tags, publishing: { fixed: tags.fixed, digest, platforms, ...how } };
}
function nameTags(promotion, context, tag, commit) {
    const identity = { ...promotion, tag, image: undefined, tagPrefix: undefined };
    const tags = (0,plan_tags/* planTags */.V)(identity, context, ANY_EVENT, commit ?? NO_COMMIT);
    return 'faults' in tags || commit !== undefined ? tags : { ...tags, commit: undefined };
}
/** Targets that have the version already, as another image. */
function refusals({ publishing }, targets) {
    return targets.flatMap(({ image, registry: { held, listing } }) => {
        const existing = (0,plan_existing/* judgeExisting */.Hx)(publishing, held, listing);
        if (existing.kind !== 'refuse')
            return [];
        return [{ ...existing.fault, found: `${(0,reference/* formatImageName */.eS)(image)}: ${existing.fault.found}` }];
    });
}
/** Every tag that a promotion may write. */
function tagsOf({ fixed, moving, extra, commit }) {
    const all = [...fixed, ...moving.map(({ tag }) => tag), ...extra, ...(commit === undefined ? [] : [commit])];
    return [...new Set(all)];
}
/** What post needs to put the tags of a target back. It looks at nothing else: main has read everything back. */
function leftToPost(image, { tags, publishing }) {
    const { digest, commit, fixed } = publishing;
    return {
        // Platforms may be of a kind that no build of ours has, and nobody asks for them again.
        ...{ image, digest, commit, fixed, platforms: [] },
        ...{ tags: tagsOf(tags), lines: tags.moving, suffix: tags.suffix },
        smoke: { mode: 'off', args: undefined, entrypoint: undefined, http: undefined, timeoutMs: 60_000 },
        ...{ tried: true, inEngine: false },
    };
}

// EXTERNAL MODULE: ./lib/report/refusal.js
var refusal = __webpack_require__(6890);
// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/shown.js
var shown = __webpack_require__(4553);
;// CONCATENATED MODULE: ./lib/steps/copy/source.js





/**
 * Reads what is to be promoted. From here on it is named by its digest, so that nobody can move it away.
 * @throws InputError where it does not exist
 */
async function readSource(host, inputs) {
    const { from } = inputs;
    const { image } = from;
    const reference = from.kind === 'tag' ? from.tag : from.digest;
    // It may have been published a moment ago, by the job before this one.
    const manifest = await (0,shown/* shown */.S)(host.clock, () => host.registry.manifest(image, reference), (one) => one !== undefined);
    if (manifest === undefined) {
        throw new errors/* InputError */.dz([
            {
                input: 'from',
                found: `${textOf(from)} does not exist.`,
                remedy: 'Check name and tag, and that the image was published before.',
            },
        ]);
    }
    const { digest } = manifest.descriptor;
    const { platforms, revision, version } = await (0,held/* describeHeld */.T0)(host.registry, image, manifest);
    const holds = async (tag) => tag !== undefined && (await host.registry.head(image, tag))?.digest === digest;
    const names = versionTags(inputs, version);
    const [prefixed, recorded] = await Promise.all([
        Promise.all(prefixedTags(inputs, version).map(holds)),
        Promise.all(names.map((tag) => holds((0,listing/* recordTag */.yg)(tag)))),
    ]);
    const withdrawn = names.find((_, at) => recorded[at]);
    return {
        manifest,
        facts: { digest, platforms, revision, version, prefixed: prefixed.includes(true), withdrawn },
    };
}

// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
;// CONCATENATED MODULE: ./lib/steps/copy/target.js







/**
 * Looks at a target before anything is written.
 * @param writes false in a dry run, which does without what it may not read
 * @throws RegistryError where its tags cannot be read, although a push would be taken
 */
async function lookAtTarget(host, image, { tags }, writes) {
    const [push, registry] = await Promise.all([
        writes ? host.registry.canPush(image) : undefined,
        Promise.all([
            (0,registry_listing/* readListing */.v)(host, image, (0,records/* needsOf */.hN)((0,records/* publishQuestion */._u)(tags))),
            (0,held/* readHeldTags */.Vb)(host.registry, image, tagsOf(tags)),
        ]).catch(asRefusal),
    ]);
    if (!(registry instanceof errors/* RegistryError */.gl)) {
        const [listing, held] = registry;
        return { image, registry: { listing, held }, push };
    }
    // Where a push is refused, that tells more than the tags.
    if (push?.ok)
        throw registry;
    if (push === undefined) {
        host.log.notice(`${(0,reference/* formatImageName */.eS)(image)} cannot be read (${registry.trouble.found}), so it is taken to have no tags.`);
    }
    return { image, registry: { listing: listing/* EMPTY_LISTING */.R6, held: new Map() }, push };
}
function asRefusal(error) {
    if (error instanceof errors/* RegistryError */.gl)
        return error;
    throw error;
}

// EXTERNAL MODULE: ./lib/steps/gather/required.js
var gather_required = __webpack_require__(7206);
// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/sign/required.js + 1 modules
var sign_required = __webpack_require__(9448);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
// EXTERNAL MODULE: ./lib/plan/moves.js
var plan_moves = __webpack_require__(7745);
// EXTERNAL MODULE: ./lib/domain/space.js
var space = __webpack_require__(6538);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/required.js
var report_required = __webpack_require__(8893);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/report/promote.js






/** Every output of the sub-action with its description. */
const PROMOTE_OUTPUT_TABLE = {
    digest: 'Digest of what was promoted, `sha256:…`; the same at both ends.',
    reference: '`image@digest` of every target, one per line; empty in a dry run.',
    tags: 'The references that name it now, `image:tag`, one per line; in a dry run those that a real run would write.',
    ...report_required/* SIGNED_OUTPUT */.LW,
    json: 'All of it as JSON: for every target what was sent, and every tag with its digest before and after; the signature.',
};
/**
 * The outputs of a promotion. `json` has these keys, always, with `null` for what is not known:
 * - `from`, `digest`, `version`, `commit`, `dryRun`, `reason`
 * - `targets`: `image`, `reference`, `tags` (`tag`, `before`, `after`, `moved`, `reason`), `copied` (`manifests`, `mounted`, `present`,
 *   `copied`, `bytes`)
 * - `signature`: `reference`, `signed`, `reason`; of the source
 * - `timings`: `phase`, `milliseconds`
 * - `notices`
 */
function promoteOutputs(outcome) {
    const { digest, dryRun, targets, signature } = outcome;
    const named = targets.flatMap(({ image, tags }) => tags
        .filter((tag) => tag.moved || tag.after === digest || (dryRun && tag.before === digest))
        .map(({ tag }) => (0,reference/* taggedReference */.CN)(image, tag)));
    return {
        digest,
        reference: dryRun ? '' : targets.map(({ image }) => (0,reference/* digestReference */.O9)(image, digest)).join('\n'),
        tags: named.join('\n'),
        signed: (0,report_required/* signedOutput */.SG)(signature === undefined ? [] : [signature]),
        json: JSON.stringify(everything(outcome)),
    };
}
function everything({ targets, ...outcome }) {
    return {
        ...outcome,
        commit: outcome.commit ?? null,
        signature: outcome.signature ?? null,
        targets: targets.map(({ image, tags, copied }) => ({
            image: (0,reference/* formatImageName */.eS)(image),
            reference: outcome.dryRun ? null : (0,reference/* digestReference */.O9)(image, outcome.digest),
            tags: tags.map(({ before, after, ...tag }) => ({
                ...tag,
                before: before ?? null,
                after: after ?? null,
            })),
            copied: copied ?? null,
        })),
    };
}
/** What was sent, in words. */
function describeCopied({ manifests, mounted, present, copied, bytes }) {
    if (manifests === 0)
        return 'everything is there already';
    return `${manifests} manifests; blobs: ${mounted} mounted, ${copied} sent (${(0,space/* formatBytes */.z)(bytes)}), ${present} there already`;
}
/** A target in lines of the log. */
function describeTarget({ image, tags }, { dryRun }) {
    return tags.map(({ tag, before, moved, reason }) => {
        const verb = moved ? (dryRun ? 'would move' : before === undefined ? 'new' : 'moved') : 'stays';
        const old = before === undefined ? '' : `, before ${(0,domain_digest/* shortDigest */.V)(before)}`;
        return `${(0,reference/* taggedReference */.CN)(image, tag)}  ${verb}${old}: ${reason}`;
    });
}
/** The job summary, in Markdown: a table for each target. */
function summarizePromotion(outcome) {
    const { dryRun, from, digest, version, reason, targets, notices, signature } = outcome;
    const head = dryRun
        ? `## Dry run: ${(0,markdown/* code */.aY)(from)} as ${(0,markdown/* code */.aY)(version)}; nothing was written`
        : `## Promoted ${(0,markdown/* code */.aY)(from)} as ${(0,markdown/* code */.aY)(version)}`;
    const sections = [
        head,
        (0,markdown/* code */.aY)(digest),
        (0,markdown/* prose */.CS)(reason),
        (0,report_required/* signedSummary */.ZH)(signature === undefined ? [] : [signature]),
        ...targets.flatMap(({ image, tags, copied }) => [
            `### ${(0,markdown/* code */.aY)((0,reference/* formatImageName */.eS)(image))}`,
            copied && (0,markdown/* prose */.CS)(describeCopied(copied)),
            (0,summary/* tagTable */.nB)(tags, dryRun, 'this image'),
        ]),
        (0,markdown/* list */.p_)(notices.map((notice) => (0,markdown/* prose */.CS)(notice))),
        outcome.commit && `Commit ${(0,markdown/* code */.aY)(outcome.commit)}`,
    ];
    return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
}

;// CONCATENATED MODULE: ./lib/operations/promote/tell.js



/** Log, outputs and summary of a promotion. */
async function tell(run, seen, targets) {
    const { host, inputs, ends, watch } = run;
    const { tags, publishing } = seen.promotion;
    const schemes = seen.targets.flatMap(({ registry }) => (0,plan_moves/* schemeNotice */.Gr)(tags, registry.listing.tags) ?? []);
    for (const notice of new Set(schemes))
        host.log.notice(notice);
    const outcome = {
        dryRun: ends.policy.kind === 'dry-run',
        reason: ends.policy.reason,
        from: textOf(inputs.from),
        digest: publishing.digest,
        version: tags.version?.text ?? '',
        commit: publishing.commit === '' ? undefined : publishing.commit,
        targets,
        signature: seen.signature,
        timings: watch.timings(),
        notices: [...ends.notices, ...new Set(schemes)],
    };
    for (const line of targets.flatMap((target) => describeTarget(target, outcome)))
        host.log.info(line);
    for (const [name, value] of Object.entries(promoteOutputs(outcome)))
        host.runner.setOutput(name, value);
    await host.runner.summary(summarizePromotion(outcome));
}

;// CONCATENATED MODULE: ./lib/operations/promote/rehearse.js


/** Tells what a real run would do, by what both ends say now. */
async function rehearse(run, seen) {
    const { latest } = run.inputs.promotion;
    const { tags, publishing } = seen.promotion;
    const { digest, platforms } = publishing;
    const targets = seen.targets.map(({ image, registry: { listing, held } }) => {
        const moves = (0,plan_moves/* planMoves */.YN)(tags, listing, { latest, platforms, held });
        const outcomes = moves.map(({ tag, move, reason }) => {
            const before = held.get(tag)?.digest;
            return { tag, before, after: undefined, moved: move && before !== digest, reason };
        });
        return { image, tags: outcomes, copied: undefined };
    });
    await tell(run, seen, targets);
}

// EXTERNAL MODULE: ./lib/plan/journal.js
var plan_journal = __webpack_require__(2024);
// EXTERNAL MODULE: ./lib/report/undone.js
var undone = __webpack_require__(5951);
// EXTERNAL MODULE: ./lib/host/clock.js
var clock = __webpack_require__(9144);
// EXTERNAL MODULE: ./lib/host/registry/at-once.js
var at_once = __webpack_require__(7125);
// EXTERNAL MODULE: ./lib/domain/referrers.js
var referrers = __webpack_require__(6272);
;// CONCATENATED MODULE: ./lib/plan/copy.js


/** Levels of what refers to what refers to an image: a signature of an attestation is on the second. */
const DEPTH = 3;
/** Manifests of one image with everything that belongs to it. */
const MOST_MANIFESTS = 1000;
/** Bytes of all of them together. */
const MOST_BYTES = 64 * 1024 * 1024;
/**
 * The order of a copy: the manifests of an index before the index, so that it never names what is not there; then what refers to
 * them, each after what it refers to. Every manifest and every blob stands in it once, a blob before the first that needs it.
 */
function planCopy({ root, manifests, attached }) {
    const steps = [];
    const [planned, blobs] = [new Set(), new Set()];
    const subjects = [];
    const add = (digest) => {
        const manifest = manifests.get(digest);
        if (manifest === undefined || planned.has(digest))
            return;
        planned.add(digest);
        for (const child of childrenOf(manifest))
            add(child.digest);
        const own = blobsOf(manifest).filter((blob) => !blobs.has(blob.digest));
        for (const blob of own)
            blobs.add(blob.digest);
        steps.push({ manifest, blobs: own });
        subjects.push(digest);
    };
    add(root);
    // Grows while it is walked: what refers to a referrer comes after it.
    for (const subject of subjects) {
        const { referrers, tagged } = attached.get(subject) ?? NOTHING;
        for (const { digest } of [...referrers, ...tagged])
            add(digest);
    }
    return steps;
}
const NOTHING = { referrers: [], tagged: [] };
/** The manifests that an index lists. */
function childrenOf({ content }) {
    return content.kind === 'index' ? content.manifests : [];
}
/** Layers that no registry holds: whoever pulls gets them from elsewhere (image-spec, "Non-Distributable Layers"). */
const ELSEWHERE = /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.|oci\.image\.layer\.nondistributable\.)/;
/** The configuration and the layers of a manifest, each once. */
function blobsOf({ content }) {
    if (content.kind === 'index')
        return [];
    const all = [content.config, ...content.layers].filter(({ mediaType }) => !ELSEWHERE.test(mediaType));
    return (0,referrers/* distinct */.dM)(all);
}
/** Tags under which cosign keeps what belongs to a manifest. */
function cosignTags(digest) {
    return ['.sig', '.att', '.sbom'].flatMap((kind) => (0,reference/* parseTag */.ED)(`${(0,referrers/* fallbackTag */.fH)(digest)}${kind}`) ?? []);
}
/** Signatures that the target has and the source has not are kept: each is a layer of what such a tag names. */
function judgeTagged(source, target) {
    if (target === undefined)
        return 'write';
    if (target.descriptor.digest === source.descriptor.digest)
        return 'same';
    const known = new Set(blobsOf(source).map(({ digest }) => digest));
    const { content } = target;
    if (content.kind === 'index' || source.content.kind === 'index')
        return 'keep';
    return content.layers.every(({ digest }) => known.has(digest)) ? 'write' : 'keep';
}

// EXTERNAL MODULE: ./lib/host/registry/listed.js
var listed = __webpack_require__(5519);
;// CONCATENATED MODULE: ./lib/steps/copy/attach.js



/** Makes the target find what was copied beside an image: by its API, by the fallback tag, and by cosign's tags. */
async function attach(host, tree, to) {
    for (const [subject, { referrers, tagged }] of tree.attached) {
        if (referrers.length > 0)
            await (0,listed/* keepListed */.f)(host, to, subject, referrers);
        for (const one of tagged)
            await writeTagged(host, tree, to, one);
    }
}
async function writeTagged(host, { manifests }, to, { tag, digest }) {
    const source = manifests.get(digest);
    if (source === undefined)
        return;
    const verdict = judgeTagged(source, await host.registry.manifest(to, tag));
    if (verdict === 'write')
        return host.registry.putManifest(to, tag, source.descriptor.mediaType, source.body);
    if (verdict === 'same')
        return;
    host.log.notice(`${(0,reference/* taggedReference */.CN)(to, tag)} has signatures that the source has not, so it stays as it is, without those of the source.`);
}

;// CONCATENATED MODULE: ./lib/steps/copy/copy.js






/** How long a registry may take to show what it took: GHCR lags for some seconds. */
const VISIBLE_WITHIN = 20_000;
/**
 * Brings an image with everything that belongs to it to another repository, by digest: blobs before manifests, children before
 * parents, referrers last. What is there already is not sent again. No tag that names a release is touched.
 * @returns the image as the target shows it, and what was sent
 * @throws VerificationError where the target does not show what it took
 */
async function copyImage(host, tree, from, to) {
    const steps = planCopy(tree);
    const counts = { manifests: 0, mounted: 0, present: 0, copied: 0, bytes: 0 };
    for (const step of steps) {
        const { digest } = step.manifest.descriptor;
        // A registry takes a manifest only with everything that it names, so what is there is there as a whole.
        if ((await host.registry.head(to, digest)) !== undefined)
            continue;
        const ways = await (0,at_once/* atOnce */.z)(step.blobs, (blob) => copyOne(host, from, to, blob));
        await host.registry.putManifest(to, digest, step.manifest.descriptor.mediaType, step.manifest.body);
        counts.manifests += 1;
        ways.forEach((way, at) => {
            counts[way] += 1;
            if (way === 'copied')
                counts.bytes += step.blobs[at]?.size ?? 0;
        });
    }
    await attach(host, tree, to);
    return { manifest: await readBack(host, steps, tree.root, to), copied: counts };
}
function copyOne(host, from, to, blob) {
    return host.registry.copyBlob(from, to, blob);
}
async function readBack(host, steps, root, to) {
    await (0,at_once/* atOnce */.z)(steps, async ({ manifest: { descriptor } }) => {
        const { digest } = descriptor;
        return visible(host, to, digest, () => host.registry.head(to, digest));
    });
    return visible(host, to, root, () => host.registry.manifest(to, root));
}
async function visible(host, to, digest, look) {
    const seen = await (0,clock/* eventually */.u4)(host.clock, VISIBLE_WITHIN, look);
    if (seen !== undefined)
        return seen;
    throw new errors/* VerificationError */.mk({
        found: `The registry took ${(0,reference/* digestReference */.O9)(to, digest)} and does not show it after ${VISIBLE_WITHIN / 1000} s.`,
        remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
    });
}

;// CONCATENATED MODULE: ./lib/steps/copy/walk.js




/**
 * Reads every manifest of an image: those of its index, and what refers to them, such as signatures. What a list of referrers names and
 * the repository has no more is left out with a notice.
 * @throws VerificationError where a part of an index is missing, or where it is more than can be copied
 */
async function readTree(host, image, root) {
    const found = { manifests: new Map(), bytes: 0 };
    const attached = new Map();
    let news = await readDown(host, image, [root], found);
    for (let depth = 0; depth < DEPTH && news.length > 0; depth++) {
        const level = await (0,at_once/* atOnce */.z)(news, async (digest) => [digest, await readAttached(host, image, digest)]);
        const tops = [];
        for (const [digest, hanging] of level) {
            const kept = await readTops(host, image, hanging, found, tops);
            if (kept.referrers.length + kept.tagged.length > 0)
                attached.set(digest, kept);
        }
        news = await readDown(host, image, tops, found);
    }
    return { root: root.descriptor.digest, manifests: found.manifests, attached };
}
/** Takes manifests in, and those of their indexes. @returns the digests that are new */
async function readDown(host, image, tops, found) {
    const news = [];
    let level = tops;
    while (level.length > 0) {
        const fresh = level.filter((one) => takeIn(image, one, found));
        news.push(...fresh.map(({ descriptor }) => descriptor.digest));
        const below = new Set(fresh.flatMap((one) => childrenOf(one).map(({ digest }) => digest)));
        const missing = [...below].filter((digest) => !found.manifests.has(digest));
        if (found.manifests.size + missing.length > MOST_MANIFESTS)
            throw tooMuch(image);
        level = await (0,at_once/* atOnce */.z)(missing, (digest) => readPart(host, image, digest));
    }
    return news;
}
/** Whether it was not known before. */
function takeIn(image, one, found) {
    const { digest } = one.descriptor;
    if (found.manifests.has(digest))
        return false;
    found.manifests.set(digest, one);
    found.bytes += one.body.length;
    if (found.manifests.size > MOST_MANIFESTS || found.bytes > MOST_BYTES)
        throw tooMuch(image);
    return true;
}
async function readPart(host, image, digest) {
    const part = await host.registry.manifest(image, digest);
    if (part !== undefined)
        return part;
    throw new errors/* VerificationError */.mk({
        found: `${(0,reference/* formatImageName */.eS)(image)}: ${digest} is missing, which an index of the image lists.`,
        remedy: 'The image is not whole, so it cannot be promoted: publish it again.',
    });
}
async function readAttached(host, image, digest) {
    const [referrers, tagged] = await Promise.all([
        host.registry.referrers(image, digest),
        Promise.all(cosignTags(digest).map(async (tag) => {
            const descriptor = await host.registry.head(image, tag);
            return descriptor === undefined ? [] : [{ tag, digest: descriptor.digest }];
        })),
    ]);
    return { referrers, tagged: tagged.flat() };
}
/** What hangs on a manifest and is there; its manifests are added to `tops`. */
async function readTops(host, image, { referrers, tagged }, { manifests }, tops) {
    const names = [...new Set([...referrers, ...tagged].map(({ digest }) => digest))];
    const unknown = names.filter((digest) => !manifests.has(digest));
    if (manifests.size + tops.length + unknown.length > MOST_MANIFESTS)
        throw tooMuch(image);
    const read = await (0,at_once/* atOnce */.z)(unknown, (digest) => host.registry.manifest(image, digest));
    tops.push(...read.filter((one) => one !== undefined));
    const gone = new Set(unknown.filter((_, at) => read[at] === undefined));
    for (const digest of gone)
        host.log.notice(`${(0,reference/* digestReference */.O9)(image, digest)} is listed as a referrer and is not there any more.`);
    const isThere = ({ digest }) => !gone.has(digest);
    return { referrers: referrers.filter(isThere), tagged: tagged.filter(isThere) };
}
function tooMuch(image) {
    return new errors/* VerificationError */.mk({
        found: `${(0,reference/* formatImageName */.eS)(image)}: the image and what refers to it are more than can be copied.`,
        allowed: `${MOST_MANIFESTS} manifests of ${MOST_BYTES / 1024 / 1024} MiB together`,
        remedy: 'Remove signatures and attestations that nobody needs.',
    });
}

// EXTERNAL MODULE: ./lib/steps/tags/publish.js + 1 modules
var publish = __webpack_require__(2635);
// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 5 modules
var takeback = __webpack_require__(8848);
// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
;// CONCATENATED MODULE: ./lib/operations/promote/write.js












const NOTHING_WRITTEN = { published: undefined, journal: [], earlier: [] };
/** Copies to every target, and only then moves tags, target by target: where one fails, those of all are put back. */
async function writeTargets(run, seen) {
    const { host, watch } = run;
    const arrived = await watch
        .phase('Copy', () => copyAll(run, seen))
        .then((copies) => checkCopies(run, seen, copies))
        .catch((error) => {
        host.log.info('No tag was touched.');
        throw error;
    });
    await tell(run, seen, await watch.phase('Move the tags', () => allOrNothing(run, seen, arrived)));
}
/** Whatever goes wrong, the tags of all targets are put back, here or in post. */
async function allOrNothing(run, seen, arrived) {
    return (0,takeback/* orTakeBack */.g3)(run, undone/* summarizeUndone */.H, async () => {
        const targets = await moveAll(run, seen, arrived);
        run.session.keep({ ...NOTHING_WRITTEN, finished: true });
        return targets;
    });
}
async function copyAll({ host, inputs }, { source, targets }) {
    const from = inputs.from.image;
    const tree = await readTree(host, from, source.manifest);
    const arrived = [];
    for (const { image } of targets) {
        const result = await copyImage(host, tree, from, image);
        host.log.info(`${(0,reference/* formatImageName */.eS)(image)}: ${describeCopied(result.copied)}`);
        arrived.push({ image, ...result });
    }
    return arrived;
}
/** Where the source is signed, each copy has to be, before any tag names it. */
async function checkCopies({ host, requirement, watch }, { signature, promotion }, arrived) {
    if (requirement.kind === 'off' || signature?.signed !== true)
        return arrived;
    await watch.phase('Check the signatures of the copies', async () => {
        for (const { image } of arrived)
            await (0,sign_required/* requireCopied */.y)(host, image, promotion.publishing.digest, requirement);
    });
    return arrived;
}
async function moveAll(run, seen, arrived) {
    const outcomes = [];
    for (const { image, manifest, copied } of arrived) {
        const tags = await moveTags(run, seen, image, manifest);
        outcomes.push({ image, copied, tags });
    }
    return outcomes;
}
async function moveTags({ host, session, inputs }, { promotion }, image, manifest) {
    const { published, journal, earlier } = session.state;
    // First the file: a killed run must not have the journal of one target beside the name of another.
    await host.files.writePrivate((0,plan_journal/* journalFile */.i7)(session.folder), (0,plan_journal/* formatJournal */.ts)([]));
    session.keep({
        published: leftToPost(image, promotion),
        journal: [],
        earlier: published === undefined ? earlier : [...earlier, { published, journal }],
    });
    const writer = (0,write/* createWriter */.u7)(host, image, (0,write/* saveTo */.fn)(host, session));
    const { latest } = inputs.promotion;
    const { tags } = await (0,publish/* publishTags */.Vw)(host, writer, { ...promotion, latest, branch: undefined }, manifest);
    return tags;
}

;// CONCATENATED MODULE: ./lib/operations/promote/promote.js














/** The sub-action promote: takes a published image to other images and tags, by digest, with all that belongs to it. */
async function operate(host) {
    const session = await (0,steps_session/* openSession */.f)(host);
    const { context } = host.runner;
    const { facts, faults } = await (0,gather_required/* lookAtRequired */.m)(host, session.folder);
    const inputs = requirePromoteInputs(host.runner.input, context, faults);
    const requirement = (0,demand/* planRequired */.l)(inputs.signature, facts, context);
    const ends = planEnds(inputs, context);
    await (0,login/* login */.i)(host, ends, session.folder);
    for (const notice of ends.notices)
        host.log.notice(notice);
    const run = { host, session, inputs, requirement, ends, watch: (0,stopwatch/* startStopwatch */.Q)(host) };
    const around = await run.watch.phase('Look around', () => lookAround(run));
    const seen = { ...around, signature: await checkSource(run, around) };
    await (ends.policy.kind === 'dry-run' ? rehearse(run, seen) : writeTargets(run, seen));
}
/** Before anything is copied. */
async function checkSource({ host, session, inputs, requirement, watch }, { source }) {
    if (requirement.kind === 'off')
        return undefined;
    const { image } = inputs.from;
    return watch.phase('Check the signature', () => (0,sign_required/* requireSignature */.M)(host, image, source.facts.digest, requirement, session.folder));
}
async function lookAround({ host, inputs, ends }) {
    const writes = ends.policy.kind === 'publish';
    const source = await readSource(host, inputs);
    const promotion = planPromotion(inputs, host.runner.context, source.facts);
    host.log.info(`${textOf(inputs.from)} is ${source.facts.digest}`);
    const targets = await Promise.all(inputs.promotion.to.map((image) => lookAtTarget(host, image, promotion, writes)));
    for (const { image, push } of targets) {
        if (push?.ok === false)
            throw new errors/* CommandError */.Qd((0,refusal/* explainRefusal */.GC)(push, image, (0,login/* whoAsks */.N)(host, image)));
    }
    const faults = refusals(promotion, targets);
    if (faults.length > 0 && writes)
        throw new errors/* InputError */.dz(faults);
    for (const { found } of faults)
        host.log.notice(`A real run is refused. ${found}`);
    return { source, promotion, targets };
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
