/**
 * What the Worker's own routes answer. The routes, the dashboard and the tests take their types from
 * here; the addresses are in docs/api-reference.md.
 */
import * as z from 'zod'
import { callEventSchema, callSchema, turnSchema } from './call.ts'
import { fullnessSchema } from './fullness.ts'

/** How one can sign in to this installation. */
export const signInWaysSchema = z.object({
  password: z.boolean(),
  /** The one-time link of `npm start`. */
  link: z.boolean(),
  /** Cloudflare Access. */
  access: z.boolean(),
})
export type SignInWays = z.infer<typeof signInWaysSchema>

/** Every answer that is not a success. */
export const refusalSchema = z.object({
  /** One sentence for people. */
  error: z.string(),
  /** With 409: ask the person, and send it again with `confirmed`. */
  code: z.literal('unconfirmed').optional(),
  /** With 429: when another try is worth it. */
  retryAfterSec: z.number().optional(),
  /** With 401: the ways in. */
  signIn: signInWaysSchema.optional(),
})
export type Refusal = z.infer<typeof refusalSchema>

/** `GET /health` */
export const healthSchema = z.object({
  status: z.literal('ok'),
  /** The calls that run now. */
  sessions: z.number(),
  /** The release that runs. */
  version: z.string(),
})
export type Health = z.infer<typeof healthSchema>

/** `GET /api/session`: who is signed in, and where their data is. */
export const sessionSchema = z.object({
  operator: z.object({ subject: z.string(), name: z.string() }),
  convexUrl: z.string(),
  /** What `npm start` simulates. */
  simulated: z.object({
    model: z.boolean(),
    phone: z.boolean(),
    /** A Worker of the release before simulates none. */
    voice: z.boolean().default(false),
  }),
  /** There are credentials for asking Twilio to ring somebody. A Worker of the release before does not tell. */
  ringsPersons: z.boolean().default(true),
})
export type Session = z.infer<typeof sessionSchema>

/** `POST /api/token` */
export const tokenSchema = z.object({
  token: z.string(),
  /** Epoch ms. */
  expiresAt: z.number(),
})
export type Token = z.infer<typeof tokenSchema>

/** `POST /api/test-calls`: a call that rings in a browser. */
export const testCallSchema = z.object({
  callSid: z.string(),
  streamPath: z.string(),
  /** Admits the media stream, once. */
  token: z.string(),
})
export type TestCall = z.infer<typeof testCallSchema>

/** `POST /control/calls/:id/…`, where it is done: `transferring` and `saying` have only begun. */
export const controlAnswerSchema = z.object({
  status: z.enum(['ended', 'transferring', 'saying']),
})
export type ControlAnswer = z.infer<typeof controlAnswerSchema>

/** `GET /api/calls/:callSid` */
export const storedCallSchema = z.object({
  call: callSchema,
  turns: z.array(turnSchema),
  events: z.array(callEventSchema),
})
export type StoredCall = z.infer<typeof storedCallSchema>

/** `DELETE /api/callers/:number` */
export const deletedCallerSchema = z.object({
  /** How many calls are gone. */
  calls: z.number(),
})
export type DeletedCaller = z.infer<typeof deletedCallerSchema>

/** `GET /api/discord/:source`: how a Discord webhook stands. */
export const discordStandingSchema = z.object({
  /** Why nothing is posted there, as a sentence; `null`: nothing speaks against it. */
  problem: z.string().nullable(),
})
export type DiscordStanding = z.infer<typeof discordStandingSchema>

/** `PUT /api/secrets` */
export const secretStoredSchema = z.object({
  /** Stands for it in settings. */
  reference: z.string(),
})
export type SecretStored = z.infer<typeof secretStoredSchema>

/** `GET /api/secrets`: the oldest first, those that were replaced included. */
export const storedSecretsSchema = z.object({
  secrets: z.array(
    z.object({
      reference: z.string(),
      field: z.string(),
      /** When it was entered, epoch ms. */
      updatedAt: z.number(),
    }),
  ),
})
export type StoredSecrets = z.infer<typeof storedSecretsSchema>

/** `GET /api/data`: the tables of the embedded host. */
export const dataTablesSchema = z.object({
  tables: z.array(z.object({ name: z.string(), id: z.number() })),
  /** Rows that are created later are not of this export. Epoch µs. */
  until: z.number(),
})
export type DataTables = z.infer<typeof dataTablesSchema>

/** `GET /api/data/:table` */
export const dataLotSchema = z.object({
  /** Documents in Convex's encoding, one a line, each with its line end. */
  lines: z.string(),
  /** After which the next lot begins; `null`: this is the last one. */
  next: z.number().nullable(),
})
export type DataLot = z.infer<typeof dataLotSchema>

/** `POST /api/data/import` */
export const importBegunSchema = z.object({ id: z.string() })

