import * as z from 'zod'

/** The Worker issues every token; Convex trusts it as a `customJwt` provider (see `convex/auth.config.ts`). */
export const TOKEN_ISSUER = 'https://switchboard.internal'
export const TOKEN_AUDIENCE = 'switchboard'

/** `operator`: a signed-in person. `service`: the Worker itself. */
export const roleSchema = z.enum(['operator', 'service'])
export type Role = z.infer<typeof roleSchema>
