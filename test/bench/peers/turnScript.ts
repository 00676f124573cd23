/**
 * One turn of a conversation as the model tells it: what it sends and when. The agent speaks for four
 * of every eight seconds, in bursts at five times real time, with the events around it that the
 * Realtime API documents. All calls share the same strings.
 */
import { tailOf } from './stampedAudio.ts'

/** A turn begins this often: the agent's answer, then the caller speaks. */
export const TURN_MS = 8_000
const SPOKEN_MS = 4_000
const TIMES_REAL_TIME = 5
/** From the beginning of a response to its first sound. */
export const FIRST_AUDIO_MS = 250
/** The sizes of audio deltas, over and over. */
const DELTAS_MS = [200, 100, 400, 300, 150, 350, 250] as const
const WORDS = 'Of course, I can help you with that: we are open from nine.'.split(/(?= )/)
const WORD_MS = SPOKEN_MS / WORDS.length
const CALLER_SPEAKS_AT = 4_600
const CALLER_STOPS_AT = 7_200
const TRANSCRIBED_AT = 7_500

/** Audio is put together when it is sent, because it carries its time of departure. */
export type ScriptMessage =
  { kind: 'text'; text: string } | { kind: 'audio'; head: string; tail: string; end: string }
export interface ScriptLine {
  atMs: number
  message: ScriptMessage
}

const scripts = new Map<number, readonly ScriptLine[]>()

/** The lines of the `n`-th turn of a call, in order. */
export function turnScript(n: number): readonly ScriptLine[] {
  const known = scripts.get(n)
  if (known) return known
  const lines = [...answer(n), ...callerSpeaks(n)].toSorted((a, b) => a.atMs - b.atMs)
  scripts.set(n, lines)
  return lines
}

function answer(n: number): ScriptLine[] {
  const responseId = idOf('resp', n)
  const itemId = idOf('item', n)
  const item = { id: itemId, object: 'realtime.item', type: 'message', role: 'assistant' }
  const place = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 }
  const transcript = WORDS.join('')
  const endsAt = FIRST_AUDIO_MS + SPOKEN_MS / TIMES_REAL_TIME
  return [
    line(0, 'response.created', {
      response: { id: responseId, status: 'in_progress', output: [] },
    }),
    line(FIRST_AUDIO_MS, 'response.output_item.added', { response_id: responseId, item }),
    line(FIRST_AUDIO_MS, 'conversation.item.added', { item }),
    line(FIRST_AUDIO_MS, 'response.content_part.added', { ...place, part: { type: 'audio' } }),
    ...WORDS.map((delta, i) =>
      line(
        FIRST_AUDIO_MS + (i * WORD_MS) / TIMES_REAL_TIME,
        'response.output_audio_transcript.delta',
        { ...place, delta },
      ),
    ),
    ...audio(place),
    line(endsAt, 'response.output_audio.done', place),
    line(endsAt, 'response.output_audio_transcript.done', { ...place, transcript }),
    line(endsAt, 'response.content_part.done', { ...place, part: { type: 'audio', transcript } }),
    line(endsAt, 'conversation.item.done', { item }),
    line(endsAt, 'response.output_item.done', { response_id: responseId, item }),
    line(endsAt, 'response.done', { response: finished(responseId) }),
    line(endsAt, 'rate_limits.updated', { rate_limits: [] }),
  ]
}

function finished(id: string) {
  return {
    id,
    status: 'completed',
    usage: {
      total_tokens: 320,
      input_token_details: { text_tokens: 120, audio_tokens: 100 },
      output_token_details: { text_tokens: 20, audio_tokens: 80 },
    },
  }
}

function audio(place: Record<string, unknown>): ScriptLine[] {
  const lines: ScriptLine[] = []
  for (let sentMs = 0, i = 0; sentMs < SPOKEN_MS; i++) {
    const durationMs = Math.min(DELTAS_MS[i % DELTAS_MS.length] ?? 200, SPOKEN_MS - sentMs)
    const atMs = FIRST_AUDIO_MS + sentMs / TIMES_REAL_TIME
    lines.push({ atMs, message: audioMessage(place, durationMs) })
    sentMs += durationMs
  }
  return lines
}

/** A delta with its audio left open. */
export function audioMessage(place: Record<string, unknown>, durationMs: number): ScriptMessage {
  const event = { type: 'response.output_audio.delta', event_id: EVENT_ID, ...place, delta: '' }
  const head = JSON.stringify(event).slice(0, -2)
  return { kind: 'audio', head, tail: tailOf(durationMs), end: '"}' }
}

function callerSpeaks(n: number): ScriptLine[] {
  const item_id = idOf('user', n)
  const item = { id: item_id, object: 'realtime.item', type: 'message', role: 'user' }
  const startMs = n * TURN_MS
  const transcribed = 'conversation.item.input_audio_transcription'
  const transcript = 'When do you open on Monday, and may I come before work?'
  const usage = { type: 'duration', seconds: 2.6 }
  return [
    line(CALLER_SPEAKS_AT, 'input_audio_buffer.speech_started', {
      item_id,
      audio_start_ms: startMs + CALLER_SPEAKS_AT,
    }),
    line(CALLER_STOPS_AT, 'input_audio_buffer.speech_stopped', {
      item_id,
      audio_end_ms: startMs + CALLER_STOPS_AT - 500,
    }),
    line(CALLER_STOPS_AT, 'input_audio_buffer.committed', { item_id, previous_item_id: null }),
    line(CALLER_STOPS_AT, 'conversation.item.added', { item }),
    line(TRANSCRIBED_AT, `${transcribed}.delta`, { item_id, content_index: 0, delta: transcript }),
    line(TRANSCRIBED_AT, `${transcribed}.completed`, {
      item_id,
      content_index: 0,
      transcript,
      usage,
    }),
  ]
}

const EVENT_ID = idOf('event', 0)

function line(atMs: number, type: string, fields: Record<string, unknown>): ScriptLine {
  return { atMs, message: { kind: 'text', text: eventText(type, fields) } }
}

/** A server event as text. */
export function eventText(type: string, fields: Record<string, unknown>): string {
  return JSON.stringify({ type, event_id: EVENT_ID, ...fields })
}

/** An id as long as OpenAI's are. */
export function idOf(prefix: string, n: number): string {
  return `${prefix}_${n.toString(36).padStart(21, '0')}`
}
