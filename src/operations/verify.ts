import { parseDigest } from '../domain/digest.ts'
import { VerificationError } from '../domain/errors.ts'
import { digestReference, type ImageName, parseTag, taggedReference } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { readHeld } from '../host/registry/held.ts'
import { shown } from '../host/registry/shown.ts'
import { planRequired, type Requirement } from '../plan/demand.ts'
import { parseVerifyInputs, type VerifyInputs } from '../plan/inputs/verify.ts'
import type { SignatureOutcome } from '../plan/required.ts'
import { planSmoke } from '../plan/smoke.ts'
import type { Session } from '../plan/state.ts'
import { planReader } from '../plan/target.ts'
import { requireExpected } from '../plan/verify.ts'
import { attachedWords } from '../report/attached.ts'
import { failWithCause } from '../report/diagnosis.ts'
import { platformOutcome } from '../report/outcome.ts'
import { summarizeVerify, verifyOutputs } from '../report/verify.ts'
import { prepareTrial } from '../steps/builder/trial.ts'
import { within } from '../steps/deadline.ts'
import { lookAtRequired } from '../steps/gather/required.ts'
import { type Candidate, inspect, subjectsOf } from '../steps/inspect.ts'
import { login } from '../steps/login.ts'
import { openSession } from '../steps/session.ts'
import { requireSignature } from '../steps/sign/required.ts'
import { type SmokeResult, smoke } from '../steps/smoke/smoke.ts'
import { type Stopwatch, startStopwatch } from '../steps/stopwatch.ts'

interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: VerifyInputs
  readonly requirement: Requirement
  readonly watch: Stopwatch
}

/** The verify action: looks at an image as everybody sees it, and starts it on every platform. It never writes. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const { facts, faults } = await lookAtRequired(host, session.folder)
  const inputs = parseVerifyInputs(host.runner.input, faults)
  const requirement = planRequired(inputs.signature, facts, host.runner.context)
  const { timeout } = inputs.smoke
  await within(host, timeout, 'The verification', 'Give it more time with timeout:.', () =>
    verify({ host, session, inputs, requirement, watch: startStopwatch(host) }),
  )
}

async function verify(run: Run): Promise<void> {
  const { host, session, inputs, watch } = run
  const { registry, verify: expected } = inputs
  const reader = planReader({ image: expected.image, registry }, host.runner.context)
  for (const notice of reader.notices) host.log.notice(notice)
  await login(host, reader, session.folder)
  const { image } = reader
  const candidate = await watch.phase('Inspect', () => look(run, image))
  const signature = await checkSignature(run, candidate)
  const smoked = await watch.phase('Smoke test', () => tryAll(run, candidate))
  const outcome = {
    image,
    asked: expected.reference,
    digest: candidate.digest,
    platforms: candidate.platforms.map((one) => platformOutcome(one.platform, one, smoked)),
    signature,
    timings: watch.timings(),
  }
  for (const [name, value] of Object.entries(verifyOutputs(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarizeVerify(outcome))
}

/** Reads the image and holds it to what is expected. From here on only its digest counts: a tag may move meanwhile. */
async function look({ host, inputs }: Run, image: ImageName): Promise<Candidate> {
  const { reference, digest, platforms, attestations } = inputs.verify
  const name = nameOf(image, reference)
  // A tag may have been written a moment ago, by the job before this one.
  const held = await shown(
    host.clock,
    () => readHeld(host.registry, image, reference),
    (one) => one !== undefined && (digest === undefined || one.digest === digest || one.digest === reference),
  )
  if (held === undefined) {
    throw new VerificationError({
      found: `${name} does not exist, or may not be seen with these credentials.`,
      remedy: 'Check image: and reference:; a private package needs permissions: packages: read.',
    })
  }
  const expected = { digest, platforms, attestations }
  if (held.platforms.length === 0) requireExpected(expected, { digest: held.digest, platforms: [] }, name)
  const how = { attested: false, exact: true, statements: true }
  const candidate = await inspect(host, image, held.digest, held.platforms, how)
  requireExpected(expected, candidate, name)
  host.log.info(`${name} is ${held.digest}`)
  for (const { platform, attached } of candidate.platforms)
    if (attached !== undefined) host.log.info(attachedWords(platform, attached))
  return candidate
}

function nameOf(image: ImageName, reference: string): string {
  const digest = parseDigest(reference)
  if (digest !== undefined) return digestReference(image, digest)
  const tag = parseTag(reference)
  return tag === undefined ? reference : taggedReference(image, tag)
}

/** Before anything of the image is executed. Undefined where nobody looks. */
async function checkSignature(
  { host, session, requirement, watch }: Run,
  { image, digest }: Candidate,
): Promise<SignatureOutcome | undefined> {
  if (requirement.kind === 'off') return undefined
  return watch.phase('Check the signature', () =>
    requireSignature(host, image, digest, requirement, session.folder),
  )
}

async function tryAll({ host, session, inputs }: Run, candidate: Candidate): Promise<readonly SmokeResult[]> {
  const plan = planSmoke(inputs.smoke)
  if (plan.mode === 'off') return []
  const subjects = subjectsOf(candidate, false)
  const { image } = candidate
  const trial = { image, subjects, emulators: inputs.smoke.binfmtImage }
  await prepareTrial(host, session, trial).catch(failWithCause)
  return smoke(host, session.id, plan, subjects)
}
