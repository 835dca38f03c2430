import { formatPlatform, type Platform } from '../domain/platform.ts'
import { steersDocker } from './environment.ts'
import type { Command, Result } from './process.ts'

/** An image that is not there yet is pulled first. */
export const PULL = 10 * 60_000

/** A container to run. */
export interface ContainerRun {
  /** Reference by digest, or a local name. */
  readonly image: string
  readonly platform: Platform
  readonly entrypoint: string | undefined
  readonly args: readonly string[]
  /** Values reach docker through its environment, so no secret ever stands in an argument. */
  readonly env: Readonly<Record<string, string>>
  /** Name of the container; it is removed by it in any case. */
  readonly name: string
  /** Label by which post finds what is left. */
  readonly label: string
  /** Container port to publish on a free port of the loopback. */
  readonly port: number | undefined
  readonly timeoutMs: number
}

/** The arguments of `docker run` and `docker create` behind their own options. */
export function runArguments(run: Omit<ContainerRun, 'timeoutMs'>): readonly string[] {
  return [
    `--platform=${formatPlatform(run.platform)}`,
    `--name=${run.name}`,
    `--label=${run.label}`,
    ...Object.entries(run.env).map(([name, value]) =>
      steersDocker(name) ? `--env=${name}=${value}` : `--env=${name}`,
    ),
    ...(run.port === undefined ? [] : [`--publish=127.0.0.1::${run.port}`]),
    ...(run.entrypoint === undefined ? [] : [`--entrypoint=${run.entrypoint}`]),
    run.image,
    ...run.args,
  ]
}

/** The variables of a container that reach it through docker's environment: a PATH of the image would be docker's too. */
export function throughDocker({ env }: Pick<ContainerRun, 'env'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !steersDocker(name)))
}

const ABSENT = /^docker: .*(?:No such image: |image with reference .* was found but )/

/** Whether docker ran nothing because the engine lacks the image, or its platform (moby, daemon/images and daemon/containerd). */
export function lacksImage(ended: {
  readonly code: number | undefined
  readonly last: readonly string[]
}): boolean {
  return ended.code === 125 && ended.last.some((line) => ABSENT.test(line))
}

/** Runs the docker CLI. */
export type Docker = (args: readonly string[], more?: Partial<Command>) => Promise<Result>
