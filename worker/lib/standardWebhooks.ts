/**
 * Requests signed as Standard Webhooks are.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { PlainError } from './PlainError.ts'

const PREFIX = 'whsec_'
const MIN_BYTES = 24
const MAX_BYTES = 64
/** How far the clocks may be apart, in ms: what is older may be a request that somebody sends again. */
const TOLERANCE_MS = 5 * 60_000
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

/** The headers of a signed request. */
export interface SignedHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

export interface Signing {
  /** The same each time that the same is sent: who receives it twice does it once. Without a dot. */
  id: string
  /** Epoch ms; it is sent in seconds. */
  now: number
  body: string
  /** One; while they change, the new one and the old one. */
  secrets: readonly string[]
}

/** A new secret: 32 random bytes. */
export function newSigningSecret(): string {
  return PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(32)))
}

/** Rejects with a `PlainError` when a secret is none of this form. */
export async function signWebhook({ id, now, body, secrets }: Signing): Promise<SignedHeaders> {
  // With a dot in it, another cut of the same text would have the same signature.
  if (!/^[\x21-\x2d\x2f-\x7e]+$/.test(id)) throw new Error('The id of a webhook is a word.')
  const timestamp = String(Math.floor(now / 1000))
  const signatures = secrets.map(
    async (secret) => `v1,${toBase64(await hmac(secret, `${id}.${timestamp}.${body}`))}`,
  )
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': (await Promise.all(signatures)).join(' '),
  }
}

/** Whether the sender knows one of the secrets, and has signed this body just now. `now`: epoch ms. */
export async function isSignedWebhook(
  headers: Headers,
  { now, body, secrets }: Omit<Signing, 'id'>,
): Promise<boolean> {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false
  const given = (headers.get('webhook-signature') ?? '').split(' ').flatMap(bytesOfSignature)
  const text = `${id}.${timestamp}.${body}`
  const expected = await Promise.all(secrets.map((secret) => hmac(secret, text)))
  // Each is compared with each, whatever was found before: time tells nothing.
  const equal = expected.flatMap((one) => given.map((other) => isEqual(one, other)))
  return equal.includes(true)
}

/** Versions that are not known are left out: those who send may be newer. */
function bytesOfSignature(signature: string): Uint8Array[] {
  const [version, base64 = ''] = signature.split(',')
  const bytes = version === 'v1' ? fromBase64(base64) : null
  return bytes ? [bytes] : []
}

export function isSigningSecret(secret: string): boolean {
  return bytesOfSecret(secret) !== null
}

function bytesOfSecret(secret: string): Uint8Array<ArrayBuffer> | null {
  const bytes = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : null
  return bytes && bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes : null
}

async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const bytes = bytesOfSecret(secret)
  if (!bytes) {
    throw new PlainError(
      `A signing secret is ${PREFIX} and ${MIN_BYTES} to ${MAX_BYTES} bytes in base64.`,
    )
  }
  const key = await crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0)
  return difference === 0
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
