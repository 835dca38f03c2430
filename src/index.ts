import { createHost } from './host/create.ts'

/** Every action of this repository, by the name of its launcher. */
export const operations = {
  publish: () => import('./operations/publish/publish.ts'),
  rollback: () => import('./operations/rollback.ts'),
  promote: () => import('./operations/promote/promote.ts'),
  verify: () => import('./operations/verify.ts'),
  post: () => import('./operations/post/post.ts'),
} as const

export type Operation = keyof typeof operations

/** Runs one operation and turns any failure into a failed step. The only catch-all. */
export async function run(name: Operation): Promise<void> {
  const host = createHost()
  const stop = (signal: NodeJS.Signals) => {
    // The runner signals this process alone, and kills it 10 s later: children are ours to end. Post goes on to clean up.
    void host.processes.stopAll(`the job was cancelled (${signal})`).then(() => {
      if (name === 'post') return
      host.runner.fail('Cancelled.')
      process.exit()
    })
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const { operate } = await operations[name]()
    await operate(host)
  } catch (error) {
    if (host.processes.stopped !== undefined) host.log.info(`Stopped: ${host.processes.stopped}`)
    host.runner.fail(error instanceof Error ? error.message : String(error))
  }
  // What a failed part started side by side with others is still running.
  await host.processes.stopAll('the step is over')
  // A socket that is kept open, or a request that was given up, must not keep the step running.
  process.exit()
}
