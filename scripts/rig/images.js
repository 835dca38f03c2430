import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive } from './archive.js'
import { FOREIGN_ARCH, FOREIGN_CPU, HOST_ARCH, unpackPackages } from './debian.js'
import { goBuild } from './golang.js'
import { run, which } from './run.js'

const BUILDKIT_VERSION = 'v0.34.2'
/** The version, and how often the way in which the image is made has changed. */
export const BUILDKIT_IMAGE = `${BUILDKIT_VERSION}-2`
export const RUNC_VERSION = 'v1.5.2'
const SYFT_VERSION = 'v1.57.0'
/** The version, and how often the way in which the image is made has changed. */
export const SYFT_IMAGE = `${SYFT_VERSION}-1`

/**
 * The names of our images in an engine. Nothing listens on that port: a pull fails at once and without leaving the
 * machine, and buildx goes on with the image that was loaded.
 */
export const BUILDKIT_REFERENCE = `127.0.0.1:1/ghcr-publish-rig/buildkit:${BUILDKIT_IMAGE}`
export const SCANNER_REFERENCE = '127.0.0.1:1/ghcr-publish-rig/scanner:1'
export const SYFT_REFERENCE = `127.0.0.1:1/ghcr-publish-rig/syft:${SYFT_IMAGE}`
export const EMULATORS_REFERENCE = '127.0.0.1:1/ghcr-publish-rig/emulators:1'

const CERTIFICATES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt']

/**
 * Makes the image of a real buildkitd from its Go module, for the docker-container driver where Docker Hub is out of reach:
 * the daemon, buildctl (buildx talks through it), a static runc and the emulator of the foreign architecture.
 * @param {string} folder @param {string} scratch
 */
export async function makeBuildkitImage(folder, scratch) {
  const root = join(scratch, 'root')
  const bin = join(root, 'usr', 'bin')
  for (const path of [bin, join(root, 'tmp'), join(root, 'etc/ssl/certs')])
    mkdirSync(path, { recursive: true })
  const module = 'github.com/moby/buildkit'
  const programs = ['cmd/buildkitd', 'cmd/buildctl']
  // As its makers do (its Dockerfile): without it, a builder tells no version.
  const variables = { [`${module}/version.Version`]: BUILDKIT_VERSION }
  await goBuild({ folder: bin, scratch, module, version: BUILDKIT_VERSION, programs, variables })
  await buildRunc(bin, scratch)
  copyFileSync(await emulator(scratch), join(bin, `buildkit-qemu-${FOREIGN_CPU}`))
  const certificates = CERTIFICATES.find(existsSync)
  if (certificates) copyFileSync(certificates, join(root, 'etc/ssl/certs/ca-certificates.crt'))
  const config = { Entrypoint: ['buildkitd'], Env: ['PATH=/usr/bin'] }
  await writeArchive({
    root,
    file: join(folder, 'image.tar'),
    reference: BUILDKIT_REFERENCE,
    scratch,
    config,
  })
}

/**
 * runc must be static, as the image has no libraries, and needs seccomp: without it BuildKit's RUN steps fail.
 * @param {string} bin @param {string} scratch
 */
async function buildRunc(bin, scratch) {
  const seccomp = join(scratch, 'seccomp')
  mkdirSync(seccomp)
  await unpackPackages(seccomp, scratch, HOST_ARCH, ['libseccomp-dev'])
  const libraries = join(seccomp, 'usr/lib', HOST_ARCH === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu')
  const env = {
    PKG_CONFIG_PATH: join(libraries, 'pkgconfig'),
    CGO_CFLAGS: `-I${join(seccomp, 'usr/include')}`,
    CGO_LDFLAGS: `-L${libraries}`,
  }
  const cgo = { env, tags: 'seccomp netgo osusergo' }
  const folder = join(scratch, 'runc-built')
  mkdirSync(folder)
  await goBuild({
    folder,
    scratch,
    module: 'github.com/opencontainers/runc',
    version: RUNC_VERSION,
    programs: [''],
    cgo,
  })
  renameSync(join(folder, 'runc'), join(bin, 'buildkit-runc'))
}

/** @param {string} scratch */
async function emulator(scratch) {
  const name = `qemu-${FOREIGN_CPU}-static`
  const installed = which(name)
  if (installed) return installed
  const folder = join(scratch, 'qemu')
  mkdirSync(folder)
  await unpackPackages(folder, scratch, HOST_ARCH, ['qemu-user-static'])
  return join(folder, 'usr/bin', name)
}

/**
 * Makes a static busybox for both architectures, as `amd64/busybox` and `arm64/busybox`: all that a test image needs.
 * @param {string} folder @param {string} scratch
 */
export async function makeBusybox(folder, scratch) {
  for (const arch of [HOST_ARCH, FOREIGN_ARCH]) {
    const unpacked = join(scratch, arch)
    mkdirSync(unpacked)
    mkdirSync(join(folder, arch))
    await unpackPackages(unpacked, scratch, arch, ['busybox-static']).catch((error) =>
      busyboxFromHub(unpacked, arch, error),
    )
    const place = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(unpacked, path)).find(existsSync)
    if (!place) throw new Error(`the package busybox-static for ${arch} holds no busybox`)
    copyFileSync(place, join(folder, arch, 'busybox'))
    chmodSync(join(folder, arch, 'busybox'), 0o755)
  }
}

