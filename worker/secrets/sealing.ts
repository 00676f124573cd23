/** Secrets sealed and opened: AES-256-GCM, by a key that nothing else is sealed with. */
import { base64url } from 'jose'
import type { SealedSecret } from '../../convex/model/secret.ts'
import { PlainError } from '../lib/PlainError.ts'

const AES = 'AES-GCM'
/** Random for each secret, in bytes: what NIST SP 800-38D asks of GCM. */
const IV_BYTES = 12

/** Where a secret belongs: sealed in one place, it opens in no other. */
export type SecretPlace = Omit<SealedSecret, 'sealed'>

export function sealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, AES, false, ['encrypt', 'decrypt'])
}

export async function seal(
  key: CryptoKey,
  place: SecretPlace,
  value: string,
): Promise<SealedSecret> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const text = new TextEncoder().encode(value)
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, place), key, text))
  const sealed = new Uint8Array(iv.length + encrypted.length)
  sealed.set(iv)
  sealed.set(encrypted, iv.length)
  return { ...place, sealed: base64url.encode(sealed) }
}

/** Rejects with a `PlainError` when it was sealed with another key or in another place, or was changed. */
export async function open(key: CryptoKey, { sealed, ...place }: SealedSecret): Promise<string> {
  try {
    const bytes = new Uint8Array(base64url.decode(sealed))
    const iv = bytes.subarray(0, IV_BYTES)
    const encrypted = bytes.subarray(IV_BYTES)
    const text = await crypto.subtle.decrypt(algorithm(iv, place), key, encrypted)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  } catch {
    throw new PlainError(
      `The secret of ${place.field} was sealed with another SECRETS_KEY, or in another place: enter it again.`,
    )
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, { reference, owner, field }: SecretPlace) {
  // As JSON, so that no two places are written alike.
  const place = new TextEncoder().encode(JSON.stringify([reference, owner, field]))
  return { name: AES, iv, additionalData: place }
}

/** 128 random bits. */
export function newReference(): string {
  return `sec_${base64url.encode(crypto.getRandomValues(new Uint8Array(16)))}`
}
