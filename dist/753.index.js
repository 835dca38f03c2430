export const id = 753;
export const ids = [753];
export const modules = {

/***/ 5749:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ passingTrouble)
/* harmony export */ });
/**
 * What a client of a registry or of a builder says where the other side limits how often it may be asked (HTTP 429;
 * distribution-spec, error code TOOMANYREQUESTS).
 */
const RATE_LIMIT = /429 Too Many Requests|toomanyrequests|rate limit/i;
/** What Go programs (docker, buildx, BuildKit), and we of them, say where the other side is down, or cannot be reached. */
const OUTAGE = /\b50[0-9] [A-Z]|status(?: code)?:? 50[0-9]|no such host|connection re(?:fused|set)|i\/o timeout|TLS handshake timeout|network is unreachable|no route to host|server misbehaving|deadline exceeded|Client\.Timeout|answer in time|\bEOF\b/i;
/**
 * Why something could not be had, where that says nothing about the thing itself: it may be had from elsewhere, or later.
 * Undefined where it is anything else, such as a name that does not exist or credentials that are wrong.
 * @param words what a program said; foreign
 */
function passingTrouble(words) {
    if (RATE_LIMIT.test(words))
        return 'rate limit';
    return OUTAGE.test(words) ? 'outage' : undefined;
}


/***/ }),

/***/ 9256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iy: () => (/* binding */ isOwnBuilder),
/* harmony export */   W9: () => (/* binding */ hasSeveralNodes),
/* harmony export */   Zw: () => (/* binding */ planBuilder),
/* harmony export */   cM: () => (/* binding */ needsOwn),
/* harmony export */   em: () => (/* binding */ mustStart),
/* harmony export */   y$: () => (/* binding */ ownBuilder)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _newbuilder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6286);


/**
 * Chooses the builder. `auto`: a builder that the job already set up; else the engine's own where that can do
 * everything and the runner is thrown away afterwards; else a container of our own. On a persistent runner the
 * engine's own builder would build FROM local images of the same name and share cache mounts with other jobs.
 * @throws InputError where the `builder` input names none, PolicyError where `driver: docker` has no builder
 */
function planBuilder(inputs, facts, place) {
    const { engine, builders, hosted } = facts;
    if (inputs.builder !== undefined)
        return named(inputs.builder, builders);
    const current = builders.find((builder) => builder.current);
    const own = ownBuilder(facts);
    const { driver } = inputs;
    if (driver === 'docker')
        return engineBuilder(own);
    const make = (reason, kind = 'docker-container') => (0,_newbuilder_js__WEBPACK_IMPORTED_MODULE_1__/* .planNewBuilder */ .H)(kind, inputs, { ...place, reason, own: inPlace(facts) });
    if (driver !== 'auto')
        return make(`driver: ${driver}`, driver);
    const special = inputs.driverOpts.length > 0 || inputs.buildkitImage !== undefined || inputs.buildkitdConfig !== undefined;
    if (special)
        return make('builder options were given');
    if (current !== undefined && current.driver !== 'docker' && current.status !== 'error') {
        const others = builders.filter((builder) => builder !== current);
        const builder = planBuilder(inputs, { ...facts, builders: others }, place);
        return existing(current, 'the job set it up before this step', { kind: 'builder', builder });
    }
    if (place.allow.some(needsOwn))
        return make('allow names what the engine does not grant');
    if (own !== undefined && engine.containerdStore && hosted) {
        return existing(own, 'the engine has the containerd image store and the runner is thrown away afterwards');
    }
    return make(engine.containerdStore ? 'the runner is persistent' : 'the engine has the classic image store');
}
/** Whether an entitlement is granted only by a builder that was told so at its start. The engine's own grants the host's network alone. */
function needsOwn(entitlement) {
    return entitlement !== 'network.host';
}
/** The engine's own builder, where it could do everything that a container could. */
function inPlace(facts) {
    const own = ownBuilder(facts);
    if (own === undefined || !facts.engine.containerdStore)
        return undefined;
    return existing(own, 'the builder that was to be made did not come up');
}
/**
 * The engine's own builder. Each docker context has a builder of the docker driver with its name, and only that of the
 * context in use is this engine (https://docs.docker.com/build/builders/drivers/docker/).
 */
function ownBuilder({ engine, builders, }) {
    const engines = builders.filter((builder) => builder.driver === 'docker');
    if (engine.context !== undefined)
        return engines.find((builder) => builder.name === engine.context);
    return engines.find((builder) => builder.current) ?? engines[0];
}
/** Whether a builder is the engine's own, so that what it builds is in this engine. */
function isOwnBuilder({ name }, facts) {
    return ownBuilder(facts)?.name === name;
}
/**
 * Whether several machines may build parts of one image. buildx then joins the parts itself: it loads no such image, and
 * an image without a tag it would push as `latest` (buildx build/build.go, "merging manifest list").
 */
function hasSeveralNodes({ nodes }) {
    return nodes.length > 1;
}
/** Whether it has to be started before the build. The engine's own runs as long as the engine does. */
function mustStart(builder) {
    if (builder.kind === 'create')
        return true;
    return builder.driver !== 'docker' && builder.nodes.some(({ status }) => status !== 'running');
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
const ASKED_FOR = { kind: 'none', reason: 'It was asked for, so no other is used in its place.' };
function existing({ name, driver, nodes }, reason, fallback = ASKED_FOR) {
    return { kind: 'existing', name, driver, nodes, reason, fallback };
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

/***/ 7495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IB: () => (/* binding */ emulatedHere),
/* harmony export */   M4: () => (/* binding */ planTrialEmulators),
/* harmony export */   ff: () => (/* binding */ emulatorName),
/* harmony export */   ke: () => (/* binding */ planEmulators),
/* harmony export */   pN: () => (/* binding */ withoutInstalled)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _builder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9256);
/* harmony import */ var _pins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1023);



/**
 * The emulators that are missing: the build needs one where the builder lacks the platform, the smoke test where the
 * engine's host does. Undefined where nothing is missing, so that a native runner fetches nothing.
 */
