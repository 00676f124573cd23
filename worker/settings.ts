import * as z from 'zod'
import { DEFAULT_LOCALE, localeSchema } from '../convex/model/locales.ts'
import { isLocalUrl } from './lib/localHosts.ts'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)
const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const text = z.string().trim().min(1)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Only what stays on this machine may go without TLS. */
function isSafe(url: string): boolean {
  return url.startsWith('https:') || isLocalUrl(url)
}

/** `name=secret,name=secret`; a secret may hold `=`, but no comma. */
function namedSecrets(list: string, { addIssue }: z.RefinementCtx): Record<string, string> {
  const pairs = list.split(',').map((pair): [string, string] => {
    const [name = '', ...secret] = pair.split('=')
    return [name.trim(), secret.join('=').trim()]
  })
  if (pairs.some(([name, secret]) => name === '' || secret === '')) {
    addIssue({ code: 'custom', message: 'it must be name=secret, with commas between several' })
  }
  return Object.fromEntries(pairs)
}

/** Every setting of the Worker. An empty value counts as not set. */
export const settingsSchema = z.object({
  PUBLIC_URL: origin.optional(),

  TWILIO_ACCOUNT_SID: text
    .regex(/^AC[0-9a-f]{32}$/i, 'it must look like AC + 32 hex digits')
    .optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  TWILIO_SHARED_KEYS: text.transform(namedSecrets).optional(),
  TWILIO_BASE_URL: baseUrl.default('https://api.twilio.com'),

  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: baseUrl.default('https://api.openai.com/v1'),

  CONVEX_URL: baseUrl.optional(),
  AUTH_PRIVATE_KEY: text.optional(),

  OPERATOR_PASSWORD: z.string().min(1).optional(),
  ACCESS_TEAM_DOMAIN: text
    .transform((domain) => (domain.includes('://') ? domain : `https://${domain}`))
    .pipe(origin)
    .refine(isSafe, 'keys are fetched from it, so it must be https')
    .optional(),
  ACCESS_AUD: text.optional(),
  SIGN_IN_TOKEN: text
    .regex(/^\d{13}-[\w-]{32,}$/, 'it must be the end of its life in epoch ms, a dash and a secret')
    .optional(),

  MAX_CONCURRENT_CALLS: z.coerce.number().int().min(1).default(200),
  LOCATION_HINT: z
    .enum(['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'])
    .default('enam'),

  DEFAULT_LOCALE: localeSchema.default(DEFAULT_LOCALE),

  SIMULATED_PHONE: flag.default(false),
  SIMULATED_MODEL: flag.default(false),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings

/** What operators are told of a setting. */
export interface SettingFacts {
  /** Its value is never shown. */
  secret: boolean
  about: string
}

/** The settings that a deployer sets. Those of `npm start` alone are not among them. */
export const SETTING_FACTS: Readonly<Partial<Record<SettingName, SettingFacts>>> = {
  PUBLIC_URL: {
    secret: false,
    about: 'The origin under which Twilio reaches this Worker. Signatures are checked against it.',
  },
  TWILIO_ACCOUNT_SID: {
    secret: false,
    about: 'The Twilio account: for prices of calls, and to set webhooks from here.',
  },
  TWILIO_AUTH_TOKEN: {
    secret: true,
    about: 'Proves that requests come from Twilio. Without it no call is answered.',
  },
  TWILIO_SHARED_KEYS: {
    secret: true,
    about: 'The shared keys that webhook rules of the account sign with, as name=secret.',
  },
  TWILIO_BASE_URL: { secret: false, about: 'Where Twilio’s REST API is.' },
  OPENAI_API_KEY: {
    secret: true,
    about: 'The key for the voice model. Without it callers hear an apology.',
  },
  OPENAI_BASE_URL: { secret: false, about: 'Where OpenAI’s API is, or one that speaks the same.' },
  CONVEX_URL: {
    secret: false,
    about:
      'The Convex deployment that keeps the data. Without it the Worker keeps the data itself.',
  },
  AUTH_PRIVATE_KEY: {
    secret: true,
    about: 'Signs sessions and the tokens that Convex trusts. Needed when CONVEX_URL is set.',
  },
  OPERATOR_PASSWORD: { secret: true, about: 'Lets operators sign in by password.' },
  ACCESS_TEAM_DOMAIN: {
    secret: false,
    about: 'Lets operators sign in by Cloudflare Access: the domain of the team.',
  },
  ACCESS_AUD: {
    secret: false,
    about: 'The audience tag of the Access application that protects this Worker.',
  },
  MAX_CONCURRENT_CALLS: {
    secret: false,
    about: 'How many calls may run at once; further callers hear that all lines are busy.',
  },
  LOCATION_HINT: { secret: false, about: 'Where calls are placed: a region of Cloudflare’s.' },
  DEFAULT_LOCALE: {
    secret: false,
    about: 'The language of what callers hear when no agent is known.',
  },
}

export interface ParsedSettings {
  settings: Settings
  /** What was given and is usable. */
  given: ReadonlySet<string>
  /** One sentence for each value that is not usable. */
  wrong: string[]
}

/** Each setting is parsed by itself, so that a wrong one does not take the others with it. */
export function parseSettings(env: Record<string, unknown>): ParsedSettings {
  const usable: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const value = env[name]
    if (value === undefined || value === '') continue
    const result = schema.safeParse(value)
    if (result.success) usable[name] = value
    else wrong.push(`${name} is not usable: ${result.error.issues[0]?.message ?? 'wrong value'}.`)
  }
  return { settings: settingsSchema.parse(usable), given: new Set(Object.keys(usable)), wrong }
}

/** One sentence for each thing that is missing, or that the settings do not agree on. */
export function missingSettings(settings: Settings): string[] {
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
  return [...problems, ...signInProblems(settings)]
}

/** Shorter passwords are guessed, however slowly guesses may come. */
const GOOD_PASSWORD_LENGTH = 12

function signInProblems(settings: Settings): string[] {
  const { OPERATOR_PASSWORD: password, SIGN_IN_TOKEN: link } = settings
  const { ACCESS_TEAM_DOMAIN: team, ACCESS_AUD: audience } = settings
  const problems: string[] = []
  if (Boolean(team) !== Boolean(audience)) {
    const name = team ? 'ACCESS_AUD' : 'ACCESS_TEAM_DOMAIN'
    problems.push(`${name} is not set: nobody can sign in by Cloudflare Access.`)
  }
  if (password && password.length < GOOD_PASSWORD_LENGTH) {
    problems.push(`OPERATOR_PASSWORD is short: use ${GOOD_PASSWORD_LENGTH} characters or more.`)
  }
  if (!password && !link && !(team && audience)) {
    problems.push(
      'Nobody can sign in: set OPERATOR_PASSWORD, or ACCESS_TEAM_DOMAIN and ACCESS_AUD.',
    )
  }
  return problems
}
