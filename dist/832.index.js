export const id = 832;
export const ids = [832];
export const modules = {

/***/ 4832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/platform.js
var domain_platform = __webpack_require__(7737);
// EXTERNAL MODULE: ./lib/domain/secretforms.js
var secretforms = __webpack_require__(7243);
;// CONCATENATED MODULE: ./lib/domain/secretname.js
/** Words that name a secret wherever they stand in a name. */
const SECRET = new Set([
    'apikey',
    'creds',
    'credential',
    'credentials',
    'passphrase',
    'passwd',
    'password',
    'passwords',
    'privatekey',
    'pwd',
    'secret',
    'secretkey',
    'secrets',
    'token',
]);
/** Words that name a secret at the end of a name only: `DB_PASS`, but not `PASS_THROUGH`; `NPM_AUTH`, but not `AUTH_URL`. */
const SECRET_LAST = new Set(['auth', 'pass', 'pat', 'jwt', 'bearer']);
/** Endings of words that people write without a separator, as in `DBPASSWORD`. */
const ENDINGS = /(?:password|passwd|passphrase|secret|token|apikey|privatekey)$/;
/** What a key is for where it is a secret: `API_KEY`, but not `CACHE_KEY`, `PUBLIC_KEY` or `GPG_KEY`, which is a fingerprint. */
const KEY_OF = new Set([
    ...['access', 'account', 'admin', 'api', 'app', 'application', 'auth', 'client', 'crypto', 'decryption'],
    ...['deploy', 'encryption', 'license', 'master', 'private', 'rsa', 'secret', 'server', 'service'],
    ...['session', 'signing', 'ssh', 'ssl', 'storage', 'tls', 'webhook'],
]);
/** Two words that name a secret together. */
const PAIRS = new Set(['auth config', 'id rsa', 'id ed', 'id ecdsa']);
/** What is said of a secret by the last word, and is none itself: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`, `SECRET_NAME`. */
const ABOUT = new Set([
    ...['algorithm', 'alg', 'attempts', 'audience', 'backend', 'bytes', 'class', 'count', 'dir', 'directory'],
    ...[
        'disabled',
        'domain',
        'driver',
        'dummy',
        'enabled',
        'endpoint',
        'example',
        'expires',
        'expiry',
        'field',
    ],
    ...['file', 'folder', 'format', 'header', 'host', 'hostname', 'issuer', 'length', 'lifetime', 'limit'],
    ...['location', 'manager', 'max', 'method', 'min', 'mode', 'mount', 'name', 'names', 'param', 'path'],
    ...['placeholder', 'plugin', 'policy', 'port', 'prefix', 'provider', 'realm', 'ref', 'region', 'required'],
    ...['rounds', 'scheme', 'scope', 'scopes', 'server', 'service', 'size', 'source', 'store', 'strategy'],
    ...['suffix', 'timeout', 'ttl', 'type', 'uri', 'url', 'user', 'username', 'validity', 'vault', 'version'],
]);
/** An identifier is public, but for the one of a secret itself (`VAULT_SECRET_ID` opens a vault). */
const IDENTIFIERS = new Set(['id', 'ids', 'arn', 'fingerprint', 'thumbprint']);
/** Names of what language models and tokenizers read, as in `EOS_TOKEN`. */
const TOKEN_OF = new Set(['bos', 'cls', 'eos', 'mask', 'pad', 'sep', 'stop', 'unk']);
/** Whatever front ends build into what every browser gets: by these words and prefixes their makers say that it is public. */
const PUBLIC = new Set(['public', 'publishable', 'pub']);
const PUBLIC_PREFIXES = /^(?:VITE|REACT_APP|VUE_APP|GATSBY|NG_APP)_/i;
/** Whether a name says of itself that what it names is public. */
function isPublicName(name) {
    return PUBLIC_PREFIXES.test(name) || wordsOf(name).some((word) => PUBLIC.has(word));
}
/**
 * Whether a variable of this name holds a secret, judged word by word: `NPM_TOKEN`, `apiKey` and `DBPASSWORD` do; `AUTHOR`, `KEYBOARD`,
 * `TOKENIZER_VERSION`, `CACHE_KEY` and `TOKEN_URL` do not. A name that says that it is public does not either.
 */
function isSecretName(name) {
    if (isPublicName(name))
        return false;
    const words = wordsOf(name);
    const last = words.at(-1);
    if (last === undefined)
        return false;
    const secrets = words.filter((_, at) => isSecretWord(words, at));
    if (secrets.length === 0 || ABOUT.has(last))
        return false;
    return !IDENTIFIERS.has(last) || secrets.includes('secret');
}
function isSecretWord(words, at) {
    const [before, word = ''] = [words[at - 1], words[at]];
    // Where a shell stands is in PWD itself.
    if (word === 'pwd')
        return words.length > 1;
    if (word === 'token')
        return before === undefined || !TOKEN_OF.has(before);
    if (word === 'key')
        return before !== undefined && KEY_OF.has(before);
    if (before !== undefined && PAIRS.has(`${before} ${word}`))
        return true;
    if (SECRET_LAST.has(word))
        return at === words.length - 1;
    return SECRET.has(word) || ENDINGS.test(word);
}
/** The words of a name, in lower case: by separators and by capitals. Numbers behind them say nothing. */
function wordsOf(name) {
    const parts = name
        .split(/[^A-Za-z0-9]+/)
        .flatMap((part) => part.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/));
    return parts.map((part) => part.toLowerCase().replace(/\d+$/, '')).filter((part) => part !== '');
}

;// CONCATENATED MODULE: ./lib/domain/secret.js


const SHORTEST = 8;
/** A word and a number of fewer characters stand in an image for many reasons: `production`, `postgres`, `20261128`. */
const SHORTEST_PLAIN = 12;
const FEWEST_CHARACTERS = 5;
const SHORTEST_LINE = 24;
/**
 * What a secret is recognised by: the whole of it, of one with several lines each line that assigns a secret, and its parts. Empty where
 * it is too short or too plain.
 */
function partsOf({ value, parts = [] }) {
    const whole = value.trim();
    const lines = whole.split(/[\r\n]+/).map((line) => line.trim());
    const telling = [whole, ...(lines.length > 1 ? lines.filter(assignsSecret) : [])].filter(isTelling);
    return [...new Set([...telling, ...parts])];
}
function isTelling(part) {
    if (part.length < SHORTEST || new Set(part).size < FEWEST_CHARACTERS)
        return false;
    return part.length >= SHORTEST_PLAIN || !/^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+|\d+)$/.test(part);
}
/** A line such as `//npm.example.com/:_authToken=npm_1a2b…`; not `registry=https://npm.example.com/`, nor `DB_HOST=db1.example.com`. */
function assignsSecret(line) {
    if (line.length < SHORTEST_LINE || line.includes('://'))
        return false;
    const name = line.slice(0, Math.max(line.indexOf('='), 0));
    return isSecretName(name) && /^[!-~]+$/.test(line) && /\d/.test(line) && /[A-Za-z]/.test(line);
}
/** A search for some secrets; of those with the same value the first is named. */
function createSearch(secrets) {
    const sought = soughtOf(secrets);
    const tail = Math.max(0, ...sought.flatMap(({ forms }) => forms.map((form) => form.length - 1)));
    const found = new Map();
    const holds = (text) => sought.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ name }) => name);
    const look = (place, text) => {
        for (const name of holds(text)) {
            const places = found.get(name) ?? [];
            if (!places.includes(place))
                places.push(place);
            found.set(name, places);
        }
    };
    return {
        skipped: sought.filter(({ forms }) => forms.length === 0).map(({ name }) => name),
        onlyWhole: sought.filter(({ onlyWhole }) => onlyWhole).map(({ name }) => name),
        holds,
        look,
        follow(place) {
            let rest = '';
            return (piece) => {
                const text = rest + piece;
                look(place, text);
                rest = tail === 0 ? '' : text.slice(-tail);
            };
        },
        found: () => found,
    };
}
function soughtOf(secrets) {
    const given = secrets.filter(({ value }) => value.trim() !== '');
    const first = new Map(given.toReversed().map((secret) => [secret.value.trim(), secret]));
    return [...first.values()].toReversed().map((secret) => {
        const parts = partsOf(secret);
        const onlyWhole = parts.length === 1 && /[\r\n]/.test(parts[0] ?? '');
        return { name: secret.name, forms: [...new Set(parts.flatMap(secretforms/* formsOf */.X))], onlyWhole };
    });
}

// EXTERNAL MODULE: ./lib/domain/digest.js
var domain_digest = __webpack_require__(2002);
// EXTERNAL MODULE: ./lib/domain/reference.js
var domain_reference = __webpack_require__(8225);
;// CONCATENATED MODULE: ./lib/host/registry/once.js


/**
 * A registry that reads each manifest once, for those who ask about the same images beside one another: what a digest names never
 * changes, so the second one gets the first one's answer, also where that was asked for by its tag. Tags are read every time. Not for
 * whoever wants to know whether something is still there.
 */
function readOnce(registry) {
    const known = new Map();
    const note = (key, asked) => {
        known.set(key, asked);
        // A trouble that passes, and a registry that lags, may have another answer next time.
        const forget = () => void known.delete(key);
        asked.then((found) => found ?? forget(), forget);
        return asked;
    };
    const byTag = async (name, reference) => {
        const found = await registry.manifest(name, reference);
        if (found !== undefined)
            note((0,domain_reference/* digestReference */.O9)(name, found.descriptor.digest), Promise.resolve(found));
        return found;
    };
    return {
        ...registry,
        manifest(name, reference) {
            const digest = (0,domain_digest/* parseDigest */.m)(reference);
            if (digest === undefined)
                return byTag(name, reference);
            const key = (0,domain_reference/* digestReference */.O9)(name, digest);
            return known.get(key) ?? note(key, registry.manifest(name, digest));
        },
    };
}

// EXTERNAL MODULE: ./lib/plan/payload.js
var plan_payload = __webpack_require__(3981);
;// CONCATENATED MODULE: ./lib/plan/cachescopes.js


/**
 * The scopes of a build. A cache with a key is written under its key and without one, so that the next key starts a layer of its
 * own and still finds what the last one has left. What is read falls back from the build's own scope to that of all platforms,
 * and from its branch to the branches below.
 */
function planScopes({ target, platforms, branches, key }) {
    const [only] = platforms.length === 1 ? platforms : [];
    const own = { target, platform: only, branch: branches[0], key };
    const plain = { ...own, key: undefined };
    const write = key === undefined ? [plain] : [own, plain];
    const shared = only === undefined ? [only] : [only, undefined];
    const below = branches.flatMap((branch) => shared.map((platform) => ({ ...plain, branch, platform })));
    return { read: [...write, ...below.slice(1)], write };
}
/** The scopes of a run. @param key digest of the key files */
function scopesOf({ build }, context, key) {
    const { target, platforms } = build;
    return planScopes({ target, platforms, branches: cacheBranches(context), key });
}
/**
 * The branches whose caches a build reads, its own first: this one, the one that its pull request goes to, the default branch. The
 * default branch is undefined, and so is a branch where nobody says which is the default one. A version builds on the default
 * branch's.
 */
function cacheBranches(context) {
    const { payload } = context;
    const fallback = (0,plan_payload/* textAt */.$)(payload, 'repository', 'default_branch');
    const named = [...branchesOf(context), fallback];
    const branches = named.map((branch) => (fallback === undefined || branch === fallback ? undefined : branch));
    return [...new Set(branches)];
}
function branchesOf({ event, payload, ref, repository }) {
    if (event === 'pull_request') {
        const head = (0,plan_payload/* member */.D)(payload, 'pull_request', 'head');
        // A branch of a fork may have the name of any branch of ours.
        const own = (0,plan_payload/* textAt */.$)(head, 'repo', 'full_name')?.toLowerCase() === repository.toLowerCase();
        return present(own ? (0,plan_payload/* textAt */.$)(head, 'ref') : undefined, (0,plan_payload/* textAt */.$)(payload, 'pull_request', 'base', 'ref'));
    }
    if (event === 'merge_group')
        return present(branchName((0,plan_payload/* textAt */.$)(payload, 'merge_group', 'base_ref')));
    return present(branchName(ref));
}
/** Whether a job runs on a git tag: what it writes to the Actions cache, only a job on the same tag can read (GitHub). */
function onTag({ ref }) {
    return ref.startsWith('refs/tags/');
}
function present(...names) {
    return names.filter((name) => name !== undefined);
}
function branchName(ref) {
    return /^refs\/heads\/(.+)$/.exec(ref ?? '')?.[1];
}
/**
 * What is put behind a name to tell scopes apart, of characters that a tag may have: `[-<target>][.<platform>][.<branch>][.key-<key>]`.
 * The design fixes the form without the rest, `buildcache[-<target>]`.
 */