function planEmulators(builder, platforms, facts, options) {
    const missing = lacking(builder, platforms, facts);
    const untried = options.smoke ? (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, hostPlatforms(facts)) : [];
    return emulatorsFor([...missing, ...untried], options.image);
}
/** The emulators that are missing to try an image which nobody builds here: those that the engine's host lacks. */
function planTrialEmulators(platforms, facts, image) {
    return emulatorsFor((0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, hostPlatforms(facts)), image);
}
/** What is still to be installed after another plan was carried out. */
function withoutInstalled(plan, installed) {
    if (plan === undefined)
        return undefined;
    const platforms = (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(plan.platforms, installed?.platforms ?? []);
    return platforms.length === 0 ? undefined : { ...plan, platforms };
}
/** The platforms that a builder on this machine would have to emulate. */
function emulatedHere(platforms, { engine }) {
    return platforms.filter((platform) => !(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .samePlatform */ .my)(platform, engine.platform));
}
function emulatorsFor(missing, image) {
    const wanted = new Map(missing.map((platform) => [(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform), platform]));
    if (wanted.size === 0)
        return undefined;
    return { image: (0,_pins_js__WEBPACK_IMPORTED_MODULE_2__/* .toolImage */ .I)(image, _pins_js__WEBPACK_IMPORTED_MODULE_2__/* .PINS */ .$.binfmt), platforms: [...wanted.values()] };
}
/** What the engine's host runs: its own platform and those that its kernel has emulators for. */
function hostPlatforms(facts) {
    return [facts.engine.platform, ...((0,_builder_js__WEBPACK_IMPORTED_MODULE_1__/* .ownBuilder */ .y$)(facts)?.platforms ?? [])];
}
/** What the build needs emulators on this machine for: on other machines they are of no use. */
function lacking(builder, platforms, facts) {
    const host = hostPlatforms(facts);
    if (builder.kind === 'create')
        return builder.here ? (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, host) : [];
    if (builder.driver !== 'docker' && builder.driver !== 'docker-container')
        return [];
    if ((0,_builder_js__WEBPACK_IMPORTED_MODULE_1__/* .isOwnBuilder */ .Iy)(builder, facts))
        return (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, host);
    // A node that does not run yet tells nothing, and is most likely on this machine.
    const reported = builder.nodes.flatMap((node) => (node.platforms.length === 0 ? host : node.platforms));
    return (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, builder.nodes.length === 0 ? host : reported);
}
/** The name under which binfmt knows the emulator of a platform; https://github.com/tonistiigi/binfmt#readme. */
function emulatorName(platform) {
    return platform.architecture;
}


/***/ }),

/***/ 4291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BA: () => (/* binding */ BUILDKIT_GHA_FLOOR),
/* harmony export */   Hc: () => (/* binding */ ENGINE_GHA_FLOOR),
/* harmony export */   LD: () => (/* binding */ BUILDX_GHA_FLOOR),
/* harmony export */   Wp: () => (/* binding */ requireEngine),
/* harmony export */   Yw: () => (/* binding */ isBelow)
/* harmony export */ });
/* unused harmony exports ENGINE_FLOOR, BUILDX_FLOOR, reaches */
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9285);


/** Docker engine that the runbook asks for. */
const ENGINE_FLOOR = '24.0.0';
/** First buildx with `--progress=rawjson`. */
const BUILDX_FLOOR = '0.13.0';
/** First buildx that speaks version 2 of the Actions cache service. */
const BUILDX_GHA_FLOOR = '0.21.0';
/** First BuildKit that does. */
const BUILDKIT_GHA_FLOOR = '0.20.0';
/** First engine whose own BuildKit does (28.0.0 has BuildKit 0.20.0), for those that do not tell the version of it. */
const ENGINE_GHA_FLOOR = '28.0.0';
/** Whether a printed version reaches a floor; distribution suffixes such as `+dfsg4` and `-ce` have no weight. */
function reaches(version, floor) {
    const found = semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version);
    return found !== null && semver__WEBPACK_IMPORTED_MODULE_0__.gte(found, floor);
}
/** Whether a printed version is surely below a floor; one that cannot be read is not. */
function isBelow(version, floor) {
    return semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version) !== null && !reaches(version, floor);
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

/***/ 6286:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ planNewBuilder),
/* harmony export */   O: () => (/* binding */ unencrypted)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _builder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9256);
/* harmony import */ var _csv_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7195);
/* harmony import */ var _inputs_builder_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5375);
/* harmony import */ var _pins_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1023);





