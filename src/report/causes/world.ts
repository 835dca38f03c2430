import { AGAIN, type Cause, fixed } from './cause.ts'

/** Things around the build. Tried on the message. */
export const WORLD_CAUSES: readonly Cause[] = [
  fixed(
    'cache-service',
    /failed to reserve cache|error writing layer blob.*cache|actions\/cache|cache service/i,
    "The Actions cache service did not take the build's layers.",
    'Write cache: registry, or run the job again: another run may be writing the same entry.',
  ),
  fixed(
    'rate-limit',
    /429 Too Many Requests|toomanyrequests|secondary rate limit/i,
    'The registry limits how often it may be asked.',
    'Wait some minutes, then run the job again.',
  ),
  fixed(
    'certificate',
    /x509|certificate signed by unknown authority|tls: failed to verify/i,
    "The registry's certificate is not trusted here.",
    'Install its authority on the runner and, for the builder, with the input buildkitd-config.',
  ),
  fixed(
    'plain-http',
    /server gave HTTP response to HTTPS client/i,
    'The registry speaks plain HTTP.',
    'Allow it with the input buildkitd-config ([registry."host:port"] http = true), or give it a certificate.',
  ),
  fixed(
    'server',
    /\b50[0-9] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|unknown blob|blob upload (?:unknown|invalid)/i,
    'The registry failed.',
    `It is not the workflow's fault. Look at https://www.githubstatus.com where it is GitHub's. ${AGAIN}`,
  ),
  fixed(
    'unreachable',
    /no such host|connection refused|i\/o timeout|TLS handshake timeout|connection reset|unexpected EOF|dial tcp/i,
    'The registry cannot be reached.',
    `See whether this runner reaches it. ${AGAIN}`,
  ),
  fixed(
    'time',
    /context deadline exceeded|timed? ?out/i,
    'The time was not enough.',
    'Give more with the input timeout, or build fewer platforms at once with the input platforms.',
  ),
]
