import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Refusal, SignInWays } from '../../convex/model/api.ts'
import { readConfig } from '../config.ts'
import type { App, Operator } from './app.ts'
import { OPERATOR_SESSIONS_NAME } from '../objects/OperatorSessions.ts'
import { accessIdentity, ASSERTION_HEADER } from './access.ts'
import { developerOnly } from './developer.ts'
import { isWebSocket } from './ownPages.ts'
import { forgetSession, readSession, type SessionCookie, writeSession } from './sessionCookie.ts'

/** Lets signed-in operators pass; others learn how they can sign in. */
export const operatorOnly = createMiddleware<App>(async (c, next) => {
  const session = await runningSession(c)
  const operator = session?.cookie ?? (await accessOperator(c))
  if (!operator) {
    return c.json({ error: 'Sign in first.', signIn: waysToSignIn(c) } satisfies Refusal, 401)
  }
  c.set('operator', { subject: operator.subject, name: operator.name })
  await next()
  if (session?.isLonger && !isWebSocket(c)) await writeSession(c, session.cookie)
})

/** For what both people and the terminal may see. */
export const operatorOrDeveloper = createMiddleware<App>((c, next) =>
  c.req.header('authorization') ? developerOnly(c, next) : operatorOnly(c, next),
)

/** Starts a session, and gives the browser its cookie. */
export async function signIn(c: Context<App>, { subject, name }: Operator): Promise<void> {
  const session = await sessionsOf(c).begin()
  await writeSession(c, { ...session, subject, name })
}

/** Ends the session for good, whoever kept a copy of its cookie. */
export async function signOut(c: Context<App>): Promise<void> {
  const cookie = await readSession(c)
  if (cookie) await sessionsOf(c).end(cookie.id)
  const operator = await accessOperator(c)
  if (operator) await sessionsOf(c).signOut(operator.subject)
  forgetSession(c)
}

/** Who Cloudflare Access says this is, unless they signed out after it said so. */
export async function accessOperator(c: Context<App>): Promise<Operator | null> {
  const { access } = readConfig(c.env).signIn
  const assertion = c.req.header(ASSERTION_HEADER)
  const identity = access && assertion ? await accessIdentity(assertion, access) : null
  if (!identity) return null
  const signedOutAt = await sessionsOf(c).signedOutAt(identity.subject)
  return identity.issuedAt > signedOutAt ? identity : null
}

export function sessionsOf(c: Context<App>) {
  return c.env.OPERATORS.getByName(OPERATOR_SESSIONS_NAME)
}

async function runningSession(
  c: Context<App>,
): Promise<{ cookie: SessionCookie; isLonger: boolean } | null> {
  const cookie = await readSession(c)
  const session = cookie && (await sessionsOf(c).use(cookie.id))
  if (!session) return null
  // The cookie tells whole seconds.
  const isLonger = session.expiresAt - cookie.expiresAt >= 1000
  return { cookie: { ...cookie, expiresAt: session.expiresAt }, isLonger }
}

function waysToSignIn(c: Context<App>): SignInWays {
  const { password, link, access } = readConfig(c.env).signIn
  return {
    password: password !== null,
    link: link !== null && link.expiresAt > Date.now(),
    access: access !== null,
  }
}
