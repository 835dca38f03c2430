export const id = 45;
export const ids = [45];
export const modules = {

/***/ 2878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ planEvent)
/* harmony export */ });
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3981);

/** Events of this repository's own people or clock. */
const TRUSTED = [
    'push',
    'release',
    'workflow_dispatch',
    'schedule',
    'repository_dispatch',
    'workflow_run',
];
const ALL = Object.freeze({ gha: true, registry: true });
/** GitHub keeps the caches of a pull request in a scope of its own, where they harm nobody. */
const OWN_SCOPE = Object.freeze({ gha: true, registry: false });
const NOTHING = Object.freeze({ gha: false, registry: false });
const DEPENDABOT = 'dependabot[bot]';
/**
 * Decides what the event of this job may do (design: "Who may do what"). An input can take rights away and never give
 * them: code of strangers is built at most, without credentials, and `dry-run: false` there is refused.
 * @param dryRun the input `dry-run`
 */
function planEvent(context, dryRun) {
    return Object.freeze(decide(context, dryRun));
}
function decide(context, dryRun) {
    const refused = strangerWithRights(context) ?? nothingToPublish(context);
    if (refused !== undefined)
        return refused;
    if (context.event === 'pull_request')
        return pullRequest(context, dryRun);
    const reason = withoutRights(context);
    if (reason !== undefined)
        return tryOut(reason, dryRun, 'none', NOTHING);
    if (context.event === 'merge_group') {
        return tryOut('a merge group is tried before it is merged', dryRun, 'read', OWN_SCOPE);
    }
    const what = `${context.event} of ${context.repository}`;
    if (dryRun === true)
        return dry(`dry-run: true (${what})`, 'read', OWN_SCOPE);
    return { kind: 'publish', reason: what, login: 'write', cacheWrite: ALL, pullRequest: undefined };
}
/** Events that run with this repository's rights and bring the code of somebody who has none. */
function strangerWithRights({ event, payload, repository }) {
    if (event === 'pull_request_target') {
        return refuse('pull_request_target runs the code of a stranger with the rights of this repository.', 'Use on: pull_request, where it is a dry run by itself.');
    }
    if (event !== 'workflow_run')
        return undefined;
    const head = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'head_repository', 'full_name');
    if (sameName(head, repository))
        return undefined;
    return refuse(`workflow_run was caused by ${head === undefined ? 'a repository that is not known' : 'another repository'}: its code would be published with the rights of this one.`, 'Publish on: push, and let pull requests be dry runs.');
}
/** Events that tell of something that is gone. */
function nothingToPublish({ event, payload }) {
    if (event === 'push' && (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'deleted') === true) {
        return refuse('This push deleted a branch or tag: there is nothing to publish.', 'Add if: github.event.deleted == false to the job.');
    }
    const action = event === 'release' ? (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'action') : undefined;
    if (action !== 'deleted' && action !== 'unpublished')
        return undefined;
    return refuse(`This release was ${action}: there is nothing to publish.`, 'Use on: release: types: [published].');
}
function pullRequest(context, dryRun) {
    const number = numberOf(context);
    const foreign = foreignHead(context);
    if (foreign !== undefined)
        return tryOut(foreign, dryRun, 'none', NOTHING, number);
    if (number === undefined)
        return tryOut('its pull request has no number', dryRun, 'none', NOTHING);
    if (dryRun !== false) {
        return dry(`pull request ${number} is tried, not published`, 'read', OWN_SCOPE, number);
    }
    const reason = `dry-run: false for pull request ${number} of ${context.repository}`;
    return { kind: 'publish', reason, login: 'write', cacheWrite: OWN_SCOPE, pullRequest: number };
}
function numberOf({ payload, ref }) {
    const told = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'pull_request', 'number') ?? (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .member */ .D)(payload, 'number');
    const number = typeof told === 'number' ? told : Number(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
/** Why a pull request is not ours, in words; undefined where its head lies in this repository. */
function foreignHead({ payload, repository }) {
    const head = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'pull_request', 'head', 'repo', 'full_name');
    // A fork that was deleted leaves no repository.
    if (head === undefined)
        return 'its head repository is not known, as of a fork that was deleted';
    if (!sameName(head, repository))
        return 'it comes from a fork, whose token may only read';
    // By the author: the actor is whoever pushed last or ran it again, and that can be anybody.
    if ((0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'pull_request', 'user', 'login') === DEPENDABOT) {
        return 'it comes from Dependabot, whose token may only read';
    }
    return undefined;
}
/** Why an event publishes nothing, in words; undefined where it may. */
function withoutRights({ event, payload, actor }) {
    const byDependabot = actor === DEPENDABOT || (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'sender', 'login') === DEPENDABOT;
    if (event === 'push' && byDependabot)
        return 'a push by Dependabot has a token that may only read';
    if (event === 'workflow_run' && isDependabotRun(payload)) {
        return 'workflow_run was caused by a pull request of Dependabot';
    }
    if (event === 'merge_group' || TRUSTED.includes(event))
        return undefined;
    return event === '' ? 'there is no event' : `the event ${event} publishes nothing`;
}
/** Dependabot's branches lie in this repository, so the name of the head repository does not show them. */
function isDependabotRun(payload) {
    const cause = (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'event') ?? '';
    return cause.startsWith('pull_request') && (0,_payload_js__WEBPACK_IMPORTED_MODULE_0__/* .textAt */ .$)(payload, 'workflow_run', 'actor', 'login') === DEPENDABOT;
}
/** GitHub's names differ in case from place to place. */
function sameName(name, repository) {
    return name?.toLowerCase() === repository.toLowerCase();
}
/** A dry run by itself, which no input can make a publish. */
function tryOut(reason, dryRun, login, cacheWrite, pullRequest) {
    if (dryRun !== false)
        return dry(reason, login, cacheWrite, pullRequest);
    return refuse(`dry-run: false cannot be given here: ${reason}.`, 'Remove dry-run: false, and publish on: push or release.');
}
function dry(reason, login, cacheWrite, pullRequest) {
    return { kind: 'dry-run', reason, login, cacheWrite, pullRequest };
}
function refuse(reason, remedy) {
    return { kind: 'refuse', reason, remedy };
}


