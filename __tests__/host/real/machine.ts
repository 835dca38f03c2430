import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBuildx } from '../../../src/host/buildx.ts'
import { createCredentials } from '../../../src/host/credentials.ts'
import { createEngine } from '../../../src/host/engine.ts'
import { createFiles } from '../../../src/host/files.ts'
import { createProcesses } from '../../../src/host/process.ts'
import { type RigEngine, theRig } from '../../rig/engines.ts'

/** A user of the rig's engine, with a home of their own. */
export interface Machine {
  readonly root: string
  /** The folder of the user's docker configuration. */
  readonly docker: string
  readonly env: Readonly<Record<string, string>>
  /** The name of the fixture image, which `build` makes. */
  readonly image: string
  /** The host's part for this user. */
  readonly host: ReturnType<typeof hostOf>
  /** Puts a program in front of all others. */
  program(name: string, script: string): void
  /** Builds an image into the engine from a Dockerfile; `busybox` and `app` are in its context. */
  build(name: string, dockerfile: string): Promise<void>
  /** Everything that docker was called with, one line for each call. */
  calls(): readonly string[]
  stop(): void
}

const APP = `#!/bin/busybox sh
case "$1" in
  serve) trap 'exit 0' TERM; /bin/busybox httpd -f -p 8000 -h / & wait ;;
  deaf) trap '' TERM; while :; do /bin/busybox sleep 1; done ;;
  *) eval "$@" ;;
esac
`

export const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
COPY app /app
ENV COLOUR=blue
WORKDIR /home
USER 1234
LABEL kind=fixture
ENTRYPOINT ["/app"]
CMD ["echo", "hello"]
`

function hostOf(env: Readonly<Record<string, string>>) {
  const processes = createProcesses(env)
  const credentials = createCredentials(processes, createFiles(), env)
  return { processes, credentials, engine: createEngine(processes), buildx: createBuildx(processes) }
}

/** @param engine the one to use instead of the machine's own */
export function machine(engine: RigEngine = theRig().engines.containerd): Machine {
  const { tools } = theRig()
  const root = mkdtempSync(join(tmpdir(), 'host-real-'))
  const [bin, docker, trace] = [join(root, 'bin'), join(root, '.docker'), join(root, 'calls')]
  for (const folder of [bin, docker]) mkdirSync(folder)
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  // Remembers the arguments, then does what docker does.
  const real = execFileSync('which', ['docker'], { env: { PATH: tools.path }, encoding: 'utf8' }).trim()
  program('docker', `echo "$*" >> ${trace}\nexec ${real} "$@"`)
  const env = {
    PATH: `${bin}:${tools.path}`,
    HOME: root,
    ...(engine.host === undefined ? {} : { DOCKER_HOST: engine.host }),
  }
  const host = hostOf(env)
  return {
    ...{ root, docker, env, host, program },
    image: `host-real.invalid/${randomBytes(6).toString('hex')}/fixture:1`,
    async build(name, dockerfile) {
      const folder = mkdtempSync(join(root, 'context-'))
      cpSync(tools.busybox[process.arch === 'arm64' ? 'arm64' : 'amd64'], join(folder, 'busybox'))
      writeFileSync(join(folder, 'app'), APP)
      for (const file of ['busybox', 'app']) chmodSync(join(folder, file), 0o755)
      writeFileSync(join(folder, 'Dockerfile'), dockerfile)
      const options = { env: {}, cwd: folder, timeoutMs: 60_000, metadataFile: join(root, 'made.json') }
      const made = await host.buildx.build(['--load', '--provenance=false', `--tag=${name}`, '.'], {
        ...options,
        onLine: () => {},
      })
      if (made.code !== 0) throw new Error(made.tail.join('\n'))
    },
    calls: () => readFileSync(trace, 'utf8').trim().split('\n'),
    stop: () => rmSync(root, { recursive: true, force: true }),
  }
}
