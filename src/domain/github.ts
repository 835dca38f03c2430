/** What GitHub says of something; a value of undefined: it does not exist. `unknown`: why nobody can tell, in words. */
export type GitHubAnswer<T> = { readonly value: T | undefined } | { readonly unknown: string }

/** Where one commit stands seen from another (GitHub REST API, "Compare two commits", `status`). */
export type Comparison = 'ahead' | 'behind' | 'identical' | 'diverged'

/** The id of a commit, in SHA-1 or SHA-256; undefined where the value is anything else. */
export function parseCommitId(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : undefined
}
