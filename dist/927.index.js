export const id = 927;
export const ids = [927];
export const modules = {

/***/ 6418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fz: () => (/* binding */ sigstoreFileFault),
/* harmony export */   SH: () => (/* binding */ NO_KEY),
/* harmony export */   T_: () => (/* binding */ isPrivateKey),
/* harmony export */   jZ: () => (/* binding */ signingRows),
/* harmony export */   k2: () => (/* binding */ signingContradictions)
/* harmony export */ });
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);


const mode = (text) => {
    if (/^(?:false|none)$/i.test(text))
        return 'off';
    return (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)('auto', 'keyless', 'key', 'off')(text);
};
/** The two kinds of key that cosign writes (sigstore/cosign, pkg/cosign/keys.go). */
const PEM = /^-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]{1,20000}-----END ENCRYPTED \1 PRIVATE KEY-----$/;
/** Whether a text is a private key as `cosign generate-key-pair` writes it. */
function isPrivateKey(text) {
    return PEM.test(text.trim());
}
/** What is wrong with such a key. The text may be a secret, so no message shows any of it. */
const NO_KEY = {
    found: 'it is no private key of cosign.',
    allowed: 'the text of the file cosign.key that `cosign generate-key-pair` writes, or env://NAME',
};
const key = (text) => {
    const name = /^env:\/\/([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
    if (name !== undefined)
        return { kind: 'variable', name };
    return isPrivateKey(text) ? { kind: 'pem', pem: text } : new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC(NO_KEY);
};
/** Whether and how an image is signed. */
const signingRows = {
    sign: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('sign', 'auto', mode, "Sign what is published: `auto` without a key where the job has `id-token: write` and the repository is public, or with `cosign-key` where it is given; `keyless` always without a key, also from a private repository, whose name is then in Sigstore's public log; `key`; `off`."),
    cosignKey: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('cosign-key', key, 'Private key of cosign to sign with: its text, or `env://NAME`. The password is taken from the environment variable `COSIGN_PASSWORD`.'),
    signPlatforms: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('sign-platforms', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .flag */ .Jt, "Sign the image of each platform, too; otherwise only what the tags name, which holds the platforms' digests."),
    sigstoreSigningConfig: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('sigstore-signing-config', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj, 'File that names the services of a Sigstore of your own (`cosign signing-config create`); needs `sigstore-trusted-root`.'),
    sigstoreTrustedRoot: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('sigstore-trusted-root', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj, 'File that says whose signatures are believed, for a Sigstore of your own (`cosign trusted-root create`); needs `sigstore-signing-config`, unless a key signs.'),
};
/** Inputs that are each valid and cannot be meant together. */
function signingContradictions(inputs) {
    const { sign, cosignKey, signPlatforms, sigstoreSigningConfig, sigstoreTrustedRoot } = inputs;
    const faults = [];
    const conflict = (input, other, remedy) => faults.push({ input, found: `it cannot be used together with '${other}'.`, remedy });
    if (cosignKey !== undefined && sign === 'keyless')
        conflict('cosign-key', 'sign: keyless', 'Write sign: key, or remove the key.');
    if (cosignKey !== undefined && sign === 'off')
        conflict('cosign-key', 'sign: off', 'Write sign: key, or remove the key.');
    if (signPlatforms && sign === 'off')
        conflict('sign-platforms', 'sign: off', 'Nothing is signed then: remove one of the two.');
    if (sigstoreSigningConfig !== undefined && sigstoreTrustedRoot === undefined) {
        faults.push({
            input: 'sigstore-trusted-root',
            found: 'it is missing: nobody believes the services of sigstore-signing-config without it.',
            remedy: 'Write both.',
        });
    }
    // A key needs nobody's root, and without services it is in no log either.
    const isKeyless = sign === 'keyless' || (sign === 'auto' && cosignKey === undefined);
    if (sigstoreTrustedRoot !== undefined && sigstoreSigningConfig === undefined && isKeyless) {
        faults.push({
            input: 'sigstore-signing-config',
            found: 'it is missing: the public Sigstore would sign, write that into its log, and not be believed by sigstore-trusted-root.',
            remedy: 'Write both, for a Sigstore of your own; or remove sigstore-trusted-root, for the public one.',
        });
    }
    return faults;
}
/** Media types without their versions (sigstore protobuf-specs, sigstore_trustroot.proto). */
const FILE_TYPES = {
    'sigstore-signing-config': 'application/vnd.dev.sigstore.signingconfig.',
    'sigstore-trusted-root': 'application/vnd.dev.sigstore.trustedroot',
};
/** What is wrong with the content of such a file; undefined where it is one. */
function sigstoreFileFault(input, text) {
    const type = FILE_TYPES[input];
    const allowed = `JSON with a mediaType that begins with ${type}`;
    let json;
    try {
        json = JSON.parse(text);
    }
    catch {
        return { input, found: 'the file is not JSON.', allowed };
    }
    const said = typeof json === 'object' && json !== null && 'mediaType' in json ? json.mediaType : undefined;
    if (typeof said === 'string' && said.startsWith(type))
        return undefined;
    return { input, found: 'the file is JSON of another kind.', allowed };
}


/***/ }),

