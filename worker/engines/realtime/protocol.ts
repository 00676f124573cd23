import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime'
import * as z from 'zod'
import { VENDOR } from '../../../convex/model/engines/realtime/prices.ts'
import type { RealtimeSettings } from '../../../convex/model/engines/realtime/settings.ts'
import { figure } from '../../../convex/model/figure.ts'
import { usageLines } from '../../../convex/model/usage.ts'
import type { EngineEvent } from '../../call/events.ts'
import { durationMs } from '../../lib/base64Audio.ts'
import { redact } from '../../lib/redact.ts'
import { readError, retryAfterOf } from './errors.ts'
import { valueAfter } from '../../lib/valueAfter.ts'
import { responseUsageSchema, secondsOf, transcriptionUsageSchema, usageOf } from './usage.ts'

const formatSchema = z.object({ type: z.string() })

/**
 * The server's events of OpenAI Realtime that a call acts on. The API adds types without notice, so
 * unknown ones are ignored; a known type in a wrong shape is an error.
 */
const serverEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input_audio_buffer.speech_started'), item_id: z.string() }),
  z.object({
    type: z.literal('input_audio_buffer.speech_stopped'),
    item_id: z.string(),
    audio_end_ms: z.number(),
  }),
  z.object({ type: z.literal('input_audio_buffer.committed'), item_id: z.string() }),
  z.object({
    type: z.literal('conversation.item.input_audio_transcription.completed'),
    item_id: z.string(),
    transcript: z.string().nullish(),
    // A bill that cannot be read must not cost the caller's words, nor the end of an answer.
    usage: transcriptionUsageSchema.nullish().catch(null),
  }),
  z.object({
    type: z.literal('conversation.item.input_audio_transcription.failed'),
    item_id: z.string(),
    error: z.object({ message: z.string().nullish() }).nullish(),
  }),
  z.object({ type: z.literal('response.created'), response: z.object({ id: z.string() }) }),
  z.object({
    type: z.literal('response.output_audio.delta'),
    response_id: z.string(),
    item_id: z.string(),
    // It goes to the carrier as it is, in the middle of a message.
    delta: z.string().regex(/^[A-Za-z0-9+/=]*$/),
  }),
  z.object({
    type: z.literal('response.output_audio_transcript.delta'),
    response_id: z.string(),
    item_id: z.string(),
    delta: z.string(),
  }),
  z.object({
    type: z.literal('response.output_audio_transcript.done'),
    response_id: z.string(),
    item_id: z.string(),
    transcript: z.string(),
  }),
  z.object({
    type: z.literal('response.function_call_arguments.done'),
    response_id: z.string(),
    call_id: z.string(),
    /** Some servers tell it only when the item is added. */
    name: z.string().nullish(),
    arguments: z.string(),
  }),
  z.object({
    type: z.literal('response.output_item.added'),
    item: z.object({
      type: z.string(),
      call_id: z.string().nullish(),
      name: z.string().nullish(),
    }),
  }),
  z.object({
    type: z.literal('session.updated'),
    session: z.object({
      audio: z
        .object({
          input: z.object({ format: formatSchema.nullish() }).nullish(),
          output: z.object({ format: formatSchema.nullish() }).nullish(),
        })
        .nullish(),
    }),
  }),
  z.object({
    type: z.literal('response.done'),
    response: z.object({
      id: z.string(),
      // Over it is, whatever a later version calls the way it ended.
      status: z
        .enum(['completed', 'cancelled', 'failed', 'incomplete', 'in_progress'])
        .catch('incomplete'),
      status_details: z
        .object({
          reason: z.string().nullish(),
          error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
        })
        .nullish(),
      usage: responseUsageSchema.nullish().catch(null),
    }),
  }),
  z.object({
    type: z.literal('error'),
    error: z.object({
      type: z.string().nullish(),
      code: z.string().nullish(),
      message: z.string(),
      event_id: z.string().nullish(),
    }),
  }),
])
type ServerEvent = z.infer<typeof serverEventSchema>

/** Every name above is one that the official types know. */
type Known = RealtimeServerEvent['type']
const HANDLED = new Set<string>(
  serverEventSchema.options.map(({ shape }): Known => shape.type.value),
)

const envelopeSchema = z.object({ type: z.string() })

const TYPE_START = '{"type":"'

/** Events begin with their type, so most that nobody acts on need no parse. `null`: this one does. */
function typeOf(text: string): string | null {
  if (!text.startsWith(TYPE_START)) return null
  const end = text.indexOf('"', TYPE_START.length)
  const type = text.slice(TYPE_START.length, end)
  return end < 0 || type.includes('\\') ? null : type
}

const AUDIO_START = '{"type":"response.output_audio.delta"'
const WORDS_START = '{"type":"response.output_audio_transcript.delta"'

const SPEECH_START = '{"type":"input_audio_buffer.speech_started"'

/**
 * What must be quick, cut out of its message without parsing it: the agent's audio and words, nearly all
 * that the model sends, and the caller's first sound, which silences the agent. `null` for every other
 * message, and for one of these that only `decode` can read.
 */
export function quickEvent(
  text: string,
): Extract<
  EngineEvent,
  { type: 'engine.audio' | 'engine.words' | 'engine.speech_started' }
