import { QEMU_CRASH } from '../domain/emulator.ts'
import { formatPlatform, type Platform, samePlatform } from '../domain/platform.ts'
import type { Symptom } from '../plan/smoke.ts'
import type { About, Explanation } from './causes/cause.ts'
import { explainFull } from './causes/disk.ts'
import { explainCrash, explainRefused } from './causes/emulation.ts'
import type { Circumstances } from './diagnosis.ts'

/** Whether a line of a program is QEMU's word that it crashed. */
export function isCrash(line: string): boolean {
  return QEMU_CRASH.test(line)
}

/** Why a build may stand still after a crash, in one paragraph. */
export function explainStandstill(
  line: string,
  platform: Platform | undefined,
  about: Circumstances,
): string {
  const [, signal = '', name = ''] = QEMU_CRASH.exec(line) ?? []
  const { cause, remedy } = explainCrash(`signal ${signal}, ${name}`, known(platform, about))
  const hangs =
    'If the build stands still since: QEMU that is the first process of a container does not end after a crash.'
  return [cause, hangs, otherwise(platform, about), remedy].filter((part) => part !== '').join(' ')
}

/** What the machine has to do with a smoke test that failed, in one paragraph; empty where it has nothing to do with it. */
export function explainSmoke(symptom: Symptom, platform: Platform, about: Circumstances): string {
  const explained = explain(symptom, known(platform, about))
  if (explained === undefined) return ''
  const way = symptom === 'disk' ? '' : otherwise(platform, about)
  return [explained.cause, way, explained.remedy].filter((part) => part !== '').join(' ')
}

function explain(symptom: Symptom, about: About): Explanation | undefined {
  if (symptom === 'disk') return explainFull(about)
  // On its own machine it is the program's own fault.
  if (about.emulation === undefined) return undefined
  return symptom === 'crash' ? explainCrash(undefined, about) : explainRefused(about)
}

function known(platform: Platform | undefined, about: Circumstances): About {
  return { ...about, platform: platform && formatPlatform(platform), without: '' }
}

/** The platforms that are left, as the line to write. */
function otherwise(platform: Platform | undefined, { platforms }: Circumstances): string {
  const rest = platform === undefined ? [] : platforms.filter((one) => !samePlatform(one, platform))
  if (platform === undefined || rest.length === 0) return ''
  return `To publish without ${formatPlatform(platform)}, write platforms: ${rest.map(formatPlatform).join(',')}.`
}
