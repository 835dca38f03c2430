import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, pushArchive, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { succeeded } from './trouble.ts'

// A builder of our own: what it grants was told by the action.
const kind = LEGS.find(({ name }) => name === 'containerd-container')
const PASSWORD = 'the-password-of-another-registry'

/** Says what a step sees of its options, one word for each line. */
const PROBE = `#!/bin/busybox sh
set -eu
say() { /bin/busybox echo "$@"; }
say hosts $(/bin/busybox grep index.example /etc/hosts)
say nofile $(ulimit -S -n) $(ulimit -H -n)
say shm $(/bin/busybox df -k /dev/shm | /bin/busybox awk 'END { print $2 }')
say devices $(/bin/busybox awk -F: 'NR > 2 { print $1 }' /proc/net/dev)
say mounts $(/bin/busybox test -S "\${SSH_AUTH_SOCK:-}" && say agent)
say rights $(/bin/busybox awk '/CapEff/ { print $2 }' /proc/self/status)
`

const dockerfile = (registry: string) => `FROM scratch AS tools
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 probe /probe

FROM tools AS probed
RUN --mount=type=ssh,id=deploy,env=SSH_AUTH_SOCK,required=true ["/probe"]
RUN --network=host ["/probe"]
RUN --security=insecure ["/probe"]
RUN ["/bin/busybox", "touch", "/probed"]

FROM tools AS other
RUN ["/bin/busybox", "touch", "/other"]

FROM tools
COPY --from=probed /probed /
COPY --from=other /other /
COPY --from=${registry}/rig/base:1 / /elsewhere/
ENTRYPOINT ["/bin/busybox", "echo"]
`

describe('every option of a build that nothing else tries', () => {
  let leg: Leg
  let elsewhere: Registry
  let first: JobResult
  let second: JobResult
  beforeAll(async () => {
    if (kind === undefined) throw new Error('there is no such leg')
    leg = await startLeg(kind)
    const storage = join(leg.root, 'elsewhere')
    mkdirSync(storage)
    const users = {
      [WRITER.name]: { password: WRITER.password, access: 'write' },
      reader: { password: PASSWORD, access: 'read' },
    } as const
    elsewhere = await startRegistry({ storage, users, env: { ...process.env, PATH: leg.tools.path } })
    await pushArchive(leg.tools, leg.root, elsewhere, leg.tools.scanner.file, `${elsewhere.host}/rig/base:1`)
    const key = join(leg.root, 'deploy-key')
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    const workspace = leg.workspace({ Dockerfile: dockerfile(elsewhere.host), probe: PROBE })
    const inputs = {
      ...{ platforms: 'linux/amd64', sbom: 'false', cache: 'registry', 'cache-mode': 'min' },
      ...{ 'add-hosts': 'index.example:10.1.2.3', network: 'none', allow: 'network.host,security.insecure' },
      ...{ 'shm-size': '12m', ulimit: 'nofile=123:456', ssh: `deploy=${key}`, 'tag-prefix': 'app-a' },
      'registry-auths': `- { registry: "${elsewhere.host}", username: reader, password: ${PASSWORD} }`,
    }
    first = await publish({ leg, workspace, inputs, ref: 'refs/tags/app-a/v1.2.3' })
    workspace.commit('Next')
    const again = {
      ...{ cache: 'off', 'cache-from': `type=registry,ref=${leg.image}:buildcache.linux-amd64` },
      ...{ 'no-cache-filters': 'probed', compression: 'zstd' },
    }
    const next = { ...inputs, ...again, 'cache-mode': '' }
    second = await publish({ leg, workspace, inputs: next, ref: 'refs/tags/app-a/v1.2.4' })
  }, 300_000)
  afterAll(async () => {
    await elsewhere?.stop()
    await leg.stop()
  })

  /** What the probes of a job told: for each of their steps, by its first word. */
  const told = ({ log }: JobResult) =>
    [1, 2, 3].map((step) =>
      Object.fromEntries(
        [...log.matchAll(new RegExp(`^linux/amd64 probed ${step}/4 \\| (\\S+) ?(.*)$`, 'gm'))].map(
          ([, name, said]) => [name, said],
        ),
      ),
    )
  const layers = async (tag: string) => {
    const { manifest } = await leg.reader.manifest(REPOSITORY, tag)
    return (manifest.layers ?? []) as readonly { readonly digest: string; readonly mediaType: string }[]
  }

  test('reaches the steps', () => {
    succeeded(first)
    const common = { hosts: '10.1.2.3 index.example', nofile: '123 456', shm: '12288' }
    const [plain, onHost, insecure] = told(first)
    expect(plain).toMatchObject({ ...common, devices: 'lo', mounts: 'agent' })
    expect(onHost).toMatchObject({ ...common, devices: expect.stringMatching(/lo .*\w/) })
    expect(insecure).toMatchObject({ ...common, devices: 'lo' })
    const rights = [plain, onHost, insecure].map((step) => BigInt(`0x${step?.rights}`))
    expect(rights[1]).toBe(rights[0])
    // CAP_SYS_ADMIN
    expect(rights.map((each) => (each >> 21n) & 1n)).toEqual([0n, 0n, 1n])
    expect(first.log).not.toContain(PASSWORD)
  })

  test('reaches image, tags and cache', async () => {
    succeeded(second)
    expect(Object.keys(second.tags)).toEqual(
      expect.arrayContaining(['v1.2.3', 'v1.2.4', 'v1.2', 'v1', 'latest']),
    )
    const kinds = async (tag: string) =>
      new Set((await layers(tag)).map(({ mediaType }) => mediaType.replace(/^.*\+/, '')))
    expect([await kinds('v1.2.3'), await kinds('v1.2.4')]).toEqual([new Set(['gzip']), new Set(['zstd'])])
    // With max it would also hold those of the other stages.
    const cached = (await layers('buildcache.linux-amd64')).map(({ digest }) => digest)
    expect(cached.sort()).toEqual((await layers('v1.2.3')).map(({ digest }) => digest).sort())
    expect(second.log).toMatch(/^linux\/amd64 probed 4\/4 RUN .*[\d.]+ s$/m)
    expect(second.log).toMatch(/^linux\/amd64 other 1\/1 RUN .* CACHED$/m)
  })
})
