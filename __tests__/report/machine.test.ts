import { describe, expect, test } from '@jest/globals'
import type { Emulation, Handler } from '../../src/domain/emulator.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { Place } from '../../src/domain/space.ts'
import { PINS } from '../../src/plan/pins.ts'
import { type Circumstances, diagnoseBuild } from '../../src/report/diagnosis.ts'
import type { BuildFailure } from '../../src/report/failure.ts'
import { explainSmoke, explainStandstill, isCrash } from '../../src/report/machine.ts'

const PIN = PINS.binfmt.reference
const platform = (text: string): Platform => parsePlatform(text) as Platform
const ARM64 = platform('arm64')
const SEGV = 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped'

const REGISTERED: Handler = {
  kind: 'registered',
  name: 'qemu-aarch64',
  interpreter: '/usr/bin/qemu-aarch64-static',
  enabled: true,
  fixed: true,
  version: '7.2.22 (Debian 1:7.2)',
}
const emulation = (handler: Partial<Handler> = {}, installedFrom?: string): Emulation => ({
  platform: ARM64,
  handler: { ...REGISTERED, ...handler } as Handler,
  installedFrom,
})
const PLACES: readonly Place[] = [
  { name: 'the data root of the engine', path: '/var/lib/docker', free: 0 },
  { name: 'RUNNER_TEMP', path: '/home/runner/work/_temp', free: 12_300_000 },
]
const about = (change: Partial<Circumstances> = {}): Circumstances => ({
  image: { registry: 'ghcr.io', repository: 'acme/app' },
  repository: 'acme/app',
  serverUrl: 'https://github.com',
  platforms: [platform('amd64'), ARM64],
  ...change,
})
const exits = (code: number) => `process "/bin/sh -c make" did not complete successfully: exit code: ${code}`

/** A step of linux/arm64 that failed. */
function failure(message: string, ...lines: string[]): BuildFailure {
  return { platform: 'linux/arm64', platforms: ['linux/arm64'], step: '', message, lines, frame: [] }
}

