export const id = 982;
export const ids = [982];
export const modules = {

/***/ 2933:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M4: () => (/* binding */ planTrialEmulators),
/* harmony export */   Zw: () => (/* binding */ planBuilder),
/* harmony export */   ff: () => (/* binding */ emulatorName),
/* harmony export */   ke: () => (/* binding */ planEmulators)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1770);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1878);
/* harmony import */ var _csv_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2790);
/* harmony import */ var _pins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3600);




/**
 * Chooses the builder. `auto`: a builder that the job already set up; else the engine's own where that can do
 * everything and the runner is thrown away afterwards; else a container of our own. On a persistent runner the
 * engine's own builder would build FROM local images of the same name and share cache mounts with other jobs.
 * @param id makes the name of a new builder unique
 * @throws InputError where the `builder` input names none, PolicyError where `driver: docker` has no builder
 */
function planBuilder(inputs, facts, id) {
    const { engine, builders, hosted } = facts;
    if (inputs.builder !== undefined)
        return named(inputs.builder, builders);
    const current = builders.find((builder) => builder.current);
    const own = ownBuilder(facts);
    if (inputs.driver === 'docker')
        return engineBuilder(own);
    if (inputs.driver === 'docker-container')
        return container(inputs, id, 'driver: docker-container');
    const special = inputs.driverOpts.length > 0 || inputs.buildkitImage !== undefined || inputs.buildkitdConfig !== undefined;
    if (special)
        return container(inputs, id, 'builder options were given');
    if (current !== undefined && current.driver !== 'docker' && current.status !== 'error') {
        return existing(current, 'the job set it up before this step');
    }
    if (own !== undefined && engine.containerdStore && hosted) {
        return existing(own, 'the engine has the containerd image store and the runner is thrown away afterwards');
    }
    const reason = engine.containerdStore
        ? 'the runner is persistent'
        : 'the engine has the classic image store';
    return container(inputs, id, reason);
}
/**
 * The engine's own builder. Each docker context has a builder of the docker driver with its name, and only that of the
 * context in use is this engine (https://docs.docker.com/build/builders/drivers/docker/).
 */
function ownBuilder({ engine, builders }) {
    const engines = builders.filter((builder) => builder.driver === 'docker');
    if (engine.context !== undefined)
        return engines.find((builder) => builder.name === engine.context);
    return engines.find((builder) => builder.current) ?? engines[0];
}
function named(name, builders) {
    const found = builders.find((builder) => builder.name === name);
    if (found !== undefined)
        return existing(found, 'the builder input names it');
    const names = builders.map((builder) => builder.name).join(', ');
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz([
        {
            input: 'builder',
            found: `no builder is called '${name}'.`,
            allowed: names === '' ? 'none exists' : names,
            remedy: 'Create it before this step, for example with docker/setup-buildx-action, or remove the input.',
        },
    ]);
}
function engineBuilder(own) {
    if (own === undefined) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PolicyError */ .pn({
            found: 'No builder uses the docker driver on this engine.',
            remedy: 'Remove driver: docker, so that a builder is made.',
        });
    }
    return existing(own, 'driver: docker');
}
function existing(builder, reason) {
    return { kind: 'existing', name: builder.name, driver: builder.driver, reason };
}
function container(inputs, id, reason) {
    const image = inputs.buildkitImage ?? _pins_js__WEBPACK_IMPORTED_MODULE_2__/* .PINS */ .$.buildkit.reference;
    return {
        kind: 'create',
        name: `ghcr-publish-${id}`,
        driver: 'docker-container',
        image,
        driverOpts: [
            (0,_csv_js__WEBPACK_IMPORTED_MODULE_3__/* .csv */ .f)([['image', image]]),
            ...inputs.driverOpts.map(({ name, value }) => (0,_csv_js__WEBPACK_IMPORTED_MODULE_3__/* .csv */ .f)([[name, value]])),
        ],
        config: inputs.buildkitdConfig,
        reason,
    };
}
/**
 * The emulators that are missing: the build needs one where the builder lacks the platform, the smoke test where the
 * engine's host does. Undefined where nothing is missing, so that a native runner fetches nothing.
 */
