import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

const BUSYBOX = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
`
const PASSWD = 'root:x:0:0::/:/bin/sh\napp:x:12345:12345::/:/bin/sh\n'

describe.each(LEGS)('smoke tests on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  const run = (dockerfile: string, inputs: Readonly<Record<string, string>>) =>
    publish({
      leg,
      workspace: leg.workspace({ Dockerfile: dockerfile, passwd: PASSWD }),
      inputs: { ...SMALL, ...inputs },
    })

  const failing: readonly (readonly [string, string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'an exit code other than 0',
      'ENTRYPOINT ["/bin/busybox"]\n',
      { smoke: 'sh -c "echo why; exit 3"' },
      /linux\/amd64: exit code 3/,
    ],
    [
      'a time-out',
      'ENTRYPOINT ["/bin/busybox"]\n',
      { smoke: 'sleep 100', 'smoke-timeout': '2s' },
      /still running after 2 s \(smoke-timeout\)/,
    ],
    [
      'a signal',
      'ENTRYPOINT ["/bin/busybox"]\n',
      { smoke: `sh -c "/bin/busybox sh -c 'kill -SEGV $$'; exit $?"` },
      /killed by signal 11|exit code 139/,
    ],
    [
      'a program that is not in the image',
      'ENTRYPOINT ["/nope"]\n',
      {},
      /the program or its loader is not in the image/,
    ],
    [
      'a status other than 2xx',
      'ENTRYPOINT ["/bin/busybox","httpd","-f","-p","8000","-h","/bin"]\n',
      { 'smoke-http': '8000/docs', 'smoke-timeout': '3s' },
      /GET :8000\/docs: status 404 within 3 s/,
    ],
    [
      'a server that ends',
      'ENTRYPOINT ["/bin/busybox","sh","-c","echo bye; exit 7"]\n',
      { 'smoke-http': '8000/', 'smoke-timeout': '20s' },
      /ended with exit code 7 before it answered/,
    ],
  ]
  test.each(failing)(
    '%s fails, and no tag moves',
    async (_, tail, inputs, message) => {
      expect(failedInMain(await run(BUSYBOX + tail, inputs))).toMatch(message)
    },
    60_000,
  )

  const good: readonly (readonly [string, string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'an image with only a command is taken to be up after a while',
      'CMD ["/bin/busybox","sleep","1000"]\n',
      {},
      /still running after 5 s/,
    ],
    [
      'an image that does not know --help gets a warning',
      'ENTRYPOINT ["/bin/busybox","sh","-c","exit 4"]\n',
      {},
      /exit code 4; it starts, but this proves little/,
    ],
    [
      'an entrypoint that drops root is run with the rights that it needs',
      `COPY passwd /etc/passwd\nCOPY bin/\${TARGETARCH}/busybox /bin/sh\nENTRYPOINT ["/bin/busybox","su","app","-c"]\n`,
      { smoke: `'test "$(/bin/busybox id -u)" = 12345'` },
      /exit code 0/,
    ],
    [
      'smoke-command replaces the entrypoint',
      'ENTRYPOINT ["/nope"]\n',
      { 'smoke-command': '/bin/busybox true' },
      /exit code 0/,
    ],
    [
      'the values of smoke-env reach the container',
      'ENTRYPOINT ["/bin/busybox"]\n',
      { smoke: `sh -c 'test "$WORD" = "a b"'`, 'smoke-env': 'WORD=a b' },
      /exit code 0/,
    ],
  ]
  test.each(good)(
    '%s',
    async (_, tail, inputs, message) => {
      const job = await run(BUSYBOX + tail, inputs)
      succeeded(job)
      expect(job.log).toMatch(message)
    },
    60_000,
  )

  test('a server is asked on loopback alone until it answers, and stops on SIGTERM', async () => {
    // Each is stopped once it has answered; until then its ports are there to be seen.
    const note = `for name; do :; done; "$DOCKER" port "$name" >> "$NOTES"`
    const { env, notes } = makeShim(leg, `if [ "$1" = stop ]; then ${note}; fi\nexec "$DOCKER" "$@"`)
    const job = await publish({ leg, workspace: leg.workspace(), inputs: { 'smoke-http': '8000/docs' }, env })
    succeeded(job)
    for (const platform of ['linux/amd64', 'linux/arm64']) {
      const passed = `${platform}  smoke test passed: GET :8000/docs: 2xx, stopped on SIGTERM`
      expect(job.main.log.filter((line) => line.startsWith(passed))).toHaveLength(1)
      expect(job.post?.log.filter((line) => line.startsWith(passed))).toHaveLength(1)
    }
    expect(notes()).toMatch(/^(?:8000\/tcp -> 127\.0\.0\.1:\d+\n){4}$/)
  }, 120_000)
})
