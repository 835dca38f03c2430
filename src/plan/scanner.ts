import { passingTrouble } from '../domain/outage.ts'
import type { BuildPlan } from './build.ts'
import type { BuildFailure } from './outcome.ts'
import { PINS } from './pins.ts'

/** Name of the scanner's image in any registry. */
const NAME = /\/([^/@]+\/[^/@]+)@/.exec(PINS.scanner.reference)?.[1] ?? ''

/**
 * The same build with the SBOM scanner from the mirror; undefined where the build failed for anything else than a registry that does
 * not give the scanner at the moment. BuildKit pulls it itself, so this is known only afterwards; its other steps are cached.
 */
export function withScannerFromMirror(plan: BuildPlan, { message }: BuildFailure): BuildPlan | undefined {
  const { sbom } = plan.inputs
  if (sbom === false || sbom.generator !== undefined || !message.includes(NAME)) return undefined
  if (passingTrouble(message) === undefined) return undefined
  return { ...plan, inputs: { ...plan.inputs, sbom: { generator: PINS.scanner.mirror } } }
}
