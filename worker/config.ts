import { z } from 'zod'
import type { TwilioAccount } from './carriers/twilio/rest.ts'
import type { DataSettings } from './data/connection.ts'
import type { EmbeddedConvex } from './embedded-convex/EmbeddedConvex.ts'
import type { OpenAiAccount } from './engines/realtime/index.ts'
import type { CallDirectory } from './objects/CallDirectory.ts'
import type { VoiceCallSession } from './objects/VoiceCallSession.ts'

/** What wrangler.toml binds. */
export interface Bindings {
  CALLS: DurableObjectNamespace<VoiceCallSession>
  DIRECTORY: DurableObjectNamespace<CallDirectory>
  CONVEX: DurableObjectNamespace<EmbeddedConvex>
  ASSETS: Fetcher
}

const origin = z.url().transform((url) => new URL(url).origin)
const baseUrl = z.url().transform((url) => url.replace(/\/+$/, ''))
const text = z.string().trim().min(1)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Every setting, as `.dev.vars.example` documents it. An empty value counts as not set. */
const settingsSchema = z.object({
  PUBLIC_URL: origin.optional(),
  TWILIO_ACCOUNT_SID: text
    .regex(/^AC[0-9a-f]{32}$/i, 'it must look like AC + 32 hex digits')
    .optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  TWILIO_BASE_URL: baseUrl.default('https://api.twilio.com'),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: baseUrl.default('https://api.openai.com/v1'),
  CONVEX_URL: baseUrl.optional(),
  AUTH_PRIVATE_KEY: text.optional(),
  MAX_CONCURRENT_CALLS: z.coerce.number().int().min(1).default(200),
  LOCATION_HINT: z
    .enum(['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'])
    .default('enam'),
  /** Set by `npm start` alone: the phone and the model are simulated on this machine. */
  SIMULATED_PHONE: flag.default(false),
  SIMULATED_MODEL: flag.default(false),
})
type Settings = z.infer<typeof settingsSchema>

export interface Config {
  /** The origin that Twilio sees; signatures are checked against it. */
  publicUrl: string | null
  twilio: { authToken: string | null; account: TwilioAccount | null }
  openai: OpenAiAccount | null
  convexUrl: string | null
  authPrivateKey: string | null
  maxConcurrentCalls: number
  locationHint: Settings['LOCATION_HINT']
  simulated: { phone: boolean; model: boolean }
  /** One sentence for each thing that is missing or wrong. */
  problems: readonly string[]
}

const parsed = new WeakMap<object, Config>()

/** The settings of this Worker, read once and validated; a wrong one counts as missing. */
export function readConfig(env: Bindings): Config {
  const known = parsed.get(env)
  if (known) return known
  const config = parseConfig({ ...env })
  for (const problem of config.problems) console.warn(problem)
  parsed.set(env, config)
  return config
}

/** Which Convex host this Worker uses, and with which key. */
export function dataSettings(env: Bindings): DataSettings {
  const { convexUrl, authPrivateKey } = readConfig(env)
  return {
    convexUrl: convexUrl ?? undefined,
    authPrivateKey: authPrivateKey ?? undefined,
    host: env.CONVEX,
  }
}

export function parseConfig(env: Record<string, unknown>): Config {
  const { settings, wrong } = parseSettings(env)
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = settings
  const account =
    accountSid && authToken ? { accountSid, authToken, baseUrl: settings.TWILIO_BASE_URL } : null
  const openai = settings.OPENAI_API_KEY
    ? { apiKey: settings.OPENAI_API_KEY, baseUrl: settings.OPENAI_BASE_URL }
    : null
  return {
    publicUrl: settings.PUBLIC_URL ?? null,
    twilio: { authToken: authToken ?? null, account },
    openai,
    convexUrl: settings.CONVEX_URL ?? null,
    authPrivateKey: settings.AUTH_PRIVATE_KEY ?? null,
    maxConcurrentCalls: settings.MAX_CONCURRENT_CALLS,
    locationHint: settings.LOCATION_HINT,
    simulated: { phone: settings.SIMULATED_PHONE, model: settings.SIMULATED_MODEL },
    problems: [...wrong, ...missing(settings)],
  }
}

/** Each setting is parsed by itself, so that a wrong one does not take the others with it. */
function parseSettings(env: Record<string, unknown>): { settings: Settings; wrong: string[] } {
  const given: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const value = env[name]
    if (value === undefined || value === '') continue
    const result = schema.safeParse(value)
    if (result.success) given[name] = value
    else wrong.push(`${name} is not usable: ${result.error.issues[0]?.message ?? 'wrong value'}.`)
  }
  return { settings: settingsSchema.parse(given), wrong }
}

function missing(settings: Settings): string[] {
  const problems: string[] = []
  if (!settings.OPENAI_API_KEY) {
    problems.push('OPENAI_API_KEY is not set: calls are answered with an apology.')
  }
  if (!settings.TWILIO_AUTH_TOKEN) {
    problems.push('TWILIO_AUTH_TOKEN is not set: requests from Twilio are refused.')
  }
  if (!settings.PUBLIC_URL) {
    problems.push(
      'PUBLIC_URL is not set: requests from Twilio are refused, as signatures cover it.',
    )
  }
  if (settings.CONVEX_URL && !settings.AUTH_PRIVATE_KEY) {
    problems.push('AUTH_PRIVATE_KEY is not set: Convex will refuse this Worker.')
  }
  return problems
}
