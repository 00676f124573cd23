import * as z from 'zod'
import type { RealtimeSettings } from '../../../convex/model/engines/realtime/settings.ts'
import { figure } from '../../../convex/model/figure.ts'
import type { EngineEvent } from '../../call/events.ts'
import { durationMs } from '../../lib/base64Audio.ts'
import { redact } from '../../lib/redact.ts'
import { readError, retryAfterOf } from './errors.ts'
import { valueAfter } from '../../lib/valueAfter.ts'
import {
  audioDeltaSchema,
  committedSchema,
  type DoneResponse,
  errorSchema,
  eventReader,
  functionCallSchema,
  notTranscribedSchema,
  outputItemSchema,
  responseCreatedSchema,
  responseDoneSchema,
  sessionUpdatedSchema,
  speechStartedSchema,
  speechStoppedSchema,
  type TakenSession,
  transcribedSchema,
  transcriptDeltaSchema,
  transcriptDoneSchema,
} from './serverEvents.ts'
import { transcriptionUsage, usageOf } from './usage.ts'

/** What a call acts on. */
const serverEventSchema = z.discriminatedUnion('type', [
  speechStartedSchema,
  speechStoppedSchema,
  committedSchema,
  transcribedSchema,
  notTranscribedSchema,
  responseCreatedSchema,
  audioDeltaSchema,
  transcriptDeltaSchema,
  transcriptDoneSchema,
  functionCallSchema,
  outputItemSchema,
  sessionUpdatedSchema,
  responseDoneSchema,
  errorSchema,
])
type ServerEvent = z.infer<typeof serverEventSchema>

const read = eventReader(
  serverEventSchema,
  serverEventSchema.options.map(({ shape }) => shape.type.value),
)

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
  /** What the model has been sent of the caller, in ms; `null`: it hears them without us. */
  appendedMs: number | null
  /** The silence that ended a turn is counted as part of it; 0 where its length is not known. */
  endSilenceMs: number
  /** The tools that were called, by their call’s id, as far as they were told before. */
  toolNames: Map<string, string>
}

/** Of turns that the model ends by a silence; of others its length is not known. */
export function endSilenceOf({ turnDetection }: Pick<RealtimeSettings, 'turnDetection'>): number {
  return turnDetection.type === 'server_vad' ? turnDetection.silenceDurationMs : 0
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
  const event = read(text)
  return event && toEngineEvent(event, facts, settings)
}

function toEngineEvent(
  event: ServerEvent,
  facts: SessionFacts,
  settings: SessionModels,
): EngineEvent | typeof CONFIRMED | null {
  switch (event.type) {
    case 'input_audio_buffer.speech_started':
      return { type: 'engine.speech_started', itemId: event.item_id }
    case 'input_audio_buffer.speech_stopped':
      return {
        type: 'engine.speech_stopped',
        itemId: event.item_id,
        agoMs: stoppedAgoMs(event.audio_end_ms, facts),
      }
    case 'input_audio_buffer.committed':
      return { type: 'engine.committed', itemId: event.item_id }
    case 'conversation.item.input_audio_transcription.completed':
      return {
        type: 'engine.transcribed',
        itemId: event.item_id,
        text: event.transcript?.trim() ?? '',
        usage: transcriptionUsage(event.usage, 'transcription', settings.transcription.model),
      }
    case 'conversation.item.input_audio_transcription.failed':
      return {
        type: 'engine.not_transcribed',
        itemId: event.item_id,
        detail: notTranscribed(event.error?.message),
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
      return facts.appendedMs === null ? CONFIRMED : confirmation(event.session)
    case 'response.done':
      return responseDone(event.response, settings.model)
    case 'error':
      return readError(event.error)
  }
}

/** How long before now the last sound of speech was, in ms; without the audio at least the silence behind it. */
export function stoppedAgoMs(
  endMs: number,
  { appendedMs, endSilenceMs }: Pick<SessionFacts, 'appendedMs' | 'endSilenceMs'>,
): number {
  if (appendedMs === null) return endSilenceMs
  return Math.max(0, appendedMs - figure(endMs - endSilenceMs, 'measure'))
}

export function notTranscribed(why: string | null | undefined): string {
  return redact(`The caller's words were not transcribed: ${why ?? 'no reason given'}`)
}

function confirmation(session: TakenSession): EngineEvent | typeof CONFIRMED {
  const detail = otherFormat(session)
  return detail === null ? CONFIRMED : { type: 'engine.failed', reason: 'model_failed', detail }
}

/** Audio that is taken for what it is not is noise in the caller's ear: what is wrong with the format. */
export function otherFormat({ audio }: TakenSession): string | null {
  const formats = [audio?.input?.format?.type, audio?.output?.format?.type]
  const other = formats.find((type) => type !== undefined && type !== 'audio/pcmu')
  return other
    ? `OpenAI set the session to ${redact(other)}, not to µ-law as it was asked to.`
    : null
}

function responseDone(response: DoneResponse, model: string): EngineEvent {
  return {
    type: 'engine.response_done',
    responseId: response.id,
    ...endOf(response),
    usage: response.usage ? usageOf(response.usage, 'model', model) : null,
  }
}

/** How a response ended, and why so; `detail` is for operators. */
export function endOf({ status, status_details: details }: DoneResponse) {
  const reason = details?.error?.message ?? details?.reason ?? null
  return {
    status: status === 'in_progress' ? ('incomplete' as const) : status,
    detail: reason === null ? null : redact(reason),
    retryAfterMs: reason === null ? null : retryAfterOf(reason),
  }
}