/** Plans a builder of our own, and what takes its place if it does not come up. */
function planNewBuilder(driver, inputs, making) {
    const name = `ghcr-publish-${making.id}`;
    const { buildkitImage, buildkitdConfig: config } = inputs;
    return {
        kind: 'create',
        name,
        driver,
        image: driver === 'remote' ? undefined : (0,_pins_js__WEBPACK_IMPORTED_MODULE_3__/* .toolImage */ .I)(buildkitImage, _pins_js__WEBPACK_IMPORTED_MODULE_3__/* .PINS */ .$.buildkit),
        here: driver === 'docker-container' && inputs.nodes.length === 0,
        nodes: nodesOf(inputs, name, making.workspace),
        config: config === undefined ? undefined : inside(making.workspace, config),
        // A BuildKit that runs already was told by whoever started it.
        entitlements: driver === 'remote' ? [] : entitlementsOf(making.allow),
        reason: making.reason,
        fallback: driver === 'docker-container' ? toEngine(inputs, making) : toContainer(driver, making),
    };
}
/** Where no node is written, buildx makes one where the engine, or the cluster, in use is. */
function nodesOf(inputs, builder, workspace) {
    const written = (pairs) => pairs.map((pair) => option(inputs, pair, workspace));
    const common = written(inputs.driverOpts);
    if (inputs.nodes.length === 0) {
        return [{ endpoint: undefined, name: undefined, platforms: [], options: common }];
    }
    return inputs.nodes.map(({ endpoint, name, platforms, options }) => ({
        endpoint,
        // Containers are named after it, also in engines that other jobs use.
        name: name === undefined ? undefined : `${builder}-${name}`,
        platforms: platforms.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq),
        options: [...common, ...written(options)],
    }));
}
function option(inputs, { name, value }, workspace) {
    return (0,_csv_js__WEBPACK_IMPORTED_MODULE_4__/* .csv */ .f)([[name, (0,_inputs_builder_js__WEBPACK_IMPORTED_MODULE_2__/* .namesFile */ .X7)(inputs, name) ? inside(workspace, value) : value]]);
}
/** BuildKit knows no single devices: who may use one may use those that the build names (buildkit cmd/buildkitd, "allow-insecure-entitlement"). */
function entitlementsOf(allow) {
    return [...new Set(allow.map((entry) => entry.replace(/=.*$/, '')))];
}
function inside(workspace, path) {
    return path.startsWith('/') ? path : `${workspace}/${path}`;
}
/** The engine's own builder knows no options, and has this machine alone. */
function toEngine(inputs, { own, allow }) {
    const given = [
        ...(inputs.driverOpts.length > 0 ? ['driver-opts'] : []),
        ...(inputs.buildkitImage !== undefined ? ['buildkit-image'] : []),
        ...(inputs.buildkitdConfig !== undefined ? ['buildkitd-config'] : []),
        ...(inputs.nodes.length > 0 ? ['nodes'] : []),
        ...allow.filter(_builder_js__WEBPACK_IMPORTED_MODULE_1__/* .needsOwn */ .cM),
    ];
    if (given.length > 0) {
        const reason = `The engine's own builder cannot take its place: it has no ${given.join(', ')}.`;
        return { kind: 'none', reason };
    }
    if (own !== undefined)
        return { kind: 'builder', builder: own };
    return {
        kind: 'none',
        reason: "The engine's own builder cannot take its place: the engine has the classic image store.",
    };
}
/** What was written for the nodes, or for the cluster, says nothing about a container here. */
function toContainer(driver, making) {
    const builder = {
        kind: 'create',
        name: `ghcr-publish-${making.id}`,
        driver: 'docker-container',
        image: (0,_pins_js__WEBPACK_IMPORTED_MODULE_3__/* .toolImage */ .I)(undefined, _pins_js__WEBPACK_IMPORTED_MODULE_3__/* .PINS */ .$.buildkit),
        here: true,
        nodes: [{ endpoint: undefined, name: undefined, platforms: [], options: [] }],
        config: undefined,
        entitlements: entitlementsOf(making.allow),
        reason: `the builder with driver: ${driver} did not come up`,
        fallback: { kind: 'none', reason: 'It was itself the second choice.' },
    };
    return { kind: 'builder', builder };
}
const LOOPBACK = /^tcp:\/\/(?:127\.[\d.]+|localhost|\[::1\]):/;
/** What people should know of nodes that are reached in the clear: sources, secrets and credentials go there. */
function unencrypted({ driver, nodes }) {
    const plain = nodes.flatMap(({ endpoint, options }) => {
        const safe = LOOPBACK.test(endpoint ?? '') || options.some((option) => /^(?:ca)?cert=/.test(option));
        return endpoint?.startsWith('tcp://') && !safe ? [endpoint] : [];
    });
    if (plain.length === 0)
        return [];
    const instead = driver === 'remote' ? 'write cacert, cert and key' : 'use ssh:// or a docker context';
    return [
        `The connection to ${plain.join(', ')} is not encrypted, and carries sources, build secrets and credentials: ${instead}.`,
    ];
}


/***/ }),

/***/ 1023:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ PINS),
/* harmony export */   I: () => (/* binding */ toolImage)
/* harmony export */ });
/** Google keeps what Docker Hub has: https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images. */
function fromHub(version, path, digest) {
    return {
        version,
        reference: `docker.io/${path}@${digest}`,
        mirror: `mirror.gcr.io/${path}@${digest}`,
    };
}
/**
 * Tool images by digest, with the version beside each: the one place to update. A digest cannot move, so a release of
 * this action always runs the same tools, from wherever they come. The tests run what they build themselves, mostly a newer version.
 */
const PINS = {
    /** Emulators; https://github.com/tonistiigi/binfmt, release deploy/v10.2.3-68. */
    binfmt: fromHub('qemu-v10.2.3-68', 'tonistiigi/binfmt', 'sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0'),
    /** BuildKit for the drivers docker-container and kubernetes; https://github.com/moby/buildkit/releases. */
    buildkit: fromHub('v0.31.2', 'moby/buildkit', 'sha256:2f5adac4ecd194d9f8c10b7b5d7bceb5186853db1b26e5abd3a657af0b7e26ec'),
    /** SBOM scanner that BuildKit runs for each platform; https://github.com/docker/buildkit-syft-scanner. */
    scanner: fromHub('major version 1, as of autumn 2026', 'docker/buildkit-syft-scanner', 'sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9'),
};
/** The image of an input, which is used as it is; else the pinned one, which has a mirror. */
function toolImage(given, pinned) {
    if (given !== undefined)
        return { reference: given, mirror: undefined };
    const { reference, mirror } = pinned;
    return { reference, mirror };
}


/***/ }),

/***/ 1893:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R6: () => (/* binding */ freeingSpace),
/* harmony export */   aj: () => (/* binding */ basesIn),
/* harmony export */   rL: () => (/* binding */ lastPublished),
/* harmony export */   xX: () => (/* binding */ spaceWarning)
/* harmony export */ });
/* unused harmony export spaceNeeded */
/* harmony import */ var _domain_digest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2002);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _domain_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8225);
/* harmony import */ var _domain_space_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6538);




/**
 * Bytes on the disk for each compressed byte of an image that is built: 1 for the layers as they are pushed, 3 for the same unpacked (gzip
 * makes a file system about a third of its size), 1 for steps and stages that are in no layer.
 */
