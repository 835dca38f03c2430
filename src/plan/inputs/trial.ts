import { behaviourRows, smokeRows } from './behaviour.ts'
import { builderRows } from './builder.ts'

/** How an image that is in the registry already is tried: for the actions that build nothing. */
export const trialRows = {
  ...smokeRows,
  smokeTimeout: { ...smokeRows.smokeTimeout, description: 'Time for one smoke test on one platform.' },
  binfmtImage: {
    ...builderRows.binfmtImage,
    description:
      'Image that installs emulators for the smoke test, where the host lacks a platform. Default: a pinned digest.',
  },
  timeout: behaviourRows.timeout,
}
