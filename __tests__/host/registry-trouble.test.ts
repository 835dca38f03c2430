import { describe, expect, test } from '@jest/globals'
import { client, digest, json, manifestAnswer, name, plain, serve, waits } from './registry-client.ts'

describe('a registry in trouble', () => {
  const failing = (status: number, times: number, headers = {}, text: unknown = {}) => {
    let left = times
    return plain((request, response) =>
      left-- > 0 ? json(response, status, text, headers) : manifestAnswer(request, response),
    )
  }

  test.each([408, 429, 500, 502, 503, 504])('is asked again after status %d', async (status) => {
    const server = await serve(failing(status, 2))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    expect(waits).toEqual([500, 1500])
  })

  test('is given the time that it asks for, within bounds', async () => {
    const server = await serve(failing(429, 2, { 'retry-after': '7' }))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    expect(waits).toEqual([7000, 7000])
    const greedy = await serve(failing(503, 1, { 'retry-after': '86400' }))
    await client().manifest(name(greedy), digest)
    expect(waits).toEqual([20_000])
  })

  test('may name the time as a date', async () => {
    const server = await serve(
      failing(429, 1, { 'retry-after': new Date(Date.now() + 10_000).toUTCString() }),
    )
    await client().manifest(name(server), digest)
    expect(waits[0]).toBeGreaterThan(7_000)
    expect(waits[0]).toBeLessThanOrEqual(10_000)
  })

  test('is asked again after the 403 of a rate limit, and not after any other', async () => {
    const limit = { errors: [{ code: 'DENIED', message: 'You have exceeded a secondary rate limit' }] }
    const server = await serve(failing(403, 1, {}, limit))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    const denied = await serve(failing(403, 1))
    await expect(client().manifest(name(denied), digest)).rejects.toMatchObject({
      kind: 'denied',
      status: 403,
    })
    expect(waits).toEqual([])
  })

  test('fails after three tries, and says that it may pass', async () => {
    const server = await serve(failing(503, 9))
    const failed = client().manifest(name(server), digest)
    await expect(failed).rejects.toMatchObject({ kind: 'temporary', status: 503 })
    expect(waits).toHaveLength(2)
  })

  test('that resets connections is asked again', async () => {
    let left = 1
    const server = await serve(
      plain((request, response) =>
        left-- > 0 ? request.socket.destroy() : manifestAnswer(request, response),
      ),
    )
    expect(await client().manifest(name(server), digest)).toBeDefined()
  })

  test('that is down is named', async () => {
    const server = await serve(plain(manifestAnswer))
    await server.close()
    const failed = client().tags(name(server))
    await expect(failed).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(server.host),
    })
  })
})
