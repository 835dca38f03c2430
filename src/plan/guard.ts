import type { Context } from '../domain/context.ts'
import type { InputFault } from '../domain/errors.ts'
import { formatImageName } from '../domain/reference.ts'
import { createSearch, type Search, type Secret } from '../domain/secret.ts'
import { bytesOf } from '../domain/secretforms.ts'
import { isPublicName, isSecretName } from '../domain/secretname.ts'
import { valuesIn } from '../domain/secretparts.ts'
import { canBeSecret, shapeOf } from '../domain/secretvalue.ts'
import type { BuildInputs } from './inputs/build.ts'
import type { Inputs } from './inputs/inputs.ts'
import { type Pair, quote } from './inputs/parsers.ts'
import type { RegistryInputs } from './inputs/registry.ts'

/** The inputs that secrets stand in, and those that everybody can read in the image. */
interface Guarded {
  readonly build: Pick<BuildInputs, 'secrets' | 'buildArgs' | 'labels' | 'annotations'>
  readonly registry: Pick<RegistryInputs, 'password' | 'registryAuths'>
}

/** The secrets whose values the inputs hold themselves. */
export function givenSecrets({ build, registry }: Guarded): readonly Secret[] {
  const { password, registryAuths } = registry
  return [
    ...build.secrets.map(({ name, value }) => ({
      name: secretName(name, 'secrets'),
      value: bytesOf(value),
    })),
    ...(password === undefined ? [] : [{ name: 'the password of the registry', value: bytesOf(password) }]),
    ...registryAuths.map((auth) => ({
      name: `the password for ${auth.registry} of registry-auths`,
      value: bytesOf(auth.password),
    })),
  ]
}

/** How messages call a secret of one of the inputs. */
export function secretName(id: string, input: 'secrets' | 'secret-envs' | 'secret-files'): string {
  return `the secret ${quote(id)} of ${input}`
}

/** What everybody may know of this job, and what its image says rightly: its name, the repository, the commit. */
export function publicFacts(
  { identity: { image } }: Pick<Inputs, 'identity'>,
  { sha, ref, repository, actor, serverUrl }: Context,
): readonly string[] {
  const given = image === undefined ? [] : [formatImageName(image)]
  return [sha, ref, `${serverUrl}/${repository}`, actor, ...given].map((fact) => fact.toLowerCase())
}

/** A secret with the values in it that are looked for by themselves; public facts are none, however they look. */
export function withParts(secret: Secret, facts: readonly string[]): Secret {
  const parts = valuesIn(secret.value).filter((part) => {
    const lower = part.toLowerCase()
    return !facts.some((fact) => fact.includes(lower))
  })
  return { ...secret, parts }
}

/**
 * Build arguments, labels and annotations that hold a secret, as far as their names, their values and known secrets tell: all of
 * them can be read by whoever can pull the image, or its provenance. No fault shows a value.
 */
export function guardFaults(
  { build }: Pick<Guarded, 'build'>,
  secrets: readonly Secret[],
): readonly InputFault[] {
  const search = createSearch(secrets)
  return [
    ...build.buildArgs.flatMap((pair) => listed(argumentFault(pair, search))),
    ...build.labels.flatMap((pair) => listed(markFault('labels', pair, search))),
    ...build.annotations.flatMap((pair) => listed(markFault('annotations', pair, search))),
  ]
}

function argumentFault({ name, value }: Pair, search: Search): InputFault | undefined {
  const isPublic = isPublicName(name)
  const content = contentFault(value, search, isPublic)
  const why =
    content ?? (isSecretName(name) && canBeSecret(value) ? 'looks like a secret by its name' : undefined)
  if (why === undefined) return undefined
  const id = name.toLowerCase()
  const way = `Build arguments can be read in the image's history and in its provenance. Write it under secrets: as ${id}=…, and in the Dockerfile RUN --mount=type=secret,id=${id} without ARG ${name}.`
  const otherwise =
    content === undefined ? ` If it is none, a name with PUBLIC in it says so, such as PUBLIC_${name}.` : ''
  return { input: 'build-args', found: `${quote(name)} ${why}.`, remedy: `${way}${otherwise}` }
}

/** Of a label or an annotation nothing but its value counts: names such as `com.example.token` describe as often as they hold. */
function markFault(
  input: 'labels' | 'annotations',
  { name, value }: Pair,
  search: Search,
): InputFault | undefined {
  const why = contentFault(value, search, false)
  if (why === undefined) return undefined
  const remedy = 'Whoever can pull the image can read it: remove it.'
  return { input, found: `${quote(name)} ${why}.`, remedy }
}

function contentFault(value: string, search: Search, isPublic: boolean): string | undefined {
  const [known] = search.holds(bytesOf(value))
  if (known !== undefined) return `holds ${known}`
  const shape = shapeOf(value, isPublic)
  return shape === undefined ? undefined : `holds what looks like ${shape}`
}

function listed(fault: InputFault | undefined): readonly InputFault[] {
  return fault === undefined ? [] : [fault]
}
