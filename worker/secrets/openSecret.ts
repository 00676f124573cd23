import type { SealedSecret, SecretReference } from '../../convex/model/secret.ts'
import type { OpenSecret } from '../accounts.ts'
import type { DataSettings } from '../data/connection.ts'
import { sealedSecret } from '../data/secrets.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'
import { secretsKey } from './key.ts'
import { open } from './sealing.ts'

/** Where somebody keeps the secrets that they have needed, sealed as they are. */
export interface KeptSecrets {
  get(reference: SecretReference): SealedSecret | null
  keep(secret: SealedSecret): void
}

/** How long the data layer may take, in ms: a caller may be waiting. */
const PATIENCE_MS = 3_000

/** `kept`: what was needed once is asked for no more, whether the data layer answers or not. */
export function secretOpener(settings: DataSettings, kept: KeptSecrets | null): OpenSecret {
  return async (reference) => {
    const known = kept?.get(reference)
    const secret = known ?? (await storedSecret(settings, reference))
    if (!known) kept?.keep(secret)
    return open(await secretsKey(settings), secret)
  }
}

async function storedSecret(
  settings: DataSettings,
  reference: SecretReference,
): Promise<SealedSecret> {
  const asked = inTime(sealedSecret(settings, reference), PATIENCE_MS, tooLate)
  const secret = await asked.catch((error: unknown) => {
    logFailure('A secret could not be read.', {}, error)
    throw new PlainError('A secret could not be read: the data cannot be reached.')
  })
  if (secret) return secret
  throw new PlainError('A secret that the settings name is not stored here: enter it again.')
}

const tooLate = (): Error => new PlainError('The data took too long to answer.')
