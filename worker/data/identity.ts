/**
 * The Worker's identity towards Convex: one ES256 key, and short tokens signed with it.
 * What Convex asks of them: https://docs.convex.dev/auth/advanced/custom-jwt
 */
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
} from 'jose'
import { z } from 'zod'
import { type Role, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../convex/model/identity.ts'

const publicJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().min(1),
  y: z.string().min(1),
})
const privateJwkSchema = publicJwkSchema.extend({ d: z.string().min(1) })

/** The key that signs, ready for use, with what others need to check its signatures. */
export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicJwk: PublicJwk
}
export type PublicJwk = z.infer<typeof publicJwkSchema> & { kid: string; alg: 'ES256'; use: 'sig' }

/** Who a token speaks for. */
export interface Subject {
  role: Role
  /** Stable id of the person or service. */
  subject: string
  /** Shown to people: who saved this. */
  name: string
}

/** A new private key as `AUTH_PRIVATE_KEY` takes it: a JWK as JSON. */
export async function newPrivateKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return JSON.stringify(privateJwkSchema.parse(await exportJWK(privateKey)))
}

/** Reads `AUTH_PRIVATE_KEY`. Throws an error with one clear sentence, which never quotes the key. */
export async function signingKey(privateKeyJson: string): Promise<SigningKey> {
  const jwk = privateJwkSchema.safeParse(jsonOrNull(privateKeyJson)).data
  if (!jwk) throw new Error('AUTH_PRIVATE_KEY must be an ES256 private key: a JWK (P-256) as JSON.')
  const { d: _, ...publicPart } = jwk
  const kid = await calculateJwkThumbprint(publicPart)
  const privateKey = await importJWK(jwk, 'ES256')
  if (privateKey instanceof Uint8Array) throw new Error('AUTH_PRIVATE_KEY is not an EC key.')
  return { kid, privateKey, publicJwk: { ...publicPart, kid, alg: 'ES256', use: 'sig' } }
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

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
