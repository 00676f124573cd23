import { mouthSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import { type RealtimeSession, startOpenAi } from '../../simulators/openai/index.ts'
import type { MouthRig } from './rig.ts'

/** OpenAI Realtime as a mouth, on its simulator, which hums instead of speaking. */
export async function realtimeMouthRig(): Promise<MouthRig> {
  const simulator = await startOpenAi({
    light: true,
    pace: { firstAudioDelayMs: 20, timesRealTime: 4 },
    apiKey: 'sk-test-of-the-mouth',
  })
  const session = simulator.nextSession()
  return {
    settings: mouthSchema.parse({ vendor: 'openai' }),
    accounts: { openai: { apiKey: 'sk-test-of-the-mouth', baseUrl: simulator.url } },
    vendor: {
      get connections() {
        return simulator.handshakes
      },
      get begun() {
        return simulator.sessions.reduce((sum, own) => sum + count(own, 'response.create'), 0)
      },
      async stopped() {
        const open = await session
        await open.until(() => isQuiet(open))
      },
      refuse(how) {
        simulator.connections = { refuse: how === 'for_now' ? 503 : 401 }
      },
      async breakAfter(midResponseMs) {
        const open = await session
        open.fault({ kind: 'drop', midResponseMs })
      },
      closed: async () => (await session).closed,
      garble: () => simulator.fault({ kind: 'malformed' }),
    },
    close: () => simulator.close(),
  }
}

const count = ({ log }: RealtimeSession, type: string): number =>
  log.entries.filter(({ event }) => event.type === type).length

/** All that was asked for has ended, and something of it before its end. */
function isQuiet(session: RealtimeSession): boolean {
  const cancelled = count(session, 'response.cancel')
  return cancelled > 0 && count(session, 'response.done') === count(session, 'response.create')
}
