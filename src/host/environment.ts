/** Programs that this action starts; each has a row of variables that it may see. */
export type Tool = 'docker' | 'git' | 'credential-helper' | 'emulator' | 'cosign'

/** What every program needs, and which cannot lead it anywhere but through a proxy. */
const PLAIN = [
  'PATH',
  'LANG',
  'TZ',
  'TMPDIR',
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
const COMMON = [...PLAIN, 'HOME', 'USER', 'XDG_RUNTIME_DIR']
/** Languages: LC_ALL and its parts. */
const LOCALE = /^LC_[A-Z]+$/
/** What helpers read: those of cloud registries, and those that ask a password store of this machine. */
const HELPER =
  /^(?:(?:AWS|GOOGLE|CLOUDSDK|AZURE|ACR|ECR)_[A-Z0-9_]+|GNUPGHOME|PASSWORD_STORE_DIR|DBUS_SESSION_BUS_ADDRESS)$/
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
  // The cluster of buildx's kubernetes driver: its file, or the pod that this runs in.
  'KUBECONFIG',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
]

/** Variable names by tool: the whole of what a child sees, beside what its caller names. */
const ALLOWED: Readonly<Record<Tool, { readonly names: readonly string[]; readonly pattern?: RegExp }>> = {
  docker: { names: [...COMMON, ...DOCKER] },
  git: { names: COMMON },
  emulator: { names: ['PATH'] },
  // Its HOME and its DOCKER_CONFIG are ours: files there, and COSIGN_*, SIGSTORE_* and TUF_*, would move its roots of trust.
  cosign: { names: PLAIN },
  'credential-helper': { names: [...COMMON, 'DOCKER_CONFIG'], pattern: HELPER },
}

type Source = Readonly<Record<string, string | undefined>>

/**
 * The environment of a child: an allow-list, because a job's environment holds tokens of the runner (ACTIONS_*), inputs
 * and state of ours, and switches that an earlier step can set for programs that we trust.
 */
export function environmentOf(
  tool: Tool,
  source: Source,
  additions: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { names, pattern } = ALLOWED[tool]
  const seen = (name: string) => names.includes(name) || LOCALE.test(name) || pattern?.test(name) === true
  return { ...chosen(source, seen), ...additions }
}

/** What credential helpers read. Docker starts them too, and gets it only where its configuration names one. */
export function helperVariables(source: Source): Record<string, string> {
  return chosen(source, (name) => HELPER.test(name))
}

function chosen(source: Source, seen: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(source).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && seen(entry[0]),
  )
  return Object.fromEntries(entries)
}

/** Switches of the dynamic linker and of Go programs. */
const LOADER = /^(?:LD_[A-Z_]+|GODEBUG|GOTRACEBACK)$/

/**
 * Whether a variable steers the docker program itself, so that a container's variable of that name cannot reach docker
 * through its environment. Proxies are no such ones: they may hold passwords, and docker asks the engine without them.
 */
export function steersDocker(name: string): boolean {
  if (/proxy$/i.test(name)) return false
  return COMMON.includes(name) || DOCKER.includes(name) || LOCALE.test(name) || LOADER.test(name)
}
