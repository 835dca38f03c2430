import { behaviourRows, smokeRows } from './behaviour.ts'
import { builderRows } from './builder.ts'
import { duration } from './parsers.ts'
import { withDefault } from './row.ts'

/** How an image that is in the registry already is tried: for the actions that build nothing. */
export const trialRows = {
  ...smokeRows,
  // The post step of these actions tries nothing again, so its time is no limit.
  smokeTimeout: withDefault('smoke-timeout', '60s', duration, 'Time for one smoke test on one platform.'),
  binfmtImage: {
    ...builderRows.binfmtImage,
    description:
      'Image that installs emulators for the smoke test, where the host lacks a platform. Default: a pinned digest.',
  },
  timeout: behaviourRows.timeout,
}