function planEmulators(builder, platforms, facts, options) {
    const host = hostPlatforms(facts);
    const building = builder.kind === 'existing' ? platformsOf(builder.name, facts, host) : host;
    const missing = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(platforms, building);
    const untried = options.smoke ? (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(platforms, host) : [];
    return emulatorsFor([...missing, ...untried], options.image);
}
/** The emulators that are missing to try an image which nobody builds here: those that the engine's host lacks. */
function planTrialEmulators(platforms, facts, image) {
    return emulatorsFor((0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .missingPlatforms */ .z3)(platforms, hostPlatforms(facts)), image);
}
function emulatorsFor(missing, image) {
    const wanted = new Map(missing.map((platform) => [(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq)(platform), platform]));
    if (wanted.size === 0)
        return undefined;
    return { image: image ?? _pins_js__WEBPACK_IMPORTED_MODULE_2__/* .PINS */ .$.binfmt.reference, platforms: [...wanted.values()] };
}
/** What the engine's host runs: its own platform and those that its kernel has emulators for. */
function hostPlatforms(facts) {
    return [facts.engine.platform, ...(ownBuilder(facts)?.platforms ?? [])];
}
function platformsOf(name, facts, host) {
    const builder = facts.builders.find((one) => one.name === name);
    if (builder === undefined || builder.platforms.length === 0)
        return host;
    return builder === ownBuilder(facts) ? host : builder.platforms;
}
/** The name under which binfmt knows the emulator of a platform; https://github.com/tonistiigi/binfmt#readme. */
function emulatorName(platform) {
    return platform.architecture;
}


/***/ }),

/***/ 2790:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ csv)
/* harmony export */ });
/**
 * A list of `key=value` fields as buildx reads it: comma-separated, quoted where a value holds a comma or a quote (RFC
 * 4180), so that no value can add a field of its own.
 * @throws RangeError where a value has a line break: inputs are checked before, so this is a fault of ours
 */
function csv(fields) {
    return fields.map(([key, value]) => field(`${key}=${value}`)).join(',');
}
function field(text) {
    if (/[\r\n]/.test(text))
        throw new RangeError('a line break cannot stand in a list of buildx options');
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}


/***/ }),

/***/ 5427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LD: () => (/* binding */ BUILDX_GHA_FLOOR),
/* harmony export */   O6: () => (/* binding */ reaches),
/* harmony export */   Wp: () => (/* binding */ requireEngine)
/* harmony export */ });
/* unused harmony exports ENGINE_FLOOR, BUILDX_FLOOR */
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(776);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1770);


/** Docker engine that the runbook asks for. */
const ENGINE_FLOOR = '24.0.0';
/** First buildx with `--progress=rawjson`. */
const BUILDX_FLOOR = '0.13.0';
/** First buildx that speaks version 2 of the Actions cache service. */
const BUILDX_GHA_FLOOR = '0.21.0';
/** Whether a printed version reaches a floor; distribution suffixes such as `+dfsg4` and `-ce` have no weight. */
function reaches(version, floor) {
    const found = semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version);
    return found !== null && semver__WEBPACK_IMPORTED_MODULE_0__.gte(found, floor);
}
/**
 * The engine's facts, where it can be worked with.
 * @throws PolicyError that names what is missing or too old, and how to get it
 */
function requireEngine(engine) {
    if ('unreachable' in engine) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PolicyError */ .pn({
            found: `No container engine answers: ${engine.unreachable}`,
            allowed: `Docker ${ENGINE_FLOOR} or later`,
            remedy: 'Use a runner with Docker (runs-on: ubuntu-latest), or start the engine before this step; in a container job mount /var/run/docker.sock.',
        });
    }
    if (!reaches(engine.version, ENGINE_FLOOR)) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PolicyError */ .pn({
            found: `The Docker engine is ${engine.version}, which is too old.`,
            allowed: `${ENGINE_FLOOR} or later`,
            remedy: 'Upgrade the engine of this runner: https://docs.docker.com/engine/install/.',
        });
    }
    if (engine.buildx === undefined || !reaches(engine.buildx, BUILDX_FLOOR)) {
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PolicyError */ .pn({
            found: engine.buildx === undefined
                ? 'The docker CLI has no buildx plugin.'
                : `buildx is ${engine.buildx}, which is too old.`,
            allowed: `${BUILDX_FLOOR} or later`,
            remedy: 'Install the docker-buildx-plugin package, or run docker/setup-buildx-action before this step.',
        });
    }
    return engine;
}


