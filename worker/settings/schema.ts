import * as z from 'zod'
import { discordPath } from '../../convex/model/discordAddress.ts'
import { webAddressSchema } from '../../convex/model/webAddress.ts'
import { MAX_DATA_GB } from '../../convex/model/fullness.ts'
import { DEFAULT_LOCALE, LANGUAGES, localeSchema } from '../../convex/model/locales.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { sipUriSchema } from '../../convex/model/destination.ts'
import { isPrivateKey } from '../lib/es256.ts'
import { isSecretsKey } from '../lib/secretsKey.ts'
import { credential, namedSecrets, pattern, signingSecrets, text, UNFIT } from './values.ts'
import { baseUrl, guardedBaseUrl, hostName, localPlaces, origin, versionedUrl } from './urls.ts'
import { elevenLabsVoiceId, isOpenAiModel, isTranscriptionModel, isVoice } from './vendorNames.ts'

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

export const LOCATION_HINTS = [
  'wnam',
  'enam',
  'sam',
  'weur',
  'eeur',
  'apac',
  'oc',
  'afr',
  'me',
] as const

/** Every setting of the Worker. An empty value counts as not set. */
export const settingsSchema = z.object({
  PUBLIC_URL: origin('Twilio opens media streams over TLS only').optional(),

  TWILIO_ACCOUNT_SID: pattern(/^AC[0-9a-f]{32}$/i).optional(),
  TWILIO_AUTH_TOKEN: credential.optional(),
  TWILIO_SHARED_KEYS: namedSecrets.optional(),
  TWILIO_BASE_URL: baseUrl.default('https://api.twilio.com'),

  OPENAI_API_KEY: credential.optional(),
  OPENAI_BASE_URL: versionedUrl.default('https://api.openai.com/v1'),
  OPENAI_WEBHOOK_SECRET: signingSecrets.optional(),
  OPENAI_PROJECT_ID: pattern(/^proj_\w+$/).optional(),
  OPENAI_SIP_HOST: hostName.default('sip.api.openai.com'),

  ELEVENLABS_API_KEY: credential.optional(),
  ELEVENLABS_BASE_URL: baseUrl.default('https://api.elevenlabs.io'),

  DISCORD_WEBHOOK_URL: text
    .refine((address) => discordPath(address) !== null, { error: UNFIT })
    .optional(),
  DISCORD_BASE_URL: baseUrl.default('https://discord.com'),

  CONTROL_API_TOKEN: credential.optional(),
  CONTROL_API_NUMBERS: flag.default(false),
  CONTROL_API_BASE_URL: guardedBaseUrl('a token is sent to it').optional(),
  CONTROL_API_TIMEOUT_MS: pattern(/^\d{4,5}$/)
    .transform(Number)
    .refine((ms) => ms >= 1_000 && ms <= 30_000, { error: UNFIT })
    .default(8_000),
  CONTROL_API_ACCESS_CLIENT_ID: credential.optional(),
  CONTROL_API_ACCESS_CLIENT_SECRET: credential.optional(),
  TURNSTILE_BASE_URL: baseUrl.default('https://challenges.cloudflare.com'),

  CONVEX_URL: baseUrl
    .refine((url) => !new URL(url).hostname.endsWith('.convex.site'), {
      error: 'this is the address of HTTP actions; the deployment’s own ends in .convex.cloud',
    })
    .optional(),
  AUTH_PRIVATE_KEY: text.refine(isPrivateKey, { error: UNFIT }).optional(),
  SECRETS_KEY: text.refine(isSecretsKey, { error: UNFIT }).optional(),

  OPERATOR_PASSWORD: z.string().optional(),
  ACCESS_TEAM_DOMAIN: origin('keys are fetched from it').optional(),
  ACCESS_AUD: credential.optional(),
  SIGN_IN_TOKEN: pattern(/^\d{13}-[\w-]{32,}$/).optional(),

  MAX_CONCURRENT_CALLS: pattern(/^0*[1-9]\d{0,5}$/)
    .transform(Number)
    .default(200),
  LOCATION_HINT: text.toLowerCase().pipe(z.enum(LOCATION_HINTS)).default('enam'),

  DATA_LIMIT_GB: pattern(/^\d{1,2}(\.\d+)?$/)
    .transform(Number)
    .refine((limit) => limit > 0 && limit <= MAX_DATA_GB, { error: UNFIT })
    .default(MAX_DATA_GB),

  DEFAULT_LOCALE: text.pipe(localeSchema).default(DEFAULT_LOCALE),

  OPENAI_MODEL: text.refine(isOpenAiModel, { error: UNFIT }).optional(),
  OPENAI_VOICE: text.toLowerCase().refine(isVoice, { error: UNFIT }).optional(),
  ELEVENLABS_VOICE_ID: text
    .refine((voice) => elevenLabsVoiceId(voice) !== null, { error: UNFIT })
    .optional(),
  VAD_ENABLED: flag.optional(),
  BRAIN_URL: text
    .refine((url) => webAddressSchema.safeParse(url).success, { error: UNFIT })
    .optional(),
  SYSTEM_PROMPT: text.max(32_000, { error: UNFIT }).optional(),
  WELCOME_MESSAGE: text.max(1_000, { error: UNFIT }).optional(),
  INPUT_TRANSCRIPTION_MODEL: text.refine(isTranscriptionModel, { error: UNFIT }).optional(),
  INPUT_TRANSCRIPTION_LANGUAGE: text
    .toLowerCase()
    .refine((code) => ['auto', 'locale'].includes(code) || LANGUAGES.has(code), { error: UNFIT })
    .optional(),
  HUMAN_AGENT_NUMBER: text
    .refine((value) => isE164(value) || sipUriSchema.safeParse(value).success, { error: UNFIT })
    .optional(),
  TWILIO_HUMAN_LABEL: text.max(60, { error: UNFIT }).optional(),
  TWILIO_PHONE_NUMBER: text.refine(isE164, { error: UNFIT }).optional(),

  SIMULATED_PHONE: flag.default(false),
  SIMULATED_MODEL: flag.default(false),
  SIMULATED_VOICE: flag.default(false),
  LOCAL_EXCEPTIONS: localPlaces.optional(),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings
