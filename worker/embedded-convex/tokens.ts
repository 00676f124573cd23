/** Who a bearer token speaks for, as `ctx.auth.getUserIdentity()` tells a function. */
import type { UserIdentity } from 'convex/server'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import * as z from 'zod'
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../convex/model/identity.ts'
import type { SigningKey } from '../lib/es256.ts'
import { parsedJsonSchema } from './json.ts'

/** The token is not ours, or not any more. */
export class RefusedToken extends Error {}

/** Who makes requests, and until when we know that. */
export interface Bearer {
  identity: UserIdentity
  /** Epoch ms. */
  expiresAt: number
}

/** Throws `RefusedToken`. */
export async function bearerOf(token: string, key: SigningKey): Promise<Bearer> {
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      algorithms: ['ES256'],
      requiredClaims: ['sub', 'exp', 'iat'],
    })
    return { identity: userIdentity(payload), expiresAt: z.number().parse(payload.exp) * 1000 }
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new RefusedToken(error.code)
    throw error
  }
}

function userIdentity({
  iss,
  sub,
  aud: _a,
  exp: _e,
  iat: _i,
  ...claims
}: JWTPayload): UserIdentity {
  const subject = z.string().parse(sub)
  const own = z.record(z.string(), parsedJsonSchema).parse(claims)
  return { ...own, tokenIdentifier: `${iss}|${subject}`, issuer: TOKEN_ISSUER, subject }
}
