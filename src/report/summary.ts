import { type Attached, KIND_NAMES } from '../domain/attestation.ts'
import { type Digest, shortDigest } from '../domain/digest.ts'
import { formatPlatform } from '../domain/platform.ts'
import { formatImageName } from '../domain/reference.ts'
import { formatBytes } from '../domain/space.ts'
import type { Outcome, PlatformOutcome, TagOutcome } from '../plan/outcome.ts'
import { billCommands, packagesWords } from './attached.ts'
import { hitTables } from './hits.ts'
import { block, code, list, prose, table } from './markdown.ts'
import { names } from './outputs.ts'
import { commands, packageSettings } from './packages.ts'
import { signatureSummary } from './signature.ts'
import { undoSteps } from './undo.ts'

/**
 * The job summary of a finished run, in Markdown; `serverUrl` is where the run's GitHub is, to link the package's settings. Foreign text in it (reasons, warnings, whatever an event or a build says)
 * can neither format nor link anything. It stays far below the megabyte at which the runner drops a summary.
 */
export function summarize(outcome: Outcome, serverUrl?: string): string {
  const sections = [
    headline(outcome),
    prose(outcome.reason),
    section('Tags', tagTable(outcome.tags, outcome.dryRun)),
    platforms(outcome.platforms),
    bills(outcome),
    section('Signature', signatureSummary(outcome)),
    pulling(outcome),
    takingBack(outcome),
    visibility(outcome, serverUrl),
    section('Notices', list(outcome.notices.map((notice) => prose(notice)))),
    section('Build warnings', list(outcome.build.warnings.map((warning) => prose(warning)))),
    section('Cache', cache(outcome)),
    timings(outcome),
    `Commit ${code(outcome.commit)}`,
  ]
  return `${sections.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`
}

function cache({ build, cacheKey }: Outcome): string | undefined {
  const parts = [hitTables(build), cacheKey && `Key of the key files: ${prose(cacheKey)}`]
  const shown = parts.filter((text) => text !== undefined)
  return shown.length === 0 ? undefined : shown.join('\n\n')
}

function headline({ dryRun, image, version, digest }: Outcome): string {
  const what = `${code(formatImageName(image))}${version === undefined ? '' : ` ${code(version)}`}`
  if (dryRun) return `## Dry run of ${what}: nothing was pushed`
  return `## Published ${what}${digest === undefined ? '' : `\n\n${code(digest)}`}`
}

/** A part of a summary under a title; undefined where it is empty. */
export function section(title: string, body: string | undefined): string | undefined {
  return body && `### ${title}\n\n${body}`
}

/** A row for each tag: what happened to it, or would, and why. @param own what a dry run would write */
export function tagTable(
  outcomes: readonly TagOutcome[],
  dryRun: boolean,
  own = 'this build',
): string | undefined {
  const heads = ['Tag', '', 'Before', dryRun ? 'After a real run' : 'After', 'Why']
  const rows = outcomes.map((tag) => [
    code(tag.tag),
    change(tag, dryRun),
    beforeCell(tag),
    dryRun ? (tag.moved ? own : 'unchanged') : digestCell(tag.after),
    prose(tag.reason, 200),
  ])
  return table(heads, rows)
}

/** What happened to a tag, or would. */
function change({ moved, before }: TagOutcome, dryRun: boolean): string {
  if (!moved) return 'kept'
  if (dryRun) return 'would move'
  return before === undefined ? 'new' : 'moved'
}

/** The digest, and the version that the image said of itself. */
function beforeCell({ before, beforeVersion }: TagOutcome): string {
  const version = beforeVersion === undefined ? '' : ` ${prose(beforeVersion, 60)}`
  return `${digestCell(before)}${version}`
}

/** A digest in a table, short. */
export function digestCell(digest: Digest | undefined): string {
  return digest === undefined ? '–' : code(shortDigest(digest))
}

/** The platforms of an image, and how each did. */
export function platforms(outcomes: readonly PlatformOutcome[]): string | undefined {
  const rows = outcomes.map(({ platform, digest, bytes, smoke, smokeMilliseconds, attached }) => [
    code(formatPlatform(platform)),
    digestCell(digest),
    bytes === undefined ? '–' : formatBytes(bytes),
    attached === undefined ? '–' : attachedCell(attached),
    smoke === undefined ? 'not run' : `${SIGNS[smoke.kind]} ${prose(smoke.detail, 200)}`,
    smokeMilliseconds === undefined ? '–' : duration(smokeMilliseconds),
  ])
  const heads = ['Platform', 'Digest', 'Size', 'Attested', 'Smoke test', 'Time']
  return section('Platforms', table(heads, rows))
}

/** What is attested to a platform, and the digest of the manifest that holds it. */
function attachedCell({ kinds, packages, digest }: Attached): string {
  const words = kinds.map((kind) => (kind === 'sbom' ? `SBOM, ${packagesWords(packages)}` : KIND_NAMES[kind]))
  return `${words.length === 0 ? 'other' : words.join('; ')} ${digestCell(digest)}`
}

/** How to read the SBOM of each platform. */
function bills({ image, digest, platforms }: Outcome): string | undefined {
  const lines = billCommands(image, digest, platforms)
  return section('SBOM', lines.length === 0 ? undefined : block(lines))
}

const SIGNS = { passed: '✅', warning: '⚠️', failed: '❌', untried: '❔' } as const

function pulling(outcome: Outcome): string | undefined {
  const { image, digest } = outcome
  if (digest === undefined) return undefined
  const tag = outcome.tags.find((one) => names(one, outcome))?.tag
  return section('Pull and run', block(commands(image, tag, digest)))
}

/** The step that undoes this publish. */
function takingBack(outcome: Outcome): string | undefined {
  const steps = undoSteps(outcome)
  return section('Take it back', steps.length === 0 ? undefined : block(steps, 'yaml'))
}

/** Whether a package that was published for the first time can be pulled without a login. */
function visibility({ anonymousPull, image }: Outcome, serverUrl?: string): string | undefined {
  if (anonymousPull === undefined) return undefined
  if (anonymousPull) return 'This is its first publish. Anybody can pull it without a login.'
  const page = packageSettings(image, serverUrl)
  const first = 'This is its first publish. It cannot be pulled without a login.'
  if (page === undefined) return first
  return `${first} To change that, open its settings, Danger Zone, Change visibility: ${page}`
}

function timings({ timings }: Outcome): string | undefined {
  const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const rows = timings.map(({ phase, milliseconds }) => [prose(phase, 60), duration(milliseconds)])
  return section(
    'Timings',
    table(['Phase', 'Time'], rows.length === 0 ? [] : [...rows, ['together', duration(total)]]),
  )
}

/** `420 ms`, `12.3 s`, `4 min 05 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
