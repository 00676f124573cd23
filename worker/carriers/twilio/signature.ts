/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1 over the URL and, for form posts, every name and value
 * in the order of the names. https://www.twilio.com/docs/usage/security
 */
export type FormParams = Record<string, string | string[]>

export interface SignedRequest {
  /** The URL as Twilio was given it, in every spelling that may have been signed. */
  urls: readonly string[]
  params: FormParams
  signature: string
}

/** Whether the request was signed with this auth token. Compares in constant time. */
export async function isSigned(authToken: string, request: SignedRequest): Promise<boolean> {
  const signature = bytesOf(request.signature)
  if (!signature) return false
  const key = await hmacKey(authToken)
  const suffix = flatten(request.params)
  for (const url of request.urls) {
    const data = new TextEncoder().encode(url + suffix)
    if (await crypto.subtle.verify('HMAC', key, signature, data)) return true
  }
  return false
}

/** Twilio signs an `https` URL as it was configured: with the default port, or without it. */
export function spellingsOf(url: URL): string[] {
  if (url.port !== '') return [url.href]
  const port = url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80
  const withPort = url.href.replace(url.host, `${url.host}:${port}`)
  return [url.href, withPort]
}

/** The handshake of a media stream is signed over its `wss://` URL; some signers add a slash. */
export function streamSpellingsOf(url: URL): string[] {
  const plain = spellingsOf(url)
  return [...plain, ...plain.map((spelling) => `${spelling}/`)]
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

let cachedKey: { authToken: string; key: CryptoKey } | null = null

async function hmacKey(authToken: string): Promise<CryptoKey> {
  if (cachedKey?.authToken === authToken) return cachedKey.key
  const raw = new TextEncoder().encode(authToken)
  const algorithm = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])
  cachedKey = { authToken, key }
  return key
}
