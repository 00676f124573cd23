/** Sealed secrets at the Convex host, which cannot open them. */
import type { FunctionReturnType } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import {
  type SealedSecret,
  sealedSecretSchema,
  type SecretReference,
} from '../../convex/model/secret.ts'
import { connect, type DataSettings } from './connection.ts'
import type { Operator } from './deletion.ts'

/**
 * Stores a secret for an operator. Rejects with a `ConvexError` when its owner, or the one that it
 * `replaces`, is not there (`not_found`) or has too many (`conflict`).
 */
export async function storeSecret(
  settings: DataSettings,
  operator: Operator,
  secret: SealedSecret,
  replaces: SecretReference | null,
): Promise<void> {
  const client = await connect(settings, operator)
  await client.mutation(api.secrets.set, { secret, replaces })
}

/** Which secrets an owner has; never what they hold. */
export async function secretsOf(
  settings: DataSettings,
  operator: Operator,
  owner: string,
): Promise<FunctionReturnType<typeof api.secrets.list>> {
  return (await connect(settings, operator)).query(api.secrets.list, { owner })
}

/** Rejects with a `ConvexError` (`not_found`) when there is none. */
export async function removeSecret(
  settings: DataSettings,
  operator: Operator,
  reference: SecretReference,
): Promise<void> {
  await (await connect(settings, operator)).mutation(api.secrets.remove, { reference })
}

/** The newest secret of this owner and field, as it is stored; `null`: there is none (any more). */
export async function sealedSecretAt(
  settings: DataSettings,
  owner: string,
  field: string,
): Promise<SealedSecret | null> {
  const secret = await (await connect(settings)).query(api.secrets.sealedAt, { owner, field })
  return sealedSecretSchema.nullable().parse(secret)
}

/** A secret as it is stored; `null`: there is none (any more). */
export async function sealedSecret(
  settings: DataSettings,
  reference: SecretReference,
): Promise<SealedSecret | null> {
  const secret = await (await connect(settings)).query(api.secrets.sealed, { reference })
  return sealedSecretSchema.nullable().parse(secret)
}
