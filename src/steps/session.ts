import type { Host } from '../host/host.ts'
import { formatState, newState, privateFolder, type Session, type State } from '../plan/state.ts'

/**
 * Opens the session of main. The state is saved before anything else is done: what post finds under a key that main
 * saved cannot be forged through the environment (runner: saved state wins over the env context).
 */
export async function openSession(host: Host): Promise<Session> {
  const id = host.files.randomId()
  const folder = privateFolder(host.runner.context.temp, id)
  let state = newState(id, folder)
  host.runner.saveState(formatState(state))
  await host.files.makePrivateFolder(folder)
  return {
    id,
    folder,
    get state(): State {
      return state
    },
    keep(change) {
      state = { ...state, ...change }
      host.runner.saveState(formatState(state))
    },
  }
}
