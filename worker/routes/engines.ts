import { Hono } from 'hono'
import * as z from 'zod'
import type { EndpointModels, EngineOptions } from '../../convex/model/api.ts'
import { webAddressSchema } from '../../convex/model/webAddress.ts'
import { secretReferenceSchema } from '../../convex/model/secret.ts'
import { listModels as listEndpointModels } from '../brains/chatCompletions/listModels.ts'
import { type Config, readConfig } from '../config.ts'
import {
  checkElevenLabs,
  listSpeechModels,
  listVoices,
} from '../engines/pipeline/elevenlabs/account.ts'
import { isChatModel, listModels } from '../engines/realtime/models.ts'
import type { App } from '../http/app.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly } from '../http/operator.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'
import { outsideOf } from '../outside.ts'

/** How long a vendor may take, in ms: a form waits for it. */
const PATIENCE_MS = 5_000

const endpointSchema = z.object({
  baseUrl: webAddressSchema,
  key: secretReferenceSchema.nullable(),
})

/** What there is to choose from for an agent's parts. */
export const engines = new Hono<App>()
  .use(operatorOnly)
  .get('/options', async (c) => {
    const config = readConfig(c.env)
    const [openai, elevenlabs] = await Promise.all([openAiOffers(config), elevenLabsOffers(config)])
    return c.json({ openai, elevenlabs } satisfies EngineOptions)
  })
  /** Also tells whether the endpoint takes the key. */
  .post('/models', jsonBody(endpointSchema), async (c) => {
    const { baseUrl, key } = c.req.valid('json')
    const { reach, openSecret } = outsideOf(c.env, null)
    try {
      const opened = key === null ? null : await openSecret(key)
      const models = await listEndpointModels(reach, baseUrl, opened)
      const names = models.map(({ model }) => model)
      return c.json({ problem: null, models: names } satisfies EndpointModels)
    } catch (error) {
      const problem = explain('The endpoint', error)
      return c.json({ problem, models: [] } satisfies EndpointModels)
    }
  })

async function openAiOffers({ openai }: Config): Promise<EngineOptions['openai']> {
  const none = { realtimeModels: [], chatModels: [] }
  if (!openai) return { ...none, problem: missing('OPENAI_API_KEY') }
  try {
    const names = (await listModels(openai, PATIENCE_MS)).map(({ model }) => model)
    const realtimeModels = names.filter((name) => /^gpt-realtime(?!-whisper)/.test(name))
    return { problem: null, realtimeModels, chatModels: names.filter(isChatModel) }
  } catch (error) {
    return { ...none, problem: explain('OpenAI', error) }
  }
}

async function elevenLabsOffers({ elevenlabs }: Config): Promise<EngineOptions['elevenlabs']> {
  const none = { voices: [], speechModels: [] }
  if (!elevenlabs) return { ...none, problem: missing('ELEVENLABS_API_KEY') }
  // A key may be held to speech alone, and then lists nothing.
  const [problem, voices, speechModels] = await Promise.all([
    checkElevenLabs(elevenlabs, PATIENCE_MS),
    listVoices(elevenlabs, PATIENCE_MS).catch(() => []),
    listSpeechModels(elevenlabs, PATIENCE_MS).catch(() => []),
  ])
  return { problem, voices, speechModels }
}

const missing = (name: string) => `${name} is not set: an agent with this part takes no calls.`

/** Only our own sentences: an exception's text can quote what it was given. */
function explain(who: string, error: unknown): string {
  if (error instanceof PlainError) return error.message
  logFailure('Models could not be listed.', { who }, error)
  return `${who} could not be reached, or its answer was not understood.`
}
