import type { InputFault } from '../../domain/errors.ts'
import { formatPlatform, type Platform, parsePlatform } from '../../domain/platform.ts'
import { lines, type Pair, quote } from './parsers.ts'
import { Fault, type Parser } from './row.ts'

/** A node of a builder, as a line of the input `nodes` names it. */
export interface NodeInput {
  readonly endpoint: string
  readonly name: string | undefined
  /** What it builds before any other node; empty where it is asked. */
  readonly platforms: readonly Platform[]
  /** Driver options of this node alone. */
  readonly options: readonly Pair[]
}

const FORM = '<endpoint>[,platforms=<platform>,…][,name=<name>][,<driver option>=<value>]'
const HOST = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])`

/** Where a node may be; buildx knows the schemes in driver/remote/util/endpoint.go and, of engines, those of DOCKER_HOST. */
const ENDPOINTS = {
  tcp: new RegExp(`^tcp://${HOST}:\\d{1,5}$`),
  unix: /^unix:\/\/\/[^\s,]+$/,
  ssh: new RegExp(`^ssh://(?:[A-Za-z0-9._-]+@)?${HOST}(?::\\d{1,5})?(?:/[^\\s,]*)?$`),
  'docker-container': /^docker-container:\/\/[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  'kube-pod': /^kube-pod:\/\/[a-z0-9][a-z0-9.-]*(?:\?[A-Za-z0-9=&._-]+)?$/,
  context: /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/,
} as const
type Kind = keyof typeof ENDPOINTS

/** What each driver can use, and how its list is told. */
const USABLE: Readonly<
  Record<'remote' | 'docker-container', readonly [kinds: readonly Kind[], allowed: string]>
> = {
  remote: [
    ['tcp', 'unix', 'ssh', 'docker-container', 'kube-pod'],
    'tcp://host:port, unix:///path, ssh://user@host, docker-container://name, kube-pod://name',
  ],
  'docker-container': [
    ['context', 'tcp', 'unix', 'ssh'],
    'the name of a docker context, ssh://user@host, tcp://host:port, unix:///path',
  ],
}

function kindOf(endpoint: string): Kind | undefined {
  return (Object.keys(ENDPOINTS) as Kind[]).find((kind) => ENDPOINTS[kind].test(endpoint))
}

const node: Parser<NodeInput> = (text) => {
  const [endpoint = '', ...fields] = text.split(',').map((field) => field.trim())
  if (kindOf(endpoint) === undefined) {
    return new Fault({ found: `${quote(endpoint)} is no endpoint of a node.`, allowed: FORM })
  }
  const pairs = pairsOf(fields)
  if (pairs instanceof Fault) return pairs
  const faults = pairs.flatMap((pair) => faultOf(pair) ?? [])
  if (faults.length > 0) return new Fault(...faults.map((found) => ({ found, allowed: FORM })))
  return {
    endpoint,
    name: pairs.find(({ name }) => name === 'name')?.value,
    platforms: pairs.flatMap(({ name, value }) => (name === 'platforms' ? (parsePlatform(value) ?? []) : [])),
    options: pairs.filter(({ name }) => name !== 'name' && name !== 'platforms'),
  }
}

/** `key=value` fields; one without a key goes on the list of platforms before it. */
function pairsOf(fields: readonly string[]): readonly Pair[] | Fault {
  const pairs: Pair[] = []
  for (const field of fields) {
    const at = field.indexOf('=')
    const last = pairs.at(-1)?.name
    if (at < 0 && last !== 'platforms') {
      return new Fault({ found: `${quote(field)} is no field of a node.`, allowed: FORM })
    }
    pairs.push(
      at < 0
        ? { name: 'platforms', value: field }
        : { name: field.slice(0, at), value: field.slice(at + 1).trim() },
    )
  }
  return pairs
}

function faultOf({ name, value }: Pair): string | undefined {
  if (name === 'platforms') {
    return parsePlatform(value)?.os === 'linux' ? undefined : `${quote(value)} is not a known platform.`
  }
  if (name === 'name') {
    return /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/.test(value)
      ? undefined
      : `the name ${quote(value)} cannot be used.`
  }
  if (!/^[a-z][A-Za-z0-9._-]*$/.test(name)) return `the field ${quote(name)} cannot be used.`
  return value === '' ? `the field ${quote(name)} has no value.` : undefined
}

/** A list of nodes by line; nothing can stand in it twice. */
export const nodes: Parser<readonly NodeInput[]> = (text) => {
  const parsed = lines(node)(text)
  if (parsed instanceof Fault) return parsed
  const twice = [
    ...repeated(parsed.map(({ endpoint }) => endpoint)),
    ...repeated(parsed.flatMap(({ name }) => name ?? [])),
    ...repeated(parsed.flatMap(({ platforms }) => platforms.map(formatPlatform))),
  ]
  if (twice.length === 0) return parsed
  return new Fault(...twice.map((one) => ({ found: `${quote(one)} stands in more than one place.` })))
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))]
}

/** Faults of nodes that are each well written and that the driver cannot use. */
export function nodeContradictions(driver: string, given: readonly NodeInput[]): readonly InputFault[] {
  if (driver === 'remote' && given.length === 0) {
    return [{ input: 'nodes', found: 'driver: remote needs at least one node.', allowed: FORM }]
  }
  if (given.length === 0) return []
  if (driver !== 'remote' && driver !== 'docker-container') {
    const remedy =
      driver === 'kubernetes'
        ? 'The cluster makes the nodes: remove the input, and write replicas in driver-opts.'
        : 'Write driver: remote where BuildKit listens there, or driver: docker-container where a Docker engine does.'
    return [{ input: 'nodes', found: `it cannot be used together with 'driver: ${driver}'.`, remedy }]
  }
  const [kinds, allowed] = USABLE[driver]
  const wrong = given.filter(({ endpoint }) => !kinds.some((kind) => ENDPOINTS[kind].test(endpoint)))
  return wrong.map(({ endpoint }) => {
    return { input: 'nodes', found: `driver: ${driver} cannot use ${quote(endpoint)}.`, allowed }
  })
}
