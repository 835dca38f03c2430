import { CommandError, InputError } from '../../domain/errors.ts'
import { formatPlatform } from '../../domain/platform.ts'
import { createSearch } from '../../domain/secret.ts'
import type { Host } from '../../host/host.ts'
import { readOnce } from '../../host/registry/once.ts'
import { onTag } from '../../plan/cachescopes.ts'
import { type Inputs, readInputs } from '../../plan/inputs/inputs.ts'
import { isForeign } from '../../plan/machine.ts'
import { needsBuilder, type Plan, planPublish } from '../../plan/publish.ts'
import { planTags } from '../../plan/tags.ts'
import { jobToken, planTarget, type Target } from '../../plan/target.ts'
import { failWithCause } from '../../report/diagnosis.ts'
import { describePlan } from '../../report/plan.ts'
import { explainRefusal } from '../../report/refusal.ts'
import { otherCommit } from '../../report/signature.ts'
import { explainTimeout } from '../../report/timeout.ts'
import { prepareBuilder } from '../../steps/builder/builder.ts'
import { within } from '../../steps/deadline.ts'
import { saveExports } from '../../steps/exports.ts'
import { type Gathered, gather } from '../../steps/gather/gather.ts'
import { faultsOnDisk } from '../../steps/gather/mentioned.ts'
import { login, whoAsks } from '../../steps/login.ts'
import { readSecrets } from '../../steps/secrets.ts'
import { openSession } from '../../steps/session.ts'
import { readKey } from '../../steps/sign/key.ts'
import { checkSpace } from '../../steps/space.ts'
import { startStopwatch } from '../../steps/stopwatch.ts'
import { publishAtOnce } from './at-once.ts'
import { publishGated } from './gated.ts'
import { rehearse } from './rehearse.ts'
import type { Run } from './run.ts'

/** The main action: from a checkout to a published, verified image; or, in a dry run, to a plan that was tried. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const inputs = await requireInputs(host)
  const { timeout } = inputs.behaviour
  const { cosignKey } = inputs.signing
  const key = cosignKey && readKey(host, cosignKey)
  const secrets = await readSecrets(host, inputs, key)
  const watch = startStopwatch(host)
  const published = readOnce(host.registry)
  const run: Run = { host, published, session, inputs, key, secrets, watch, building: { current: undefined } }
  const plan = await within(
    host,
    timeout,
    'The action',
    () => late(run),
    () => publish(run),
  )
  await saveLocalCache(run, plan)
}

/** @throws InputError with all that can be said of the inputs before anything is asked */
async function requireInputs(host: Host): Promise<Inputs> {
  const { values, faults } = readInputs(host.runner.input)
  if (faults.length === 0) return values
  throw new InputError([...faults, ...(await faultsOnDisk(host, values, faults))])
}

/** What to do where the time is over: a build says where it has gone. */
function late({ host, building: { current } }: Run): string {
  if (current === undefined) return 'Give it more time with timeout:, or fewer platforms.'
  const { machine } = current.plan
  const own = current.platforms.filter((platform) => !isForeign(machine, platform))
  return explainTimeout({
    slow: current.watch.slow(host.clock.now()),
    platforms: current.platforms.map(formatPlatform),
    native: machine.builds ? own.map(formatPlatform) : undefined,
  })
}

/** The publish, with the plan by which it was carried out. */
async function publish(run: Run): Promise<Plan> {
  const { host, session, inputs, watch } = run
  const { context } = host.runner
  const target = planTarget(inputs, context)
  await login(host, target, session.folder)
  host.github.use(target.policy.login === 'none' ? undefined : jobToken(inputs))
  const { facts, weighing } = await watch.phase('Look around', () => lookAround(run, target))
  const plan = planPublish(inputs, context, target, facts, session.id)
  await watch.phase('Plan', async () => tell(run, plan))
  const looked = plan.existing.kind === 'build' ? checkSpace(host, plan, weighing) : undefined
  const ready = needsBuilder(plan)
    ? await watch.phase('Builder', () => prepareBuilder(host, session, plan).catch(failWithCause))
    : plan
  await looked
  await carryOut(run, ready)
  return ready
}

/** All is published by now: this has limits of its own, and fails nothing. */
async function saveLocalCache({ host, watch }: Run, { build, existing }: Plan): Promise<void> {
  const { hosted, cacheService } = host.runner.context
  const { folders } = build.caches
  const saves = hosted && cacheService === 'write' && !onTag(host.runner.context)
  if (!saves || folders.length === 0 || existing.kind !== 'build') return
  await watch.phase('Save the local cache', () => saveExports(host, folders))
}

function carryOut(run: Run, plan: Plan): Promise<void> {
  if (plan.target.policy.kind === 'dry-run') return rehearse(run, plan)
  // What is published already needs no build that pushes tags.
  return plan.gate || plan.existing.kind === 'reuse' ? publishGated(run, plan) : publishAtOnce(run, plan)
}

async function lookAround(
  { host, published, session, inputs, key, secrets }: Run,
  target: Target,
): Promise<Omit<Gathered, 'push'>> {
  const { context } = host.runner
  // Names are planned before the commit is known, so that their faults stand in the same report as all others.
  const tags = planTags(inputs.identity, context, target.policy, context.sha)
  const asked = { tags, secrets, folder: session.folder, key }
  const { facts, weighing, push } = await gather({ ...host, registry: published }, inputs, target, asked)
  if (push === undefined || push.ok) return { facts, weighing }
  throw new CommandError(explainRefusal(push, target.image, whoAsks(host, target.image)))
}

function tell({ host, secrets }: Run, plan: Plan): void {
  for (const line of describePlan(plan)) host.log.child('', line)
  const { skipped, onlyWhole } = createSearch(secrets)
  for (const name of skipped) host.log.info(`Too short or too plain to be looked for in the image: ${name}`)
  for (const name of onlyWhole)
    host.log.info(`Looked for in the image as a whole only, as no line of it looks like a token: ${name}`)
  const other = otherCommit(plan.signing, plan.commit.sha)
  for (const notice of [...plan.notices, ...(other === undefined ? [] : [other])]) host.log.notice(notice)
  for (const warning of plan.warnings) host.log.warning(warning)
}
