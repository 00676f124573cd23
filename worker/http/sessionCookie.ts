import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { dataSettings } from '../config.ts'
import type { App } from './app.ts'
import { installationKey } from '../data/connection.ts'
import { isSecure } from './ownOrigin.ts'

const NAME = 'switchboard_session'
/** Not what Convex's tokens are for: neither passes for the other. */
const AUDIENCE = 'switchboard-session'

/** What the cookie says; whether the session still runs is for `OperatorSessions` to say. */
export interface SessionCookie {
  id: string
  /** Stable id of the person. */
  subject: string
  name: string
  /** Epoch ms. */
  expiresAt: number
}

const claimsSchema = z.object({
  jti: z.string(),
  sub: z.string(),
  name: z.string(),
  exp: z.number(),
})

export async function writeSession(c: Context<App>, session: SessionCookie): Promise<void> {
  const { id, subject, name, expiresAt } = session
  const { kid, privateKey } = await installationKey(dataSettings(c.env))
  const token = await new SignJWT({ name })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setAudience(AUDIENCE)
    .setJti(id)
    .setSubject(subject)
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(privateKey)
  setCookie(c, NAME, token, { ...attributes(c), expires: new Date(expiresAt) })
}

/** The session of the request's cookie; `null` when there is none, or none of ours. */
export async function readSession(c: Context<App>): Promise<SessionCookie | null> {
  const token = getCookie(c, NAME)
  if (!token) return null
  const { publicKey } = await installationKey(dataSettings(c.env))
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['ES256'],
      audience: AUDIENCE,
    })
    const { jti: id, sub: subject, name, exp } = claimsSchema.parse(payload)
    return { id, subject, name, expiresAt: exp * 1000 }
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null
    throw error
  }
}

export function forgetSession(c: Context<App>): void {
  deleteCookie(c, NAME, attributes(c))
}

function attributes(c: Context<App>) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) } as const
}