/***/ 2208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LP: () => (/* binding */ signingFaults),
/* harmony export */   b5: () => (/* binding */ wishFor),
/* harmony export */   rx: () => (/* binding */ planSigning)
/* harmony export */ });
/* unused harmony export TOKEN_LINE */
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3981);
/* harmony import */ var _token_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7866);


/** The right that a signature without a key needs. */
const TOKEN_LINE = 'permissions: { contents: read, packages: write, id-token: write }';
/** Whether a signature is wanted, and by what. The claims of the token may still say that the repository is not public. */
function wishFor(inputs, context, policy) {
    const { sign, cosignKey } = inputs;
    if (sign === 'off')
        return none('sign: off');
    if (policy.kind !== 'publish')
        return none(`a dry run signs nothing; ${wouldBe(inputs, context)}`);
    if (sign === 'key')
        return { kind: 'key' };
    if (sign === 'auto' && cosignKey !== undefined)
        return wishForKey(inputs, context);
    if (sign === 'keyless')
        return { kind: 'keyless' };
    if (!context.idToken)
        return none(`the job may have no token that says who it is; to sign without a key, write ${TOKEN_LINE}`);
    if (isForeignServer(inputs, context))
        return none(`the public Sigstore takes no tokens of ${context.serverUrl}; name the files of your own, or write sign: key`);
    const visibility = visibilityOf(context);
    return visibility === undefined || visibility === 'public'
        ? { kind: 'keyless' }
        : hidden(context, visibility);
}
/** A log of one's own may be public too, and keeps what it was told: only a signature that is in none tells nobody of the repository. */
function wishForKey({ sigstoreSigningConfig }, context) {
    const visibility = visibilityOf(context);
    if (sigstoreSigningConfig === undefined || visibility === 'public')
        return { kind: 'key' };
    const what = visibility === undefined ? 'may not be public' : `is ${visibility}`;
    return none(`${context.repository} ${what}, and the log that sigstore-signing-config names keeps what is signed; write sign: key if it may, or leave that file out`);
}
function none(reason) {
    return { kind: 'none', reason };
}
/** Sigstore's log is public and keeps what it was told for ever. */
function hidden({ repository }, visibility) {
    return none(`${repository} is ${visibility}, and its name would stay in a public log; write sign: keyless if it may, or sign: key`);
}
function wouldBe(inputs, context) {
    const { sign, cosignKey } = inputs;
    const { idToken } = context;
    if (sign === 'auto' && cosignKey !== undefined) {
        const wish = wishForKey(inputs, context);
        if (wish.kind === 'none')
            return `a real run signs nothing: ${wish.reason}`;
    }
    if (sign === 'key' || (sign === 'auto' && cosignKey !== undefined))
        return 'a real run signs by cosign-key';
    if (sign === 'keyless')
        return 'a real run signs without a key';
    return `a real run signs without a key where the repository is public${idToken ? '' : ` and the job has ${TOKEN_LINE}`}`;
}
function isForeignServer({ sigstoreSigningConfig }, { serverUrl }) {
    return sigstoreSigningConfig === undefined && serverUrl !== _token_js__WEBPACK_IMPORTED_MODULE_0__/* .GITHUB */ .U0;
}
/** What the event says of its repository; undefined where it says nothing. */
function visibilityOf({ payload }) {
    const said = (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .textAt */ .$)(payload, 'repository', 'visibility');
    if (said !== undefined)
        return said;
    const isPrivate = (0,_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .member */ .D)(payload, 'repository', 'private');
    return isPrivate === true ? 'private' : isPrivate === false ? 'public' : undefined;
}
/** Faults of inputs that only a real publish has: a pull request of a stranger has neither the token nor the secrets. */
function signingFaults({ kind }, { cosignKey }, { idToken }) {
    if (kind === 'keyless' && !idToken) {
        const found = 'the job may have no token that says who it is, and nothing is signed without a key by nobody.';
        return [{ input: 'sign', found, remedy: `Write in the job: ${TOKEN_LINE}; or write sign: off.` }];
    }
    if (kind !== 'key' || cosignKey !== undefined)
        return [];
    return [
        {
            input: 'cosign-key',
            found: 'it is missing, and sign: key signs with it.',
            remedy: `Write cosign-key: \${{ secrets.COSIGN_KEY }}, and the password in env: COSIGN_PASSWORD.`,
        },
    ];
}
/** Plans the signature, by what was found out. */
function planSigning(inputs, context, policy, { claims, publicKey } = {}) {
    const wish = wishFor(inputs, context, policy);
    if (wish.kind === 'none')
        return wish;
    const { sign, signPlatforms: platforms } = inputs;
    const files = { signingConfig: inputs.sigstoreSigningConfig, trustedRoot: inputs.sigstoreTrustedRoot };
    if (wish.kind === 'key') {
        if (publicKey === undefined)
            return none('nobody has looked at cosign-key');
        const reason = sign === 'key' ? 'sign: key' : 'cosign-key is given';
        const signer = { kind: 'key', publicKey };
        return { kind: 'sign', signer, reason, platforms, unlogged: files.signingConfig === undefined, files };
    }
    if (claims === undefined)
        return none('nobody has asked for a token');
    if (sign === 'auto' && claims.visibility !== 'public')
        return hidden(context, claims.visibility);
    const reason = sign === 'keyless' ? 'sign: keyless' : 'the repository is public and the job has id-token: write';
    return {
        kind: 'sign',
        signer: signerOf(claims, context),
        reason,
        platforms,
        unlogged: false,
        files,
        claims,
    };
}
/** Who the certificate will name (Fulcio's docs/oidc.md, "GitHub": the address of the workflow file with its ref). */
function signerOf({ iss, jobWorkflowRef, repository, sha }, { serverUrl }) {
    const server = _token_js__WEBPACK_IMPORTED_MODULE_0__/* .GITHUB_ISSUER */ .oX.test(iss) ? _token_js__WEBPACK_IMPORTED_MODULE_0__/* .GITHUB */ .U0 : serverUrl;
    const identity = { exact: `${server}/${jobWorkflowRef}` };
    return { kind: 'keyless', identity, issuer: iss, repository, commit: sha };
}


