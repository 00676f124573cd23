import { Hono } from 'hono'
import { type Bindings, readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { publicOrigin, webhooksOf } from '../http/webhooks.ts'
import { settableNames, SETTING_FACTS, type SettingFacts } from '../settings/facts.ts'
import { parseSettings, withoutLogin } from '../settings/parse.ts'
import { checkVendors } from './vendors.ts'

interface SettingState extends Pick<SettingFacts, 'secret' | 'about'> {
  name: string
  /** It is set, and usable. */
  configured: boolean
  /** Never there for secrets. */
  value?: string
}

/** What is configured, what is missing, and whether each vendor answers. */
export const settings = new Hono<App>().use(operatorOnly).get('/', async (c) => {
  const { vendors, models, problems } = await checkVendors(c.env)
  const { voiceUrl, statusUrl, fallbackUrl } = webhooksOf(c)
  return c.json({
    settings: settingStates(c.env),
    problems: [...readConfig(c.env).problems, ...problems],
    vendors,
    publicUrl: publicOrigin(c),
    webhookUrl: voiceUrl,
    statusUrl,
    fallbackUrl,
    ...(models ? { models } : {}),
  })
})

function settingStates(env: Bindings): SettingState[] {
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
  const { phone, model } = readConfig(env).simulated
  return new Set([
    ...(phone ? ['TWILIO_AUTH_TOKEN'] : []),
    ...(model ? ['OPENAI_API_KEY', 'OPENAI_BASE_URL'] : []),
  ])
}
