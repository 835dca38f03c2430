/**
 * What `npm start` was asked for.
 * @typedef {object} Options
 * @property {boolean} dryRun
 * @property {string} tag The version in the synthetic push of a git tag.
 * @property {string | undefined} platforms The action's default where undefined.
 * @property {boolean} keep Leave the registry running until it is stopped.
 * @property {boolean} help
 */

export const USAGE = `Usage: npm start [-- OPTIONS]

Publishes this repository's Dockerfile.example into a throw-away registry on this machine, with the committed action
and exactly as a GitHub runner does it.

  --dry-run              build and try everything, push nothing
  --tag v2.0.0-rc.1      the version to publish; default v1.2.3
  --platforms LIST       by comma, such as linux/amd64; default linux/amd64,linux/arm64
  --keep                 leave the registry running afterwards, until Ctrl-C, to look into it
  --help                 show this
`

/**
 * Reads the command line. Throws an Error that names the fault and what is allowed.
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  /** @type {Options} */
  const options = { dryRun: false, tag: 'v1.2.3', platforms: undefined, keep: false, help: false }
  const rest = args.flatMap(splitAtEquals)
  while (rest.length > 0) readOption(options, rest)
  return options
}

/** `--tag=v1` as `--tag v1`. @param {string} argument */
function splitAtEquals(argument) {
  const equals = argument.indexOf('=')
  if (!argument.startsWith('--') || equals < 0) return [argument]
  return [argument.slice(0, equals), argument.slice(equals + 1)]
}

/** @param {Options} options @param {string[]} rest What is read is taken from here. */
function readOption(options, rest) {
  const name = rest.shift()
  switch (name) {
    case '--dry-run':
      options.dryRun = true
      return
    case '--keep':
      options.keep = true
      return
    case '--help':
    case '-h':
      options.help = true
      return
    case '--tag':
      options.tag = value(name, rest)
      return
    case '--platforms':
      options.platforms = value(name, rest)
      return
    default:
      throw new Error(`Unknown option ${JSON.stringify(name)}.\n\n${USAGE}`)
  }
}

/** @param {string} name @param {string[]} rest */
function value(name, rest) {
  const text = rest.shift()
  if (text && !text.startsWith('-')) return text
  throw new Error(`${name} needs a value.\n\n${USAGE}`)
}
