import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import * as z from 'zod'
import type { AccessApplication } from '../config.ts'
import { logFailure } from '../lib/log.ts'

/** Where Access puts its proof of who the visitor is. */
export const ASSERTION_HEADER = 'cf-access-jwt-assertion'

export interface AccessIdentity {
  subject: string
  name: string
  /** When Access issued the proof, epoch ms. */
  issuedAt: number
}

/** People have a `sub` and an `email`; service tokens have a `common_name`. */
const claimsSchema = z
  .object({
    sub: z.string().optional(),
    email: z.string().optional(),
    common_name: z.string().optional(),
    iat: z.number(),
  })
  .transform(({ sub, email, common_name, iat }) => ({
    id: sub || common_name,
    name: email || common_name,
    issuedAt: iat * 1000,
  }))

const keySets = new Map<string, JWTVerifyGetKey>()

/**
 * Who Cloudflare Access says the visitor is; `null` when its proof does not hold for this application.
 * https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 */
export async function accessIdentity(
  assertion: string,
  { team, audience }: AccessApplication,
): Promise<AccessIdentity | null> {
  try {
    const { payload } = await jwtVerify(assertion, keySetOf(team), {
      issuer: team,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat'],
    })
    const { id, name, issuedAt } = claimsSchema.parse(payload)
    return id ? { subject: `access:${id}`, name: name ?? id, issuedAt } : null
  } catch (error) {
    const isRefusal = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)
    if (!isRefusal) logFailure('A proof of Cloudflare Access was not checked.', {}, error)
    return null
  }
}

/** The team's keys change every few weeks; the set is asked again when an unknown one is used. */
function keySetOf(team: string): JWTVerifyGetKey {
  const known = keySets.get(team)
  if (known) return known
  const keySet = createRemoteJWKSet(new URL('/cdn-cgi/access/certs', team))
  keySets.set(team, keySet)
  return keySet
}
