import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Runs a program to its end; resolves to its standard output. Throws with the last lines of what it said.
 * @param {string} program @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<string>}
 */
export function run(program, args, { cwd, env = process.env, timeoutMs = 20 * 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 }
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const said = `${stderr}${stdout}`.trim().split('\n').slice(-5).join('\n')
      return reject(new Error(`${[program, ...args.slice(0, 3)].join(' ')}: ${said || error.message}`))
    })
  })
}

/**
 * The path of a program; undefined where no folder of PATH has it.
 * @param {string} program @param {NodeJS.ProcessEnv} [env]
 */
export function which(program, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, program)).find(isExecutable)
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
