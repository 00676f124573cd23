import * as z from 'zod'

/**
 * Stands for a secret in settings, versions, journals and exports. The secret itself is stored sealed and
 * apart, and opened in the Worker alone.
 */
export const secretReferenceSchema = z
  .string()
  .regex(/^sec_[A-Za-z0-9_-]{22}$/, 'This is no reference to a secret.')
export type SecretReference = z.infer<typeof secretReferenceSchema>
