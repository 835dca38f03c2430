import type { BuilderNode } from '../../domain/engine.ts'
import { CommandError, InputError } from '../../domain/errors.ts'
import { passingTrouble } from '../../domain/outage.ts'
import type { Host } from '../../host/host.ts'
import { type BuilderPlan, mustStart } from '../../plan/builder.ts'
import { withoutInstalled } from '../../plan/emulators.ts'
import type { NewBuilder } from '../../plan/newbuilder.ts'
import type { Plan } from '../../plan/publish.ts'
import type { Session } from '../../plan/state.ts'
import { installEmulators } from './emulators.ts'
import { obtain, saidBy } from './images.ts'

/**
 * Installs missing emulators, then makes or starts the builder where that has to be done. Nothing is done where all is there. A builder that does
 * not come up falls back once, as it is planned, with a warning that says what failed and what it costs.
 * @returns the plan to go on with
 * @throws CommandError where nothing takes the builder's place, InputError where buildx makes no such builder
 */
export async function prepareBuilder(host: Host, session: Session, plan: Plan): Promise<Plan> {
  if (plan.emulators !== undefined) await installEmulators(host, session, plan.emulators)
  if (plan.existing.kind === 'reuse' || !mustStart(plan.builder)) return plan
  try {
    await bringUp(host, session, plan.builder)
    return plan
  } catch (error) {
    if (!(error instanceof CommandError) || host.processes.stopped !== undefined) throw error
    const failure = await describeFailure(host, session, plan.builder, error)
    if (plan.fallback === undefined) throw failure
    return fallBack(host, session, plan, failure)
  }
}

async function bringUp(host: Host, session: Session, builder: BuilderPlan): Promise<void> {
  if (builder.kind === 'create') return create(host, session, builder)
  if (!mustStart(builder)) return
  host.log.info(`Starting the builder ${builder.name}.`)
  await host.buildx.start(builder.name)
}

async function create(host: Host, session: Session, plan: NewBuilder): Promise<void> {
  const { name, driver, config, entitlements, image } = plan
  const reference = image && (plan.here ? await obtain(host, session, image) : image.reference)
  const option = reference === undefined ? [] : [`image=${reference}`]
  const nodes = plan.nodes.map((node) => ({ ...node, options: [...option, ...node.options] }))
  session.keep({ builder: name })
  host.log.info(`Starting the builder ${name}.`)
  await host.buildx.create({ name, driver, nodes, config, entitlements }).catch((error: unknown) => {
    throw error instanceof CommandError && isRefusal(error) ? refused(error) : error
  })
}

/**
 * Whether buildx has refused what was asked for, before it tried to start anything: that is put right by writing something else, not by
 * building elsewhere. What it has tried to start, or could not reach, may come up another time.
 */
function isRefusal(error: CommandError): boolean {
  const said = saidBy(error)
  return !/\[internal\] (?:booting|waiting)/.test(said) && passingTrouble(said) === undefined
}

function refused({ evidence }: CommandError): InputError {
  const words = evidence.at(-1)?.replace(/^ERROR: (?:failed to initialize builder \S+ \(\S+\): )?/, '') ?? ''
  return new InputError([
    {
      input: 'driver',
      found: `buildx makes no such builder: ${words.slice(0, 300).replace(/\.?$/, '.')}`,
      remedy: 'Correct driver-opts, nodes or buildkitd-config.',
    },
  ])
}

/** Adds what buildx says of each node, and takes away what is there of a builder of ours. */
async function describeFailure(
  host: Host,
  session: Session,
  builder: BuilderPlan,
  error: CommandError,
): Promise<CommandError> {
  const nodes = await nodesOf(host, builder.name)
  if (builder.kind === 'create' && session.state.builder !== undefined) {
    // Post tries again.
    await host.buildx.remove(builder.name).catch(() => undefined)
  }
  const states = nodes.length === 0 ? '' : ` Its nodes: ${nodes.map(describeNode).join('; ')}.`
  const found = `${error.trouble.found.replace(/\.?$/, '.')}${states}`
  const why = builder.fallback.kind === 'none' ? `${builder.fallback.reason} ` : ''
  // Words of a connection to a node or a cluster would be taken for those of one to a registry.
  const evidence = builder.driver === 'docker-container' ? error.evidence : []
  return new CommandError({ found, remedy: `${why}${remedyFor(builder)}` }, { cause: error, evidence })
}

async function nodesOf(host: Host, name: string): Promise<readonly BuilderNode[]> {
  const builders = await host.buildx.builders().catch(() => [])
  return builders.find((builder) => builder.name === name)?.nodes ?? []
}

function describeNode({ name, endpoint, status, error }: BuilderNode): string {
  return `${name} (${endpoint}) ${status}${error === undefined ? '' : `: ${error}`}`
}

function remedyFor({ driver, kind }: BuilderPlan): string {
  if (driver === 'remote')
    return 'See whether this runner reaches each node, and whether its certificates fit.'
  if (driver === 'kubernetes') return 'Look at the cluster, and at what driver-opts name.'
  return kind === 'existing'
    ? 'Look at the step that made it, or remove the input builder.'
    : 'Look at the lines above, and at driver-opts, buildkit-image and buildkitd-config where they are written.'
}

async function fallBack(host: Host, session: Session, plan: Plan, failure: CommandError): Promise<Plan> {
  const { fallback } = plan
  if (fallback === undefined) throw failure
  const { cost, ...building } = fallback
  const warning = `${failure.trouble.found} ${cost}`
  host.log.warning(warning)
  const more = building.notices.filter((notice) => !plan.notices.includes(notice))
  for (const notice of more) host.log.notice(notice)
  const emulators = withoutInstalled(building.emulators, plan.emulators)
  if (emulators !== undefined) await installEmulators(host, session, emulators)
  await bringUp(host, session, building.builder).catch(async (error: unknown) => {
    throw error instanceof CommandError
      ? await describeFailure(host, session, building.builder, error)
      : error
  })
  return { ...plan, ...building, fallback: undefined, notices: [...plan.notices, warning, ...more] }
}
