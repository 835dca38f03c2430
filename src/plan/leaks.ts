import type { AttestationKind } from '../domain/attestation.ts'
import { configParts } from '../domain/configparts.ts'
import type { ImageConfig } from '../domain/engine.ts'
import { VerificationError } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { Search } from '../domain/secret.ts'
import { bytesOf } from '../domain/secretforms.ts'
import { quote } from './inputs/parsers.ts'

/** Looks through the configuration of one platform, part by part, so that a find can be named. */
export function searchConfig(search: Search, platform: Platform, config: unknown): void {
  for (const { place, name, text } of configParts(config)) {
    // A name is foreign text, and may itself be the secret.
    const named = name === undefined || search.holds(bytesOf(name)).length > 0 ? '' : ` ${quote(name)}`
    search.look(`${formatPlatform(platform)}: ${place}${named}`, bytesOf(text))
  }
}

/** Looks through what is known of how an image starts. */
export function searchStart(search: Search, platform: Platform, image: ImageConfig): void {
  const { env, labels, entrypoint, cmd, user, workdir } = image
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const config = { Env: variables, Labels: labels, Entrypoint: entrypoint, Cmd: cmd, User: user }
  searchConfig(search, platform, { config: { ...config, WorkingDir: workdir } })
}

/** The place of a statement that is attested to a platform. */
export function attestedPlace(platform: Platform, kind: AttestationKind | undefined): string {
  const what = kind === undefined ? 'an attestation' : kind === 'sbom' ? 'the SBOM' : 'the provenance'
  return `${formatPlatform(platform)}: ${what}`
}

const MOST_PLACES = 8

/**
 * Refuses an image in which secrets were found. The message names each secret and every place, and no value.
 * @param pushed whether a registry has the image
 * @throws VerificationError
 */
export function requireNoLeaks(search: Search, pushed: boolean): void {
  const found = [...search.found()]
  if (found.length === 0) return
  const leaks = found.map(([name, places]) => `${name} (${placesIn(places)})`)
  throw new VerificationError(
    { found: `The image holds ${leaks.join(' and ')}.`, remedy: pushed ? PUSHED : NOT_PUSHED },
    { proves: 'image' },
  )
}

const WAY =
  'Keep it out of ARG, ENV, LABEL and the text of RUN: write it under secrets: and RUN --mount=type=secret,id=… in the Dockerfile.'
const PUSHED = `The registry has the image already, by its digest, and whoever may pull can read it: rotate what is named here. ${WAY}`
const NOT_PUSHED = `Nothing was pushed. ${WAY}`

function placesIn(places: readonly string[]): string {
  const more = places.length > MOST_PLACES ? [`${places.length - MOST_PLACES} more places`] : []
  return [...places.slice(0, MOST_PLACES), ...more].join('; ')
}