/***/ }),

/***/ 3383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kv: () => (/* binding */ identityRows),
/* harmony export */   Sl: () => (/* binding */ image),
/* harmony export */   rE: () => (/* binding */ version)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9416);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5257);




/** The name of an image, without tag or digest. */
const image = (text) => {
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseImageName */ ["if"])(text);
    if (!('fault' in name))
        return name;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({ found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} ${name.fault}.`, allowed: 'a name such as ghcr.io/owner/app' });
};
/** A tag of the user's own, beside the planned ones. */
const extraTag = (text) => {
    if ((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .isReservedTag */ .HW)(text)) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} is reserved: signatures, caches and this action's own records live under such tags.`,
        });
    }
    const tag = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTag */ .ED)(text);
    if (tag !== undefined)
        return tag;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} (${text.length} characters) is not a valid tag.`,
        allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
    });
};
const PATH = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*(?:\/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)*$/;
/** The part before the version in a git tag, without the `/` between them. */
const tagPrefix = (text) => {
    const prefix = text.replace(/\/+$/, '');
    if (prefix.length <= 100 && PATH.test(prefix))
        return prefix;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} cannot be used.`,
        allowed: 'app-a for git tags such as app-a/v1.2.3',
    });
};
/** A version, with or without the prefix of a monorepo before it. */
const version = (text) => {
    const [name = ''] = text.split('/').slice(-1);
    if (text.length <= 255 && (0,_domain_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .o)(name) !== undefined)
        return text;
    return new _row_js__WEBPACK_IMPORTED_MODULE_2__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .quote */ .hD)(text)} is not a version.`,
        allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
    });
};
/** What is published, under which name and tags. */
const identityRows = {
    image: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('image', image, 'Image name without a tag, lower-cased. Default: `ghcr.io/<owner>/<repo>`, and with a `tag-prefix` `ghcr.io/<owner>/<repo>/<prefix>`.'),
    tag: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag', version, 'Version to publish, such as `v1.2.3`. Default: from the event (tag, release or branch).'),
    extraTags: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)('extra-tags', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .commas */ .Rm)(extraTag), 'More tags for the same image, by comma or line.'),
    tagPrefix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag-prefix', tagPrefix, 'Monorepo: the part before the version in git tags; `app-a` reads `app-a/v1.2.3`.'),
    tagSuffix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)('tag-suffix', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .matching */ .wC)(/^-[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/, "'-' and up to 63 letters, digits, '_', '.', '-', as in -alpine"), 'Suffix of every tag, such as `-alpine`; suffixed tags move along lines of their own.'),
    vPrefix: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('v-prefix', 'keep', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)('keep', 'strip', 'both'), 'How version tags are written: `keep` as in git, `strip` the `v`, or `both`.'),
    latest: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('latest', 'auto', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .autoOr */ .XO)(_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt), 'Whether `latest` moves: `auto` when this is the highest stable version, `true` always, `false` never.'),
    overwrite: (0,_row_js__WEBPACK_IMPORTED_MODULE_2__/* .withDefault */ .IQ)('overwrite', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt, 'Whether a version that is published already, from another commit, is replaced. Versions do not change otherwise.'),
};


/***/ }),

/***/ 9621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ registryRows)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);



const ALLOWED = 'a YAML list of registry, username, password';
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;
const auths = (text) => {
    let yaml;
    try {
        yaml = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(text, { maxAliasCount: 0 });
    }
    catch {
        // The parser's own message quotes the text, which holds passwords.
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it is not valid YAML.', allowed: ALLOWED });
    }
    if (!Array.isArray(yaml))
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it is not a list.', allowed: ALLOWED });
    return (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .all */ .Q7)(yaml, auth);
};
function auth(entry, at) {
    const { registry, username, password } = (entry ?? {});
    const wrong = (what) => new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: `entry ${at + 1} ${what}.`, allowed: ALLOWED });
    if (typeof registry !== 'string')
        return wrong('has no registry');
    const host = registry
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, '')
        .toLowerCase();
    if (!HOST.test(host))
        return wrong(`names the registry ${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(registry)}, which is not a host`);
    if (typeof username !== 'string' || username === '')
        return wrong('has no username');
    if (typeof password !== 'string' || password === '')
        return wrong('has no password');
    return { registry: host, username, password };
}
/** Who publishes. */
const registryRows = {
    username: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .fromExpression */ .TM)('username', `\${{ github.actor }}`, _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj, "User name for the image's registry."),
    password: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .fromExpression */ .TM)('password', `\${{ github.token }}`, (text) => text, 'Token or password. The default is sent to the registry of GitHub only; it needs `permissions: packages: write`.'),
    registryAuths: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('registry-auths', auths, 'Credentials for more registries (base images, another target): a YAML list of `registry`, `username`, `password`.'),
};


/***/ }),

/***/ 3981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ textAt),
/* harmony export */   D: () => (/* binding */ member)
/* harmony export */ });
/** Narrow questions to hostile JSON: the member at a path of own properties; undefined where it is not there. */
function member(value, ...path) {
    let found = value;
    for (const name of path) {
        if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
            return undefined;
        found = found[name];
    }
    return found;
}
/** The text at a path; undefined where there is none, or an empty one. */
function textAt(value, ...path) {
    const found = member(value, ...path);
    return typeof found === 'string' && found !== '' ? found : undefined;
}


/***/ }),

/***/ 2694:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Og: () => (/* binding */ credentialsFor),
/* harmony export */   Pl: () => (/* binding */ isJobToken),
/* harmony export */   Pt: () => (/* binding */ jobToken),
/* harmony export */   ZU: () => (/* binding */ planReader),
/* harmony export */   fF: () => (/* binding */ gitHubServer),
/* harmony export */   hB: () => (/* binding */ planTarget)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _events_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2878);



/**
 * Plans the target of a run.
 * @throws PolicyError where the event may do nothing here, InputError where no image name can be made
 */
function planTarget(inputs, context) {
    const policy = (0,_events_js__WEBPACK_IMPORTED_MODULE_2__/* .planEvent */ .Q)(context, inputs.behaviour.dryRun);
    if (policy.kind === 'refuse') {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PolicyError */ .pn({ found: policy.reason, remedy: policy.remedy });
    }
    const image = inputs.identity.image ?? defaultImage(inputs.identity.tagPrefix, context);
    if (policy.login === 'none')
        return { image, policy, credentials: [], notices: [] };
    return { image, policy, ...credentialsFor([image.registry], inputs.registry, context) };
}
/**
 * Plans who looks at an image. Looking harms nobody, so any event may; where a stranger's event would get no credentials for a
 * publish, it gets none here either.
 * @throws InputError where no image name can be made
 */
function planReader({ image: given, registry }, context) {
    const image = given ?? defaultImage(undefined, context);
    const event = (0,_events_js__WEBPACK_IMPORTED_MODULE_2__/* .planEvent */ .Q)(context, 'auto');
    if (event.kind === 'refuse' || event.login === 'none')
        return { image, policy: { login: 'none' }, credentials: [], notices: [] };
    return { image, policy: { login: 'read' }, ...credentialsFor([image.registry], registry, context) };
}
function defaultImage(prefix, context) {
    const path = prefix === undefined ? context.repository : `${context.repository}/${prefix}`;
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseImageName */ ["if"])(`ghcr.io/${path}`);
    if (!('fault' in name))
        return name;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz([
        {
            input: 'image',
            found: `no image name can be made of the repository '${context.repository}': it ${name.fault}.`,
            remedy: 'Write image: ghcr.io/owner/app.',
        },
    ]);
}
/**
 * Who a run is at its registries: user name and password for those that `registry-auths` does not name. The job's own token goes
 * to GitHub's registries only: a foreign host must not get it.
 */
function credentialsFor(registries, { username, password, registryAuths }, context) {
    if (username === undefined || password === undefined)
        return { credentials: registryAuths, notices: [] };
    const unnamed = [...new Set(registries)].filter((registry) => !registryAuths.some((auth) => auth.registry === registry));
    const trusted = unnamed.filter((registry) => !isJobToken(password) || takesJobToken(registry, context.serverUrl));
    const notices = unnamed
        .filter((registry) => !trusted.includes(registry))
        .map((registry) => `The job's token is sent to GitHub's registry of this server only, so ${registry} gets no credentials from it: an earlier docker login is used where there is one, else write username and password.`);
    const own = trusted.map((registry) => ({ registry, username, password }));
    return { credentials: [...own, ...registryAuths], notices };
}
/**
 * The token with which GitHub's API may be asked: the job's. Undefined where the workflow writes a password of another kind,
 * which was not given for that.
 */
function jobToken({ registry: { password } }) {
    return password !== undefined && isJobToken(password) ? password : undefined;
}
/**
 * Whether a password is the job's own: `github.token` is an installation token, and all of those begin so (GitHub docs, "About
 * authentication to GitHub").
 */
function isJobToken(password) {
    return password.startsWith('ghs_');
}
/** Whether GitHub's registry is one that the job's token is for: ghcr.io, or that of the server that runs the job. */
function takesJobToken(registry, serverUrl) {
    return registry === 'ghcr.io' || gitHubServer(registry, serverUrl) === serverUrl;
}
/**
 * The web server that a registry of GitHub belongs to: ghcr.io, `containers.<name>.ghe.com` (Enterprise Cloud with data
 * residency), and `containers.<host>` of the server that runs the job (Enterprise Server). Undefined for another registry.
 */
function gitHubServer(registry, serverUrl) {
    if (registry === 'ghcr.io')
        return 'https://github.com';
    if (serverUrl?.replace(/^https?:\/\//, 'containers.') === registry)
        return serverUrl;
    const server = /^containers\.([a-z0-9-]+\.ghe\.com)$/.exec(registry)?.[1];
    return server && `https://${server}`;
}


