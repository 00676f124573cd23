import type { Context } from 'hono'
import type { Webhooks } from '../carriers/twilio/numbers.ts'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'
import { ownOrigin } from './ownOrigin.ts'

/** The origin that Twilio should know: as it is set, else the one that the client has come to. */
export function publicOrigin(c: Context<App>): string {
  return readConfig(c.env).publicUrl ?? ownOrigin(c)
}

export function webhooksOf(c: Context<App>): Webhooks {
  const origin = publicOrigin(c)
  return {
    voiceUrl: `${origin}/twilio/voice`,
    statusUrl: `${origin}/twilio/status`,
    fallbackUrl: `${origin}/twilio/fallback`,
  }
}
