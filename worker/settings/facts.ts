import { MAX_DATA_GB } from '../../convex/model/fullness.ts'
import { LOCALES } from '../../convex/model/locales.ts'
import { LOCATION_HINTS, type SettingName, settingsSchema } from './schema.ts'
import { REALTIME_NAMES, TRANSCRIPTION_NAMES, VOICE_NAMES } from './vendorNames.ts'

/** What a value must be, said when it is not. */
export interface Expectation {
  /** Its value is never shown. */
  secret: boolean
  /** Goes on after “it must be”. */
  expected: string
  example: string
}

/** What operators are told of a setting. */
export interface SettingFacts extends Expectation {
  about: string
}

/** For `npm start` alone, which makes most of them for each start: no page shows them. */
type OwnSetting =
  'SIGN_IN_TOKEN' | 'SIMULATED_PHONE' | 'SIMULATED_MODEL' | 'SIMULATED_VOICE' | 'LOCAL_EXCEPTIONS'

const OWN_SETTINGS: Readonly<Record<OwnSetting, Expectation>> = {
  SIGN_IN_TOKEN: {
    secret: true,
    expected: 'the end of its life in epoch ms, a dash and a random part',
    example: '1790000000000-… (leave it to npm start)',
  },
  SIMULATED_PHONE: { secret: false, expected: 'true or false', example: 'false' },
  SIMULATED_MODEL: { secret: false, expected: 'true or false', example: 'false' },
  SIMULATED_VOICE: { secret: false, expected: 'true or false', example: 'false' },
  LOCAL_EXCEPTIONS: {
    secret: false,
    expected: 'hosts and ports of this machine, with commas between several',
    example: 'localhost:3000',
  },
}

/** Copied into agents when they are made. */
const NEW_AGENT_FACTS = {
  OPENAI_MODEL: {
    secret: false,
    about: 'The model that new agents start with.',
    expected: `a Realtime model (${REALTIME_NAMES.join(', ')}) or one of OpenAI’s that writes`,
    example: 'gpt-realtime-2.1',
  },
  OPENAI_VOICE: {
    secret: false,
    about: 'The voice that new agents start with.',
    expected: `one of ${VOICE_NAMES.join(', ')}`,
    example: 'marin',
  },
  ELEVENLABS_VOICE_ID: {
    secret: false,
    about: 'The voice of ElevenLabs’ that new agents start with, where they speak by it.',
    expected: 'the id of a voice of ElevenLabs’, or Rachel',
    example: '21m00Tcm4TlvDq8ikWAM',
  },
  VAD_ENABLED: {
    secret: false,
    about: 'Whether our own voice detection listens in new agents that are pipelines.',
    expected: 'true or false',
    example: 'true',
  },
  BRAIN_URL: {
    secret: false,
    about: 'Your own endpoint that thinks for new agents; docs/brains.md has its format.',
    expected: 'a whole address',
    example: 'https://example.com/agent',
  },
  SYSTEM_PROMPT: {
    secret: false,
    about: 'The system prompt that new agents start with.',
    expected: 'at most 32,000 characters',
    example: 'You are the receptionist of Harbour Dental.',
  },
  WELCOME_MESSAGE: {
    secret: false,
    about: 'What new agents say first.',
    expected: 'at most 1,000 characters',
    example: 'Hello, how can I help you?',
  },
  INPUT_TRANSCRIPTION_MODEL: {
    secret: false,
    about: 'What writes down the words of the callers of new agents.',
    expected: `one of ${TRANSCRIPTION_NAMES.join(', ')}`,
    example: 'gpt-transcribe',
  },
  INPUT_TRANSCRIPTION_LANGUAGE: {
    secret: false,
    about: 'What callers of new agents are expected to speak; auto: it is found out.',
    expected: 'a language (ISO 639-1) of the agent’s form, or auto',
    example: 'en',
  },
  HUMAN_AGENT_NUMBER: {
    secret: false,
    about:
      'The person whom new agents can put callers through to, and where their callers go when the agent cannot go on (a number alone).',
    expected: 'a number in E.164, or a SIP address',
    example: '+12025550123',
  },
  TWILIO_HUMAN_LABEL: {
    secret: false,
    about: 'What new agents, their callers and operators call that person.',
    expected: 'at most 60 characters',
    example: 'Front desk',
  },
  TWILIO_PHONE_NUMBER: {
    secret: false,
    about:
      'The number that the first agent answers. Persons are called from it where the caller has dialled no number.',
    expected: 'a number in E.164',
    example: '+12025550100',
  },
} as const satisfies Partial<Record<SettingName, SettingFacts>>