describe('a step that crashed under emulation', () => {
  test('names the QEMU that was there, the pinned one, how to replace it, and the ways without', () => {
    const found = diagnoseBuild(failure(exits(139), SEGV), about({ emulation: emulation() }))
    expect(found).toEqual({
      cause:
        'A program for linux/arm64 crashed under emulation (signal 11, Segmentation fault). It was run by QEMU 7.2.22 (Debian 1:7.2) (qemu-aarch64, /usr/bin/qemu-aarch64-static), which was there before this run.',
      evidence: SEGV,
      remedy: `To publish without linux/arm64, write platforms: linux/amd64. An emulator that is there is left as it is. To have the pinned one instead, run before this step: docker run --privileged --rm ${PIN} --uninstall qemu-aarch64; this step then installs it as with binfmt-image: ${PIN} # qemu-v10.2.3-68, or docker run --privileged --rm ${PIN} --install arm64 does. Without an emulator: a job of its own with runs-on: ubuntu-24.04-arm and platforms: linux/arm64 (and a tag-suffix, such as -arm64, so that its tags are its own).`,
    })
  })

  test('by the pinned one, which this run installed: another release, or a runner of that kind', () => {
    const { cause, remedy } = diagnoseBuild(
      failure(exits(139), SEGV),
      about({ emulation: emulation({ version: '7.2.22' }, PIN) }),
    )
    // The file of that name on this machine is another QEMU.
    expect(cause).toMatch(/It was run by the pinned qemu-v10\.2\.3-68, which this run installed\.$/)
    expect(remedy).toMatch(/Another release.*binfmt-image: docker\.io\/tonistiigi\/binfmt@sha256:<digest>/)
    expect(remedy).toMatch(/ubuntu-24\.04-arm/)
    expect(remedy).not.toMatch(/uninstall/)
  })

  test('by one that this run installed from another image: the pinned one', () => {
    const { cause, remedy } = diagnoseBuild(
      failure(exits(139), SEGV),
      about({ emulation: emulation({}, 'acme/binfmt:1') }),
    )
    expect(cause).toMatch(
      /QEMU of a version that is not known, which this run installed from acme\/binfmt:1\.$/,
    )
    expect(remedy).toContain(`Write binfmt-image: ${PIN} # qemu-v10.2.3-68`)
  })

  test.each<[what: string, handler: Partial<Handler>, cause: RegExp]>([
    ['in an image', { version: undefined }, /QEMU of a version that is not known \(qemu-aarch64, /],
    [
      'the builder’s own',
      { kind: 'missing' } as Partial<Handler>,
      /by an emulator of the builder itself, QEMU of a version that is not known\.$/,
    ],
    [
      'out of sight',
      { kind: 'unknown' } as Partial<Handler>,
      /It was run by QEMU of a version that is not known\.$/,
    ],
  ])('by one that is %s', (_, handler, cause) => {
    expect(diagnoseBuild(failure(exits(139)), about({ emulation: emulation(handler) })).cause).toMatch(cause)
  })

  test('on a builder of which nothing is known, by QEMU’s own word', () => {
    const { cause, remedy } = diagnoseBuild(failure(exits(2), SEGV, 'make: *** [all] Error 139'), about())
    expect(cause).toMatch(/linux\/arm64 crashed under emulation .*QEMU, of a version that is not known/)
    expect(remedy).toContain(`${PIN} --uninstall 'qemu-*'`)
  })

  test('on a platform for which GitHub has no runner, none is named', () => {
    const riscv: Emulation = { ...emulation({ name: 'qemu-riscv64' }), platform: platform('riscv64') }
    const { remedy } = diagnoseBuild(failure(exits(139)), about({ emulation: riscv }))
    expect(remedy).toMatch(/--uninstall qemu-riscv64;.*--install riscv64 does\.$/)
  })

  test.each<[what: string, failed: BuildFailure]>([
    ...[132, 133, 134, 135, 136, 138, 139].map((code): [string, BuildFailure] => [
      `exit code ${code}`,
      failure(exits(code)),
    ]),
    ['a shell that tells', failure(exits(1), 'Segmentation fault (core dumped)')],
    ['make that tells', failure(exits(2), 'make: *** [Makefile:2: all] Illegal instruction')],
    [
      'QEMU that tells',
      failure(exits(1), 'qemu: uncaught target signal 4 (Illegal instruction) - core dumped'),
    ],
  ])('is known by %s', (_, failed) => {
    expect(diagnoseBuild(failed, about({ emulation: emulation() })).cause).toMatch(/crashed under emulation/)
  })

  test.each<[what: string, failed: BuildFailure, cause: RegExp]>([
    ['no memory', failure(exits(137)), /memory ran out/],
    ['an exit code of its own', failure(exits(140)), /ended with exit code 140/],
    [
      'a program that talks of faults',
      failure(exits(1), 'handling of Segmentation fault is tested'),
      /exit code 1/,
    ],
    ['QEMU in the middle of a line', failure(exits(1), `expected: ${SEGV}`), /exit code 1/],
    ['a full disk', failure(exits(139), 'write: No space left on device'), /disk/],
  ])('is not taken for it: %s', (_, failed, cause) => {
    expect(diagnoseBuild(failed, about({ emulation: emulation() })).cause).toMatch(cause)
  })

  test('natively it is the program’s own fault', () => {
    expect(diagnoseBuild(failure(exits(139), 'Segmentation fault'), about()).cause).toBe(
      'A RUN step ended with exit code 139 on linux/arm64.',
    )
  })
})

describe('a program that nothing ran', () => {
  const refused = failure(exits(1), 'exec /bin/sh: exec format error')
  test.each<[what: string, emulation: Emulation, cause: RegExp, remedy: RegExp]>([
    [
      'because the emulator is gone',
      emulation({ kind: 'missing' } as Partial<Handler>),
      /no emulator for it \(\/proc\/sys\/fs\/binfmt_misc\/qemu-aarch64 is not there\), although the builder offered/,
      /--install arm64\. Without an emulator: .*ubuntu-24\.04-arm/,
    ],
    [
      'because it could not be installed',
      emulation({ kind: 'missing' } as Partial<Handler>, PIN),
      /is not there\), although docker\.io\/tonistiigi\/binfmt@\S+ was run to install it\.$/,
      /emulators \|.*no privileged containers/,
    ],
    [
      'because it is switched off',
      emulation({ enabled: false }),
      /its emulator qemu-aarch64 is switched off/,
      /--uninstall qemu-aarch64, then .*--install arm64/,
    ],
    [
      'because containers do not see it',
      emulation({ fixed: false }),
      /without the flag F, so that containers do not find \/usr\/bin\/qemu-aarch64-static/,
      /--uninstall qemu-aarch64, then .*--install arm64/,
    ],
    ['although it is there', emulation(), /another machine than its platform says/, /\$TARGETARCH/],
    [
      'and nobody knows why',
      emulation({ kind: 'unknown' } as Partial<Handler>),
      /the builder has no emulator for it, or the program/,
      /BUILDPLATFORM.*binfmt@sha256:\S+ --install arm64/,
    ],
  ])('%s', (_, given, cause, remedy) => {
    const found = diagnoseBuild(refused, about({ emulation: given }))
    expect(found.cause).toMatch(cause)
    expect(found.cause).not.toMatch(/crashed/)
    expect(found.remedy).toMatch(remedy)
    expect(found.remedy).toMatch(/^To publish without linux\/arm64, write platforms: linux\/amd64\. /)
  })
})

