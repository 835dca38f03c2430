import { QEMU_CRASH } from '../../domain/emulator.ts'
import { clip } from '../foreign.ts'
import { type About, AGAIN, type Cause, type Explanation, fixed, named } from './cause.ts'
import { explainFull } from './disk.ts'
import { explainCrash, explainRefused } from './emulation.ts'

/** What shells and make say of such a program. */
const CRASH_TOLD = /\b(Illegal instruction|Segmentation fault|Bus error)(?: \(core dumped\))?$/
/** 128 and ILL, TRAP, ABRT, BUS, FPE, USR1 or SEGV. 137 is SIGKILL, which a machine without memory gives. */
const CRASH_EXIT = /did not complete successfully: exit code: (13[2-689])\b/

/** Natively it is the program's own fault. */
function crashedThere(what: string, about: About): Explanation | undefined {
  return about.emulation === undefined ? undefined : explainCrash(what, about)
}

/** A step of the Dockerfile cannot be done. Tried on the message and on what the step wrote. */
export const STEP_CAUSES: readonly Cause[] = [
  named('emulator', /exec format error/i, (_, about) => explainRefused(about)),
  named('disk', /no space left on device|ENOSPC/i, (_, about) => explainFull(about)),
  named('crash', QEMU_CRASH, ([, signal = '', name = ''], about) =>
    explainCrash(`signal ${signal}, ${name}`, about),
  ),
  named('crash-told', CRASH_TOLD, ([, what = ''], about) => crashedThere(what, about)),
  named('crash-exit', CRASH_EXIT, ([, code = ''], about) => crashedThere(`exit code ${code}`, about)),
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
    'Write it in the input allow, such as allow: network.host. Where it stands there, the builder does not grant it: remove builder: and driver: docker, so that one that does is made, or start your own with --allow-insecure-entitlement.',
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