const BUILT = 5;
/** For each compressed byte of an image that is pulled to be tried: the layers, and the same unpacked. */
const PULLED = 4;
/** Bytes that a build may need; undefined where nothing is known. */
function spaceNeeded({ weights, platforms, pulls }) {
    if (weights.length === 0)
        return undefined;
    const heaviest = Math.max(...weights.map(({ bytes }) => bytes));
    const known = new Map(weights.map(({ platform, bytes }) => [(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform), bytes]));
    const bytes = platforms.reduce((sum, one) => sum + (known.get((0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(one)) ?? heaviest), 0);
    return bytes * (pulls ? BUILT + PULLED : BUILT);
}
/** A warning where the disk may not be enough, with what helps. An estimate never stops a build. */
function spaceWarning(facts) {
    const needed = spaceNeeded(facts);
    const { root, free, platforms, measured, hosted } = facts;
    if (needed === undefined || free >= needed)
        return undefined;
    const names = platforms.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq).join(', ');
    return `The disk may not be enough: ${(0,_domain_space_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z)(free)} are free in ${root}, and by the size of ${measured} the build of ${names} needs about ${(0,_domain_space_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z)(needed)}. ${freeingSpace(hosted)}`;
}
/** How to get free space. @param hosted whether the runner is GitHub's, which has much that hardly any job uses */
function freeingSpace(hosted) {
    const unused = 'sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc /opt/hostedtoolcache/CodeQL';
    const folders = hosted ? ` (on this runner: ${unused})` : '';
    return `Free space before this step${folders}, or build fewer platforms at once with the input platforms. docker system df shows what the engine holds; docker buildx prune and docker image prune free what nothing uses.`;
}
/** The published image that tells most about the next one: that with the most of its platforms. */
function lastPublished(held, platforms) {
    const lacks = (tag) => (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .missingPlatforms */ .z3)(platforms, held.get(tag)?.platforms ?? []).length;
    const [best] = [...held.keys()].toSorted((a, b) => lacks(a) - lacks(b));
    return best === undefined || lacks(best) === platforms.length ? undefined : held.get(best)?.digest;
}
/** The base images of a Dockerfile that are in this registry; those with variables in their names are left out. */
function basesIn(registry, dockerfile) {
    const lines = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)];
    const names = new Set(lines.map(([, name = '']) => name).filter((name) => !name.includes('$')));
    return [...names].flatMap((name) => baseOf(name) ?? []).filter(({ image }) => image.registry === registry);
}
/** A name without a slash is that of a stage, or of an image of Docker Hub. */
function baseOf(name) {
    const [, written = '', tag = 'latest', digest] = /^([^@]*\/[^@:]+)(?::([^@]+))?(?:@(.+))?$/.exec(name) ?? [];
    const image = (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseImageName */ ["if"])(written);
    const reference = digest === undefined ? (0,_domain_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTag */ .ED)(tag) : (0,_domain_digest_js__WEBPACK_IMPORTED_MODULE_3__/* .parseDigest */ .m)(digest);
    return 'fault' in image || reference === undefined ? undefined : { image, reference };
}


/***/ }),

/***/ 7645:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ describeCacheKey)
/* harmony export */ });
/** Which key of `cache-key-files` a build uses, and what is known of it; undefined where it has none. */
function describeCacheKey({ sources }) {
    const keyed = sources.filter(({ key }) => key !== undefined);
    const [first] = keyed;
    if (first === undefined)
        return undefined;
    const known = keyed.filter((source) => source.known);
    if (known.some(({ read }) => read))
        return `${first.key}: an earlier build wrote this key, so the key files are as they were`;
    if (known.length > 0)
        return `${first.key}: no build has written this key yet (the key files changed, or it is the first build); the cache of the last key is read`;
    const why = keyed.map(({ why }) => why).find((one) => one !== undefined);
    const reason = why ?? (keyed.some(({ layer }) => layer === 'registry') ? LATE : UNTOLD);
    return `${first.key}: nobody knows whether an earlier build wrote this key (${reason})`;
}
const UNTOLD = 'the Actions cache does not tell before the build';
const LATE = 'the registry did not tell in time';


/***/ }),

/***/ 4230:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ explainFull)
/* harmony export */ });
/* harmony import */ var _domain_space_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6538);
/* harmony import */ var _plan_space_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1893);


/** A disk is full: how much is free where, and how to get more. */
function explainFull({ places, hosted }) {
    return {
        cause: `The disk of the runner, or of the builder, is full.${found(places ?? [])}`,
        remedy: (0,_plan_space_js__WEBPACK_IMPORTED_MODULE_0__/* .freeingSpace */ .R6)(hosted === true),
    };
}
function found(places) {
    if (places.length === 0)
        return '';
    const each = places.map(({ name, path, free }) => `${(0,_domain_space_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z)(free)} in ${name} (${path})`);
    return ` Free now: ${each.join(', ')}.`;
}


/***/ }),

/***/ 3707:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ explainCrash),
/* harmony export */   k: () => (/* binding */ explainRefused)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _plan_emulators_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7495);
/* harmony import */ var _plan_pins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1023);
/* harmony import */ var _foreign_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3646);




