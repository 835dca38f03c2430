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
const PROMOTE_TABLE = { promotion: promoteRows, registry: inputs_registry/* registryRows */.V };
/**
 * Parses every input.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param faults gets what is wrong with each
 */
function parsePromoteInputs(get, faults) {
    const { from, ...promotion } = (0,row/* parseRows */.ti)(promoteRows, get, faults);
    const registry = (0,row/* parseRows */.ti)(inputs_registry/* registryRows */.V, get, faults);
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
    return Object.freeze({ from, promotion, registry });
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
 * @throws InputError with every fault of every input
 */
function requirePromoteInputs(get, context) {
    const faults = [];
    const { from, ...inputs } = parsePromoteInputs(get, faults);
    const { tag } = inputs.promotion;
    const tags = tag === undefined ? undefined : nameTags(inputs.promotion, context, tag, undefined);
    if (tags !== undefined && 'faults' in tags)
        faults.push(...tags.faults);
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

// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
// EXTERNAL MODULE: ./lib/plan/moves.js
var plan_moves = __webpack_require__(7745);
// EXTERNAL MODULE: ./lib/domain/space.js
var space = __webpack_require__(6538);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/report/promote.js





/** Every output of the sub-action with its description. */
const PROMOTE_OUTPUT_TABLE = {
    digest: 'Digest of what was promoted, `sha256:…`; the same at both ends.',
    reference: '`image@digest` of every target, one per line; empty in a dry run.',
    tags: 'The references that name it now, `image:tag`, one per line; in a dry run those that a real run would write.',
    json: 'All of it as JSON: for every target what was sent, and every tag with its digest before and after.',
};
/**
 * The outputs of a promotion. `json` has these keys, always, with `null` for what is not known:
 * - `from`, `digest`, `version`, `commit`, `dryRun`, `reason`
 * - `targets`: `image`, `reference`, `tags` (`tag`, `before`, `after`, `moved`, `reason`), `copied` (`manifests`, `mounted`, `present`,
 *   `copied`, `bytes`)
 * - `timings`: `phase`, `milliseconds`
 * - `notices`
 */
function promoteOutputs(outcome) {
    const { digest, dryRun, targets } = outcome;
    const named = targets.flatMap(({ image, tags }) => tags
        .filter((tag) => tag.moved || tag.after === digest || (dryRun && tag.before === digest))
        .map(({ tag }) => (0,reference/* taggedReference */.CN)(image, tag)));
    return {
        digest,
        reference: dryRun ? '' : targets.map(({ image }) => (0,reference/* digestReference */.O9)(image, digest)).join('\n'),
        tags: named.join('\n'),
        json: JSON.stringify(everything(outcome)),
    };
}
function everything({ targets, ...outcome }) {
    return {
        ...outcome,
        commit: outcome.commit ?? null,
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
    const { dryRun, from, digest, version, reason, targets, notices } = outcome;
    const head = dryRun
        ? `## Dry run: ${(0,markdown/* code */.aY)(from)} as ${(0,markdown/* code */.aY)(version)}; nothing was written`
        : `## Promoted ${(0,markdown/* code */.aY)(from)} as ${(0,markdown/* code */.aY)(version)}`;
    const sections = [
        head,
        (0,markdown/* code */.aY)(digest),
        (0,markdown/* prose */.CS)(reason),
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
    const inputs = requirePromoteInputs(host.runner.input, context);
    const ends = planEnds(inputs, context);
    await (0,login/* login */.i)(host, ends, session.folder);
    for (const notice of ends.notices)
        host.log.notice(notice);
    const run = { host, session, inputs, ends, watch: (0,stopwatch/* startStopwatch */.Q)(host) };
    const seen = await run.watch.phase('Look around', () => lookAround(run));
    await (ends.policy.kind === 'dry-run' ? rehearse(run, seen) : writeTargets(run, seen));
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
    const onGitHub = (0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitHubPackage */ .Eq)(image, asker.serverUrl);
    const explain = onGitHub ? ON_GITHUB[refusal.kind] : ELSEWHERE[refusal.kind];
    const { found, remedy: own } = explain(image, asker);
    const remedy = asker.ownLogin === false && ABOUT_LOGIN.has(refusal.kind) ? earlierLogin(image, onGitHub) : own;
    const answer = (0,_foreign_js__WEBPACK_IMPORTED_MODULE_2__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_2__/* .clean */ .uH)(refusal.answer), 300);
    const said = answer === '' ? '' : ` It answered: ${answer}.`.replace(/\.\.$/, '.');
    return { found: `${name}: ${found}${said}`, remedy };
}
const GITHUB_STATUS = 'Nothing was pushed. Look at https://www.githubstatus.com, then run the job again.';
/** Refusals of somebody who is known. */
const ABOUT_LOGIN = new Set([
    'wrong-credentials',
    'missing-scope',
    'not-linked',
    'cannot-create',
    'denied',
]);
/** Nobody wrote the inputs username and password, and a permission of the job changes nothing. */
function earlierLogin({ registry }, onGitHub) {
    const anew = onGitHub
        ? `Run docker logout ${registry} before this step, so that the job's own token is used, with ${PERMISSIONS}; or log in`
        : `Write username and password (or registry-auths) for ${registry}, or log in anew before this step`;
    return `That was an earlier docker login to ${registry}, not one of this action. ${anew} as somebody who may push.`;
}
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
        found: `the package exists, and ${repository}, or the token of this job, has no right to write it.`,
        remedy: `Write in the job: ${PERMISSIONS}. Where packages: write stands there already, open ${(0,_packages_js__WEBPACK_IMPORTED_MODULE_1__/* .packageSettings */ .Cj)(image, serverUrl)}, Manage Actions access, and add ${repository} with the role Write.`,
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
    'no-credentials': ({ registry, repository }) => ({
        found: `there are no credentials for ${registry}.`,
        remedy: `${registry === 'docker.io' ? `An image without a host is on Docker Hub. For GitHub's registry write image: ghcr.io/${repository}. Else write` : 'Write'} username and password, or registry-auths with a line for ${registry}, or log in before this step. The job's own token is sent to GitHub's registry only.`,
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

/***/ 3850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ whoAsks),
/* harmony export */   i: () => (/* binding */ login)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _plan_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2694);


/**
 * Writes the private docker configuration: the user's own with our entries added. From here on every docker child and
 * the registry client use it; no token ever stands in an argument. Where the event may not log in, it holds no credentials
 * at all, also none of an earlier step: the build runs a stranger's Dockerfile.
 * @throws PolicyError where connections are not verified
 */
async function login(host, target, folder) {
    refuseUnverified(host);
    for (const { username, password } of target.credentials) {
        host.runner.mask(password);
        host.runner.mask(host.credentials.encode(username, password));
    }
    if (target.policy.login !== 'none')
        return host.credentials.create(folder, await withoutDefaults(host, target));
    await host.credentials.create(folder, undefined);
    host.registry.stayAnonymous();
}
/** Who asks the registry of an image: the job, and whether by what its inputs say. */
function whoAsks(host, { registry }) {
    const { repository, serverUrl } = host.runner.context;
    return { repository, serverUrl, ownLogin: host.credentials.isOwn(registry) };
}
/** The job's own token is a default: who has logged in to the registry before this step wants to be that. */
async function withoutDefaults(host, { credentials }) {
    const keep = credentials.map(async ({ registry, password }) => {
        if (!(0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .isJobToken */ .Pl)(password) || (await host.credentials.lookup(registry)) === undefined)
            return true;
        host.log.notice(`An earlier docker login to ${registry} is used. To use the job's token, log out before this step.`);
        return false;
    });
    const kept = await Promise.all(keep);
    return credentials.filter((_, at) => kept[at]);
}
/** With this variable Node talks to whoever answers, and the token with it. */
function refuseUnverified(host) {
    if (host.runner.environment('NODE_TLS_REJECT_UNAUTHORIZED') !== '0')
        return;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PolicyError */ .pn({
        found: 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of TLS certificates off.',
        remedy: 'Remove it, and name the certificate of your authority in NODE_EXTRA_CA_CERTS.',
    });
}


/***/ }),

/***/ 3487:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ openSession)
/* harmony export */ });
/* harmony import */ var _plan_state_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1994);

