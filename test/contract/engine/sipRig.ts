import { realtimeSettingsSchema } from '../../../convex/model/engines/realtime/settings.ts'
import { type BrainAnswer, type SipCall, startOpenAi } from '../../simulators/openai/index.ts'
import { eventually } from '../../worker/storedCall.ts'
import { askedOf } from './realtimeRig.ts'
import type { EngineRig } from './rig.ts'

/** The same on the simulated SIP connector: the caller is at a phone of their own. */
export async function sipRig(): Promise<EngineRig> {
  const script: BrainAnswer[] = []
  const simulator = await startOpenAi({
    light: true,
    brain: () => script.shift() ?? { say: 'One two three four five six seven.' },
    pace: { firstAudioDelayMs: 20, timesRealTime: 4 },
    transcriptionDelayMs: 20,
  })
  const calls: SipCall[] = []
  return {
    settings: realtimeSettingsSchema.parse({ engine: 'realtime' }),
    accounts: { openai: { apiKey: 'sk-test', baseUrl: simulator.url } },
    call() {
      const { phone, call } = simulator.sip.placeCall({ to: '+12025550100' })
      calls.push(call)
      return {
        legId: call.callId,
        speak: (payloads) =>
          void phone.speak(
            new Uint8Array(
              Buffer.concat(payloads.map((payload) => Buffer.from(payload, 'base64'))),
            ),
          ),
      }
    },
    vendor: {
      get connections() {
        return simulator.handshakes
      },
      refuse: (how) => simulator.nextConnection({ refuse: how === 'for_now' ? 503 : 401 }),
      breakOff: () => simulator.fault({ kind: 'drop' }),
      closed: () =>
        eventually('a closed connection', () => {
          const [call] = calls
          return call && call.attachments > 0 && call.attached === 0 ? true : null
        }).then(() => {}),
      garble: () => simulator.fault({ kind: 'malformed' }),
      callTool: (name) => script.push({ tools: [{ name, arguments: { day: 'Monday' } }] }),
      asked: () => askedOf(simulator.sessions.at(-1)),
    },
    close: () => simulator.close(),
  }
}
