import { Agent, get } from 'node:http'

/** Asks servers that run on this machine. */
export interface Http {
  /** Status of a GET against a loopback port; undefined where nothing answered in time. Redirects are not followed. */
  status(port: number, path: string, timeoutMs: number): Promise<number | undefined>
}

/**
 * Real requests, to 127.0.0.1 only. Not by `fetch`, which goes through the proxy of the runner, even to this machine, where
 * NODE_USE_ENV_PROXY is set; an agent of our own does not.
 */
export function createHttp(): Http {
  const agent = new Agent({ keepAlive: false })
  return {
    status: (port, path, timeoutMs) =>
      new Promise((resolve) => {
        const signal = AbortSignal.timeout(timeoutMs)
        const request = get({ host: '127.0.0.1', port, path, agent, signal }, (answer) => {
          resolve(answer.statusCode)
          // The status is all that is asked for: a body may have no end.
          answer.destroy()
        })
        request.on('error', () => resolve(undefined))
      }),
  }
}
