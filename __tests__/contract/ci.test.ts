import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '.ci/run removes its clone when it is ended by %s',
  async (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
    const [bin, temp] = [join(folder, 'bin'), join(folder, 'temp')]
    for (const path of [bin, temp]) mkdirSync(path)
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho begun\nexec sleep 60\n', { mode: 0o755 })
    try {
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, TMPDIR: temp }
      // A group of its own, all of which gets the signal, as from a terminal or a CI system.
      const child = spawn('.ci/run', { env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = new Promise((resolve) => child.once('close', (status) => resolve(status)))
      await new Promise((resolve) => child.stdout.once('data', resolve))
      expect(readdirSync(temp)).toHaveLength(1)
      process.kill(-(child.pid ?? 0), signal)
      expect(await ended).toBe(code)
      expect(readdirSync(temp)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  30_000,
)
