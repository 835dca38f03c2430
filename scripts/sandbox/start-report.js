/**
 * @typedef {object} Image What the registry holds, asked after the job.
 * @property {[tag: string, digest: string][]} tags
 * @property {string[]} platforms Of the first tag.
 *
 * @typedef {{ platform: { os: string, architecture: string, variant?: string } }} Described
 * @typedef {{ tag: string, before: string | null, after: string | null, moved: boolean, reason: string }} TagRow
 * @typedef {{ platform: string, digest: string | null, size: number | null, smoke: { verdict: string, detail: string, milliseconds: number | null } | null }} PlatformRow
 * @typedef {{ dryRun: boolean, reference: string | null, tags: TagRow[], platforms: PlatformRow[], timings: { phase: string, milliseconds: number }[] }} Outcome
 */

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Asks the registry which tags a repository has and what they name. Throws where it does not answer as a registry does.
 * @param {string} url @param {string} repository @param {string} user @param {string} password
 * @returns {Promise<Image>}
 */
export async function readRegistry(url, repository, user, password) {
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const grant = await fetch(`${url}/token?scope=repository:${repository}:pull`, {
    headers: { authorization: `Basic ${basic}` },
  })
  const { token } = /** @type {{ token?: string }} */ (await grant.json())
  /** @param {string} path */
  const get = (path) =>
    fetch(`${url}/v2/${repository}/${path}`, {
      headers: { authorization: `Bearer ${token}`, accept: ACCEPT },
    })
  const list = await get('tags/list')
  if (list.status === 404) return { tags: [], platforms: [] }
  if (!list.ok) throw new Error(`The registry answered ${list.status} to the list of tags.`)
  /** @type {string[]} */
  const names = /** @type {{ tags?: string[] }} */ (await list.json()).tags ?? []
  const manifests = await Promise.all(names.map((name) => get(`manifests/${name}`)))
  /** @type {[string, string][]} */
  const tags = names.map((name, at) => [name, manifests[at]?.headers.get('docker-content-digest') ?? '?'])
  return { tags, platforms: await platformsOf(manifests, names, get) }
}

/** @param {Response[]} answers @param {string[]} names @param {(path: string) => Promise<Response>} get @returns {Promise<string[]>} */
async function platformsOf(answers, names, get) {
  const release = answers[names.findIndex((name) => !isOurs(name))]
  const { manifests, config } = /** @type {{ manifests?: Described[], config?: { digest: string } }} */ (
    (await release?.json()) ?? {}
  )
  // An image for one platform may have no index: its configuration says which.
  /** @type {Described[]} */
  const described =
    manifests ??
    (config ? [{ platform: /** @type {any} */ (await (await get(`blobs/${config.digest}`)).json()) }] : [])
  return described
    .filter((/** @type {Described} */ { platform }) => platform && platform.os !== 'unknown')
    .map((/** @type {Described} */ { platform: { os, architecture, variant } }) =>
      [os, architecture, ...(variant ? [variant] : [])].join('/'),
    )
}

/** Tags that no user asks for. @param {string} name */
function isOurs(name) {
  return name === 'candidate' || name.startsWith('buildcache')
}

/**
 * What happened, in lines.
 * @param {Outcome} outcome @param {Image} image @param {readonly (readonly [string, number])[]} times
 * @returns {string[]}
 */
export function describeRun(outcome, image, times) {
  const phases = outcome.timings.map(
    ({ phase, milliseconds }) => /** @type {const} */ ([`main: ${phase}`, milliseconds]),
  )
  return [
    ...(outcome.dryRun ? planned(outcome, image) : published(outcome, image)),
    '',
    'Platforms',
    ...columns(
      outcome.platforms.map(({ platform, digest, size, smoke }) => [
        platform,
        digest ?? 'loaded into the engine',
        size === null ? '' : `${(size / 1e6).toFixed(1)} MB`,
        smoke ? `smoke test ${smoke.verdict}: ${smoke.detail}${seconds(smoke.milliseconds)}` : '',
      ]),
    ),
    '',
    'Timings',
    ...columns([...phases, ...times].map(([what, ms]) => [what, inSeconds(ms)])),
  ]
}

/** @param {Outcome} outcome @param {Image} image */
function published({ reference }, { tags, platforms }) {
  const digests = new Set(tags.filter(([name]) => !isOurs(name)).map(([, digest]) => digest))
  return [
    `Published ${reference}`,
    `Tags in the registry now (${platforms.join(', ')}${digests.size === 1 ? ', all the same image' : ''})`,
    ...columns(tags.map(([name, digest]) => [name, digest])),
  ]
}

/** @param {Outcome} outcome @param {Image} image */
function planned({ tags }, image) {
  const state =
    image.tags.length === 0 ? 'holds nothing' : `holds ${image.tags.map(([name]) => name).join(', ')}`
  return [
    `Dry run: the registry ${state}. A real run would write the tags`,
    ...columns(tags.filter(({ moved }) => moved).map(({ tag, reason }) => [tag, reason])),
  ]
}

/** @param {readonly string[][]} rows */
function columns(rows) {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  return rows.map((row) => `  ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
}

/** @param {number} ms */
const inSeconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`

/** @param {number | null} ms */
const seconds = (ms) => (ms === null ? '' : ` (${(ms / 1000).toFixed(1)} s)`)
