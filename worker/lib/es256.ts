/** One ES256 key pair, as a JWK: made, read, and prepared for signing and checking. */
import {
  base64url,
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose'
import * as z from 'zod'
import { hex } from './hash.ts'
import { PlainError } from './PlainError.ts'

const NO_KEY = 'AUTH_PRIVATE_KEY must be an ES256 private key: a JWK (P-256) as JSON.'
/** 32 bytes, base64url. */
const coordinateSchema = z.string().regex(/^[\w-]{43}$/)

const publicJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinateSchema,
  y: coordinateSchema,
})
const privateJwkSchema = publicJwkSchema.extend({ d: coordinateSchema })

export type PublicJwk = z.infer<typeof publicJwkSchema> & { kid: string; alg: 'ES256'; use: 'sig' }

export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  publicJwk: PublicJwk
  /** Another name for a value, always the same, that nobody can make without this key: hex. */
  pseudonym: (value: string) => Promise<string>
}

/** A new private key: a JWK as JSON. */
export async function newPrivateKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return JSON.stringify(privateJwkSchema.parse(await exportJWK(privateKey)))
}

/** Whether this has the form of a private key. */
export function isPrivateKey(json: string): boolean {
  return privateJwkSchema.safeParse(jsonOrNull(json)).success
}

/** Reads a private key. Throws a `PlainError`, which never quotes the key. */
export async function signingKey(privateKeyJson: string): Promise<SigningKey> {
  const jwk = privateJwkSchema.safeParse(jsonOrNull(privateKeyJson)).data
  if (!jwk) throw new PlainError(NO_KEY)
  const { d, ...publicPart } = jwk
  const kid = await calculateJwkThumbprint(publicPart)
  return {
    kid,
    privateKey: await importKey(jwk),
    publicKey: await importKey(publicPart),
    publicJwk: { ...publicPart, kid, alg: 'ES256', use: 'sig' },
    pseudonym: await pseudonyms(d),
  }
}

async function pseudonyms(secret: string): Promise<SigningKey['pseudonym']> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const raw = new Uint8Array(base64url.decode(secret))
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign'])
  return async (value) => {
    // The word keeps this apart from whatever else the key may be used for.
    const text = new TextEncoder().encode(`pseudonym:${value}`)
    return hex(await crypto.subtle.sign('HMAC', key, text))
  }
}

async function importKey(jwk: z.infer<typeof publicJwkSchema>): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256').catch(() => null)
  // Numbers of the right form may still be no point of the curve.
  if (!key || key instanceof Uint8Array) throw new PlainError(NO_KEY)
  return key
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
