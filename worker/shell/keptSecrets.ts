import {
  type SealedSecret,
  sealedSecretSchema,
  type SecretReference,
} from '../../convex/model/secret.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

const SEALED = 'sealed:'

/**
 * The secrets that a call has needed, sealed as they are stored, beside its journal and forgotten with it:
 * after a restart nobody has to be asked for them.
 */
export function keptSecrets(storage: CallStorage) {
  return {
    get(reference: SecretReference): SealedSecret | null {
      return sealedSecretSchema.safeParse(storage.kv.get(SEALED + reference)).data ?? null
    },
    keep(secret: SealedSecret): void {
      void storage.put(SEALED + secret.reference, secret, UNCONFIRMED)
    },
  }
}
