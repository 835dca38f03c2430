import { expect, test } from '@jest/globals'
import { passingTrouble } from '../../src/domain/outage.ts'

const PULL = 'Error response from daemon: failed to resolve reference "docker.io/moby/buildkit@sha256:2f5a": '

test.each<[said: string, trouble: ReturnType<typeof passingTrouble>]>([
  [
    `${PULL}unexpected status from HEAD request to https://registry-1.docker.io/v2/x: 429 Too Many Requests`,
    'rate limit',
  ],
  [
    'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    'rate limit',
  ],
  [
    `${PULL}unexpected status from HEAD request to https://registry-1.docker.io/v2/x: 503 Service Unavailable`,
    'outage',
  ],
  ['received unexpected HTTP status: 500 Internal Server Error', 'outage'],
  [
    `${PULL}failed to do request: Head "https://x": dial tcp: lookup x on 10.0.0.53:53: no such host`,
    'outage',
  ],
  ['Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout', 'outage'],
  [
    'Get "https://x/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'outage',
  ],
  ['dial tcp 127.0.0.1:1: connect: connection refused', 'outage'],
  ['read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer', 'outage'],
  ['failed to copy: httpReadSeeker: failed open: unexpected EOF', 'outage'],
  ['The engine did not answer in time (pulling x).', 'outage'],
  [`${PULL}docker.io/moby/buildkit@sha256:2f5a: not found`, undefined],
  ['manifest for a/b:1 not found: manifest unknown: manifest unknown', undefined],
  [
    'pull access denied, repository does not exist or may require authorization: insufficient_scope',
    undefined,
  ],
  ['unauthorized: incorrect username or password', undefined],
  ['invalid driver option foo for remote driver', undefined],
  ['received status 404 for sha256:503f0', undefined],
  ['no space left on device', undefined],
  ['', undefined],
])('%s', (said, trouble) => {
  expect(passingTrouble(said)).toBe(trouble)
})
