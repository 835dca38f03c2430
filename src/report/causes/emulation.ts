import type { Emulation, Handler } from '../../domain/emulator.ts'
import { formatPlatform } from '../../domain/platform.ts'
import { emulatorName } from '../../plan/emulators.ts'
import { PINS } from '../../plan/pins.ts'
import { clip } from '../foreign.ts'
import type { About, Explanation } from './cause.ts'

const { reference: PINNED, version: PINNED_VERSION } = PINS.binfmt
/** Runners of GitHub, by architecture: the others have none. */
const RUNNERS: Readonly<Record<string, string>> = { arm64: 'ubuntu-24.04-arm', amd64: 'ubuntu-24.04' }
const WITHOUT_EMULATOR =
  "Where the step can run on the builder's own platform, write FROM --platform=$BUILDPLATFORM for its stage."

/** A program under QEMU ended as no program should: with a signal that the processor gives. */
export function explainCrash(what: string | undefined, { emulation, platform }: About): Explanation {
  const how = what === undefined ? '' : ` (${clip(what, 80)})`
  const ran =
    emulation === undefined ? 'It was run by QEMU, of a version that is not known' : whoRan(emulation)
  return {
    cause: `A program for ${platform ?? 'another machine'} crashed under emulation${how}. ${ran}.`,
    remedy: [replacement(emulation), natively(emulation)].filter((part) => part !== '').join(' '),
  }
}

function whoRan({ handler, installedFrom }: Emulation): string {
  if (installedFrom === PINNED) return `It was run by the pinned ${PINNED_VERSION}, which this run installed`
  const version =
    handler.kind === 'registered' && handler.version !== undefined && installedFrom === undefined
      ? `QEMU ${handler.version}`
      : 'QEMU of a version that is not known'
  if (installedFrom !== undefined)
    return `It was run by ${version}, which this run installed from ${installedFrom}`
  // BuildKit's image brings emulators for steps (solver/llbsolver/ops/exec_binfmt.go).
  if (handler.kind === 'missing') return `It was run by an emulator of the builder itself, ${version}`
  if (handler.kind !== 'registered') return `It was run by ${version}`
  return `It was run by ${version} (${handler.name}, ${clip(handler.interpreter, 100)}), which was there before this run`
}

/** How to get another QEMU: an emulator that is there is never replaced by this action. */
function replacement(emulation: Emulation | undefined): string {
  const pin = `binfmt-image: ${PINNED} # ${PINNED_VERSION}`
  if (emulation?.installedFrom === PINNED)
    return 'Another release of QEMU may do better: name it by digest with binfmt-image: docker.io/tonistiigi/binfmt@sha256:<digest>.'
  if (emulation?.installedFrom !== undefined) return `Write ${pin}`
  return `An emulator that is there is left as it is. To have the pinned one instead, run before this step: ${uninstall(emulation)}; this step then installs it as with ${pin}, or ${install(emulation)} does.`
}

function uninstall(emulation: Emulation | undefined): string {
  return `docker run --privileged --rm ${PINNED} --uninstall ${emulation?.handler.name ?? "'qemu-*'"}`
}

function install(emulation: Emulation | undefined): string {
  const name = emulation === undefined ? 'all' : emulatorName(emulation.platform)
  return `docker run --privileged --rm ${PINNED} --install ${name}`
}

/** The way without any emulator, where GitHub has such runners. */
function natively(emulation: Emulation | undefined): string {
  const runner = emulation && RUNNERS[emulation.platform.architecture]
  if (emulation === undefined || runner === undefined) return ''
  const { platform } = emulation
  return `Without an emulator: a job of its own with runs-on: ${runner} and platforms: ${formatPlatform(platform)} (and a tag-suffix, such as -${platform.architecture}, so that its tags are its own).`
}

/** A program was refused as one of another machine, which is no crash: nothing ran it. */
export function explainRefused({ emulation, platform }: About): Explanation {
  const program = `A program for ${platform ?? 'another machine'} was started`
  const { cause, remedy } = whyRefused(program, emulation)
  return { cause, remedy: [remedy, natively(emulation)].filter((part) => part !== '').join(' ') }
}

function whyRefused(program: string, emulation: Emulation | undefined): Explanation {
  const handler = emulation?.handler
  if (emulation === undefined || handler === undefined || handler.kind === 'unknown')
    return {
      cause: `${program}, and the builder has no emulator for it, or the program is for another machine than its platform says.`,
      remedy: `${WITHOUT_EMULATOR} Where the builder was made before this step, install emulators before it: ${install(emulation)}.`,
    }
  if (handler.kind === 'missing') return explainMissing(program, emulation)
  return explainRegistered(program, emulation, handler)
}

function explainMissing(program: string, emulation: Emulation): Explanation {
  const { handler, installedFrom } = emulation
  const none = `${program}, and the kernel has no emulator for it (/proc/sys/fs/binfmt_misc/${handler.name} is not there)`
  if (installedFrom === undefined)
    return {
      cause: `${none}, although the builder offered the platform: it was removed since, or was never there.`,
      remedy: `${WITHOUT_EMULATOR} Or install it before this step: ${install(emulation)}.`,
    }
  return {
    cause: `${none}, although ${installedFrom} was run to install it.`,
    remedy:
      'Look at what it said (emulators | in the log): where the engine or its host allows no privileged containers, nothing can be registered; another job may also have removed it since.',
  }
}

function explainRegistered(
  program: string,
  emulation: Emulation,
  { name, interpreter, enabled, fixed }: Extract<Handler, { kind: 'registered' }>,
): Explanation {
  const again = `Replace it before this step: ${uninstall(emulation)}, then ${install(emulation)}.`
  if (!enabled) return { cause: `${program}, and its emulator ${name} is switched off.`, remedy: again }
  if (!fixed)
    return {
      cause: `${program}, and its emulator ${name} was registered without the flag F, so that containers do not find ${clip(interpreter, 100)}.`,
      remedy: again,
    }
  return {
    cause: `${program}, and was refused although its emulator ${name} is there: it is for another machine than its platform says, or it is a script without #! in its first line.`,
    remedy:
      'Look at what COPY, ADD or a download brings for this platform: $TARGETARCH names its architecture.',
  }
}
