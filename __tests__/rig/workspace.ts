import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Tools } from '../../scripts/rig/tools.js'

/** A checked-out repository. */
export interface Workspace {
  readonly path: string
  /** Writes files and commits them; the commit is HEAD then. */
  readonly commit: (message: string, files?: Readonly<Record<string, string>>) => string
  readonly head: () => string
  readonly git: (...args: readonly string[]) => string
}

/** A busybox for each platform and a small program: `--help` prints its usage, `serve` answers /docs on port 8000 until SIGTERM. */
export const DOCKERFILE = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 app /app
COPY docs /www/docs
EXPOSE 8000
ENTRYPOINT ["/app"]
CMD ["serve"]
`

const APP = `#!/bin/busybox sh
case "\${1-}" in
  --help)
    echo "usage: app [--help | serve | exit CODE | sleep SECONDS]"
    echo "machine: $(/bin/busybox uname -m)"
    ;;
  serve)
    trap 'exit 0' TERM
    /bin/busybox httpd -f -p 8000 -h /www &
    echo "serving on port 8000"
    wait
    ;;
  exit) exit "$2" ;;
  sleep)
    trap 'exit 0' TERM
    /bin/busybox sleep "$2" &
    wait
    ;;
  *)
    echo "unknown command: \${1-}" >&2
    exit 2
    ;;
esac
`

/** A repository below a folder with a two-platform image, one commit, and what a test adds; undefined removes a file of the fixture. */
export function makeWorkspace(
  root: string,
  tools: Tools,
  files: Readonly<Record<string, string | undefined>> = {},
): Workspace {
  const path = mkdtempSync(join(root, 'workspace-'))
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...IDENTITY, ...args], { cwd: path, encoding: 'utf8', env: gitEnv() }).trim()
  const write = (all: Readonly<Record<string, string | undefined>>) => {
    for (const [name, text] of Object.entries(all)) {
      if (text === undefined) continue
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text)
    }
  }
  const commit = (message: string, changed: Readonly<Record<string, string>> = {}) => {
    write(changed)
    git('add', '--all')
    git('commit', '-q', '--allow-empty', '-m', message)
    return git('rev-parse', 'HEAD')
  }
  for (const arch of ['amd64', 'arm64'] as const) {
    mkdirSync(join(path, 'bin', arch), { recursive: true })
    cpSync(tools.busybox[arch], join(path, 'bin', arch, 'busybox'))
  }
  git('init', '-q', '-b', 'main')
  write({ Dockerfile: DOCKERFILE, app: APP, docs: 'the docs\n', ...files })
  commit('First version')
  return { path, commit, git, head: () => git('rev-parse', 'HEAD') }
}

const IDENTITY = ['-c', 'user.name=Rig', '-c', 'user.email=rig@example.com', '-c', 'commit.gpgsign=false']

/** Nothing of the machine's own git configuration counts. */
function gitEnv(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
}
