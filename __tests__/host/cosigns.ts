import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import type { CosignBuild } from '../../src/domain/cosign.ts'
import { type Cosign, createCosign } from '../../src/host/cosign/cosign.ts'
import { createFiles } from '../../src/host/files.ts'
import { createProcesses, type Processes } from '../../src/host/process.ts'

const FOLDERS: string[] = []
afterEach(() => {
  for (const folder of FOLDERS.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** One run of a program that stands in for cosign. */
export interface Run {
  /** What it is called by whoever made it. */
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** A machine with folders of its own, on which programs that stand in for cosign write down each run. */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'cosigns-'))
  /** The only folder of PATH. */
  readonly bin = this.#folder('bin')
  readonly toolCache = this.#folder('tools')
  /** The private folder of the step. */
  readonly session = this.#folder('session')
  readonly waits: number[] = []
  readonly #runs = join(this.root, 'runs')

  constructor() {
    FOLDERS.push(this.root)
  }

  /**
   * A program that notes its run and then does what `body` says, in JavaScript with `args` and `env`.
   * @param version what it says of itself as `cosign version --json`
   */
  program(name: string, version: string, body = ''): string {
    return [
      `#!${process.execPath}`,
      `const { appendFileSync } = require('node:fs')`,
      'const [args, env] = [process.argv.slice(2), { ...process.env }]',
      `const run = { name: ${JSON.stringify(name)}, file: process.argv[1], args, env }`,
      `appendFileSync(${JSON.stringify(this.#runs)}, JSON.stringify(run) + '\\n')`,
      `if (args[0] === 'version') console.log(${JSON.stringify(version)})`,
      `else { ${body} }`,
    ].join('\n')
  }

  /** What `cosign version --json` of a release says. */
  versioned(name: string, gitVersion: string, body?: string): string {
    return this.program(name, JSON.stringify({ gitVersion, platform: 'linux/amd64' }), body)
  }

  onPath(text: string, mode = 0o755): void {
    writeFileSync(join(this.bin, 'cosign'), text, { mode })
  }

  /** Every run of every program, oldest first. */
  runs(): readonly Run[] {
    try {
      const lines = readFileSync(this.#runs, 'utf8').trimEnd().split('\n')
      return lines.map((line) => JSON.parse(line))
    } catch {
      return []
    }
  }

  /** Processes with an environment in which `more` stands too. */
  processes(more: Readonly<Record<string, string>> = {}): Processes {
    return createProcesses({ PATH: this.bin, ...more })
  }

  /** cosign as a step has it. */
  cosign(pinned?: CosignBuild, processes = this.processes()): Cosign {
    const sleep = async (milliseconds: number) => void this.waits.push(milliseconds)
    const { toolCache } = this
    return createCosign({ processes, files: createFiles(), sleep, toolCache, pinned })
  }

  #folder(name: string): string {
    mkdirSync(join(this.root, name), { mode: 0o700 })
    return join(this.root, name)
  }
}

/** The pin of a program. */
export function pinOf(program: string, sizeLimit = 100_000): CosignBuild {
  const url = 'https://github.com/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64'
  return { version: '3.1.3', url, sha256: createHash('sha256').update(program).digest('hex'), sizeLimit }
}
