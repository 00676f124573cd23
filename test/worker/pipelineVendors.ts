/** ElevenLabs beside the harness, and what a caller has heard, told by its sound. */
import { pipelineSettingsSchema } from '../../convex/model/engines/pipeline/settings.ts'
import type { PhraseName } from '../simulators/audio/phrases.ts'
import { decodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { recogniseSoon } from '../simulators/audio/speechThread.ts'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../simulators/elevenlabs/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { type Harness, type HarnessOptions, startHarness } from './harness.ts'

const SAMPLES_PER_MS = 8

export const ELEVENLABS_KEY = 'sk_of_elevenlabs_in_the_tests'
export const OPENAI_KEY = 'sk-of-openai-in-the-tests'

/** A busy machine holds a caller up for less than this, so it does not end their turns. */
const PAUSE_MS = 900
export const turnTaking = { pauseMs: PAUSE_MS, unfinishedPauseMs: PAUSE_MS }
export const PIPELINE = pipelineSettingsSchema.parse({ engine: 'pipeline', turnTaking })

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

/** So much silence stands between two sentences of the agent's, in ms. */
const GAP_MS = 500
/** A machine that was held up leaves a hole in the middle of a sentence; the caller's question is longer. */
const HOLE_MS = 1_500

/** What the agent said, sentence after sentence, as far as the caller heard it. */
export function heardPhrases(call: SimulatedCall): Promise<(PhraseName | null)[]> {
  return Promise.all(utterancesOf(call).flatMap(soundsIn).map(recogniseSoon))
}

/** What was heard without a longer pause, its holes closed, as samples at 8 kHz. */
function utterancesOf({ streams }: SimulatedCall): Int16Array[] {
  const utterances: Uint8Array[][] = []
  let endedAt = -Infinity
  for (const { media } of streams) {
    for (const { startsAt, audio } of media.playback.heardAudio(performance.now())) {
      if (startsAt - endedAt > HOLE_MS) utterances.push([])
      utterances.at(-1)?.push(audio)
      endedAt = startsAt + audio.length / SAMPLES_PER_MS
    }
  }
  return utterances.map((pieces) => decodeMulaw(new Uint8Array(Buffer.concat(pieces))))
}

/** Stretches of sound that silence divides. */
function soundsIn(pcm: Int16Array): Int16Array[] {
  const sounds: Int16Array[] = []
  let from = -1
  let last = -1
  for (const [at, sample] of pcm.entries()) {
    if (Math.abs(sample) < 100) continue
    if (from >= 0 && at - last > GAP_MS * SAMPLES_PER_MS) {
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
