/** Requests of one kind at a time: registries slow down whoever sends more. */
const LANES = 4

/**
 * Does work for each item, a few at a time; after a failure nothing new is begun.
 * @param lanes how many at a time
 * @returns the results in the order of the items
 */
export async function atOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  lanes = LANES,
): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const queue = items.entries()
  let failed = false
  const lane = async () => {
    for (const [at, item] of queue) {
      if (failed) return
      try {
        results.set(at, await work(item))
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return items.map((_, at) => results.get(at) as R)
}
