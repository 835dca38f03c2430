import type { Host } from '../host/host.ts'
import type { Target } from '../plan/target.ts'

/**
 * Writes the private docker configuration: the user's own with our entries added. From here on every docker child and
 * the registry client use it; no token ever stands in an argument. Where the event may not log in, the registry client
 * stays anonymous even if an earlier step logged in.
 */
export async function login(host: Host, target: Target, folder: string): Promise<void> {
  for (const { username, password } of target.credentials) {
    host.runner.mask(password)
    host.runner.mask(host.credentials.encode(username, password))
  }
  await host.credentials.create(folder, target.credentials)
  if (target.policy.login === 'none') host.registry.stayAnonymous()
}
