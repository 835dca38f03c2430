import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { leftBetween, type Place, takeSnapshot } from '../rig/leftovers.ts'
import { LEGS, type Leg, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'

const run = promisify(execFile)

describe.each(LEGS)('$name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  const docker = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    (await run('docker', args, { env: { ...process.env, ...leg.env, ...env } })).stdout.trim()

  test('the engine has the image store of the leg', async () => {
    const containerd = (await docker(['info'])).includes('io.containerd.snapshotter.v1')
    expect(containerd).toBe(kind.store === 'containerd')
  })

  test('its driver builds the fixture for both platforms with a bill of materials, and the registry has it', async () => {
    const { path } = leg.workspace()
    const config = join(leg.root, 'config')
    mkdirSync(config)
    const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [leg.registry.host]: { auth } } }))
    const env = { DOCKER_CONFIG: config }
    const builder = `rig-${process.pid}`
    if (kind.driver === 'docker-container') {
      const options = `network=host,image=${leg.inputs['buildkit-image']}`
      await docker(
        ['buildx', 'create', '--name', builder, '--driver', kind.driver, '--driver-opt', options],
        env,
      )
    }
    try {
      const own = kind.driver === 'docker-container' ? ['--builder', builder] : []
      const platforms = [
        '--platform',
        'linux/amd64,linux/arm64',
        '--provenance=false',
        `--sbom=${leg.inputs.sbom}`,
      ]
      await docker(['buildx', 'build', ...own, ...platforms, '-t', `${leg.image}:try`, '--push', path], env)
    } finally {
      if (kind.driver === 'docker-container') await docker(['buildx', 'rm', builder], env)
      else await docker(['image', 'rm', `${leg.image}:try`])
    }
    expect(Object.keys(await leg.reader.tags(REPOSITORY))).toEqual(['try'])
    expect(await leg.reader.platforms(REPOSITORY, 'try')).toEqual(['linux/amd64', 'linux/arm64'])
    const { manifest } = await leg.reader.manifest(REPOSITORY, 'try')
    const bill = manifest.manifests?.find(({ annotations }) => annotations?.['vnd.docker.reference.type'])
    const { manifest: statement } = await leg.reader.manifest(REPOSITORY, bill?.digest ?? '')
    const content = await leg.reader.blob(REPOSITORY, statement.layers?.[0]?.digest ?? '')
    expect(JSON.stringify(content)).toContain('"name":"busybox"')
  }, 120_000)

  test('leftovers of every kind are seen', async () => {
    const place: Place = {
      env: { ...process.env, ...leg.env },
      marks: [leg.registry.host, leg.root],
      exclusive: leg.engine.exclusive,
      folders: [join(leg.root, 'temp')],
      dockerConfig: join(leg.root, 'home/.docker'),
    }
    const before = await takeSnapshot(place)
    const image = `${leg.registry.host}/rig/left:1`
    const sleeper = execFile('sleep', ['60'], { cwd: leg.root })
    mkdirSync(join(leg.root, 'temp'))
    writeFileSync(join(leg.root, 'temp/file'), '')
    writeFileSync(join(leg.root, 'home/.docker/config.json'), '{"auths":{}}')
    const container = await docker(['create', '--label', leg.root, leg.tools.emulators.reference])
    const volume = await docker([
      'volume',
      'create',
      `left-${leg.registry.host.replace(/.*:/, '127.0.0.1-')}`,
    ])
    await docker(['tag', leg.tools.emulators.reference, image])
    await docker(['buildx', 'create', '--name', 'left-builder', '--driver', 'docker-container'])
    try {
      const left = leftBetween(before, await takeSnapshot(place))
      expect(left).toMatchObject({
        containers: [expect.stringContaining(container)],
        images: [expect.stringContaining(image)],
        builders: ['left-builder docker-container'],
        processes: [`${sleeper.pid} sleep 60`],
        files: [join(leg.root, 'temp/file')],
        configuration: [expect.stringContaining('{"auths":{}}')],
      })
      if (leg.engine.exclusive) expect(left.volumes).toEqual([volume])
    } finally {
      sleeper.kill()
      await docker(['rm', container])
      await docker(['volume', 'rm', volume])
      await docker(['image', 'rm', image])
      await docker(['buildx', 'rm', 'left-builder'])
    }
  }, 60_000)
})
