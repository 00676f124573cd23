import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Destination } from '../../convex/model/destination.ts'
import type { Usage } from '../../convex/model/usage.ts'
import type { TimedWord } from './heardText.ts'
import type { HistoryItem } from './history.ts'
import type { JournalEntry } from './journal.ts'
import type { ScriptSoFar } from './script.ts'
import type { CollectionEnd, DigitsWanted } from './digits.ts'
import type { CallRules } from './rules.ts'
import type { EngineTraits } from './traits.ts'

/**
 * The whole vocabulary of a call. A `CallEvent` is something that happened on one of its legs; a
 * `CallEffect` is something the shell must do about it. Names read `<leg>.<what>`.
 *
 * Audio is base64 G.711 µ-law at 8 kHz from end to end: the phone network and the model both speak
 * it, so no frame is decoded on the way through. The caller's frames are no events at all: they go
 * straight from the carrier to the engine. Durations are ms.
 */
export type CallEvent =
  CarrierEvent | EngineEvent | ToolEvent | PersonEvent | OperatorEvent | ClockEvent

export type CarrierEvent =
  /** The media stream is open: audio can be played. */
  | { type: 'carrier.started' }
  /** The stream was ended by the carrier: the caller hung up, or was moved to talk to a person. */
  | { type: 'carrier.stopped' }
  /** The media stream broke, and the caller may still be on the line. */
  | { type: 'carrier.lost'; detail: string }
  /** The carrier asked what comes next: the caller is about to get a new stream to this call. */
  | { type: 'carrier.returns' }
  /** The caller talks to a person now, and not through us. */
  | { type: 'carrier.moved' }
  /** There is no place on the line for this call. */
  | { type: 'carrier.turned_away' }
  /** The carrier's last word: nobody is on the line any more. */
  | { type: 'carrier.hung_up' }
  /** The carrier's last word: the call failed on its side. */
  | { type: 'carrier.failed' }
  /** No frame of the caller's came for so long, which may be a pause of the carrier's or its end. */
  | { type: 'carrier.quiet'; forMs: number }
  /** Everything sent before this mark has been played, or was dropped by a clear. */
  | { type: 'carrier.mark'; name: string }
  | { type: 'carrier.dtmf'; digit: string }
  /** While the engine hears what was taken for the agent's echo, the caller is heard over it. */
  | { type: 'carrier.voice_heard' }
  /** The sound that the engine hears has lasted as long as a turn must, at least; see `VoiceMeter`. */
  | { type: 'carrier.voice_lasts' }

export type EngineEvent =
  /** The engine is configured and listens. */
  | { type: 'engine.ready' }
  /** `echo`: what was played a moment ago explains it; see `EchoGuard`. */
  | { type: 'engine.speech_started'; itemId: string; echo?: true }
  /**
   * `agoMs`: how long before this event the last sound of speech was. `voiceMs`: how long the voice lasted,
   * where that is measured.
   */
  | { type: 'engine.speech_stopped'; itemId: string; agoMs: number; voiceMs?: number }
  /**
   * The caller's words became an item of the conversation; the engine may answer by itself now. `text`: the
   * words, where they are known by then; `engine.transcribed` tells them all the same.
   */
  | { type: 'engine.committed'; itemId: string; text?: string }
  | { type: 'engine.response_started'; responseId: string }
  | AgentAudio
  /** More words of what the agent says. */
  | { type: 'engine.words'; responseId: string; itemId: string; delta: string }
  /** When words of an item are spoken, in order, from the beginning of its audio. */
  | {
      type: 'engine.timed'
      responseId: string
      itemId: string
      words: readonly TimedWord[]
    }
  | ScriptWritten
  | HeardApart
  /** All the words of an agent's item, as generated. */
  | { type: 'engine.said'; responseId: string; itemId: string; text: string }
  /** What the caller said, as transcribed. */
  | { type: 'engine.transcribed'; itemId: string; text: string; usage: Usage | null }
  /** The caller's words will not come; `detail` is for operators. */
  | { type: 'engine.not_transcribed'; itemId: string; detail: string }
  | ToolCall
  | ResponseDone
  /** The engine refused to begin a response: another one is running, or the request was bad. */
  | {
      type: 'engine.refused'
      why: 'already_responding' | 'bad_request'
      detail: string
      retryAfterMs: number | null
    }
  /** A mouth that may stray from its text has told what it spoke: of so many words so many differ. */
  | { type: 'engine.spoke'; words: number; differing: number }
  /** Something went wrong that the engine survives. */
  | { type: 'engine.troubled'; detail: string }
  /** The connection is gone and may come back: `cause` is for operators; when to try again, if the vendor says. */
  | { type: 'engine.lost'; cause: string; retryAfterMs: number | null }
  /** Trying again would not help. `detail` is for operators. */
  | { type: 'engine.failed'; reason: 'model_failed' | 'not_configured'; detail: string }