/***/ }),

/***/ 9077:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ builderRows)
/* harmony export */ });
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5638);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1154);


const reference = (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .matching */ .wC)(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$/, 'an image reference');
/** Where the build runs. */
const builderRows = {
    driver: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefault */ .IQ)('driver', 'auto', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .autoOr */ .XO)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)('docker', 'docker-container')), 'Builder driver: `auto`, `docker` or `docker-container`.'),
    builder: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('builder', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .matching */ .wC)(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'the name of a buildx builder'), 'An existing builder of the job; used as it is and left alone.'),
    buildkitImage: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('buildkit-image', reference, 'BuildKit image for `docker-container`. Default: a pinned digest.'),
    binfmtImage: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('binfmt-image', reference, 'Image that installs missing emulators. Default: a pinned digest.'),
    driverOpts: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('driver-opts', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .pair */ .V2)(/^[a-z][A-Za-z0-9._-]*$/, 'network=host, memory=4g, env.NAME=value', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .ONE_LINE */ .St)), 'Options of the `docker-container` driver, `name=value` by line.'),
    buildkitdConfig: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lq)('buildkitd-config', _parsers_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj, 'BuildKit configuration file (TOML) for `docker-container`.'),
};


/***/ }),

/***/ 1022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ identityRows)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8920);
/* harmony import */ var _domain_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6061);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5638);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1154);




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

/***/ 4187:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ registryRows)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7207);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5638);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1154);



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

/***/ 862:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ parseTable)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1770);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1154);


/**
 * Parses every input of an action.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param contradictions faults of inputs that are each valid and cannot be meant together
 * @throws InputError with every fault of every input
 */
function parseTable(table, get, contradictions) {
    const faults = [];
    const groups = Object.entries(table).map(([name, rows]) => [name, (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRows */ .ti)(rows, get, faults)]);
    const values = Object.freeze(Object.fromEntries(groups));
    faults.push(...contradictions(values));
    if (faults.length > 0)
        throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(faults);
    return values;
}


/***/ }),

/***/ 7712:
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

/***/ 3600:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ PINS)
/* harmony export */ });
/**
 * Tool images by digest, with the version beside each: the one place to update. A digest cannot move, so a release of
 * this action always runs the tools that it was tested with.
 */
const PINS = {
    /** Emulators; https://github.com/tonistiigi/binfmt, release deploy/v10.2.3-68. */
    binfmt: {
        version: 'qemu-v10.2.3-68',
        reference: 'docker.io/tonistiigi/binfmt@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
    },
    /** BuildKit for the docker-container driver; https://github.com/moby/buildkit/releases. */
    buildkit: {
        version: 'v0.31.2',
        reference: 'docker.io/moby/buildkit@sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec',
    },
    /** SBOM scanner that BuildKit runs for each platform; https://github.com/docker/buildkit-syft-scanner. */
    scanner: {
        version: '1.x (autumn 2026)',
        reference: 'docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
    },
};


/***/ }),

/***/ 1810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fF: () => (/* binding */ gitHubServer),
  Pt: () => (/* binding */ jobToken),
  ZU: () => (/* binding */ planReader),
  hB: () => (/* binding */ planTarget)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(1770);
