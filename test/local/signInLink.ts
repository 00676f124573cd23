import { randomBytes } from 'node:crypto'

/** How long the link that `npm start` prints can be used, in ms. */
const LINK_LIFE_MS = 3_600_000

/** `SIGN_IN_TOKEN`: signs an operator in once, until its time is over. */
export function newSignInToken(): string {
  return `${Date.now() + LINK_LIFE_MS}-${randomBytes(32).toString('base64url')}`
}

export function signInLink(origin: string, token: string): string {
  return `${origin}/auth/link?token=${token}`
}
