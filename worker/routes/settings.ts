import { type Context, Hono } from 'hono'
import type { Setting, SettingsAnswer } from '../../convex/model/api.ts'
import { type Fullness, fullnessWarning } from '../../convex/model/fullness.ts'
import type { Bindings } from '../bindings.ts'
import { readConfig } from '../config.ts'
import { EMBEDDED_HOST_NAME } from '../data/connection.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { publicOrigin, webhooksOf } from '../http/webhooks.ts'
import { logFailure } from '../lib/log.ts'
import { VERSION } from '../lib/version.ts'
import { OF_INSTALLATION } from '../objects/DiscordWebhook.ts'
import { settableNames, SETTING_FACTS } from '../settings/facts.ts'
import { parseSettings, withoutLogin } from '../settings/parse.ts'
import { checkVendors } from './vendors.ts'

export const settings = new Hono<App>()
  .use(operatorOnly)
  /** What is configured, what is missing, and whether each vendor answers: each is asked. */
  .get('/', async (c) => {
    const [{ vendors, models, problems }, fullness, discord] = await Promise.all([
      checkVendors(c.env),
      fullnessOf(c.env),
      discordProblem(c.env),
    ])
    const warning = fullness && fullnessWarning(fullness)
    return c.json({
      version: VERSION,
      settings: settingStates(c.env),
      problems: [
        ...readConfig(c.env).problems,
        ...problems,
        ...(warning ? [warning] : []),
        ...discord,
      ],
      vendors,
      publicUrl: publicOrigin(c),
      ...webhookUrls(c),
      ...(models ? { models } : {}),
      ...(fullness ? { fullness } : {}),
    } satisfies SettingsAnswer)
  })
  /** Only the addresses that Twilio is to ask: no vendor is bothered for them. */
  .get('/webhooks', (c) => c.json(webhookUrls(c)))

/** A sentence when Discord has refused the webhook of the installation. */
async function discordProblem(env: Bindings): Promise<string[]> {
  if (!readConfig(env).discord.webhookUrl) return []
  try {
    const problem = await env.DISCORD.getByName(OF_INSTALLATION).standing(OF_INSTALLATION)
    return problem === null ? [] : [`DISCORD_WEBHOOK_URL: ${problem}`]
  } catch (error) {
    logFailure('It is not known how the Discord webhook stands.', {}, error)
    return []
  }
}

/** `null`: the data are on a Convex deployment, or could not be asked. */
async function fullnessOf(env: Bindings): Promise<Fullness | null> {
  if (readConfig(env).convexUrl) return null
  try {
    return await env.CONVEX.getByName(EMBEDDED_HOST_NAME).fullness()
  } catch (error) {
    logFailure('It is not known how full the stored data are.', {}, error)
    return null
  }
}

function webhookUrls(c: Context<App>) {
  const { voiceUrl, statusUrl, fallbackUrl } = webhooksOf(c)
  return { webhookUrl: voiceUrl, statusUrl, fallbackUrl }
}

function settingStates(env: Bindings): Setting[] {
  const { settings: values, given } = parseSettings({ ...env })
  const madeUp = simulatedSettings(env)
  return settableNames.map((name) => {
    const { secret, about } = SETTING_FACTS[name]
    const value = values[name]
    const shown = secret || value === undefined ? {} : { value: withoutLogin(String(value)) }
    return { name, configured: given.has(name) && !madeUp.has(name), secret, about, ...shown }
  })
}

/** What `npm start` filled in for the simulators: nobody has configured it. */
function simulatedSettings(env: Bindings): ReadonlySet<string> {
  const { phone, model, voice } = readConfig(env).simulated
  return new Set([
    ...(phone ? ['TWILIO_AUTH_TOKEN'] : []),
    ...(model ? ['OPENAI_API_KEY', 'OPENAI_BASE_URL'] : []),
    ...(voice ? ['ELEVENLABS_API_KEY', 'ELEVENLABS_BASE_URL'] : []),
  ])
}
