import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { COMMANDS } from '../../scripts/sandbox/commands.js'
import { DENY } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, READER, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { SMALL } from './trouble.ts'

/** Stands in everything that an attack wants to say. */
const MARK = 'OWNED'

/** Every command in both forms, behind all that could hide it, at every kind of line end; and lines of a megabyte. */
function attack(): string {
  const forms = COMMANDS.flatMap((name) => [
    `::${name} name=${MARK},file=x::${MARK}`,
    `::${name.toUpperCase()}::${MARK}`,
    `##[${name} name=${MARK};file=x]${MARK}`,
    `text ##[${name}]${MARK}`,
  ])
  const before = [
    '',
    ' \t',
    '\u0085',
    '\u00a0\u200b',
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u0000',
    '\ufeff',
    '###',
  ]
  const lines = forms.flatMap((form) => before.map((blank) => blank + form))
  const inside = forms.map((form) => form.replace(/[:#]/g, '$&\u001b[0m').replace(/::/g, ':\u200b:'))
  const long = `${'x'.repeat(1_000_000)}##[error]${MARK}\r::error::${MARK}`
  const blank = `${' '.repeat(1_000_000)}::error::${MARK}`
  return [
    lines.join('\n'),
    lines.join('\r'),
    inside.join('\r\n'),
    long,
    blank,
    `::stop-commands::${MARK}`,
    '',
  ].join('\n')
}

const HEAD = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY attack /attack
SHELL ["/bin/busybox", "sh", "-c"]
`
const PRINT = '/bin/busybox cat /attack; /bin/busybox cat /attack >&2'

describe.each(LEGS)('foreign text on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterEach(() => leg.registry.set({ denyText: DENY.writePackage }))
  afterAll(() => leg.stop())

  /** What the runner obeyed: with what a command is about, without what it says. */
  const obeyed = ({ main, post, outputs, state }: JobResult) => ({
    commands: [main, post].map((stage) =>
      stage?.commands.map(({ version, name, properties }) => [version, name, Object.keys(properties)]),
    ),
    annotations: [main, post].map((stage) =>
      Object.entries(stage?.annotations ?? {}).map(([level, all]) => [level, all.length]),
    ),
    outputs: Object.keys(outputs),
    state: Object.keys(state),
  })

  /** Runs the same job with text that is plain and with text that attacks; they must differ in what they say only. */
  async function compare(
    dockerfile: string,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<{ plain: JobResult; hostile: JobResult }> {
    const run = (text: string) => {
      const workspace = leg.workspace({ Dockerfile: HEAD + dockerfile, attack: text })
      return publish({ leg, workspace, ref: 'refs/heads/main', inputs: { ...SMALL, ...inputs } })
    }
    const plain = await run('plain words\n'.repeat(40))
    const hostile = await run(attack())
    expect(obeyed(hostile)).toEqual(obeyed(plain))
    expect(hostile.left).toEqual({})
    expect(hostile.log).toContain(MARK)
    const kept = JSON.stringify([hostile.outputs, hostile.state, hostile.summary, hostile.main.annotations])
    return { plain, hostile: { ...hostile, summary: kept } }
  }

  test('a build and a container that print commands', async () => {
    const dockerfile = `RUN ${PRINT}; echo "::error::${MARK}" "##[error]${MARK}"\nENTRYPOINT ["/bin/busybox"]\n`
    const { hostile } = await compare(dockerfile, { smoke: `sh -c '${PRINT}'` })
    expect(hostile.status).toBe('success')
    expect(hostile.summary).not.toContain(MARK)
    expect(hostile.log).toMatch(/linux\/amd64.*OWNED/)
  }, 120_000)

  test('a build that prints commands and fails', async () => {
    const { hostile } = await compare(`RUN ${PRINT}; exit 3\n`)
    expect(hostile.status).toBe('failure')
  }, 120_000)

  test('a container that prints commands and fails', async () => {
    const dockerfile = 'ENTRYPOINT ["/bin/busybox"]\n'
    const { hostile } = await compare(dockerfile, { smoke: `sh -c '${PRINT}; exit 3'` })
    expect(hostile.status).toBe('failure')
    expect(hostile.summary).toContain('exit code 3')
  }, 120_000)

  test('a registry that answers with commands', async () => {
    const refused = async (denyText: string) => {
      leg.registry.set({ denyText })
      const inputs = { ...SMALL, username: READER.name, password: READER.password }
      return publish({ leg, workspace: leg.workspace(), inputs })
    }
    const plain = await refused('plain words')
    const hostile = await refused(`no\n::error::${MARK}\r##[set-output name=x]${MARK}\n##[add-mask]no`)
    expect(obeyed(hostile)).toEqual(obeyed(plain))
    expect(hostile.log).toContain(MARK)
    expect(hostile.outputs).toEqual({})
  }, 60_000)

  test('files with names that are commands', async () => {
    const named = async (...names: readonly string[]) => {
      const workspace = leg.workspace()
      for (const name of names) writeFileSync(join(workspace.path, name), '')
      return publish({ leg, workspace, inputs: { ...SMALL, file: 'none' } })
    }
    const plain = await named('plain', 'words')
    const hostile = await named(`::error::${MARK}`, `a\n::error::${MARK}\n##[add-mask]context`)
    expect(obeyed(hostile)).toEqual(obeyed(plain))
    expect(hostile.log).toContain(MARK)
  }, 60_000)
})
