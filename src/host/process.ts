import type { Duplex } from 'node:stream'
import * as exec from '@actions/exec'
import { CommandError } from '../domain/errors.ts'
import { Child, type Command, type Result } from './child.ts'
import { environmentOf, type Tool } from './environment.ts'
import { endOrphans } from './orphans.ts'
import { Relay, type RelayCommand } from './relay.ts'
import { cannotStart } from './start-failure.ts'

export type { Command, Result } from './child.ts'

/** The one place that starts children. */
export interface Processes {
  /**
   * Long work, in a process group of its own, so that a time limit or a signal ends its children too.
   * @throws CommandError where it cannot be started, or where everything is being stopped
   */
  run(command: Command): Promise<Result>
  /** A short question to a local program. @throws CommandError where it cannot be started */
  ask(command: Command): Promise<Result>
  /**
   * A connection over the stdin and stdout of a program, which ends with it.
   * @throws CommandError where it cannot be started, or where everything is being stopped
   */
  connect(command: RelayCommand): Duplex
  /** Ends children that a killed main left behind, by its private folder. @returns how many there were */
  endOrphans(folder: string): Promise<number>
  /** Variables that every later child of a tool gets. */
  extend(tool: Tool, env: Readonly<Record<string, string>>): void
  /** Ends every running group but those that clean up, and refuses new work, with the reason; resolves when all are gone, within 5 s. */
  stopAll(reason: string): Promise<void>
  /** Why everything was stopped; undefined while it was not. */
  readonly stopped: string | undefined
}

/** Starts children with the environment of this process, as far as the allow-list goes. */
export function createProcesses(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Processes {
  const running = new Set<{ stop(): Promise<void> }>()
  const additions = new Map<Tool, Readonly<Record<string, string>>>()
  let stopped: string | undefined
  const environment = ({ tool, env }: Pick<Command, 'tool' | 'env'>) =>
    environmentOf(tool, source, { ...additions.get(tool), ...env })
  const refuse = (file: string) => {
    if (stopped !== undefined) throw new CommandError({ found: `${file} was not started: ${stopped}` })
  }
  return {
    get stopped() {
      return stopped
    },
    extend: (tool, env) => void additions.set(tool, { ...additions.get(tool), ...env }),
    async run(command) {
      if (command.cleanup !== true) refuse(command.file)
      const child = new Child(command, environment(command))
      if (command.cleanup !== true) running.add(child)
      try {
        return await child.result
      } finally {
        running.delete(child)
      }
    },
    ask: (command) => ask(command, environment(command)),
    connect(command) {
      refuse(command.file)
      const relay = new Relay(command, environment(command))
      running.add(relay)
      void relay.ended.then(() => running.delete(relay))
      return relay
    },
    endOrphans,
    async stopAll(reason) {
      stopped = reason
      await Promise.all([...running].map((one) => one.stop()))
    },
  }
}

/** @actions/exec has no time limit of its own, so a question that hangs is given up, not ended. */
async function ask(command: Command, env: Record<string, string>): Promise<Result> {
  const started = Date.now()
  const question = exec
    .getExecOutput(command.file, [...command.args], {
      env,
      silent: true,
      ignoreReturnCode: true,
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      ...(command.input === undefined ? {} : { input: Buffer.from(command.input) }),
    })
    .catch((cause: unknown) => {
      throw cannotStart(command, cause)
    })
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    limit = setTimeout(resolve, command.timeoutMs, undefined)
  })
  const answer = await Promise.race([question, late]).finally(() => clearTimeout(limit))
  const milliseconds = Date.now() - started
  if (answer === undefined) {
    return { code: undefined, stdout: Buffer.alloc(0), stderr: '', timedOut: true, milliseconds }
  }
  const stdout = Buffer.from(answer.stdout)
  return { code: answer.exitCode, stdout, stderr: answer.stderr, timedOut: false, milliseconds }
}
