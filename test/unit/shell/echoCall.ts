/**
 * A call with a speakerphone, without a network and faster than real time: the agent speaks, its voice comes
 * back, the caller may speak over it, and an ear like the model's tells when it hears speech.
 */
import { EchoGuard } from '../../../worker/shell/echo/EchoGuard.ts'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { randomSequence } from '../../simulators/audio/sounds.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { createVad } from '../../simulators/audio/vad.ts'
import type { LineOptions } from '../../simulators/twilio/index.ts'
import { PhoneLine } from '../../simulators/twilio/line/phoneLine.ts'

const AGENT_SAYS =
  'Our office is open on weekdays from nine to five and on Saturdays until one. ' +
  'You find us in Harbour Street, right beside the old town hall, and the bus stops in front of the door.'
const CALLER_SAYS = 'Sorry, may I interrupt you for a moment?'
const SAMPLES_PER_MS = 8
const FRAME_MS = 20
const FRAME = FRAME_MS * SAMPLES_PER_MS
const PIECE = 250 * SAMPLES_PER_MS
/** The agent begins this long after the call did. */
const AGENT_AT = 1_000

export interface EchoCall {
  line: LineOptions
  /** When the caller speaks, ms after the agent began; `null`: not at all. */
  callerAt: number | null
  /** Frames of the caller's come this much late, at most. */
  jitterMs?: number
}

export interface EchoFacts {
  /** Times, in ms after the agent began, at which a caller was believed to speak. */
  heardAt: number[]
  /** How often the ear took an echo for speech, and the guard knew. */
  echoes: number
}

const decoded = (payload: string): Int16Array => decodeMulaw(Buffer.from(payload, 'base64'))
const base64 = (pcm: Int16Array): string => Buffer.from(encodeMulaw(pcm)).toString('base64')

export function watch({ line, callerAt, jitterMs = 0 }: EchoCall): EchoFacts {
  const guard = new EchoGuard()
  const vad = createVad('silero', { threshold: 0.5, silenceMs: 500 })
  const agent = speak(AGENT_SAYS, 'verse')
  const caller = speak(CALLER_SAYS, CALLER_VOICE)
  const chance = randomSequence(5)
  const phone = new PhoneLine(line, (fromMs, samples) =>
    cut(agent, (fromMs - AGENT_AT) * SAMPLES_PER_MS, samples),
  )
  const facts: EchoFacts = { heardAt: [], echoes: 0 }
  const endsAt = AGENT_AT + agent.length / SAMPLES_PER_MS
  for (let at = FRAME_MS; at < endsAt; at += FRAME_MS) {
    if (at === AGENT_AT) play(guard, agent, at)
    const voice =
      callerAt === null ? -Infinity : (at - FRAME_MS - AGENT_AT - callerAt) * SAMPLES_PER_MS
    const frame = phone.carry(base64(cut(caller, voice, FRAME)), at)
    if (frame === null) continue
    const now = at + chance() * jitterMs
    if (guard.hear(frame, now)) facts.heardAt.push(at - AGENT_AT)
    for (const { type } of vad.push(decoded(frame))) {
      const itemId = 'c1'
      if (type === 'stopped') {
        guard.judge({ type: 'engine.speech_stopped', itemId, agoMs: 500 }, now)
        continue
      }
      const judged = guard.judge({ type: 'engine.speech_started', itemId }, now)
      if ('echo' in judged) facts.echoes += 1
      else facts.heardAt.push(at - AGENT_AT)
    }
  }
  return facts
}

/** Some samples of a sound; silence before and after it. */
function cut(sound: Int16Array, from: number, samples: number): Int16Array {
  const first = Math.round(from)
  return Int16Array.from({ length: samples }, (_, n) => sound[first + n] ?? 0)
}

/** A model makes its audio faster than it is played. */
function play(guard: EchoGuard, sound: Int16Array, at: number): void {
  for (let from = 0; from < sound.length; from += PIECE) {
    const payload = base64(sound.subarray(from, from + PIECE))
    guard.performed({ type: 'carrier.play', payload, mark: null }, at)
  }
}