const { reference: PINNED, version: PINNED_VERSION } = _plan_pins_js__WEBPACK_IMPORTED_MODULE_2__/* .PINS */ .$.binfmt;
/** Runners of GitHub, by architecture: the others have none. */
const RUNNERS = { arm64: 'ubuntu-24.04-arm', amd64: 'ubuntu-24.04' };
const WITHOUT_EMULATOR = "Where the step can run on the builder's own platform, write FROM --platform=$BUILDPLATFORM for its stage.";
/** A program under QEMU ended as no program should: with a signal that the processor gives. */
function explainCrash(what, { emulation, platform }) {
    const how = what === undefined ? '' : ` (${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_3__/* .clip */ .$Q)(what, 80)})`;
    const ran = emulation === undefined ? 'It was run by QEMU, of a version that is not known' : whoRan(emulation);
    return {
        cause: `A program for ${platform ?? 'another machine'} crashed under emulation${how}. ${ran}.`,
        remedy: [replacement(emulation), natively(emulation)].filter((part) => part !== '').join(' '),
    };
}
function whoRan({ handler, installedFrom }) {
    if (installedFrom === PINNED)
        return `It was run by the pinned ${PINNED_VERSION}, which this run installed`;
    const version = handler.kind === 'registered' && handler.version !== undefined && installedFrom === undefined
        ? `QEMU ${handler.version}`
        : 'QEMU of a version that is not known';
    if (installedFrom !== undefined)
        return `It was run by ${version}, which this run installed from ${installedFrom}`;
    // BuildKit's image brings emulators for steps (solver/llbsolver/ops/exec_binfmt.go).
    if (handler.kind === 'missing')
        return `It was run by an emulator of the builder itself, ${version}`;
    if (handler.kind !== 'registered')
        return `It was run by ${version}`;
    return `It was run by ${version} (${handler.name}, ${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_3__/* .clip */ .$Q)(handler.interpreter, 100)}), which was there before this run`;
}
/** How to get another QEMU: an emulator that is there is never replaced by this action. */
function replacement(emulation) {
    const pin = `binfmt-image: ${PINNED} # ${PINNED_VERSION}`;
    if (emulation?.installedFrom === PINNED)
        return 'Another release of QEMU may do better: name it by digest with binfmt-image: docker.io/tonistiigi/binfmt@sha256:<digest>.';
    if (emulation?.installedFrom !== undefined)
        return `Write ${pin}`;
    return `An emulator that is there is left as it is. To have the pinned one instead, run before this step: ${uninstall(emulation)}; this step then installs it as with ${pin}, or ${install(emulation)} does.`;
}
function uninstall(emulation) {
    return `docker run --privileged --rm ${PINNED} --uninstall ${emulation?.handler.name ?? "'qemu-*'"}`;
}
function install(emulation) {
    const name = emulation === undefined ? 'all' : (0,_plan_emulators_js__WEBPACK_IMPORTED_MODULE_1__/* .emulatorName */ .ff)(emulation.platform);
    return `docker run --privileged --rm ${PINNED} --install ${name}`;
}
/** The way without any emulator, where GitHub has such runners. */
function natively(emulation) {
    const runner = emulation && RUNNERS[emulation.platform.architecture];
    if (emulation === undefined || runner === undefined)
        return '';
    const { platform } = emulation;
    return `Without an emulator: a job of its own with runs-on: ${runner} and platforms: ${(0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform)} (and a tag-suffix, such as -${platform.architecture}, so that its tags are its own).`;
}
/** A program was refused as one of another machine, which is no crash: nothing ran it. */
function explainRefused({ emulation, platform }) {
    const program = `A program for ${platform ?? 'another machine'} was started`;
    const { cause, remedy } = whyRefused(program, emulation);
    return { cause, remedy: [remedy, natively(emulation)].filter((part) => part !== '').join(' ') };
}
function whyRefused(program, emulation) {
    const handler = emulation?.handler;
    if (emulation === undefined || handler === undefined || handler.kind === 'unknown')
        return {
            cause: `${program}, and the builder has no emulator for it, or the program is for another machine than its platform says.`,
            remedy: `${WITHOUT_EMULATOR} Where the builder was made before this step, install emulators before it: ${install(emulation)}.`,
        };
    if (handler.kind === 'missing')
        return explainMissing(program, emulation);
    return explainRegistered(program, emulation, handler);
}
function explainMissing(program, emulation) {
    const { handler, installedFrom } = emulation;
    const none = `${program}, and the kernel has no emulator for it (/proc/sys/fs/binfmt_misc/${handler.name} is not there)`;
    if (installedFrom === undefined)
        return {
            cause: `${none}, although the builder offered the platform: it was removed since, or was never there.`,
            remedy: `${WITHOUT_EMULATOR} Or install it before this step: ${install(emulation)}.`,
        };
    return {
        cause: `${none}, although ${installedFrom} was run to install it.`,
        remedy: 'Look at what it said (emulators | in the log): where the engine or its host allows no privileged containers, nothing can be registered; another job may also have removed it since.',
    };
}
function explainRegistered(program, emulation, { name, interpreter, enabled, fixed }) {
    const again = `Replace it before this step: ${uninstall(emulation)}, then ${install(emulation)}.`;
    if (!enabled)
        return { cause: `${program}, and its emulator ${name} is switched off.`, remedy: again };
    if (!fixed)
        return {
            cause: `${program}, and its emulator ${name} was registered without the flag F, so that containers do not find ${(0,_foreign_js__WEBPACK_IMPORTED_MODULE_3__/* .clip */ .$Q)(interpreter, 100)}.`,
            remedy: again,
        };
    return {
        cause: `${program}, and was refused although its emulator ${name} is there: it is for another machine than its platform says, or it is a script without #! in its first line.`,
        remedy: 'Look at what COPY, ADD or a download brings for this platform: $TARGETARCH names its architecture.',
    };
}


/***/ }),

/***/ 9568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fA: () => (/* binding */ diagnoseBuild),
  SO: () => (/* binding */ failWithCause),
  fQ: () => (/* binding */ toTrouble)
});

// EXTERNAL MODULE: ./lib/domain/errors.js
var errors = __webpack_require__(9285);
// EXTERNAL MODULE: ./lib/domain/platform.js
var platform = __webpack_require__(7737);
;// CONCATENATED MODULE: ./lib/report/causes/cause.js
/** What helps where the cause may pass by itself. */
const AGAIN = 'Run the job again.';
/** A row whose words depend on what was found. */
function named(name, pattern, explain) {
    return { name, pattern, explain };
}
/** A row whose words are always the same. */
function fixed(name, pattern, cause, remedy) {
    return { name, pattern, explain: () => ({ cause, remedy }) };
}

;// CONCATENATED MODULE: ./lib/report/causes/images.js

