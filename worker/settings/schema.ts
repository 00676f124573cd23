import * as z from 'zod'
import { isPrivateKey } from '../lib/es256.ts'
import { credential, pattern, text, UNFIT } from './values.ts'
import { baseUrl, origin, versionedUrl } from './urls.ts'

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
  TWILIO_BASE_URL: baseUrl.default('https://api.twilio.com'),

  OPENAI_API_KEY: credential.optional(),
  OPENAI_BASE_URL: versionedUrl.default('https://api.openai.com/v1'),

  CONVEX_URL: baseUrl
    .refine((url) => !new URL(url).hostname.endsWith('.convex.site'), {
      error: 'this is the address of HTTP actions; the deployment’s own ends in .convex.cloud',
    })
    .optional(),
  AUTH_PRIVATE_KEY: text.refine(isPrivateKey, { error: UNFIT }).optional(),

  OPERATOR_PASSWORD: z.string().optional(),
  ACCESS_TEAM_DOMAIN: origin('keys are fetched from it').optional(),
  ACCESS_AUD: credential.optional(),
  SIGN_IN_TOKEN: pattern(/^\d{13}-[\w-]{32,}$/).optional(),

  MAX_CONCURRENT_CALLS: pattern(/^0*[1-9]\d{0,5}$/)
    .transform(Number)
    .default(200),
  LOCATION_HINT: text.toLowerCase().pipe(z.enum(LOCATION_HINTS)).default('enam'),

  SIMULATED_PHONE: flag.default(false),
  SIMULATED_MODEL: flag.default(false),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings
