/** Which key this installation seals its secrets with. */
import { type DataSettings, EMBEDDED_HOST_NAME, type EmbeddedHost } from '../data/connection.ts'
import { PlainError } from '../lib/PlainError.ts'
import { secretsKeyBytes } from '../lib/secretsKey.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { sealingKey } from './sealing.ts'

// Only finished values are kept across requests: workerd lets no request wait for another's I/O.
const keys = new Map<string, CryptoKey>()
const embeddedKeys = new WeakMap<EmbeddedHost, string>()

/** Rejects with a `PlainError` where no key is set, and the installation may make none. */
export async function secretsKey(settings: DataSettings): Promise<CryptoKey> {
  const text = settings.secretsKey ?? (await embeddedKey(settings))
  const known = keys.get(text)
  if (known) return known
  const bytes = secretsKeyBytes(text)
  if (!bytes) throw new PlainError('SECRETS_KEY must be 32 bytes in base64.')
  const key = await sealingKey(bytes)
  keys.set(text, key)
  return key
}

async function embeddedKey({ convexUrl, host }: DataSettings): Promise<string> {
  if (convexUrl) {
    throw new PlainError(
      'SECRETS_KEY is not set: with CONVEX_URL, secrets can be neither stored nor used without it.',
    )
  }
  const kept = embeddedKeys.get(host)
  if (kept !== undefined) return kept
  const key = await unlessOlder(host.getByName(EMBEDDED_HOST_NAME).secretsKey(), null)
  if (key === null) {
    throw new PlainError('The release before this one still keeps the data: try again in an hour.')
  }
  embeddedKeys.set(host, key)
  return key
}
