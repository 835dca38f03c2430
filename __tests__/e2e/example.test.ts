import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cacheFolder } from '../../scripts/rig/cache.js'
import { dockerHubReachable } from '../../scripts/sandbox/python-base.js'
import { secretInputs } from '../../scripts/sandbox/start-secrets.js'
import { baseInputs } from '../../scripts/sandbox/start-supplies.js'
import { makeAuthority } from '../rig/authority.ts'
import { exampleFiles } from '../rig/example.ts'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

const run = promisify(execFile)
// The engine's own builder keeps what npm start has built, and the other way round.
const kind = LEGS.find(({ name }) => name === 'containerd-docker')
const NATIVE = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`
/** Only post tries it, so that the slow start under emulation is waited for once. */
const ONCE = { sbom: 'false', cache: 'off', gate: 'false', 'smoke-http': '8000/docs' }

describe('the example', () => {
  let leg: Leg
  let base: Readonly<Record<string, string>>
  let job: JobResult
  let lived: { readonly health: string; readonly user: string }
  beforeAll(async () => {
    if (kind === undefined) throw new Error('there is no such leg')
    leg = await startLeg(kind)
    base = (await dockerHubReachable()) ? {} : await baseInputs({ cache: cacheFolder(), log: console.log })
    const inputs = { ...secretInputs(), ...base, ...ONCE }
    const between = async ({ outputs }: { readonly outputs: Readonly<Record<string, string>> }) => {
      lived = await live(outputs.reference ?? '')
    }
    job = await publish({ leg, inputs, between, workspace: workspace() })
  }, 300_000)
  afterAll(() => leg.stop())

  const workspace = () => leg.workspace({ ...exampleFiles(), Dockerfile: undefined })

  /** Starts a published image as a user would, and waits for its health. */
  async function live(reference: string): Promise<typeof lived> {
    const docker = async (...args: readonly string[]) =>
      (await run('docker', args, { env: { ...process.env, ...leg.env } })).stdout.trim()
    const id = await docker('run', '--rm', '--detach', '--health-interval=1s', reference)
    try {
      const user = await docker('exec', id, 'python3', '-c', 'import os; print(os.getuid(), os.getgid())')
      for (const end = Date.now() + 30_000; ; await sleep(200)) {
        const health = await docker('inspect', '--format', '{{.State.Health.Status}}', id)
        if (health !== 'starting' || Date.now() > end) return { health, user }
      }
    } finally {
      await docker('rm', '--force', id)
    }
  }

  test('answers /docs on every platform, and stops on SIGTERM', () => {
    succeeded(job)
    const passed = job.log.matchAll(/^(\S+) +smoke test passed: GET :8000\/docs: 2xx, stopped on SIGTERM/gm)
    expect([...passed].map(([, platform]) => platform).sort()).toEqual(['linux/amd64', 'linux/arm64'])
  })

  test('runs no step under emulation', () => {
    const steps = [...job.log.matchAll(/^(linux\/[^ >]+)(?:->(\S+))? (\S+) \d\/\d RUN /gm)]
    expect(new Set(steps.map(([, runsOn]) => runsOn))).toEqual(new Set([NATIVE]))
    const each = steps.map(([, , target = '', stage]) => `${stage} for ${target || 'this machine'}`)
    expect([...new Set(each)]).toHaveLength(4)
  })

  test('runs as a user without rights, and says whether it is well', async () => {
    expect(lived).toEqual({ health: 'healthy', user: '10001 10001' })
    const { manifest } = await leg.reader.manifest(REPOSITORY, 'main')
    for (const { digest } of manifest.manifests ?? []) {
      const { config } = (await leg.reader.manifest(REPOSITORY, digest)).manifest
      expect(await leg.reader.blob(REPOSITORY, config?.digest ?? '')).toMatchObject({
        config: {
          User: '10001:10001',
          Healthcheck: { Test: expect.arrayContaining(['CMD', 'python3']) },
          ExposedPorts: { '8000/tcp': {} },
        },
      })
    }
  })

  test('gives pip its configuration, and pip and apt the certificates to trust', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-example-'))
    const company = await startCompany(folder)
    const secrets = [`pip_conf=${join(folder, 'pip.conf')}`, `ca=${join(folder, 'ca.pem')}`]
    try {
      const inputs = {
        ...{ ...base, ...SMALL, smoke: 'off', 'dry-run': 'true', 'no-cache': 'true' },
        // The company's machine is this one.
        ...{ network: 'host', 'build-args': `http_proxy=${company.url}` },
        'secret-files': secrets.join('\n'),
      }
      const failed = await publish({ leg, inputs, workspace: workspace() })
      expect(failed.main.result).toBe('failure')
      expect(company.asked()).toEqual({
        pip: expect.arrayContaining([expect.stringMatching(/^\/simple\/[a-z-]+\/$/)]),
        'Debian APT-HTTP': expect.arrayContaining([expect.stringMatching(/^http:.*InRelease$/)]),
      })
    } finally {
      await company.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

/**
 * A package index and a proxy of a company, by TLS with a certificate that only its own authority vouches for. Both have nothing; the answer
 * waits until pip and apt have asked, because the first of them that fails ends the other.
 */
async function startCompany(folder: string) {
  const { tls } = await makeAuthority(folder, '127.0.0.1')
  const asked: Record<string, string[]> = {}
  const server = createServer(tls, async ({ headers, url = '' }, response) => {
    const program = /^[^/]*/.exec(headers['user-agent'] ?? '')?.[0] ?? ''
    asked[program] = [...(asked[program] ?? []), url]
    for (const end = Date.now() + 20_000; Object.keys(asked).length < 2 && Date.now() < end; ) await sleep(50)
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A name, because pip verifies no certificate of a bare address.
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  writeFileSync(join(folder, 'pip.conf'), `[global]\nindex-url = ${url}/simple\n`)
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url, asked: () => asked, stop }
}
