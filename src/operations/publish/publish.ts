import { CommandError } from '../../domain/errors.ts'
import { formatPlatform } from '../../domain/platform.ts'
import type { Host } from '../../host/host.ts'
import { parseInputs } from '../../plan/inputs/inputs.ts'
import { isForeign } from '../../plan/machine.ts'
import { type Facts, needsBuilder, type Plan, planPublish } from '../../plan/publish.ts'
import { planTags } from '../../plan/tags.ts'
import { jobToken, planTarget, type Target } from '../../plan/target.ts'
import { failWithCause } from '../../report/diagnosis.ts'
import { describePlan } from '../../report/plan.ts'
import { explainRefusal } from '../../report/refusal.ts'
import { explainTimeout } from '../../report/timeout.ts'
import { prepareBuilder } from '../../steps/builder/builder.ts'
import { within } from '../../steps/deadline.ts'
import { saveExports } from '../../steps/exports.ts'
import { gather } from '../../steps/gather/gather.ts'
import { login } from '../../steps/login.ts'
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
  const inputs = parseInputs(host.runner.input)
  const { timeout } = inputs.behaviour
  const run: Run = { host, session, inputs, watch: startStopwatch(host), building: { current: undefined } }
  await within(
    host,
    timeout,
    'The action',
    () => late(run),
    () => publish(run),
  )
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

async function publish(run: Run): Promise<void> {
  const { host, session, inputs, watch } = run
  const { context } = host.runner
  const target = planTarget(inputs, context)
  await login(host, target, session.folder)
  host.github.use(target.policy.login === 'none' ? undefined : jobToken(inputs))
  const facts = await watch.phase('Look around', () => lookAround(run, target))
  const plan = planPublish(inputs, context, target, facts, session.id)
  await watch.phase('Plan', async () => tell(host, plan))
  const ready = needsBuilder(plan)
    ? await watch.phase('Builder', () => prepareBuilder(host, session, plan).catch(failWithCause))
    : plan
  if (ready.existing.kind === 'build') void checkSpace(host, ready)
  await carryOut(run, ready)
  const { folders } = ready.build.caches
  const saves = context.hosted && context.cacheService === 'write' && folders.length > 0
  if (saves && ready.existing.kind === 'build')
    await watch.phase('Save the local cache', () => saveExports(host, folders))
}

function carryOut(run: Run, plan: Plan): Promise<void> {
  if (plan.target.policy.kind === 'dry-run') return rehearse(run, plan)
  // What is published already needs no build that pushes tags.
  return plan.gate || plan.existing.kind === 'reuse' ? publishGated(run, plan) : publishAtOnce(run, plan)
}

async function lookAround({ host, session, inputs }: Run, target: Target): Promise<Facts> {
  const { context } = host.runner
  // Names are planned before the commit is known, so that their faults stand in the same report as all others.
  const tags = planTags(inputs.identity, context, target.policy, context.sha)
  const { cosignKey } = inputs.signing
  const readied = { folder: session.folder, key: cosignKey && readKey(host, cosignKey) }
  const { facts, push } = await gather(host, inputs, target, tags, readied)
  if (push === undefined || push.ok) return facts
  throw new CommandError(explainRefusal(push, target.image, context))
}

function tell(host: Host, plan: Plan): void {
  for (const line of describePlan(plan)) host.log.child('', line)
  for (const notice of plan.notices) host.log.notice(notice)
  for (const warning of plan.warnings) host.log.warning(warning)
}
