export const id = 846;
export const ids = [846];
export const modules = {

/***/ 9256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iy: () => (/* binding */ isOwnBuilder),
/* harmony export */   M4: () => (/* binding */ planTrialEmulators),
/* harmony export */   Zw: () => (/* binding */ planBuilder),
/* harmony export */   ff: () => (/* binding */ emulatorName),
/* harmony export */   ke: () => (/* binding */ planEmulators)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _csv_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7195);
/* harmony import */ var _pins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1023);




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
/** Whether a builder is the engine's own, so that what it builds is in this engine. */
function isOwnBuilder({ name }, facts) {
    return ownBuilder(facts)?.name === name;
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

/***/ 7195:
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

/***/ 4291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LD: () => (/* binding */ BUILDX_GHA_FLOOR),
/* harmony export */   O6: () => (/* binding */ reaches),
/* harmony export */   Wp: () => (/* binding */ requireEngine)
/* harmony export */ });
/* unused harmony exports ENGINE_FLOOR, BUILDX_FLOOR */
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);


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
    allow: (0,_row_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)('allow', (0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .commas */ .Rm)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_2__/* .matching */ .wC)(/^(?:network\.host|security\.insecure|device(?:=[A-Za-z0-9._/=-]+)?)$/, 'network.host, security.insecure, device')), 'Entitlements that the build may use.'),
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

/***/ 4270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ builderRows)
/* harmony export */ });
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4397);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);


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

/***/ 7689:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ parseTable)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5257);


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

/***/ 1023:
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

/***/ 5102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D4: () => (/* binding */ publishedOutcome),
/* harmony export */   KC: () => (/* binding */ rehearsedOutcome),
/* harmony export */   wc: () => (/* binding */ platformOutcome)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);

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
            before: plan.held.get(tag)?.digest,
            beforeVersion: plan.held.get(tag)?.version,
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

/***/ 6848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ prepareBuilder),
/* harmony export */   u: () => (/* binding */ prepareTrial)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8225);
/* harmony import */ var _plan_builder_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9256);
/* harmony import */ var _plan_floors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4291);
/* harmony import */ var _plan_state_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1994);






/** Installs missing emulators, then makes the builder where one has to be made. Nothing is done where all is there. */
async function prepareBuilder(host, session, plan) {
    if (plan.emulators !== undefined)
        await installEmulators(host, session, plan.emulators);
    const { builder, existing } = plan;
    if (builder.kind === 'existing' || existing.kind === 'reuse')
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


/***/ })

};