// EXTERNAL MODULE: ./lib/domain/reference.js
var reference = __webpack_require__(8920);
// EXTERNAL MODULE: ./lib/plan/payload.js
var plan_payload = __webpack_require__(7712);
;// CONCATENATED MODULE: ./lib/plan/events.js

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
    const head = (0,plan_payload/* textAt */.$)(payload, 'workflow_run', 'head_repository', 'full_name');
    if (sameName(head, repository))
        return undefined;
    return refuse(`workflow_run was caused by ${head === undefined ? 'a repository that is not known' : 'another repository'}: its code would be published with the rights of this one.`, 'Publish on: push, and let pull requests be dry runs.');
}
/** Events that tell of something that is gone. */
function nothingToPublish({ event, payload }) {
    if (event === 'push' && (0,plan_payload/* member */.D)(payload, 'deleted') === true) {
        return refuse('This push deleted a branch or tag: there is nothing to publish.', 'Add if: github.event.deleted == false to the job.');
    }
    const action = event === 'release' ? (0,plan_payload/* textAt */.$)(payload, 'action') : undefined;
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
    const told = (0,plan_payload/* member */.D)(payload, 'pull_request', 'number') ?? (0,plan_payload/* member */.D)(payload, 'number');
    const number = typeof told === 'number' ? told : Number(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
/** Why a pull request is not ours, in words; undefined where its head lies in this repository. */
function foreignHead({ payload, repository }) {
    const head = (0,plan_payload/* textAt */.$)(payload, 'pull_request', 'head', 'repo', 'full_name');
    // A fork that was deleted leaves no repository.
    if (head === undefined)
        return 'its head repository is not known, as of a fork that was deleted';
    if (!sameName(head, repository))
        return 'it comes from a fork, whose token may only read';
    // By the author: the actor is whoever pushed last or ran it again, and that can be anybody.
    if ((0,plan_payload/* textAt */.$)(payload, 'pull_request', 'user', 'login') === DEPENDABOT) {
        return 'it comes from Dependabot, whose token may only read';
    }
    return undefined;
}
/** Why an event publishes nothing, in words; undefined where it may. */
function withoutRights({ event, payload, actor }) {
    const byDependabot = actor === DEPENDABOT || (0,plan_payload/* textAt */.$)(payload, 'sender', 'login') === DEPENDABOT;
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
    const cause = (0,plan_payload/* textAt */.$)(payload, 'workflow_run', 'event') ?? '';
    return cause.startsWith('pull_request') && (0,plan_payload/* textAt */.$)(payload, 'workflow_run', 'actor', 'login') === DEPENDABOT;
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

;// CONCATENATED MODULE: ./lib/plan/target.js



/**
 * Plans the target of a run.
 * @throws PolicyError where the event may do nothing here, InputError where no image name can be made
 */
function planTarget(inputs, context) {
    const policy = planEvent(context, inputs.behaviour.dryRun);
    if (policy.kind === 'refuse') {
        throw new errors/* PolicyError */.pn({ found: policy.reason, remedy: policy.remedy });
    }
    const image = inputs.identity.image ?? defaultImage(inputs.identity.tagPrefix, context);
    if (policy.login === 'none')
        return { image, policy, credentials: [], notices: [] };
    return { image, policy, ...credentialsFor(image, inputs, context) };
}
/**
 * Plans who looks at an image. Looking harms nobody, so any event may; where a stranger's event would get no credentials for a
 * publish, it gets none here either.
 * @throws InputError where no image name can be made
 */
function planReader({ image: given, registry }, context) {
    const image = given ?? defaultImage(undefined, context);
    const event = planEvent(context, 'auto');
    if (event.kind === 'refuse' || event.login === 'none')
        return { image, policy: { login: 'none' }, credentials: [], notices: [] };
    return { image, policy: { login: 'read' }, ...credentialsFor(image, { registry }, context) };
}
function defaultImage(prefix, context) {
    const path = prefix === undefined ? context.repository : `${context.repository}/${prefix}`;
    const name = (0,reference/* parseImageName */["if"])(`ghcr.io/${path}`);
    if (!('fault' in name))
        return name;
    throw new errors/* InputError */.dz([
        {
            input: 'image',
            found: `no image name can be made of the repository '${context.repository}': it ${name.fault}.`,
            remedy: 'Write image: ghcr.io/owner/app.',
        },
    ]);
}
/** The job's own token goes to GitHub's registry only: a foreign host must not get it. */
function credentialsFor(image, { registry }, context) {
    const { username, password, registryAuths } = registry;
    const named = registryAuths.some((auth) => auth.registry === image.registry);
    if (named || username === undefined || password === undefined) {
        return { credentials: registryAuths, notices: [] };
    }
    if (isJobToken(password) && !takesJobToken(image.registry, context.serverUrl)) {
        const notice = `The job's token is sent to GitHub's registry of this server only, so ${image.registry} gets no credentials from it: an earlier docker login is used where there is one, else write username and password.`;
        return { credentials: registryAuths, notices: [notice] };
    }
    return { credentials: [{ registry: image.registry, username, password }, ...registryAuths], notices: [] };
}
/**
 * The token with which GitHub's API may be asked: the job's. Undefined where the workflow writes a password of another kind,
 * which was not given for that.
 */
function jobToken({ registry: { password } }) {
    return password !== undefined && isJobToken(password) ? password : undefined;
}
/** `github.token` is an installation token, and all of those begin so (GitHub docs, "About authentication to GitHub"). */
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

/***/ 487:
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

/***/ 1202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   om: () => (/* binding */ block),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(487);

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
function block(lines) {
    const safe = lines.map((line) => (0,_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .clean */ .uH)(line.replace(/[\r\n]+/g, ' ')).replace(/[`~]/g, ''));
    return ['```sh', ...safe, '```'].join('\n');
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

/***/ 4963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D4: () => (/* binding */ publishedOutcome),
/* harmony export */   KC: () => (/* binding */ rehearsedOutcome),
/* harmony export */   wc: () => (/* binding */ platformOutcome)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1878);

/** The outcome of a publish. */
function publishedOutcome(plan, pushed, ending) {
    return {
        ...common(plan, ending),
        dryRun: false,
        digest: pushed.digest,
        tags: pushed.tags,
        platforms: pushed.platforms.map((one) => platformOutcome(one.platform, one, ending.smoked)),
        anonymousPull: pushed.anonymousPull,
    };
}
/** The outcome of a dry run: its tags are those that a real run would write. */
function rehearsedOutcome(plan, ending) {
    return {
        ...common(plan, ending),
        dryRun: true,
        digest: undefined,
        tags: plan.moves.map(({ tag, move, reason }) => ({
            tag,
            before: undefined,
            after: undefined,
            moved: move,
            reason,
        })),
        platforms: plan.build.platforms.map((platform) => platformOutcome(platform, undefined, ending.smoked)),
        anonymousPull: undefined,
    };
}
function common(plan, { build, timings }) {
    return {
        reason: plan.target.policy.reason,
        image: plan.target.image,
        version: plan.tags.version?.text,
        commit: plan.commit.sha,
        build,
        timings,
        notices: plan.notices,
    };
}
/** What is known of one platform's image, with how it did in the smoke test. */
function platformOutcome(platform, pushed, smoked) {
    const result = smoked.find((one) => (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .samePlatform */ .my)(one.platform, platform));
    return {
        platform,
        digest: pushed?.digest,
        bytes: pushed?.bytes,
        smoke: result?.verdict,
        smokeMilliseconds: result?.milliseconds,
    };
}


/***/ }),

/***/ 5853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dy: () => (/* binding */ names),
/* harmony export */   Uz: () => (/* binding */ platformJson),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   lK: () => (/* binding */ tagJson)
/* harmony export */ });
/* unused harmony export OUTPUT_TABLE */
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1878);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8920);


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

/***/ 7218:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $u: () => (/* binding */ organizationSettings),
/* harmony export */   Cj: () => (/* binding */ packageSettings),
/* harmony export */   Eq: () => (/* binding */ isGitHubPackage),
/* harmony export */   Pi: () => (/* binding */ commands)
/* harmony export */ });
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8920);
/* harmony import */ var _plan_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1810);


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

/***/ 599:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bn: () => (/* binding */ platforms),
/* harmony export */   Ve: () => (/* binding */ digestCell),
/* harmony export */   eh: () => (/* binding */ summarize),
/* harmony export */   uW: () => (/* binding */ section)
/* harmony export */ });
/* unused harmony exports size, duration */
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3961);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1878);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8920);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1202);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5853);
/* harmony import */ var _packages_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7218);






/**
 * The job summary of a finished run, in Markdown; `serverUrl` is where the run's GitHub is, to link the package's settings. Foreign text in it (reasons, warnings, whatever an event or a build says)
 * can neither format nor link anything. It stays far below the megabyte at which the runner drops a summary.
 */
function summarize(outcome, serverUrl) {
    const sections = [
        headline(outcome),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(outcome.reason),
        tags(outcome),
        platforms(outcome.platforms),
        pulling(outcome),
        visibility(outcome, serverUrl),
        section('Notices', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(outcome.notices.map((notice) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(notice)))),
        section('Build warnings', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(outcome.build.warnings.map((warning) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(warning)))),
        timings(outcome),
        `Commit ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(outcome.commit)}`,
    ];
    return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
}
function headline({ dryRun, image, version, digest }) {
    const what = `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatImageName */ .eS)(image))}${version === undefined ? '' : ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(version)}`}`;
    if (dryRun)
        return `## Dry run of ${what}: nothing was pushed`;
    return `## Published ${what}${digest === undefined ? '' : `\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(digest)}`}`;
}
/** A part of a summary under a title; undefined where it is empty. */
function section(title, body) {
    return body && `### ${title}\n\n${body}`;
}
function tags(outcome) {
    const { dryRun } = outcome;
    const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why'];
    const rows = outcome.tags.map((tag) => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(tag.tag),
        change(tag, dryRun),
        digestCell(tag.before),
        dryRun ? (tag.moved ? 'this build' : 'unchanged') : digestCell(tag.after),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(tag.reason, 200),
    ]);
    return section('Tags', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .table */ .tp)(heads, rows));
}
/** What happened to a tag, or would. */
function change({ moved, before }, dryRun) {
    if (!moved)
        return 'kept';
    if (dryRun)
        return 'would move';
    return before === undefined ? 'new' : 'moved';
}
/** A digest in a table, short. */
function digestCell(digest) {
    return digest === undefined ? '–' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)((0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_5__/* .shortDigest */ .V)(digest));
}
/** The platforms of an image, and how each did. */
function platforms(outcomes) {
    const rows = outcomes.map(({ platform, digest, bytes, smoke, smokeMilliseconds }) => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)((0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform)),
        digestCell(digest),
        bytes === undefined ? '–' : size(bytes),
        smoke === undefined ? 'not run' : `${SIGNS[smoke.kind]} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(smoke.detail, 200)}`,
        smokeMilliseconds === undefined ? '–' : duration(smokeMilliseconds),
    ]);
    return section('Platforms', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .table */ .tp)(['Platform', 'Digest', 'Size', 'Smoke test', 'Time'], rows));
}
const SIGNS = { passed: '✅', warning: '⚠️', failed: '❌' };
function pulling(outcome) {
    const { image, digest } = outcome;
    if (digest === undefined)
        return undefined;
    const tag = outcome.tags.find((one) => (0,_outputs_js__WEBPACK_IMPORTED_MODULE_2__/* .names */ .Dy)(one, outcome))?.tag;
    return section('Pull and run', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .block */ .om)((0,_packages_js__WEBPACK_IMPORTED_MODULE_3__/* .commands */ .Pi)(image, tag, digest)));
}
/** Whether a package that was published for the first time can be pulled without a login. */
function visibility({ anonymousPull, image }, serverUrl) {
    if (anonymousPull === undefined)
        return undefined;
    if (anonymousPull)
        return 'This is its first publish. Anybody can pull it without a login.';
    const page = (0,_packages_js__WEBPACK_IMPORTED_MODULE_3__/* .packageSettings */ .Cj)(image, serverUrl);
    const first = 'This is its first publish. It cannot be pulled without a login.';
    if (page === undefined)
        return first;
    return `${first} To change that, open its settings, Danger Zone, Change visibility: ${page}`;
}
function timings({ timings, build }) {
    const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rows = timings.map(({ phase, milliseconds }) => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .prose */ .CS)(phase, 60), duration(milliseconds)]);
    const times = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .table */ .tp)(['Phase', 'Time'], rows.length === 0 ? [] : [...rows, ['together', duration(total)]]);
    const both = [times, cacheHits(build)].filter((text) => text !== undefined);
    return section('Timings', both.length === 0 ? undefined : both.join('\n\n'));
}
function cacheHits({ steps }) {
    const rows = steps.map(({ platform, ran, cached }) => [
        platform === undefined ? 'shared' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(platform),
        String(ran),
        String(cached),
        ran + cached === 0 ? '–' : `${Math.round((100 * cached) / (ran + cached))} %`,
    ]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .table */ .tp)(['Steps of', 'Ran', 'From the cache', ''], rows);
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

/***/ 711:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ prepareBuilder),
/* harmony export */   u: () => (/* binding */ prepareTrial)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1770);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1878);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8920);
/* harmony import */ var _plan_builder_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2933);
/* harmony import */ var _plan_floors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5427);
/* harmony import */ var _plan_state_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3971);






