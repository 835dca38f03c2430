import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

const SERVER = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 app /www/cgi-bin/docs
`
const ENTRYPOINT =
  'ENTRYPOINT ["/bin/busybox", "sh", "-c", "echo words of the server; exec /bin/busybox httpd -f -p 8000 -h /www"]\n'
const PROBE = { ...SMALL, 'smoke-http': '8000/cgi-bin/docs', 'smoke-timeout': '4s' }

// The classic store names what it runs in another way than the containerd store, so both are tried.
describe.each(LEGS.filter(({ name }) => name !== 'containerd-container'))('a server on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  /** Publishes a server that answers /cgi-bin/docs with a status. */
  const serve = (status: string, inputs: Readonly<Record<string, string>>, end = ENTRYPOINT) => {
    const app = `#!/bin/busybox sh\nprintf 'Status: ${status}\\r\\n\\r\\n${status}\\n'\n`
    const workspace = leg.workspace({ Dockerfile: SERVER + end, app })
    return publish({ leg, workspace, ref: 'refs/tags/v1.2.3', inputs })
  }

  test('that answers 500 fails, with its own last lines', async () => {
    const job = await serve('500 Internal Server Error', PROBE)
    expect(failedInMain(job)).toMatch(
      /linux\/amd64: GET :8000\/cgi-bin\/docs: status 500 within 4 s \(smoke-timeout\)\. The last lines of a container .* stand above/,
    )
    expect(job.log).toMatch(/^linux\/amd64 \| words of the server$/m)
  }, 60_000)

  test('that never listens fails', async () => {
    const job = await serve('200 OK', PROBE, 'ENTRYPOINT ["/bin/busybox", "sleep", "600"]\n')
    expect(failedInMain(job)).toMatch(
      /linux\/amd64: GET :8000\/cgi-bin\/docs: nothing answered within 4 s \(smoke-timeout\)\. The last lines/,
    )
  }, 60_000)

  test('that does not stop on SIGTERM is published, and told', async () => {
    const job = await serve('200 OK', { ...PROBE, 'smoke-timeout': '30s' })
    succeeded(job)
    for (const stage of [job.main, job.post])
      expect(stage?.annotations.warning).toEqual([
        'Smoke test of linux/amd64: GET :8000/cgi-bin/docs: 2xx, did not stop on SIGTERM within 10 s',
      ])
  }, 90_000)
})
