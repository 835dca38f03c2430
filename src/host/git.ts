import type { Processes } from './process.ts'

/** The checkout. */
export interface Git {
  /** The commit that is checked out in a folder; undefined where there is no checkout. */
  head(folder: string): Promise<string | undefined>
  /** Its committer date, in seconds since the epoch. */
  commitTime(folder: string, commit: string): Promise<number | undefined>
}

const TIME_LIMIT = 10_000

/** Asks the git program. The checkout may belong to another user (container jobs), which git refuses without a word. */
export function createGit(processes: Processes): Git {
  const ask = async (folder: string, ...args: readonly string[]) => {
    const command = ['-c', 'safe.directory=*', ...args]
    const answer = await processes
      .ask({ tool: 'git', file: 'git', args: command, cwd: folder, timeoutMs: TIME_LIMIT })
      .catch(() => undefined)
    return answer?.code === 0 ? answer.stdout.toString('utf8').trim() : undefined
  }
  return {
    async head(folder) {
      const sha = await ask(folder, 'rev-parse', '--verify', 'HEAD')
      return sha !== undefined && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined
    },
    async commitTime(folder, commit) {
      // Where log.showSignature is set, git starts the program that the checkout's own configuration names.
      const format = ['--no-patch', '--no-show-signature', '--format=%ct']
      const seconds = await ask(folder, 'show', ...format, commit)
      return seconds !== undefined && /^\d{1,12}$/.test(seconds) ? Number(seconds) : undefined
    },
  }
}