const SOURCE = String.raw `failed to resolve source metadata for ([A-Za-z0-9][^\s"']{0,300}): `;
/** What BuildKit says where it cannot fetch an image that a build starts from. */
const SOURCE_PATTERN = new RegExp(SOURCE);
/** The scanner that writes the software bill of materials cannot be fetched. */
function scannerMissing(image) {
    return {
        cause: `The image ${image}, which writes the software bill of materials, cannot be fetched.`,
        remedy: 'Write sbom: false, or sbom: generator=<a scanner image that this runner can pull>.',
    };
}
/** The frontend that a `# syntax=` line names cannot be fetched. */
function frontendMissing(image) {
    return {
        cause: `The Dockerfile asks for the frontend ${image}, which cannot be fetched.`,
        remedy: 'Remove the line that begins with # syntax=: the builder has a frontend of its own.',
    };
}
/** A base image cannot be had. Tried on the message of the build. */
const IMAGE_CAUSES = [
    named('base-platform', about('no match for platform in manifest'), ([, image], { platform }) => ({
        cause: `The base image ${image} does not exist for ${platform ?? 'one of the platforms'}.`,
        remedy: `A base image that has them all would do too: docker buildx imagetools inspect ${image} lists what there is.`,
    })),
    named('base-rate-limit', about('(?:429 Too Many Requests|toomanyrequests)'), ([, image]) => ({
        cause: `The registry of the base image ${image} limits how often it may be asked.`,
        remedy: 'Log in to it with registry-auths, or with docker/login-action before this step; or run the job again later.',
    })),
    named('base-denied', about('(?:pull access denied|insufficient_scope|401 Unauthorized|403 Forbidden|denied)'), ([, image]) => ({
        cause: `The base image ${image} does not exist, or may not be pulled with these credentials.`,
        remedy: 'Check its name in the FROM line; where it is private, write its registry in registry-auths.',
    })),
    named('base-missing', about('not found'), ([, image]) => ({
        cause: `The base image ${image} does not exist.`,
        remedy: 'Check name and tag in the FROM line.',
    })),
    named('base-unreachable', about('(?:dial tcp|no such host|connection refused|timeout|EOF|x509|tls: |50[0-9] [A-Z])'), ([, image]) => ({
        cause: `The registry of the base image ${image} cannot be reached.`,
        remedy: `See whether this runner reaches it; build-contexts can name a mirror for the image. ${AGAIN}`,
    })),
];
/** An image, and what is wrong with it. */
function about(what) {
    return new RegExp(`${SOURCE}.*${what}`, 'i');
}

// EXTERNAL MODULE: ./lib/domain/emulator.js
var emulator = __webpack_require__(1313);
// EXTERNAL MODULE: ./lib/report/foreign.js
var foreign = __webpack_require__(3646);
// EXTERNAL MODULE: ./lib/report/causes/disk.js
var disk = __webpack_require__(4230);
// EXTERNAL MODULE: ./lib/report/causes/emulation.js
var emulation = __webpack_require__(3707);
;// CONCATENATED MODULE: ./lib/report/causes/steps.js





/** What shells and make say of such a program. */
const CRASH_TOLD = /\b(Illegal instruction|Segmentation fault|Bus error)(?: \(core dumped\))?$/;
/** 128 and ILL, TRAP, ABRT, BUS, FPE, USR1 or SEGV. 137 is SIGKILL, which a machine without memory gives. */
const CRASH_EXIT = /did not complete successfully: exit code: (13[2-689])\b/;
/** Natively it is the program's own fault. */
function crashedThere(what, about) {
    return about.emulation === undefined ? undefined : (0,emulation/* explainCrash */.Z)(what, about);
}
/** A step of the Dockerfile cannot be done. Tried on the message and on what the step wrote. */
const STEP_CAUSES = [
    named('emulator', /exec format error/i, (_, about) => (0,emulation/* explainRefused */.k)(about)),
    named('disk', /no space left on device|ENOSPC/i, (_, about) => (0,disk/* explainFull */.f)(about)),
    named('crash', emulator/* QEMU_CRASH */.V, ([, signal = '', name = ''], about) => (0,emulation/* explainCrash */.Z)(`signal ${signal}, ${name}`, about)),
    named('crash-told', CRASH_TOLD, ([, what = ''], about) => crashedThere(what, about)),
    named('crash-exit', CRASH_EXIT, ([, code = ''], about) => crashedThere(`exit code ${code}`, about)),
    fixed('memory', /exit code: 137|signal: killed|cannot allocate memory|out of memory/i, 'A step was killed, most likely because memory ran out.', 'Use a larger runner, build fewer platforms at once with the input platforms, or let the step use less (for example fewer parallel jobs).'),
    fixed('secret', /secret \S* ?not found|secret not found|could not find \S+ in secrets/i, 'A step mounts a build secret that was not given.', 'Give it with secrets, secret-envs or secret-files, by the id that the Dockerfile mounts.'),
    fixed('entitlement', /entitlement \S+ is not allowed|granting entitlement/i, 'A step asks for an entitlement that was not allowed.', 'Write it in the input allow, such as allow: network.host. Where it stands there, the builder does not grant it: remove builder: and driver: docker, so that one that does is made, or start your own with --allow-insecure-entitlement.'),
    named('copy', /"([^"]{1,300})": not found$/, ([, path = '']) => ({
        cause: `The build context has no ${path}.`,
        remedy: 'Check the path in COPY or ADD (it is relative to the input context), .dockerignore, and that actions/checkout ran before this step.',
    })),
    named('parse', /dockerfile parse error on line (\d+): (.*)$/i, ([, line = '', what = '']) => ({
        cause: `Line ${line} of the Dockerfile cannot be understood: ${(0,foreign/* clip */.$Q)(what, 200)}.`,
        remedy: 'Correct it; docker build --check shows all faults.',
    })),
    named('target', /target stage "?([^"\s]{1,100})"? could not be found/, ([, target = '']) => ({
        cause: `The Dockerfile has no stage called ${target}.`,
        remedy: 'Write one of its stages in the input target, or remove the input.',
    })),
    fixed('dockerfile', /failed to read dockerfile|the Dockerfile cannot be empty/i, 'The Dockerfile cannot be read, or is empty.', 'Check the inputs context and file, and that actions/checkout ran before this step.'),
    fixed('reference', /invalid reference format|failed to parse stage name|base name .* should not be blank/i, 'A FROM line names no valid image.', 'Check the variables in it: an ARG used in FROM stands before the first FROM and needs a value.'),
    fixed('network', /temporary failure in name resolution|could not resolve host|network is unreachable/i, 'A step could not reach the network.', `See whether this runner reaches the host that the output names. ${AGAIN}`),
    named('command', /process "(.*)" did not complete successfully: exit code: (\d+)/s, ([, , exit = ''], about) => ({
        cause: `A RUN step ended with exit code ${exit}${about.platform === undefined ? '' : ` on ${about.platform}`}.`,
        remedy: 'Its last lines stand above.',
    })),
];

