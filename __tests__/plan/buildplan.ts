import { type BuildPlan, type BuildTarget, buildArguments, type SecretSource } from '../../src/plan/build.ts'
import { inputs, NO_CACHES } from './given.ts'

export type Written = Readonly<Record<string, string>>

export const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const DIGEST: BuildTarget = { kind: 'digest', image: IMAGE }
export const LOAD: BuildTarget = { kind: 'load', name: 'ghcr-publish.local/dry-run:0' }

/** The plan of a build with these inputs. */
export function plan(written: Written = {}, change: Partial<BuildPlan> = {}): BuildPlan {
  const { build } = inputs(written)
  return {
    builder: 'b',
    driver: 'docker-container',
    localImages: [],
    context: '/w',
    file: '/w/Dockerfile',
    platforms: build.platforms,
    target: DIGEST,
    labels: build.labels,
    annotations: build.annotations,
    caches: NO_CACHES,
    inputs: build,
    epoch: undefined,
    pull: false,
    ...change,
  }
}

/** The arguments of a build with these inputs. */
export const argv = (written?: Written, change?: Partial<BuildPlan>, secrets: readonly SecretSource[] = []) =>
  buildArguments(plan(written, change), secrets)

/** The values of one option, in their order. */
export const option = (args: readonly string[], name: string) =>
  args.filter((one) => one.startsWith(`--${name}=`)).map((one) => one.slice(name.length + 3))
