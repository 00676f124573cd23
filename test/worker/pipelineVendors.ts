/** ElevenLabs beside the harness, and what a caller has heard, told by its sound. */
import type { PhraseName } from '../simulators/audio/phrases.ts'
import { prepareNextExample, recognise } from '../simulators/audio/recogniser.ts'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../simulators/elevenlabs/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { type Harness, type HarnessOptions, startHarness } from './harness.ts'

export const ELEVENLABS_KEY = 'sk_of_elevenlabs_in_the_tests'
export const OPENAI_KEY = 'sk-of-openai-in-the-tests'

export interface PipelineHarness {
  harness: Harness
  elevenLabs: ElevenLabsSimulator
  close(): Promise<void>
}

/** Vendors that answer soon: what is tried is not how long they take. */
export async function startPipelineHarness(
  options: HarnessOptions = {},
  voice: ElevenLabsOptions = {},
): Promise<PipelineHarness> {
  const elevenLabs = await startElevenLabs({
    apiKey: ELEVENLABS_KEY,
    transcriptDelayMs: 30,
    pace: { firstAudioDelayMs: 30, timesRealTime: 20 },
    ...voice,
  })
  const harness = await startHarness({
    ...options,
    vars: {
      ELEVENLABS_API_KEY: ELEVENLABS_KEY,
      ELEVENLABS_BASE_URL: elevenLabs.url,
      OPENAI_API_KEY: OPENAI_KEY,
      ...options.vars,
    },
    model: { apiKey: OPENAI_KEY, textPace: { firstTokenMs: 20, wholeMs: 60 }, ...options.model },
  })
  return {
    harness,
    elevenLabs,
    async close() {
      await harness.close()
      await elevenLabs.close()
    },
  }
}

/** So much silence stands between two sentences of the agent's, in samples at 8 kHz. */
const GAP = 8_000 * 0.5

/** What the agent's channel of the caller's recording says, sentence after sentence. */
export function heardPhrases(call: SimulatedCall): (PhraseName | null)[] {
  while (prepareNextExample());
  const agent = call.recording().channels[1] ?? new Int16Array()
  return soundsIn(agent).map(recognise)
}

/** Stretches of sound that silence divides. */
function soundsIn(pcm: Int16Array): Int16Array[] {
  const sounds: Int16Array[] = []
  let from = -1
  let last = -1
  for (const [at, sample] of pcm.entries()) {
    if (Math.abs(sample) < 100) continue
    if (from >= 0 && at - last > GAP) {
      sounds.push(pcm.slice(from, last))
      from = at
    }
    if (from < 0) from = at
    last = at
  }
  return from < 0 ? sounds : [...sounds, pcm.slice(from, last)]
}

/**
 * The longest time from `sinceMs` on in which the caller heard neither the agent nor themselves before they
 * heard something again, in ms.
 */
export function longestSilence(call: SimulatedCall, sinceMs: number): number {
  const { channels, sampleRate } = call.recording()
  const perMs = sampleRate / 1000
  const length = Math.max(...channels.map((channel) => channel.length))
  let longest = 0
  let quietSince = Math.round(sinceMs * perMs)
  for (let at = quietSince; at < length; at++) {
    if (channels.every((channel) => Math.abs(channel[at] ?? 0) < 20)) continue
    longest = Math.max(longest, at - quietSince)
    quietSince = at
  }
  return longest / perMs
}
