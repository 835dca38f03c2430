import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOST_ARCH, unpackPackages } from '../rig/debian.js'
import { find, must, run } from './start-child.js'

const SCRIPT = new URL('binfmt-install.sh', import.meta.url)
/** QEMU's names of what the script can register. */
const EMULATORS = Object.freeze(['aarch64', 'arm', 'x86_64', 'i386', 'riscv64', 'ppc64le', 's390x'])
const APPLETS = Object.freeze(['sh', 'mount', 'uname', 'awk', 'sed', 'grep', 'cut', 'tr', 'ls'])

const DOCKERFILE = `FROM scratch
COPY root /
ENV PATH=/bin
ENTRYPOINT ["/binfmt-install.sh"]
`

/**
 * An image that installs emulators as tonistiigi/binfmt does, for machines that cannot pull that one. It is built once, from Debian
 * packages, into the engine; nothing is pushed, nothing installed. No registry has its name, so the engine never pulls it. Throws
 * where the packages cannot be had.
 *
 * @param {{ env?: NodeJS.ProcessEnv, log: (line: string) => void, signal?: AbortSignal | undefined }} options `env` is what docker
 *   needs beside our environment.
 * @returns {Promise<string>} Its reference.
 */
export async function binfmtImage({ env = {}, log, signal }) {
  const child = { env: { ...process.env, ...env }, signal }
  const script = readFileSync(SCRIPT)
  const version = createHash('sha256').update(DOCKERFILE).update(script).digest('hex').slice(0, 12)
  const reference = `ghcr-publish.invalid/binfmt:${version}`
  if ((await run('docker', ['image', 'inspect', reference], child)).code === 0) return reference
  log('Building a stand-in for tonistiigi/binfmt from Debian packages.')
  const folder = mkdtempSync(join(tmpdir(), 'ghcr-publish-binfmt-'))
  try {
    await fill(join(folder, 'root'), folder)
    writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE)
    writeFileSync(join(folder, '.dockerignore'), '*\n!root\n')
    const options = ['--builder', 'default', '--provenance=false', '--load', '--tag', reference]
    await must('docker', ['buildx', 'build', '--progress', 'plain', ...options, folder], child)
    return reference
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The files of the image. Emulators that are installed here are taken: their package has 60 MB. @param {string} root @param {string} scratch */
async function fill(root, scratch) {
  const installed = EMULATORS.every((name) => find(`qemu-${name}-static`))
  const unpacked = join(scratch, 'unpacked')
  mkdirSync(unpacked)
  const packages = ['busybox-static', ...(installed ? [] : ['qemu-user-static'])]
  await unpackPackages(unpacked, scratch, HOST_ARCH, packages)
  for (const path of ['bin', 'usr/bin', 'proc', 'tmp']) mkdirSync(join(root, path), { recursive: true })
  const busybox = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(unpacked, path)).find(existsSync)
  if (!busybox) throw new Error('The package busybox-static holds no busybox.')
  copyFileSync(busybox, join(root, 'bin/busybox'))
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet))
  for (const name of EMULATORS) {
    const file = find(`qemu-${name}-static`) ?? join(unpacked, `usr/bin/qemu-${name}-static`)
    copyFileSync(file, join(root, `usr/bin/qemu-${name}`))
  }
  copyFileSync(SCRIPT, join(root, 'binfmt-install.sh'))
  chmodSync(join(root, 'binfmt-install.sh'), 0o755)
}
