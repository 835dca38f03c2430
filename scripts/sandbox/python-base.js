import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { find, must } from './start-child.js'
import { canInstall, debianMirror, installPackages } from './start-debian.js'

/**
 * @typedef {object} PythonBaseOptions
 * @property {string} cache The folder in which the image is kept and found again.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} log
 * @property {AbortSignal | undefined} [signal]
 *
 * @typedef {{ mediaType: string, digest: string, size: number }} Descriptor
 */

const ARCHITECTURES = /** @type {const} */ (['amd64', 'arm64'])
// The release that python:3.13-slim is made from, so that the interpreter and the C library are those of the real image.
const SUITE = 'trixie'
// apt and dpkg because the real image has them, and a Dockerfile may use them.
const PACKAGES = [
  ...['base-files', 'base-passwd', 'dash', 'coreutils', 'findutils', 'grep', 'sed', 'tar', 'libc-bin'],
  ...['apt', 'dpkg', 'debian-archive-keyring', 'ca-certificates', 'python3', 'python3-pip'],
]
const LEFT_OUT = ['doc', 'man', 'locale', 'info'].map((name) => `/usr/share/${name}/*`)
// Packages are only unpacked, so nothing runs under emulation; this does what their scripts would have done that is needed.
const AFTER_UNPACKING = `set -eu
cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"
cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"
cat "$1"/usr/share/ca-certificates/mozilla/*.crt > "$1/etc/ssl/certs/ca-certificates.crt"
mkdir -p "$1/usr/local/bin"; for name in python python3; do ln -s /usr/bin/python3 "$1/usr/local/bin/$name"; done
ln -s /usr/bin/pip3 "$1/usr/local/bin/pip"
chown 0:0 "$1/var/lib/apt/lists/partial" "$1/var/cache/apt/archives/partial"
for deb in "$1"/var/cache/apt/archives/*.deb; do
  dpkg-deb --field "$deb"; printf 'Status: install ok installed\\n\\n'
done > "$1/var/lib/dpkg/status"`
const CONFIG = {
  Cmd: ['python3'],
  Env: ['PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'],
}
// Fixed, so that the same packages give the same image and the caches of builds that start from it stay warm.
const EPOCH = '1735689600'
const OCI = 'application/vnd.oci.image'

/**
 * A stand-in for the image python:3.13-slim, for linux/amd64 and linux/arm64, made from Debian packages without a registry and without
 * emulation. It is written once, as an OCI layout below `cache`, and reused afterwards. Use it as
 * `--build-context python:3.13-slim=<context>`. Throws where mmdebstrap is absent and cannot be installed, and with what mmdebstrap said.
 *
 * @param {PythonBaseOptions} options
 * @returns {Promise<{ context: string }>} An `oci-layout://` reference by digest.
 */
export async function pythonBase({ cache, env = process.env, log, signal }) {
  const recipe = JSON.stringify([SUITE, PACKAGES, LEFT_OUT, AFTER_UNPACKING, CONFIG, EPOCH])
  const layout = resolve(
    cache,
    `python-base-${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`,
  )
  if (!existsSync(layout)) await make(layout, { env, log, signal })
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'))
  return { context: `oci-layout://${layout}@${manifests[0].digest}` }
}

/**
 * Whether Docker Hub answers from here; any answer counts, 401 is its usual one.
 * @param {{ timeoutMs?: number }} [options]
 */
export async function dockerHubReachable({ timeoutMs = 3000 } = {}) {
  try {
    const answer = await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(timeoutMs) })
    await answer.body?.cancel()
    return answer.status === 200 || answer.status === 401
  } catch {
    return false
  }
}

