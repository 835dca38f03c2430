import type { Processes } from './process.ts'

/** The checkout. */
export interface Git {
  /** The commit that is checked out in a folder; undefined where there is no checkout. */
  head(folder: string): Promise<string | undefined>
  /** Its committer date, in seconds since the epoch. */
  commitTime(folder: string, commit: string): Promise<number | undefined>
  /** The commit that a git tag is on; undefined where the checkout does not have the tag. */
  tagCommit(folder: string, tag: string): Promise<string | undefined>
  /** Where a folder is in its checkout: '' or a path that ends in `/`; undefined where there is no checkout. */
  prefix(folder: string): Promise<string | undefined>
  /**
   * The files that differ between two commits, relative to the checkout; undefined where it lacks one of them, as a shallow one
   * does. @param from, to ids of commits
   */
  changedFiles(folder: string, from: string, to: string): Promise<readonly string[] | undefined>
}

const TIME_LIMIT = 10_000

/** Asks the git program. The checkout may belong to another user (container jobs), which git refuses without a word. */
export function createGit(processes: Processes): Git {
  const ask = async (folder: string, ...args: readonly string[]) => {
    // Whatever reads the index would start the program that the checkout's own configuration names to watch files.
    const command = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', ...args]
    const answer = await processes
      .ask({ tool: 'git', file: 'git', args: command, cwd: folder, timeoutMs: TIME_LIMIT })
      .catch(() => undefined)
    return answer?.code === 0 ? answer.stdout.toString('utf8').trim() : undefined
  }
  const commitOf = async (folder: string, revision: string) => {
    const sha = await ask(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', revision)
    return sha !== undefined && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined
  }
  return {
    head: (folder) => commitOf(folder, 'HEAD'),
    tagCommit: (folder, tag) => commitOf(folder, `refs/tags/${tag}^{commit}`),
    prefix: (folder) => ask(folder, 'rev-parse', '--show-prefix'),
    async changedFiles(folder, from, to) {
      const format = ['-r', '-z', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv']
      const names = await ask(folder, 'diff-tree', ...format, '--end-of-options', from, to)
      return names?.split('\0').filter((name) => name !== '')
    },
    async commitTime(folder, commit) {
      // Where log.showSignature is set, git starts the program that the checkout's own configuration names.
      const format = ['--no-patch', '--no-show-signature', '--format=%ct']
      const seconds = await ask(folder, 'show', ...format, commit)
      return seconds !== undefined && /^\d{1,12}$/.test(seconds) ? Number(seconds) : undefined
    },
  }
}
