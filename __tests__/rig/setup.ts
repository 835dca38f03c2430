import { startRig } from './engines.ts'

declare global {
  var rigStop: (() => Promise<void>) | undefined
}

/** Jest's global setup of the e2e project: what is missing is named before any test runs, and ends the run with exit code 1. */
export default async function setup(): Promise<void> {
  const { stop } = await startRig((line) => process.stderr.write(`rig: ${line}\n`))
  globalThis.rigStop = stop
}
