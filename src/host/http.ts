/** Asks servers that run on this machine. */
export interface Http {
  /** Status of a GET against a loopback port; undefined where nothing answered in time. Redirects are not followed. */
  status(port: number, path: string, timeoutMs: number): Promise<number | undefined>
}

/** Real requests, to 127.0.0.1 only. */
export function createHttp(): Http {
  return {
    async status(port, path, timeoutMs) {
      try {
        const signal = AbortSignal.timeout(timeoutMs)
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', signal })
        await answer.body?.cancel()
        return answer.status
      } catch {
        return undefined
      }
    },
  }
}