/***/ }),

/***/ 7866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I9: () => (/* binding */ claimsFault),
/* harmony export */   J1: () => (/* binding */ laterFault),
/* harmony export */   O$: () => (/* binding */ unreadable),
/* harmony export */   U0: () => (/* binding */ GITHUB),
/* harmony export */   Xu: () => (/* binding */ AUDIENCE),
/* harmony export */   oX: () => (/* binding */ GITHUB_ISSUER)
/* harmony export */ });
/** Who gives GitHub's tokens; an enterprise may have its own path there (docs.github.com, "OpenID Connect reference"). */
const GITHUB_ISSUER = /^https:\/\/token\.actions\.githubusercontent\.com(?:\/[\w.-]+)?$/;
const GITHUB = 'https://github.com';
/** Who the tokens are for. */
const AUDIENCE = 'sigstore';
/** Clocks of runners may be wrong, and it is the services that judge a token's time. */
const CLOCK_SKEW_SECONDS = 600;
/** That nobody can read a token. */
function unreadable(why) {
    return {
        found: `The token that says who this job is cannot be used: ${why}.`,
        remedy: 'Write sign: key or sign: off, and report this message.',
    };
}
/**
 * Why a token does not say what the run says of itself; undefined where it does. An earlier step may have changed where tokens are asked for.
 * @param now seconds since the epoch
 */
