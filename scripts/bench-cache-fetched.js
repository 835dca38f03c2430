import { loginLine, openShell } from './bench-runs.js'

/**
 * @typedef {import('./bench-cache-place.js').Place} Place
 * @typedef {{ name: string, requests: number, bytes: number, pulls: number }} Fetched
 */

const NATIVE = { platforms: `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`, cache: 'off' }

/**
 * What a job fetches before its build starts: tool images and emulators. Requests that reach Docker Hub's place or our registry are
 * counted, bytes in our registry only, and the engine says what it pulled. Natively with the containerd store that should be
 * nothing; with docker-container it is what is missing.
 * @param {Place} place @returns {Promise<Fetched[]>}
 */
export async function fetchedBefore(place) {
  const { registry, buildkit, docker } = place
  const image = `${registry.host}/tools/buildkit:bench`
  await push(place, image)
  const container = { driver: 'docker-container', 'driver-opts': 'network=host', 'buildkit-image': image }
  await docker('image', 'rm', '--force', image, buildkit.reference)
  const rows = [
    await watch(place, 'native, containerd store', NATIVE),
    await watch(place, 'docker-container', { ...NATIVE, ...container }),
  ]
  await docker('load', '--quiet', '--input', buildkit.file)
  await docker('tag', buildkit.reference, image)
  rows.push(await watch(place, 'docker-container, the engine holds its image', { ...NATIVE, ...container }))
  return rows
}

/** @param {Place} place @param {string} image */
async function push({ buildkit, docker, registry, env }, image) {
  await docker('load', '--quiet', '--input', buildkit.file)
  await docker('tag', buildkit.reference, image)
  const shell = openShell({ cwd: '/', env })
  await shell.type(loginLine(registry.host), `docker push --quiet ${image}`)
  shell.close()
}

/** @param {Place} place @param {string} name @param {Readonly<Record<string, string>>} inputs @returns {Promise<Fetched>} */
async function watch({ registry, hub, docker, publish }, name, inputs) {
  registry.clearRequests()
  hub.clear()
  const since = Date.now()
  /** @type {{ at: number, hub: number, tools: import('./sandbox/registry.js').Seen[] } | undefined} */
  let seen
  const show = (/** @type {string} */ line) => {
    if (seen !== undefined || !line.startsWith('▸ Build and push')) return
    const tools = registry.requests().filter(({ path }) => path.startsWith('/v2/tools/'))
    seen = { at: Date.now(), hub: hub.requests(), tools }
  }
  await publish(`${registry.host}/example/native`, inputs, { show })
  if (seen === undefined) throw new Error('The job did not build.')
  const times = [since, seen.at].map((time) => (time / 1000).toFixed(3))
  const events = await docker(
    ...['events', '--since', times[0] ?? '', '--until', times[1] ?? ''],
    ...['--filter', 'type=image', '--filter', 'event=pull', '--format', '{{.Actor.ID}}'],
  )
  const got = seen.tools.filter(({ method, status }) => method === 'GET' && status === 200)
  const sizes = await Promise.all(got.map(({ path }) => sizeOf(registry.storeUrl + path)))
  return {
    name,
    requests: seen.hub + seen.tools.length,
    bytes: sizes.reduce((all, one) => all + one, 0),
    pulls: events.split('\n').filter(Boolean).length,
  }
}

/** @param {string} url */
async function sizeOf(url) {
  const { headers } = await fetch(url, { method: 'HEAD' })
  return Number(headers.get('content-length') ?? 0)
}
