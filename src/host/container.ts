import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { Command, Result } from './process.ts'
import { firstFile } from './tar.ts'

/** An image that is not there yet is pulled first. */
export const PULL = 10 * 60_000

/** A container to run. */
export interface ContainerRun {
  /** Reference by digest, or a local name. */
  readonly image: string
  readonly platform: Platform
  readonly entrypoint: string | undefined
  readonly args: readonly string[]
  /** Values reach docker through its environment, so they never stand in an argument. */
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
export function runArguments(run: ContainerRun): readonly string[] {
  return [
    `--platform=${formatPlatform(run.platform)}`,
    `--name=${run.name}`,
    `--label=${run.label}`,
    ...Object.keys(run.env).map((name) => `--env=${name}`),
    ...(run.port === undefined ? [] : [`--publish=127.0.0.1::${run.port}`]),
    ...(run.entrypoint === undefined ? [] : [`--entrypoint=${run.entrypoint}`]),
    run.image,
    ...run.args,
  ]
}

/** Runs the docker CLI. */
export type Docker = (args: readonly string[], more?: Partial<Command>) => Promise<Result>

/** Creates the container once and copies each file out of it; `-L` follows links inside the image. */
export async function readFiles(
  docker: Docker,
  must: (args: readonly string[], what: string, more?: Partial<Command>) => Promise<Result>,
  remove: (containers: readonly string[]) => Promise<void>,
  run: ContainerRun,
  paths: readonly string[],
  bytes: number,
): Promise<ReadonlyMap<string, Buffer>> {
  await must(['create', '--quiet', ...runArguments(run)], run.image, { env: run.env, timeoutMs: PULL })
  try {
    const read = async (path: string): Promise<readonly [string, Buffer] | undefined> => {
      const copied = await docker(['cp', '--follow-link', `${run.name}:${path}`, '-'], {
        stdoutLimit: 512 + 1024 + bytes,
      })
      const head = copied.code === 0 ? firstFile(copied.stdout) : undefined
      return head === undefined ? undefined : [path, head.subarray(0, bytes)]
    }
    const found = await Promise.all(paths.map(read))
    return new Map(found.filter((entry) => entry !== undefined))
  } finally {
    await remove([run.name])
  }
}
