/** Programs that this action starts; each has a row of variables that it may see. */
export type Tool = 'docker' | 'git' | 'credential-helper'

const COMMON = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
]
/** What helpers for cloud registries read: docker starts them too. */
const CLOUD = /^(?:AWS|GOOGLE|CLOUDSDK|AZURE|ACR|ECR)_[A-Z0-9_]+$/
const DOCKER = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_API_VERSION',
  'DOCKER_CONFIG',
  'BUILDX_CONFIG',
  'BUILDX_BUILDER',
  'SSH_AUTH_SOCK',
]

/** Variable names by tool: the whole of what a child sees, beside what its caller names. */
const ALLOWED: Readonly<Record<Tool, { readonly names: readonly string[]; readonly pattern?: RegExp }>> = {
  docker: { names: [...COMMON, ...DOCKER], pattern: CLOUD },
  git: { names: COMMON },
  'credential-helper': { names: [...COMMON, 'DOCKER_CONFIG'], pattern: CLOUD },
}

/**
 * The environment of a child: an allow-list, because a job's environment holds tokens of the runner (ACTIONS_*), inputs
 * and state of ours, and switches that an earlier step can set for programs that we trust.
 */
export function environmentOf(
  tool: Tool,
  source: Readonly<Record<string, string | undefined>>,
  additions: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { names, pattern } = ALLOWED[tool]
  const allowed = Object.entries(source).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (names.includes(entry[0]) || pattern?.test(entry[0]) === true),
  )
  return { ...Object.fromEntries(allowed), ...additions }
}
