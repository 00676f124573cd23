import { Hono } from 'hono'
import type { Session, Token } from '../../convex/model/api.ts'
import { dataSettings, readConfig } from '../config.ts'
import { installationKey } from '../data/connection.ts'
import { issueToken } from '../data/identity.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { ownOrigin } from '../http/ownOrigin.ts'

/** The dashboard asks for a new one before this one ends. */
const TOKEN_TTL_SEC = 600

/** Who is signed in, and where their data is. */
export const session = new Hono<App>().use(operatorOnly).get('/', (c) => {
  const { convexUrl, simulated, twilio } = readConfig(c.env)
  return c.json({
    operator: c.get('operator'),
    convexUrl: convexUrl ?? ownOrigin(c),
    simulated,
    ringsPersons: twilio.account !== null,
  } satisfies Session)
})

/** A short token with which the dashboard speaks to Convex. `expiresAt`: epoch ms. */
export const token = new Hono<App>().use(operatorOnly).post('/', async (c) => {
  const key = await installationKey(dataSettings(c.env))
  const expiresAt = Date.now() + TOKEN_TTL_SEC * 1000
  const signed = await issueToken(key, { role: 'operator', ...c.get('operator') }, TOKEN_TTL_SEC)
  return c.json({ token: signed, expiresAt } satisfies Token)
})