/***/ }),

/***/ 3646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   F0: () => (/* binding */ LineBuffer),
/* harmony export */   uH: () => (/* binding */ clean)
/* harmony export */ });
const LINE_LIMIT = 2_000;
/** Escape sequences of terminals: colours, cursor movements, titles (ECMA-48). */
const ESCAPES = /\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]*\p{Cc}?\\?)/gu;
/**
 * One line of foreign text without terminal sequences, control characters and marks that turn the direction of writing; of
 * a line that a program has overwritten (`10 %\r20 %`) the last state. Clipped.
 */
function clean(text) {
    const clipped = clip(text, 4 * LINE_LIMIT).trimEnd();
    const last = clipped.slice(clipped.lastIndexOf('\r') + 1);
    const plain = last
        .replace(ESCAPES, '')
        .replace(/\t/g, '    ')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
        .trimEnd();
    return clip(plain, LINE_LIMIT);
}
/** At most `limit` characters of a text: its beginning and, where errors say what matters, its end. */
function clip(text, limit) {
    if (text.length <= limit)
        return text;
    const end = Math.floor(limit / 4);
    return `${text.slice(0, limit - end - 1)}…${text.slice(text.length - end)}`;
}
/** Cuts bytes into lines; a line, or a character, may be spread over several pieces. */
class LineBuffer {
    #decoder = new TextDecoder();
    #rest = '';
    /** The lines that are complete with this piece. */
    take(bytes) {
        const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
        // What a program overwrites many times without ever ending the line is not kept.
        this.#rest = (lines.pop() ?? '').slice(-4 * LINE_LIMIT);
        return lines.map(clean);
    }
    /** What is left at the end. */
    end() {
        const rest = clean(this.#rest + this.#decoder.decode());
        this.#rest = '';
        return rest === '' ? [] : [rest];
    }
}


/***/ }),

