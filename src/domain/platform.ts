/** A platform in the OCI sense: operating system, architecture and, for some architectures, a variant. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string | undefined
}

/** Platforms that images are built for; the list is that of BuildKit's and binfmt's supported architectures. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  linux: ['386', 'amd64', 'arm', 'arm64', 'loong64', 'mips64', 'mips64le', 'ppc64le', 'riscv64', 's390x'],
  windows: ['amd64', 'arm64'],
  darwin: ['amd64', 'arm64'],
  freebsd: ['amd64', 'arm64'],
}

const ALIASES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  x64: 'amd64',
  i386: '386',
  aarch64: 'arm64',
  armhf: 'arm/v7',
  armel: 'arm/v6',
}

/** Names to show in a message about an unknown platform. */
export const COMMON_PLATFORMS: readonly string[] = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/386',
  'linux/ppc64le',
  'linux/riscv64',
  'linux/s390x',
]

/**
 * Parses `linux/arm64`, short names (`arm64`, `x86_64`) and variants (`linux/arm/v7`), normalised as containerd does:
 * `arm64/v8` is `arm64`, `amd64/v1` is `amd64`, `arm` is `arm/v7`. Undefined where it is no known platform.
 */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.trim().toLowerCase().split('/')
  const withOs = parts[0] !== undefined && Object.hasOwn(KNOWN, parts[0]) ? parts : ['linux', ...parts]
  const [os = '', name = '', ...rest] = withOs
  const alias = Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name
  const [architecture = '', aliasVariant] = alias.split('/')
  if (rest.length > 1 || (aliasVariant !== undefined && rest.length > 0)) return undefined
  const variant = aliasVariant ?? rest[0]
  if (!KNOWN[os]?.includes(architecture)) return undefined
  if (variant !== undefined && !isVariantOf(architecture, variant)) return undefined
  return normalizePlatform({ os, architecture, variant })
}

function isVariantOf(architecture: string, variant: string): boolean {
  if (architecture === 'arm') return /^v[5-8]$/.test(variant)
  if (architecture === 'arm64') return /^v8$/.test(variant)
  if (architecture === 'amd64') return /^v[1-4]$/.test(variant)
  return false
}

/** The form in which two equal platforms look equal (containerd platforms.Normalize); also reads variants such as `8`. */
export function normalizePlatform(platform: Platform): Platform {
  const { os, architecture } = platform
  const variant = platform.variant?.replace(/^(?=\d)/, 'v')
  if (architecture === 'arm64' && variant === 'v8') return { os, architecture }
  if (architecture === 'amd64' && variant === 'v1') return { os, architecture }
  if (architecture === 'arm' && !variant) return { os, architecture, variant: 'v7' }
  return variant ? { os, architecture, variant } : { os, architecture }
}

/** `linux/arm64`, `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform
  return variant ? `${os}/${architecture}/${variant}` : `${os}/${architecture}`
}

/** Whether both name the same platform. */
export function samePlatform(a: Platform, b: Platform): boolean {
  return formatPlatform(normalizePlatform(a)) === formatPlatform(normalizePlatform(b))
}

/** The platforms of `wanted` that `available` does not hold. */
export function missingPlatforms(
  wanted: readonly Platform[],
  available: readonly Platform[],
): readonly Platform[] {
  return wanted.filter((platform) => !available.some((other) => samePlatform(platform, other)))
}
