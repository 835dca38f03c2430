import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { expectUntouched, releaseTags } from './expectations.ts'

const REF = 'refs/tags/v1.2.3'

describe('bad input ends before anything is done, with its name and the next step', () => {
  let leg: Leg
  let workspace: Workspace
  beforeAll(async () => {
    leg = await startLeg(LEGS[0] ?? { name: 'containerd-docker', store: 'containerd', driver: 'docker' })
    workspace = leg.workspace()
  }, 60_000)
  afterAll(() => leg.stop())

  const written: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'a tag that is no version',
      { tag: 'v1.2' },
      /tag: 'v1\.2' is not a version\. Allowed: MAJOR\.MINOR\.PATCH/,
    ],
    ['a tag with four numbers', { tag: '1.2.3.4' }, /tag: '1\.2\.3\.4' is not a version/],
    ['latest as the tag', { tag: 'latest' }, /tag: 'latest' is not a version/],
    [
      'an unknown platform',
      { platforms: 'linux/amd65' },
      /platforms: 'linux\/amd65' is not a known platform.*linux\/arm64/,
    ],
    [
      'a malformed image',
      { image: 'ghcr.io/Acme//app' },
      /image: 'ghcr\.io\/Acme\/\/app' has the repository/,
    ],
    ['a reserved tag', { 'extra-tags': `sha256-${'a'.repeat(64)}` }, /extra-tags: 'sha256-a+…?' is reserved/],
    [
      'a tag that is too long',
      { 'extra-tags': 'x'.repeat(129) },
      /extra-tags: .*\(129 characters\) is not a valid tag/,
    ],
    ['a missing context', { context: 'nope' }, /context: 'nope' is no folder of the workspace/],
    ['a missing file', { file: 'Nofile' }, /file: 'Nofile' is not a file in the workspace/],
    [
      'a path out of the workspace',
      { file: '../../etc/passwd' },
      /file: '\.\.\/\.\.\/etc\/passwd' is not a file/,
    ],
    [
      'a context that looks like an option',
      { context: '--output=/x' },
      /context: '--output=\/x' starts with '-'/,
    ],
    [
      'a build argument without =',
      { 'build-args': 'NOPE' },
      /build-args: an entry of 4 characters has no '='/,
    ],
    [
      'builder and driver',
      { builder: 'x', driver: 'docker' },
      /builder: it cannot be used together with 'driver'/,
    ],
    [
      'a field smuggled into a list',
      { 'cache-ref': 'ghcr.io/a/b:c,type=local,dest=/' },
      /cache-ref: .*cannot be used/,
    ],
    ['a line break in a field', { 'secret-files': '"a=/x\n/y"' }, /secret-files: /],
    [
      'a variable that is not set',
      { 'secret-envs': 'a=NOT_SET_ANYWHERE' },
      /secret-envs: the variable NOT_SET_ANYWHERE is not set/,
    ],
  ]

  test.each(written)('%s', async (_, inputs, message) => {
    const job = await publish({ leg, workspace, ref: REF, inputs })
    expectUntouched(job, message)
    expect(job.requests.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  test('every fault of every input stands in one report', async () => {
    const inputs = { platforms: 'amd65', 'smoke-timeout': '0', cache: 'off,gha', 'build-args': 'NOPE' }
    const job = await publish({ leg, workspace, ref: REF, inputs })
    expectUntouched(job, /4 inputs cannot be used:/)
    for (const name of Object.keys(inputs)) expect(job.annotations.join('\n')).toContain(`  ${name}: `)
  })

  test('faults on the disk and of names stand in one report too', async () => {
    const inputs = {
      'secret-files': 'a=/nope',
      'secret-envs': 'b=NOT_SET',
      file: 'Nofile',
      'extra-tags': 'v9.9.9',
    }
    const job = await publish({ leg, workspace, ref: REF, inputs })
    expectUntouched(job, /4 inputs cannot be used:/)
  })

  test('an empty workspace asks for a checkout', async () => {
    const empty = leg.workspace({ Dockerfile: undefined })
    const job = await publish({ leg, workspace: empty, ref: REF })
    expectUntouched(job, /neither Dockerfile nor Dockerfile\.example is in the workspace/)
  })

  test('without an engine it says how to get one', async () => {
    const job = await publish({ leg, workspace, ref: REF, env: { DOCKER_HOST: 'unix:///nowhere.sock' } })
    expect(job.status).toBe('failure')
    expect(job.annotations.join('\n')).toMatch(
      /No container engine answers: .*nowhere\.sock.*Allowed: Docker 24/,
    )
    expect(releaseTags(job)).toEqual([])
  })

  test('connections that are not verified are refused before a token is sent', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const job = await publish({ leg, workspace, ref: REF, env })
    expectUntouched(job, /NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of TLS certificates off/)
    expect(job.requests).toEqual([])
  })

  test('an upper-case owner is no fault', async () => {
    const job = await publish({
      leg,
      workspace,
      ref: 'refs/tags/v0.1.0',
      inputs: { image: leg.image.replace('octocat', 'OctoCat'), platforms: 'linux/amd64', sbom: 'false' },
    })
    expect(job).toMatchObject({ status: 'success', left: {} })
    expect(job.outputs.image).toBe(leg.image)
  }, 60_000)
})