/***/ 5402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   om: () => (/* binding */ block),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3646);

/**
 * Foreign text as Markdown that shows it and means nothing: on one line, every character that Markdown, HTML or GitHub could
 * take for structure, a link or a mention as a character reference, which never is structure (CommonMark 0.31, 2.5).
 */
function prose(text, limit = 300) {
    return encode((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(text.replace(/[\r\n]+/g, ' ')).trim(), limit))
        .replace(/^[-+=]/, entity)
        .replace(/^(\d+)\.(?=\s|$)/, '$1&#46;');
}
/** Foreign text as code; what tags, digests and platforms consist of stays readable in the source too. */
function code(text) {
    if (/^[A-Za-z0-9._/:@+-]{1,300}$/.test(text))
        return `\`${text}\``;
    return `<code>${encode((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)((0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(text.replace(/[\r\n]+/g, ' ')), 300))}</code>`;
}
/** Commands to copy, as a block of code. Nothing in it can end the block. */
function block(lines, language = 'sh') {
    const safe = lines.map((line) => (0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(line.replace(/[\r\n]+/g, ' ')).replace(/[`~]/g, ''));
    return [`\`\`\`${language}`, ...safe, '```'].join('\n');
}
/** A table; cells are Markdown already. Undefined where there are no rows. */
function table(heads, rows, limit = 100) {
    if (rows.length === 0)
        return undefined;
    const shown = rows.slice(0, limit).map((row) => `| ${row.join(' | ')} |`);
    const more = rows.length > limit ? `\n\n${rows.length - limit} more are not shown.` : '';
    return [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' --- |').join('')}`, ...shown].join('\n') + more;
}
/** A list; items are Markdown already. Undefined where there are none. */
function list(items, limit = 50) {
    if (items.length === 0)
        return undefined;
    const more = items.length > limit ? [`- and ${items.length - limit} more`] : [];
    return [...items.slice(0, limit).map((item) => `- ${item}`), ...more].join('\n');
}
function encode(text) {
    return (text
        .replace(/[^\p{L}\p{N} ,.;:'"=+%/…–-]/gu, entity)
        // A zero-width space after it, because GitHub looks for mentions after it has decoded references.
        .replaceAll('&#64;', '&#64;&#8203;')
        .replaceAll('://', '&#58;//')
        .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`));
}
function entity(character) {
    return `&#${character.codePointAt(0) ?? 0xfffd};`;
}