function scopeSuffix({ target, platform, branch, key }) {
    return [
        target === undefined ? '' : `-${target}`,
        platform === undefined ? '' : `.${(0,domain_platform/* formatPlatform */.Bq)(platform).replaceAll('/', '-')}`,
        branch === undefined ? '' : `.branch-${encode(branch)}`,
        key === undefined ? '' : `.key-${key}`,
    ].join('');
}
/** Other characters than a tag may have, and `_` itself, as `_` and their code: no two branches get one name. */
function encode(branch) {
    return branch.replace(/[^A-Za-z0-9.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16) ?? ''}_`);
}

;// CONCATENATED MODULE: ./lib/domain/secretvalue.js
/** Each begins where a word begins, so that nothing is found in the middle of something longer. */
const SHAPES = [
    { what: 'a token of GitHub', pattern: /\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/ },
    { what: 'a token of GitLab', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,}/ },
    { what: 'a token of Slack', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
    { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
    { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
    { what: 'a token of PyPI', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/ },
    { what: 'a token of Docker Hub', pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/ },
    { what: 'a secret key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
    { what: 'a key of Anthropic or OpenAI', pattern: /\bsk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{20,}/ },
    { what: 'a token of Hugging Face', pattern: /\bhf_[A-Za-z]{34}\b/ },
    { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
    { what: 'a private key of age', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/ },
    {
        what: 'a JSON Web Token',
        pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
        mayBePublic: true,
    },
];
/**
 * What a value is by its form alone; undefined where it has none of a secret.
 * @param isPublic whether its name says that everybody may have it, as front ends say of keys that they hand out (a JSON Web Token of the
 *   kind `anon`, for example)
 */
function shapeOf(value, isPublic = false) {
    return SHAPES.find(({ pattern, mayBePublic }) => !(isPublic && mayBePublic) && pattern.test(value))?.what;
}
/** Values that are none, whatever the name: switches and words that stand in for a secret that is not needed. */
const NO_SECRET = /^(?:|0|1|true|false|yes|no|on|off|auto|none|null|nil|undefined|enabled|disabled|required|optional|dummy|placeholder|example|change-?me|unused|fake|x+|\*+)$/i;
/** Whether a value can be a secret at all. */
function canBeSecret(value) {
    return !NO_SECRET.test(value.trim());
}

;// CONCATENATED MODULE: ./lib/domain/secretlook.js


const secretlook_SHORTEST = 16;
const LONGEST = 8192;
/** Changes of kind that a value needs: random ones of 20 letters and digits have eight, `my-project-123456` has none. */
const CHANGES = 4;
/** Where a name says that it is a secret: `MyDogSpot2019Forever` has two. */
const CHANGES_NAMED = 2;
/** In longer values there has to be one in so many characters. */
const CHARACTERS_A_CHANGE = 10;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
/** `registry.example.com/some/path`, `settings.json`: names end in lower-case letters, web tokens do not. */
const HOST = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,18}(?::\d+)?(?:\/|$)/;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
const PATH = /^(?:(?:~|\.{1,2})?\/[a-z._-]+\/|[A-Za-z]:\\)/;
const MAIL = /^[^@]+@[\w-]+(?:\.[\w-]+)+$/;
/** `owner/action@0123abc…`, as workflows pin what they use. */
const PIN = /^[\w.-]+\/[\w./-]+@[0-9a-f]{7,64}$/;
/** Public keys of SSH (RFC 4253), and a certificate in base64 as a kubeconfig has it. */
const secretlook_PUBLIC = /^(?:AAAA(?:B3NzaC1|C3NzaC1|E2VjZHNh|G[A-Z])|LS0tLS1CRUdJTiBDRVJU)/;
/**
 * Whether a value can be nothing but a credential: of at least 16 characters, and of a known kind of token or as mixed as random ones are. Names,
 * hosts, paths, addresses and words are not, nor what its name calls public. Digests and identifiers are made as keys are, so these two
 * go by their names as well.
 */
function looksLikeValue({ name = '', value }) {
    if (value.length < secretlook_SHORTEST || value.length > LONGEST || !/^[!-~]+$/.test(value))
        return false;
    const isPublic = isPublicName(name);
    if (shapeOf(value, isPublic) !== undefined)
        return true;
    const isSecret = isSecretName(name);
    // Of a password nobody knows what it looks like.
    const others = isSecret ? [ADDRESS, PIN, secretlook_PUBLIC] : [HOST, ADDRESS, PATH, MAIL, PIN, secretlook_PUBLIC];
    if (isPublic || others.some((pattern) => pattern.test(value)))
        return false;
    if (UUID.test(value))
        return isSecret;
    if (HEX.test(value) && name !== '' && !isSecret)
        return false;
    const { changes, characters } = mixOf(value);
    const least = isSecret ? CHANGES_NAMED : Math.max(CHANGES, characters / CHARACTERS_A_CHANGE);
    return changes >= least;
}
/** A word, perhaps with a number behind it (`oauth2`, `Main`), or a number with its unit. */
const ORDINARY = /^(?:(?:[A-Za-z]?[a-z]*|[A-Z]+)\d{0,4}|\d+[A-Za-z]{0,2})$/;
/** From one of lower-case, upper-case and digit to another; not where a word begins, as in `myRole`. */
const CHANGE = /[a-z](?=\d|[A-Z](?![a-z]{2}))|[A-Z](?=\d)|\d(?=[A-Za-z])/g;
function mixOf(value) {
    const chunks = value.split(/[^A-Za-z0-9]+/);
    const mixed = chunks.filter((chunk) => !ORDINARY.test(chunk));
    const changes = mixed.reduce((sum, chunk) => sum + (chunk.match(CHANGE)?.length ?? 0), 0);
    return { changes, characters: chunks.join('').length };
}

;// CONCATENATED MODULE: ./lib/domain/secretparts.js


/** Of a larger file only the whole is looked for: it is data, and each part costs time in every bill of materials. */
const LARGEST = 32 * 1024;
const MOST_PARTS = 256;
/** As deep as files of credentials go, and as many names as stand before a value. */
const DEEPEST = 16;
/**
 * The values in a secret that has a structure, such as `.netrc`, the files of AWS and npm, a key of a service account, PEM or `.env`: what
 * looks like a credential by `looksLikeValue`. None where the file is larger than 32 KiB or has more than 256 of them.
 */
function valuesIn(secret) {
    if (secret.length > LARGEST)
        return [];
    const parts = new Set(namedIn(secret)
        .filter(looksLikeValue)
        .map(({ value }) => value));
    return parts.size > MOST_PARTS ? [] : [...parts];
}
function namedIn(text) {
    const json = parseJson(text);
    return json === undefined ? inText(text) : inJson(json);
}
/** Undefined where it is no object or list of JSON. */
function parseJson(text) {
    if (!/^\s*[[{]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function inJson(json, name, depth = 0) {
    if (typeof json === 'string')
        return inText(json, name);
    if (typeof json !== 'object' || json === null || depth > DEEPEST)
        return [];
    return Object.entries(json).flatMap(([key, one]) => inJson(one, Array.isArray(json) ? name : key, depth + 1));
}
/** Everybody may have these, and images with a certificate in a variable are no rarity. */
const PUBLIC_BLOCK = /-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|CERTIFICATE REQUEST|PUBLIC KEY|X509 CRL)-----.*?-----END [A-Z0-9 ]+-----/gs;
function inText(text, name) {
    const lines = text.replace(PUBLIC_BLOCK, '').split(/[\r\n]+/);
    return lines.flatMap((line) => inLine(line.trim(), name));
}
/** `name = value`, but no `=` that fills up base64, and none in an address. */
const ASSIGNED = /^(?:export\s+)?((?:(?!:\/\/)[^\s=])+)\s*=\s*(?!=*$)(.+)$/;
/** `name: value`, as YAML and headers have it. */
const COLON = /^(?:- )?["']?([\w./ -]{1,128}?)["']?:\s+(.+)$/;
function inLine(line, name) {
    const [, own = name, value = line] = ASSIGNED.exec(line) ?? COLON.exec(line) ?? [];
    const words = value.split(/\s+/);
    return words.flatMap((word, at) => inWord(word, nameOf(words[at - 1], own)));
}
/** The words of a .netrc name one another, and so do the tags of XML. */
function nameOf(before, own) {
    return before !== undefined && isSecretName(before) ? before : own;
}
const URL_START = /^[a-z][a-z0-9+.-]*:\/\/(?:([^@/]*)@)?/i;
/** What stands between values that have no blank between them. */
const BETWEEN = /["'`,;<>(){}[\]|&?#]+/;
/** What is named as a secret may have any characters; all else is taken apart. */
function inWord(word, name) {
    const bare = word.replace(/^["'`]+|["'`,;]{1,4}$/g, '');
    const pieces = bare.split(BETWEEN).filter((piece) => piece !== '');
    const parts = pieces.flatMap((piece, at) => inPiece(piece, nameOf(pieces[at - 1], name)));
    const whole = name !== undefined && isSecretName(name) && pieces.length > 1 && !bare.includes('://');
    return whole ? [{ name, value: bare }, ...parts] : parts;
}
const DIGEST = /(?:^|@)(?:sha\d+|md5)$/i;
/** Checksums, as lock files and HTML have them. */
const INTEGRITY = /^sha(?:256|384|512)-/;
function inPiece(piece, name, depth = 0) {
    const url = URL_START.exec(piece);
    if (url !== null)
        return inUser(url[1] ?? '', name);
    const [, key, value] = ASSIGNED.exec(piece) ?? [];
    const isKey = key !== undefined && value !== undefined && /^[\w.-]+$/.test(key);
    if (isKey && depth < DEEPEST)
        return inPiece(value, key, depth + 1);
    if (INTEGRITY.test(piece))
        return [];
    const fields = piece.split(':');
    return fields
        .filter((_, at) => !DIGEST.test(fields[at - 1] ?? ''))
        .map((field) => field.replace(/={1,4}$/, ''))
        .flatMap((field) => [named(field, name), ...inLogin(field, name)]);
}
/** `auth` of docker, `_auth` and `_password` of npm, which are base64 of `user:password` and of a password. */
const ENCODED = /(?:^|:)(?:_?auth|_password)$/;
function inLogin(value, name = '') {
    if (!ENCODED.test(name) || !/^[A-Za-z0-9+/]+$/.test(value) || value.length % 4 === 1)
        return [];
    const login = atob(value);
    return [{ name: 'password', value: login.slice(login.indexOf(':') + 1) }];
}
/** Of an address only who asks, and with what. */
function inUser(user, name) {
    const [who = '', ...password] = user.split(':');
    return [named(unescaped(who), name), named(unescaped(password.join(':')), 'password')];
}
function named(value, name) {
    return name === undefined ? { value } : { name, value };
}
/** Percent-encoding as bytes; what is none stays. */
function unescaped(text) {
    return text.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

// EXTERNAL MODULE: ./lib/plan/inputs/parsers.js
var parsers = __webpack_require__(4397);
;// CONCATENATED MODULE: ./lib/plan/guard.js







/** The secrets whose values the inputs hold themselves. */
function givenSecrets({ build, registry }) {
    const { password, registryAuths } = registry;
    return [
        ...build.secrets.map(({ name, value }) => ({
            name: secretName(name, 'secrets'),
            value: (0,secretforms/* bytesOf */.$)(value),
        })),
        ...(password === undefined ? [] : [{ name: 'the password of the registry', value: (0,secretforms/* bytesOf */.$)(password) }]),
        ...registryAuths.map((auth) => ({
            name: `the password for ${auth.registry} of registry-auths`,
            value: (0,secretforms/* bytesOf */.$)(auth.password),
        })),
    ];
}
/** How messages call a secret of one of the inputs. */
function secretName(id, input) {
    return `the secret ${(0,parsers/* quote */.hD)(id)} of ${input}`;
}
/** What everybody may know of this job, and what its image says rightly: its name, the repository, the commit. */
function publicFacts({ identity: { image } }, { sha, ref, repository, actor, serverUrl }) {
    const given = image === undefined ? [] : [(0,domain_reference/* formatImageName */.eS)(image)];
    return [sha, ref, `${serverUrl}/${repository}`, actor, ...given].map((fact) => fact.toLowerCase());
}
/** A secret with the values in it that are looked for by themselves; public facts are none, however they look. */
function withParts(secret, facts) {
    const parts = valuesIn(secret.value).filter((part) => {
        const lower = part.toLowerCase();
        return !facts.some((fact) => fact.includes(lower));
    });
    return { ...secret, parts };
}
/**
 * Build arguments, labels and annotations that hold a secret, as far as their names, their values and known secrets tell: all of
 * them can be read by whoever can pull the image, or its provenance. No fault shows a value.
 */
function guardFaults({ build }, secrets) {
    const search = createSearch(secrets);
    return [
        ...build.buildArgs.flatMap((pair) => listed(argumentFault(pair, search))),
        ...build.labels.flatMap((pair) => listed(markFault('labels', pair, search))),
        ...build.annotations.flatMap((pair) => listed(markFault('annotations', pair, search))),
    ];
}
function argumentFault({ name, value }, search) {
    const isPublic = isPublicName(name);
    const content = contentFault(value, search, isPublic);
    const why = content ?? (isSecretName(name) && canBeSecret(value) ? 'looks like a secret by its name' : undefined);
    if (why === undefined)
        return undefined;
    const id = name.toLowerCase();
    const way = `Build arguments can be read in the image's history and in its provenance. Write it under secrets: as ${id}=…, and in the Dockerfile RUN --mount=type=secret,id=${id} without ARG ${name}.`;
    const otherwise = content === undefined ? ` If it is none, a name with PUBLIC in it says so, such as PUBLIC_${name}.` : '';
    return { input: 'build-args', found: `${(0,parsers/* quote */.hD)(name)} ${why}.`, remedy: `${way}${otherwise}` };
}
/** Of a label or an annotation nothing but its value counts: names such as `com.example.token` describe as often as they hold. */
function markFault(input, { name, value }, search) {
    const why = contentFault(value, search, false);
    if (why === undefined)
        return undefined;
    const remedy = 'Whoever can pull the image can read it: remove it.';
    return { input, found: `${(0,parsers/* quote */.hD)(name)} ${why}.`, remedy };
}
function contentFault(value, search, isPublic) {
    const [known] = search.holds((0,secretforms/* bytesOf */.$)(value));
    if (known !== undefined)
        return `holds ${known}`;
    const shape = shapeOf(value, isPublic);
    return shape === undefined ? undefined : `holds what looks like ${shape}`;
}
function listed(fault) {
    return fault === undefined ? [] : [fault];
}

// EXTERNAL MODULE: ./lib/plan/inputs/behaviour.js
var inputs_behaviour = __webpack_require__(9906);
// EXTERNAL MODULE: ./lib/plan/inputs/build.js
var build = __webpack_require__(677);
// EXTERNAL MODULE: ./lib/plan/inputs/builder.js + 1 modules
var inputs_builder = __webpack_require__(5375);
// EXTERNAL MODULE: ./lib/plan/inputs/row.js
var row = __webpack_require__(5257);
;// CONCATENATED MODULE: ./lib/plan/inputs/cacheentry.js


const READ = ['registry', 'gha', 'local', 's3', 'azblob'];
const WRITTEN = [...READ, 'inline'];
/** Fields that would stand in the arguments of a process, where everybody on the machine can read them. */
const cacheentry_SECRET = /^(?:token|ghtoken|access_key_id|secret_access_key|session_token)$/i;
const REFERENCE = /^[a-z0-9][A-Za-z0-9._/:@-]{0,254}$/;
/** A field of a list by comma, in quotes where it holds a comma or a quote (RFC 4180). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/y;
/** An entry of `cache-from`: fields by comma, or a reference, which buildx reads as `type=registry`. */
const cacheSource = (text) => entry(text, READ);
/** An entry of `cache-to`. */
const cacheTarget = (text) => entry(text, WRITTEN);
function entry(text, types) {
    if (/[\r\n]/.test(text))
        return new row/* Fault */.vC({ found: 'an entry has more than one line.', allowed: 'one line' });
    if (REFERENCE.test(text))
        return { type: 'registry', fields: [['ref', text]] };
    const fields = split(text);
    const type = fields?.find(([key]) => key === 'type')?.[1];
    if (fields === undefined || type === undefined || !types.includes(type)) {
        const found = type === undefined ? 'an entry has no type.' : `the type ${(0,parsers/* quote */.hD)(type)} is not known.`;
        return new row/* Fault */.vC({
            found: fields === undefined ? 'an entry is no list of key=value by comma.' : found,
            allowed: `type=<type>,… with ${types.join(', ')}; or an image reference`,
        });
    }
    const secret = fields.find(([key]) => cacheentry_SECRET.test(key));
    if (secret !== undefined) {
        return new row/* Fault */.vC({
            found: `the field ${(0,parsers/* quote */.hD)(secret[0])} would show a secret to every process of the runner.`,
            remedy: 'Set it as a variable in env: of the step, such as AWS_SECRET_ACCESS_KEY.',
        });
    }
    return { type, fields: fields.filter(([key]) => key !== 'type') };
}
/** Undefined where it is no list of fields. */
function split(text) {
    const fields = [];
    FIELD.lastIndex = 0;
    while (FIELD.lastIndex < text.length) {
        const match = FIELD.exec(text);
        const field = match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? '';
        const [, key, value] = /^([A-Za-z][A-Za-z0-9_-]*)=(.*)$/s.exec(field.trim()) ?? [];
        if (key === undefined || value === undefined)
            return undefined;
        fields.push([key, value]);
    }
    return fields;
}

;// CONCATENATED MODULE: ./lib/plan/inputs/cache.js



const cache_layer = (0,parsers/* choice */.Yq)('registry', 'gha', 'local', 'off');
const cache_layers = (text) => {
    if (/^(?:off|false|none)$/i.test(text))
        return [];
    const found = (0,parsers/* commas */.Rm)(cache_layer)(text);
    if (found instanceof row/* Fault */.vC)
        return found;
    const named = found.filter((one) => one !== 'off');
    if (named.length === found.length)
        return [...new Set(named)];
    return new row/* Fault */.vC({
        found: "'off' stands beside other layers.",
        allowed: 'off alone, or registry, gha, local',
    });
};
/** A pattern of files below the workspace; `!` before it takes files out again. */
const keyFiles = (text) => {
    const path = text.replace(/^!/, '');
    const leaves = /^[/~\\-]/.test(path) || path.split('/').includes('..');
    if (path !== '' && !leaves)
        return text;
    return new row/* Fault */.vC({
        found: `${(0,parsers/* quote */.hD)(text)} does not lie below the workspace.`,
        allowed: 'patterns such as **/package-lock.json, relative to the workspace',
    });
};
/** Where build results are kept for the next run. */
const cacheRows = {
    cache: (0,row/* withDefault */.IQ)('cache', 'registry,gha', cache_layers, 'Cache layers: `registry`, `gha`, `local` by comma, or `off`.'),
    cacheMode: (0,row/* withDefault */.IQ)('cache-mode', 'max', (0,parsers/* choice */.Yq)('max', 'min'), 'What is cached: `max` every stage, `min` only what is in the image.'),
    cacheRef: (0,row/* optional */.lq)('cache-ref', (0,parsers/* matching */.wC)(/^[a-z0-9][A-Za-z0-9._/:-]{0,254}$/, 'an image reference with a tag'), 'Reference of the registry layer. Default: `<image>:buildcache`, with a `target` `<image>:buildcache-<target>`; a branch other than the default one, and a platform that is built alone, have one of their own.'),
    cacheKeyFiles: (0,row/* list */.p_)('cache-key-files', (0,parsers/* lines */.Mn)(keyFiles), 'Files whose change starts a new cache, as patterns by line (`**/package-lock.json`); what the old cache holds is still read.'),
    cacheFrom: (0,row/* list */.p_)('cache-from', (0,parsers/* lines */.Mn)(cacheSource), 'More caches to read, one by line as `docker buildx build --cache-from` takes them.'),
    cacheTo: (0,row/* list */.p_)('cache-to', (0,parsers/* lines */.Mn)(cacheTarget), 'More caches to write, one by line as `docker buildx build --cache-to` takes them; where the event may write to the registry.'),
};

// EXTERNAL MODULE: ./lib/plan/inputs/identity.js
var identity = __webpack_require__(3383);
// EXTERNAL MODULE: ./lib/plan/inputs/registry.js
var registry = __webpack_require__(9621);
// EXTERNAL MODULE: ./lib/plan/inputs/signing.js
var inputs_signing = __webpack_require__(6418);
// EXTERNAL MODULE: ./lib/plan/inputs/table.js
var table = __webpack_require__(7689);
;// CONCATENATED MODULE: ./lib/plan/inputs/inputs.js










/** The table of all inputs of the main action, by group, in the order in which people read them. */
const INPUT_TABLE = {
    identity: identity/* identityRows */.Kv,
    build: build/* buildRows */.k,
    behaviour: inputs_behaviour/* behaviourRows */.Tn,
    builder: inputs_builder/* builderRows */.JA,
    cache: cacheRows,
    signing: inputs_signing/* signingRows */.jZ,
    registry: registry/* registryRows */.V,
};
/**
 * Parses every input, with every fault of every input: those that the disk shows are still to come.
 * @param get the text of an input as the runner gives it, '' where it is absent
 */
function readInputs(get) {
    return (0,table/* readTable */.x)(INPUT_TABLE, get, contradictions);
}
/** Inputs that are each valid and cannot be meant together. */
function contradictions(inputs) {
    const { behaviour, build, builder, signing } = inputs;
    return [
        ...repeatedSecrets(build),
        ...guardFaults(inputs, givenSecrets(inputs)),
        ...(0,inputs_builder/* builderContradictions */.qx)(builder),
        ...(0,inputs_behaviour/* smokeContradictions */.MP)(behaviour),
        ...(0,inputs_signing/* signingContradictions */.k2)(signing),
    ];
}
/** BuildKit would take one of them without a word. */
function repeatedSecrets({ secrets, secretEnvs, secretFiles }) {
    const given = [
        ...secrets.map(({ name }) => ({ input: 'secrets', name })),
        ...secretEnvs.map(({ name }) => ({ input: 'secret-envs', name })),
        ...secretFiles.map(({ name }) => ({ input: 'secret-files', name })),
    ];
    const repeated = given.filter(({ name }, at) => given.findIndex((other) => other.name === name) !== at);
    return repeated.map(({ input, name }) => ({
        input,
        found: `the secret ${(0,parsers/* quote */.hD)(name)} is given more than once.`,
        remedy: 'Give each secret an id of its own.',
    }));
}

;// CONCATENATED MODULE: ./lib/plan/machine.js
/** Tells where build and smoke test run. */
function planMachine(builder, { engine }) {
    const { driver, nodes } = builder;
    const alone = nodes.length < 2 && (builder.kind === 'existing' || builder.here);
    const builds = /^docker(?:-container)?$/.test(driver) && alone;
    return { platform: engine.platform, root: engine.root, builds };
}
/** Whether a machine needs an emulator for a platform: all but 32-bit programs of its own kind. */
function isForeign({ platform: own }, { os, architecture }) {
    if (os !== own.os)
        return false;
    return architecture !== own.architecture && !(own.architecture === 'amd64' && architecture === '386');
}

// EXTERNAL MODULE: ./lib/plan/csv.js
var csv = __webpack_require__(7195);
// EXTERNAL MODULE: ./lib/plan/pins.js
var pins = __webpack_require__(1023);
;// CONCATENATED MODULE: ./lib/plan/build.js




/** Whether the result is an index: several platforms, or attestations beside one. */
function makesIndex(plan) {
    return plan.platforms.length > 1 || (pushes(plan) && attests(plan.inputs));
}
/** Whether the result goes to a registry. */
function pushes({ target }) {
    return target.kind === 'digest' || target.kind === 'tags';
}
/** Whether attestations are asked for. */
function attests(inputs) {
    return askedKinds(inputs).length > 0;
}
/** Which attestations are asked for. */
function askedKinds({ sbom, provenance }) {
    return [
        ...(sbom === false ? [] : ['sbom']),
        ...(provenance === false ? [] : ['provenance']),
    ];
}
/**
 * The arguments of `docker buildx build`. Options are single tokens and the context stands behind `--`, so no value can
 * become an option of its own.
 */
function buildArguments(plan, secrets) {
    const { inputs } = plan;
    return [
        `--builder=${plan.builder}`,
        `--platform=${plan.platforms.map(domain_platform/* formatPlatform */.Bq).join(',')}`,
        `--file=${plan.file}`,
        ...some('--target', inputs.target),
        ...plan.labels.map(({ name, value }) => `--label=${name}=${value}`),
        ...annotations(plan),
        ...inputs.buildArgs.map(({ name, value }) => `--build-arg=${name}=${value}`),
        ...inputs.buildContexts.map(({ name, value }) => `--build-context=${name}=${value}`),
        ...secrets.map(secret),
        ...inputs.ssh.map((entry) => `--ssh=${entry}`),
        ...inputs.addHosts.map((entry) => `--add-host=${entry}`),
        ...inputs.allow.map((entry) => `--allow=${entry}`),
        ...some('--network', inputs.network),
        ...some('--shm-size', inputs.shmSize),
        ...inputs.ulimit.map((entry) => `--ulimit=${entry}`),
        ...(inputs.noCache ? ['--no-cache'] : []),
        ...inputs.noCacheFilters.map((entry) => `--no-cache-filter=${entry}`),
        ...(plan.pull || inputs.pull ? ['--pull'] : []),
        ...plan.caches.from.map((entry) => `--cache-from=${entry}`),
        ...plan.caches.to.map((entry) => `--cache-to=${entry}`),
        ...attestations(plan),
        ...output(plan),
        '--',
        plan.context,
    ];
}
function some(option, value) {
    return value === undefined ? [] : [`${option}=${value}`];
}
/** Annotations belong to manifests and index alike: GHCR's package page reads the index. A local image has none. */
function annotations(plan) {
    if (!pushes(plan))
        return [];
    const level = makesIndex(plan) ? 'index,manifest' : 'manifest';
    return plan.annotations.map(({ name, value }) => /^(?:manifest|index|manifest-descriptor|index-descriptor):/.test(name)
        ? `--annotation=${name}=${value}`
        : `--annotation=${level}:${name}=${value}`);
}
/**
 * The times in the image's configuration are the commit's, so that a second build of one commit gives the same digest. It
 * is told to the exporter, not to the build: as a build argument it is part of the cache key of every WORKDIR, so that each
 * commit would build everything after the first one again.
 */
function epoch({ epoch, inputs }) {
    const own = inputs.buildArgs.some(({ name }) => name === 'SOURCE_DATE_EPOCH');
    return own || epoch === undefined ? [] : [['source-date-epoch', String(epoch)]];
}
function secret(source) {
    const place = source.kind === 'file' ? ['src', source.path] : ['env', source.variable];
    return `--secret=${(0,csv/* csv */.f)([['id', source.id], place])}`;
}
/** The classic image store refuses attestations, so a local image has none. */
function attestations(plan) {
    const { sbom, provenance } = plan.inputs;
    if (!pushes(plan))
        return ['--sbom=false', '--provenance=false'];
    return [
        sbom === false
            ? '--sbom=false'
            : `--attest=${(0,csv/* csv */.f)([
                ['type', 'sbom'],
                ['generator', sbom.generator ?? pins/* PINS */.$.scanner.reference],
            ])}`,
        provenance === false
            ? '--provenance=false'
            : `--attest=${(0,csv/* csv */.f)([
                ['type', 'provenance'],
                ['mode', provenance],
            ])}`,
    ];
}
function output(plan) {
    const { target } = plan;
    if (target.kind === 'none')
        return ['--output=type=cacheonly'];
    if (target.kind === 'load')
        return ['--load', `--tag=${target.name}`];
    const name = target.kind === 'digest'
        ? (0,domain_reference/* formatImageName */.eS)(target.image)
        : target.tags.map((tag) => (0,domain_reference/* taggedReference */.CN)(target.image, tag)).join(',');
    const untagged = [
        ['push-by-digest', 'true'],
        ['name-canonical', 'true'],
    ];
    return [
        `--output=${(0,csv/* csv */.f)([
            ['type', 'image'],
            ['name', name],
            ...(target.kind === 'digest' ? untagged : []),
            ['push', 'true'],
            // Docker media types have no annotations.
            ['oci-mediatypes', 'true'],
            ...epoch(plan),
            ...compression(plan.inputs.compression),
        ])}`,
    ];
}
function compression(kind) {
    if (kind === 'gzip')
        return [];
    return [
        ['compression', kind],
        ['force-compression', 'true'],
    ];
}

// EXTERNAL MODULE: ./lib/plan/builder.js
var plan_builder = __webpack_require__(9256);
// EXTERNAL MODULE: ./lib/plan/labels.js
var plan_labels = __webpack_require__(632);
;// CONCATENATED MODULE: ./lib/plan/assemble.js



/** The one fixed tag of a candidate, where the driver cannot push without a tag. */
const CANDIDATE = 'candidate';
/** What is built and where, whatever becomes of it. */
function source({ build }, context, facts, tags, builder) {
    const labels = (0,plan_labels/* standardLabels */.Fn)(context, facts.commit, tags.version?.text);
    return {
        builder: builder.name,
        driver: builder.driver,
        localImages: facts.localImages,
        context: facts.context,
        file: facts.file,
        platforms: build.platforms,
        labels: [...labels, ...build.labels],
        annotations: [...labels, ...(tags.branch ? (0,plan_labels/* runAnnotations */.cL)(context) : []), ...build.annotations],
        inputs: build,
        epoch: facts.commit.time,
    };
}
/** Where the result of the build goes. `id` makes a local name unique. */
function planBuildTarget(inputs, { image, policy }, builder, moves, smoke, id) {
    if (policy.kind !== 'publish') {
        return smoke.mode === 'off'
            ? { kind: 'none' }
            : { kind: 'load', name: `ghcr-publish.local/dry-run:${id}` };
    }
    if (!inputs.behaviour.gate) {
        return { kind: 'tags', image, tags: moves.filter((move) => move.move).map((move) => move.tag) };
    }
    // BuildKit: "push-by-digest is currently not implemented for docker driver".
    if (builder.driver === 'docker')
        return { kind: 'tags', image, tags: [CANDIDATE] };
    if (inputs.build.platforms.length > 1 && (0,plan_builder/* hasSeveralNodes */.W9)(builder)) {
        return { kind: 'tags', image, tags: [CANDIDATE] };
    }
    return { kind: 'digest', image };
}
/** What is about to be published, for a look at what is there already. */
function planPublishing({ identity, build }, commit, tags, publishes, held = new Map()) {
    // A git tag that is no version, such as nightly, is moved by whoever made it.
    const fixed = tags.version === undefined ? [] : tags.fixed;
    return {
        fixed,
        commit,
        platforms: build.platforms,
        attested: publishes && attests(build),
        overwrite: identity.overwrite,
        replaces: fixed.flatMap((tag) => held.get(tag)?.digest ?? []),
    };
}

// EXTERNAL MODULE: ./lib/domain/cache.js
var domain_cache = __webpack_require__(2378);
;// CONCATENATED MODULE: ./lib/plan/cachefolder.js
/** Where the `local` layer of all images lies: a folder that persistent runners keep. */
function cacheFolder({ toolCache }) {
    return `${toolCache}/ghcr-publish/buildcache`;
}
/** Key under which a folder of exports is saved between jobs, without the name of the export behind it. */
function folderKey(path) {
    return `ghcr-publish/${path.slice(path.lastIndexOf('/') + 1)}/`;
}
/** A name for a new export: it sorts after those of earlier runs, and is no other run's. */
function exportNameOf({ time }, id) {
    return `${String(time).padStart(13, '0')}-${id}`;
}
/** Whether a name in such a folder is that of a whole export, and when it was begun. */
function exportTime(name) {
    const time = /^(\d{13})-[0-9a-f]{12}$/.exec(name)?.[1];
    return time === undefined ? undefined : Number(time);
}
/** Where an export lies until it is whole. */
function partOf({ path, name }) {
    return `${path}/${name}.part`;
}
/** Of the folders beside a folder those of the same image, target and platform that have a key. */
function keyedSiblings(name, names) {
    const own = withoutKey(name) ?? name;
    return names.filter((one) => withoutKey(one) === own);
}
/** Undefined where there is no key in a name. */
function withoutKey(name) {
    const [, before, behind] = /^(.*)\.key-[0-9a-f]{16}(\+tried)?$/.exec(name) ?? [];
    return before === undefined ? undefined : `${before}${behind ?? ''}`;
}

;// CONCATENATED MODULE: ./lib/plan/cacheplace.js
/** Scopes with their names, without those that have the name of an earlier one: not every layer has a name for each branch. */
function cacheplace_named({ read, write }, nameOf) {
    const names = new Set();
    return read.flatMap((scope) => {
        const name = nameOf(scope);
        if (names.has(name))
            return [];
        names.add(name);
        return [{ scope, name, written: write.some((one) => nameOf(one) === name) }];
    });
}

;// CONCATENATED MODULE: ./lib/plan/cachelocal.js




/**
 * A folder for each scope, for one export replaces the other. The folder outlives the job, so what is only tried writes to
 * one of its own: a release must never build on it.
 */
function localPlaces(facts) {
    const { policy, exportName, probe = domain_cache/* NOTHING_PROBED */.f } = facts;
    const writes = policy.cacheWrite.registry || policy.cacheWrite.gha;
    return localFolders(facts).map(({ scope, name, written }) => {
        const newest = probe.folders.get(name);
        const broken = written && writes ? probe.unwritable.get(name) : undefined;
        const read = [
            ['type', 'local'],
            ['src', `${name}/${newest}`],
        ];
        const write = [
            ['type', 'local'],
            ['dest', partOf({ path: name, name: exportName })],
        ];
        return {
            layer: 'local',
            name,
            scope,
            read: newest === undefined ? undefined : read,
            write: written && writes && broken === undefined ? write : undefined,
            why: newest === undefined ? 'absent' : undefined,
            known: true,
            broken,
        };
    });
}
/** Folders of the `local` layer, the best first. */
function localFolders({ folder, image, scopes, policy, }) {
    const nameOf = (scope) => {
        const suffix = scopeSuffix({ ...scope, branch: undefined });
        return `${folder}/${image.repository.replaceAll('/', '+')}${suffix}`;
    };
    const released = cacheplace_named(scopes, nameOf);
    if (policy.cacheWrite.registry)
        return released;
    const tried = released.map((one) => ({ ...one, name: `${one.name}+tried` }));
    return [...tried, ...released.map((one) => ({ ...one, written: false }))];
}

;// CONCATENATED MODULE: ./lib/domain/fingerprint.js
const START = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;
/**
 * 16 hex digits that tell texts apart, the same in every run: FNV-1a of 64 bits over its UTF-8 bytes (draft-eastlake-fnv). No protection
 * against somebody who looks for two texts with the same one.
 */
function fingerprint(text) {
    const bytes = new TextEncoder().encode(text);
    const sum = bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * PRIME) & MASK, START);
    return sum.toString(16).padStart(16, '0');
}

;// CONCATENATED MODULE: ./lib/plan/cacheplaces.js






/** The registry layer. */
function registryPlaces(cacheRef, facts) {
    const { policy, probe = domain_cache/* NOTHING_PROBED */.f } = facts;
    return registryNames(cacheRef, facts).map(({ scope, name, written }) => {
        const state = probe.registry.get(name);
        const fields = [
            ['type', 'registry'],
            ['ref', name],
        ];
        const writes = written &&
            policy.cacheWrite.registry &&
            (state === undefined || state.kind === 'present' || state.kind === 'absent');
        const read = state === undefined || state.kind === 'present';
        return {
            layer: 'registry',
            name,
            scope,
            read: read ? fields : undefined,
            write: writes ? fields : undefined,
            why: whyNot(state),
            known: state?.kind === 'present' || state?.kind === 'absent',
            broken: state?.kind === 'broken' ? state.reason : undefined,
        };
    });
}
function registryNames(cacheRef, { image, scopes }) {
    // A reference of the user's own is his to choose for branches, targets and platforms.
    const nameOf = (scope) => cacheRef === undefined ? cacheReference(image, scope) : ownReference(cacheRef, scope);
    return cacheplace_named(scopes, nameOf);
}
/** What a tag may have at most (distribution-spec). */
const TAG_LIMIT = 128;
/** `<image>:buildcache[-<target>]`, and what else tells scopes apart. What is too long for a tag ends in a fingerprint of all of it. */
function cacheReference(image, scope) {
    const tag = `buildcache${scopeSuffix(scope)}`;
    if (tag.length <= TAG_LIMIT)
        return `${(0,domain_reference/* formatImageName */.eS)(image)}:${tag}`;
    const end = `.${fingerprint(tag)}`;
    return `${(0,domain_reference/* formatImageName */.eS)(image)}:${tag.slice(0, TAG_LIMIT - end.length)}${end}`;
}
function ownReference(reference, { key }) {
    if (key === undefined)
        return reference;
    const tagged = /:[^/]+$/.test(reference) ? reference : `${reference}:latest`;
    return `${tagged}.key-${key}`;
}
function whyNot(state) {
    if (state === undefined || state.kind === 'present')
        return undefined;
    return state.kind === 'absent' ? 'absent' : state.reason;
}
/**
 * The gha layer. GitHub itself keeps branches apart: a job reads what its branch, its base and the default branch have written.
 * What a job on a git tag writes nobody can read but a job on that same tag, so that is not written.
 * `timeout` bounds how long BuildKit waits where it is throttled, ten minutes otherwise; it bounds nothing else.
 */
function ghaPlaces(facts) {
    const writes = facts.policy.cacheWrite.gha && facts.cacheService === 'write' && !facts.tagged;
    return ghaScopes(facts).map(({ scope, name, written }) => {
        const fields = [
            ['type', 'gha'],
            ['scope', name],
            ['timeout', '5s'],
        ];
        const write = written && writes ? fields : undefined;
        return { layer: 'gha', name, scope, read: fields, write, why: undefined, known: false };
    });
}
function ghaScopes({ image, scopes }) {
    return cacheplace_named(scopes, (scope) => `${image.repository}${scopeSuffix({ ...scope, branch: undefined })}`);
}
/** What there is to look at before a build: references of the registry layer, scopes of the Actions cache, folders of the local layer. */
function placesToProbe({ cache, cacheRef }, facts) {
    const folders = cache.includes('local') ? localFolders(facts) : [];
    const { registry, gha } = facts.policy.cacheWrite;
    return {
        references: cache.includes('registry') ? registryNames(cacheRef, facts).map(({ name }) => name) : [],
        scopes: cache.includes('gha') ? ghaScopes(facts).map(({ name }) => name) : [],
        folders: folders.map(({ name }) => name),
        written: registry || gha ? folders.filter(({ written }) => written).map(({ name }) => name) : [],
    };
}

// EXTERNAL MODULE: ./lib/plan/floors.js
var floors = __webpack_require__(4291);
;// CONCATENATED MODULE: ./lib/plan/caches.js




/** What buildx reads for the gha cache, and for S3. */
const GHA_VARIABLES = [
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_RESULTS_URL',
    'ACTIONS_CACHE_URL',
    'ACTIONS_CACHE_SERVICE_V2',
];
const S3_VARIABLES = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
];
/**
 * Plans the cache layers. All are read; a layer is written only where the event may. `ignore-error` because a cache that
 * cannot be written must not fail a finished publish.
 */
function planCaches(inputs, facts) {
    const notes = { notices: [], warnings: [] };
    const wanted = new Set(inputs.cache);
    const places = [
        ...(wanted.has('registry') ? told(registryPlaces(inputs.cacheRef, facts), LEFT_OUT, notes) : []),
        ...(wanted.has('gha') && ghaUsable(facts, notes) ? ghaPlaces(facts) : []),
        ...(wanted.has('local') ? told(localPlaces(facts), NOT_WRITTEN, notes) : []),
    ];
    const added = { from: inputs.cacheFrom, to: addedTargets(inputs.cacheTo, facts, notes) };
    const from = [
        ...places.flatMap(({ read }) => (read === undefined ? [] : [(0,csv/* csv */.f)(read)])),
        ...added.from.map(raw),
    ];
    const to = [
        ...places.flatMap(({ write }) => (write === undefined ? [] : [(0,csv/* csv */.f)([...write, ...endsOf(inputs)])])),
        ...added.to.map((entry) => raw(withEnds(entry, inputs))),
    ];
    const writes = canWrite(facts, to, notes);
    const folders = places.filter(({ layer, write }) => layer === 'local' && write !== undefined);
    return {
        from,
        to: writes ? to : [],
        variables: variablesFor([...from, ...to]),
        folders: writes ? folders.map(({ name }) => ({ path: name, name: facts.exportName })) : [],
        sources: places.map((place) => sourceOf(place, writes)),
        ...notes,
    };
}
const LEFT_OUT = 'The registry cache is left out of this build';
const NOT_WRITTEN = 'The local cache is not written by this build';
/** Each fault of a layer is told once, however many places it has. */
function told(places, what, { warnings }) {
    const reasons = new Set(places.flatMap(({ broken }) => broken ?? []));
    for (const reason of reasons)
        warnings.push(`${what}: ${reason}. The publish goes on.`);
    return places;
}
function endsOf({ cacheMode }) {
    return [
        ['mode', cacheMode],
        ['ignore-error', 'true'],
    ];
}
/** What the user has not written himself. An inline cache has no mode and is no export of its own. */
function withEnds(entry, inputs) {
    if (entry.type === 'inline')
        return entry;
    const written = new Set(entry.fields.map(([key]) => key));
    return { ...entry, fields: [...entry.fields, ...endsOf(inputs).filter(([key]) => !written.has(key))] };
}
function raw({ type, fields }) {
    return (0,csv/* csv */.f)([['type', type], ...fields]);
}
/** Built one by one, each platform's cache would replace that of the one before under the same name. */
function canWrite({ exports, together }, to, { notices }) {
    if (!together)
        return false;
    if (exports || to.length === 0)
        return true;
    notices.push('The builder cannot write caches (docker driver with the classic image store): they are only read.');
    return false;
}
/** What the user adds is written where the event may write to the registry: nobody knows who reads it. */
function addedTargets(entries, { policy }, { notices }) {
    if (entries.length === 0 || policy.cacheWrite.registry)
        return entries;
    notices.push(`cache-to is left out: ${policy.reason}.`);
    return [];
}
function variablesFor(entries) {
    const has = (type) => entries.some((entry) => entry.startsWith(`type=${type},`));
    return [...(has('gha') ? GHA_VARIABLES : []), ...(has('s3') ? S3_VARIABLES : [])];
}
function sourceOf({ layer, name, scope, read, write, why, known }, writes) {
    const written = writes && write !== undefined;
    return { layer, name, key: scope.key, read: read !== undefined, written, why, known };
}
/**
 * Whether the Actions cache is of use here. A service that is out of order can cost a build minutes of retries, so it is looked at
 * before, and left out where it does not answer well.
 */
function ghaUsable({ cacheService, buildx, buildkit, engine, probe }, { notices, warnings }) {
    if (cacheService === 'none')
        return false;
    const builder = buildkit === undefined
        ? tooOld('Docker', engine, floors/* ENGINE_GHA_FLOOR */.Hc)
        : tooOld('BuildKit', buildkit, floors/* BUILDKIT_GHA_FLOOR */.BA);
    const old = tooOld('buildx', buildx, floors/* BUILDX_GHA_FLOOR */.LD) ?? builder;
    if (old !== undefined) {
        notices.push(`The gha cache is off: ${old}.`);
        return false;
    }
    const state = probe?.service;
    if (state === undefined || state.kind === 'present' || state.kind === 'absent')
        return true;
    warnings.push(`The gha cache is left out of this build: ${state.reason}. The publish goes on.`);
    return false;
}
/** A version that cannot be read is that of somebody's own build, and taken for a new one. */
function tooOld(what, version, floor) {
    if (version === undefined || !(0,floors/* isBelow */.Yw)(version, floor))
        return undefined;
    return `${what} ${version} does not speak version 2 of the cache service, ${floor} does`;
}

;// CONCATENATED MODULE: ./lib/plan/classic.js

/** Whether the engine itself builds into its classic image store, which holds one platform and no attestations. */
function buildsIntoClassicStore(builder, engine) {
    return builder.driver === 'docker' && !engine.containerdStore;
}
/**
 * What people should know of a builder that was asked for and builds into the classic image store. A dry run attaches and
 * pushes nothing, so there only several platforms are too much.
 * @throws PolicyError where it cannot build what is asked for
 */
function limitsOfClassicStore({ build, builder }, pushes) {
    const asked = builder.builder === undefined ? 'driver: docker' : `builder: ${builder.builder}`;
    const otherwise = `remove ${asked}, or turn the containerd image store on`;
    if (build.platforms.length > 1) {
        throw new errors/* PolicyError */.pn({
            found: `${asked} cannot build several platforms here: the engine has the classic image store.`,
            remedy: `Write one in platforms, ${otherwise}.`,
        });
    }
    if (!pushes)
        return [];
    const attested = [
        ...(build.sbom === false ? [] : ['sbom: false']),
        ...(build.provenance === false ? [] : ['provenance: false']),
    ];
    if (attested.length > 0) {
        throw new errors/* PolicyError */.pn({
            found: `${asked} cannot attach attestations here: the engine has the classic image store.`,
            remedy: `Write ${attested.join(' and ')}, ${otherwise}.`,
        });
    }
    return [
        `The image has Docker's media types and no annotations: with ${asked} it comes from the engine's classic image store, which knows no others.`,
    ];
}

// EXTERNAL MODULE: ./lib/plan/emulators.js
var plan_emulators = __webpack_require__(7495);
;// CONCATENATED MODULE: ./lib/plan/fallback.js



/** What a run loses where a builder takes the place of another, in a sentence or two. */
function costOf(builder, instead, platforms, facts) {
    const elsewhere = ['remote', 'kubernetes'].includes(builder.driver) || (0,plan_builder/* hasSeveralNodes */.W9)(builder);
    const emulated = elsewhere ? (0,plan_emulators/* emulatedHere */.IB)(platforms, facts).map(domain_platform/* formatPlatform */.Bq).join(', ') : '';
    const slow = emulated === '' ? '' : ` ${emulated} is built under emulation, which is slow.`;
    if (instead.kind === 'create') {
        return `A BuildKit container on this machine builds instead, and knows what the cache layers hold.${slow}`;
    }
    if (instead.driver !== 'docker')
        return `The builder ${instead.name} builds instead.${slow}`;
    const shared = facts.hosted
        ? ''
        : ' It shares its build cache with other jobs of this runner, and takes images of theirs for base images of that name.';
    return `The engine itself builds instead.${shared}${slow}`;
}

// EXTERNAL MODULE: ./lib/plan/newbuilder.js
var newbuilder = __webpack_require__(6286);
;// CONCATENATED MODULE: ./lib/plan/building.js











/** How a builder builds, with the emulators that it and the smoke test need on this machine. */
function planBuilding(builder, given) {
    const { inputs, context, target, facts, engine, tags, moves, smoke, id } = given;
    const publishes = target.policy.kind === 'publish';
    const known = { engine, builders: facts.builders, hosted: context.hosted };
    const limits = buildsIntoClassicStore(builder, engine) ? limitsOfClassicStore(inputs, publishes) : [];
    const buildTarget = planBuildTarget(inputs, target, builder, moves, smoke, id);
    const severalPlatformsLoad = inputs.build.platforms.length === 1 || (engine.containerdStore && !(0,plan_builder/* hasSeveralNodes */.W9)(builder));
    const together = buildTarget.kind !== 'load' || severalPlatformsLoad;
    const caches = planCacheLayers(builder, together, given);
    const options = { smoke: smoke.mode !== 'off', image: inputs.builder.binfmtImage };
    return {
        builder,
        emulators: (0,plan_emulators/* planEmulators */.ke)(builder, inputs.build.platforms, known, options),
        machine: planMachine(builder, known),
        build: {
            ...source(inputs, context, facts, tags, builder),
            target: buildTarget,
            caches,
            pull: publishes && builder.driver === 'docker',
        },
        severalPlatformsLoad,
        inEngine: (0,plan_builder/* isOwnBuilder */.Iy)(builder, known) && engine.containerdStore,
        notices: [...limits, ...(builder.kind === 'create' ? (0,newbuilder/* unencrypted */.O)(builder) : []), ...caches.notices],
        warnings: caches.warnings,
    };
}
/** What takes the builder's place where it does not come up, which only one that has to be started can do. */
function planFallback(builder, building, { build }, facts) {
    if (builder.fallback.kind === 'none' || !(0,plan_builder/* mustStart */.em)(builder))
        return undefined;
    const instead = builder.fallback.builder;
    return { ...building(instead), cost: costOf(builder, instead, build.platforms, facts) };
}
function planCacheLayers(builder, together, { inputs, context, target, facts, engine, id }) {
    const { caches: probe = domain_cache/* NOTHING_PROBED */.f, builders } = facts;
    return planCaches(inputs.cache, {
        image: target.image,
        scopes: scopesOf(inputs, context, probe.key),
        policy: target.policy,
        cacheService: context.cacheService,
        tagged: onTag(context),
        buildx: engine.buildx ?? '0',
        buildkit: builders.find(({ name }) => name === builder.name)?.buildkit,
        engine: (0,plan_builder/* isOwnBuilder */.Iy)(builder, { engine, builders }) ? engine.version : undefined,
        together,
        exports: !buildsIntoClassicStore(builder, engine),
        folder: cacheFolder(context),
        exportName: exportNameOf(probe, id),
        probe,
    });
}

// EXTERNAL MODULE: ./lib/plan/existing.js
var plan_existing = __webpack_require__(4938);
// EXTERNAL MODULE: ./lib/plan/moves.js
var plan_moves = __webpack_require__(7745);
// EXTERNAL MODULE: ./lib/plan/signing.js
var signing = __webpack_require__(2208);
// EXTERNAL MODULE: ./lib/plan/smoke.js
var plan_smoke = __webpack_require__(5814);
// EXTERNAL MODULE: ./lib/plan/tags.js
var plan_tags = __webpack_require__(5126);
;// CONCATENATED MODULE: ./lib/plan/publish.js










/**
 * Plans a whole run.
 * @param id makes names of what we create unique
 * @throws PolicyError below the floors, InputError where tags or builder cannot be what the inputs say
 */
function planPublish(inputs, context, target, facts, id) {
    const engine = (0,floors/* requireEngine */.Wp)(facts.engine);
    const publishes = target.policy.kind === 'publish';
    const tags = (0,plan_tags/* planTags */.V)(inputs.identity, context, target.policy, facts.commit.sha);
    if ('faults' in tags)
        throw new errors/* InputError */.dz(tags.faults);
    const publishing = planPublishing(inputs, facts.commit.sha, tags, publishes, facts.registry.held);
    const existing = publishes
        ? (0,plan_existing/* requireFree */.M0)(publishing, facts.registry, facts.gitTag)
        : (0,plan_existing/* foretellExisting */.de)(publishing, facts.registry);
    const { listing, held } = facts.registry;
    // What is published already may have more platforms than are asked for.
    const { platforms } = existing.kind === 'reuse' ? existing : inputs.build;
    const rules = { latest: inputs.identity.latest, platforms };
    const moves = (0,plan_moves/* planMoves */.YN)(tags, listing, { ...rules, held });
    const smoke = (0,plan_smoke/* planSmoke */.RH)(inputs.behaviour);
    const building = (builder) => planBuilding(builder, { inputs, context, target, facts, engine, tags, moves, smoke, id });
    const known = { engine, builders: facts.builders, hosted: context.hosted };
    const place = { id, workspace: context.workspace, allow: inputs.build.allow };
    const builder = (0,plan_builder/* planBuilder */.Zw)(inputs.builder, known, place);
    const first = building(builder);
    const scheme = (0,plan_moves/* schemeNotice */.Gr)(tags, listing.tags);
    return Object.freeze({
        target,
        tags,
        moves,
        publishing,
        held,
        existing,
        commit: facts.commit,
        ...first,
        fallback: planFallback(builder, building, inputs, known),
        smoke,
        signing: (0,signing/* planSigning */.rx)(inputs.signing, context, target.policy, facts.signing),
        gate: inputs.behaviour.gate,
        attested: publishing.attested,
        localImages: facts.localImages,
        first: listing.tags.length === 0,
        notices: [
            ...target.notices,
            ...first.notices,
            ...publish_listed(scheme),
            ...publish_listed(existing.reason),
            ...publish_listed(unreadNotice(facts.registry)),
        ],
    });
}
/** A plan as for an empty package must not look like one for a package that was looked at. */
function unreadNotice({ unread }) {
    if (unread === undefined)
        return undefined;
    return `What is published already could not be read, so the tags are planned as for an empty package: a real run may move fewer of them, or be refused. ${unread}`;
}
function publish_listed(notice) {
    return notice === undefined ? [] : [notice];
}
/** Whether anything has to be made before the build. */
function needsBuilder({ builder, emulators, existing }) {
    return ((0,plan_builder/* mustStart */.em)(builder) && existing.kind === 'build') || emulators !== undefined;
}

// EXTERNAL MODULE: ./lib/plan/target.js
var plan_target = __webpack_require__(2694);
// EXTERNAL MODULE: ./lib/report/diagnosis.js + 4 modules
var diagnosis = __webpack_require__(9568);
// EXTERNAL MODULE: ./lib/report/cachekey.js
var cachekey = __webpack_require__(7645);
// EXTERNAL MODULE: ./lib/report/foreign.js
var foreign = __webpack_require__(3646);
// EXTERNAL MODULE: ./lib/report/signature.js
var signature = __webpack_require__(1832);
;// CONCATENATED MODULE: ./lib/report/plan.js





/**
 * A plan in words for the log; of a dry run, what a real run would carry out. It names no credentials, secrets, build
 * arguments or environments, and no notices, which are told apart. Reasons may hold foreign text, so the lines go through the log like those of a child.
 */
function describePlan(plan) {
    const { target, tags, commit, builder, build, smoke } = plan;
    const real = target.policy.kind === 'publish';
    const what = `${(0,domain_reference/* formatImageName */.eS)(target.image)}${tags.version === undefined ? '' : ` ${tags.version.text}`}`;
    const facts = [
        ['why', target.policy.reason],
        ['commit', commit.sha],
        ['platforms', build.platforms.map(domain_platform/* formatPlatform */.Bq).join(', ')],
        ['builder', `${described(builder)}: ${builder.reason}${fallback(plan)}`],
        ['emulators', emulators(plan)],
        ['build', plan_source(build)],
        ['cache', caches(build)],
        ...plan_row('cache key', (0,cachekey/* describeCacheKey */.N)(build.caches)),
        ['attest', plan_attestations(build)],
        ['push', pushing(plan, real)],
        ['smoke', smoking(smoke)],
        ['sign', (0,signature/* describeSigning */.d7)(plan.signing)],
    ];
    const moves = plan.moves.map(({ tag, move, reason }) => [tag, `${move ? 'move' : 'keep'}  ${reason}`]);
    return [
        real ? `Publish ${what}` : `Dry run: nothing is pushed. A real run would publish ${what}`,
        ...columns(facts),
        real ? 'Tags' : 'Tags that a real run would write',
        ...columns(moves),
    ].map(foreign/* clean */.uH);
}
function plan_row(name, text) {
    return text === undefined ? [] : [[name, text]];
}
function columns(rows) {
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}
function described({ name, driver, kind, nodes }) {
    const several = nodes.length > 1 ? `, ${nodes.length} nodes` : '';
    return `${name} (${driver}, ${kind}${several})`;
}
function fallback({ fallback }) {
    return fallback === undefined ? '' : `; if it does not come up, ${described(fallback.builder)}`;
}
function emulators({ emulators }) {
    if (emulators === undefined)
        return 'none needed';
    return `${emulators.platforms.map(domain_platform/* formatPlatform */.Bq).join(', ')}, from ${emulators.image.reference}`;
}
function plan_source({ file, context, target, inputs, pull }) {
    const stage = target.kind === 'load' ? `, into the engine as ${target.name}` : '';
    const of = inputs.target === undefined ? '' : `, stage ${inputs.target}`;
    return `${file} in ${context}${of}${stage}${pull || inputs.pull ? ', base images looked up again' : ''}`;
}
function caches({ caches, inputs }) {
    const from = caches.from.map(plan_layer);
    const to = caches.to.map(plan_layer);
    const missing = caches.sources.flatMap(({ layer, name, why }) => why === undefined ? [] : `${layer} ${name}: ${why}`);
    if (from.length === 0 && to.length === 0 && missing.length === 0)
        return 'off';
    const reading = inputs.noCache ? 'not read' : `read ${from.join(', ') || 'none'}`;
    return [reading, `write ${to.join(', ') || 'none'}`, ...missing].join('; ');
}
/** `registry ghcr.io/owner/app:buildcache` of a cache entry as buildx takes it. */
function plan_layer(entry) {
    const [, type = entry] = /^type=([a-z]+)/.exec(entry) ?? [];
    const [, place] = /,(?:ref|src|dest|scope)=([^,]+)/.exec(entry) ?? [];
    return place === undefined ? type : `${type} ${place}`;
}
function plan_attestations({ inputs }) {
    const { sbom, provenance } = inputs;
    const kinds = [sbom === false ? 'no SBOM' : 'SBOM', provenance && `provenance ${provenance}`];
    return kinds.filter((kind) => kind !== false).join(', ');
}
function pushing({ build, gate }, real) {
    const dry = real ? '' : 'nothing; a real run: ';
    if (!gate)
        return `${dry}all tags with the build (gate: false)`;
    const how = { digest: ' by digest', tags: ' under the tag candidate', load: '', none: '' }[build.target.kind];
    return `${dry}a candidate${how}, then the tags, once it is inspected and smoke-tested`;
}
function smoking({ mode, args, entrypoint, http, timeoutMs }) {
    const limit = `at most ${timeoutMs / 1000} s`;
    const asks = http === undefined ? undefined : probe(http);
    if (mode === 'strict') {
        const words = [entrypoint, ...(args ?? [])].filter((word) => word !== undefined).join(' ');
        const runs = `exit code 0 of ${words === '' ? 'its own command' : words}`;
        return [runs, asks, limit].filter((part) => part !== undefined).join('; ');
    }
    if (asks !== undefined)
        return `${asks}; ${limit}`;
    return mode === 'off' ? 'off' : `auto: --help, or without an entrypoint its own command; ${limit}`;
}
function probe({ port, path }) {
    return `port ${port}${path} has to answer 2xx`;
}

// EXTERNAL MODULE: ./lib/report/refusal.js
var refusal = __webpack_require__(6890);
// EXTERNAL MODULE: ./lib/report/step.js
var report_step = __webpack_require__(1390);
;// CONCATENATED MODULE: ./lib/report/timeout.js

const SHOWN = 3;
/** GitHub's own runners for a platform (https://docs.github.com/en/actions/reference/runners/github-hosted-runners). */
const RUNNERS = {
    'linux/amd64': 'ubuntu-24.04',
    'linux/arm64': 'ubuntu-24.04-arm',
};
/**
 * What to do about a build that took too long, over several lines: its slowest steps, the platforms to leave out and how, a
 * native runner, more time.
 */
function explainTimeout(stopped) {
    const { platforms, slow } = stopped;
    const drop = platformsToDrop(stopped);
    const keep = platforms.filter((platform) => !drop.includes(platform));
    const shown = [...new Set(slow.map(({ platform }) => platform))].flatMap((platform) => stepLines(platform, stopped));
    return [
        ...(shown.length === 0 ? [] : ['The slowest steps of the build:', ...shown]),
        ...(drop.length === 0 || keep.length === 0 ? [] : dropLines(drop, keep)),
        ...drop
            .concat(platforms.length === 1 ? platforms : [])
            .flatMap((platform) => runnerLines(platform, stopped)),
        'Or give it more time with timeout:.',
    ].join('\n');
}
function stepLines(platform, { slow, native }) {
    const name = platform ?? 'shared';
    const emulated = platform !== undefined && native?.includes(platform) === false ? ' (emulated)' : '';
    return slow
        .filter((step) => step.platform === platform)
        .slice(0, SHOWN)
        .map(({ step, milliseconds, running }) => {
        return `  ${name}${emulated}: ${step}, ${(0,report_step/* seconds */.YA)(milliseconds)}${running ? ' and still running' : ''}`;
    });
}
/**
 * The platforms that were not done and are emulated; where there is none, the one whose steps took longest. At least one platform
 * is left.
 */
function platformsToDrop({ slow, platforms, native }) {
    const late = platforms.filter((one) => slow.some(({ platform, running }) => running && platform === one));
    const emulated = late.filter((one) => native?.includes(one) === false);
    if (emulated.length > 0 && emulated.length < platforms.length)
        return emulated;
    const times = late.map((one) => {
        const own = slow.filter(({ platform }) => platform === one);
        return { one, time: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0) };
    });
    const [slowest] = times.toSorted((a, b) => b.time - a.time);
    return slowest === undefined || platforms.length < 2 ? [] : [slowest.one];
}
function dropLines(drop, keep) {
    return [
        `To publish without ${drop.join(', ')} for now, run the workflow by hand (workflow_dispatch) with its input platforms at ${keep.join(',')}; the step takes it over with the line`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub Actions.
        '  platforms: ${{ inputs.platforms }}',
        `Without such an input, write platforms: ${keep.join(',')}.`,
    ];
}
function runnerLines(platform, { native }) {
    const runner = RUNNERS[platform];
    if (runner === undefined || native === undefined || native.includes(platform))
        return [];
    return [`${platform} is emulated on this runner; in a job of its own with runs-on: ${runner} it is not.`];
}