/** Not every mirror has both architectures: Docker Hub is the other source. @param {string} folder @param {string} arch @param {Error} reason */
async function busyboxFromHub(folder, arch, reason) {
  const tar = join(folder, 'image.tar')
  const source = 'docker.io/library/busybox:1.37-musl'
  await run('crane', ['export', '--platform', `linux/${arch}`, source, tar]).catch((error) => {
    throw new Error(`${reason.message}\n${error.message}`)
  })
  await run('tar', ['-C', folder, '-xf', tar, 'bin/busybox'])
}

/**
 * Makes the image of a small SBOM scanner that speaks BuildKit's protocol, in place of the real one from Docker Hub.
 * @param {string} folder @param {string} scratch @param {string} busybox The folder of `makeBusybox`.
 */
export async function makeScannerImage(folder, scratch, busybox) {
  const root = makeShell(scratch, busybox, ['sh', 'awk', 'find', 'cat', 'basename'])
  const config = addEntrypoint(root, 'scan.sh')
  await writeArchive({ root, file: join(folder, 'image.tar'), reference: SCANNER_REFERENCE, scratch, config })
}

/**
 * Makes the image of a real SBOM scanner from its Go module: syft, behind BuildKit's protocol as docker/buildkit-syft-scanner is. One for
 * this machine's architecture serves every platform, as it only reads.
 * @param {string} folder @param {string} scratch @param {string} busybox The folder of `makeBusybox`.
 */
export async function makeSyftImage(folder, scratch, busybox) {
  const root = makeShell(scratch, busybox, ['sh', 'cat', 'basename'])
  const module = 'github.com/anchore/syft'
  const variables = { 'main.version': SYFT_VERSION.slice(1) }
  const programs = ['cmd/syft']
  await goBuild({ folder: join(root, 'bin'), scratch, module, version: SYFT_VERSION, programs, variables })
  const config = addEntrypoint(root, 'scan-syft.sh')
  await writeArchive({ root, file: join(folder, 'image.tar'), reference: SYFT_REFERENCE, scratch, config })
}

/**
 * Makes the image that installs the emulator of the foreign architecture, in place of tonistiigi/binfmt from Docker Hub.
 * @param {string} folder @param {string} scratch @param {string} busybox The folder of `makeBusybox`.
 */
export async function makeEmulatorsImage(folder, scratch, busybox) {
  const root = makeShell(scratch, busybox, ['sh', 'mount', 'tr', 'printf'])
  mkdirSync(join(root, 'usr/bin'), { recursive: true })
  copyFileSync(await emulator(scratch), join(root, `usr/bin/qemu-${FOREIGN_CPU}-static`))
  const config = addEntrypoint(root, 'install-emulators.sh')
  await writeArchive({
    root,
    file: join(folder, 'image.tar'),
    reference: EMULATORS_REFERENCE,
    scratch,
    config,
  })
}

/** The root of an image with a shell. @param {string} scratch @param {string} busybox @param {readonly string[]} applets */
function makeShell(scratch, busybox, applets) {
  const root = join(scratch, 'root')
  for (const path of ['bin', 'tmp']) mkdirSync(join(root, path), { recursive: true })
  copyFileSync(join(busybox, HOST_ARCH, 'busybox'), join(root, 'bin/busybox'))
  for (const applet of applets) symlinkSync('busybox', join(root, 'bin', applet))
  return root
}

/** Adds a script of this folder and makes it what the image runs. @param {string} root @param {string} script */
function addEntrypoint(root, script) {
  copyFileSync(join(import.meta.dirname, script), join(root, script))
  chmodSync(join(root, script), 0o755)
  return { Entrypoint: [`/${script}`], Env: ['PATH=/bin'] }
}