/** Installs missing emulators, then makes the builder where one has to be made. Nothing is done where all is there. */
async function prepareBuilder(host, session, plan) {
    if (plan.emulators !== undefined)
        await installEmulators(host, session, plan.emulators);
    const { builder } = plan;
    if (builder.kind === 'existing')
        return;
    session.keep({ builder: builder.name, images: await withNew(host, session, builder.image) });
    host.log.info(`Starting the builder ${builder.name}.`);
    await host.buildx.create(builder.name, builder.driverOpts, builder.config);
}
/**
 * Readies the engine to try images of the registry: installs the emulators that its host lacks, and notes what will be pulled and
 * was not there before, so that post removes it.
 * @throws PolicyError where there is no engine, or one below the floor
 */
async function prepareTrial(host, session, trial) {
    const [described, builders, local] = await Promise.all([
        host.engine.describe(),
        host.buildx.builders().catch(() => []),
        host.engine.imagesOf((0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatImageName */ .eS)(trial.image)).catch(() => []),
    ]);
    const engine = (0,_plan_floors_js__WEBPACK_IMPORTED_MODULE_4__/* .requireEngine */ .Wp)(described);
    const pulled = trial.subjects.map(({ reference }) => reference).filter((one) => !local.includes(one));
    session.keep({ images: [...session.state.images, ...pulled] });
    const platforms = trial.subjects.map(({ platform }) => platform);
    const facts = { engine, builders, hosted: host.runner.context.hosted };
    const plan = (0,_plan_builder_js__WEBPACK_IMPORTED_MODULE_3__/* .planTrialEmulators */ .M4)(platforms, facts, trial.emulators);
    if (plan !== undefined)
        await installEmulators(host, session, plan);
}
/** Handlers that were there before stay as they are: only what is missing is named. */
async function installEmulators(host, session, plan) {
    const names = [...new Set(plan.platforms.map(_plan_builder_js__WEBPACK_IMPORTED_MODULE_3__/* .emulatorName */ .ff))].join(',');
    const platforms = plan.platforms.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(', ');
    host.log.info(`Installing emulators for ${platforms} from ${plan.image}.`);
    session.keep({ images: await withNew(host, session, plan.image) });
    const name = `ghcr-publish-${session.id}-binfmt`;
    const result = await host.engine.runPrivileged(plan.image, ['--install', names], name, (0,_plan_state_js__WEBPACK_IMPORTED_MODULE_5__/* .containerLabel */ .qR)(session.id));
    for (const line of result.last)
        host.log.child('emulators |', line);
    if (result.code === 0)
        return;
    throw new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: `The emulators for ${platforms} could not be installed from ${plan.image} (exit code ${result.code ?? 'none'}).`,
        remedy: `Look at the lines above. Where the image cannot be pulled, name another in binfmt-image; where the engine allows no privileged containers, use a runner of that architecture, or leave the platform out of platforms.`,
    }, { evidence: result.last });
}
/** The images to remove, with one that the engine does not hold yet. */
async function withNew(host, { state }, image) {
    return (await host.engine.hasImage(image)) ? state.images : [...state.images, image];
}


/***/ }),

/***/ 1741:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ login)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1770);

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
        return host.credentials.create(folder, target.credentials);
    await host.credentials.create(folder, undefined);
    host.registry.stayAnonymous();
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

/***/ 708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ openSession)
/* harmony export */ });
/* harmony import */ var _plan_state_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3971);

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

/***/ 799:
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
