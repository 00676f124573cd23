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

const publicJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().min(1),
  y: z.string().min(1),
})
const privateJwkSchema = publicJwkSchema.extend({ d: z.string().min(1) })

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

/** Reads a private key. Throws an error with one clear sentence, which never quotes the key. */
export async function signingKey(privateKeyJson: string): Promise<SigningKey> {
  const jwk = privateJwkSchema.safeParse(jsonOrNull(privateKeyJson)).data
  if (!jwk) throw new Error('AUTH_PRIVATE_KEY must be an ES256 private key: a JWK (P-256) as JSON.')
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
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new Error('AUTH_PRIVATE_KEY is not an EC key.')
  return key
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