/***/ }),

/***/ 8568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dy: () => (/* binding */ names),
/* harmony export */   Uz: () => (/* binding */ platformJson),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   lK: () => (/* binding */ tagJson)
/* harmony export */ });
/* unused harmony export OUTPUT_TABLE */
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);


/** Every output with its description: the source of action.yml and of the README. */
const OUTPUT_TABLE = {
    image: 'Name of the image, without tag or digest.',
    digest: 'Digest of what was published, `sha256:…`; empty in a dry run.',
    reference: '`image@digest`, to pull or deploy exactly this; empty in a dry run.',
    version: 'The version that was published, such as `1.2.3`; empty where there is none.',
    tags: 'The tags that name it now, one per line; in a dry run those that a real run would write.',
    'dry-run': '`true` where nothing was pushed, else `false`.',
    json: 'All of it as JSON: every tag with its digest before and after, platforms with digests and sizes, steps from the cache, timings.',
};
/**
 * The outputs of a run. `json` has these keys, always, with `null` for what is not known:
 * - `image`, `digest`, `reference`, `version`, `commit`, `dryRun`, `reason`
 * - `tags`: `tag`, `before`, `after`, `moved`, `reason`; in a dry run `moved` says what a real run would do
 * - `platforms`: `platform`, `digest`, `size` (compressed bytes), `smoke` (`verdict`: passed, warning or failed; `detail`;
 *   `milliseconds`)
 * - `build`: `steps` (`platform`, `ran`, `cached`), `warnings`
 * - `timings`: `phase`, `milliseconds`
 * - `anonymousPull`, `notices`
 */
