import * as z from 'zod'
import { earsSchema, vadSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import { durationMs } from '../../../worker/lib/base64Audio.ts'
import { startOpenAi } from '../../simulators/openai/index.ts'
import type { EarsRig } from './rig.ts'

const appendSchema = z.object({
  type: z.literal('input_audio_buffer.append'),
  audio: z.string(),
})

/** OpenAI Realtime as ears, on its simulator; `ownVad`: whether our own VAD finds the ends of turns. */
export async function realtimeEarsRig(ownVad: boolean): Promise<EarsRig> {
  const simulator = await startOpenAi({
    ear: 'energy',
    recognise: false,
    transcriptionDelayMs: 20,
    apiKey: 'sk-test-of-the-ears',
  })
  const session = simulator.nextSession()
  const events = () => simulator.sessions.flatMap(({ log }) => log.entries)
  return {
    settings: earsSchema.parse({ vendor: 'openai' }),
    vad: vadSchema.parse({ on: ownVad }),
    accounts: { openai: { apiKey: 'sk-test-of-the-ears', baseUrl: simulator.url } },
    vendor: {
      get connections() {
        return simulator.handshakes
      },
      heardMs: () =>
        events()
          .flatMap(({ event }) => appendSchema.safeParse(event).data ?? [])
          .reduce((sum, { audio }) => sum + durationMs(audio), 0),
      understand: (text) => void session.then((open) => open.fault({ kind: 'transcript', text })),
      refuse(how) {
        simulator.connections = { refuse: how === 'for_now' ? 503 : 401 }
      },
      hold: () => simulator.nextConnection({ openDelayMs: 100 }),
      breakOff: () => simulator.fault({ kind: 'drop' }),
      closed: async () => (await session).closed,
      garble: () => simulator.fault({ kind: 'malformed' }),
    },
    close: () => simulator.close(),
  }
}
