/**
 * What a run will do, in lines: told before anything is set up, so that it is known where the machine cannot do it. What the
 * action really plans is in its own log.
 *
 * @param {import('./start-options.js').Options} options
 * @returns {string[]}
 */
export function foretell({ dryRun, tag, platforms, keep }) {
  const where = (platforms ?? 'linux/amd64,linux/arm64').split(',').join(', ')
  const tags = `${tagsOf(tag).join(', ')} and the commit`
  const main = dryRun
    ? [
        'main: build every platform into the engine, smoke-test each, push nothing',
        `      a real run would write the tags ${tags}`,
      ]
    : [
        'main: build and push one candidate that no release tag names, inspect it, smoke-test each platform',
        `      then write the tags ${tags}`,
      ]
  return [
    `Publish example/ghcr-publish ${tag} for ${where}${dryRun ? ' (dry run)' : ''}`,
    '  1. the Docker engine that runs here, else one from Debian packages',
    "  2. a throw-away registry with GHCR's tokens, on loopback",
    '  3. the base image python:3.13-slim; a stand-in from Debian packages where Docker Hub is out of reach',
    ...main.map((line, at) => (at === 0 ? `  4. ${line}` : `     ${line}`)),
    `  5. post: ${dryRun ? 'clean up' : 'read the tags again, smoke-test what they name, clean up'}`,
    keep ? '  6. the registry stays until Ctrl-C' : '  6. nothing stays but caches',
  ]
}

/** The tags of a first release; those that move only for a stable version. @param {string} tag */
function tagsOf(tag) {
  const [, prefix = '', major = '', minor = ''] = /^(v?)(\d+)\.(\d+)\.\d+$/.exec(tag) ?? []
  if (major === '') return [tag]
  const line = `${prefix}${major}.${minor}`
  return [tag, line, ...(major === '0' ? [] : [`${prefix}${major}`]), 'latest']
}