// EXTERNAL MODULE: ./lib/domain/outage.js
var outage = __webpack_require__(5749);
// EXTERNAL MODULE: ./lib/steps/builder/emulators.js
var builder_emulators = __webpack_require__(6183);
// EXTERNAL MODULE: ./lib/steps/builder/images.js
var builder_images = __webpack_require__(2241);
;// CONCATENATED MODULE: ./lib/steps/builder/builder.js






/**
 * Installs missing emulators, then makes or starts the builder where that has to be done. Nothing is done where all is there. A builder that does
 * not come up falls back once, as it is planned, with a warning that says what failed and what it costs.
 * @returns the plan to go on with
 * @throws CommandError where nothing takes the builder's place, InputError where buildx makes no such builder
 */
async function prepareBuilder(host, session, plan) {
    if (plan.emulators !== undefined)
        await (0,builder_emulators/* installEmulators */.e)(host, session, plan.emulators);
    if (plan.existing.kind === 'reuse' || !(0,plan_builder/* mustStart */.em)(plan.builder))
        return plan;
    try {
        await bringUp(host, session, plan.builder);
        return plan;
    }
    catch (error) {
        if (!(error instanceof errors/* CommandError */.Qd) || host.processes.stopped !== undefined)
            throw error;
        const failure = await describeFailure(host, session, plan.builder, error);
        if (plan.fallback === undefined)
            throw failure;
        return fallBack(host, session, plan, failure);
    }
}
async function bringUp(host, session, builder) {
    if (builder.kind === 'create')
        return create(host, session, builder);
    if (!(0,plan_builder/* mustStart */.em)(builder))
        return;
    host.log.info(`Starting the builder ${builder.name}.`);
    await host.buildx.start(builder.name);
}
async function create(host, session, plan) {
    const { name, driver, config, entitlements, image } = plan;
    const reference = image && (plan.here ? await (0,builder_images/* obtain */.A)(host, session, image) : image.reference);
    const option = reference === undefined ? [] : [`image=${reference}`];
    const nodes = plan.nodes.map((node) => ({ ...node, options: [...option, ...node.options] }));
    session.keep({ builder: name });
    host.log.info(`Starting the builder ${name}.`);
    await host.buildx.create({ name, driver, nodes, config, entitlements }).catch((error) => {
        throw error instanceof errors/* CommandError */.Qd && isRefusal(error) ? refused(error) : error;
    });
}
/**
 * Whether buildx has refused what was asked for, before it tried to start anything: that is put right by writing something else, not by
 * building elsewhere. What it has tried to start, or could not reach, may come up another time.
 */
function isRefusal(error) {
    const said = (0,builder_images/* saidBy */.T)(error);
    return !/\[internal\] (?:booting|waiting)/.test(said) && (0,outage/* passingTrouble */.t)(said) === undefined;
}
function refused({ evidence }) {
    const words = evidence.at(-1)?.replace(/^ERROR: (?:failed to initialize builder \S+ \(\S+\): )?/, '') ?? '';
    return new errors/* InputError */.dz([
        {
            input: 'driver',
            found: `buildx makes no such builder: ${words.slice(0, 300).replace(/\.?$/, '.')}`,
            remedy: 'Correct driver-opts, nodes or buildkitd-config.',
        },
    ]);
}
/** Adds what buildx says of each node, and takes away what is there of a builder of ours. */
async function describeFailure(host, session, builder, error) {
    const nodes = await nodesOf(host, builder.name);
    if (builder.kind === 'create' && session.state.builder !== undefined) {
        // Post tries again.
        await host.buildx.remove(builder.name).catch(() => undefined);
    }
    const states = nodes.length === 0 ? '' : ` Its nodes: ${nodes.map(describeNode).join('; ')}.`;
    const found = `${error.trouble.found.replace(/\.?$/, '.')}${states}`;
    const why = builder.fallback.kind === 'none' ? `${builder.fallback.reason} ` : '';
    // Words of a connection to a node or a cluster would be taken for those of one to a registry.
    const evidence = builder.driver === 'docker-container' ? error.evidence : [];
    return new errors/* CommandError */.Qd({ found, remedy: `${why}${remedyFor(builder)}` }, { cause: error, evidence });
}
async function nodesOf(host, name) {
    const builders = await host.buildx.builders().catch(() => []);
    return builders.find((builder) => builder.name === name)?.nodes ?? [];
}
function describeNode({ name, endpoint, status, error }) {
    return `${name} (${endpoint}) ${status}${error === undefined ? '' : `: ${error}`}`;
}
function remedyFor({ driver, kind }) {
    if (driver === 'remote')
        return 'See whether this runner reaches each node, and whether its certificates fit.';
    if (driver === 'kubernetes')
        return 'Look at the cluster, and at what driver-opts name.';
    return kind === 'existing'
        ? 'Look at the step that made it, or remove the input builder.'
        : 'Look at the lines above, and at driver-opts, buildkit-image and buildkitd-config where they are written.';
}
async function fallBack(host, session, plan, failure) {
    const { fallback } = plan;
    if (fallback === undefined)
        throw failure;
    const { cost, ...building } = fallback;
    const warning = `${failure.trouble.found} ${cost}`;
    host.log.warning(warning);
    const more = building.notices.filter((notice) => !plan.notices.includes(notice));
    for (const notice of more)
        host.log.notice(notice);
    const emulators = (0,plan_emulators/* withoutInstalled */.pN)(building.emulators, plan.emulators);
    if (emulators !== undefined)
        await (0,builder_emulators/* installEmulators */.e)(host, session, emulators);
    await bringUp(host, session, building.builder).catch(async (error) => {
        throw error instanceof errors/* CommandError */.Qd
            ? await describeFailure(host, session, building.builder, error)
            : error;
    });
    return { ...plan, ...building, fallback: undefined, notices: [...plan.notices, warning, ...more] };
}

// EXTERNAL MODULE: ./lib/steps/deadline.js
var deadline = __webpack_require__(9143);
;// CONCATENATED MODULE: ./lib/steps/exports.js

/** The newest export, and the one before, which another job of this runner may be reading. */
const KEPT = 2;
/** Folders of keys: that of now, and the last one, which a branch may still have. */
const KEPT_KEYS = 2;
/** An export that is not whole by then has no job any more. */
const ABANDONED = 24 * 3600 * 1000;
/**
 * Takes over the exports of the `local` layer that a build has written, and removes older ones. Each build writes a folder of its own,
 * because an export into an old one never removes what is of no use any more, and grows for ever. What a build left that failed is no
 * export, and is removed.
 */
