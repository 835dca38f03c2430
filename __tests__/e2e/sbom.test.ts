import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, pushArchive, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, succeeded } from './trouble.ts'

const SECRET = 'k3hq-9dp2-xv7lm'

/** What is installed, by architecture: Python packages as pip leaves them, Debian packages as dpkg does. */
const INSTALLED = {
  amd64: { python: ['requests', 'urllib3', 'idna'], debian: ['zlib1g', 'libc6'] },
  arm64: { python: ['requests'], debian: ['zlib1g', 'libc6', 'libssl3', 'tzdata'] },
} as const

const DOCKERFILE = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 app /app
COPY installed/\${TARGETARCH} /
ENTRYPOINT ["/app"]
`

function python(name: string): readonly (readonly [string, string])[] {
  const folder = `usr/lib/python3/dist-packages/${name}-1.0.dist-info`
  return [
    [`${folder}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nLicense: MIT\n`],
    [`${folder}/RECORD`, `${name}/__init__.py,,\n`],
  ]
}

function debian(names: readonly string[], arch: string): readonly (readonly [string, string])[] {
  const status = names.map(
    (name) =>
      `Package: ${name}\nStatus: install ok installed\nMaintainer: Nobody <nobody@example.com>\nArchitecture: ${arch}\nVersion: 1.0-1\nDescription: ${name}\n`,
  )
  const release =
    'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n'
  return [
    ['var/lib/dpkg/status', `${status.join('\n')}\n`],
    ['etc/os-release', release],
  ]
}

/** The files of both architectures; @param more another Python package of arm64's */
function files(more: readonly string[] = []): Readonly<Record<string, string>> {
  const all = (['amd64', 'arm64'] as const).flatMap((arch) => {
    const names = [...INSTALLED[arch].python, ...(arch === 'arm64' ? more : [])]
    const own = [...names.flatMap(python), ...debian(INSTALLED[arch].debian, arch)]
    return own.map(([path, text]) => [`installed/${arch}/${path}`, text] as const)
  })
  return { Dockerfile: DOCKERFILE, ...Object.fromEntries(all) }
}

describe.each(LEGS.slice(0, 1))('a real scanner (syft) on $name', (kind) => {
  let leg: Leg
  let scanner: string
  beforeAll(async () => {
    leg = await startLeg(kind)
    scanner = `${leg.registry.host}/rig/syft:1`
    await pushArchive(leg.tools, leg.root, leg.registry, leg.tools.syft.file, scanner)
  }, 120_000)
  afterAll(() => leg.stop())

  const release = (version: string, more: readonly string[] = [], inputs = {}): Promise<JobResult> => {
    const workspace = leg.workspace({ ...files(more), version })
    const given = { sbom: `generator=${scanner}`, cache: 'off', smoke: 'off', ...inputs }
    return publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: given })
  }

  /** The packages of a platform's SBOM as it lies in the registry, without what syft adds for the image itself. */
  async function packagesOf(attestations: string): Promise<readonly string[]> {
    const { manifest } = await leg.reader.manifest(REPOSITORY, attestations)
    const { predicate } = (await leg.reader.blob(REPOSITORY, manifest.layers?.[0]?.digest ?? '')) as {
      predicate: { packages: readonly { name: string; SPDXID: string }[] }
    }
    const roots = predicate.packages.filter(({ SPDXID }) => SPDXID.startsWith('SPDXRef-DocumentRoot-'))
    expect(roots).toHaveLength(1)
    return predicate.packages.filter((one) => !roots.includes(one)).map(({ name }) => name)
  }

  test('lists for each platform what is installed there, and that many packages are told', async () => {
    const job = await release('v1.0.0')
    succeeded(job)
    const { platforms } = JSON.parse(job.outputs.json ?? '') as {
      platforms: { platform: string; attestations: { digest: string; packages: number } }[]
    }
    expect(platforms).toHaveLength(2)
    for (const { platform, attestations } of platforms) {
      const arch = platform === 'linux/amd64' ? 'amd64' : 'arm64'
      const installed = [...INSTALLED[arch].python, ...INSTALLED[arch].debian, 'busybox']
      expect((await packagesOf(attestations.digest)).toSorted()).toEqual(installed.toSorted())
      expect(attestations.packages).toBe(installed.length)
      expect(job.log).toContain(
        `${platform}  SBOM with ${installed.length} packages, in ${attestations.digest}`,
      )
    }
  }, 180_000)

  test('that lists a package which is called as a secret stops the publish', async () => {
    const before = await leg.reader.tags(REPOSITORY)
    const job = await release('v1.1.0', [SECRET], { secrets: `npm=${SECRET}` })
    expect(failedInMain(job, before)).toMatch(
      /^The image holds the secret 'npm' of secrets \(linux\/arm64: the SBOM\)\. The registry has the image already/,
    )
    expect(JSON.stringify([job.log, job.summary, job.outputs, job.state, job.annotations])).not.toContain(
      SECRET,
    )
  }, 180_000)
})
