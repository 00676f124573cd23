/** What a session that only hears and speaks tells, in our words. */
import * as z from 'zod'
import type { Usage } from '../../../../convex/model/usage.ts'
import type { PartFailure } from '../../../call/ports.ts'
import { detailOf, isFatal, retryAfterOf, troubleOf } from '../../realtime/errors.ts'
import { endOf, notTranscribed, otherFormat, stoppedAgoMs } from '../../realtime/protocol.ts'
import {
  audioDeltaSchema,
  committedSchema,
  type DoneResponse,
  errorSchema,
  eventReader,
  notTranscribedSchema,
  responseCreatedSchema,
  responseDoneSchema,
  sessionUpdatedSchema,
  speechStartedSchema,
  speechStoppedSchema,
  transcribedSchema,
  transcriptDoneSchema,
  transcriptionDeltaSchema,
} from '../../realtime/serverEvents.ts'
import { transcriptionUsage, usageOf } from '../../realtime/usage.ts'
import { REQUEST } from './commands.ts'
import { END_SILENCE_MS, type VoicePlan } from './session.ts'

/** Of the caller. */
export type HeardEvent =
  | { type: 'speech_started' }
  | { type: 'speech_stopped'; agoMs: number }
  | { type: 'committed'; itemId: string }
  | { type: 'understood'; itemId: string; delta: string }
  | { type: 'transcribed'; itemId: string; text: string; usage: Usage | null }
  | { type: 'not_transcribed'; itemId: string; detail: string }

/** Of what it was told to say. */
export type SpokenEvent =
  /** `requestId`: which of our requests it answers; `null`: none that is known. */
  | { type: 'response_started'; requestId: string | null; responseId: string }
  | { type: 'audio'; responseId: string; payload: string }
  | { type: 'spoken'; responseId: string; text: string }
  /** `failure`: `null` when all of it was said. */
  | { type: 'response_done'; responseId: string; failure: PartFailure | null; usage: Usage | null }

/** Of the session itself. */
export type SessionEvent =
  | { type: 'confirmed' }
  /** What our event with this id asked for is not done. `empty`: there was nothing to commit. */
  | { type: 'refused'; eventId: string; empty: boolean; failure: PartFailure }
  | { type: 'troubled'; detail: string }
  | { type: 'failed'; failure: PartFailure }

export type VoiceEvent = HeardEvent | SpokenEvent | SessionEvent

const serverEventSchema = z.discriminatedUnion('type', [
  speechStartedSchema,
  speechStoppedSchema,
  committedSchema,
  transcriptionDeltaSchema,
  transcribedSchema,
  notTranscribedSchema,
  responseCreatedSchema,
  audioDeltaSchema,
  transcriptDoneSchema,
  responseDoneSchema,
  sessionUpdatedSchema,
  errorSchema,
])

const read = eventReader(
  serverEventSchema,
  serverEventSchema.options.map(({ shape }) => shape.type.value),
)

/** `null` for what nobody acts on. Throws on a known type in a wrong shape. */
export function decode(text: string, plan: VoicePlan, appendedMs: number): VoiceEvent | null {
  const event = read(text)
  if (!event) return null
  switch (event.type) {
    case 'input_audio_buffer.speech_started':
      return { type: 'speech_started' }
    case 'input_audio_buffer.speech_stopped': {
      const facts = { appendedMs, endSilenceMs: END_SILENCE_MS }
      return { type: 'speech_stopped', agoMs: stoppedAgoMs(event.audio_end_ms, facts) }
    }
    case 'input_audio_buffer.committed':
      return { type: 'committed', itemId: event.item_id }
    case 'conversation.item.input_audio_transcription.delta':
      return { type: 'understood', itemId: event.item_id, delta: event.delta ?? '' }
    case 'conversation.item.input_audio_transcription.completed':
      return {
        type: 'transcribed',
        itemId: event.item_id,
        text: event.transcript?.trim() ?? '',
        usage: transcriptionUsage(event.usage, 'ears', plan.hearing?.transcription.model ?? ''),
      }
    case 'conversation.item.input_audio_transcription.failed': {
      const detail = notTranscribed(event.error?.message)
      return { type: 'not_transcribed', itemId: event.item_id, detail }
    }
    case 'response.created': {
      const { id: responseId, metadata } = event.response
      return { type: 'response_started', requestId: metadata?.[REQUEST] ?? null, responseId }
    }
    case 'response.output_audio.delta':
      return { type: 'audio', responseId: event.response_id, payload: event.delta }
    case 'response.output_audio_transcript.done':
      return { type: 'spoken', responseId: event.response_id, text: event.transcript }
    case 'response.done':
      return responseDone(event.response, plan.model)
    case 'session.updated': {
      const cause = otherFormat(event.session)
      return cause === null ? { type: 'confirmed' } : failed(cause, false)
    }
    case 'error':
      return readError(event.error)
  }
}

const failed = (cause: string, again: boolean): VoiceEvent => ({
  type: 'failed',
  failure: { cause, again, retryAfterMs: null },
})

function responseDone(response: DoneResponse, model: string): VoiceEvent {
  const usage = response.usage ? usageOf(response.usage, 'mouth', model) : null
  return { type: 'response_done', responseId: response.id, failure: failureOf(response), usage }
}

function failureOf(response: DoneResponse): PartFailure | null {
  const { status, detail, retryAfterMs } = endOf(response)
  if (status === 'completed') return null
  const why = detail === null ? '' : `: ${detail}`
  return {
    cause: `OpenAI did not say a text to its end (${status})${why}`,
    again: !isFatal(response.status_details?.error?.code),
    retryAfterMs,
  }
}

function readError(error: z.infer<typeof errorSchema>['error']): VoiceEvent | null {
  const trouble = troubleOf(error)
  const cause = detailOf(error)
  switch (trouble) {
    case 'harmless':
      return null
    case 'session_over':
      return failed(cause, true)
    case 'fatal':
      return failed(cause, false)
    case 'already_responding':
      return refusal(error.event_id ?? '', cause, error)
    case 'other':
      return { type: 'troubled', detail: cause }
  }
  return refusal(trouble.refused, cause, error)
}

function refusal(
  eventId: string,
  cause: string,
  { code, message }: { code?: string | null | undefined; message: string },
): VoiceEvent {
  const failure = { cause, again: true, retryAfterMs: retryAfterOf(message) }
  return { type: 'refused', eventId, empty: code === 'input_audio_buffer_commit_empty', failure }
}
