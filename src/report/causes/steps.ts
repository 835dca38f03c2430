import { clip } from '../foreign.ts'
import { AGAIN, type Cause, fixed, named } from './cause.ts'

/** A step of the Dockerfile cannot be done. Tried on the message and on what the step wrote. */
export const STEP_CAUSES: readonly Cause[] = [
  named('emulator', /exec format error/i, (_, { platform }) => ({
    cause: `A program for ${platform ?? 'another machine'} was started, and the builder has no emulator for it, or the program is for another machine than its platform says.`,
    remedy: `Where the step can run on the builder's own platform, write FROM --platform=$BUILDPLATFORM for its stage; where the builder was made before this step, install emulators before it: docker run --privileged --rm tonistiigi/binfmt --install all.`,
  })),
  fixed(
    'disk',
    /no space left on device|ENOSPC/i,
    'The disk of the runner, or of the builder, is full.',
    'Free space before this step, or build fewer platforms at once with the input platforms.',
  ),
  fixed(
    'memory',
    /exit code: 137|signal: killed|cannot allocate memory|out of memory/i,
    'A step was killed, most likely because memory ran out.',
    'Use a larger runner, build fewer platforms at once with the input platforms, or let the step use less (for example fewer parallel jobs).',
  ),
  fixed(
    'secret',
    /secret \S* ?not found|secret not found|could not find \S+ in secrets/i,
    'A step mounts a build secret that was not given.',
    'Give it with secrets, secret-envs or secret-files, by the id that the Dockerfile mounts.',
  ),
  fixed(
    'entitlement',
    /entitlement \S+ is not allowed|granting entitlement/i,
    'A step asks for an entitlement that was not allowed.',
    'Write it in the input allow, such as allow: network.host; a builder of your own has to allow it too.',
  ),
  named('copy', /"([^"]{1,300})": not found$/, ([, path = '']) => ({
    cause: `The build context has no ${path}.`,
    remedy:
      'Check the path in COPY or ADD (it is relative to the input context), .dockerignore, and that actions/checkout ran before this step.',
  })),
  named('parse', /dockerfile parse error on line (\d+): (.*)$/i, ([, line = '', what = '']) => ({
    cause: `Line ${line} of the Dockerfile cannot be understood: ${clip(what, 200)}.`,
    remedy: 'Correct it; docker build --check shows all faults.',
  })),
  named('target', /target stage "?([^"\s]{1,100})"? could not be found/, ([, target = '']) => ({
    cause: `The Dockerfile has no stage called ${target}.`,
    remedy: 'Write one of its stages in the input target, or remove the input.',
  })),
  fixed(
    'dockerfile',
    /failed to read dockerfile|the Dockerfile cannot be empty/i,
    'The Dockerfile cannot be read, or is empty.',
    'Check the inputs context and file, and that actions/checkout ran before this step.',
  ),
  fixed(
    'reference',
    /invalid reference format|failed to parse stage name|base name .* should not be blank/i,
    'A FROM line names no valid image.',
    'Check the variables in it: an ARG used in FROM stands before the first FROM and needs a value.',
  ),
  fixed(
    'network',
    /temporary failure in name resolution|could not resolve host|network is unreachable/i,
    'A step could not reach the network.',
    `See whether this runner reaches the host that the output names. ${AGAIN}`,
  ),
  named(
    'command',
    /process "(.*)" did not complete successfully: exit code: (\d+)/s,
    ([, , exit = ''], about) => ({
      cause: `A RUN step ended with exit code ${exit}${about.platform === undefined ? '' : ` on ${about.platform}`}.`,
      remedy: 'Its last lines stand above.',
    }),
  ),
]
