import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Refusal } from '../../convex/model/api.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { ASSERTION_HEADER } from '../http/access.ts'
import { clientOf } from '../http/client.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { accessOperator, sessionsOf, signIn, signOut } from '../http/operator.ts'
import { sha256 } from '../lib/hash.ts'
import { logWarning } from '../lib/log.ts'
import { isSameSecret } from '../lib/sameSecret.ts'

const passwordSchema = z.object({ password: z.string().max(1000) })

/** How operators come in and go. */
export const auth = new Hono<App>()
  .post('/password', jsonBody(passwordSchema, 'signIn'), async (c) => {
    const { password } = readConfig(c.env).signIn
    if (!password) return c.json({ error: 'Nobody can sign in by password here.' }, 401)
    const sessions = sessionsOf(c)
    const client = clientOf(c)
    const retryAfterSec = await sessions.guess(client)
    if (retryAfterSec > 0) return tooManyGuesses(c, retryAfterSec)
    if (!(await isSameSecret(c.req.valid('json').password, password))) {
      logWarning('Somebody tried to sign in with a wrong password.', {})
      return c.json({ error: 'The password is wrong.' }, 401)
    }
    await sessions.guessedRight(client)
    await signIn(c, { subject: 'operator', name: 'Operator' })
    return c.body(null, 204)
  })
  .get('/link', async (c) => {
    if (!(await isUsable(c, c.req.query('token') ?? ''))) {
      return c.redirect('/sign-in?link=expired')
    }
    await signIn(c, { subject: 'operator', name: 'Operator' })
    // That page knows where the visitor was going.
    return c.redirect('/sign-in')
  })
  .get('/access', async (c) => {
    const operator = await accessOperator(c)
    if (!operator) return c.redirect(afterRefusal(c))
    await signIn(c, operator)
    // That page knows where the visitor was going.
    return c.redirect('/sign-in')
  })
  .post('/sign-out', async (c) => {
    await signOut(c)
    return c.body(null, 204)
  })
  .all('*', (c) => c.json({ error: 'There is no such route.' }, 404))

function tooManyGuesses(c: Context<App>, retryAfterSec: number): Response {
  c.header('retry-after', String(retryAfterSec))
  const minutes = Math.ceil(retryAfterSec / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const error = `Too many wrong passwords. Try again in ${wait}.`
  return c.json({ error, retryAfterSec } satisfies Refusal, 429)
}

/** A link works once, and only the one of this start. */
async function isUsable(c: Context<App>, token: string): Promise<boolean> {
  const { link } = readConfig(c.env).signIn
  if (!link || link.expiresAt <= Date.now()) return false
  if (!(await isSameSecret(token, link.token))) return false
  return sessionsOf(c).redeem(await sha256(token), link.expiresAt)
}

/** With a proof that counts no more, the visitor has to tell Access again who they are. */
function afterRefusal(c: Context<App>): string {
  const hasProof = readConfig(c.env).signIn.access && c.req.header(ASSERTION_HEADER)
  return hasProof ? '/cdn-cgi/access/logout' : '/sign-in?access=refused'
}