async function keepExports(host, folders) {
    for (const folder of folders) {
        try {
            await takeOver(host, folder);
            await removeOld(host, folder.path);
            await removeOldKeys(host, folder.path);
        }
        catch (error) {
            host.log.warning(`The local cache ${folder.path} was not kept: ${exports_wordsOf(error)}`);
        }
    }
}
/** Removes what a build that failed has begun to write. */
async function dropExports(host, folders) {
    // The build has failed for another reason, which is what the reader has to know.
    await Promise.all(folders.map((folder) => host.files.remove(partOf(folder)).catch(() => undefined)));
}
/** An export that broke off has no index.json, which is written last. */
async function takeOver(host, folder) {
    const part = partOf(folder);
    if ((await host.files.kind(`${part}/index.json`)) === 'file')
        await host.files.rename(part, `${folder.path}/${folder.name}`);
    else
        await host.files.remove(part);
}
async function removeOld(host, path) {
    const names = await host.files.list(path);
    const whole = names.filter((name) => exportTime(name) !== undefined);
    const abandoned = names.filter((name) => isPart(name) && !isBeingWritten(host, name));
    for (const name of [...whole.slice(0, -KEPT), ...abandoned])
        await host.files.remove(`${path}/${name}`);
}
/** Each change of a key file leaves a folder that hardly anybody reads again. */
async function removeOldKeys(host, path) {
    const at = path.lastIndexOf('/');
    const parent = path.slice(0, at);
    const names = keyedSiblings(path.slice(at + 1), await host.files.list(parent));
    const known = await Promise.all(names.map(async (name) => ({ name, exports: await host.files.list(`${parent}/${name}`) })));
    const idle = known.filter(({ exports }) => !exports.some((one) => isBeingWritten(host, one)));
    const newest = idle.toSorted((a, b) => timeOf(b.exports) - timeOf(a.exports));
    for (const { name } of newest.slice(KEPT_KEYS))
        await host.files.remove(`${parent}/${name}`);
}
function timeOf(exports) {
    return Math.max(0, ...exports.map((name) => exportTime(name) ?? 0));
}
function isPart(name) {
    return begunAt(name) !== undefined;
}
function isBeingWritten(host, name) {
    return (begunAt(name) ?? 0) >= host.clock.now() - ABANDONED;
}
function begunAt(name) {
    return name.endsWith('.part') ? exportTime(name.slice(0, -'.part'.length)) : undefined;
}
/**
 * Saves the exports of a runner that is thrown away after the job, for the next job, all at the same time. It costs no publish: what goes
 * wrong is a warning, one for each reason.
 */
async function saveExports(host, folders) {
    const reasons = await Promise.all(folders.map((folder) => save(host, folder).catch(exports_wordsOf)));
    for (const reason of new Set(reasons))
        if (reason !== undefined)
            host.log.warning(`The local cache was not saved. ${reason}`);
}
async function save(host, { path, name }) {
    const names = await host.files.list(path);
    if (!names.includes(name))
        return;
    // The one before would double what has to be moved.
    for (const one of names.filter((other) => other !== name))
        await host.files.remove(`${path}/${one}`);
    await host.cacheService.save(path, `${folderKey(path)}${name}`);
}
function exports_wordsOf(error) {
    return error instanceof Error ? error.message : String(error);
}

// EXTERNAL MODULE: ./lib/domain/listing.js
var listing = __webpack_require__(496);
// EXTERNAL MODULE: ./lib/host/registry/held.js
var registry_held = __webpack_require__(8713);
// EXTERNAL MODULE: ./lib/host/registry/listing.js
var registry_listing = __webpack_require__(3212);
// EXTERNAL MODULE: ./lib/plan/lines.js
var lines = __webpack_require__(9572);
// EXTERNAL MODULE: ./lib/plan/records.js
var records = __webpack_require__(3977);
;// CONCATENATED MODULE: ./lib/steps/gather/caches.js






/** A cache that answers later than this costs more than it can save. */
const TIME_LIMIT = 2_500;
/** What is read as a whole, in bytes. */
const CONFIG_LIMIT = 4 * 1024 * 1024;
/**
 * Looks at the caches that a build would use, all at the same time: what is absent need not be asked for by the builder, and who does not
 * answer now would hold the build up.
 */
async function probeCaches(host, inputs, target) {
    const { cache } = inputs;
    if (cache.cache.length === 0)
        return domain_cache/* NOTHING_PROBED */.f;
    const { context } = host.runner;
    const key = await keyOf(host, inputs);
    const { references, folders, written, scopes } = placesToProbe(cache, {
        image: target.image,
        policy: target.policy,
        scopes: scopesOf(inputs, context, key),
        folder: cacheFolder(context),
    });
    const [registry, local, service] = await Promise.all([
        each(references, (name) => lookAt(host, target.image, name)),
        lookInto(host, folders, written),
        scopes.length > 0 ? host.cacheService.probe(scopes) : undefined,
    ]);
    return { registry, ...local, service, key, time: host.clock.now() };
}
/** What is known of each, at the same time. */
async function each(names, ask) {
    const found = await Promise.all(names.map(async (name) => [name, await ask(name)]));
    return new Map(found.flatMap(([name, answer]) => (answer === undefined ? [] : [[name, answer]])));
}
async function keyOf(host, { cache }) {
    if (cache.cacheKeyFiles.length === 0)
        return undefined;
    try {
        const key = await host.globs.digest(host.runner.context.workspace, cache.cacheKeyFiles);
        if (key === undefined)
            host.log.warning('cache-key-files matches no file of the workspace, so the cache has no key. Look at its patterns; they are relative to the workspace.');
        return key;
    }
    catch (error) {
        // A file that nobody can read, or that another step is removing. A cache is no reason to publish nothing.
        const words = error instanceof Error ? error.message : String(error);
        host.log.warning(`A file of cache-key-files cannot be read, so the cache has no key: ${words}`);
        return undefined;
    }
}
/** Undefined where the reference cannot be asked about; the builder will say more. */
async function lookAt(host, image, text) {
    const reference = (0,domain_reference/* parseReference */.F2)(text);
    if (reference === undefined)
        return undefined;
    const { name, tag } = reference;
    const late = lateAnswer(host);
    try {
        const found = await Promise.race([host.registry.head(name, tag), late]);
        // Where the image itself goes to a slow registry, the cache is the smaller part of it.
        if (found === 'late' && name.registry === image.registry)
            return undefined;
        if (found === 'late')
            return broken(`${name.registry} did not answer in ${TIME_LIMIT / 1000} s`);
        if (found === undefined)
            return { kind: 'absent' };
        const given = await Promise.race([readConfig(host, name, tag), late]);
        if (given === 'late')
            return broken(`${name.registry} did not give it in ${TIME_LIMIT / 1000} s`);
        return { kind: 'present' };
    }
    catch (error) {
        if (!(error instanceof errors/* RegistryError */.gl))
            throw error;
        return judge(error, name.registry);
    }
}
/**
 * Reads what a cache begins with, and what BuildKit reads first: while that hangs, BuildKit does nothing else at all, for nobody, and
 * cannot be stopped.
 */
async function readConfig(host, name, tag) {
    const content = (await host.registry.manifest(name, tag))?.content;
    if (content?.kind !== 'manifest' || content.config.size > CONFIG_LIMIT)
        return;
    await host.registry.blob(name, content.config);
}
async function lateAnswer(host) {
    await host.clock.sleep(TIME_LIMIT);
    return 'late';
}
function broken(reason) {
    return { kind: 'broken', reason };
}
function judge({ kind, status }, registry) {
    if (kind === 'unauthorized' || kind === 'denied')
        return { kind: 'closed', reason: `${registry} does not show it to this job` };
    if (kind === 'not-found')
        return { kind: 'absent' };
    return broken(status === undefined ? `${registry} cannot be reached` : `${registry} answers with status ${status}`);
}
/**
 * The folders of the `local` layer. Those that will be written are made here, because buildx makes them itself before a build, and
 * fails where it cannot: no `ignore-error` helps against that.
 */
async function lookInto(host, folders, written) {
    const reasons = await each(folders, (folder) => bringBack(host, folder));
    for (const reason of new Set(reasons.values()))
        host.log.warning(`The local cache was not brought back. ${reason}`);
    const newest = await each(folders, (folder) => newestIn(host, folder));
    return { folders: newest, unwritable: await each(written, (folder) => host.files.makeWritable(folder)) };
}
/**
 * A runner that is thrown away has nothing of an earlier job but what the Actions cache kept.
 * @returns why it could not be brought back
 */
async function bringBack(host, folder) {
    const { hosted, cacheService } = host.runner.context;
    if (!hosted || cacheService === 'none' || (await host.files.list(folder)).length > 0)
        return undefined;
    try {
        await host.cacheService.restore(folder, `${folderKey(folder)}${host.clock.now()}`, folderKey(folder));
        return undefined;
    }
    catch (error) {
        if (!(error instanceof errors/* CommandError */.Qd))
            throw error;
        // What came of it may be half of an export.
        await host.files.remove(folder).catch(() => undefined);
        return error.message;
    }
}
/** Exports are named by their time; one that is being written ends in `.part`. */
async function newestIn(host, folder) {
    const names = await host.files.list(folder);
    return names.findLast((name) => exportTime(name) !== undefined);
}

;// CONCATENATED MODULE: ./lib/steps/gather/workspace.js
const CHECKOUT = 'Add a step with actions/checkout before this one.';
/** Finds context, Dockerfile and commit; or says which inputs name what is not there. */
async function readWorkspace(host, inputs) {
    const places = await findPlaces(host, inputs);
    if (!('context' in places))
        return places;
    return { ...places, commit: await readCommit(host, places.context, host.runner.context.sha) };
}
/** Finds context and Dockerfile; or says which inputs name what is not there. */
async function findPlaces(host, inputs) {
    const { workspace } = host.runner.context;
    const context = await host.files.insideWorkspace(workspace, inputs.build.context);
    if (context === undefined)
        return [noContext(inputs.build.context, await host.files.list(workspace))];
    const file = await findDockerfile(host, inputs, context);
    if (file === undefined)
        return [noDockerfile(inputs.build.file, await host.files.list(context))];
    return { context, file };
}
/** HEAD of the checkout; the event's commit only where there is no checkout. */
async function readCommit(host, context, sha) {
    const head = await host.git.head(context);
    if (head === undefined)
        return { sha, time: undefined };
    return { sha: head, time: await host.git.commitTime(context, head) };
}
async function findDockerfile(host, inputs, context) {
    const { workspace } = host.runner.context;
    const { file } = inputs.build;
    const candidates = file === undefined ? [`${context}/Dockerfile`, `${context}/Dockerfile.example`] : [file];
    for (const candidate of candidates) {
        const path = await host.files.insideWorkspace(workspace, candidate);
        if (path !== undefined && (await host.files.kind(path)) === 'file')
            return path;
    }
    return undefined;
}
function noContext(context, found) {
    return {
        input: 'context',
        found: `'${context}' is no folder of the workspace, which ${holds(found)}.`,
        allowed: 'a folder of the workspace',
        remedy: found.length === 0 ? CHECKOUT : `If files are missing: ${CHECKOUT}`,
    };
}
function noDockerfile(file, found) {
    const what = file === undefined ? 'neither Dockerfile nor Dockerfile.example is' : `'${file}' is not a file`;
    return {
        input: 'file',
        found: `${what} in the workspace; the context ${holds(found)}.`,
        allowed: 'a file of the workspace',
        remedy: found.length === 0
            ? CHECKOUT
            : 'Write file: with the path of the Dockerfile, relative to the workspace.',
    };
}
function holds(found) {
    if (found.length === 0)
        return 'is empty';
    const shown = found.slice(0, 12).join(', ');
    return `holds ${found.length > 12 ? `${shown} and ${found.length - 12} more` : shown}`;
}

;// CONCATENATED MODULE: ./lib/steps/gather/mentioned.js


const REMEDY = 'Make it before this step, or remove the line.';
/** Faults of inputs that name files and variables which are not there. */
async function checkMentioned(host, { build, builder }) {
    const variables = build.secretEnvs
        .filter(({ value }) => host.runner.environment(value) === undefined)
        .map(({ value }) => ({
        input: 'secret-envs',
        found: `the variable ${value} is not set.`,
        remedy: REMEDY,
    }));
    const files = await Promise.all([
        ...build.secretFiles.map(({ value }) => checkFile(host, 'secret-files', value)),
        ...(builder.buildkitdConfig === undefined
            ? []
            : [checkFile(host, 'buildkitd-config', builder.buildkitdConfig)]),
        ...(0,inputs_builder/* tlsFiles */.t_)(builder).map(({ input, path }) => checkFile(host, input, path)),
    ]);
    return [...variables, ...files.filter((fault) => fault !== undefined)];
}
/**
 * What the disk says of inputs, for the report of a run whose inputs have faults already, so that one run shows all.
 * @param known the faults of inputs that could not be parsed; nothing is said of these, nor of a Dockerfile in a context that nobody knows
 */
async function faultsOnDisk(host, inputs, known) {
    const faulty = new Set(known.map(({ input }) => input));
    const [places, mentioned] = await Promise.all([
        faulty.has('context') ? [] : findPlaces(host, inputs),
        checkMentioned(host, inputs),
    ]);
    const found = [...('context' in places ? [] : places), ...mentioned];
    return found.filter(({ input }) => !faulty.has(input));
}
async function checkFile(host, input, path) {
    const { workspace } = host.runner.context;
    const absolute = path.startsWith('/') ? path : `${workspace}/${path}`;
    if ((await host.files.kind(absolute)) === 'file')
        return undefined;
    return {
        input,
        found: `'${path}' is not a file.`,
        allowed: 'a file, relative to the workspace',
        remedy: REMEDY,
    };
}

// EXTERNAL MODULE: ./lib/steps/gather/signing.js
var gather_signing = __webpack_require__(3776);
// EXTERNAL MODULE: ./lib/domain/manifest.js
var manifest = __webpack_require__(5151);
;// CONCATENATED MODULE: ./lib/host/registry/platform.js

/**
 * The manifest of one platform of an image. A single manifest does not name its platform, so it is given for each.
 * Undefined where the image has no such platform. @throws RegistryError
 */
async function readPlatformManifest(registry, image, { content }, platform) {
    if (content.kind === 'manifest')
        return content;
    const entry = (0,manifest/* imageFor */.zd)(content, platform);
    const child = entry && (await registry.manifest(image, entry.digest));
    return child?.content.kind === 'manifest' ? child.content : undefined;
}

// EXTERNAL MODULE: ./lib/plan/space.js
var space = __webpack_require__(1893);
;// CONCATENATED MODULE: ./lib/steps/gather/weighing.js



/**
 * What the build is likely to weigh. Begins as soon as its own facts are there, so it is mostly over when the last of the others is.
 * @returns undefined where nothing can be said of the disk, because the engine is on another machine
 * @throws whatever the facts do, and RegistryError
 */
async function weighNext(host, { build: { platforms } }, image, asking) {
    const [engine, workspace, { held }] = await Promise.all([asking.engine, asking.workspace, asking.registry]);
    if ('unreachable' in engine || engine.root === undefined || !('context' in workspace))
        return undefined;
    return weigh(host, { image, held, platforms, file: workspace.file });
}
/**
 * What a build is likely to weigh, by the image that was published last; of a first one by the bases that are in the same registry alone.
 * @throws RegistryError
 */
async function weigh(host, { image, held, platforms, file }) {
    const last = (0,space/* lastPublished */.rL)(held, platforms);
    if (last !== undefined) {
        return { weights: await weightsOf(host, image, last, platforms), measured: 'the last published image' };
    }
    const bases = (0,space/* basesIn */.aj)(image.registry, (await host.files.read(file)) ?? '');
    const each = await Promise.all(bases.map((base) => weightsOf(host, base.image, base.reference, platforms).catch(() => [])));
    return { weights: added(each.flat()), measured: 'its base images' };
}
function added(weights) {
    const same = (one) => weights.filter(({ platform }) => (0,domain_platform/* samePlatform */.my)(platform, one.platform));
    return weights.map((one) => ({ ...one, bytes: same(one).reduce((sum, { bytes }) => sum + bytes, 0) }));
}
async function weightsOf(host, image, reference, platforms) {
    const stored = await host.registry.manifest(image, reference);
    if (stored === undefined)
        return [];
    const weights = platforms.map(async (platform) => {
        const manifest = await readPlatformManifest(host.registry, image, stored, platform);
        return manifest === undefined ? [] : [weight(platform, manifest)];
    });
    return (await Promise.all(weights)).flat();
}
function weight(platform, { layers }) {
    return { platform, bytes: layers.reduce((sum, { size }) => sum + size, 0) };
}

;// CONCATENATED MODULE: ./lib/steps/gather/gather.js













/**
 * Asks engine, builders, registry, workspace and git at the same time.
 * @param asked.tags the tags that are wanted, or the faults of their names, to be told in the same report
 * @param asked.secrets what may stand in no build argument, label or annotation
 * @throws InputError with every fault, RegistryError where a publish cannot list the tags
 */
async function gather(host, inputs, target, { tags, secrets, ...readied }) {
    const publishing = target.policy.kind === 'publish';
    const asking = {
        engine: host.engine.describe(),
        workspace: readWorkspace(host, inputs),
        registry: readRegistry(host, target.image, tags),
    };
    const weighing = weighNext(host, inputs, target.image, asking).catch(() => undefined);
    const [engine, builders, localImages, workspace, mentioned, registry, push, gitTag, caches, signing] = await Promise.all([
        asking.engine,
        host.buildx.builders().catch(() => []),
        host.engine.imagesOf((0,domain_reference/* formatImageName */.eS)(target.image)).catch(() => undefined),
        asking.workspace,
        checkMentioned(host, inputs),
        asking.registry.catch(asRegistryError),
        publishing ? host.registry.canPush(target.image) : undefined,
        publishing ? readGitTag(host, inputs) : undefined,
        probeCaches(host, inputs, target),
        (0,gather_signing/* lookAtSigning */.k)(host, inputs.signing, target, readied),
    ]);
    const known = 'faults' in tags ? tags.faults : [];
    const guarded = guardFaults(inputs, secrets);
    const faults = [
        ...[...known, ...guarded, ...mentioned, ...signing.faults],
        ...('context' in workspace ? [] : workspace),
    ];
    if (faults.length > 0 || !('context' in workspace))
        throw new errors/* InputError */.dz(faults);
    const facts = { engine, builders, localImages, ...workspace, gitTag, caches, signing: signing.facts };
    if (!(registry instanceof errors/* RegistryError */.gl))
        return { facts: { ...facts, registry }, weighing, push };
    // A dry run works without any access to the registry. Where a push is refused, that tells more than the tags.
    if (push === undefined || !push.ok)
        return {
            facts: { ...facts, registry: { ...NOTHING_KNOWN, unread: registry.trouble.found } },
            weighing,
            push,
        };
    throw registry;
}
/** The commit of the git tag that the input `tag` names: by the checkout, which may be shallow, else by GitHub. */
async function readGitTag(host, { identity, build }) {
    const { tag, tagPrefix } = identity;
    if (tag === undefined)
        return undefined;
    const start = tagPrefix === undefined ? '' : `${tagPrefix}/`;
    const name = tag.startsWith(start) ? tag : `${start}${tag}`;
    const folder = await host.files.insideWorkspace(host.runner.context.workspace, build.context);
    const local = folder && (await host.git.tagCommit(folder, name));
    if (local !== undefined)
        return local;
    const answer = await host.github.gitTag(name);
    return 'unknown' in answer ? undefined : answer.value;
}
const NOTHING_KNOWN = { listing: listing/* EMPTY_LISTING */.R6, held: new Map() };
async function readRegistry(host, image, tags) {
    // Where a name is faulty nothing is decided by the registry.
    if ('faults' in tags)
        return NOTHING_KNOWN;
    const { fixed, moving, extra, branch, commit } = tags;
    const others = [...moving.map(({ tag }) => tag), ...extra, ...[branch, commit].flatMap((tag) => tag ?? [])];
    const [listing, held] = await Promise.all([
        (0,registry_listing/* readListing */.v)(host, image, (0,records/* needsOf */.hN)((0,records/* publishQuestion */._u)(tags))),
        (0,registry_held/* readHeldTags */.Vb)(host.registry, image, [...fixed, ...(0,lines/* otherSpellings */.wf)(fixed), ...others]),
    ]);
    return { listing, held };
}
function asRegistryError(error) {
    if (error instanceof errors/* RegistryError */.gl)
        return error;
    throw error;
}

// EXTERNAL MODULE: ./lib/steps/login.js
var login = __webpack_require__(3850);
;// CONCATENATED MODULE: ./lib/steps/secrets.js



/** BuildKit takes no larger secret (secrets.MaxSecretSize: 500 KiB). */
const secrets_LARGEST = 500 * 1024;
/**
 * Every secret of the inputs, with its value: for this process's memory only. What is not there is left out; the faults of the inputs
 * say so. What the log must not show of them is masked: nobody has masked files yet, nor values within a line.
 */
async function readSecrets(host, inputs, key) {
    const { secretEnvs, secretFiles } = inputs.build;
    const variables = secretEnvs.map(({ name, value }) => ({
        name: secretName(name, 'secret-envs'),
        value: (0,secretforms/* bytesOf */.$)(host.runner.environment(value) ?? ''),
    }));
    const { workspace } = host.runner.context;
    const files = await Promise.all(secretFiles.map(async ({ name, value: path }) => {
        const content = await host.files.bytes(path.startsWith('/') ? path : `${workspace}/${path}`, secrets_LARGEST);
        return { name: secretName(name, 'secret-files'), value: content?.toString('latin1') ?? '' };
    }));
    const facts = publicFacts(inputs, host.runner.context);
    const given = [...givenSecrets(inputs), ...variables, ...files, ...keySecrets(key)];
    const secrets = given.map((one) => withParts(one, facts));
    for (const part of secrets.flatMap(partsOf))
        maskLine(host, part);
    return secrets;
}
/** What an image is signed with. */
function keySecrets(key) {
    if (key === undefined)
        return [];
    return [
        { name: 'the private key of cosign-key', value: (0,secretforms/* bytesOf */.$)(key.pem) },
        { name: 'the password in COSIGN_PASSWORD', value: (0,secretforms/* bytesOf */.$)(key.password) },
    ];
}
/** Of a file with several lines only its values are masked: `[default]` and the like stand in every log. */
function maskLine(host, part) {
    if (!/[\r\n]/.test(part))
        host.runner.mask(Buffer.from(part, 'latin1').toString('utf8'));
}

// EXTERNAL MODULE: ./lib/steps/session.js
var steps_session = __webpack_require__(3487);
;// CONCATENATED MODULE: ./lib/steps/sign/key.js
/**
 * The private key that an input names, hidden in the log with its password. Undefined where its variable is not set.
 */
function readKey(host, input) {
    const pem = input.kind === 'pem' ? input.pem : host.runner.environment(input.name);
    if (pem === undefined)
        return undefined;
    const password = host.runner.environment('COSIGN_PASSWORD') ?? '';
    for (const secret of [pem, password])
        if (secret !== '')
            host.runner.mask(secret);
    return { pem, password };
}

;// CONCATENATED MODULE: ./lib/steps/space.js

/** For how long a build may be held up for a warning. What was asked beside the rest of the facts is mostly there by then. */
const PATIENCE = 500;
/** An answer that comes later is of no use any more: the build is on its way. */
const USEFUL_WITHIN = 10_000;
/**
 * Looks whether the disk is large enough for a build, and warns where it may not be. Ends when that is told, or when the build has waited
 * for long enough: then it is told beside the build. Never fails: where something is not known, nothing is said.
 * @param weighing what the build is likely to weigh, asked for beside the other facts
 */
async function checkSpace(host, plan, weighing) {
    const { root, builds } = plan.machine;
    if (root === undefined || !builds)
        return;
    await Promise.race([tellSpace(host, plan, root, weighing), host.clock.sleep(PATIENCE)]);
}
async function tellSpace(host, plan, root, weighing) {
    const started = host.clock.now();
    const free = await host.disk.free(root);
    if (free === undefined)
        return;
    const measure = await weighing;
    if (measure === undefined || host.clock.now() - started > USEFUL_WITHIN)
        return;
    const warning = (0,space/* spaceWarning */.xX)({
        ...measure,
        root,
        free,
        platforms: plan.build.platforms,
        pulls: plan.smoke.mode !== 'off' && !plan.inEngine && plan.target.policy.kind === 'publish',
        hosted: host.runner.context.hosted,
    });
    if (warning !== undefined)
        host.log.warning(warning);
}
/** Free space where builds and this step write. A place that is not there, or is another machine's, is left out. */
async function freePlaces(host, root) {
    const { temp, workspace } = host.runner.context;
    const named = [
        ['the data root of the engine', root],
        ['RUNNER_TEMP', temp],
        ['the workspace', workspace],
    ];
    const places = named.map(async ([name, path]) => {
        const free = path === undefined ? undefined : await host.disk.free(path);
        return path === undefined || free === undefined ? [] : [{ name, path, free }];
    });
    return (await Promise.all(places)).flat();
}

// EXTERNAL MODULE: ./lib/steps/stopwatch.js
var stopwatch = __webpack_require__(1444);
// EXTERNAL MODULE: ./lib/domain/json.js
var domain_json = __webpack_require__(7708);
;// CONCATENATED MODULE: ./lib/report/rawjson.js


const NAME_LIMIT = 2_000;
const INPUT_LIMIT = 200;
const ERROR_LIMIT = 64_000;
const LINE_LIMIT = 8 * 1024 * 1024;
/**
 * Parses one line of `docker buildx build --progress=rawjson`. Undefined where it is none: buildx writes plain text to the
 * same stream when a build fails. Every text in it is hostile; nothing about its shape is assumed.
 * Shape: BuildKit client/graph.go, SolveStatus.
 */
