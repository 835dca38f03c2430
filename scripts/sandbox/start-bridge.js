import { readdirSync, readFileSync } from 'node:fs'
import { must, run } from './start-child.js'

/** Private networks that one engine beside another rarely meets. */
const SUBNETS = Object.freeze([99, 98, 97, 96, 95].map((part) => `172.31.${part}`))

/**
 * Makes a network bridge whose containers reach the outside, for an engine of its own. The engine is not allowed to write firewall
 * rules: when dockerd starts it flushes those of every other engine on the machine, and when it ends it leaves its own behind. Throws
 * where no network is free or this is not root.
 *
 * @returns {Promise<{ name: string, remove: () => Promise<void> }>}
 */
export async function addBridge() {
  const subnet = await takeSubnet()
  const name = nameOf(subnet)
  const remove = () => removeBridge(subnet)
  try {
    await must('ip', ['address', 'add', `${subnet}.1/24`, 'dev', name])
    await must('ip', ['link', 'set', name, 'up'])
    for (const [table, ...rule] of rulesOf(subnet)) await must('iptables', ['-t', table, '-I', ...rule])
    return { name, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** @param {string} subnet */
async function removeBridge(subnet) {
  for (const [table, ...rule] of rulesOf(subnet)) await run('iptables', ['-t', table, '-D', ...rule])
  await run('ip', ['link', 'delete', nameOf(subnet)])
}

/** The table, the chain and the rule. @param {string} subnet @returns {readonly [string, ...string[]][]} */
function rulesOf(subnet) {
  const name = nameOf(subnet)
  return [
    ['filter', 'FORWARD', '-i', name, '-j', 'ACCEPT'],
    ['filter', 'FORWARD', '-o', name, '-j', 'ACCEPT'],
    ['nat', 'POSTROUTING', '-s', `${subnet}.0/24`, '!', '-o', name, '-j', 'MASQUERADE'],
  ]
}

/** @param {string} subnet */
const nameOf = (subnet) => `ghcrpub${subnet.split('.')[2]}`

/** The first network that nobody has; its bridge is made at once, so that another process takes the next. */
async function takeSubnet() {
  const subnet = (await firstFree()) ?? (await removeAbandoned().then(firstFree))
  if (subnet === undefined)
    throw new Error(
      'No network is free for another engine, or this is not root: see ip link show type bridge.',
    )
  return subnet
}

async function firstFree() {
  const taken = await must('ip', ['-brief', 'address'])
  for (const subnet of SUBNETS.filter((one) => !taken.includes(`${one}.`))) {
    const { code } = await run('ip', ['link', 'add', 'name', nameOf(subnet), 'type', 'bridge'])
    if (code === 0) return subnet
  }
  return undefined
}

/** An engine that was killed leaves its bridge: then no process names it any more. */
async function removeAbandoned() {
  const bridges = await must('ip', ['-brief', 'link', 'show', 'type', 'bridge'])
  for (const subnet of SUBNETS.filter((one) => bridges.includes(`${nameOf(one)} `))) {
    if (!isNamedByAProcess(nameOf(subnet))) await removeBridge(subnet)
  }
}

/** @param {string} name */
function isNamedByAProcess(name) {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return pids.some((pid) => argumentsOf(pid).includes(name))
}

/** @param {string} pid */
function argumentsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return [] // It has ended meanwhile.
  }
}
