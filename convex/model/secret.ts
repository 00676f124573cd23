import * as z from 'zod'

/**
 * Stands for a secret in settings, versions, journals and exports. The secret itself is stored sealed and
 * apart, and opened in the Worker alone.
 */
export const secretReferenceSchema = z
  .string()
  .regex(/^sec_[A-Za-z0-9_-]{22}$/, 'This is no reference to a secret.')
export type SecretReference = z.infer<typeof secretReferenceSchema>

/** What stands before the id of the agent that a secret belongs to, and goes with. */
export const OF_AGENT = 'agent:'
/** Whose a secret is: an agent's, or the installation's. */
export const secretOwnerSchema = z
  .string()
  .regex(/^(installation|agent:[a-z0-9]{1,64})$/, 'Name its owner: installation, or agent:ID.')

/** Where the owner's settings name it, such as `engine.brain.key`. */
export const secretFieldSchema = z
  .string()
  .max(200, 'At most 200 characters.')
  .regex(/^\w+(\.\w+)*$/, 'Name its field, like engine.brain.key.')

/** How many one owner may have; those that old versions name count. */
export const MAX_SECRETS = 64
const MAX_CHARACTERS = 4096

/** A secret as an operator enters it. What is pasted often has white space around it. */
export const newSecretSchema = z.object({
  owner: secretOwnerSchema,
  field: secretFieldSchema,
  value: z
    .string()
    .trim()
    .min(1, 'Enter the secret.')
    .max(MAX_CHARACTERS, `At most ${MAX_CHARACTERS.toLocaleString('en')} characters.`),
  /** The reference that the new one takes the place of. */
  replaces: secretReferenceSchema.nullable().default(null),
})

/** A secret as it is stored: nobody reads it without the key of the installation. */
export const sealedSecretSchema = z.object({
  reference: secretReferenceSchema,
  owner: secretOwnerSchema,
  field: secretFieldSchema,
  /** Base64url: 12 random bytes, then what AES-GCM made of the secret. */
  sealed: z
    .string()
    .max(20_000)
    .regex(/^[A-Za-z0-9_-]{39,}$/, 'This is nothing sealed.'),
})
export type SealedSecret = z.infer<typeof sealedSecretSchema>
