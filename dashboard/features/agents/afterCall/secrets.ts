import { secretStoredSchema } from '../../../../convex/model/api.ts'
import { apiRequest } from '../../../lib/api.ts'

/** A signing secret as Standard Webhooks has them: 32 random bytes. It is made here and sent nowhere but to be stored. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}

interface SecretToStore {
  owner: string
  /** Where the settings name it, as a dotted path. */
  field: string
  value: string
  /** The reference that it takes the place of. */
  replaces: string | null
}

/** Stores a secret, and returns what stands for it in settings. */
export async function storeSecret(secret: SecretToStore): Promise<string> {
  const options = { method: 'PUT', body: secret } as const
  return (await apiRequest('/api/secrets', secretStoredSchema, options)).reference
}
