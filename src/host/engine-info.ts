import { hostname } from 'node:os'
import { type EngineFacts, type ImageConfig, parseConfig } from '../domain/engine.ts'
import { normalizePlatform, type Platform } from '../domain/platform.ts'
import type { Result } from './process.ts'

type Json = Readonly<Record<string, unknown>>

/** What a JSON text holds, where it is an object. */
export function parseObject(text: string): Json {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Json) : {}
  } catch {
    return {}
  }
}

/** The machine that asks. */
export interface Here {
  readonly hostname: string
  /** `DOCKER_HOST`. */
  readonly dockerHost: string | undefined
}

/** The machine of this process. */
export function thisMachine(): Here {
  return { hostname: hostname(), dockerHost: process.env.DOCKER_HOST }
}

/** Reads `docker info --format '{{json .}}'`; it ends well, with errors inside, where no engine answers. */
export function readEngineInfo(result: Result, here: Here): EngineFacts | { readonly unreachable: string } {
  const info = parseObject(result.stdout.toString('utf8'))
  const version = info.ServerVersion
  if (typeof version !== 'string' || version === '') {
    const errors = Array.isArray(info.ServerErrors) ? info.ServerErrors.join(' ') : result.stderr
    return { unreachable: errors.trim().slice(0, 300) || 'the docker CLI gave no answer.' }
  }
  const client = info.ClientInfo as
    | { Context?: string; Plugins?: { Name?: string; Version?: string }[] }
    | undefined
  return {
    name: String(info.Name ?? ''),
    version,
    containerdStore: JSON.stringify(info.DriverStatus ?? []).includes('io.containerd.snapshotter'),
    platform: enginePlatform(String(info.OSType ?? 'linux'), String(info.Architecture ?? '')),
    buildx: client?.Plugins?.find((plugin) => plugin.Name === 'buildx')?.Version?.replace(/^v/, ''),
    context: client?.Context || undefined,
    root: rootHere(info, here),
  }
}

/** An engine behind a local socket may still be another machine's, such as that of Docker Desktop. */
function rootHere(
  { Name: name, DockerRootDir: root }: Json,
  { hostname, dockerHost }: Here,
): string | undefined {
  const local = !dockerHost || dockerHost.startsWith('unix://')
  return local && name === hostname && typeof root === 'string' && root.startsWith('/') ? root : undefined
}

/** `docker info` has the kernel's names of architectures. */
function enginePlatform(os: string, machine: string): Platform {
  const names: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    armv7l: 'arm',
    i686: '386',
  }
  return normalizePlatform({ os, architecture: names[machine] ?? machine })
}

/** The engine writes the names of an image configuration with capitals. */
export function readImageConfig(stdout: Buffer, platform: Platform): ImageConfig {
  const {
    Os: os,
    Architecture: architecture,
    Variant: variant,
    Config: config,
  } = parseObject(stdout.toString('utf8'))
  return parseConfig({ os, architecture, variant, config }, platform)
}
