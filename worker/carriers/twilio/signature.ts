/**
 * `X-Twilio-Signature`: base64 of an HMAC over the URL and, for form posts, every name and value in
 * the order of the names. https://www.twilio.com/docs/usage/security
 */
export type FormParams = Record<string, string | string[]>

/** With what an account's requests may be signed. */
export interface TwilioSecrets {
  authToken: string
  /** The secrets of shared keys, by their names. */
  sharedKeys: Readonly<Record<string, string>>
}

export interface SigningSecret {
  secret: string
  hash: 'SHA-1' | 'SHA-256'
}

export interface SignedRequest {
  /** The URL as Twilio was given it, in every spelling that may have been signed. */
  urls: readonly string[]
  params: FormParams
  signature: string
}

const HASHES: Readonly<Record<string, SigningSecret['hash']>> = {
  HMAC_SHA1: 'SHA-1',
  HMAC_SHA256: 'SHA-256',
}

/**
 * What a request says it was signed with, by its `X-Twilio-Webhooks-Signature-Settings`
 * (`key=…,algorithm=…`): without it, the auth token. One that names a shared key is never checked with
 * anything else; `null` when that key or its algorithm is not known here.
 */
export function secretFor(
  settings: string | undefined,
  { authToken, sharedKeys }: TwilioSecrets,
): SigningSecret | null {
  if (!settings) return { secret: authToken, hash: 'SHA-1' }
  const { key = '', algorithm = '' } = Object.fromEntries(
    settings.split(',').map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name.trim(), value.join('=').trim()]
    }),
  )
  const secret = Object.hasOwn(sharedKeys, key) ? sharedKeys[key] : undefined
  const hash = HASHES[(algorithm || 'HMAC_SHA1').toUpperCase()]
  return secret && hash ? { secret, hash } : null
}

/** Whether the request was signed with this secret. Compares in constant time. */
export async function isSigned(secret: SigningSecret, request: SignedRequest): Promise<boolean> {
  const signature = bytesOf(request.signature)
  if (!signature) return false
  const key = await hmacKey(secret)
  const suffix = flatten(request.params)
  for (const url of request.urls) {
    const data = new TextEncoder().encode(url + suffix)
    if (await crypto.subtle.verify('HMAC', key, signature, data)) return true
  }
  return false
}

function flatten(params: FormParams): string {
  return Object.keys(params)
    .toSorted()
    .flatMap((name) => [...new Set([params[name] ?? []].flat())].toSorted().map((v) => name + v))
    .join('')
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** As many as there are secrets in the settings. */
const keys = new Map<string, CryptoKey>()

async function hmacKey({ secret, hash }: SigningSecret): Promise<CryptoKey> {
  const known = keys.get(hash + secret)
  if (known) return known
  const raw = new TextEncoder().encode(secret)
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['verify'])
  keys.set(hash + secret, key)
  return key
}
