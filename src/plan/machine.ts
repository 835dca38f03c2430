import type { Platform } from '../domain/platform.ts'
import type { BuilderFacts, BuilderPlan } from './builder.ts'

/** The machine that the engine runs on: what there is to look at where something fails. */
export interface Machine {
  /** What it runs without an emulator. */
  readonly platform: Platform
  /** The folder of the engine's images and layers; undefined where that is another machine than the one of this step. */
  readonly root: string | undefined
  /** Whether the whole build runs there too, and not on a builder elsewhere or on several nodes. */
  readonly builds: boolean
}

/** Tells where build and smoke test run. */
export function planMachine(builder: BuilderPlan, { engine }: Pick<BuilderFacts, 'engine'>): Machine {
  const { driver, nodes } = builder
  const alone = nodes.length < 2 && (builder.kind === 'existing' || builder.here)
  const builds = /^docker(?:-container)?$/.test(driver) && alone
  return { platform: engine.platform, root: engine.root, builds }
}

/** Whether a machine needs an emulator for a platform: all but 32-bit programs of its own kind. */
export function isForeign({ platform: own }: Machine, { os, architecture }: Platform): boolean {
  if (os !== own.os) return false
  return architecture !== own.architecture && !(own.architecture === 'amd64' && architecture === '386')
}