> | null {
  if (text.startsWith(SPEECH_START)) {
    const itemId = valueAfter(text, '"item_id":"', SPEECH_START.length)
    return itemId ? { type: 'engine.speech_started', itemId } : null
  }
  const isAudio = text.startsWith(AUDIO_START)
  if (!isAudio && !text.startsWith(WORDS_START)) return null
  const responseId = valueAfter(text, '"response_id":"', AUDIO_START.length)
  const itemId = valueAfter(text, '"item_id":"', AUDIO_START.length)
  const delta = valueAfter(text, '"delta":"', AUDIO_START.length)
  if (!responseId || !itemId || !delta) return null
  if (isAudio) {
    return {
      type: 'engine.audio',
      responseId,
      itemId,
      payload: delta,
      durationMs: durationMs(delta),
    }
  }
  return { type: 'engine.words', responseId, itemId, delta }
}

/** What is known of a session beside the event that is being read. */
export interface SessionFacts {
  /** What the model has been sent of the caller, in ms. */
  appendedMs: number
  /** The silence that ended a turn is counted as part of it; 0 where its length is not known. */
  endSilenceMs: number
  /** The tools that were called, by their call’s id, as far as they were told before. */
  toolNames: Map<string, string>
}

/** The model has taken the settings of the session, and µ-law with them. */
export const CONFIRMED = 'confirmed'

/** Which models the session was opened with: usage is counted by them. */
type SessionModels = Pick<RealtimeSettings, 'model' | 'transcription'>

/** Reads any event; `null` for those a call does not act on. Throws on a known type in a wrong shape. */
export function decode(
  text: string,
  facts: SessionFacts,
  settings: SessionModels,
): EngineEvent | typeof CONFIRMED | null {
  const type = typeOf(text)
  if (type && !HANDLED.has(type)) return null
  const json: unknown = JSON.parse(text)
  if (!type && !HANDLED.has(envelopeSchema.parse(json).type)) return null
  return toEngineEvent(serverEventSchema.parse(json), facts, settings)
}

function toEngineEvent(
  event: ServerEvent,
  facts: SessionFacts,
  settings: SessionModels,
): EngineEvent | typeof CONFIRMED | null {
  switch (event.type) {
    case 'input_audio_buffer.speech_started':
      return { type: 'engine.speech_started', itemId: event.item_id }
    case 'input_audio_buffer.speech_stopped': {
      const lastSoundMs = figure(event.audio_end_ms - facts.endSilenceMs, 'measure')
      const agoMs = Math.max(0, facts.appendedMs - lastSoundMs)
      return { type: 'engine.speech_stopped', itemId: event.item_id, agoMs }
    }
    case 'input_audio_buffer.committed':
      return { type: 'engine.committed', itemId: event.item_id }
    case 'conversation.item.input_audio_transcription.completed': {
      const transcribed_sec = event.usage ? secondsOf(event.usage) : 0
      const what = { part: 'transcription', vendor: VENDOR, model: settings.transcription.model }
      return {
        type: 'engine.transcribed',
        itemId: event.item_id,
        text: event.transcript?.trim() ?? '',
        usage: transcribed_sec > 0 ? usageLines(what, { transcribed_sec }) : null,
      }
    }
    case 'conversation.item.input_audio_transcription.failed': {
      const why = event.error?.message ?? 'no reason given'
      return {
        type: 'engine.not_transcribed',
        itemId: event.item_id,
        detail: redact(`The caller's words were not transcribed: ${why}`),
      }
    }
    case 'response.created':
      return { type: 'engine.response_started', responseId: event.response.id }
    case 'response.output_audio.delta': {
      const { response_id: responseId, item_id: itemId, delta: payload } = event
      if (payload === '') return null
      return { type: 'engine.audio', responseId, itemId, payload, durationMs: durationMs(payload) }
    }
    case 'response.output_audio_transcript.delta': {
      const { response_id: responseId, item_id: itemId, delta } = event
      return { type: 'engine.words', responseId, itemId, delta }
    }
    case 'response.output_audio_transcript.done': {
      const { response_id: responseId, item_id: itemId, transcript } = event
      return { type: 'engine.said', responseId, itemId, text: transcript }
    }
    case 'response.function_call_arguments.done': {
      const { response_id: responseId, call_id: toolCallId } = event
      const name = event.name ?? facts.toolNames.get(toolCallId) ?? ''
      return { type: 'engine.tool_call', responseId, toolCallId, name, args: event.arguments }
    }
    case 'response.output_item.added': {
      const { call_id: toolCallId, name } = event.item
      if (toolCallId && name) facts.toolNames.set(toolCallId, name)
      return null
    }
    case 'session.updated':
      return confirmation(event.session)
    case 'response.done':
      return responseDone(event.response, settings.model)
    case 'error':
      return readError(event.error)
  }
}

/** Audio that is taken for what it is not is noise in the caller's ear. */
function confirmation(
  session: Extract<ServerEvent, { type: 'session.updated' }>['session'],
): EngineEvent | typeof CONFIRMED {
  const formats = [session.audio?.input?.format?.type, session.audio?.output?.format?.type]
  const other = formats.find((type) => type !== undefined && type !== 'audio/pcmu')
  if (!other) return CONFIRMED
  const detail = `OpenAI set the session to ${redact(other)}, not to µ-law as it was asked to.`
  return { type: 'engine.failed', reason: 'model_failed', detail }
}

function responseDone(
  response: Extract<ServerEvent, { type: 'response.done' }>['response'],
  model: string,
): EngineEvent {
  const { status_details: details } = response
  const reason = details?.error?.message ?? details?.reason ?? null
  return {
    type: 'engine.response_done',
    responseId: response.id,
    status: response.status === 'in_progress' ? 'incomplete' : response.status,
    detail: reason === null ? null : redact(reason),
    retryAfterMs: reason === null ? null : retryAfterOf(reason),
    usage: response.usage ? usageOf(response.usage, model) : null,
  }
}
