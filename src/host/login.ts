/** Who we are at a registry, by user name and password. */
export interface Login {
  readonly username: string
  readonly password: string
}

/** Who we are at a registry, by a token that buys short-lived ones (`az acr login` stores such). */
export interface IdentityToken {
  readonly identityToken: string
}

export type Identity = Login | IdentityToken

/** Credentials for one registry host. */
export interface LoginEntry extends Login {
  readonly registry: string
}

/** The user name by which helpers mark an identity token (docker/cli, native_store.go). */
const TOKEN_USER = '<token>'

/** A login as docker stores it and as HTTP sends it: `user:password` in base64. */
export function encodeLogin(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}

/** Undefined where it is no login. */
export function decodeLogin(auth: string): Login | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 1 ? undefined : { username: text.slice(0, at), password: text.slice(at + 1) }
}

/** What a credential helper wrote; undefined where it is nothing usable. */
export function readHelperAnswer(text: string): Identity | undefined {
  try {
    const { Username: username, Secret: password } = JSON.parse(text) as {
      Username?: unknown
      Secret?: unknown
    }
    if (typeof username !== 'string' || typeof password !== 'string') return undefined
    return username === TOKEN_USER ? { identityToken: password } : { username, password }
  } catch {
    return undefined
  }
}