;// CONCATENATED MODULE: ./lib/report/causes/world.js

/** Things around the build. Tried on the message. */
const WORLD_CAUSES = [
    fixed('cache-service', /failed to reserve cache|error writing layer blob.*cache|actions\/cache|cache service/i, "The Actions cache service did not take the build's layers.", 'Write cache: registry, or run the job again: another run may be writing the same entry.'),
    fixed('rate-limit', /429 Too Many Requests|toomanyrequests|secondary rate limit/i, 'The registry limits how often it may be asked.', 'Wait some minutes, then run the job again.'),
    fixed('certificate', /x509|certificate signed by unknown authority|tls: failed to verify/i, "The registry's certificate is not trusted here.", 'Install its authority on the runner and, for the builder, with the input buildkitd-config.'),
    fixed('plain-http', /server gave HTTP response to HTTPS client/i, 'The registry speaks plain HTTP.', 'Allow it with the input buildkitd-config ([registry."host:port"] http = true), or give it a certificate.'),
    fixed('server', /\b50[0-9] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|unknown blob|blob upload (?:unknown|invalid)/i, 'The registry failed.', `It is not the workflow's fault. Look at https://www.githubstatus.com where it is GitHub's. ${AGAIN}`),
    fixed('unreachable', /no such host|connection refused|i\/o timeout|TLS handshake timeout|connection reset|unexpected EOF|dial tcp/i, 'The registry cannot be reached.', `See whether this runner reaches it. ${AGAIN}`),
    fixed('time', /context deadline exceeded|timed? ?out/i, 'The time was not enough.', 'Give more with the input timeout, or build fewer platforms at once with the input platforms.'),
];

// EXTERNAL MODULE: ./lib/report/refusal.js
var report_refusal = __webpack_require__(6890);
;// CONCATENATED MODULE: ./lib/report/diagnosis.js







/** Names the cause of a failed build. */
function diagnoseBuild(failure, about) {
    const { message, lines } = failure;
    if (/failed to push /.test(message))
        return diagnosePush(message, about);
    if (failure.step.includes('generating sbom'))
        return scannerFailed(message);
    const tool = diagnoseTool(failure);
    if (tool !== undefined)
        return tool;
    const known = { ...about, platform: failure.platform, without: without(failure, about.platforms) };
    const output = lines.slice(-20).toReversed();
    return (first(IMAGE_CAUSES, [message], known) ??
        first(STEP_CAUSES, [...output.filter((line) => TELLING.test(line)), message], known) ??
        first(WORLD_CAUSES, [message], known) ?? {
        cause: `The build failed${failure.platform === undefined ? '' : ` on ${failure.platform}`}.`,
        evidence: diagnosis_short(message),
        remedy: `${known.without}The build log above has more.`,
    });
}
/**
 * Fails again as `error` does; where it is a command that pulls something, such as the builder's own image, and what it wrote tells the
 * cause, with the cause and what helps against it.
 * @throws what is given, or a CommandError
 */
function failWithCause(error) {
    if (!(error instanceof errors/* CommandError */.Qd))
        throw error;
    const { trouble, evidence } = error;
    const lines = evidence.map(foreign/* clean */.uH);
    const known = first(WORLD_CAUSES, lines, NOTHING) ?? first(DISK, lines, NOTHING);
    if (known === undefined)
        throw error;
    const found = `${trouble.found.replace(/\.?$/, '.')} ${known.cause}`;
    const remedy = [known.remedy, trouble.remedy].filter((words) => words !== undefined).join(' ');
    throw new errors/* CommandError */.Qd({ ...trouble, found, remedy }, { cause: error, evidence });
}
/** A diagnosis as the errors of this action carry it. */
function toTrouble({ cause, evidence, remedy }) {
    return { found: evidence === '' ? cause : `${cause} (${evidence})`, remedy };
}
const NOTHING = { platform: undefined, without: '' };
const DISK = STEP_CAUSES.filter(({ name }) => name === 'disk' || name === 'memory');
/** Of what a step wrote, only what is beyond doubt counts: programs write all kinds of things. */
const TELLING = /^qemu: uncaught target signal|(?:Illegal instruction|Segmentation fault|Bus error)(?: \(core dumped\))?$|exec format error|no space left on device|cannot allocate memory|temporary failure in name resolution|could not resolve host/i;
function first(causes, lines, about) {
    for (const { pattern, explain } of causes) {
        for (const line of lines) {
            const match = pattern.exec(line);
            if (match === null)
                continue;
            const explained = explain(match, about);
            if (explained === undefined)
                continue;
            const { cause, remedy } = explained;
            return { cause, evidence: diagnosis_short(line), remedy: `${about.without}${remedy}` };
        }
    }
    return undefined;
}
function diagnosePush(message, about) {
    const transport = first(WORLD_CAUSES, [message], NOTHING) ?? first(DISK, [message], { ...about, ...NOTHING });
    const refusal = transport === undefined ? (0,report_refusal/* refusalOf */.Of)(message) : undefined;
    if (refusal !== undefined) {
        const { found, remedy = '' } = (0,report_refusal/* explainRefusal */.GC)(refusal, about.image, about);
        return { cause: found, evidence: '', remedy };
    }
    return (transport ?? {
        cause: 'The image was built, and pushing it failed.',
        evidence: diagnosis_short(message),
        remedy: 'Run the job again: layers that are there already are not pushed twice.',
    });
}
/** Images that the build needs besides the ones in FROM lines: BuildKit resolves them in a step of their own. */
function diagnoseTool({ message, step, frame }) {
    const image = SOURCE_PATTERN.exec(message)?.[1];
    if (image === undefined)
        return undefined;
    const evidence = diagnosis_short(message);
    if (frame.some((line) => />>> *# *syntax *=/.test(line)))
        return { ...frontendMissing(image), evidence };
    const scanner = step.startsWith('resolve image config for docker-image://') || image.includes('scanner');
    return scanner ? { ...scannerMissing(image), evidence } : undefined;
}
function scannerFailed(message) {
    return {
        cause: 'The image that writes the software bill of materials failed.',
        evidence: diagnosis_short(message),
        remedy: 'Write sbom: false, or sbom: generator=<another scanner image>.',
    };
}
/** Which platforms did not fail, as the line to write. Steps that serve no platform in particular say nothing. */
function without(failure, asked) {
    if (failure.platforms.length === 0)
        return '';
    const good = asked.map(platform/* formatPlatform */.Bq).filter((platform) => !failure.platforms.includes(platform));
    if (good.length === 0)
        return '';
    return `To publish without ${failure.platforms.join(', ')}, write platforms: ${good.join(',')}. `;
}
/** Evidence without what the cause has said already. */
function diagnosis_short(line) {
    return (0,foreign/* clip */.$Q)(line.replace(/^.*failed to resolve source metadata for \S{1,300}: /, ''), 400);
}


/***/ }),

