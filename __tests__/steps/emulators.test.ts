import { expect, test } from '@jest/globals'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { Host } from '../../src/host/host.ts'
import type { EmulatorPlan } from '../../src/plan/emulators.ts'
import type { Plan } from '../../src/plan/publish.ts'
import type { Session } from '../../src/plan/state.ts'
import { prepareBuilder } from '../../src/steps/builder/builder.ts'
import { readEmulation } from '../../src/steps/emulation.ts'

const platforms = (text: string) => text.split(' ').map((one) => parsePlatform(one) as Platform)
const [AMD64, ARM64] = platforms('amd64 arm64') as [Platform, Platform]
const BINFMT = { reference: 'x/binfmt:1', mirror: undefined }
const HANDLER = { kind: 'missing', name: 'qemu-aarch64' } as const

/** A host that notes what is run with all rights, and what it is asked about handlers. */
function host(code = 0, ...last: string[]) {
  const ran: string[] = []
  const asked: string[] = []
  const parts = {
    log: { info: () => {}, child: () => {} },
    engine: {
      hasImage: async () => true,
      async runPrivileged(image: string, args: readonly string[]) {
        ran.push([image, ...args].join(' '))
        return { code, timedOut: false, first: last, last }
      },
    },
    emulators: {
      async handler({ architecture }: Platform) {
        asked.push(architecture)
        return HANDLER
      },
    },
  }
  return { host: parts as unknown as Host, ran, asked }
}

const session = { id: 'id', state: { images: [] }, keep: () => {} } as unknown as Session
const existing = { builder: { kind: 'existing', driver: 'docker', nodes: [] }, existing: { kind: 'build' } }
const plan = (emulators: EmulatorPlan | undefined, more: object = {}) =>
  ({
    ...existing,
    emulators,
    machine: { platform: AMD64, root: '/data', builds: true },
    ...more,
  }) as unknown as Plan
const install = (host: Host, text: string) =>
  prepareBuilder(host, session, plan({ image: BINFMT, platforms: platforms(text) }))

test('nothing runs with all rights where no emulator is missing, and no handler is looked at', async () => {
  const { host: machine, ran, asked } = host()
  await prepareBuilder(machine, session, plan(undefined))
  expect({ ran, asked }).toEqual({ ran: [], asked: [] })
})

test('only what is missing is named, once', async () => {
  const { host: machine, ran } = host()
  await install(machine, 'arm/v7 arm/v6 riscv64')
  expect(ran).toEqual(['x/binfmt:1 --install arm,riscv64'])
})

test.each([
  [
    'docker: Error response from daemon: privileged mode is incompatible with user namespaces.',
    /allows no privileged containers: use a runner/,
  ],
  [
    'cannot mount binfmt_misc filesystem: operation not permitted',
    /allows no privileged containers: use a runner/,
  ],
  ['docker: manifest unknown', /Where the image cannot be pulled, name another in binfmt-image/],
])('an engine that says "%s"', async (words, remedy) => {
  const { host: machine } = host(1, words)
  await expect(install(machine, 'arm64')).rejects.toThrow(remedy)
})

test.each<
  [what: string, platform: Platform, where: 'build' | 'smoke', change: object, handler: string | undefined]
>([
  ['this machine’s own', AMD64, 'build', {}, undefined],
  ['another machine’s', ARM64, 'build', {}, 'missing'],
  ['another one’s, on the engine', ARM64, 'smoke', { builds: false }, 'missing'],
  ['another one’s, on a builder elsewhere', ARM64, 'build', { builds: false }, undefined],
  ['another one’s, on an engine elsewhere', ARM64, 'smoke', { root: undefined }, 'unknown'],
])('the handler of a platform that is %s', async (_, platform, where, change, handler) => {
  const { host: machine } = host()
  const given = plan(undefined)
  const found = await readEmulation(
    machine,
    { ...given, machine: { ...given.machine, ...change } },
    platform,
    where,
  )
  expect(found?.handler.kind).toBe(handler)
})

test('an emulator that this run installed is told from one that was there', async () => {
  const { host: machine } = host()
  const installed = plan({ image: BINFMT, platforms: [ARM64] })
  expect(await readEmulation(machine, installed, ARM64, 'build')).toMatchObject({
    installedFrom: 'x/binfmt:1',
  })
  const other = plan({ image: BINFMT, platforms: platforms('riscv64') })
  expect(await readEmulation(machine, other, ARM64, 'build')).toMatchObject({ installedFrom: undefined })
})