/** The settings that a deployer sets. */
export const SETTING_FACTS: Readonly<Record<Exclude<SettingName, OwnSetting>, SettingFacts>> = {
  PUBLIC_URL: {
    secret: false,
    about: 'The origin under which Twilio reaches this Worker. Signatures are checked against it.',
    expected: 'an origin that begins with https:// and has no path',
    example: 'https://calls.example.com',
  },
  TWILIO_ACCOUNT_SID: {
    secret: false,
    about: 'The Twilio account: for prices of calls, and to set webhooks from here.',
    expected: 'AC and 32 hex digits, from the first page of the Twilio Console',
    example: 'AC0123456789abcdef0123456789abcdef',
  },
  TWILIO_AUTH_TOKEN: {
    secret: true,
    about: 'Proves that requests come from Twilio. Without it no call is answered.',
    expected: 'the primary Auth Token, from the first page of the Twilio Console',
    example: '0123456789abcdef0123456789abcdef',
  },
  TWILIO_SHARED_KEYS: {
    secret: true,
    about: 'The shared keys that webhook rules of the account sign with, as name=secret.',
    expected: 'name=secret, with commas between several',
    example: 'webhooks_sharedkey_1=…',
  },
  TWILIO_BASE_URL: {
    secret: false,
    about: 'Where Twilio’s REST API is.',
    expected: 'an address that begins with https://',
    example: 'https://api.twilio.com',
  },
  OPENAI_API_KEY: {
    secret: true,
    about: 'The key for the voice model. Without it callers hear an apology.',
    expected: 'a key of a project at platform.openai.com',
    example: 'sk-proj-…',
  },
  OPENAI_BASE_URL: {
    secret: false,
    about: 'Where OpenAI’s API is, or one that speaks the same.',
    expected: 'an address that begins with https:// and ends in the version',
    example: 'https://api.openai.com/v1',
  },
  OPENAI_WEBHOOK_SECRET: {
    secret: true,
    about:
      'Proves that webhooks come from OpenAI, for calls over its SIP connector. Settings can make one instead.',
    expected: 'whsec_ and base64, as OpenAI shows it once; two with a comma while it is changed',
    example: 'whsec_…',
  },
  OPENAI_PROJECT_ID: {
    secret: false,
    about:
      'The project that takes calls over OpenAI’s SIP connector: it is part of its SIP address.',
    expected: 'proj_ and letters and digits, from the project’s settings at platform.openai.com',
    example: 'proj_0123456789abcdef',
  },
  OPENAI_SIP_HOST: {
    secret: false,
    about:
      'Where OpenAI’s SIP connector is: sip-eu.api.openai.com for projects in Europe, sip-in.api.openai.com in India.',
    expected: 'the name of a host',
    example: 'sip.api.openai.com',
  },
  ELEVENLABS_API_KEY: {
    secret: true,
    about: 'The key for ElevenLabs’ ears and voices, which pipelines may use.',
    expected: 'a key of elevenlabs.io',
    example: 'sk_…',
  },
  ELEVENLABS_BASE_URL: {
    secret: false,
    about: 'Where ElevenLabs’ API is.',
    expected: 'an address that begins with https://',
    example: 'https://api.elevenlabs.io',
  },
  DISCORD_WEBHOOK_URL: {
    secret: true,
    about:
      'The Discord webhook that is told what is said in calls. Agents may have one of their own instead.',
    expected:
      'the address of a Discord webhook, which begins with https://discord.com/api/webhooks/',
    example: 'https://discord.com/api/webhooks/…',
  },
  DISCORD_BASE_URL: {
    secret: false,
    about: 'Where Discord’s API is.',
    expected: 'an address that begins with https://',
    example: 'https://discord.com',
  },
  CONTROL_API_TOKEN: {
    secret: true,
    about:
      'Lets systems of yours put calls through, end them and have them say something, under /control.',
    expected: 'a token without white space, which openssl rand -hex 32 makes',
    example: '0123456789abcdef…',
  },
  CONTROL_API_NUMBERS: {
    secret: false,
    about:
      'Whether such a system may have calls put through to any number, and not just to an agent’s destinations.',
    expected: 'true or false',
    example: 'false',
  },
  CONTROL_API_BASE_URL: {
    secret: false,
    about: 'The older control service that is asked about calls that are not this Worker’s.',
    expected: 'an address that begins with https://',
    example: 'https://voice-api.example.com',
  },
  CONTROL_API_TIMEOUT_MS: {
    secret: false,
    about: 'How long that service may take to answer, in ms.',
    expected: 'a whole number of ms from 1000 to 30000',
    example: '8000',
  },
  CONTROL_API_ACCESS_CLIENT_ID: {
    secret: true,
    about: 'The id of a service token of Cloudflare Access, which stands before that service.',
    expected: 'the Client ID of a service token',
    example: '0123456789abcdef.access',
  },
  CONTROL_API_ACCESS_CLIENT_SECRET: {
    secret: true,
    about: 'The secret of that service token.',
    expected: 'the Client Secret of a service token',
    example: '0123456789abcdef…',
  },
  TURNSTILE_BASE_URL: {
    secret: false,
    about: 'Where Cloudflare Turnstile is asked whether a visitor of a web page is a person.',
    expected: 'an address that begins with https://',
    example: 'https://challenges.cloudflare.com',
  },
  CONVEX_URL: {
    secret: false,
    about:
      'The Convex deployment that keeps the data. Without it the Worker keeps the data itself.',
    expected: 'the address of a Convex deployment',
    example: 'https://happy-animal-123.convex.cloud',
  },
  AUTH_PRIVATE_KEY: {
    secret: true,
    about: 'Signs sessions and the tokens that Convex trusts. Needed when CONVEX_URL is set.',
    expected:
      'an ES256 private key: a JWK (P-256) as JSON, which npx node test/local/newKey.ts makes',
    example: '{"kty":"EC","crv":"P-256","x":"…","y":"…","d":"…"}',
  },
  SECRETS_KEY: {
    secret: true,
    about:
      'Seals the secrets that operators enter. Needed when CONVEX_URL is set, once there is a secret.',
    expected: '32 random bytes in base64, which openssl rand -base64 32 makes',
    example: 'gvqPCuhYaaiZiQkZJvTJbcE1w7S9hNX5kxN1G5IvP9A=',
  },
  OPERATOR_PASSWORD: {
    secret: true,
    about: 'Lets operators sign in by password.',
    expected: 'a password of 12 characters or more',
    example: 'four random words here',
  },
  ACCESS_TEAM_DOMAIN: {
    secret: false,
    about: 'Lets operators sign in by Cloudflare Access: the domain of the team.',
    expected: 'the domain of a Cloudflare Access team',
    example: 'your-team.cloudflareaccess.com',
  },
  ACCESS_AUD: {
    secret: false,
    about: 'The audience tag of the Access application that protects this Worker.',
    expected: 'the AUD tag of the Access application, 64 hex digits',
    example: '4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2',
  },
  MAX_CONCURRENT_CALLS: {
    secret: false,
    about: 'How many calls may run at once; further callers hear that all lines are busy.',
    expected: 'a whole number from 1 to 999999',
    example: '200',
  },
  LOCATION_HINT: {
    secret: false,
    about: 'Where calls are placed: a region of Cloudflare’s.',
    expected: `one of ${LOCATION_HINTS.join(', ')}`,
    example: 'weur',
  },
  DATA_LIMIT_GB: {
    secret: false,
    about:
      'How much data the Worker may keep itself, in GB: it warns from 80 % on. Not used with CONVEX_URL.',
    expected: `a number of GB, above 0 and at most ${MAX_DATA_GB}`,
    example: '5',
  },
  DEFAULT_LOCALE: {
    secret: false,
    about: 'The language of what callers hear when no agent is known.',
    expected: `one of ${Object.keys(LOCALES).join(', ')}`,
    example: 'en-US',
  },
  ...NEW_AGENT_FACTS,
}

export const settableNames = settingsSchema
  .omit({
    SIGN_IN_TOKEN: true,
    SIMULATED_PHONE: true,
    SIMULATED_MODEL: true,
    SIMULATED_VOICE: true,
    LOCAL_EXCEPTIONS: true,
  })
  .keyof().options

export const EXPECTATIONS: Readonly<Record<SettingName, Expectation>> = {
  ...SETTING_FACTS,
  ...OWN_SETTINGS,
}