/** @param {string} layout @param {Required<Omit<PythonBaseOptions, 'cache'>>} options */
async function make(layout, { env, log, signal }) {
  await haveMmdebstrap({ env, log, signal })
  log('Making a stand-in for python:3.13-slim from Debian packages, once; it takes half a minute.')
  mkdirSync(join(layout, '..'), { recursive: true })
  const scratch = mkdtempSync(`${layout}-`)
  const clean = () => rmSync(scratch, { recursive: true, force: true })
  process.once('exit', clean)
  try {
    mkdirSync(join(scratch, 'blobs/sha256'), { recursive: true })
    const child = { env: { ...env, SOURCE_DATE_EPOCH: EPOCH, TMPDIR: scratch }, ...(signal && { signal }) }
    const mirror = await debianMirror(child)
    const making = ARCHITECTURES.map((architecture) => imageOf(scratch, architecture, mirror, child))
    // Both are waited for, so that neither still writes when the scratch folder goes.
    await Promise.allSettled(making)
    const images = await Promise.all(making)
    finish(scratch, images)
    // Another run may have been first; its image is as good.
    if (!existsSync(layout)) renameSync(scratch, layout)
  } finally {
    process.off('exit', clean)
    clean()
  }
}

/** @param {Required<Omit<PythonBaseOptions, 'cache'>>} options */
async function haveMmdebstrap({ env, log, signal }) {
  if (find('mmdebstrap', env)) return
  if (canInstall()) return installPackages(['mmdebstrap'], { log, signal })
  throw new Error(
    'The stand-in for python:3.13-slim needs mmdebstrap. On Debian: sudo apt-get install mmdebstrap.',
  )
}

/**
 * Unpacks the packages of one architecture and adds the image to the layout.
 * @param {string} layout @param {string} architecture @param {string} mirror @param {import('./start-child.js').ChildOptions} child
 */
async function imageOf(layout, architecture, mirror, child) {
  const tar = join(layout, `${architecture}.tar`)
  await must('mmdebstrap', mmdebstrapArgs(architecture, mirror, tar), child)
  const { layer, diffId } = await addLayer(layout, tar)
  rmSync(tar)
  const config = { architecture, os: 'linux', config: CONFIG, rootfs: { type: 'layers', diff_ids: [diffId] } }
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: addJson(layout, `${OCI}.config.v1+json`, config),
    layers: [layer],
  }
  return { ...addJson(layout, manifest.mediaType, manifest), platform: { architecture, os: 'linux' } }
}

/** @param {string} architecture @param {string} mirror @param {string} tar */
function mmdebstrapArgs(architecture, mirror, tar) {
  return [
    ...['--variant=extract', '--skip=check/qemu', `--architectures=${architecture}`],
    `--include=${PACKAGES.join(',')}`,
    ...LEFT_OUT.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    `--extract-hook=${AFTER_UNPACKING}`,
    ...[SUITE, tar, `deb ${mirror} ${SUITE} main`],
  ]
}

/** Compresses the archive into the layout, hashing both forms on the way. @param {string} layout @param {string} tar */
async function addLayer(layout, tar) {
  const [plain, packed] = [createHash('sha256'), createHash('sha256')]
  const file = `${tar}.gz`
  await pipeline(
    createReadStream(tar),
    tapped(plain),
    createGzip({ level: 4 }),
    tapped(packed),
    createWriteStream(file),
  )
  const digest = packed.digest('hex')
  const layer = {
    mediaType: `${OCI}.layer.v1.tar+gzip`,
    digest: `sha256:${digest}`,
    size: statSync(file).size,
  }
  renameSync(file, join(layout, 'blobs/sha256', digest))
  return { layer, diffId: `sha256:${plain.digest('hex')}` }
}

/** @param {import('node:crypto').Hash} hash */
function tapped(hash) {
  return new PassThrough().on('data', (chunk) => hash.update(chunk))
}

/** @param {string} layout @param {string} mediaType @param {object} value @returns {Descriptor} */
function addJson(layout, mediaType, value) {
  const bytes = Buffer.from(JSON.stringify(value))
  const digest = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(join(layout, 'blobs/sha256', digest), bytes)
  return { mediaType, digest: `sha256:${digest}`, size: bytes.length }
}

/** Writes the index of the platforms, and the two files that make the folder a layout. @param {string} layout @param {object[]} images */
function finish(layout, images) {
  const mediaType = `${OCI}.index.v1+json`
  const index = addJson(layout, mediaType, { schemaVersion: 2, mediaType, manifests: images })
  writeFileSync(
    join(layout, 'index.json'),
    JSON.stringify({ schemaVersion: 2, mediaType, manifests: [index] }),
  )
  writeFileSync(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}