function parseBuildEvent(line) {
    if (!line.startsWith('{') || line.length > LINE_LIMIT)
        return undefined;
    const json = rawjson_parseJson(line);
    if (!(0,domain_json/* isObject */.Gv)(json))
        return undefined;
    const kinds = [json.vertexes, json.statuses, json.logs, json.warnings];
    if (!kinds.some((kind) => Array.isArray(kind)))
        return undefined;
    return {
        vertexes: rawjson_each(json.vertexes, vertex),
        statuses: rawjson_each(json.statuses, rawjson_status),
        logs: rawjson_each(json.logs, log),
        warnings: rawjson_each(json.warnings, warning),
    };
}
function rawjson_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function rawjson_each(values, parse) {
    if (!Array.isArray(values))
        return [];
    return values.filter(domain_json/* isObject */.Gv).flatMap((json) => parse(json) ?? []);
}
function strings(value) {
    if (!Array.isArray(value))
        return [];
    return value.slice(0, INPUT_LIMIT).flatMap((one) => rawjson_text(one) ?? []);
}
function vertex(json) {
    const digest = rawjson_text(json.digest);
    if (digest === undefined)
        return undefined;
    return {
        digest,
        name: rawjson_text(json.name) ?? '',
        inputs: strings(json.inputs),
        started: time(json.started),
        completed: time(json.completed),
        cached: json.cached === true,
        error: rawjson_text(json.error, ERROR_LIMIT) || undefined,
    };
}
function rawjson_status(json) {
    const id = rawjson_text(json.id);
    const vertex = rawjson_text(json.vertex);
    if (id === undefined || vertex === undefined)
        return undefined;
    const [current, total] = [json.current, json.total].map((value) => typeof value === 'number' ? value : undefined);
    return { id, vertex, current, total, started: time(json.started), completed: time(json.completed) };
}
function log(json) {
    const vertex = rawjson_text(json.vertex);
    const bytes = decode(json.data);
    if (vertex === undefined || bytes === undefined)
        return undefined;
    return { vertex, stream: json.stream === 2 ? 2 : 1, bytes };
}
function warning(json) {
    const bytes = decode(json.short);
    if (bytes === undefined)
        return undefined;
    const short = new TextDecoder().decode(bytes).slice(0, NAME_LIMIT);
    const url = rawjson_text(json.url);
    return url?.startsWith('https://docs.docker.com/') ? `${short} (${url})` : short;
}
function rawjson_text(value, limit = NAME_LIMIT) {
    return typeof value === 'string' ? (0,foreign/* clip */.$Q)(value, limit) : undefined;
}
function time(value) {
    if (typeof value !== 'string')
        return undefined;
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
}
function decode(value) {
    if (typeof value !== 'string')
        return undefined;
    const binary = fromBase64(value);
    if (binary === undefined)
        return undefined;
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1)
        bytes[at] = binary.charCodeAt(at);
    return bytes;
}
function fromBase64(text) {
    try {
        return atob(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/report/announcement.js


/**
 * Reads what a line of `--progress=rawjson` says of the image that is pushed (BuildKit exporter/containerimage/writer.go and
 * util/push/push.go). The image is made before anything of it is pushed; its digest is the one that its tags get.
 * @param index whether the image is an index; then manifests are parts of it
 */
function readAnnouncement(line, index) {
    if (!/"(?:exporting|pushing) manifest /.test(line))
        return undefined;
    const made = index ? 'exporting manifest list ' : 'exporting manifest ';
    const said = (parseBuildEvent(line)?.statuses ?? []).flatMap(({ id }) => {
        const [kind, text] = id.startsWith('pushing manifest for ')
            ? ['pushing', id.slice(id.lastIndexOf('@') + 1)]
            : ['made', id.startsWith(made) ? id.slice(made.length) : undefined];
        const digest = (0,domain_digest/* parseDigest */.m)(text);
        return digest === undefined ? [] : [{ kind, digest }];
    });
    return said.at(-1);
}

// EXTERNAL MODULE: ./lib/report/undone.js
var undone = __webpack_require__(5951);
// EXTERNAL MODULE: ./lib/domain/github.js
var github = __webpack_require__(2313);
// EXTERNAL MODULE: ./lib/domain/engine.js
var engine = __webpack_require__(6868);
// EXTERNAL MODULE: ./lib/domain/history.js
var domain_history = __webpack_require__(7040);
;// CONCATENATED MODULE: ./lib/host/registry/history.js





/** Undefined where there is no such image. @throws RegistryError */
async function readPublishedHistory(registry, image, reference, platforms) {
    const stored = await registry.manifest(image, reference);
    if (stored === undefined)
        return undefined;
    const [{ revision }, histories] = await Promise.all([
        (0,registry_held/* describeHeld */.T0)(registry, image, stored),
        Promise.all(platforms.map((platform) => readPlatform(registry, image, stored, platform))),
    ]);
    return { revision, histories: new Map(histories.flat()) };
}
async function readPlatform(registry, image, stored, platform) {
    const manifest = await readPlatformManifest(registry, image, stored, platform);
    if (manifest === undefined)
        return [];
    const config = JSON.parse((await registry.blob(image, manifest.config)).toString('utf8'));
    const history = isFor(config, platform) ? (0,domain_history/* parseHistory */.i)(config) : undefined;
    return history === undefined ? [] : [[(0,domain_platform/* formatPlatform */.Bq)(platform), history]];
}
function isFor(config, platform) {
    const { platform: own } = (0,engine/* parseConfig */.o)(config, platform);
    return (0,domain_platform/* samePlatform */.my)(own, platform);
}

;// CONCATENATED MODULE: ./lib/plan/evidence.js
/**
 * The image that this one follows: what the narrowest tag that moves held when the run looked around, or what the branch's tag
 * holds, or the version itself where it is built again. Undefined where there is none.
 */
function earlierImage({ moving, branch, fixed }, held) {
    const tags = [...moving.map(({ tag }) => tag), ...fixed, ...(branch === undefined ? [] : [branch])];
    const [first] = tags.flatMap((tag) => {
        const digest = held.get(tag)?.digest;
        return digest === undefined ? [] : [{ tag, digest }];
    });
    return first;
}
/**
 * What of the changes between two commits concerns a build.
 * @param changed paths relative to the repository
 * @param prefix the build context's, '' or ending in `/`
 * @param context its absolute path; a Dockerfile elsewhere than in the repository is not known
 */
function changesIn(changed, prefix, { context, file }) {
    const files = changed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    const folder = `${context}/`;
    const root = folder.endsWith(`/${prefix}`) ? folder.slice(0, folder.length - prefix.length) : undefined;
    const known = root !== undefined && file.startsWith(root);
    return { files, dockerfile: known ? changed.includes(file.slice(root.length)) : undefined };
}

;// CONCATENATED MODULE: ./lib/steps/earlier.js



/** How long the report of cache hits may wait for what it can do without. */
const earlier_TIME_LIMIT = 5_000;
/**
 * What is known of the image that this one follows, to say why a step had to run. It is read while the build runs, never fails,
 * and takes five seconds at most.
 * @param published reads what was published before
 */
async function readEarlier(host, plan, published) {
    const late = host.clock.sleep(earlier_TIME_LIMIT).then(() => undefined);
    return Promise.race([read(host, plan, published).catch(() => undefined), late]);
}
async function read(host, plan, published) {
    const earlier = earlierImage(plan.tags, plan.held);
    if (earlier === undefined)
        return undefined;
    const { tag, digest } = earlier;
    const { image } = plan.target;
    const found = await readPublishedHistory(published, image, digest, plan.build.platforms);
    if (found === undefined)
        return undefined;
    const commit = (0,github/* parseCommitId */.I)(found.revision);
    const changes = commit === undefined ? undefined : await readChanges(host, plan, commit);
    return { tag, commit, histories: found.histories, changes };
}
/** By the checkout, which may be shallow, else by GitHub. */
async function readChanges(host, { build, commit }, from) {
    const [prefix, local] = await Promise.all([
        host.git.prefix(build.context),
        from === commit.sha ? [] : host.git.changedFiles(build.context, from, commit.sha),
    ]);
    if (prefix === undefined)
        return undefined;
    const files = local ?? (await askGitHub(host, from, commit.sha));
    return files && changesIn(files, prefix, build);
}
async function askGitHub(host, from, to) {
    const answer = await host.github.changedFiles(from, to);
    return 'unknown' in answer ? undefined : answer.value;
}

// EXTERNAL MODULE: ./lib/plan/published.js
var published = __webpack_require__(8897);
// EXTERNAL MODULE: ./lib/plan/state.js
var state = __webpack_require__(1994);
;// CONCATENATED MODULE: ./lib/steps/leave.js


/**
 * Leaves what post looks at again, before any tag is written. Values of smoke-env stay in the private folder.
 * @param digest undefined where the build is about to push the tags by itself
 * @param tags every tag that has to hold it
 * @param own whether it is what this run has built and tried; what was adopted meanwhile is tried in post
 */
async function leaveToPost(host, session, plan, { digest, tags, lines, branch }, own = true) {
    await host.files.writePrivate((0,state/* environmentFile */.qU)(session.folder), JSON.stringify(plan.smoke.env));
    const { image } = plan.target;
    session.keep({
        published: {
            ...{ image, digest, tags, lines, branch },
            commit: plan.commit.sha,
            platforms: plan.build.platforms,
            fixed: tags.filter((tag) => plan.publishing.fixed.includes(tag)),
            suffix: plan.tags.suffix,
            smoke: (0,published/* withoutEnvironment */._i)(plan.smoke),
            tried: plan.gate && own,
            inEngine: plan.inEngine && plan.existing.kind === 'build' && own,
        },
    });
}

// EXTERNAL MODULE: ./lib/steps/tags/branch.js
var tags_branch = __webpack_require__(6201);
// EXTERNAL MODULE: ./lib/steps/tags/platforms.js
var tags_platforms = __webpack_require__(7525);
// EXTERNAL MODULE: ./lib/steps/tags/publish.js + 1 modules
var publish = __webpack_require__(2635);
// EXTERNAL MODULE: ./lib/steps/tags/takeback.js + 5 modules
var takeback = __webpack_require__(8848);
;// CONCATENATED MODULE: ./lib/steps/tags/witness.js
/**
 * Watches tags that a build is about to push: minutes after it was begun they may hold something else, and only what they hold
 * at the last moment is what the build replaces. They are read once for each kind of announcement, beside the build.
 * @param before what they held when the build was begun
 * @param save notes the digest that is pushed, and what the tags hold
 */
function watchPush(host, image, before, save) {
    const heard = new Set();
    let seen = before;
    let work = Promise.resolve();
    const look = async (digest) => {
        await save(digest, seen);
        // An answer that does not come tells nothing, and a tag that holds the new image was already pushed.
        const read = async (tag) => [tag, (await host.registry.head(image, tag).catch(() => undefined))?.digest];
        const now = await Promise.all([...before.keys()].map(read));
        seen = new Map([...seen, ...now.filter(([, one]) => one !== undefined && one !== digest)]);
        await save(digest, seen);
    };
    return {
        hear({ kind, digest }) {
            if (heard.has(kind))
                return;
            heard.add(kind);
            work = work.then(() => look(digest));
            // It is waited for in the end; until then nobody hears of a failure.
            work.catch(() => undefined);
        },
        async ended() {
            await work;
            return seen;
        },
    };
}

// EXTERNAL MODULE: ./lib/steps/tags/write.js
var write = __webpack_require__(3402);
// EXTERNAL MODULE: ./lib/plan/attestations.js
var lib_plan_attestations = __webpack_require__(904);
// EXTERNAL MODULE: ./lib/plan/leaks.js + 1 modules
var leaks = __webpack_require__(3803);
;// CONCATENATED MODULE: ./lib/plan/layers.js
/** Whether the layers of the base image are those of before; undefined where there are none, or nobody can tell. */
function compareBase(own, now, before) {
    const layers = now.filter(isLayer);
    const count = ownLayers(own, layers.length);
    if (count === undefined || count === layers.length)
        return undefined;
    const old = before.filter(isLayer);
    return layers.slice(0, layers.length - count).every(({ layer }, at) => old[at]?.layer === layer);
}
/** @param after how many layers follow on the step's; undefined where its place in the new image cannot be told */
function compareLayer(own, after, now, before) {
    const layers = now.filter(isLayer);
    const count = ownLayers(own, layers.length);
    const entry = layers[layers.length - 1 - after];
    if (count === undefined || after >= count || entry === undefined)
        return undefined;
    const old = before.filter(isLayer);
    // On another base the numbers of layers differ.
    const there = compareBase(own, now, before) === false ? undefined : old[layers.length - 1 - after];
    return {
        now: entry.createdBy,
        before: there?.createdBy,
        sameInstruction: old.some(({ createdBy }) => createdBy === entry.createdBy),
        sameLayer: old.some(({ layer }) => layer === entry.layer),
        environment: environmentChange(now.slice(0, now.indexOf(entry)), before),
    };
}
function isLayer({ layer }) {
    return layer !== undefined;
}
/**
 * How many of an image's layers its Dockerfile makes. On an empty base all of them are, and a `COPY --from` which stands there
 * first looks as if its stage were built on the other one.
 */
function ownLayers({ stage, whole }, layers) {
    const own = layers === stage ? stage : whole;
    return own <= layers ? own : undefined;
}
/** A RUN depends on these; what a COPY needs of them is written out in it. */
const ENVIRONMENT = /^(?:ENV|USER|SHELL) /;
function environmentChange(now, before) {
    const known = new Set(before.map(({ createdBy }) => createdBy));
    return now.find(({ createdBy }) => ENVIRONMENT.test(createdBy) && !known.has(createdBy))?.createdBy;
}

;// CONCATENATED MODULE: ./lib/plan/sources.js
/** Reads the sources from an instruction as BuildKit names its step, with variables filled in; hostile text. */
function sourcesOf(instruction) {
    const [, keyword = '', rest = ''] = /^(?:LINK )?([A-Z]+) +(.*)$/s.exec(instruction) ?? [];
    if (keyword !== 'COPY' && keyword !== 'ADD')
        return { kind: 'any' };
    const words = rest.split(/\s+/);
    const options = words.findIndex((word) => !word.startsWith('--'));
    if (words.slice(0, Math.max(0, options)).some((word) => word.startsWith('--from=')))
        return { kind: 'none' };
    const plain = words.slice(Math.max(0, options)).join(' ');
    const places = plain.startsWith('[') ? sources_listed(plain) : plain.split(' ');
    const patterns = places.slice(0, -1).filter((place) => !/^<<|^(?:https?|git):/.test(place));
    return patterns.length === 0 ? { kind: 'none' } : { kind: 'named', patterns };
}
function sources_listed(text) {
    try {
        const json = JSON.parse(text);
        return Array.isArray(json) ? json.filter((one) => typeof one === 'string') : [];
    }
    catch {
        return [];
    }
}
/**
 * The changed files that the sources cover. `.dockerignore` is not looked at.
 * @param changed paths relative to the build context
 */
function changedSources(sources, changed) {
    if (sources.kind === 'none')
        return [];
    if (sources.kind === 'any')
        return changed;
    return changed.filter((file) => sources.patterns.some((pattern) => covers(pattern, file)));
}
/** Whether a path of COPY is a file, a folder above it, or a pattern for one of both (Go `path.Match`, without ranges). */
function covers(pattern, file) {
    const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
    const path = file.split('/');
    return parts.length <= path.length && parts.every((part, at) => matches(part, path[at] ?? ''));
}
const MOST_STARS = 4;
/** `*` and `?` within one part of a path; a pattern with many stars would take long, and counts as one that fits. */
function matches(pattern, text) {
    const pieces = pattern.split(/\*+/);
    if (pieces.length > MOST_STARS + 1)
        return true;
    const fixed = pieces.map((piece) => piece.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('?', '.'));
    return new RegExp(`^${fixed.join('.*')}$`, 's').test(text);
}

;// CONCATENATED MODULE: ./lib/plan/unread.js
/** A reason, with its evidence. */
function reason(kind, certain, text, evidence = []) {
    return { kind, certain, text, evidence };
}
/** Where no cache was asked for, why. */
function cacheOff({ stage }, reads, cached, { noCache, noCacheStages }) {
    if (noCache)
        return reason('off', true, 'no-cache: true asks for it');
    if (noCacheStages.includes(stage))
        return reason('off', true, `no-cache-filters names the stage ${stage}`);
    if (reads.length === 0 && cached === 0)
        return reason('off', true, 'no cache layer was asked for');
    return undefined;
}
/** Where no layer is known to have been read, why. */
function nothingRead(reads) {
    if (reads.some(({ state }) => state === 'done'))
        return undefined;
    const evidence = reads.map(tellRead);
    const failed = reads.filter(({ state }) => state === 'failed');
    if (failed.length > 0) {
        return reason('failed', true, `no cache could be read: ${names(failed)} failed`, evidence);
    }
    const asked = reads.filter(({ state }) => state === 'asked');
    const absent = reads.filter(({ state }) => state === 'absent');
    const missing = absent.length === 0 ? '' : `${names(absent)} does not exist`;
    const empty = asked.length === 0 ? '' : `${names(asked)} probably held nothing for it`;
    const found = [missing, empty].filter((text) => text !== '').join(', and ');
    const first = 'a first build, or the cache was deleted or has expired';
    return reason('absent', asked.length === 0, `${found} (${first})`, evidence);
}
function tellRead({ layer, state, detail }) {
    if (state === 'asked') {
        return `${layer} was asked; BuildKit does not tell whether it held anything. GitHub removes entries that nobody has read for 7 days, and the oldest ones above the repository's quota.`;
    }
    if (state === 'failed')
        return `${layer} could not be read: ${detail}`;
    return state === 'absent' ? `${layer} does not exist.` : `${layer} was not asked.`;
}
function names(uses) {
    return uses.map(({ layer }) => layer).join(', ');
}

;// CONCATENATED MODULE: ./lib/plan/misses.js



/** The steps of each platform with the reason why the first one had to run. */
function explainMisses(steps, evidence) {
    return steps.map((one) => ({ ...one, reason: one.missed && explainMiss(one.missed, one, evidence) }));
}
/**
 * Why a step had to run: what is proven first, then what is most likely. A cache is known to be readable where it was read, or
 * where a step of the platform came from it.
 */
function explainMiss(step, { platform, cached }, evidence) {
    const { earlier } = evidence;
    const reads = evidence.caches.filter(({ use }) => use === 'read');
    const off = cacheOff(step, reads, cached, evidence);
    if (off !== undefined)
        return off;
    if (step.lost !== undefined) {
        return reason('gone', true, 'a cache names it, and does not hold its layer any more', [step.lost]);
    }
    const unread = cached > 0 ? undefined : nothingRead(reads);
    if (unread !== undefined && !reads.some(({ state }) => state === 'asked'))
        return unread;
    const histories = [evidence.histories, earlier?.histories].map((some) => some?.get(platform ?? ''));
    const [now, before] = histories;
    const layer = compared(step, now, before);
    const about = { step, layer, earlier: earlier ?? NOTHING, sameBase: baseComparison(step, now, before) };
    return changedInstruction(about) ?? changedInputs(about) ?? unread ?? misses_fallback(about, evidence);
}
const NOTHING = { tag: '', commit: undefined, histories: new Map(), changes: undefined };
function compared({ layers, after }, now, before) {
    if (layers === undefined || after === undefined || !now || !before)
        return undefined;
    return compareLayer(layers, after, now, before);
}
/** A stage that begins with the same image as the published one is compared through that. */
function baseComparison({ layers, sharesBase, base }, now, before) {
    if (!sharesBase || base === undefined || layers === undefined || !now || !before)
        return undefined;
    return compareBase(layers, now, before);
}
/** By the histories of both images, which tell build arguments too. */
function changedInstruction({ step, layer, earlier }) {
    if (layer === undefined)
        return undefined;
    const { now, before, sameInstruction, environment } = layer;
    if (!sameInstruction) {
        const old = before === undefined ? [] : [`${earlier.tag} has in its place: ${withoutValues(before)}`];
        const text = `the instruction, or a build argument that it uses, changed since ${earlier.tag}`;
        return reason('instruction', true, text, [`It is noted as: ${withoutValues(now)}`, ...old]);
    }
    if (!/^RUN /.test(step.instruction) || environment === undefined)
        return undefined;
    const [name = ''] = environment.split('=', 1);
    const text = `the environment in which it runs changed since ${earlier.tag}: ${name}`;
    return reason('instruction', true, text, [`${earlier.tag} has another ${name}, or none.`]);
}
/** A RUN is noted with the values of all build arguments, in front of the command. Somebody may think that they are secret. */
function withoutValues(createdBy) {
    if (!createdBy.startsWith('RUN |'))
        return createdBy;
    const command = createdBy.lastIndexOf(' /bin/sh -c ');
    return `RUN |…${command < 0 ? '' : createdBy.slice(command)}`;
}
/** Base image and files. */
function changedInputs(about) {
    const { step, layer, earlier, sameBase } = about;
    const files = earlier.changes && changedSources(sourcesOf(step.instruction), earlier.changes.files);
    if (sameBase === false && (step.onBase || !step.readsContext)) {
        return reason('base', step.onBase, `the base image changed since ${earlier.tag}: it is ${step.base} now`, [`The lowest layers of ${earlier.tag} are others than those of this image.`]);
    }
    if (!step.readsContext || layer?.sameLayer || files === undefined || files.length === 0)
        return undefined;
    const same = layer !== undefined || earlier.changes?.dockerfile === false;
    return reason('files', same, `${shown(files)} changed since ${earlier.tag}`, [
        `Changed since commit ${earlier.commit?.slice(0, 12)}: ${shown(files, 20)}`,
    ]);
}
/** Nothing is proven: what is most likely, by what is left. */
function misses_fallback({ step, layer, earlier, sameBase }, { caches }) {
    if (earlier.tag === '')
        return reason('unknown', false, 'nothing is known of an earlier image to compare it with');
    const { tag, changes } = earlier;
    if (changes?.dockerfile && layer === undefined) {
        return reason('instruction', false, `the Dockerfile changed since ${tag}, and probably this instruction`);
    }
    if (layer !== undefined && sameBase !== false) {
        const unread = step.readsContext && !layer.sameLayer && changes === undefined;
        if (unread)
            return reason('files', false, `a file that it reads probably changed since ${tag}`);
        return gone(tag, caches);
    }
    if (step.readsContext && changes === undefined) {
        return reason('files', false, `a file that it reads probably changed since ${tag}, or the instruction did`);
    }
    // A RUN depends on the environment of the base image too, which may change without its layers.
    const based = step.onBase ? sameBase !== true : /^RUN /.test(step.instruction);
    const base = step.base !== undefined && based ? `the base image ${step.base}, or ` : '';
    const what = `${base}a build argument changed, or the caches do not hold it any more`;
    const files = changes?.dockerfile !== false
        ? []
        : [`Neither the Dockerfile nor a file that it reads changed since ${tag}.`];
    return reason('unknown', false, `probably ${what}`, files);
}
function gone(tag, caches) {
    const failed = caches.filter(({ use, state }) => use === 'write' && state === 'failed');
    return reason('gone', false, `probably the caches do not hold it any more: it is the same as in ${tag}`, [
        'A layer forgets what was not read for long, and with cache-mode: min it holds the steps of the last stage only.',
        ...failed.map(({ layer }) => `${layer} could not be written this time either.`),
    ]);
}
function shown(files, most = 3) {
    const more = files.length > most ? ` and ${files.length - most} more` : '';
    return `${files.slice(0, most).join(', ')}${more}`;
}

;// CONCATENATED MODULE: ./lib/plan/scanner.js


/** Name of the scanner's image in any registry. */
const NAME = /\/([^/@]+\/[^/@]+)@/.exec(pins/* PINS */.$.scanner.reference)?.[1] ?? '';
/**
 * The same build with the SBOM scanner from the mirror; undefined where the build failed for anything else than a registry that does
 * not give the scanner at the moment. BuildKit pulls it itself, so this is known only afterwards; its other steps are cached.
 */
function withScannerFromMirror(plan, { message }) {
    const { sbom } = plan.inputs;
    if (sbom === false || sbom.generator !== undefined || !message.includes(NAME))
        return undefined;
    if ((0,outage/* passingTrouble */.t)(message) === undefined)
        return undefined;
    return { ...plan, inputs: { ...plan.inputs, sbom: { generator: pins/* PINS */.$.scanner.mirror } } };
}

// EXTERNAL MODULE: ./lib/report/attached.js
var report_attached = __webpack_require__(5584);
;// CONCATENATED MODULE: ./lib/report/cachewatch.js

/** Names that BuildKit gives to the work on caches (cache/remotecache, Name of each exporter; solver/llbsolver/bridge.go). */
const WORK = /^(?:(importing) cache manifest |(exporting) (?:cache to |to GitHub Actions Cache))/;
/** The image itself, as it is pushed or loaded, of which BuildKit says nothing while it goes on. */
const EXPORT = /^exporting to (?!GitHub Actions Cache)/;
/** Work for others: a login. */
const ASIDE = /^\[auth\] /;
const LAYER = /^sha256:[0-9a-f]{64}$/;
/**
 * Watches a build by the lines of `--progress=rawjson`. A layer that was found in a cache is fetched as late as it is needed, and told under
 * the step that was cached, which BuildKit opens again for that, and what the layer is needed for is not even begun.
 * @param reads whether the build reads caches: a layer that it fetches is theirs then
 */
function createCacheWatch(reads) {
    const open = new Map();
    const cached = new Set();
    const statuses = new Map();
    const report = (vertex) => {
        if (vertex.cached)
            cached.add(vertex.digest);
        const runs = vertex.started !== undefined && vertex.completed === undefined;
        if (runs)
            open.set(vertex.digest, vertex);
        else
            open.delete(vertex.digest);
    };
    /** BuildKit says again and again how far a layer is, also where that stays as it was. */
    const moves = (status) => {
        const key = `${status.vertex} ${status.id}`;
        const before = statuses.get(key);
        statuses.set(key, status);
        return before === undefined || before.current !== status.current || before.completed !== status.completed;
    };
    const fetched = ({ digest }) => reads && cached.has(digest)
        ? [...statuses.values()].filter((status) => status.vertex === digest && isUnderWay(status))
        : [];
    const waiting = () => {
        const vertexes = [...open.values()].filter(({ name }) => !ASIDE.test(name));
        const image = vertexes.find(({ name }) => EXPORT.test(name));
        const waits = vertexes.filter((one) => one !== image).map((one) => waitOf(one, fetched(one)));
        const [first] = waits;
        if (first === undefined || !waits.every((wait) => wait !== undefined))
            return undefined;
        const worst = waits.find(({ kind }) => kind === 'export') ?? first;
        if (image === undefined)
            return worst;
        // Whether the image is pushed meanwhile nobody says; but a layer that has begun to come and stands still holds it up.
        const layers = vertexes.flatMap(fetched);
        if (layers.length === 0)
            return undefined;
        return layers.some(({ current = 0 }) => current > 0) ? worst : { ...worst, kind: 'push' };
    };
    return {
        line(text) {
            const event = parseBuildEvent(text);
            for (const vertex of event?.vertexes ?? [])
                report(vertex);
            const moved = (event?.statuses ?? []).map(moves);
            const rest = event === undefined || event.vertexes.length + event.logs.length + event.warnings.length > 0;
            return rest || moved.includes(true);
        },
        waiting,
    };
}
function waitOf({ name }, layers) {
    if (layers.length > 0)
        return { kind: 'import', what: `fetching layers of ${name}` };
    const [found, importing] = WORK.exec(name) ?? [];
    if (found === undefined)
        return undefined;
    return { kind: importing === undefined ? 'export' : 'import', what: name };
}
function isUnderWay({ id, current = 0, total = 0, completed }) {
    return LAYER.test(id) && completed === undefined && current < total;
}

// EXTERNAL MODULE: ./lib/report/hits.js
var hits = __webpack_require__(9597);
;// CONCATENATED MODULE: ./lib/report/lostcache.js


/**
 * How a build went that was run twice, because a cache was in the way of the first. The second reads and writes none, so only the first tells
 * how each layer did; where it had come to writing them, it had also run every step, all of which the second found in the builder.
 */
function afterLoss(first, second, loss) {
    const steps = loss.kind === 'export' ? first.steps : second.steps;
    return { ...second, steps, caches: withFailure(first.caches, loss) };
}
function withFailure(caches, { kind, reason }) {
    const use = kind === 'export' ? 'write' : 'read';
    if (caches.some((one) => one.use === use && one.state === 'failed'))
        return caches;
    // What hangs or is damaged behind a cache that was read well, BuildKit does not tell.
    const read = caches.filter((one) => one.use === use && one.state !== 'absent' && one.state !== 'unused');
    const [only] = read;
    const failed = { use, state: 'failed', detail: reason };
    if (only === undefined || read.length > 1)
        return [...caches, { ...failed, layer: 'one of them' }];
    return caches.map((one) => (one === only ? { ...one, ...failed } : one));
}
/**
 * One sentence about the layers that were lost in a build; undefined where none was.
 * @param sources what was looked at before the build: of that the plan tells
 */
function lossWarning(caches, sources) {
    const told = new Set(sources.flatMap(({ layer, name, why }) => (why === undefined ? [] : [`${layer} ${name}`])));
    const lost = caches.filter(({ use, layer, state, detail }) => {
        return !(use === 'read' && told.has(layer)) && (state === 'failed' || detail !== '');
    });
    if (lost.length === 0)
        return undefined;
    const words = lost.map((use) => `${(0,foreign/* clip */.$Q)(use.layer, 200)} ${(0,hits/* stateWords */.Xu)(use)}`).join('; ');
    return `A cache layer was lost: ${words}. The publish goes on.`;
}

// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/plan/cachefault.js

/**
 * What a builder says where a layer that it had found in a cache cannot be fetched any more, which it does as late as the push
 * (containerd remotes; go-actions-cache; BuildKit cache/remotecache).
 */
const WORDS = /failed to copy:|short read:|httpReadSeeker|failed to configure \w+ cache|failed to (?:load|get|read) cache|cache (?:blob|entry|key) .*not found/i;
/** A request that writes, as Go and containerd name it. What is asked of the Actions cache is a POST of its own (Twirp). */
const WRITES = /\b(?:Put|Patch) "|\b(?:PUT|PATCH) (?:request|https?:)|\bPost "(?!\S*\/twirp\/)|\bPOST (?:request|https?:)(?!\S*\/twirp\/)/;
/** What BuildKit pulls by itself: a base image, the scanner, a frontend. */
const PULLS = /(?:^| )FROM |generating sbom|resolve image config for |load metadata for /;
/** A repository in an address of the registry's API (distribution-spec). */
const REPOSITORY = /https?:\/\/[^/\s"]+\/v2\/([^\s"]+?)\/(?:blobs|manifests)\//g;
/**
 * Whether a build failed by a cache that it read, and not by what it builds, pulls or pushes: these say the same words. An address tells
 * most. Of a registry only its repository counts, because a builder may ask a mirror.
 */
function isCacheFault({ tail, step, from }) {
    if (from.length === 0)
        return false;
    const line = tail.findLast((one) => /^ERROR:/.test(one) && WORDS.test(one));
    if (line === undefined || WRITES.test(line))
        return false;
    const asked = [...line.matchAll(REPOSITORY)].map(([, repository]) => repository);
    if (asked.length > 0)
        return asked.some((repository) => from.some((entry) => repositoryOf(entry) === repository));
    return !PULLS.test(step);
}
/**
 * Whether a push failed because a cache was written into its repository at the same time: BuildKit uploads the same layers for both, and a registry
 * that stores files itself does not know a layer for an instant where it comes a second time (docker-registry 2.8.2 and 3.0.0).
 * @param to the caches that were written, as buildx was told them
 */
function isWriteClash(tail, to, { repository }) {
    if (!to.some((entry) => repositoryOf(entry) === repository))
        return false;
    return tail.some((one) => /^ERROR:/.test(one) && CLASH.test(one));
}
const CLASH = /provided digest did not match uploaded content|blob unknown to registry/;
/** The repository of a registry cache. */
function repositoryOf(entry) {
    const reference = /(?:^|,)"?ref=([^",]+)/
        .exec(entry)?.[1]
        ?.replace(/@.*$/, '')
        .replace(/:[^/:]*$/, '') ?? '';
    const name = (0,domain_reference/* parseImageName */["if"])(reference);
    if ('fault' in name)
        return undefined;
    const { registry, repository } = name;
    return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
}

;// CONCATENATED MODULE: ./lib/steps/build/patience.js
/** How long a build may do nothing but wait for a cache, in milliseconds without any news. */
const LIMITS = {
    import: 20_000,
    export: 60_000,
    // BuildKit tells nothing of a large push until it is done.
    push: 600_000,
};
const LOOK = 500;
/**
 * BuildKit tries a cache service that is out of order again for minutes, and has no limit at all for a registry that hangs
 * (cache/remotecache). Limits of our own count from the last news of the build, so a slow cache that moves is waited for.
 */
function createPatience({ clock }, watch, limits = LIMITS) {
    const over = new AbortController();
    let last = clock.now();
    let lost;
    const timer = setInterval(() => {
        const wait = watch.waiting();
        if (lost !== undefined || wait === undefined || clock.now() - last < limits[wait.kind])
            return;
        lost = wait;
        over.abort();
    }, LOOK);
    return {
        over: over.signal,
        line(text) {
            if (watch.line(text))
                last = clock.now();
        },
        lost: () => lost,
        end: () => clearInterval(timer),
    };
}

;// CONCATENATED MODULE: ./lib/steps/build/build.js








/**
 * Builds, and pushes or loads as the plan says. The progress goes to the log as it comes. Where nothing moves because a cache does not
 * answer, or where a cache gives what cannot be used, it is built once more without caches.
 * @param follow makes the readers of one build, which may be the second, after a loss
 * @returns the digest of what was made; undefined where nothing is exported
 * @throws CommandError whose evidence is what buildx said
 */
async function build_build(host, session, plan, follow, timeoutMs) {
    const secrets = await provideSecrets(host, session, plan);
    session.keep({ images: [...session.state.images, ...leftInEngine(plan)] });
    const followed = follow(plan);
    const first = await buildOnce(host, session, plan, secrets, followed, timeoutMs);
    const loss = lossOf(host, plan, first, followed.progress);
    if (loss === undefined)
        return digestOf(first, timeoutMs);
    const what = lossWords(loss, first);
    host.log.warning(`The build ${what} (${loss.reason}). It is built again without caches.`);
    const plain = withoutCaches(plan, first.stalled);
    // BuildKit cannot be stopped while it waits for what a cache begins with, and does nothing else meanwhile.
    if (first.stalled?.kind === 'import' && session.state.builder === plan.builder)
        await host.buildx.restart(plan.builder);
    return digestOf(await buildOnce(host, session, plain, secrets, follow(plain, loss), timeoutMs), timeoutMs);
}
function lossWords({ kind }, { stalled }) {
    if (stalled !== undefined)
        return 'was stopped, for it only waited for a cache';
    return kind === 'import' ? 'failed by what a cache gave' : 'failed as a cache was written beside its push';
}
/**
 * A layer that hangs stays known to the builder, as one that is still to be fetched: BuildKit would wait for it again. So nothing of a build that
 * hung where it read is used again; all else that was built is.
 */
function withoutCaches(plan, stalled) {
    const caches = { ...plan.caches, from: [], to: [] };
    const hung = stalled !== undefined && stalled.kind !== 'export';
    return { ...plan, caches, inputs: hung ? { ...plan.inputs, noCache: true } : plan.inputs };
}
/** Why a build that failed is worth another one without caches; undefined where it is not. */
function lossOf(host, { caches: { from, to }, target }, end, progress) {
    if (end.code === 0 || end.timedOut || host.processes.stopped !== undefined)
        return undefined;
    if (end.stalled !== undefined)
        return { kind: end.stalled.kind, reason: (0,domain_text/* defuse */.VP)(end.stalled.what) };
    const reason = (0,domain_text/* defuse */.VP)(end.tail.at(-1) ?? '');
    if ('image' in target && isWriteClash(end.tail, to, target.image))
        return { kind: 'export', reason };
    const step = progress.result().failure?.step ?? '';
    return isCacheFault({ tail: end.tail, step, from }) ? { kind: 'import', reason } : undefined;
}
function digestOf(end, timeoutMs) {
    if (end.code === 0)
        return end.digest;
    throw new errors/* CommandError */.Qd({
        found: end.timedOut
            ? `The build was stopped after ${Math.round(timeoutMs / 1000)} s.`
            : `docker buildx build failed (exit code ${end.code ?? 'none'}).`,
        remedy: end.timedOut
            ? 'Give it more time with timeout:, or build fewer platforms with platforms:.'
            : 'The log of the build above says why.',
    }, { evidence: end.tail });
}
async function buildOnce(host, session, plan, secrets, { progress, watch }, timeoutMs) {
    const patience = createPatience(host, watch);
    try {
        const end = await host.buildx.build(buildArguments(plan, secrets), {
            env: environmentFor(host, plan),
            cwd: host.runner.context.workspace,
            timeoutMs,
            metadataFile: (0,state/* metadataFile */.aB)(session.folder),
            stop: patience.over,
            onLine(line) {
                patience.line(line);
                for (const { prefix, text } of progress.line(line))
                    host.log.child(prefix, text);
            },
        });
        return { ...end, stalled: end.code === 0 ? undefined : patience.lost() };
    }
    finally {
        patience.end();
    }
}
/** Values become files that only this user can read: never arguments. */
async function provideSecrets(host, session, plan) {
    const { secrets, secretEnvs, secretFiles } = plan.inputs;
    const folder = `${session.folder}/secrets`;
    if (secrets.length > 0)
        await host.files.makePrivateFolder(folder);
    const values = secrets.map(async ({ name, value }) => {
        host.runner.mask(value);
        const path = `${folder}/${name}`;
        await host.files.writePrivate(path, value);
        return { kind: 'file', id: name, path };
    });
    for (const { value } of secretEnvs) {
        const secret = host.runner.environment(value);
        if (secret)
            host.runner.mask(secret);
    }
    const { workspace } = host.runner.context;
    return [
        ...(await Promise.all(values)),
        ...secretEnvs.map(({ name, value }) => ({ kind: 'environment', id: name, variable: value })),
        ...secretFiles.map(({ name, value }) => {
            return {
                kind: 'file',
                id: name,
                path: value.startsWith('/') ? value : `${workspace}/${value}`,
            };
        }),
    ];
}
/** Names under which the engine keeps what was built: the docker driver keeps what it pushes. */
function leftInEngine({ target, driver, localImages }) {
    if (target.kind === 'load')
        return [target.name];
    if (target.kind !== 'tags' || driver !== 'docker')
        return [];
    const names = target.tags.map((tag) => (0,domain_reference/* taggedReference */.CN)(target.image, tag));
    return (0,engine/* broughtIn */.V)(names, localImages);
}
function environmentFor(host, plan) {
    const names = [...plan.inputs.secretEnvs.map(({ value }) => value), ...plan.caches.variables];
    const found = names.map((name) => [name, host.runner.environment(name)]);
    return Object.fromEntries(found.filter((entry) => entry[1] !== undefined));
}

// EXTERNAL MODULE: ./lib/steps/inspect.js + 4 modules
var inspect = __webpack_require__(7832);
// EXTERNAL MODULE: ./lib/domain/emulator.js
var emulator = __webpack_require__(1313);
// EXTERNAL MODULE: ./lib/report/causes/disk.js
var disk = __webpack_require__(4230);
// EXTERNAL MODULE: ./lib/report/causes/emulation.js
var emulation = __webpack_require__(3707);
;// CONCATENATED MODULE: ./lib/report/machine.js




/** Whether a line of a program is QEMU's word that it crashed. */
function isCrash(line) {
    return emulator/* QEMU_CRASH */.V.test(line);
}
/** Why a build may stand still after a crash, in one paragraph. */
function explainStandstill(line, platform, about) {
    const [, signal = '', name = ''] = emulator/* QEMU_CRASH */.V.exec(line) ?? [];
    const { cause, remedy } = (0,emulation/* explainCrash */.Z)(`signal ${signal}, ${name}`, known(platform, about));
    const hangs = 'If the build stands still since: QEMU that is the first process of a container does not end after a crash.';
    return [cause, hangs, otherwise(platform, about), remedy].filter((part) => part !== '').join(' ');
}
/** What the machine has to do with a smoke test that failed, in one paragraph; empty where it has nothing to do with it. */
function explainSmoke(symptom, platform, about) {
    const explained = explain(symptom, known(platform, about));
    if (explained === undefined)
        return '';
    const way = symptom === 'disk' ? '' : otherwise(platform, about);
    return [explained.cause, way, explained.remedy].filter((part) => part !== '').join(' ');
}
function explain(symptom, about) {
    if (symptom === 'disk')
        return (0,disk/* explainFull */.f)(about);
    // On its own machine it is the program's own fault.
    if (about.emulation === undefined)
        return undefined;
    return symptom === 'crash' ? (0,emulation/* explainCrash */.Z)(undefined, about) : (0,emulation/* explainRefused */.k)(about);
}
function known(platform, about) {
    return { ...about, platform: platform && (0,domain_platform/* formatPlatform */.Bq)(platform), without: '' };
}
/** The platforms that are left, as the line to write. */
function otherwise(platform, { platforms }) {
    const rest = platform === undefined ? [] : platforms.filter((one) => !(0,domain_platform/* samePlatform */.my)(one, platform));
    if (platform === undefined || rest.length === 0)
        return '';
    return `To publish without ${(0,domain_platform/* formatPlatform */.Bq)(platform)}, write platforms: ${rest.map(domain_platform/* formatPlatform */.Bq).join(',')}.`;
}

// EXTERNAL MODULE: ./lib/report/stepname.js
var stepname = __webpack_require__(7633);
;// CONCATENATED MODULE: ./lib/report/cacheuse.js

/** buildx leaves such a layer out before the build begins, and says so. */
const NO_FOLDER = /local cache import at (.*) not found due to err/;
/**
 * How each cache layer did. A registry layer is known by its reference. Of several layers of another kind BuildKit does not say
 * which is which, so they share one answer.
 * @param plain what buildx wrote beside its progress
 */
function cacheUses(entries, steps, plain) {
    const from = entries.from.map(parseEntry);
    const to = entries.to.map(parseEntry).filter(({ type }) => stepname/* CACHE_EXPORTS */.BE.has(type));
    return [
        ...from.filter(({ type }) => type === 'registry').map((entry) => registryRead(entry, steps)),
        ...byType(from.filter(({ type }) => type !== 'registry')).map((group) => groupRead(group, steps, plain)),
        ...(entries.sources ?? []).flatMap(leftOut),
        ...byType(to).map((group) => written(group, steps)),
    ];
}
function leftOut({ layer, name, why }) {
    if (why === undefined)
        return [];
    const known = why === 'absent'
        ? { state: 'absent', detail: '' }
        : { state: 'failed', detail: why };
    return [{ layer: `${layer} ${name}`, use: 'read', ...known }];
}
function registryRead(entry, steps) {
    const own = steps.filter(({ name }) => name.text === `${stepname/* CACHE_IMPORT */.bS}${entry.place}`);
    return { layer: cacheuse_nameOf([entry]), use: 'read', ...stateOf(own, 'done') };
}
function groupRead(group, steps, plain) {
    const layer = cacheuse_nameOf(group);
    const type = group[0]?.type ?? '';
    const own = steps.filter(({ name }) => name.text.startsWith(`${stepname/* CACHE_IMPORT */.bS}${type}:`));
    const folders = plain.map((line) => NO_FOLDER.exec(line)?.[1]);
    const absent = group.filter(({ place }) => folders.includes(place));
    if (absent.length === group.length)
        return { layer, use: 'read', state: 'absent', detail: '' };
    return { layer, use: 'read', ...stateOf(own, type === 'local' ? 'done' : 'asked') };
}
function written(group, steps) {
    const own = steps.filter(({ name }) => name.text === stepname/* CACHE_EXPORTS */.BE.get(group[0]?.type ?? ''));
    return { layer: cacheuse_nameOf(group), use: 'write', ...stateOf(own, 'done') };
}
/** What several steps together say; `good` is what one without an error means. */
function stateOf(all, good) {
    const steps = all.filter(({ vertex }) => vertex.started !== undefined || vertex.completed !== undefined);
    const errors = steps.map(errorOf).filter((error) => error !== undefined);
    const failed = errors.filter((error) => !/: not found$/.test(error));
    const [error = ''] = failed;
    if (steps.length === 0)
        return { state: 'unused', detail: '' };
    if (failed.length === 0)
        return { state: errors.length === steps.length ? 'absent' : good, detail: '' };
    if (errors.length === steps.length)
        return { state: 'failed', detail: error };
    return { state: good, detail: `${failed.length} of ${steps.length} failed: ${error}` };
}
/** What a step failed with; one that was begun and not ended when the build was over did not come to its end either. */
function errorOf({ vertex }) {
    return vertex.error ?? (vertex.completed === undefined ? 'there was no answer in time' : undefined);
}
function cacheuse_nameOf(group) {
    const places = group.map(({ place }) => place).filter((place) => place !== '');
    return [group[0]?.type ?? '', places.join(', ')].join(' ').trim();
}
function byType(entries) {
    const types = new Set(entries.map(({ type }) => type));
    return [...types].map((type) => entries.filter((entry) => entry.type === type));
}
/** Reads what `csv` writes, and what people write in its place: a bare reference is a registry layer (buildx, ParseCacheEntry). */
function parseEntry(entry) {
    const fields = new Map(cacheuse_split(entry).map((field) => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)]));
    if (!fields.has('type'))
        return { type: 'registry', place: fields.get('ref') ?? entry };
    const place = ['ref', 'scope', 'src', 'dest', 'name'].map((key) => fields.get(key)).find((value) => value);
    return { type: fields.get('type') ?? '', place: place ?? '' };
}
function cacheuse_split(entry) {
    const fields = entry.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
    return fields.map((field) => field.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'));
}

;// CONCATENATED MODULE: ./lib/report/graph.js

/** What a build consists of: each step, and which other steps it needs. All lookups are by digest. */
class BuildGraph {
    steps;
    #byDigest;
    constructor(steps) {
        this.steps = steps;
        this.#byDigest = new Map(steps.map((step) => [step.vertex.digest, step]));
    }
    /** The steps that a step needs. */
    inputs(step) {
        return step.vertex.inputs.flatMap((digest) => this.#byDigest.get(digest) ?? []);
    }
    /** What a step is built on: its first input, where that is an image or another instruction (BuildKit, llb.State). */
    below(step) {
        const [first] = this.inputs(step);
        return first !== undefined && ((0,report_step/* isCountable */.uO)(first.name) || isBase(first)) ? first : undefined;
    }
    /** A step, what it is built on, and so on down to the base image or to an empty one; bounded by the number of steps. */
    chain(step) {
        const found = new Set();
        for (let at = step; at !== undefined && !found.has(at); at = this.below(at))
            found.add(at);
        return [...found];
    }
    /**
     * The platform of a step. A RUN on an empty base has none in its name: it is that of the instructions which it needs, where
     * those agree.
     */
    platform(step) {
        const seen = new Set([step]);
        const found = new Set();
        for (const one of seen) {
            if (one.name.platform !== undefined)
                found.add(one.name.platform);
            else
                for (const input of this.inputs(one))
                    if ((0,report_step/* isCountable */.uO)(input.name))
                        seen.add(input);
        }
        const [only, ...more] = found;
        return more.length === 0 ? only : undefined;
    }
    /** The last instruction of a platform's image; undefined where that is not clear. */
    last(platform) {
        const own = this.steps.filter(({ name }) => (0,report_step/* isCountable */.uO)(name));
        const used = new Set(own.flatMap((step) => this.inputs(step)));
        const [only, ...more] = own.filter((step) => !used.has(step) && this.platform(step) === platform);
        return more.length === 0 ? only : undefined;
    }
}
const FROM = /^FROM (\S+)$/;
/** The other steps of this kind are named in several words, and contexts that are a repository by their address. */
const CONTEXT = /^(?!\S*:\/\/)(\S+)$/;
/** Whether a step looks up an image that a stage begins with: a FROM line, or a context that stands for an image. */
function isBase(step) {
    return baseImage(step) !== undefined;
}
/**
 * The image that a stage begins with, as `name@sha256:…`, or as a context names it; foreign text. Undefined where the step is
 * something else.
 */
function baseImage({ name }) {
    if (name.kind === 'instruction')
        return FROM.exec(name.text)?.[1];
    return name.kind === 'internal' ? CONTEXT.exec(name.text)?.[1] : undefined;
}

;// CONCATENATED MODULE: ./lib/report/missed.js


/**
 * The first step of a platform that had to run although everything that it needs came from a cache; undefined where nothing
 * ran. Steps behind it had to run because it did.
 */
function findMissed(graph, platform) {
    const ran = graph.steps.filter((step) => hasRun(step) && graph.platform(step) === platform);
    const roots = ran.filter((step) => !graph.inputs(step).some(hasRun));
    const [first, ...others] = roots.toSorted((a, b) => (a.vertex.started ?? 0) - (b.vertex.started ?? 0));
    return first && describe(graph, first, graph.last(platform), others.length);
}
/** Whether a step did work that a cache could have saved. */
function hasRun({ name, vertex }) {
    return (0,report_step/* isCountable */.uO)(name) && vertex.completed !== undefined && !vertex.cached && vertex.error === undefined;
}
function describe(graph, step, last, others) {
    const base = bottom(graph, step);
    const layers = last === undefined ? [] : graph.chain(last).filter(({ name }) => (0,report_step/* isCountable */.uO)(name));
    const after = layers.indexOf(step);
    return {
        label: step.name.label.replace(/^[a-z]+\/\S+ ?/, ''),
        instruction: step.name.text,
        stage: stageOf(step),
        base: base && baseImage(base),
        onBase: base !== undefined && graph.below(step) === base,
        sharesBase: last !== undefined && base === bottom(graph, last),
        readsContext: graph.inputs(step).some(({ name }) => name.text === 'load build context'),
        layers: missed_ownLayers(layers),
        after: after < 0 ? undefined : after,
        lost: step.lost,
        others,
    };
}
/** The image that a step is built on in the end. */
function bottom(graph, step) {
    return graph.chain(step).find((one) => baseImage(one) !== undefined);
}
/** @param layers the steps that make the layers of an image, the last one first */
function missed_ownLayers(layers) {
    const [last] = layers;
    if (last === undefined)
        return undefined;
    const other = layers.findIndex((one) => stageOf(one) !== stageOf(last));
    return { stage: other < 0 ? layers.length : other, whole: layers.length };
}
/** The name of the stage; '' where the Dockerfile has one stage only, which BuildKit leaves out. */
function stageOf({ name }) {
    return (name.label
        .split(' ')
        .at(-2)
        ?.replace(/^.*\/.*$/, '') ?? '');
}

;// CONCATENATED MODULE: ./lib/report/count.js


/** The finished steps of each platform, and the first one of each that no cache held. */
function countSteps(graph) {
    const groups = new Map();
    for (const step of graph.steps) {
        const { name, vertex } = step;
        if (!(0,report_step/* isCountable */.uO)(name) || vertex.completed === undefined || vertex.error !== undefined)
            continue;
        const platform = graph.platform(step);
        groups.set(platform, [...(groups.get(platform) ?? []), step]);
    }
    return [...groups].map(([platform, steps]) => {
        const ran = steps.filter(({ vertex }) => !vertex.cached);
        const milliseconds = ran.reduce((sum, { vertex }) => sum + Math.max(0, (0,report_step/* interval */.YP)(vertex) ?? 0), 0);
        const missed = findMissed(graph, platform);
        return { platform, ran: ran.length, cached: steps.length - ran.length, milliseconds, missed };
    });
}

;// CONCATENATED MODULE: ./lib/report/failure.js


const ERROR = /^ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)$/;
/**
 * The failure, where buildx ended with one. An error of a step alone proves nothing: a cache that cannot be read is
 * reported as one too, and the build goes on.
 */
function findFailure(steps, plain) {
    const at = plain.findLastIndex((line) => ERROR.test(line));
    const message = ERROR.exec(plain[at] ?? '')?.[1];
    if (message === undefined)
        return undefined;
    const failed = steps.filter(({ vertex, name }) => {
        if (vertex.error === undefined || /context canceled/.test(vertex.error))
            return false;
        return !(0,report_step/* isCacheStep */.PU)(name) || ends(message, vertex.error);
    });
    const step = failed.find(({ vertex }) => ends(message, vertex.error ?? '')) ?? failed[0];
    const platforms = failed.map((one) => served(one, steps));
    const own = step === undefined ? undefined : served(step, steps);
    return {
        platform: own?.length === 1 ? own[0] : step?.name.platform,
        platforms: platforms.every((some) => some !== undefined) ? [...new Set(platforms.flat())] : [],
        step: step === undefined ? '' : `${step.name.label} ${step.name.text}`.trim(),
        message,
        lines: step?.tail ?? [],
        frame: plain.slice(0, at),
    };
}
/** Whether the message ends with the error; the beginning of both may be clipped. */
function ends(message, error) {
    return message.endsWith((0,foreign/* clean */.uH)(error).slice(-200));
}
/**
 * The platforms that need a step. A step that runs on the build platform serves several, and BuildKit names a step that two
 * platforms share after one of them; so what counts are the last steps that are built on it. Undefined where they do not say.
 */
function served(step, steps) {
    const seen = new Set([step]);
    const last = [];
    for (const one of seen) {
        const users = steps.filter(({ vertex }) => vertex.inputs.includes(one.vertex.digest));
        for (const user of users)
            seen.add(user);
        if (users.length === 0)
            last.push(one);
    }
    const platforms = last.map((one) => one.name.platform ?? inherited(one, steps));
    if (!platforms.every((platform) => platform !== undefined))
        return undefined;
    return [...new Set(platforms)];
}
/** Steps on an empty base have no platform in their names: it is that of what only they are built on. */
function inherited(step, steps) {
    const below = steps.filter(({ vertex }) => step.vertex.inputs.includes(vertex.digest));
    const own = below.filter(({ vertex }) => steps.filter((other) => other.vertex.inputs.includes(vertex.digest)).length === 1);
    const [first, ...rest] = new Set(own.map(({ name }) => name.platform));
    return rest.length === 0 ? first : undefined;
}

;// CONCATENATED MODULE: ./lib/report/slow.js

/**
 * The steps that ran, or are running, the slowest first. A builder's clock may differ from this machine's; no time is below 0.
 * @param now milliseconds since the epoch
 */
function slowSteps(graph, now) {
    return graph.steps
        .filter(({ name, vertex }) => (0,report_step/* isCountable */.uO)(name) && !vertex.cached && vertex.started !== undefined)
        .map((step) => slowStep(graph, step, now))
        .toSorted((a, b) => b.milliseconds - a.milliseconds);
}
function slowStep(graph, step, now) {
    const { name, vertex } = step;
    const platform = graph.platform(step);
    const number = name.label.replace(/^[a-z]+\/\S+ ?/, '');
    return {
        platform,
        step: (0,report_step/* short */.h0)(`${number} ${name.text}`),
        milliseconds: Math.max(0, (vertex.completed ?? now) - (vertex.started ?? now)),
        running: isRunning(step),
    };
}
/** A step that was stopped with the build had not ended by itself. */
function isRunning({ vertex }) {
    return vertex.completed === undefined || /context canceled/.test(vertex.error ?? '');
}

;// CONCATENATED MODULE: ./lib/report/progress.js










/** A build with more steps than this is not followed further: memory is bounded, whatever a Dockerfile does. */
const STEP_LIMIT = 2_000;
const TAIL_LINES = 40;
const WARNING_LIMIT = 100;
const PLAIN_LIMIT = 200;
/**
 * Follows a build through the lines of `docker buildx build --progress=rawjson`.
 * @param asked the platforms that are built; where there is one, BuildKit does not write it into the names of steps
 * @param caches the cache layers as buildx was told them
 */
function createProgress(asked = [], caches = NO_CACHES) {
    const [first] = asked;
    const only = asked.length === 1 && first !== undefined ? (0,domain_platform/* formatPlatform */.Bq)(first) : undefined;
    return new Follower(only, caches);
}
const NO_CACHES = { from: [], to: [] };
/** Takes a report over. The report of an end may leave out what the step needs, and a later one that it came from a cache. */
function update(step, vertex) {
    if (vertex.cached)
        step.held = vertex.error === undefined;
    if (vertex.cached && vertex.error !== undefined)
        step.lost = (0,foreign/* clean */.uH)(vertex.error);
    const inputs = vertex.inputs.length > 0 ? vertex.inputs : step.vertex.inputs;
    step.vertex = { ...vertex, inputs, cached: step.held };
}
class Follower {
    #only;
    #steps = new Map();
    #warnings = new Set();
    #plain = [];
    #caches;
    constructor(only, caches) {
        this.#only = only;
        this.#caches = caches;
    }
    line(text) {
        const event = parseBuildEvent(text);
        if (event === undefined)
            return this.#plainLine(text);
        for (const warning of event.warnings) {
            if (this.#warnings.size < WARNING_LIMIT)
                this.#warnings.add((0,foreign/* clean */.uH)(warning));
        }
        return [
            ...event.logs.flatMap((log) => this.#log(log)),
            ...event.statuses.flatMap((status) => this.#status(status)),
            ...event.vertexes.flatMap((vertex) => this.#vertex(vertex)),
        ];
    }
    result() {
        const steps = [...this.#steps.values()];
        return {
            steps: countSteps(new BuildGraph(steps)),
            caches: cacheUses(this.#caches, steps, this.#plain),
            warnings: [...this.#warnings],
            failure: findFailure(steps, this.#plain),
        };
    }
    slow(now) {
        return slowSteps(new BuildGraph([...this.#steps.values()]), now);
    }
    #plainLine(text) {
        const line = (0,foreign/* clean */.uH)(text);
        if (line === '')
            return [];
        this.#plain.push(line);
        if (this.#plain.length > PLAIN_LIMIT)
            this.#plain.shift();
        return [{ kind: 'child', prefix: '', text: line }];
    }
    #vertex(vertex) {
        const step = this.#steps.get(vertex.digest) ?? this.#add(vertex);
        if (step === undefined)
            return [];
        update(step, vertex);
        if (vertex.completed === undefined)
            return [];
        const rest = [...step.buffers.values()].flatMap((buffer) => this.#lines(step, buffer.end()));
        if (vertex.error === undefined)
            step.tail.length = 0;
        const end = (0,report_step/* describeEnd */.lA)(step);
        if (end === undefined)
            return rest;
        step.ended = true;
        return [...rest, { kind: 'step', prefix: step.name.label, text: end }];
    }
    #add(vertex) {
        if (this.#steps.size >= STEP_LIMIT)
            return undefined;
        const parsed = (0,stepname/* parseStepName */.Zw)((0,foreign/* clean */.uH)(vertex.name));
        const ours = parsed.kind === 'instruction' && parsed.platform === undefined ? this.#only : undefined;
        const name = ours === undefined ? parsed : { ...parsed, platform: ours, label: `${ours} ${parsed.label}` };
        const step = {
            name,
            vertex,
            buffers: new Map(),
            tail: [],
            held: false,
            lost: undefined,
            begun: false,
            ended: false,
        };
        this.#steps.set(vertex.digest, step);
        return step;
    }
    #log(log) {
        const step = this.#steps.get(log.vertex);
        if (step === undefined)
            return [];
        const buffer = step.buffers.get(log.stream) ?? new foreign/* LineBuffer */.F0();
        step.buffers.set(log.stream, buffer);
        return this.#lines(step, buffer.take(log.bytes));
    }
    /** What a step wrote; the first line of it comes after a line that says which step this is. */
    #lines(step, lines) {
        if (lines.length === 0)
            return [];
        step.tail.push(...lines.slice(-TAIL_LINES));
        step.tail.splice(0, step.tail.length - TAIL_LINES);
        const prefix = step.name.label;
        const shown = lines.map((text) => ({ kind: 'child', prefix: `${prefix} |`.trimStart(), text }));
        if (step.begun)
            return shown;
        step.begun = true;
        return [{ kind: 'step', prefix, text: (0,report_step/* title */.DD)(step) }, ...shown];
    }
    /** Parts of the export that people wait for. */
    #status(status) {
        const step = this.#steps.get(status.vertex);
        if (step?.name.kind !== 'work' || !/^pushing /.test(status.id))
            return [];
        const took = (0,report_step/* interval */.YP)(status);
        if (took === undefined)
            return [];
        return [{ kind: 'step', prefix: step.name.label, text: `${(0,report_step/* short */.h0)((0,foreign/* clean */.uH)(status.id))} ${(0,report_step/* seconds */.YA)(took)}` }];
    }
}

;// CONCATENATED MODULE: ./lib/steps/emulation.js



/**
 * Looks at what runs the programs of a platform, after a failure: success asks nothing of this. Undefined where no emulator does, or
 * where nobody can say.
 * @param where a build may run elsewhere, a smoke test runs on the engine
 */
async function readEmulation(host, { machine, emulators }, platform, where) {
    if (!isForeign(machine, platform) || (where === 'build' && !machine.builds))
        return undefined;
    const unknown = { kind: 'unknown', name: (0,emulator/* handlerName */._)(platform) };
    const handler = machine.root === undefined ? unknown : await host.emulators.handler(platform);
    const installed = emulators?.platforms.some((one) => (0,domain_platform/* samePlatform */.my)(one, platform)) === true;
    return { platform, handler, installedFrom: installed ? emulators.image.reference : undefined };
}

;// CONCATENATED MODULE: ./lib/operations/publish/trouble.js








/** How long a crash may be the last word of a step before somebody should know why. */
const HANGS_AFTER = 10_000;
/** What a diagnosis needs to know of the machine. Asked after a failure only. */
async function circumstances(host, plan, platform, where) {
    const { context } = host.runner;
    const [emulation, places] = await Promise.all([
        platform && readEmulation(host, plan, platform, where),
        freePlaces(host, plan.machine.root),
    ]);
    const { platforms } = plan.build;
    const { image } = plan.target;
    return { ...context, ...(0,login/* whoAsks */.N)(host, image), image, platforms, emulation, places };
}
/** Explains platforms that failed their smoke test, where the machine and not the image may be the cause. */
function adviser(host, plan) {
    return async (failed) => {
        const told = failed.map(async ({ platform, verdict }) => {
            if (verdict.symptom === undefined)
                return [];
            return [explainSmoke(verdict.symptom, platform, await circumstances(host, plan, platform, 'smoke'))];
        });
        return [...new Set((await Promise.all(told)).flat().filter((words) => words !== ''))];
    };
}
/**
 * Follows a build, and tells why it stands still where an emulator does: QEMU that is the first process of a container cannot end
 * itself after a crash, and waits for ever (linux-user/signal.c sends itself a signal that the kernel keeps from a first process).
 */
function watched(host, plan, platforms, listen) {
    let progress = createProgress(platforms);
    /** Steps whose last word is that of a crash, by the prefix of their lines. */
    const silent = new Set();
    const warn = async (crash) => {
        const platform = platformOf(crash, plan);
        const about = await circumstances(host, plan, platform, 'build');
        await host.clock.sleep(HANGS_AFTER);
        if (silent.delete(crash.prefix))
            host.log.warning(explainStandstill(crash.text, platform, about));
    };
    const follow = (line) => {
        const told = silent.has(line.prefix);
        if (!isCrash(line.text))
            silent.delete(line.prefix);
        else if (!told) {
            silent.add(line.prefix);
            void warn(line).catch(() => undefined);
        }
    };
    const read = (text) => {
        listen(text);
        const lines = progress.line(text);
        for (const line of lines)
            follow(line);
        return lines;
    };
    let before;
    const result = () => {
        const own = progress.result();
        return before === undefined ? own : afterLoss(before.outcome, own, before.loss);
    };
    return {
        begin(caches, loss) {
            silent.clear();
            before = loss && { outcome: progress.result(), loss };
            progress = createProgress(platforms, caches);
            return { line: read, result };
        },
        result,
        lost: () => before !== undefined,
        slow: (now) => progress.slow(now),
        over: () => silent.clear(),
    };
}
/** Steps on an empty base do not name their platform; where one alone is emulated, it is that. */
function platformOf({ prefix }, plan) {
    const named = (0,domain_platform/* parsePlatform */.Y8)(prefix.split(' ')[0] ?? '');
    const foreign = plan.build.platforms.filter((one) => isForeign(plan.machine, one));
    return named ?? (foreign.length === 1 ? foreign[0] : undefined);
}

;// CONCATENATED MODULE: ./lib/operations/publish/image.js


















/**
 * Builds, and names the cause where it fails. Where the SBOM scanner cannot be had, it is taken from its mirror, once.
 * @param listen hears every line of the builder's progress
 */
async function buildImage(run, plan, how, listen = () => undefined) {
    const { host, building } = run;
    const watch = watched(host, plan, how.platforms, listen);
    building.current = { plan, platforms: how.platforms, watch };
    try {
        const first = await tryBuild(run, how, watch);
        if (!('failure' in first))
            return first;
        const again = host.processes.stopped === undefined && withScannerFromMirror(how, first.failure);
        if (!again)
            throw await diagnosed(run, plan, how, first);
        host.log.notice(`The registry of ${pins/* PINS */.$.scanner.reference} does not give it at the moment. The build is run again with the same image from ${pins/* PINS */.$.scanner.mirror}; what was built is in the builder's cache.`);
        const second = await tryBuild(run, again, watch);
        if (!('failure' in second))
            return second;
        throw await diagnosed(run, plan, again, second);
    }
    finally {
        watch.over();
        building.current = undefined;
    }
}
async function tryBuild({ host, session, inputs }, how, watch) {
    const follow = ({ caches }, loss) => ({
        progress: watch.begin(caches, loss),
        watch: createCacheWatch(caches.from.length > 0),
    });
    try {
        const digest = await build_build(host, session, how, follow, inputs.behaviour.timeout);
        await keepExports(host, how.caches.folders);
        const done = watch.result();
        const warning = watch.lost() ? undefined : lossWarning(done.caches, how.caches.sources);
        if (warning !== undefined)
            host.log.warning(warning);
        return { digest, build: done };
    }
    catch (error) {
        await dropExports(host, how.caches.folders);
        const { failure } = watch.result();
        if (host.processes.stopped !== undefined)
            throw error;
        // A buildx that ends without an error of a step: it did not get so far.
        if (failure === undefined)
            return (0,diagnosis/* failWithCause */.SO)(error);
        return { failure, error };
    }
}
async function diagnosed({ host }, plan, { platforms }, { failure, error }) {
    const platform = (0,domain_platform/* parsePlatform */.Y8)(failure.platform ?? '');
    const about = { ...(await circumstances(host, plan, platform, 'build')), platforms };
    return new errors/* CommandError */.Qd((0,diagnosis/* toTrouble */.fQ)((0,diagnosis/* diagnoseBuild */.fA)(failure, about)), { cause: error });
}
/**
 * The build with the reasons why steps had to run.
 * @param platforms what came of it, as it was read back
 */
function withReasons(build, { inputs }, earlier, platforms) {
    const histories = platforms.flatMap(({ platform, history }) => history === undefined ? [] : [[(0,domain_platform/* formatPlatform */.Bq)(platform), history]]);
    const { noCache, noCacheFilters } = inputs.build;
    const evidence = {
        ...{ caches: build.caches, noCache, noCacheStages: noCacheFilters },
        ...{ earlier, histories: new Map(histories) },
    };
    return { ...build, steps: explainMisses(build.steps, evidence) };
}
/** The digest of a build that pushed. @throws CommandError where buildx did not tell it */
function exported(digest) {
    if (digest !== undefined)
        return digest;
    throw new errors/* CommandError */.Qd({
        found: 'docker buildx build ended well and did not say which digest it pushed.',
        remedy: 'Use a newer buildx on this runner.',
    });
}
/**
 * Reads the pushed image back, with its attestations, and looks for the secrets of the inputs in all that it says of itself. A secret that
 * was found weighs more than anything else that is wrong.
 * @throws VerificationError where it is not what was asked for, or holds a secret
 */
async function inspectPushed({ host, session, secrets }, plan, digest, built) {
    // What an earlier or another run has published may have more than is asked for here.
    const own = plan.existing.kind === 'build' && (built === undefined || built === digest);
    const search = createSearch(secrets);
    const how = { attested: own && plan.attested, exact: own, statements: true, search };
    const { image } = plan.target;
    const candidate = await (0,inspect/* inspect */.N)(host, image, digest, plan.build.platforms, how).finally(() => (0,leaks/* requireNoLeaks */.j7)(search, true));
    if (own && plan.attested)
        (0,lib_plan_attestations/* requireKinds */.JN)(askedKinds(plan.build.inputs), candidate.platforms);
    for (const { platform, attached } of candidate.platforms)
        if (attached !== undefined)
            host.log.info((0,report_attached/* attachedWords */.gK)(platform, attached));
    // What the smoke test pulls, and the engine did not hold before, post removes.
    const references = (0,inspect/* subjectsOf */.Z)(candidate, isInEngine(plan)).map(({ reference }) => reference);
    const ours = (0,engine/* broughtIn */.V)(references, plan.localImages);
    session.keep({ images: [...session.state.images, ...ours] });
    return candidate;
}
/** Whether the engine has just built it, and holds every platform of it. */
function isInEngine({ inEngine, existing }) {
    return inEngine && existing.kind === 'build';
}

// EXTERNAL MODULE: ./lib/plan/signed.js
var signed = __webpack_require__(7739);
// EXTERNAL MODULE: ./lib/steps/sign/again.js
var again = __webpack_require__(6057);
// EXTERNAL MODULE: ./lib/steps/sign/found.js
var sign_found = __webpack_require__(8013);
// EXTERNAL MODULE: ./lib/steps/sign/root.js
var sign_root = __webpack_require__(2965);
// EXTERNAL MODULE: ./lib/domain/claims.js
var domain_claims = __webpack_require__(9647);
// EXTERNAL MODULE: ./lib/host/registry/at-once.js
var at_once = __webpack_require__(7125);
// EXTERNAL MODULE: ./lib/host/registry/listed.js
var registry_listed = __webpack_require__(5519);
// EXTERNAL MODULE: ./lib/plan/token.js
var plan_token = __webpack_require__(7866);
// EXTERNAL MODULE: ./lib/plan/verdict.js
var plan_verdict = __webpack_require__(2742);
// EXTERNAL MODULE: ./lib/steps/sign/check.js
var check = __webpack_require__(2457);
// EXTERNAL MODULE: ./lib/steps/sign/read.js
var sign_read = __webpack_require__(81);
;// CONCATENATED MODULE: ./lib/steps/sign/sign.js









/** cosign itself tries a service twice at most, and the second Rekor never again, so all of it is tried again. */
const TRIES = 4;
const FIRST_WAIT = 1_000;
/** A service that hangs is waited for without end by cosign. */
const SIGN_LIMIT = 60_000;
/**
 * Makes a manifest signed: not again where it is already. Whatever cosign says of its own work, what is there afterwards counts.
 * @param remedy what to do where it cannot be signed
 * @throws VerificationError where it is not signed in the end
 */
async function sign(host, image, digest, seal, remedy) {
    const before = await (0,check/* check */.z6)(host, image, digest, seal);
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    if (before.verdict.kind === 'signed') {
        host.log.info(`${reference} is signed already.`);
        return { digest, referrers: namesOf(before.attached), made: false };
    }
    if (before.attached === undefined)
        throw notSigned(reference, before.verdict.why, remedy);
    const attached = await signUntilSure(host, image, digest, seal, remedy);
    const listed = await withEarlier(host, image, digest, before.attached, attached);
    host.log.info(`${reference} is signed, and the signature was verified.`);
    return { digest, referrers: listed.map((one) => one.digest), made: true };
}
/** Who signs at the same time may have written the list without what was there before. What the registry has no more nobody can list again. */
async function withEarlier(host, image, digest, before, { listed }) {
    const names = new Set(listed.map((one) => one.digest));
    const lost = before.listed.filter((one) => !names.has(one.digest));
    const heads = await (0,at_once/* atOnce */.z)(lost, (one) => host.registry.head(image, one.digest), sign_read/* OPENED_AT_ONCE */.w);
    const there = lost.filter((_, at) => heads[at] !== undefined);
    return there.length === 0 ? listed : (0,registry_listed/* keepListed */.f)(host, image, digest, [...listed, ...there]);
}
function namesOf(attached) {
    return attached?.listed.map(({ digest }) => digest) ?? [];
}
async function signUntilSure(host, image, digest, seal, remedy) {
    const reference = (0,domain_reference/* digestReference */.O9)(image, digest);
    for (let attempt = 1;; attempt++) {
        const ended = await signOnce(host, reference, seal, remedy);
        // A signature may have come through although cosign failed, and may have been lost although it did not.
        const { verdict, attached } = ended.code === 0
            ? await (0,check/* checkExpected */.vi)(host, image, digest, seal)
            : await (0,check/* checkOnce */.Gb)(host, image, digest, seal);
        if (verdict.kind === 'signed' && attached !== undefined)
            return attached;
        const words = ended.code === 0 && 'why' in verdict ? verdict.why : sign_wordsOf(ended);
        // Who signs at the same time can be in the way once; twice, the services make signatures that nobody believes.
        const isUseless = ended.code === 0 && verdict.kind === 'wrong' && attempt > 1;
        if (attempt === TRIES || isUseless || (0,plan_verdict/* isFinal */.dR)(ended) || host.processes.stopped !== undefined)
            throw notSigned(reference, words, remedy);
        host.log.info(`Signing is tried again (${attempt + 1} of ${TRIES}): ${words}`);
        await host.clock.sleep(FIRST_WAIT * 3 ** (attempt - 1));
    }
}
async function signOnce(host, reference, { key, files, claims }, remedy) {
    const how = { reference, files, timeoutMs: SIGN_LIMIT };
    if (key !== undefined)
        return host.cosign.sign({ ...how, by: { key } });
    // A token is good for five minutes, and a new one for every signature costs nothing.
    const token = await freshToken(host, claims).catch((error) => {
        throw notSigned(reference, error instanceof Error ? error.message : String(error), remedy, error);
    });
    return host.cosign.sign({ ...how, by: { token } });
}
/** What the certificate will say is what the token says, whatever was planned. */
async function freshToken({ runner, clock }, planned) {
    const token = await runner.idToken(plan_token/* AUDIENCE */.Xu);
    const claims = (0,domain_claims/* readClaims */.I)(token);
    if ('wrong' in claims)
        throw new errors/* CommandError */.Qd((0,plan_token/* unreadable */.O$)(claims.wrong));
    const fault = (0,plan_token/* laterFault */.J1)(claims, planned, runner.context, clock.now() / 1000);
    if (fault !== undefined)
        throw new errors/* PolicyError */.pn(fault);
    return token;
}
function sign_wordsOf({ code, stderr }) {
    const words = code === undefined ? `cosign did not end in ${SIGN_LIMIT / 1000} s` : (0,plan_verdict/* lastWords */.aN)(stderr);
    const service = (0,plan_verdict/* failedService */.ZZ)(words);
    return service === undefined ? words : `${service} failed: ${words}`;
}
function notSigned(reference, why, remedy, cause) {
    const found = `${reference} is not signed: ${why}.`.replace(/\.\.$/, '.');
    return new errors/* VerificationError */.mk({ found, remedy }, { cause });
}

;// CONCATENATED MODULE: ./lib/operations/publish/signing.js







/**
 * Signs in a phase of its own, where the plan wants a signature; what this run did not build is only looked at.
 * @returns what came of the plan
 */
async function signInPhase(run, plan, candidate, built) {
    const { signing } = plan;
    if (signing.kind === 'none')
        return signing;
    if (!built)
        return run.watch.phase('Check the signature', () => requireSigned(run, plan, candidate));
    await run.watch.phase('Sign', () => signImage(run, plan, signing, candidate));
    return signing;
}
/**
 * Signs what the tags are to name, and verifies the signature; leaves to post what it has to look at again.
 * @throws VerificationError that says how to finish, where it cannot be signed
 */
async function signImage(run, plan, signing, candidate) {
    const { image } = candidate;
    const seal = sealOf(run, signing);
    const digests = digestsOf(candidate, signing);
    const remedy = (0,signature/* finishUnsigned */.B8)(image, digests, signing, plan.tags);
    const manifests = [];
    // One after the other: their tokens and certificates are one each, and nobody waits for more than two.
    for (const one of digests)
        manifests.push(await sign(run.host, image, one, seal, remedy));
    await keep(run, seal, manifests);
}
/**
 * Looks for the signature of an image that this run did not build: it is of whoever has pushed it, and what it says of its commit proves
 * nothing, so this run never signs it.
 * @returns what came of the plan: with `sign: auto` the run goes on without a signature
 * @throws PolicyError where a signature is asked for and is not there, CommandError where nobody can say
 */
async function requireSigned(run, plan, candidate) {
    const { signing } = plan;
    if (signing.kind === 'none')
        return signing;
    const { host, session, inputs } = run;
    const { image } = candidate;
    const seal = sealOf(run, signing);
    const digests = digestsOf(candidate, signing);
    const manifests = [];
    for (const one of digests) {
        const found = await (0,sign_found/* findSigned */.S)(host, image, one, seal);
        if ('why' in found) {
            const trouble = (0,signature/* foreignUnsigned */.iA)(image, found, digests, signing);
            session.keep({ signed: undefined });
            if (inputs.signing.sign !== 'auto')
                throw new errors/* PolicyError */.pn(trouble);
            host.log.warning((0,errors/* describe */.q0)(trouble));
            return { kind: 'none', reason: `this run did not build the image, and ${found.why}` };
        }
        manifests.push(found);
    }
    await keep(run, seal, manifests);
    return signing;
}
/** What is signed, in this order. */
function digestsOf({ digest, platforms }, signing) {
    const below = signing.platforms ? platforms.map((one) => one.digest) : [];
    return [...new Set([digest, ...below])];
}
async function keep({ host, session }, { signer, unlogged, trustedRoot }, manifests) {
    const root = trustedRoot === undefined ? undefined : await (0,sign_root/* digestOfRoot */.u)(host, session.folder);
    session.keep({ signed: (0,signed/* keptSigned */.Ri)({ signer, unlogged, trustedRoot: root, manifests }) });
}
function sealOf({ session, key: given }, signing) {
    const { signer, unlogged, files, claims } = signing;
    const own = (0,signed/* sigstoreFiles */.KF)(session.folder);
    const trustedRoot = files.trustedRoot === undefined ? undefined : own.trustedRoot;
    const signingConfig = files.signingConfig === undefined ? undefined : own.signingConfig;
    const key = signer.kind === 'key' ? given : undefined;
    return { signer, unlogged, trustedRoot, key, claims, files: { signingConfig, trustedRoot } };
}
/** Another run that signs the same image at the same time may have written the list of signatures meanwhile; post looks once more. */
async function lookAtSignaturesAgain({ host, session }, { target }) {
    for (const manifest of session.state.signed?.manifests ?? [])
        await (0,again/* listAgain */.H)(host, target.image, manifest).catch((error) => host.log.warning(`The list of signatures could not be looked at again: ${error instanceof Error ? error.message : error}`));
}

// EXTERNAL MODULE: ./lib/report/outcome.js
var outcome = __webpack_require__(5102);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
;// CONCATENATED MODULE: ./lib/operations/publish/tell.js




/** Outputs and summary of a publish. */
async function tellPublished({ host, watch }, plan, result) {
    const { candidate, tags, smoked, build } = result;
    const { image, digest, platforms } = candidate;
    // A first package is private on GHCR, which surprises everybody once.
    const anonymousPull = plan.first
        ? await host.registry.anonymous(image, digest).catch(() => undefined)
        : undefined;
    const ending = { smoked, build, timings: watch.timings() };
    await report(host, (0,outcome/* publishedOutcome */.D4)(plan, { digest, tags, platforms, anonymousPull }, ending));
}
/** Sets the outputs and writes the summary. */
async function report(host, outcome) {
    for (const { prefix, text } of (0,hits/* hitLines */.HZ)(outcome.build))
        host.log.child(prefix, text);
    for (const [name, value] of Object.entries((0,outputs/* outputsOf */.Yz)(outcome)))
        host.runner.setOutput(name, value);
    await host.runner.summary((0,summary/* summarize */.eh)(outcome, host.runner.context.serverUrl));
}

// EXTERNAL MODULE: ./lib/plan/source.js
var lib_plan_source = __webpack_require__(4074);
;// CONCATENATED MODULE: ./lib/operations/publish/transaction.js


/** What the tags of a run are decided by. A branch's tag goes by the history of the branch. */
function publicationOf({ host, inputs }, plan) {
    const { tags, publishing, commit, target } = plan;
    const publication = { tags, publishing, latest: inputs.identity.latest };
    const source = (0,lib_plan_source/* sourceOf */.v)(inputs.identity, host.runner.context, commit.sha, []);
    if (tags.branch === undefined || source?.kind !== 'branch')
        return { ...publication, branch: undefined };
    const place = { image: target.image, tag: tags.branch, branch: source.name, commit: commit.sha };
    return { ...publication, branch: { ...place, run: host.runner.context } };
}
/** What the post step looks at once more: other runs at the same time may write the same tags. */
function lookedAtAgain(publication) {
    const { branch } = publication;
    return { lines: (0,publish/* linesOf */.Dx)(publication).moving, branch: branch && { tag: branch.tag, name: branch.branch } };
}

;// CONCATENATED MODULE: ./lib/operations/publish/at-once.js
















/** The runbook's plain order: one build pushes every tag, post verifies. */
async function publishAtOnce(run, plan) {
    const { host, session, watch } = run;
    const { image } = plan.target;
    const publication = publicationOf(run, plan);
    const moves = await decideNow(run, plan, publication);
    const tags = moves.filter(({ move }) => move).map(({ tag }) => tag);
    const held = await (0,registry_held/* readHeldTags */.Vb)(host.registry, image, tags);
    const leave = (digest, holding = tags) => leaveToPost(host, session, plan, { digest, tags: holding, ...lookedAtAgain(publication) });
    const noted = (before, after) => tags.map((tag) => ({ tag, before: before.get(tag), after }));
    const begun = new Map(tags.map((tag) => [tag, held.get(tag)?.digest]));
    await leave(undefined);
    await (0,write/* saveTo */.fn)(host, session)(noted(begun, undefined));
    const witness = watchPush(host, image, begun, async (digest, before) => {
        await leave(digest);
        await (0,write/* saveTo */.fn)(host, session)(noted(before, digest));
    });
    await (0,takeback/* orTakeBack */.g3)(run, undone/* summarizeUndone */.H, async () => {
        const earlier = readEarlier(host, plan, run.published);
        const { built, before } = await watch.phase('Build and push', () => buildWatched(run, plan, tags, witness));
        const digest = exported(built.digest);
        await leave(digest);
        const writer = (0,write/* createWriter */.u7)(host, image, (0,write/* saveTo */.fn)(host, session), noted(before, digest));
        await (0,write/* saveTo */.fn)(host, session)(writer.journal);
        const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, digest));
        const signing = await signInPhase(run, plan, candidate, true);
        const outcomes = await watch.phase('Read the tags back', () => (0,publish/* confirmAtOnce */.Lm)(host, writer, publication, { moves, held, digest, replaced: before }));
        await leave(digest, outcomes.filter(({ after }) => after === digest).map(({ tag }) => tag));
        await lookAtSignaturesAgain(run, plan);
        session.keep({ finished: true, wroteAt: writer.wroteAt });
        const build = withReasons(built.build, run, await earlier, candidate.platforms);
        await tellPublished(run, { ...plan, signing }, { candidate, tags: outcomes, smoked: [], build });
    });
}
/** The moves, with the branch's by what the registry and GitHub say before the build. */
async function decideNow({ host }, { moves, held }, { branch, latest, publishing: { platforms } }) {
    const decided = branch && (await (0,tags_branch/* decideBranch */.H3)(host, branch));
    return (0,tags_platforms/* withDecided */.b)(host, moves, decided, { latest, platforms, held });
}
/** Builds, and sees what the tags held just before they were pushed. */
async function buildWatched(run, plan, tags, witness) {
    const how = { ...plan.build, target: { kind: 'tags', image: plan.target.image, tags } };
    const index = makesIndex(how);
    const listen = (line) => {
        const said = readAnnouncement(line, index);
        if (said !== undefined)
            witness.hear(said);
    };
    try {
        const built = await buildImage(run, plan, how, listen);
        return { built, before: await witness.ended() };
    }
    catch (error) {
        // What is put back has to be noted first; why the build failed is what the reader wants to know.
        await witness.ended().catch(() => undefined);
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/plan/outcome.js
/** Of what was not built. */
const NOT_BUILT = { steps: [], caches: [], warnings: [] };

// EXTERNAL MODULE: ./lib/steps/smoke/smoke.js + 4 modules
var smoke = __webpack_require__(5488);
;// CONCATENATED MODULE: ./lib/operations/publish/move.js








/**
 * From here on tags change: whatever goes wrong, they are put back, here or in post.
 * @returns what the tags hold: the image of this run, or that of another run of the same commit, which was adopted
 */
async function moveTags(run, plan, own) {
    const { host, session } = run;
    const { manifest, image, digest: ours } = own.candidate;
    const publication = publicationOf(run, plan);
    const again = lookedAtAgain(publication);
    const planned = plan.moves.filter(({ move }) => move).map(({ tag }) => tag);
    const leave = (digest, tags = planned) => leaveToPost(host, session, plan, { digest, tags, ...again }, digest === ours);
    await leave(ours);
    const { signed } = session.state;
    const writer = (0,write/* createWriter */.u7)(host, image, (0,write/* saveTo */.fn)(host, session));
    return (0,takeback/* orTakeBack */.g3)(run, undone/* summarizeUndone */.H, async () => {
        let ready = own;
        const claimed = async (digest) => {
            await leave(digest);
            if (digest !== ours)
                ready = await adopt(run, plan, digest, ours);
            else
                session.keep({ signed });
        };
        const published = await (0,publish/* publishTags */.Vw)(host, writer, publication, manifest, claimed);
        const { digest } = published.manifest.descriptor;
        const holding = published.tags.filter(({ after }) => after === digest).map(({ tag }) => tag);
        await leave(digest, holding);
        session.keep({ finished: true, wroteAt: writer.wroteAt });
        return { ...ready, tags: published.tags };
    });
}
/**
 * Looks at an image that another run has published meanwhile, before any other tag names it. It is tried in post.
 * @throws what `inspectPushed` and `requireSigned` do
 */
async function adopt(run, plan, digest, ours) {
    const candidate = await inspectPushed(run, plan, digest, ours);
    return { candidate, smoked: [], signing: await requireSigned(run, plan, candidate) };
}

;// CONCATENATED MODULE: ./lib/operations/publish/gated.js









/** The safe order: a candidate that no release tag names, then the checks, then the tags. */
async function publishGated(run, plan) {
    const { host, session, watch } = run;
    const earlier = plan.existing.kind === 'build' ? readEarlier(host, plan, run.published) : undefined;
    const { own, build } = await untouched(host, async () => {
        const { digest, build } = await haveImage(run, plan);
        const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, digest));
        const smoked = await watch.phase('Smoke test', () => (0,smoke/* smoke */.Q)(host, session.id, plan.smoke, (0,inspect/* subjectsOf */.Z)(candidate, isInEngine(plan)), true, adviser(host, plan)));
        const signing = await signInPhase(run, plan, candidate, plan.existing.kind === 'build');
        return { own: { candidate, smoked, signing }, build };
    });
    const published = await watch.phase('Move the tags', () => moveTags(run, plan, own));
    await lookAtSignaturesAgain(run, plan);
    const reasons = withReasons(build, run, await earlier, own.candidate.platforms);
    await tellPublished(run, { ...plan, signing: published.signing }, { ...published, build: reasons });
}
/** Builds the candidate; or takes what an earlier run of this commit has published. */
async function haveImage(run, plan) {
    const { existing } = plan;
    if (existing.kind === 'reuse')
        return { digest: existing.digest, build: NOT_BUILT };
    const built = await run.watch.phase('Build and push the candidate', () => buildImage(run, plan, plan.build));
    return { ...built, digest: exported(built.digest) };
}
/** Says of a failure before the tags what everybody wants to know first. */
async function untouched(host, body) {
    try {
        return await body();
    }
    catch (error) {
        host.log.info('No release tag was touched.');
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/steps/load.js

/**
 * Builds every platform into the engine. The classic image store holds one platform under a name, so there each is built
 * by itself, and writes no cache, as it is planned; without a smoke test nothing has to be loaded at all.
 * @param build runs one build
 */
async function load(plan, build) {
    const { target, platforms } = plan.build;
    if (plan.smoke.mode === 'off' || target.kind !== 'load') {
        return { images: [], build: await build({ ...plan.build, target: { kind: 'none' } }) };
    }
    if (plan.severalPlatformsLoad) {
        const images = platforms.map((platform) => ({ platform, reference: target.name }));
        return { images, build: await build(plan.build) };
    }
    const parts = [];
    for (const platform of platforms) {
        const reference = `${target.name}-${(0,domain_platform/* formatPlatform */.Bq)(platform).replaceAll('/', '-')}`;
        const how = { ...plan.build, platforms: [platform], target: { kind: 'load', name: reference } };
        parts.push({ image: { platform, reference }, build: await build(how) });
    }
    const warnings = new Set(parts.flatMap(({ build: { warnings } }) => warnings));
    return {
        images: parts.map(({ image }) => image),
        build: {
            steps: parts.flatMap(({ build: { steps } }) => steps),
            // Each build reads the same layers.
            caches: parts[0]?.build.caches ?? [],
            warnings: [...warnings],
        },
    };
}

;// CONCATENATED MODULE: ./lib/operations/publish/rehearse.js









/**
 * Builds every platform into the engine, tries them there and tells what a real run would do. Secrets are looked for in the
 * configuration, as far as the engine tells it for the smoke test: it has no attestations, and its history is not asked for.
 */
async function rehearse(run, plan) {
    const { host, session, watch } = run;
    const earlier = readEarlier(host, plan, run.published);
    const loaded = await watch.phase('Build', () => load(plan, async (how) => (await buildImage(run, plan, how)).build));
    const search = createSearch(run.secrets);
    const smoked = await watch.phase('Smoke test', async () => {
        const subjects = loaded.images.map(async ({ platform, reference }) => {
            const config = await host.engine.imageConfig(reference, platform);
            (0,leaks/* searchStart */.hx)(search, platform, config);
            return { platform, reference, config, inEngine: true };
        });
        const found = await Promise.all(subjects);
        (0,leaks/* requireNoLeaks */.j7)(search, false);
        return (0,smoke/* smoke */.Q)(host, session.id, plan.smoke, found, true, adviser(host, plan));
    });
    const build = withReasons(loaded.build, run, await earlier, []);
    await report(host, (0,outcome/* rehearsedOutcome */.KC)(plan, { smoked, build, timings: watch.timings() }));
}

;// CONCATENATED MODULE: ./lib/operations/publish/publish.js





























/** The main action: from a checkout to a published, verified image; or, in a dry run, to a plan that was tried. */
async function operate(host) {
    const session = await (0,steps_session/* openSession */.f)(host);
    const inputs = await requireInputs(host);
    const { timeout } = inputs.behaviour;
    const { cosignKey } = inputs.signing;
    const key = cosignKey && readKey(host, cosignKey);
    const secrets = await readSecrets(host, inputs, key);
    const watch = (0,stopwatch/* startStopwatch */.Q)(host);
    const published = readOnce(host.registry);
    const run = { host, published, session, inputs, key, secrets, watch, building: { current: undefined } };
    const plan = await (0,deadline/* within */.u)(host, timeout, 'The action', () => late(run), () => publish_publish(run));
    await saveLocalCache(run, plan);
}
/** @throws InputError with all that can be said of the inputs before anything is asked */
async function requireInputs(host) {
    const { values, faults } = readInputs(host.runner.input);
    if (faults.length === 0)
        return values;
    throw new errors/* InputError */.dz([...faults, ...(await faultsOnDisk(host, values, faults))]);
}
/** What to do where the time is over: a build says where it has gone. */
function late({ host, building: { current } }) {
    if (current === undefined)
        return 'Give it more time with timeout:, or fewer platforms.';
    const { machine } = current.plan;
    const own = current.platforms.filter((platform) => !isForeign(machine, platform));
    return explainTimeout({
        slow: current.watch.slow(host.clock.now()),
        platforms: current.platforms.map(domain_platform/* formatPlatform */.Bq),
        native: machine.builds ? own.map(domain_platform/* formatPlatform */.Bq) : undefined,
    });
}
/** The publish, with the plan by which it was carried out. */
async function publish_publish(run) {
    const { host, session, inputs, watch } = run;
    const { context } = host.runner;
    const target = (0,plan_target/* planTarget */.hB)(inputs, context);
    await (0,login/* login */.i)(host, target, session.folder);
    host.github.use(target.policy.login === 'none' ? undefined : (0,plan_target/* jobToken */.Pt)(inputs));
    const { facts, weighing } = await watch.phase('Look around', () => lookAround(run, target));
    const plan = planPublish(inputs, context, target, facts, session.id);
    await watch.phase('Plan', async () => tell(run, plan));
    const looked = plan.existing.kind === 'build' ? checkSpace(host, plan, weighing) : undefined;
    const ready = needsBuilder(plan)
        ? await watch.phase('Builder', () => prepareBuilder(host, session, plan).catch(diagnosis/* failWithCause */.SO))
        : plan;
    await looked;
    await carryOut(run, ready);
    return ready;
}
/** All is published by now: this has limits of its own, and fails nothing. */
async function saveLocalCache({ host, watch }, { build, existing }) {
    const { hosted, cacheService } = host.runner.context;
    const { folders } = build.caches;
    const saves = hosted && cacheService === 'write' && !onTag(host.runner.context);
    if (!saves || folders.length === 0 || existing.kind !== 'build')
        return;
    await watch.phase('Save the local cache', () => saveExports(host, folders));
}
function carryOut(run, plan) {
    if (plan.target.policy.kind === 'dry-run')
        return rehearse(run, plan);
    // What is published already needs no build that pushes tags.
    return plan.gate || plan.existing.kind === 'reuse' ? publishGated(run, plan) : publishAtOnce(run, plan);
}
async function lookAround({ host, published, session, inputs, key, secrets }, target) {
    const { context } = host.runner;
    // Names are planned before the commit is known, so that their faults stand in the same report as all others.
    const tags = (0,plan_tags/* planTags */.V)(inputs.identity, context, target.policy, context.sha);
    const asked = { tags, secrets, folder: session.folder, key };
    const { facts, weighing, push } = await gather({ ...host, registry: published }, inputs, target, asked);
    if (push === undefined || push.ok)
        return { facts, weighing };
    throw new errors/* CommandError */.Qd((0,refusal/* explainRefusal */.GC)(push, target.image, (0,login/* whoAsks */.N)(host, target.image)));
}
function tell({ host, secrets }, plan) {
    for (const line of describePlan(plan))
        host.log.child('', line);
    const { skipped, onlyWhole } = createSearch(secrets);
    for (const name of skipped)
        host.log.info(`Too short or too plain to be looked for in the image: ${name}`);
    for (const name of onlyWhole)
        host.log.info(`Looked for in the image as a whole only, as no line of it looks like a token: ${name}`);
    const other = (0,signature/* otherCommit */.e4)(plan.signing, plan.commit.sha);
    for (const notice of [...plan.notices, ...(other === undefined ? [] : [other])])
        host.log.notice(notice);
    for (const warning of plan.warnings)
        host.log.warning(warning);
}


/***/ }),

/***/ 904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JN: () => (/* binding */ requireKinds),
/* harmony export */   UV: () => (/* binding */ describeMissing),
/* harmony export */   ho: () => (/* binding */ claimedKinds),
/* harmony export */   pP: () => (/* binding */ withRefused),
/* harmony export */   up: () => (/* binding */ missingKinds)
/* harmony export */ });
/* harmony import */ var _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6265);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7737);



/** Kinds of attestations that some platforms lack, each with those platforms. What is refused counts as missing. */
function missingKinds(kinds, platforms) {
    const lacking = kinds.map((kind) => {
        const without = platforms.filter(({ attached }) => !attached?.kinds.includes(kind));
        return [kind, without];
    });
    return new Map(lacking.filter(([, without]) => without.length > 0));
}
/** What is missing, in words: `SBOM for linux/arm64`, and what is there instead. */
function describeMissing(missing) {
    return [...missing].map(([kind, platforms]) => `${_domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]} for ${platforms.map((one) => withRefused(one, [kind])).join(', ')}`);
}
/** A platform, with what is attached to it as one of the kinds and is none. */
function withRefused({ platform, attached }, kinds) {
    const reasons = (attached?.refused ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ why }) => why);
    const told = [...new Set(reasons)].slice(0, MOST_REASONS).join('; ');
    return (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlatform */ .Bq)(platform) + (told === '' ? '' : ` (what is attached as one ${told})`);
}
const MOST_REASONS = 3;
/** The kinds that something attached is called, whether it counts or not. */
function claimedKinds({ kinds, refused }) {
    return [...kinds, ...refused.map(({ kind }) => kind)];
}
/** Holds an image to the attestations that were asked for. @throws VerificationError that names what is missing where */
function requireKinds(asked, platforms) {
    const missing = missingKinds(asked, platforms);
    if (missing.size === 0)
        return;
    const isRefused = [...missing].some(([kind, without]) => without.some(({ attached }) => attached?.refused.some((one) => one.kind === kind)));
    const cause = isRefused
        ? 'The builder, the SBOM scanner or whoever else writes to this image attached something else'
        : 'The builder or the SBOM scanner left it out';
    const off = [...missing.keys()].map((kind) => `${kind}: false`).join(' and ');
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .VerificationError */ .mk({
        found: `The pushed image has no ${describeMissing(missing).join(' and no ')}.`,
        allowed: `${asked.map((kind) => _domain_attestation_js__WEBPACK_IMPORTED_MODULE_0__/* .KIND_NAMES */ .kd[kind]).join(' and ')} for every platform`,
        remedy: `${cause}: use a newer BuildKit or another scanner, or write ${off}.`,
    }, { proves: 'image' });
}


/***/ }),