function claimsFault(claims, context, now) {
    const wrong = (what) => ({
        found: `The token that says who this job is ${what}.`,
        remedy: 'Look at earlier steps that set ACTIONS_ID_TOKEN_REQUEST_URL, and at the clock of the runner.',
    });
    if (claims.aud !== AUDIENCE)
        return wrong(`is made out to somebody else than ${AUDIENCE}`);
    if (claims.repository.toLowerCase() !== context.repository.toLowerCase())
        return wrong(`is of another repository than ${context.repository}`);
    if (context.serverUrl === GITHUB && !GITHUB_ISSUER.test(claims.iss))
        return wrong('was not issued by GitHub');
    return claims.exp + CLOCK_SKEW_SECONDS < now ? wrong('is over already') : undefined;
}
/**
 * Why a token that was asked for later is not the one that is to sign; undefined where it is. A step that runs beside this one may have
 * changed where tokens are asked for since.
 * @param planned what the first one said
 * @param now seconds since the epoch
 */
function laterFault(claims, planned, context, now) {
    const fault = claimsFault(claims, context, now);
    if (fault !== undefined)
        return fault;
    const [other] = LASTING.filter((name) => claims[name] !== planned?.[name]);
    if (other === undefined)
        return undefined;
    return {
        found: `The token that says who this job is says something else than before the build: its ${NAMES[other]} is another one.`,
        remedy: 'Look at earlier steps that set ACTIONS_ID_TOKEN_REQUEST_URL.',
    };
}
/** What every token of a job says. */
const LASTING = ['iss', 'repository', 'visibility', 'jobWorkflowRef', 'sha'];
const NAMES = {
    iss: 'issuer',
    repository: 'repository',
    visibility: 'visibility of the repository',
    jobWorkflowRef: 'workflow',
    sha: 'commit',
};


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

/***/ 3776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ copySigstoreFile),
/* harmony export */   k: () => (/* binding */ lookAtSigning)
/* harmony export */ });
/* harmony import */ var _domain_claims_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9647);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);
/* harmony import */ var _plan_inputs_signing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6418);
/* harmony import */ var _plan_signed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7739);
/* harmony import */ var _plan_signing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2208);
/* harmony import */ var _plan_token_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7866);
/* harmony import */ var _plan_verdict_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2742);







/**
 * Looks at everything that a signature needs before anything is built: files, key, cosign, and who this job is. Files of a Sigstore are
 * copied into the private folder, where post finds them.
 * @throws CommandError where there is no cosign to be had or GitHub gives no token, PolicyError where the token is another job's
 */
