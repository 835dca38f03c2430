/** Jest's global teardown of the e2e project: engines that the setup started are gone afterwards. */
export default async function teardown(): Promise<void> {
  await globalThis.rigStop?.()
}
