import {
  type EarsSettings,
  earsSchema,
  vadSchema,
} from '../../../convex/model/engines/pipeline/settings.ts'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../../simulators/elevenlabs/index.ts'
import type { EarsRig, EarsVendor } from './rig.ts'

export interface ScribeRig extends EarsRig {
  simulator: ElevenLabsSimulator
}

/** Scribe on its simulator, which takes a hum for speech. With our own VAD every turn is committed by us. */
export async function scribeRig(
  vadOn: boolean,
  options: ElevenLabsOptions = {},
): Promise<ScribeRig> {
  const simulator = await startElevenLabs({
    light: true,
    apiKey: 'sk_right',
    transcriptDelayMs: 20,
    ...options,
  })
  const settings: EarsSettings = earsSchema.parse({ vendor: 'elevenlabs' })
  return {
    simulator,
    settings,
    vad: vadSchema.parse({ on: vadOn }),
    accounts: { elevenlabs: { apiKey: 'sk_right', baseUrl: simulator.url } },
    vendor: vendorOf(simulator),
    close: () => simulator.close(),
  }
}

function vendorOf(simulator: ElevenLabsSimulator): EarsVendor {
  return {
    get connections() {
      return simulator.handshakes
    },
    heardMs: () => simulator.ears.reduce((sum, { heardMs }) => sum + heardMs, 0),
    understand: (text) => simulator.understand(text),
    refuse(how) {
      simulator.connections = { refuse: how === 'for_now' ? 503 : 401 }
    },
    hold: () => simulator.nextConnection({ openDelayMs: 100 }),
    breakOff: () => simulator.fault({ kind: 'drop' }),
    closed: async () => (await simulator.nthEars(0)).closed,
    garble: () => simulator.fault({ kind: 'malformed' }),
  }
}