function outputsOf(outcome) {
    const { digest, image } = outcome;
    return {
        image: (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(image),
        digest: digest ?? '',
        reference: digest === undefined ? '' : (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest),
        version: outcome.version ?? '',
        tags: outcome.tags
            .filter((tag) => names(tag, outcome))
            .map(({ tag }) => tag)
            .join('\n'),
        'dry-run': String(outcome.dryRun),
        json: JSON.stringify(everything(outcome)),
    };
}
/** Whether a tag names what was published: it was moved, or was there already. */
function names(tag, { digest }) {
    return tag.moved || (digest !== undefined && tag.after === digest);
}
/** One tag in `json`. */
function tagJson({ tag, before, after, moved, reason }) {
    return { tag, before: before ?? null, after: after ?? null, moved, reason };
}
/** One platform in `json`. */
function platformJson({ platform, digest, bytes, smoke, smokeMilliseconds }) {
    return {
        platform: (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform),
        digest: digest ?? null,
        size: bytes ?? null,
        smoke: smoke
            ? { verdict: smoke.kind, detail: smoke.detail, milliseconds: smokeMilliseconds ?? null }
            : null,
    };
}
function everything(outcome) {
    const { image, digest, build } = outcome;
    return {
        image: (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(image),
        digest: digest ?? null,
        reference: digest === undefined ? null : (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest),
        version: outcome.version ?? null,
        commit: outcome.commit,
        dryRun: outcome.dryRun,
        reason: outcome.reason,
        tags: outcome.tags.map(tagJson),
        platforms: outcome.platforms.map(platformJson),
        build: {
            steps: build.steps.map(({ platform, ran, cached }) => ({ platform: platform ?? null, ran, cached })),
            warnings: build.warnings,
        },
        timings: outcome.timings.map(({ phase, milliseconds }) => ({ phase, milliseconds })),
        anonymousPull: outcome.anonymousPull ?? null,
        notices: outcome.notices,
    };
}


/***/ }),

/***/ 3125:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $u: () => (/* binding */ organizationSettings),
/* harmony export */   Cj: () => (/* binding */ packageSettings),
/* harmony export */   Eq: () => (/* binding */ isGitHubPackage),
/* harmony export */   Pi: () => (/* binding */ commands)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);
/* harmony import */ var _plan_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2694);


/** Whether an image lives in GitHub's own registry. */
function isGitHubPackage(image, serverUrl) {
    return (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl) !== undefined;
}
/**
 * Where people find the settings of a GitHub package. Whether its owner is a user or an organization cannot be seen from
 * its name, so both are given. Undefined on another registry.
 */
function packageSettings(image, serverUrl) {
    const server = (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl);
    if (server === undefined)
        return undefined;
    const [owner = '', ...path] = image.repository.split('/');
    const page = `${encodeURIComponent(owner)}/packages/container/${encodeURIComponent(path.join('/'))}/settings`;
    return `${server}/orgs/${page} (of a user: ${server}/users/${page})`;
}
/** Where an organization says who may create packages. Undefined on another registry. */
function organizationSettings(image, serverUrl) {
    const server = (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubServer */ .fF)(image.registry, serverUrl);
    const [owner = ''] = image.repository.split('/');
    return server && `${server}/organizations/${encodeURIComponent(owner)}/settings/packages`;
}
/** The commands to get and to run what was published. */
function commands(image, tag, digest) {
    const name = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatImageName */ .eS)(image);
    return [
        ...(tag === undefined ? [] : [`docker pull ${name}:${tag}`]),
        `docker pull ${name}@${digest}`,
        `docker run --rm ${name}@${digest}`,
    ];
}