/***/ 677:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ buildRows)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);



/** Only Linux: neither BuildKit on Linux nor its emulators run the steps of another system. */
const platform = (text) => {
    const found = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePlatform */ .Y8)(text);
    if (found?.os === 'linux')
        return found;
    const what = found === undefined ? 'is not a known platform' : 'cannot be built: only linux can';
    return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
        found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} ${what}.`,
        allowed: `for example ${_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMON_PLATFORMS */ .pf.join(', ')}`,
    });
};
/** Platforms without repetitions, in the order written. */
const platforms = (text) => {
    const found = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)(platform)(text);
    if (found instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC)
        return found;
    if (found.length === 0)
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({ found: 'it names no platform.', allowed: 'linux/amd64,linux/arm64' });
    return [...new Map(found.map((one) => [(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(one), one])).values()];
};
/** A path inside the workspace. Whether it exists, and where links lead, is seen later, on the disk. */
const path = (text) => {
    const value = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(text);
    if (value instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC)
        return value;
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || value.startsWith('git@')) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} is a remote context.`,
            allowed: 'a folder of the workspace',
            remedy: 'Check the repository out with actions/checkout, so that what is published is what was checked out.',
        });
    }
    return value;
};
const variable = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const key = /^[A-Za-z0-9][A-Za-z0-9._/:-]*$/;
const sbom = (text) => {
    const generator = /^generator=([A-Za-z0-9][A-Za-z0-9._/:@-]*)$/.exec(text)?.[1];
    if (generator !== undefined)
        return { generator };
    const on = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt)(text);
    if (on instanceof _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC) {
        return new _row_js__WEBPACK_IMPORTED_MODULE_1__/* .Fault */ .vC({
            found: `${(0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .hD)(text)} cannot be used.`,
            allowed: 'true, false, generator=<scanner image>',
        });
    }
    return on ? { generator: undefined } : false;
};
const provenance = (text) => {
    const value = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('false', 'min', 'max')(text);
    return value === 'false' ? false : value;
};
/** What is built, from what, and how. */
const buildRows = {
    platforms: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('platforms', 'linux/amd64,linux/arm64', platforms, 'Platforms to build, by comma or line; short names such as `arm64` are understood.'),
    context: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('context', '.', path, 'Folder of the workspace that is the build context.'),
    file: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('file', path, 'Dockerfile, relative to the workspace. Default: `Dockerfile` of the context, else `Dockerfile.example`.'),
    target: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('target', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'the name of a stage'), 'Stage to build.'),
    buildArgs: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('build-args', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(variable, 'NAME=value')), 'Build arguments, `NAME=value` by line.'),
    buildContexts: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('build-contexts', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, 'name=path or name=docker-image://…', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .ONE_LINE */ .St)), 'Named contexts, `name=path`, `name=docker-image://…` or `name=oci-layout://…` by line.'),
    secrets: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secrets', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=value')), 'Build secrets, `id=value` by line; mounted, never in the image.'),
    secretEnvs: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secret-envs', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=NAME of an environment variable', /^[A-Za-z_][A-Za-z0-9_]*$/)), 'Build secrets from the environment, `id=NAME` by line.'),
    secretFiles: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('secret-files', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'id=path', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .ONE_LINE */ .St)), 'Build secrets from files, `id=path` by line.'),
    ssh: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('ssh', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:=[^\s",]+)?$/, 'default, or id=path')), 'SSH agent sockets or keys for the build, `default` or `id=path` by line.'),
    labels: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('labels', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(key, 'name=value')), 'More image labels, `name=value` by line; they win over the automatic ones.'),
    annotations: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('annotations', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .pair */ .V2)(key, 'name=value')), 'More annotations, `name=value` by line, on every manifest and the index; `manifest:` or `index:` before a name chooses one.'),
    addHosts: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('add-hosts', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9.-]*[:=][0-9A-Fa-f.:]+$|^[A-Za-z0-9][A-Za-z0-9.-]*:host-gateway$/, 'host:ip')), 'Host names for the build, `host:ip` by comma or line.'),
    allow: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('allow', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^(?:network\.host|security\.insecure|device(?:=[A-Za-z0-9._/=-]+)?)$/, 'network.host, security.insecure, device')), 'Entitlements that the build may use: `network.host`, `security.insecure`, `device`. A builder that is made here grants them.'),
    network: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('network', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('default', 'host', 'none'), 'Network of `RUN` steps: `default`, `host` or `none`.'),
    noCache: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('no-cache', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt, 'Build without reading a cache.'),
    noCacheFilters: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('no-cache-filters', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'names of stages')), 'Stages to build without reading a cache.'),
    pull: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('pull', 'false', _parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt, 'Always look for newer base images.'),
    shmSize: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('shm-size', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^\d{1,12}[bkmg]?$/i, '64m, 1g'), 'Size of `/dev/shm` for `RUN` steps, such as `64m`.'),
    ulimit: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('ulimit', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^[a-z]+=-?\d+(?::-?\d+)?$/, 'nofile=1024:1024')), 'Limits for `RUN` steps, such as `nofile=1024:1024`.'),
    compression: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('compression', 'gzip', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)('gzip', 'zstd', 'estargz', 'uncompressed'), 'Compression of layers: `gzip`, `zstd`, `estargz` or `uncompressed`.'),
    sbom: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('sbom', 'true', sbom, 'Attach a software bill of materials for each platform: `true`, `false`, or `generator=<scanner image>`.'),
    provenance: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('provenance', 'false', provenance, 'Attach build provenance: `false`, `min` or `max`. With `max` build arguments become public.'),
};