async function lookAtSigning(host, inputs, { policy }, { folder, key }) {
    const { context } = host.runner;
    const wish = (0,_plan_signing_js__WEBPACK_IMPORTED_MODULE_4__/* .wishFor */ .b5)(inputs, context, policy);
    const own = (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_3__/* .sigstoreFiles */ .KF)(folder);
    const [faults, prepared] = await Promise.all([
        Promise.all([
            copySigstoreFile(host, 'sigstore-signing-config', inputs.sigstoreSigningConfig, own.signingConfig),
            copySigstoreFile(host, 'sigstore-trusted-root', inputs.sigstoreTrustedRoot, own.trustedRoot),
        ]),
        wish.kind === 'none' ? undefined : prepare(host, folder),
    ]);
    const known = [...(0,_plan_signing_js__WEBPACK_IMPORTED_MODULE_4__/* .signingFaults */ .LP)(wish, inputs, context), ...faults.flat()];
    if (prepared === undefined)
        return { facts: {}, faults: known };
    if (wish.kind === 'key') {
        const found = await readPublicKey(host, inputs, key);
        return { facts: { publicKey: found.publicKey }, faults: [...known, ...found.faults] };
    }
    return { facts: context.idToken ? { claims: await askWho(host) } : {}, faults: known };
}
async function prepare(host, folder) {
    const { version, origin, passedOver } = await host.cosign.prepare(folder);
    if (passedOver !== undefined)
        host.log.notice(passedOver);
    host.log.info(`cosign ${version}${origin === 'path' ? ' of this runner' : ''}`);
    return true;
}
/** Who GitHub says that this job is. */
async function askWho(host) {
    const claims = (0,_domain_claims_js__WEBPACK_IMPORTED_MODULE_0__/* .readClaims */ .I)(await host.runner.idToken(_plan_token_js__WEBPACK_IMPORTED_MODULE_5__/* .AUDIENCE */ .Xu));
    if ('wrong' in claims)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .CommandError */ .Qd((0,_plan_token_js__WEBPACK_IMPORTED_MODULE_5__/* .unreadable */ .O$)(claims.wrong));
    const fault = (0,_plan_token_js__WEBPACK_IMPORTED_MODULE_5__/* .claimsFault */ .I9)(claims, host.runner.context, host.clock.now() / 1000);
    if (fault !== undefined)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PolicyError */ .pn(fault);
    return claims;
}
const FILE_LIMIT = 1024 * 1024;
/**
 * Copies a file of a Sigstore to where only this user can change it.
 * @returns what is wrong with the file
 */
async function copySigstoreFile(host, input, path, to) {
    if (path === undefined)
        return [];
    const { workspace } = host.runner.context;
    const text = await host.files.read(path.startsWith('/') ? path : `${workspace}/${path}`, FILE_LIMIT);
    if (text === undefined) {
        const allowed = 'a file of at most 1 MiB, relative to the workspace';
        return [{ input, found: `'${path}' is not a file that can be read.`, allowed }];
    }
    const fault = (0,_plan_inputs_signing_js__WEBPACK_IMPORTED_MODULE_2__/* .sigstoreFileFault */ .Fz)(input, text);
    if (fault !== undefined)
        return [fault];
    await host.files.writePrivate(to, text);
    return [];
}
async function readPublicKey(host, { cosignKey }, key) {
    if (cosignKey === undefined)
        return { faults: [] };
    const wrong = (fault) => ({ faults: [{ input: 'cosign-key', ...fault }] });
    if (key === undefined)
        return wrong({
            found: `the variable ${cosignKey.kind === 'variable' ? cosignKey.name : ''} is not set.`,
            remedy: 'Set it in env: of this step.',
        });
    if (!(0,_plan_inputs_signing_js__WEBPACK_IMPORTED_MODULE_2__/* .isPrivateKey */ .T_)(key.pem))
        return wrong(_plan_inputs_signing_js__WEBPACK_IMPORTED_MODULE_2__/* .NO_KEY */ .SH);
    const { code, stdout, stderr } = await host.cosign.publicKey(key);
    const publicKey = `${stdout.trim()}\n`;
    if (code === 0 && (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_3__/* .isPublicKey */ .NP)(publicKey))
        return { publicKey, faults: [] };
    return wrong({
        found: `cosign cannot use it: ${(0,_plan_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .lastWords */ .aN)(stderr)}.`,
        remedy: 'The password is taken from COSIGN_PASSWORD in env: of this step; without one it is empty.',
    });
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