/** `null`, or one sentence: why a vendor tells nothing, or what is missing before it can be asked. */
const problem = z.string().nullable()

const offeredVoiceSchema = z.object({
  voice: z.string(),
  name: z.string(),
  /** As the vendor describes it: `female, american, calm`. */
  description: z.string(),
})
export type OfferedVoice = z.infer<typeof offeredVoiceSchema>

/** `GET /api/engines/options`: what the accounts offer for the parts of an agent. */
export const engineOptionsSchema = z.object({
  openai: z.object({
    problem,
    realtimeModels: z.array(z.string()),
    chatModels: z.array(z.string()),
  }),
  elevenlabs: z.object({
    problem,
    voices: z.array(offeredVoiceSchema),
    speechModels: z.array(z.string()),
  }),
})
export type EngineOptions = z.infer<typeof engineOptionsSchema>

/** `POST /api/engines/models`: what an endpoint offers. */
export const endpointModelsSchema = z.object({ problem, models: z.array(z.string()) })
export type EndpointModels = z.infer<typeof endpointModelsSchema>

/** `POST /api/agents/try/brain`: one answer, and how long it took. */
export const triedBrainSchema = z.object({
  problem,
  text: z.string(),
  /** Until the first words, in ms; `null`: none came. */
  firstMs: z.number().nullable(),
  totalMs: z.number(),
})
export type TriedBrain = z.infer<typeof triedBrainSchema>

/** `POST /api/agents/try/tool`: one call of an HTTP tool. */
export const triedToolSchema = z.object({
  /** What the model would be told. */
  output: z.string(),
  /** There is no answer: what the model is told says why. */
  failed: z.boolean(),
  /** Of the last answer; `null`: there was none. */
  status: z.number().nullable(),
  /** How often it was asked. */
  tries: z.number(),
  tookMs: z.number(),
})
export type TriedTool = z.infer<typeof triedToolSchema>

/** `POST /api/agents/try/mcp`: the tools that a server has now. */
export const fetchedToolsSchema = z.object({
  /** `null`, or one sentence: why it tells none. */
  problem: z.string().nullable(),
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      /** A JSON Schema. */
      parameters: z.string(),
      fingerprint: z.string(),
    }),
  ),
})
export type FetchedTools = z.infer<typeof fetchedToolsSchema>

/** Where Twilio sends the calls of a number: `GET` and `POST /api/numbers/:phoneNumber/webhook`. */
export const webhookStateSchema = z.object({
  state: z.enum(['ours', 'other', 'not_found', 'unknown']),
  currentUrl: z.string().nullable(),
  /** One sentence for people. */
  detail: z.string(),
})
export type WebhookState = z.infer<typeof webhookStateSchema>

const settingSchema = z.object({
  name: z.string(),
  /** It is set, and usable. */
  configured: z.boolean(),
  secret: z.boolean(),
  about: z.string(),
  /** Never there for secrets; of what is not configured, the default. */
  value: z.string().optional(),
})
export type Setting = z.infer<typeof settingSchema>

const vendorSchema = z.object({
  name: z.enum(['openai', 'elevenlabs', 'twilio', 'convex']),
  state: z.enum(['ok', 'missing', 'failing', 'simulated']),
  /** One sentence for people; never holds a secret. */
  detail: z.string(),
  /** How long the answer took, in ms; `null` when nothing was asked. */
  latencyMs: z.number().nullable(),
})
export type Vendor = z.infer<typeof vendorSchema>

const offeredModelSchema = z.object({
  model: z.string(),
  /** `YYYY-MM-DD`; `null` while none is announced. */
  shutdownDate: z.string().nullable(),
})
export type OfferedModel = z.infer<typeof offeredModelSchema>

/** `GET /api/settings` */
export const settingsAnswerSchema = z.object({
  /** The release that runs. */
  version: z.string(),
  settings: z.array(settingSchema),
  /** A sentence for each thing that is missing or wrong. */
  problems: z.array(z.string()),
  vendors: z.array(vendorSchema),
  /** The origin under which Twilio is to know this Worker. */
  publicUrl: z.string(),
  webhookUrl: z.string(),
  statusUrl: z.string(),
  fallbackUrl: z.string(),
  /** What OpenAI offers the key, where it told. */
  models: z.array(offeredModelSchema).optional(),
  /** Where the Worker keeps the data itself. */
  fullness: fullnessSchema.optional(),
})
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>

/** `GET /api/openai`, and the answer to `POST /api/openai/connect` */
export const openAiSipSchema = z.object({
  /** Whether OpenAI's webhooks can be believed: their secret is a setting, or was made from here; `null`: neither. */
  connected: z.enum(['set', 'made']).nullable(),
  webhookUrl: z.string(),
  /** Where a trunk sends its calls; `null`: the project is not set. */
  sipUri: z.string().nullable(),
})
export type OpenAiSip = z.infer<typeof openAiSipSchema>