/***/ }),

/***/ 1562:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ve: () => (/* binding */ digestCell),
  Bn: () => (/* binding */ platforms),
  uW: () => (/* binding */ section),
  Ej: () => (/* binding */ size),
  eh: () => (/* binding */ summarize),
  nB: () => (/* binding */ tagTable)
});

// UNUSED EXPORTS: duration

// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8225);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/packages.js
var report_packages = __webpack_require__(3125);
// EXTERNAL MODULE: ./lib/domain/version.js
var version = __webpack_require__(9416);
;// CONCATENATED MODULE: ./lib/report/undo.js


/**
 * The steps that take a publish back: one for each image that its moving tags held before. Lines of YAML; empty where no tag held
 * anything before, or where the tags name a version or a commit for good, which a rollback does not move.
 */
function undoSteps({ image, tags, commit, dryRun }) {
    if (dryRun)
        return [];
    const before = new Map();
    for (const { tag, before: digest, moved } of tags) {
        if (!moved || digest === undefined || (0,version/* parseVersion */.o)(tag) !== undefined || tag.startsWith(commit))
            continue;
        before.set(digest, [...(before.get(digest) ?? []), tag]);
    }
    return [...before].flatMap(([digest, names]) => [
        '- uses: org/ghcr-publish/rollback@v1',
        '  with:',
        `    image: ${(0,reference/* formatImageName */.eS)(image)}`,
        `    tag: ${names.join(', ')}`,
        `    to: ${digest}`,
    ]);
}

;// CONCATENATED MODULE: ./lib/report/summary.js







/**
 * The job summary of a finished run, in Markdown; `serverUrl` is where the run's GitHub is, to link the package's settings. Foreign text in it (reasons, warnings, whatever an event or a build says)
 * can neither format nor link anything. It stays far below the megabyte at which the runner drops a summary.
 */
