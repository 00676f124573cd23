import type { CallRecordEvent, EndReason, Turn, Usage } from '../../convex/model/call.ts'

/**
 * The whole vocabulary of a call. A `CallEvent` is something that happened on one of its legs; a
 * `CallEffect` is something the shell must do about it. Names read `<leg>.<what>`.
 *
 * Audio is base64 G.711 µ-law at 8 kHz from end to end: the phone network and the model both speak
 * it, so no frame is decoded on the way through. The caller's frames are no events at all: they go
 * straight from the carrier to the engine. Durations are ms.
 */
export type CallEvent =
  /** The media stream is open: audio can be played. */
  | { type: 'carrier.started' }
  /** The caller hung up, or the carrier says that the call is over. */
  | { type: 'carrier.stopped' }
  /** The carrier says that the call failed on its side. */
  | { type: 'carrier.failed' }
  /** The media stream broke, and the caller may still be on the line. */
  | { type: 'carrier.lost'; detail: string }
  /** Everything sent before this mark has been played, or was dropped by a clear. */
  | { type: 'carrier.mark'; name: string }
  | { type: 'carrier.dtmf'; digit: string }
  /** The model's session is configured and listens. */
  | { type: 'engine.ready' }
  | { type: 'engine.speech_started'; itemId: string }
  /** `agoMs`: how long before this event the last sound of speech was. */
  | { type: 'engine.speech_stopped'; itemId: string; agoMs: number }
  /** The caller's words became an item of the conversation; the engine may answer by itself now. */
  | { type: 'engine.committed'; itemId: string }
  | { type: 'engine.response_started'; responseId: string }
  | {
      type: 'engine.audio'
      responseId: string
      itemId: string
      payload: string
      durationMs: number
    }
  /** More words of what the agent says. */
  | { type: 'engine.words'; responseId: string; itemId: string; delta: string }
  /** All the words of an agent's item, as generated. */
  | { type: 'engine.said'; responseId: string; itemId: string; text: string }
  /** What the caller said, as transcribed. */
  | { type: 'engine.transcribed'; itemId: string; text: string; usage: Usage | null }
  | {
      type: 'engine.tool_call'
      responseId: string
      toolCallId: string
      name: string
      args: string
    }
  | {
      type: 'engine.response_done'
      responseId: string
      status: 'completed' | 'cancelled' | 'incomplete' | 'failed'
      detail: string | null
      usage: Usage | null
    }
  /** The engine refused to begin a response: another one is running, or the request was bad. */
  | { type: 'engine.refused'; why: 'already_responding' | 'bad_request'; detail: string }
  /** Something went wrong that the session survives. */
  | { type: 'engine.troubled'; detail: string }
  /** The session is over. `detail` is for operators. */
  | { type: 'engine.failed'; reason: 'model_failed' | 'not_configured'; detail: string }
  | { type: 'tool.settled'; toolCallId: string; output: string; endsCall: boolean }
  | { type: 'operator.ended' }
  /** A deadline that `deadlineOf` named has come. */
  | { type: 'clock.tick' }

export type CallEffect =
  /** Play this; with a mark, echo that when it has been played. */
  | { type: 'carrier.play'; payload: string; mark: string | null }
  /** Echo this mark when everything before it has been played. */
  | { type: 'carrier.send_mark'; mark: string }
  /** Drop everything that has not been played. */
  | { type: 'carrier.clear' }
  /**
   * Whether frames that the carrier does not send must be made up for at once: while the caller
   * speaks, the engine waits for the silence that ends their turn.
   */
  | { type: 'carrier.fill_pauses'; fill: boolean }
  /** Close the stream: the carrier asks `/twilio/resume` what comes next. */
  | { type: 'carrier.release' }
  | { type: 'engine.respond'; request: ResponseRequest }
  | { type: 'engine.cancel'; responseId: string }
  /** Make the model forget what the caller did not hear of an item. */
  | { type: 'engine.truncate'; itemId: string; heardMs: number }
  /** Put a message of the caller's into the conversation that was not spoken. */
  | { type: 'engine.tell'; text: string }
  | { type: 'engine.answer_tool'; toolCallId: string; output: string }
  | { type: 'engine.close' }
  | { type: 'tool.run'; toolCallId: string; name: string; args: string }
  | { type: 'record'; entry: JournalEntry }

/** Why the agent should speak now, beside the caller having spoken. */
export type ResponseRequest =
  /** Exactly these words. */
  | { kind: 'verbatim'; text: string }
  /** In its own words, to this instruction, on top of the agent's own. */
  | { kind: 'instructed'; instructions: string }
  /** Go on: there are new items in the conversation (a tool's output, a key press, unanswered speech). */
  | { kind: 'continue' }

/** One line of a call's journal: what `record.ts` folds into the stored call. */
export type JournalEntry =
  | { kind: 'answered'; at: number }
  /** Upserts by `itemId`. */
  | { kind: 'turn'; turn: Omit<Turn, 'callSid'> }
  | { kind: 'event'; at: number; event: Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'> }
  | { kind: 'usage'; usage: Usage }
  | { kind: 'first_word'; ms: number }
  | { kind: 'answer'; ms: number }
  | { kind: 'ended'; at: number; reason: EndReason; failure: string | null }
  | { kind: 'carrier_status'; status: string; durationSec: number | null }
  | { kind: 'carrier_price'; usd: number; unit: string }

export type EngineEvent = Extract<CallEvent, { type: `engine.${string}` }>
export type EngineEffect = Extract<CallEffect, { type: `engine.${string}` }>
export type CarrierEffect = Extract<CallEffect, { type: `carrier.${string}` }>
