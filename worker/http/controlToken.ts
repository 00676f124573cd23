import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Refusal } from '../../convex/model/api.ts'
import { readConfig } from '../config.ts'
import { isSameSecret } from '../lib/sameSecret.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import type { App } from './app.ts'
import { clientOf } from './client.ts'
import { sessionsOf } from './operator.ts'

/**
 * Lets systems pass that hold CONTROL_API_TOKEN; without one set, nobody. Who guesses has to wait by and by,
 * and no token of theirs is good meanwhile, so that no answer tells a right guess from a wrong one.
 */
export const controlToken = createMiddleware<App>(async (c, next) => {
  const { token: expected } = readConfig(c.env).control
  if (!expected) return c.json({ error: SHUT } satisfies Refusal, 503)
  const given = c.req.header('authorization')?.match(/^Bearer +(\S+)$/i)?.[1]
  if (!given) return unknown(c)
  // Guesses of the password are counted apart: whoever cannot do the one may do the other.
  const client = `control ${clientOf(c)}`
  const isRight = await isSameSecret(given, expected)
  const sessions = sessionsOf(c)
  const waitSec = isRight
    ? await unlessOlder(sessions.waitOf(client), 0)
    : await sessions.guess(client)
  if (waitSec > 0) return tooManyGuesses(c, waitSec)
  return isRight ? next() : unknown(c)
})

const SHUT = 'CONTROL_API_TOKEN is not set: nobody can command calls from outside.'

function unknown(c: Context<App>): Response {
  c.header('www-authenticate', 'Bearer')
  const error = 'This needs CONTROL_API_TOKEN as a bearer token.'
  return c.json({ error } satisfies Refusal, 401)
}

function tooManyGuesses(c: Context<App>, retryAfterSec: number): Response {
  c.header('retry-after', String(retryAfterSec))
  const error = 'Too many wrong tokens came from this address. Try again later.'
  return c.json({ error, retryAfterSec } satisfies Refusal, 429)
}
