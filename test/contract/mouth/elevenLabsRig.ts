import { mouthSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../../simulators/elevenlabs/index.ts'
import type { MouthRig, MouthVendor } from './rig.ts'

export interface ElevenLabsRig extends MouthRig {
  simulator: ElevenLabsSimulator
}

/** ElevenLabs' speech on its simulator, which hums. */
export async function elevenLabsRig(options: ElevenLabsOptions = {}): Promise<ElevenLabsRig> {
  const simulator = await startElevenLabs({
    light: true,
    apiKey: 'sk_right',
    ...options,
    pace: { firstAudioDelayMs: 20, timesRealTime: 8, ...options.pace },
  })
  return {
    simulator,
    settings: mouthSchema.parse({ vendor: 'elevenlabs' }),
    accounts: { elevenlabs: { apiKey: 'sk_right', baseUrl: simulator.url } },
    vendor: vendorOf(simulator),
    close: () => simulator.close(),
  }
}

function vendorOf(simulator: ElevenLabsSimulator): MouthVendor {
  return {
    get connections() {
      return simulator.handshakes
    },
    get begun() {
      return simulator.mouths.reduce((sum, { begun }) => sum + begun.length, 0)
    },
    async stopped() {
      await Promise.all(simulator.mouths.map((mouth) => mouth.settled()))
    },
    refuse(how) {
      simulator.connections = { refuse: how === 'for_now' ? 503 : 401 }
    },
    async breakAfter(ms) {
      const mouth = await simulator.nthMouth(0)
      mouth.fault({ kind: 'drop_after_sound', ms })
    },
    closed: async () => (await simulator.nthMouth(0)).closed,
    garble: () => simulator.fault({ kind: 'malformed' }),
  }
}
