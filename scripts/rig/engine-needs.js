import { run, which } from './run.js'

/**
 * What two engines side by side, a registry over TLS and the commands of docs/verify.md need, with the Debian package that brings it.
 * @type {Readonly<Record<string, string>>}
 */
const PROGRAMS = {
  docker: 'docker-cli/forky',
  dockerd: 'docker.io/forky',
  containerd: 'containerd/forky',
  runc: 'runc',
  iptables: 'iptables',
  ip: 'iproute2',
  git: 'git',
  openssl: 'openssl',
  jq: 'jq',
}
const BUILDX = 'docker-buildx/forky'

/**
 * The Debian packages that the tests' engines still need on this machine.
 * @param {NodeJS.ProcessEnv} env
 */
export async function enginePackages(env) {
  const packages = Object.entries(PROGRAMS).flatMap(([program, name]) => (which(program, env) ? [] : [name]))
  return (await hasBuildx(env)) ? packages : [...packages, BUILDX]
}

/**
 * Why the tests' engines cannot run here, each reason with the command that helps; empty where they can.
 * @param {NodeJS.ProcessEnv} env
 */
export async function engineFaults(env) {
  const packages = await enginePackages(env)
  const names = packages.map((name) => name.replace('/forky', '')).join(' ')
  const absent = { name: 'engine', reason: `not installed: ${names}`, command: `apt-get install ${names}` }
  const root = {
    name: 'a second engine',
    reason: 'it is started beside the first one, for the other image store, and only root can do that',
    command: 'sudo env "PATH=$PATH" "HOME=$HOME" npm cit',
  }
  return [...(packages.length > 0 ? [absent] : []), ...(process.getuid?.() === 0 ? [] : [root])]
}

/** @param {NodeJS.ProcessEnv} env */
async function hasBuildx(env) {
  const said = await run('docker', ['buildx', 'version'], { env, timeoutMs: 20_000 }).catch(() => '')
  return said !== ''
}
