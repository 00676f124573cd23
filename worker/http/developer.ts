import { createMiddleware } from 'hono/factory'
import { jwtVerify } from 'jose'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'

/** For whom these tokens are. */
const AUDIENCE = 'switchboard'
/** What is found later, in a log or a history, is of no use any more: no token may have longer to live. */
const LONGEST_LIFE_SEC = 600

/**
 * Lets developers pass: whoever holds the account's auth token may see what its calls did. They show
 * it by a short HS256 token signed with it (`npm run call` does), never by sending it.
 */
export const developerOnly = createMiddleware<App>(async (c, next) => {
  const { authToken } = readConfig(c.env).twilio
  const token = c.req.header('authorization')?.match(/^Bearer (.+)$/)?.[1]
  if (!authToken || !token || !(await isValid(token, authToken))) {
    return c.json({ error: 'This needs a token signed with the Twilio auth token.' }, 401)
  }
  return next()
})

async function isValid(token: string, authToken: string): Promise<boolean> {
  try {
    const key = new TextEncoder().encode(authToken)
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      requiredClaims: ['exp'],
    })
    const { exp = Infinity } = payload
    return exp <= Date.now() / 1000 + LONGEST_LIFE_SEC
  } catch {
    return false
  }
}
