import * as z from 'zod'
import { realtimeSettingsSchema } from '../../../convex/model/engines/realtime/settings.ts'
import {
  type BrainAnswer,
  type OpenAiSimulator,
  type RealtimeSession,
  startOpenAi,
} from '../../simulators/openai/index.ts'
import type { EngineRig, Vendor } from './rig.ts'

/** OpenAI Realtime on its simulator, which hums instead of speaking. */
export async function realtimeRig(): Promise<EngineRig> {
  const script: BrainAnswer[] = []
  const simulator = await startOpenAi({
    light: true,
    brain: () => script.shift() ?? { say: 'One two three four five six seven.' },
    pace: { firstAudioDelayMs: 20, timesRealTime: 4 },
    transcriptionDelayMs: 20,
  })
  return {
    settings: realtimeSettingsSchema.parse({ engine: 'realtime' }),
    accounts: { openai: { apiKey: 'sk-test', baseUrl: simulator.url } },
    vendor: vendorOf(simulator, script),
    close: () => simulator.close(),
  }
}

function vendorOf(simulator: OpenAiSimulator, script: BrainAnswer[]): Vendor {
  const session = simulator.nextSession()
  return {
    get connections() {
      return simulator.handshakes
    },
    refuse: (how) => simulator.nextConnection({ refuse: how === 'for_now' ? 503 : 401 }),
    breakOff: () => simulator.fault({ kind: 'drop' }),
    closed: async () => (await session).closed,
    garble: () => simulator.fault({ kind: 'malformed' }),
    callTool: (name) => script.push({ tools: [{ name, arguments: { day: 'Monday' } }] }),
    asked: () => askedOf(simulator.sessions.at(-1)),
  }
}

const itemSchema = z.union([
  z
    .object({ content: z.array(z.object({ text: z.string() })) })
    .transform(({ content }) => content.map(({ text }) => text).join('')),
  z.object({ type: z.literal('function_call'), name: z.string() }).transform(({ name }) => name),
  z.object({ output: z.string() }).transform(({ output }) => output),
])

const askedSchema = z.union([
  z
    .object({ type: z.literal('conversation.item.create'), item: itemSchema })
    .transform(({ item }) => item),
  z.object({ type: z.literal('response.create') }).transform(() => '(respond)'),
])

/** What a session was asked for by its client. */
export function askedOf(session: RealtimeSession | undefined): string[] {
  return (session?.log.entries ?? []).flatMap(({ from, event }) =>
    from === 'client' ? (askedSchema.safeParse(event).data ?? []) : [],
  )
}
