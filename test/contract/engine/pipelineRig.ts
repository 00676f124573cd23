import * as z from 'zod'
import { pipelineSettingsSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import { SILENCE } from '../../../worker/brains/history.ts'
import { type ElevenLabsSimulator, startElevenLabs } from '../../simulators/elevenlabs/index.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import type { EngineRig, Vendor } from './rig.ts'

const ELEVENLABS_KEY = 'sk_right'
const OPENAI_KEY = 'sk-test-of-the-pipeline'

/** Scribe hears, OpenAI's Responses think, ElevenLabs speaks: on simulators that hum. */
export async function pipelineRig(): Promise<EngineRig> {
  const voice = await startElevenLabs({
    light: true,
    apiKey: ELEVENLABS_KEY,
    transcriptDelayMs: 20,
    pace: { firstAudioDelayMs: 20, timesRealTime: 8 },
  })
  const brain = await startOpenAi({
    apiKey: OPENAI_KEY,
    brain: () => ({ say: 'One two three four five six seven.' }),
    recognise: false,
    textPace: { firstTokenMs: 20, wholeMs: 60 },
  })
  return {
    // A hum is no speech for our own VAD; Scribe's simulator takes it for some.
    settings: pipelineSettingsSchema.parse({ engine: 'pipeline', vad: { on: false } }),
    accounts: {
      elevenlabs: { apiKey: ELEVENLABS_KEY, baseUrl: voice.url },
      openai: { apiKey: OPENAI_KEY, baseUrl: brain.url },
    },
    vendor: vendorOf(voice, brain),
    async close() {
      await voice.close()
      await brain.close()
    },
  }
}

function vendorOf(voice: ElevenLabsSimulator, brain: OpenAiSimulator): Vendor {
  return {
    /** Those of the ears: a mouth has some in store. */
    get connections() {
      return voice.ears.length
    },
    refuse(how) {
      voice.connections = { refuse: how === 'for_now' ? 503 : 401 }
    },
    breakOff() {
      // It is tried again by itself, in vain.
      voice.connections = { refuse: 503 }
      voice.fault({ kind: 'drop' })
    },
    closed: async () => (await voice.nthEars(0)).closed,
    garble() {
      for (const ears of voice.ears) ears.fault({ kind: 'malformed' })
    },
    callTool: (name) => brain.script([{ tools: [{ name, arguments: { day: 'Monday' } }] }]),
    asked: () => brain.text.exchanges.flatMap(({ body }, at) => [...newIn(body, at), '(respond)']),
  }

  /** What a request tells that the one before did not, and that nobody but the call knows. */
  function newIn(body: unknown, at: number): string[] {
    const before = at === 0 ? [] : itemsOf(brain.text.exchanges[at - 1]?.body)
    return (
      itemsOf(body)
        .slice(before.length)
        // A brain has to be asked something, and nobody had said anything.
        .filter(({ isOwn, text }) => (at === 0 || !isOwn) && text !== SILENCE)
        .map(({ text }) => text)
    )
  }
}

/** `isOwn`: the model said or did it. */
const itemSchema = z.union([
  z
    .object({ role: z.string(), content: z.string() })
    .transform(({ role, content }) => ({ text: content, isOwn: role === 'assistant' })),
  z
    .object({ role: z.string(), content: z.array(z.object({ text: z.string() })) })
    .transform(({ role, content }) => ({
      text: content.map(({ text }) => text).join(''),
      isOwn: role === 'assistant',
    })),
  z
    .object({ type: z.literal('function_call'), name: z.string() })
    .transform(({ name }) => ({ text: name, isOwn: true })),
  z.object({ output: z.string() }).transform(({ output }) => ({ text: output, isOwn: false })),
])
const bodySchema = z.object({ input: z.array(itemSchema) })

const itemsOf = (body: unknown) => bodySchema.safeParse(body).data?.input ?? []