describe('a full disk', () => {
  const FREE =
    /is full\. Free now: 0 B in the data root of the engine \(\/var\/lib\/docker\), 12\.3 MB in RUNNER_TEMP \(\/home\/runner\/work\/_temp\)\.$/
  test.each<[what: string, failed: BuildFailure]>([
    ['in a step', failure(exits(1), 'cp: write error: No space left on device')],
    ['of the builder', failure('failed to compute cache key: write /x: no space left on device')],
    [
      'of the builder, while it pushes',
      failure('failed to push ghcr.io/acme/app:1: write /x: no space left on device'),
    ],
  ])('%s: says how much is free where', (_, failed) => {
    const { cause, remedy } = diagnoseBuild(failed, about({ places: PLACES, hosted: true }))
    expect(cause).toMatch(FREE)
    expect(remedy).toMatch(
      /Free space before this step \(on this runner: sudo rm -rf \/usr\/local\/lib\/android/,
    )
    expect(remedy).toMatch(/docker system df/)
  })

  test('of which nothing is known', () => {
    const { cause, remedy } = diagnoseBuild(failure('ENOSPC'), about({ places: [] }))
    expect(cause).toBe('The disk of the runner, or of the builder, is full.')
    expect(remedy).not.toMatch(/rm -rf/)
  })
})

describe('a smoke test that failed', () => {
  test('by a crash: as a step that crashed', () => {
    const words = explainSmoke('crash', ARM64, about({ emulation: emulation() }))
    expect(words).toMatch(/^A program for linux\/arm64 crashed under emulation\. It was run by QEMU 7\.2\.22/)
    expect(words).toMatch(
      /To publish without linux\/arm64, write platforms: linux\/amd64\. .*ubuntu-24\.04-arm/,
    )
  })
  test('by an emulator that is not there: not as a crash', () => {
    const given = emulation({ kind: 'missing' } as Partial<Handler>)
    expect(explainSmoke('refused', ARM64, about({ emulation: given }))).toMatch(/qemu-aarch64 is not there/)
  })
  test('by a full disk, on any platform', () => {
    expect(explainSmoke('disk', platform('amd64'), about({ places: PLACES }))).toMatch(
      /is full\. Free now: 0 B/,
    )
  })
  test.each(['crash', 'refused'] as const)('natively, %s is the image’s own fault', (symptom) => {
    expect(explainSmoke(symptom, platform('amd64'), about())).toBe('')
  })
  test('where it is the only platform, none is left to publish', () => {
    const alone = about({ emulation: emulation(), platforms: [ARM64] })
    expect(explainSmoke('crash', ARM64, alone)).not.toMatch(/To publish without/)
  })
})

test('a build that stands still after a crash', () => {
  expect(isCrash(SEGV)).toBe(true)
  expect(isCrash(`say ${SEGV}`)).toBe(false)
  const words = explainStandstill(SEGV, ARM64, about({ emulation: emulation() }))
  expect(words).toMatch(
    /crashed under emulation \(signal 11, Segmentation fault\)\. .*If the build stands still since: QEMU .*write platforms: linux\/amd64\./,
  )
  expect(explainStandstill(SEGV, undefined, about())).toMatch(/^A program for another machine crashed/)
})
