import { Hono } from 'hono'
import type { DiscordStanding, Refusal } from '../../convex/model/api.ts'
import { secretReferenceSchema } from '../../convex/model/secret.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { OF_INSTALLATION } from '../objects/DiscordWebhook.ts'

/** How a Discord webhook stands: the installation's, or the one whose address is this secret. */
export const discord = new Hono<App>().use(operatorOnly).get('/:source', async (c) => {
  const source = c.req.param('source')
  const isKnown = source === OF_INSTALLATION || secretReferenceSchema.safeParse(source).success
  if (!isKnown) {
    return c.json({ error: 'There is no such Discord webhook.' } satisfies Refusal, 404)
  }
  if (source === OF_INSTALLATION && !readConfig(c.env).discord.webhookUrl) {
    return c.json({ problem: null } satisfies DiscordStanding)
  }
  const problem = await c.env.DISCORD.getByName(source).standing(source)
  return c.json({ problem } satisfies DiscordStanding)
})
