/**
 * The Worker's identity towards Convex: short tokens, signed with the one key of the installation.
 * What Convex asks of them: https://docs.convex.dev/auth/advanced/custom-jwt
 */
import { SignJWT } from 'jose'
import { type Role, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../convex/model/identity.ts'
import type { SigningKey } from '../lib/es256.ts'

/** Who a token speaks for. */
export interface Subject {
  role: Role
  /** Stable id of the person or service. */
  subject: string
  /** Shown to people: who saved this. */
  name: string
}

/** A signed token for Convex that is good for `ttlSec` seconds. */
export function issueToken(key: SigningKey, who: Subject, ttlSec: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ role: who.role, name: who.name })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: key.kid })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(who.subject)
    .setIssuedAt(now)
    .setExpirationTime(now + ttlSec)
    .sign(key.privateKey)
}

/** The public key set as Convex's `SWITCHBOARD_JWKS` takes it: no secret, no request to make. */
export function jwksDataUri(key: SigningKey): string {
  const jwks = JSON.stringify({ keys: [key.publicJwk] })
  return `data:text/plain;charset=utf-8;base64,${btoa(jwks)}`
}
