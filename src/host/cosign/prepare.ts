import { join } from 'node:path'
import { COSIGN_REMEDY, type CosignBuild } from '../../domain/cosign.ts'
import { CommandError } from '../../domain/errors.ts'
import type { SigstoreFiles } from '../../domain/signature.ts'
import type { Files } from '../files.ts'
import type { Processes } from '../process.ts'
import type { CosignInfo } from './cosign.ts'
import { findOnPath } from './find.ts'
import { install } from './install.ts'

/** What cosign is made of on a real machine. */
export interface CosignOutside {
  readonly processes: Processes
  readonly files: Files
  readonly sleep: (milliseconds: number) => Promise<void>
  /** A folder that persistent runners keep. */
  readonly toolCache: string
  /** The pinned one for this machine; undefined where there is none. */
  readonly pinned: CosignBuild | undefined
}

/** A cosign that may be executed, and its private folder. */
export interface Ready {
  /** By its path, or by its name on PATH. */
  readonly file: string
  readonly folder: string
  readonly info: CosignInfo
}

/** Variables that lead cosign to folders where nothing is but what it wrote there itself: its settings, and roots of trust that it fetched. */
export function privatePlaces(folder: string): { readonly HOME: string; readonly TUF_ROOT: string } {
  return { HOME: join(folder, 'home'), TUF_ROOT: join(folder, 'tuf') }
}

/** What cosign writes for a Sigstore without services: a key signs by it without asking any. */
const NOBODY = {
  signingConfig:
    '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json","rekorTlogConfig":{},"tsaConfig":{}}',
  trustedRoot: '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}',
}

/** Files of nobody in the place of those that are not given: without any, cosign would ask the public Sigstore for its own. */
export function orNobody({ folder }: Ready, given: SigstoreFiles): SigstoreFiles {
  const own = nobodyFiles(folder)
  return {
    signingConfig: given.signingConfig ?? own.signingConfig,
    trustedRoot: given.trustedRoot ?? own.trustedRoot,
  }
}

function nobodyFiles(folder: string) {
  return {
    signingConfig: join(folder, 'nobody-config.json'),
    trustedRoot: join(folder, 'nobody-root.json'),
  }
}

/**
 * Makes the private folder, and finds the cosign to use.
 * @throws CommandError where there is none to be had
 */
export async function prepareCosign(outside: CosignOutside, folder: string): Promise<Ready> {
  const { processes, files, pinned, toolCache, sleep } = outside
  const places = privatePlaces(folder)
  for (const one of [folder, ...Object.values(places)]) await files.makePrivateFolder(one)
  const own = nobodyFiles(folder)
  await files.writePrivate(own.signingConfig, NOBODY.signingConfig)
  await files.writePrivate(own.trustedRoot, NOBODY.trustedRoot)
  const found = await findOnPath(processes, places)
  if (found !== undefined && 'version' in found) {
    const { version } = found
    return { file: 'cosign', folder, info: { version, origin: 'path', passedOver: undefined } }
  }
  if (pinned === undefined) throw noneFor(`${process.platform} on ${process.arch}`, found?.passedOver)
  const { path, tampered } = await install(pinned, folder, toolCache, sleep)
  const others = [
    ...(found === undefined ? [] : [found.passedOver]),
    ...(tampered === undefined ? [] : [`${tampered} is not the pinned cosign, and was not executed.`]),
  ]
  const passedOver = others.length === 0 ? undefined : others.join(' ')
  return { file: path, folder, info: { version: pinned.version, origin: 'pinned', passedOver } }
}

function noneFor(system: string, passedOver = 'There is no cosign on PATH.'): CommandError {
  return new CommandError({
    found: `${passedOver} None is pinned for ${system}.`,
    allowed: 'a pinned one on linux with x64 or arm64',
    remedy: COSIGN_REMEDY,
  })
}