export interface AgentAudio {
  type: 'engine.audio'
  responseId: string
  itemId: string
  payload: string
  durationMs: number
}

/** What the caller hears of answers whose audio does not pass through us; of an engine on a direct line. */
export type HeardApart =
  /** They begin to hear it. */
  | { type: 'engine.aloud'; responseId: string }
  /** They hear nothing more of it: it was heard to its end (`whole`), or cut. */
  | { type: 'engine.hushed'; responseId: string; whole: boolean }
  /** The engine has cut this item by itself, to what it takes to have been heard. */
  | { type: 'engine.forgot'; itemId: string; heardMs: number }

/**
 * More of what an item is to say was written, before it is spoken; of an engine that thinks and speaks
 * apart. The first of an item, and the first of each attempt, has no words yet.
 */
export interface ScriptWritten {
  type: 'engine.scripted'
  itemId: string
  /** Which answer it is: the same when it is asked for, or spoken, once more. */
  key: string
  /** How often it was asked for. */
  attempt: number
  delta: string
  /** Nothing more of it comes. */
  complete: boolean
}

export interface ToolCall {
  type: 'engine.tool_call'
  responseId: string
  toolCallId: string
  name: string
  /** The model's JSON. */
  args: string
}

export interface ResponseDone {
  type: 'engine.response_done'
  responseId: string
  status: 'completed' | 'cancelled' | 'incomplete' | 'failed'
  detail: string | null
  /** When the vendor wants to be asked again, where it says so; ms. */
  retryAfterMs: number | null
  usage: Usage | null
}

/** What a tool wants to become of the call, beside the text for the model. */
export type Directive =
  | { do: 'end' }
  /** As tones, once what the agent says now was said. */
  | { do: 'send_digits'; digits: string }
  /** Another agent goes on with the call. */
  | { do: 'hand_off'; to: NextAgent }
  /** A person is called, and the caller put through once they have accepted. `summary`: for their ears. */
  | { do: 'transfer'; to: Destination; summary: string }

export interface NextAgent {
  agent: AgentSnapshot
  rules: CallRules
  traits: EngineTraits
}

export type ToolEvent =
  | { type: 'tool.settled'; toolCallId: string; output: string; directive: Directive | null }
  /** A tool that takes long says how far it is. */
  | { type: 'tool.progressed'; toolCallId: string; text: string }
  /** A tool waits for the caller's keys. */
  | { type: 'tool.collects'; toolCallId: string; wanted: DigitsWanted }

/**
 * What became of a person who is called. Every attempt has a number, from 1: what an earlier one still
 * says counts no more. The carrier's word is the truth, in any order and any number of times.
 */
export type PersonEvent =
  /** The carrier has taken the request; `legId` is its name for the person's side of the line. */
  | { type: 'person.called'; attempt: number; legId: string }
  | { type: 'person.ringing'; attempt: number }
  /** Somebody, or something, has picked up. */
  | { type: 'person.answered'; attempt: number }
  /** What has picked up is a machine. */
  | { type: 'person.is_machine'; attempt: number }
  /** What has picked up is a human being, or nobody can tell. */
  | { type: 'person.is_human'; attempt: number }
  /** They pressed 1. */
  | { type: 'person.accepted'; attempt: number }
  /** They pressed another key, or none. */
  | { type: 'person.declined'; attempt: number }
  /** They wait in the room where the caller is to come. */
  | { type: 'person.joined'; attempt: number }
  /** They left that room. */
  | { type: 'person.left'; attempt: number }
  /** Their side of the line is gone. */
  | {
      type: 'person.gone'
      attempt: number
      how: 'completed' | 'busy' | 'no_answer' | 'canceled' | 'failed'
      durationSec: number | null
    }
  /** The carrier refused to ring them, or could not be asked; `detail` is for operators. */
  | { type: 'person.not_called'; attempt: number; detail: string }
  /** The network says that it sends the caller on to them. */
  | { type: 'person.referred'; attempt: number }
  /** The carrier refused to move the caller to them, or could not be asked. */
  | { type: 'person.not_reached'; attempt: number; detail: string }

export type OperatorEvent =
  | { type: 'operator.ended' }
  /** An operator, or a system of theirs, puts the caller through; `confirmed`: whatever it costs. */
  | {
      type: 'operator.transfers'
      to: Destination
      askedBy: 'operator' | 'control'
      confirmed?: true
    }
  /** The agent is to say this, word for word. */
  | { type: 'operator.says'; text: string }