/***/ }),

/***/ 6057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ listAgain),
/* harmony export */   J: () => (/* binding */ checkSigned)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7125);
/* harmony import */ var _host_registry_listed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5519);
/* harmony import */ var _plan_payload_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3981);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2457);
/* harmony import */ var _found_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8013);
/* harmony import */ var _read_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(81);








/**
 * Makes the registry list again what it has listed before: of two runs that sign one image at the same time, each can write the list without
 * the other's signature. What the registry has no more is left out.
 * @throws RegistryError, or VerificationError where the list does not hold
 */
async function listAgain(host, image, { digest, referrers }) {
    const listed = new Set((await host.registry.referrers(image, digest)).map((one) => one.digest));
    const missing = referrers.filter((one) => !listed.has(one));
    const found = await (0,_host_registry_at_once_js__WEBPACK_IMPORTED_MODULE_6__/* .atOnce */ .z)(missing, (one) => host.registry.manifest(image, one), _read_js__WEBPACK_IMPORTED_MODULE_5__/* .OPENED_AT_ONCE */ .w);
    const there = found.flatMap((one) => (one === undefined ? [] : [describe(one)]));
    if (there.length === 0)
        return;
    await (0,_host_registry_listed_js__WEBPACK_IMPORTED_MODULE_2__/* .keepListed */ .f)(host, image, digest, there);
    host.log.notice(`${(0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, digest)}: ${there.length === 1 ? 'a signature or attestation was' : `${there.length} signatures or attestations were`} not listed any more, and is listed again.`);
}
/** As a registry with the API lists it (distribution-spec, "Listing Referrers"). */
function describe({ descriptor, content, body }) {
    const said = (0,_plan_payload_js__WEBPACK_IMPORTED_MODULE_7__/* .textAt */ .$)(JSON.parse(body.toString('utf8')), 'artifactType');
    const artifactType = said ?? (content.kind === 'manifest' ? content.config.mediaType : undefined);
    return { ...descriptor, artifactType, annotations: content.annotations };
}
/**
 * Looks again at what a run has signed; cosign must be prepared.
 * @throws VerificationError where it is not signed any more; RegistryError or CommandError, which prove nothing
 */
