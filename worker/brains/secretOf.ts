import type { SecretReference } from '../../convex/model/secret.ts'
import type { Outside } from '../accounts.ts'
import { PlainError } from '../lib/PlainError.ts'
import { broken } from './Refusal.ts'

/** A secret of the settings; `null` where none is set. Throws a `PartError` when it cannot be opened. */
export async function secretOf(
  { openSecret }: Outside,
  reference: SecretReference | null,
): Promise<string | null> {
  if (reference === null) return null
  try {
    return await openSecret(reference)
  } catch (error) {
    if (error instanceof PlainError) throw broken(error.message, false)
    throw broken('The secret of the brain could not be opened.')
  }
}