/** A deadline that `deadlineOf` named has come. */
export type ClockEvent = { type: 'clock.tick' }

export type CallEffect =
  CarrierEffect | EngineEffect | ToolEffect | PersonEffect | { type: 'record'; entry: JournalEntry }

/** What the carrier is to do about a person. */
export type PersonEffect =
  /** `confirmed`: also where it costs far more than other calls. */
  | { type: 'person.call'; attempt: number; to: Destination; confirmed?: true }
  /** Has the network send the caller on to them; `confirmed` as above. */
  | { type: 'person.refer'; attempt: number; to: Destination; confirmed?: true }
  /** Moves the caller to the room where the person waits. Their stream ends by that; it is not closed. */
  | { type: 'person.move_caller'; attempt: number }
  /**
   * Lets the person go, wherever they are: one who rings is not rung any more, one who listens hears in a
   * sentence that the caller is gone. `silently`: without that sentence, as for a machine that records it.
   */
  | { type: 'person.let_go'; attempt: number; silently?: true }
  /** The caller has come into a room that nobody waits in any more: they are brought back from there. */
  | { type: 'person.bring_back'; attempt: number }

export type CarrierEffect =
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
  /** Close the stream: the carrier asks what comes next. */
  | { type: 'carrier.release' }

export type EngineEffect =
  /** Connect, knowing what was heard so far. Whatever was connected before is let go. */
  | {
      type: 'engine.open'
      instance: number
      /** The agent's engine, or the one that is to take over when that is not to be had. */
      which: 'own' | 'other'
      history: readonly HistoryItem[]
    }
  /** Put something into the conversation that this engine was not there to hear. */
  | { type: 'engine.recall'; item: HistoryItem }
  /**
   * `turn`: what the caller or a tool did last, by its id; absent: nothing yet. `script`: what was last
   * written to be said, and how much of it was heard, where the engine tells of it.
   */
  | { type: 'engine.respond'; request: ResponseRequest; turn?: string; script?: ScriptSoFar }
  | { type: 'engine.cancel'; responseId: string }
  /** Make the model forget what the caller did not hear of an item; `heardText` is what they did. */
  | { type: 'engine.truncate'; itemId: string; heardMs: number; heardText: string }
  /** Delete a turn of the caller's from the conversation. Only for an engine with the trait `deletes`. */
  | { type: 'engine.delete'; itemId: string }
  /** Put a message of the caller's into the conversation that was not spoken. */
  | { type: 'engine.tell'; text: string }
  | { type: 'engine.answer_tool'; toolCallId: string; output: string }
  | { type: 'engine.close' }

export type ToolEffect =
  | { type: 'tool.run'; toolCallId: string; name: string; args: string }
  /** Nobody waits for this tool any more. */
  | { type: 'tool.stop'; toolCallId: string }
  /** The caller's keys that this tool waits for; `HIDDEN_KEY` for each that nobody is to know. */
  | { type: 'tool.collected'; toolCallId: string; digits: string; ended: CollectionEnd }

/** Why the agent should speak now, beside the caller having spoken. A `notice` may not be interrupted. */
export type ResponseRequest =
  /**
   * Exactly these words. A `filler` bridges a wait: it answers nothing, and is not owed. What an operator
   * `ordered` is said whatever else is.
   */
  | { kind: 'verbatim'; text: string; notice?: true; filler?: true; ordered?: true }
  /** In its own words, to this instruction, on top of the agent's own. */
  | { kind: 'instructed'; instructions: string; notice?: true }
  /** The rest of what it was saying, as it was cut off; `after`: the last words that were heard. */
  | { kind: 'go_on'; after: string | null }
  /** Go on: there are new items in the conversation (a tool's output, a key press, unanswered speech). */
  | { kind: 'continue' }
  /** Go on in words, without another tool. */
  | { kind: 'speak' }
  /** Call this tool, which the agent has said that it would. */
  | { kind: 'do'; tool: string }

/** The effects that one family of the shell carries out. */
export type EffectOf<Family extends string> = Extract<CallEffect, { type: `${Family}.${string}` }>

/** What the families are called, of events and of effects. */
type Named<Family extends string> = { type: `${Family}.${string}` }

export function isFor<
  Family extends 'carrier' | 'engine' | 'tool' | 'person',
  Of extends { type: string },
>(family: Family, one: Of): one is Extract<Of, Named<Family>> {
  return one.type.startsWith(family)
}
