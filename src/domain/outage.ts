/**
 * What a client of a registry or of a builder says where the other side limits how often it may be asked (HTTP 429;
 * distribution-spec, error code TOOMANYREQUESTS).
 */
const RATE_LIMIT = /429 Too Many Requests|toomanyrequests|rate limit/i

/** What Go programs (docker, buildx, BuildKit), and we of them, say where the other side is down, or cannot be reached. */
const OUTAGE =
  /\b50[0-9] [A-Z]|status(?: code)?:? 50[0-9]|no such host|connection re(?:fused|set)|i\/o timeout|TLS handshake timeout|network is unreachable|no route to host|server misbehaving|deadline exceeded|Client\.Timeout|answer in time|\bEOF\b/i

/**
 * Why something could not be had, where that says nothing about the thing itself: it may be had from elsewhere, or later.
 * Undefined where it is anything else, such as a name that does not exist or credentials that are wrong.
 * @param words what a program said; foreign
 */
export function passingTrouble(words: string): 'rate limit' | 'outage' | undefined {
  if (RATE_LIMIT.test(words)) return 'rate limit'
  return OUTAGE.test(words) ? 'outage' : undefined
}
