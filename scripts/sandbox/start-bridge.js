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
  const taken = await must('ip', ['-brief', 'address'])
  const subnet = SUBNETS.find((one) => !taken.includes(`${one}.`))
  if (!subnet) throw new Error('No network is free for another engine: remove the bridges ghcrpub*.')
  const name = `ghcrpub${subnet.split('.')[2]}`
  const rules = [
    ['filter', 'FORWARD', '-i', name, '-j', 'ACCEPT'],
    ['filter', 'FORWARD', '-o', name, '-j', 'ACCEPT'],
    ['nat', 'POSTROUTING', '-s', `${subnet}.0/24`, '!', '-o', name, '-j', 'MASQUERADE'],
  ]
  const remove = async () => {
    for (const [table, ...rule] of rules) await run('iptables', ['-t', `${table}`, '-D', ...rule])
    await run('ip', ['link', 'delete', name])
  }
  await must('ip', ['link', 'add', 'name', name, 'type', 'bridge'])
  try {
    await must('ip', ['address', 'add', `${subnet}.1/24`, 'dev', name])
    await must('ip', ['link', 'set', name, 'up'])
    for (const [table, ...rule] of rules) await must('iptables', ['-t', `${table}`, '-I', ...rule])
    return { name, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
