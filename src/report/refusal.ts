import type { Trouble } from '../domain/errors.ts'
import { formatImageName, type ImageName } from '../domain/reference.ts'
import { type Refusal, type RefusalKind, refusalInWords } from '../domain/refusal.ts'
import { clean, clip } from './foreign.ts'
import { isGitHubPackage, organizationSettings, packageSettings } from './packages.ts'

/** Who asked. */
export interface Asker {
  /** `owner/repo`. */
  readonly repository: string
  readonly serverUrl: string
  /** Whether it was by what the inputs say, and not by an earlier docker login; absent where that is not known. */
  readonly ownLogin?: boolean
}

/** The line that gives a job's token the right to push. */
export const PERMISSIONS = 'permissions: { contents: read, packages: write }'

/** A refusal in words, with the line of the workflow or the page of the settings that helps. */
export function explainRefusal(refusal: Refusal, image: ImageName, asker: Asker): Trouble {
  const name = formatImageName(image)
  const onGitHub = isGitHubPackage(image, asker.serverUrl)
  const explain = onGitHub ? ON_GITHUB[refusal.kind] : ELSEWHERE[refusal.kind]
  const { found, remedy: own } = explain(image, asker)
  const remedy =
    asker.ownLogin === false && ABOUT_LOGIN.has(refusal.kind) ? earlierLogin(image, onGitHub) : own
  const answer = clip(clean(refusal.answer), 300)
  const said = answer === '' ? '' : ` It answered: ${answer}.`.replace(/\.\.$/, '.')
  return { found: `${name}: ${found}${said}`, remedy }
}

type Explain = (image: ImageName, asker: Asker) => { readonly found: string; readonly remedy: string }

const GITHUB_STATUS = 'Nothing was pushed. Look at https://www.githubstatus.com, then run the job again.'

/** Refusals of somebody who is known. */
const ABOUT_LOGIN: ReadonlySet<RefusalKind> = new Set([
  'wrong-credentials',
  'missing-scope',
  'not-linked',
  'cannot-create',
  'denied',
])

/** Nobody wrote the inputs username and password, and a permission of the job changes nothing. */
function earlierLogin({ registry }: ImageName, onGitHub: boolean): string {
  const anew = onGitHub
    ? `Run docker logout ${registry} before this step, so that the job's own token is used, with ${PERMISSIONS}; or log in`
    : `Write username and password (or registry-auths) for ${registry}, or log in anew before this step`
  return `That was an earlier docker login to ${registry}, not one of this action. ${anew} as somebody who may push.`
}

const unreachable: Explain = ({ registry }) => ({
  found: `the registry ${registry} cannot be reached.`,
  remedy: `Nothing was pushed. Run the job again; if it stays so, see whether this runner reaches https://${registry}/v2/.`,
})

const unavailable: Explain = ({ registry }) => ({
  found: `the registry ${registry} answers, and does not work at the moment.`,
  remedy: 'Nothing was pushed. Run the job again later.',
})

/**
 * GitHub's answers, from reports of users: docker/build-push-action issue 606, actions/runner issue 1039, danger-js issue
 * 1414, and https://docs.github.com/packages/learn-github-packages/configuring-a-packages-access-control-and-visibility.
 */
const ON_GITHUB: Readonly<Record<RefusalKind, Explain>> = {
  'wrong-credentials': ({ registry }) => ({
    found: `${registry} did not accept the user name and password.`,
    remedy: `Remove the inputs username and password, so that the job's own token is used, with ${PERMISSIONS}; or write a personal access token (classic) with the scope write:packages that has not expired and is authorised for the organization's single sign-on.`,
  }),
  'no-credentials': ({ registry }) => ({
    found: `there are no credentials for ${registry}, and nobody may push without.`,
    remedy: `Leave the input password at its default, which is the job's own token, and write in the job: ${PERMISSIONS}.`,
  }),
  'missing-scope': () => ({
    found: 'the token may not write packages.',
    remedy: `Write in the job: ${PERMISSIONS}. A personal access token (classic) needs the scope write:packages.`,
  }),
  'not-linked': (image, { repository, serverUrl }) => ({
    found: `the package exists, and ${repository}, or the token of this job, has no right to write it.`,
    remedy: `Write in the job: ${PERMISSIONS}. Where packages: write stands there already, open ${packageSettings(image, serverUrl)}, Manage Actions access, and add ${repository} with the role Write.`,
  }),
  'cannot-create': (image, { serverUrl }) => ({
    found: 'the package does not exist yet, and the token may not create it.',
    remedy: `Write in the job: ${PERMISSIONS}. Where that stands already, an owner of the organization has to allow new packages: ${organizationSettings(image, serverUrl)}.`,
  }),
  denied: (image, { repository, serverUrl }) => ({
    found: 'the registry refused the push.',
    remedy: `Write in the job: ${PERMISSIONS}. Where that stands already, open ${packageSettings(image, serverUrl)}, Manage Actions access, and add ${repository} with the role Write. A job's token reaches packages of its own owner only.`,
  }),
  unreachable: (image, asker) => ({
    found: unreachable(image, asker).found,
    remedy: GITHUB_STATUS,
  }),
  unavailable: (image, asker) => ({ found: unavailable(image, asker).found, remedy: GITHUB_STATUS }),
}

const account: Explain = ({ registry }) => ({
  found: 'the registry refused the push.',
  remedy: `Give the account in username the right to push to this repository, or write another one in username and password (or in registry-auths) for ${registry}.`,
})

const ELSEWHERE: Readonly<Record<RefusalKind, Explain>> = {
  'wrong-credentials': ({ registry }) => ({
    found: `${registry} did not accept the user name and password.`,
    remedy: 'Check the inputs username and password (or registry-auths), and that the secret is not empty.',
  }),
  'no-credentials': ({ registry, repository }) => ({
    found: `there are no credentials for ${registry}.`,
    remedy: `${registry === 'docker.io' ? `An image without a host is on Docker Hub. For GitHub's registry write image: ghcr.io/${repository}. Else write` : 'Write'} username and password, or registry-auths with a line for ${registry}, or log in before this step. The job's own token is sent to GitHub's registry only.`,
  }),
  'missing-scope': (image, asker) => ({ ...account(image, asker), found: 'the account may not push there.' }),
  'not-linked': account,
  'cannot-create': (image, asker) => ({
    ...account(image, asker),
    found: 'the repository does not exist there, and the account may not create it.',
  }),
  denied: account,
  unreachable,
  unavailable,
}

/** The refusal in what BuildKit says of a push that failed; undefined where it was no refusal. */
export function refusalOf(message: string): Refusal | undefined {
  const kind = refusalInWords(message) ?? ANSWERS.find(([pattern]) => pattern.test(message))?.[1]
  return kind && { kind, answer: lastWords(message) }
}

const ANSWERS: readonly (readonly [RegExp, RefusalKind])[] = [
  [/no basic auth credentials|unauthenticated|anonymous/i, 'no-credentials'],
  [/401 unauthorized|incorrect username or password|authentication required/i, 'wrong-credentials'],
  [/\bdenied\b|403 forbidden|insufficient_scope|authorization failed/i, 'denied'],
]

/** What the registry said, without the addresses before it. */
function lastWords(message: string): string {
  return /(?:denied|unauthorized|unexpected status|authorization failed).*$/is.exec(message)?.[0] ?? message
}