async function checkSigned(host, image, manifests, how) {
    const doubts = [];
    for (const manifest of manifests) {
        const reference = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .digestReference */ .O9)(image, manifest.digest);
        await listAgain(host, image, manifest).catch(asWarning(host));
        const { verdict } = await (0,_check_js__WEBPACK_IMPORTED_MODULE_3__/* .checkExpected */ .vi)(host, image, manifest.digest, how);
        if (verdict.kind === 'signed')
            host.log.info(`${reference} is signed.`);
        else if (verdict.kind === 'unknown')
            doubts.push((0,_found_js__WEBPACK_IMPORTED_MODULE_4__/* .unverified */ .Q)(reference, verdict.why));
        else
            throw lost(reference, verdict.why);
    }
    const [doubt] = doubts;
    if (doubt !== undefined)
        throw doubt;
}
function lost(reference, why) {
    const remedy = 'Look at what else writes to this package. Run the job again with overwrite: true: it builds the image again and signs that.';
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk({ found: `${reference} was signed and is not any more: ${why}.`, remedy });
}
/** Whether it is signed is what counts, and is looked at next. */
function asWarning(host) {
    return (error) => {
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RegistryError */ .gl || error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .VerificationError */ .mk))
            throw error;
        host.log.warning(`The list of signatures could not be looked at again: ${error.message}`);
    };
}


/***/ }),

/***/ 2965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ sameRoot),
/* harmony export */   u: () => (/* binding */ digestOfRoot)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _host_registry_answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5356);
/* harmony import */ var _plan_signed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7739);



const REMEDY = 'Do not remove or change files below RUNNER_TEMP in other steps, and run the job again.';
/** The digest of the trusted root in the private folder. @throws CommandError where it is not there any more */
async function digestOfRoot({ files }, folder) {
    const bytes = await files.bytes((0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_2__/* .sigstoreFiles */ .KF)(folder).trustedRoot);
    if (bytes !== undefined)
        return (0,_host_registry_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .digestOf */ .ol)(bytes);
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: 'The trusted root in the private folder is gone, so no signature can be verified.',
        remedy: REMEDY,
    });
}
/**
 * The path of the trusted root by which main has verified, where it is still the same: every step of the job may write to the private folder.
 * @param digest what main left of it in the state; undefined where there was none
 * @throws CommandError where it is gone or another one; that proves nothing of the signature
 */
async function sameRoot(host, folder, digest) {
    if (digest === undefined)
        return undefined;
    const found = await digestOfRoot(host, folder);
    if (found === digest)
        return (0,_plan_signed_js__WEBPACK_IMPORTED_MODULE_2__/* .sigstoreFiles */ .KF)(folder).trustedRoot;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: `The trusted root in the private folder is not the one of the main step any more, so no signature is verified by it: it has ${found}.`,
        allowed: digest,
        remedy: REMEDY,
    });
}


/***/ })

};
