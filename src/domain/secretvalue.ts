/** A form that only secrets of one kind have, as their makers document it. */
interface Shape {
  readonly what: string
  readonly pattern: RegExp
  /** Whether such a value may be meant for everybody, where its name says so. */
  readonly mayBePublic?: true
}

/** Each begins where a word begins, so that nothing is found in the middle of something longer. */
const SHAPES: readonly Shape[] = [
  { what: 'a token of GitHub', pattern: /\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/ },
  { what: 'a token of GitLab', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,}/ },
  { what: 'a token of Slack', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: 'a token of PyPI', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/ },
  { what: 'a token of Docker Hub', pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/ },
  { what: 'a secret key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { what: 'a key of Anthropic or OpenAI', pattern: /\bsk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{20,}/ },
  { what: 'a token of Hugging Face', pattern: /\bhf_[A-Za-z]{34}\b/ },
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: 'a private key of age', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/ },
  {
    what: 'a JSON Web Token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
    mayBePublic: true,
  },
]

/**
 * What a value is by its form alone; undefined where it has none of a secret.
 * @param isPublic whether its name says that everybody may have it, as front ends say of keys that they hand out (a JSON Web Token of the
 *   kind `anon`, for example)
 */
export function shapeOf(value: string, isPublic = false): string | undefined {
  return SHAPES.find(({ pattern, mayBePublic }) => !(isPublic && mayBePublic) && pattern.test(value))?.what
}

/** Values that are none, whatever the name: switches and words that stand in for a secret that is not needed. */
const NO_SECRET =
  /^(?:|0|1|true|false|yes|no|on|off|auto|none|null|nil|undefined|enabled|disabled|required|optional|dummy|placeholder|example|change-?me|unused|fake|x+|\*+)$/i

/** Whether a value can be a secret at all. */
export function canBeSecret(value: string): boolean {
  return !NO_SECRET.test(value.trim())
}
