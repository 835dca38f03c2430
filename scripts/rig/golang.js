import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.js'

const LDFLAGS = '-s -w'

// An older Go gets the newer toolchain that a module asks for through the module proxy.
const BASE = { ...process.env, GOTOOLCHAIN: process.env.GOTOOLCHAIN || 'auto' }

/** Whether the Go that is found can build our tools; since 1.21 it can get newer toolchains. @param {NodeJS.ProcessEnv} env */
export async function isGoUsable(env) {
  const said = await run('go', ['version'], { env, timeoutMs: 20_000 }).catch(() => '')
  const minor = /go1\.(\d+)/.exec(said)?.[1]
  return minor !== undefined && Number(minor) >= 21
}

/**
 * Builds a program of a Go module as `go install` does; the result is static.
 * @param {string} folder @param {string} program @param {string} version A command's import path and a version of its module.
 */
export async function goInstall(folder, program, version) {
  const env = { ...BASE, GOBIN: folder, CGO_ENABLED: '0' }
  await run('go', ['install', '-trimpath', '-ldflags', LDFLAGS, `${program}@${version}`], { env })
}

/**
 * Builds programs of a Go module that `go install` refuses, because its go.mod has directives that count in the main module
 * only: an empty module of our own requires it.
 * @param {{ folder: string, scratch: string, module: string, version: string, programs: readonly string[], cgo?: { env: NodeJS.ProcessEnv, tags: string }, variables?: Readonly<Record<string, string>> }} build
 *   `programs` are import paths below the module, '' for itself; each ends in `folder` under its last name. `variables` are Go's, with
 *   their packages, and what their makers set them to.
 */
export async function goBuild({ folder, scratch, module, version, programs, cgo, variables = {} }) {
  const work = join(scratch, module.split('/').at(-1) ?? 'module')
  mkdirSync(work, { recursive: true })
  const env = { ...BASE, CGO_ENABLED: cgo ? '1' : '0', ...cgo?.env }
  await run('go', ['mod', 'init', 'rig'], { cwd: work, env })
  await run('go', ['get', `${module}@${version}`], { cwd: work, env })
  const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)
  const linked = [LDFLAGS, ...set, ...(cgo ? ['-extldflags -static'] : [])].join(' ')
  const flags = [...(cgo ? ['-tags', cgo.tags] : []), '-ldflags', linked]
  const paths = programs.map((program) => (program ? `${module}/${program}` : module))
  await run('go', ['build', '-mod=mod', '-trimpath', ...flags, '-o', `${folder}/`, ...paths], {
    cwd: work,
    env,
  })
}