/**
 * Opens the session of main. The state is saved before anything else is done: what post finds under a key that main
 * saved cannot be forged through the environment (runner: saved state wins over the env context).
 */
async function openSession(host) {
    const id = host.files.randomId();
    const folder = (0,_plan_state_js__WEBPACK_IMPORTED_MODULE_0__/* .privateFolder */ .qm)(host.runner.context.temp, id);
    let state = (0,_plan_state_js__WEBPACK_IMPORTED_MODULE_0__/* .newState */ .om)(id, folder);
    host.runner.saveState((0,_plan_state_js__WEBPACK_IMPORTED_MODULE_0__/* .formatState */ .lN)(state));
    await host.files.makePrivateFolder(folder);
    return {
        id,
        folder,
        get state() {
            return state;
        },
        keep(change) {
            state = { ...state, ...change };
            host.runner.saveState((0,_plan_state_js__WEBPACK_IMPORTED_MODULE_0__/* .formatState */ .lN)(state));
        },
    };
}


/***/ }),

/***/ 1444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ startStopwatch)
/* harmony export */ });
/** Starts with no phase. */
function startStopwatch(host) {
    const timings = [];
    return {
        timings: () => [...timings],
        async phase(name, body) {
            const started = host.clock.now();
            try {
                return await host.log.group(name, body);
            }
            finally {
                timings.push({ phase: name, milliseconds: host.clock.now() - started });
            }
        },
    };
}


/***/ })

};
