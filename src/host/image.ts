import { CommandError } from '../domain/errors.ts'
import { formatPlatform } from '../domain/platform.ts'
import { type ContainerRun, PULL } from './container.ts'
import type { EngineAnswer, EngineApi, EngineRequest } from './engine-api.ts'
import { parseObject } from './engine-info.ts'
import { firstFile } from './tar.ts'

/** An image to look into: what its container is made of, which is removed by its name in any case. */
export type ImageToOpen = Pick<ContainerRun, 'image' | 'platform' | 'name' | 'label'>

/** An image whose files can be read: a container of it that is never started. */
export interface OpenImage {
  /** The first bytes of a file, links followed inside the image; undefined where there is no such file. */
  head(path: string, bytes: number): Promise<Buffer | undefined>
  close(): Promise<void>
}

/** The container is not started, so any command will do. */
export const NOT_STARTED = '/not-started'

const QUESTION = 30_000
/** What is read of an answer that tells something in words. */
const WORDS = 64 * 1024
/** Of a tar stream, before the content: a header of 512 bytes, perhaps one with extensions before it. */
const TAR_HEADERS = 2048
/** Go's os.ModeSymlink, as the engine writes the mode of a file. */
const SYMLINK = 1 << 27

/**
 * Makes a container to read files of; the connection is closed with it.
 * @param pull makes the container where the engine does not hold the image
 * @throws CommandError with the engine's words
 */
export async function openImage(
  api: EngineApi,
  image: ImageToOpen,
  pull: () => Promise<unknown>,
): Promise<OpenImage> {
  try {
    const made = await api.ask(creation(image))
    if (made.status === 404) await pull()
    else refuseFailure(image.image, made)
  } catch (error) {
    api.close()
    throw error
  }
  return {
    head: (path, bytes) => headOf(api, image.name, path, bytes),
    async close() {
      const path = `/containers/${image.name}?force=1&v=1`
      try {
        const answer = await api.ask({ method: 'DELETE', path, limit: WORDS, timeoutMs: QUESTION })
        // What is gone already is what we want.
        if (answer.status !== 404) refuseFailure('removing containers', answer)
      } finally {
        api.close()
      }
    },
  }
}

function creation({ image, platform, name, label }: ImageToOpen): EngineRequest {
  const query = new URLSearchParams({ name, platform: formatPlatform(platform) })
  const [key = '', ...value] = label.split('=')
  return {
    method: 'POST',
    path: `/containers/create?${query}`,
    body: { Image: image, Entrypoint: [NOT_STARTED], Labels: { [key]: value.join('=') } },
    limit: WORDS,
    // An image that was never run may be unpacked first.
    timeoutMs: PULL,
  }
}

async function headOf(
  api: EngineApi,
  name: string,
  path: string,
  bytes: number,
): Promise<Buffer | undefined> {
  const archive = (path: string) => {
    const query = new URLSearchParams({ path })
    const address = `/containers/${name}/archive?${query}`
    return api.ask({ method: 'GET', path: address, limit: TAR_HEADERS + bytes, timeoutMs: QUESTION })
  }
  const found = await archive(path)
  const target = linkTarget(found)
  const { status, body } = target === undefined ? found : await archive(target)
  return status === 200 ? firstFile(body)?.subarray(0, bytes) : undefined
}

/** Where a link leads in the end, inside the image; the engine has followed it (X-Docker-Container-Path-Stat of its API). */
function linkTarget({ headers }: EngineAnswer): string | undefined {
  const header = headers['x-docker-container-path-stat']
  if (typeof header !== 'string') return undefined
  const stat = parseObject(Buffer.from(header, 'base64').toString('utf8'))
  const isLink = (Number(stat.mode) & SYMLINK) !== 0
  return isLink && typeof stat.linkTarget === 'string' ? stat.linkTarget : undefined
}

function refuseFailure(what: string, { status, body }: EngineAnswer): void {
  if (status < 400) return
  const words = String(parseObject(body.toString('utf8')).message ?? `status ${status}`).slice(0, 500)
  throw new CommandError({ found: `The engine says of ${what}: ${words}` })
}
