import { formatPlatform } from '../../domain/platform.ts'
import type { ContainerRun } from '../../host/engine.ts'
import type { Host } from '../../host/host.ts'
import type { SmokePlan, SmokeSubject } from '../../plan/smoke.ts'
import { containerLabel } from '../../plan/state.ts'

/** What every part of a smoke test needs. */
export interface Trial {
  readonly host: Host
  /** Of the step's run: containers are named and labelled by it. */
  readonly id: string
  readonly plan: SmokePlan
  readonly subject: SmokeSubject
  /** Whether the machines of the image's programs are checked too. */
  readonly readPrograms: boolean
}

/** A container of ours for a subject, before its command is chosen. `purpose` keeps the names of several apart. */
export function containerFor({ id, plan, subject }: Trial, purpose: string): ContainerRun {
  return {
    image: subject.reference,
    platform: subject.platform,
    entrypoint: undefined,
    args: [],
    env: Object.fromEntries(plan.env.map(({ name, value }) => [name, value])),
    name: `ghcr-publish-${id}-${purpose}-${formatPlatform(subject.platform).replaceAll('/', '-')}`,
    label: containerLabel(id),
    port: undefined,
    timeoutMs: plan.timeoutMs,
  }
}

/** Shows the last lines of a container, behind the name of its platform. */
export function show({ host, subject }: Trial, lines: readonly string[]): void {
  for (const line of lines) host.log.child(`${formatPlatform(subject.platform)} |`, line)
}