function summarize(outcome, serverUrl) {
    const sections = [
        headline(outcome),
        (0,markdown/* prose */.CS)(outcome.reason),
        section('Tags', tagTable(outcome.tags, outcome.dryRun)),
        platforms(outcome.platforms),
        pulling(outcome),
        takingBack(outcome),
        visibility(outcome, serverUrl),
        section('Notices', (0,markdown/* list */.p_)(outcome.notices.map((notice) => (0,markdown/* prose */.CS)(notice)))),
        section('Build warnings', (0,markdown/* list */.p_)(outcome.build.warnings.map((warning) => (0,markdown/* prose */.CS)(warning)))),
        timings(outcome),
        `Commit ${(0,markdown/* code */.aY)(outcome.commit)}`,
    ];
    return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
}
function headline({ dryRun, image, version, digest }) {
    const what = `${(0,markdown/* code */.aY)((0,reference/* formatImageName */.eS)(image))}${version === undefined ? '' : ` ${(0,markdown/* code */.aY)(version)}`}`;
    if (dryRun)
        return `## Dry run of ${what}: nothing was pushed`;
    return `## Published ${what}${digest === undefined ? '' : `\n\n${(0,markdown/* code */.aY)(digest)}`}`;
}
/** A part of a summary under a title; undefined where it is empty. */
function section(title, body) {
    return body && `### ${title}\n\n${body}`;
}
/** A row for each tag: what happened to it, or would, and why. @param own what a dry run would write */
function tagTable(outcomes, dryRun, own = 'this build') {
    const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why'];
    const rows = outcomes.map((tag) => [
        (0,markdown/* code */.aY)(tag.tag),
        change(tag, dryRun),
        beforeCell(tag),
        dryRun ? (tag.moved ? own : 'unchanged') : digestCell(tag.after),
        (0,markdown/* prose */.CS)(tag.reason, 200),
    ]);
    return (0,markdown/* table */.tp)(heads, rows);
}
/** What happened to a tag, or would. */
function change({ moved, before }, dryRun) {
    if (!moved)
        return 'kept';
    if (dryRun)
        return 'would move';
    return before === undefined ? 'new' : 'moved';
}
/** The digest, and the version that the image said of itself. */
function beforeCell({ before, beforeVersion }) {
    const version = beforeVersion === undefined ? '' : ` ${(0,markdown/* prose */.CS)(beforeVersion, 60)}`;
    return `${digestCell(before)}${version}`;
}
/** A digest in a table, short. */
function digestCell(digest) {
    return digest === undefined ? '–' : (0,markdown/* code */.aY)((0,domain_digest/* shortDigest */.V)(digest));
}
/** The platforms of an image, and how each did. */
function platforms(outcomes) {
    const rows = outcomes.map(({ platform, digest, bytes, smoke, smokeMilliseconds }) => [
        (0,markdown/* code */.aY)((0,domain_platform/* formatPlatform */.Bq)(platform)),
        digestCell(digest),
        bytes === undefined ? '–' : size(bytes),
        smoke === undefined ? 'not run' : `${SIGNS[smoke.kind]} ${(0,markdown/* prose */.CS)(smoke.detail, 200)}`,
        smokeMilliseconds === undefined ? '–' : duration(smokeMilliseconds),
    ]);
    return section('Platforms', (0,markdown/* table */.tp)(['Platform', 'Digest', 'Size', 'Smoke test', 'Time'], rows));
}
const SIGNS = { passed: '✅', warning: '⚠️', failed: '❌', untried: '❔' };
function pulling(outcome) {
    const { image, digest } = outcome;
    if (digest === undefined)
        return undefined;
    const tag = outcome.tags.find((one) => (0,outputs/* names */.Dy)(one, outcome))?.tag;
    return section('Pull and run', (0,markdown/* block */.om)((0,report_packages/* commands */.Pi)(image, tag, digest)));
}
/** The step that undoes this publish. */
function takingBack(outcome) {
    const steps = undoSteps(outcome);
    return section('Take it back', steps.length === 0 ? undefined : (0,markdown/* block */.om)(steps, 'yaml'));
}
/** Whether a package that was published for the first time can be pulled without a login. */
function visibility({ anonymousPull, image }, serverUrl) {
    if (anonymousPull === undefined)
        return undefined;
    if (anonymousPull)
        return 'This is its first publish. Anybody can pull it without a login.';
    const page = (0,report_packages/* packageSettings */.Cj)(image, serverUrl);
    const first = 'This is its first publish. It cannot be pulled without a login.';
    if (page === undefined)
        return first;
    return `${first} To change that, open its settings, Danger Zone, Change visibility: ${page}`;
}
function timings({ timings, build }) {
    const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rows = timings.map(({ phase, milliseconds }) => [(0,markdown/* prose */.CS)(phase, 60), duration(milliseconds)]);
    const times = (0,markdown/* table */.tp)(['Phase', 'Time'], rows.length === 0 ? [] : [...rows, ['together', duration(total)]]);
    const both = [times, cacheHits(build)].filter((text) => text !== undefined);
    return section('Timings', both.length === 0 ? undefined : both.join('\n\n'));
}
function cacheHits({ steps }) {
    const rows = steps.map(({ platform, ran, cached }) => [
        platform === undefined ? 'shared' : (0,markdown/* code */.aY)(platform),
        String(ran),
        String(cached),
        ran + cached === 0 ? '–' : `${Math.round((100 * cached) / (ran + cached))} %`,
    ]);
    return (0,markdown/* table */.tp)(['Steps of', 'Ran', 'From the cache', ''], rows);
}
/** `17.3 MB`, in steps of 1000 as registries count. */
function size(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes * 1.00005) / 3));
    const value = bytes / 1000 ** step;
    return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
/** `420 ms`, `12.3 s`, `4 min 05 s`. */
function duration(milliseconds) {
    if (milliseconds < 1_000)
        return `${Math.round(milliseconds)} ms`;
    if (milliseconds < 60_000)
        return `${(milliseconds / 1000).toFixed(1)} s`;
    const seconds = Math.round(milliseconds / 1000);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}


/***/ }),

/***/ 3850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
