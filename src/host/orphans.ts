import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process gets this long between SIGTERM and SIGKILL. */
const GRACE = 3_000
const LOOK_AGAIN = 50

/**
 * Ends children that a killed main left behind, which would go on building and pushing: nobody else has a docker
 * configuration in its private folder. Linux only, by /proc; elsewhere nothing is found.
 * @param folder the private folder of main
 * @returns how many there were
 */
export async function endOrphans(folder: string): Promise<number> {
  const found = orphansOf(folder)
  signalAll(found, 'SIGTERM')
  for (let waited = 0; waited < GRACE && orphansOf(folder).length > 0; waited += LOOK_AGAIN) {
    await sleep(LOOK_AGAIN)
  }
  signalAll(orphansOf(folder), 'SIGKILL')
  return found.length
}

function orphansOf(folder: string): readonly number[] {
  const mark = `DOCKER_CONFIG=${folder}`
  return pids().filter((pid) =>
    environment(pid).some((entry) => entry === mark || entry.startsWith(`${mark}/`)),
  )
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid)
  } catch {
    return [] // No /proc: not Linux.
  }
}

/** Empty for a process that has ended, or that belongs to somebody else. */
function environment(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return []
  }
}

function signalAll(found: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of found) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended meanwhile.
    }
  }
}
