import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { endOrphans } from '../../src/host/orphans.ts'

const FOLDER = `/tmp/ghcr-publish-orphans-${process.pid}`
const STUBBORN = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)"
const children: ChildProcess[] = []

async function start(config: string, code = "console.log('ready'); setInterval(() => {}, 1000)") {
  const child = spawn(process.execPath, ['-e', code], { env: { DOCKER_CONFIG: config } })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

test('ends what has its docker configuration in the folder, and nothing else', async () => {
  const orphan = await start(`${FOLDER}/docker`)
  const stranger = await start(`${FOLDER}-other/docker`)
  const ended = once(orphan, 'exit')
  expect(await endOrphans(FOLDER)).toBe(1)
  expect(await ended).toEqual([null, 'SIGTERM'])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  expect(await endOrphans(FOLDER)).toBe(0)
})

test('kills what does not end', async () => {
  const orphan = await start(FOLDER, STUBBORN)
  const ended = once(orphan, 'exit')
  expect(await endOrphans(FOLDER)).toBe(1)
  expect(await ended).toEqual([null, 'SIGKILL'])
}, 15_000)
