import type { NewAgent } from '../convex/model/newAgent.ts'
import type { ControlService, ElevenLabsAccount, OpenAiAccount } from './accounts.ts'
import type { TwilioAccount } from './carriers/twilio/rest.ts'
import type { DataSettings, EmbeddedHost } from './data/connection.ts'
import { logWarning } from './lib/log.ts'
import { foreignSettings } from './settings/foreign.ts'
import { missingSettings, poorSettings } from './settings/missing.ts'
import { unknownNames } from './settings/names.ts'
import { newAgentBy, newAgentNotices } from './settings/newAgent.ts'
import { parseSettings } from './settings/parse.ts'
import type { Settings } from './settings/schema.ts'

/** An application of Cloudflare Access that protects this Worker. */
export interface AccessApplication {
  /** The origin of the team's domain. */
  team: string
  audience: string
}

export interface Config {
  /** The origin that Twilio sees; signatures are checked against it. */
  publicUrl: string | null
  twilio: {
    authToken: string | null
    /** The secrets that webhooks may be signed with instead, by the names of their keys. */
    sharedKeys: Readonly<Record<string, string>>
    account: TwilioAccount | null
    /** A number of the account's, E.164. */
    phoneNumber: string | null
  }
  openai: OpenAiAccount | null
  sip: {
    /** What OpenAI signs its webhooks with, one of them; none: they are refused, or one is stored. */
    webhookSecrets: readonly string[]
    /** OpenAI's SIP connector for the project, such as `proj_…@sip.api.openai.com`. */
    address: string | null
  }
  elevenlabs: ElevenLabsAccount | null
  discord: {
    /** Where all calls are told of whose agents have no address of their own: a secret. */
    webhookUrl: string | null
    /** For example `https://discord.com`. */
    baseUrl: string
  }
  control: {
    /** Lets systems of the deployer's command calls; `null`: none may. */
    token: string | null
    /** Whether they may have callers put through to any number. */
    numbers: boolean
    /** Who is asked about calls that are not ours. */
    service: ControlService | null
  }
  /** For example `https://challenges.cloudflare.com`. */
  turnstileUrl: string
  convexUrl: string | null
  authPrivateKey: string | null
  secretsKey: string | null
  signIn: {
    password: string | null
    /** The one-time token of `npm start`, and when it ends, epoch ms. */
    link: { token: string; expiresAt: number } | null
    access: AccessApplication | null
  }
  maxConcurrentCalls: number
  locationHint: Settings['LOCATION_HINT']
  /** The language of what callers hear when no agent is known. */
  defaultLocale: Settings['DEFAULT_LOCALE']
  simulated: { phone: boolean; model: boolean; voice: boolean }
  /** What of this machine may be asked, as `host:port`; nothing when deployed. */
  localExceptions: readonly string[]
  /** What an agent's form starts with. */
  newAgent: NewAgent
  /** One sentence for each thing that is missing or wrong. */
  problems: readonly string[]
}

const parsed = new WeakMap<object, Config>()

/** The settings of this Worker, read once and validated; a wrong one counts as missing. */
export function readConfig(env: object): Config {
  const known = parsed.get(env)
  if (known) return known
  const config = parseConfig({ ...env })
  for (const problem of config.problems) logWarning(problem, {})
  parsed.set(env, config)
  return config
}

/** Which Convex host this Worker uses, and with which key. */
export function dataSettings(env: { CONVEX: EmbeddedHost }): DataSettings {
  const { convexUrl, authPrivateKey, secretsKey } = readConfig(env)
  return {
    convexUrl: convexUrl ?? undefined,
    authPrivateKey: authPrivateKey ?? undefined,
    secretsKey,
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
  const elevenlabs = settings.ELEVENLABS_API_KEY
    ? { apiKey: settings.ELEVENLABS_API_KEY, baseUrl: settings.ELEVENLABS_BASE_URL }
    : null
  return {
    publicUrl: settings.PUBLIC_URL ?? null,
    twilio: {
      authToken: authToken ?? null,
      sharedKeys: settings.TWILIO_SHARED_KEYS ?? {},
      account,
      phoneNumber: settings.TWILIO_PHONE_NUMBER ?? null,
    },
    openai,
    sip: {
      webhookSecrets: settings.OPENAI_WEBHOOK_SECRET ?? [],
      address: settings.OPENAI_PROJECT_ID
        ? `${settings.OPENAI_PROJECT_ID}@${settings.OPENAI_SIP_HOST}`
        : null,
    },
    elevenlabs,
    discord: {
      webhookUrl: settings.DISCORD_WEBHOOK_URL ?? null,
      baseUrl: settings.DISCORD_BASE_URL,
    },
    control: {
      token: settings.CONTROL_API_TOKEN ?? null,
      numbers: settings.CONTROL_API_NUMBERS,
      service: controlService(settings),
    },
    turnstileUrl: settings.TURNSTILE_BASE_URL,
    convexUrl: settings.CONVEX_URL ?? null,
    authPrivateKey: settings.AUTH_PRIVATE_KEY ?? null,
    secretsKey: settings.SECRETS_KEY ?? null,
    signIn: signInWays(settings),
    maxConcurrentCalls: settings.MAX_CONCURRENT_CALLS,
    locationHint: settings.LOCATION_HINT,
    defaultLocale: settings.DEFAULT_LOCALE,
    simulated: {
      phone: settings.SIMULATED_PHONE,
      model: settings.SIMULATED_MODEL,
      voice: settings.SIMULATED_VOICE,
    },
    localExceptions: settings.LOCAL_EXCEPTIONS ?? [],
    newAgent: newAgentBy(settings),
    problems: [
      ...wrong,
      ...missingSettings((name) => Boolean(settings[name])),
      ...poorSettings(settings),
      ...newAgentNotices(settings),
      ...foreignSettings(env),
      ...unknownNames(namesIn(env)),
    ],
  }
}

/** Settings are text; bindings are not. An empty one is not set. */
function namesIn(env: Record<string, unknown>): string[] {
  return Object.keys(env).filter((name) => typeof env[name] === 'string' && env[name] !== '')
}

function controlService(settings: Settings): ControlService | null {
  const { CONTROL_API_BASE_URL: baseUrl, CONTROL_API_ACCESS_CLIENT_ID: clientId } = settings
  const { CONTROL_API_ACCESS_CLIENT_SECRET: clientSecret } = settings
  if (!baseUrl) return null
  return {
    baseUrl,
    token: settings.CONTROL_API_TOKEN ?? null,
    timeoutMs: settings.CONTROL_API_TIMEOUT_MS,
    access: clientId && clientSecret ? { clientId, clientSecret } : null,
  }
}

function signInWays(settings: Settings): Config['signIn'] {
  const { SIGN_IN_TOKEN: token, ACCESS_TEAM_DOMAIN: team, ACCESS_AUD: audience } = settings
  return {
    password: settings.OPERATOR_PASSWORD ?? null,
    link: token ? { token, expiresAt: Number.parseInt(token, 10) } : null,
    access: team && audience ? { team, audience } : null,
  }
}