/***/ 5102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D4: () => (/* binding */ publishedOutcome),
/* harmony export */   KC: () => (/* binding */ rehearsedOutcome),
/* harmony export */   wc: () => (/* binding */ platformOutcome)
/* harmony export */ });
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7737);
/* harmony import */ var _cachekey_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7645);


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
        suffix: plan.tags.suffix,
        commit: plan.commit.sha,
        build,
        cacheKey: (0,_cachekey_js__WEBPACK_IMPORTED_MODULE_1__/* .describeCacheKey */ .N)(plan.build.caches),
        signing: plan.signing,
        timings,
        notices: [...plan.notices, ...plan.warnings],
    };
}
/** What is known of one platform's image, with how it did in the smoke test. */
function platformOutcome(platform, pushed, smoked) {
    const result = smoked.find((one) => (0,_domain_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .samePlatform */ .my)(one.platform, platform));
    return {
        platform,
        digest: pushed?.digest,
        bytes: pushed?.bytes,
        attached: pushed?.attached,
        smoke: result?.verdict,
        smokeMilliseconds: result?.milliseconds,
    };
}


/***/ }),

/***/ 6183:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ installEmulators)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_platform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7737);
/* harmony import */ var _plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7495);
/* harmony import */ var _plan_state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1994);
/* harmony import */ var _images_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2241);





/** Handlers that were there before stay as they are: only what is missing is named. */
async function installEmulators(host, session, plan) {
    const names = [...new Set(plan.platforms.map(_plan_emulators_js__WEBPACK_IMPORTED_MODULE_2__/* .emulatorName */ .ff))].join(',');
    const platforms = plan.platforms.map(_domain_platform_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlatform */ .Bq).join(', ');
    const image = await (0,_images_js__WEBPACK_IMPORTED_MODULE_4__/* .obtain */ .A)(host, session, plan.image).catch((error) => {
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd))
            throw error;
        const { trouble, evidence } = error;
        throw notInstalled(platforms, plan, trouble.found, { cause: error, evidence });
    });
    host.log.info(`Installing emulators for ${platforms} from ${image}.`);
    const name = `ghcr-publish-${session.id}-binfmt`;
    const result = await host.engine.runPrivileged(image, ['--install', names], name, (0,_plan_state_js__WEBPACK_IMPORTED_MODULE_3__/* .containerLabel */ .qR)(session.id));
    for (const line of result.last)
        host.log.child('emulators |', line);
    if (result.code === 0)
        return;
    throw notInstalled(platforms, plan, `exit code ${result.code ?? 'none'}`, { evidence: result.last });
}
function notInstalled(platforms, { image }, why, told) {
    return new _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd({
        found: `The emulators for ${platforms} could not be installed from ${image.reference}: ${why.replace(/\.?$/, '.')}`,
        remedy: remedyFor(told.evidence),
    }, told);
}
/** A host that gives no such rights refuses every installer; anything else is mostly a pull that failed. */
function remedyFor(last) {
    const native = 'use a runner of that architecture, or leave the platform out of platforms.';
    const refused = last.some((line) => REFUSED.test(line));
    if (refused)
        return `The engine or its host allows no privileged containers: ${native}`;
    return `Look at the lines above. Where the image cannot be pulled, name another in binfmt-image; where the engine allows no privileged containers, ${native}`;
}
const REFUSED = /privileged mode|operation not permitted|permission denied|read-only file system|authorization denied/i;


/***/ }),

/***/ 2241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ obtain),
/* harmony export */   T: () => (/* binding */ saidBy)
/* harmony export */ });
/* harmony import */ var _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9285);
/* harmony import */ var _domain_outage_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5749);


/**
 * Sees to it that the engine holds an image that this action uses as a tool. Where its registry is down or limits us, the same bytes
 * come from the mirror, once and in words. What was not there before is removed by post.
 * @returns the reference by which the engine holds it
 * @throws CommandError where it cannot be had
 */
async function obtain(host, session, { reference, mirror }) {
    if (await host.engine.hasImage(reference))
        return reference;
    try {
        await pull(host, session, reference);
        return reference;
    }
    catch (error) {
        const trouble = error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd ? (0,_domain_outage_js__WEBPACK_IMPORTED_MODULE_1__/* .passingTrouble */ .t)(saidBy(error)) : undefined;
        const stopped = host.processes.stopped !== undefined;
        if (!(error instanceof _domain_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CommandError */ .Qd) || trouble === undefined || mirror === undefined || stopped)
            throw error;
        const why = trouble === 'rate limit'
            ? 'its registry limits how often it may be asked'
            : 'its registry is out of reach';
        host.log.warning(`${reference} cannot be pulled, as ${why}. The same image is taken from ${mirror} instead.`);
        host.log.child('', error.trouble.found);
        if (!(await host.engine.hasImage(mirror)))
            await pull(host, session, mirror);
        return mirror;
    }
}
async function pull(host, session, reference) {
    session.keep({ images: [...session.state.images, reference] });
    host.log.info(`Pulling ${reference}.`);
    await host.engine.pull(reference);
}
/** All that is known of an error, to tell its kind by. */
function saidBy(error) {
    return [error.trouble.found, ...error.evidence].join('\n');
}


/***/ })

};
