import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { EngineSettings } from '../../convex/model/engines/index.ts'
import type { VadSettings } from '../../convex/model/engines/pipeline/settings.ts'
import type { Usage } from '../../convex/model/usage.ts'
import type { Accounts, Outside } from '../accounts.ts'
import type { DigitsGiven, DigitsWanted } from './digits.ts'
import type {
  CarrierEffect,
  CarrierEvent,
  Directive,
  EngineEffect,
  EngineEvent,
  PersonEffect,
  PersonEvent,
} from './events.ts'
import type { TimedWord } from './heardText.ts'
import type { HistoryItem } from './history.ts'
import type { ToolRule } from './rules.ts'
import type { EngineTraits } from './traits.ts'

/** What an engine is told before it starts. */
export interface EngineBrief<Settings extends EngineSettings = EngineSettings> {
  instructions: string
  /** How the call goes. */
  voice: VoiceSettings
  settings: Settings
  tools: readonly ToolDescription[]
  call: CallFacts
  agent: AgentFacts
  outside: Outside
  /** Where the caller is when they do not come through us; `null`: they do. */
  direct: DirectLine | null
  /** A stable id of the caller for the vendor's abuse checks, from which their number cannot be told. */
  callerHash(): Promise<string>
}

/**
 * The caller's side of a line that leads to the model without us, as the vendor knows it. It outlives the
 * process, and is another one each time that the caller is brought to the model.
 */
export interface DirectLine {
  /** The vendor's name for it. */
  readonly legId: string
  /** The vendor was told who answers. */
  readonly isTaken: boolean
  taken(): void
}

/** A tool as the model sees it; `parameters` is a JSON Schema. */
export interface ToolDescription {
  name: string
  description: string
  parameters: Record<string, unknown>
}

/**
 * The agent's leg. It connects when it is told to (`engine.open`) and not before, owns the connections
 * that it opens, and reports everything by events.
 */
export interface Engine {
  /** The caller's next audio: base64 µ-law, 8 kHz. Kept and delivered when the engine is not open yet. */
  hear(payload: string): void
  /** What is asked for while it opens is done, in order, when it is open. */
  perform(effect: EngineEffect): void
}

/** What an engine reports to. */
export interface EngineListener {
  happened(event: EngineEvent): void
  /** What it hears of the caller's side, where that does not come through us. */
  lineHappened(event: CarrierEvent): void
  /** A message that is not in the protocol: it is dropped. */
  unreadable(error: unknown): void
}

/** A kind of engine, by its settings. */
export interface EngineModule<Settings extends EngineSettings> {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts, settings: Settings): string | null
  /** What an engine with this brief can do. */
  traits(brief: EngineBrief<Settings>): EngineTraits
  /** Connects nothing yet. `missing` was `null`. */
  create(brief: EngineBrief<Settings>, accounts: Accounts, listener: EngineListener): Engine
}

/** What is wrong with a part of a pipeline. `retryAfterMs`: when to try again, if the vendor says. */
export interface PartFailure {
  /** For operators. */
  cause: string
  /** Trying again may help. */
  again: boolean
  retryAfterMs: number | null
}

/**
 * Speech to text, with the ends of turns where they are its own to find. It connects when it is made, and
 * again by nobody: one that fails is replaced.
 */
export interface Ears {
  /** The caller's next audio: base64 µ-law, 8 kHz, without gaps. Kept until it is connected. */
  hear(payload: string): void
  /**
   * The caller began to speak a moment ago: what came before is no part of the turn, and need not be written
   * down. For ears that do not find out, where `endsTurns` is false; they work without it, only slower.
   */
  speechBegan?(): void
  /** The caller's turn has ended: what was heard becomes final now. Only where `endsTurns` is false. */
  commit(): void
  /** Nothing more is reported. */
  close(): void
}

export type EarsEvent =
  | { type: 'ears.ready' }
  /** The first sign of speech, where ears tell any: no transcript may come of it. */
  | { type: 'ears.speech_started' }
  /** `agoMs`: how long before this event the last sound of speech was. */
  | { type: 'ears.speech_stopped'; agoMs: number }
  /** What was understood of the turn so far; the next one takes its place. */
  | { type: 'ears.partial'; text: string }
  /** All of a turn's words, and the turn has ended where `endsTurns` is true. '': there were none. */
  | { type: 'ears.final'; text: string; usage: Usage | null }
  /** Something went wrong that they survive. */
  | { type: 'ears.troubled'; detail: string }
  | { type: 'ears.failed'; failure: PartFailure }

export interface EarsListener {
  happened(event: EarsEvent): void
  /** A message that is not in the protocol: it is dropped. */
  unreadable(error: unknown): void
}

export interface EarsTraits {
  /** They find the end of a turn themselves, and answer it with `ears.final`. */
  endsTurns: boolean
  /** They tell when speech begins and stops. */
  tellSpeech: boolean
}

/** What ears, brain and mouth are told before they start, beside their own settings. */
export type PartBrief = Omit<EngineBrief, 'settings' | 'tools' | 'instructions' | 'direct'>

/** A question to a brain: what was said, and what the answer is to be. */
export interface BrainQuestion {
  /**
   * Which answer this is, of all calls: the same after a retry, an interruption or a restart, and never of
   * two answers.
   */
  key: string
  /** 1, and one more each time that the same answer is asked for. */
  attempt: number
  /** The key of the answer that this one takes the place of, because the caller went on; `null`: of none. */
  supersedes: string | null
  /** Who the agent is and, where this answer is asked for in a certain way, in which. */
  instructions: string
  /** What was heard so far; the end of it is to be answered. */
  history: readonly HistoryItem[]
  tools: readonly ToolDescription[]
  /** `none`: it is to answer in words; a tool: it is to call that one. */
  toolChoice: 'auto' | 'none' | { tool: string }
}

export type BrainPiece =
  | { type: 'text'; delta: string }
  /** `args`: the model's JSON, whole. */
  | { type: 'tool_call'; toolCallId: string; name: string; args: string }
  /** What the answer has used; the last piece, where a vendor tells. */
  | { type: 'usage'; usage: Usage }
  /** The answer was cut by the vendor; `detail` is for operators. */
  | { type: 'incomplete'; detail: string }

/** Text in, text out. It keeps nothing between two questions. */
export interface Brain {
  /**
   * Throws a `PartError` when there is no (whole) answer. Aborting, or leaving the loop, ends the vendor's
   * work as well.
   */
  answer(question: BrainQuestion, signal: AbortSignal): AsyncIterable<BrainPiece>
}

export type { TimedWord }

export type MouthPiece =
  /** The next audio: base64 µ-law, 8 kHz. */
  | { type: 'audio'; payload: string }
  | { type: 'words'; words: readonly TimedWord[] }
  /** What was really spoken, where the mouth is a model and may stray from its text. */
  | { type: 'spoken'; text: string }
  | { type: 'usage'; usage: Usage }

/** Text to speech. It keeps its connection between two utterances. */
export interface Mouth {
  /**
   * Says a text while it is still being written; the first clause is enough to begin. Ends when all audio
   * has come, and throws a `PartError` when it does not. Aborting, or leaving the loop, ends the vendor's
   * work as well.
   */
  say(text: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<MouthPiece>
  /** Lets its connection go. */
  close(): void
}

/** What brains and mouths report to, beside what they answer. */
export interface PartListener {
  /** A message that is not in the protocol: it is dropped. */
  unreadable(error: unknown): void
}

/** A kind of ears, brain or mouth, by its settings. */
export interface PartModule<Settings, Listener, Part> {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(settings: Settings, accounts: Accounts): string | null
  /** `missing` was `null`. */
  create(settings: Settings, brief: PartBrief, accounts: Accounts, listener: Listener): Part
}

/** A kind of ears: what they leave to others depends on our own VAD beside them. */
export interface EarsModule<Settings> extends PartModule<
  Settings & { vad: VadSettings },
  EarsListener,
  Ears
> {
  traits(settings: Settings & { vad: VadSettings }): EarsTraits
}

/** The caller's leg. A carrier owns the socket it was given and reports everything to its listener. */
export interface Carrier {
  perform(effect: CarrierEffect): void
  /** Lets the leg go; the carrier then asks what comes next. Nothing more is reported. */
  close(code: number, reason: string): void
}

/** What the owner of the caller's leg is told. */
export interface CarrierListener {
  /** The stream began; `false` refuses it. */
  admit(start: { callSid: string; token: string }): boolean
  /** The next audio of the caller's, in order and without gaps: base64 µ-law, 8 kHz. */
  hear(payload: string): void
  happened(event: CarrierEvent): void
  /** A message that is not in the protocol: it is dropped. */
  unreadable(error: unknown): void
}

/**
 * Rings persons for one call, and brings caller and person together. It keeps nothing: what it needs to
 * know of an attempt is in the call's journal.
 */
export interface PersonDesk {
  /** `refers`: it rings nobody, and has the network send callers on. */
  readonly by: 'rings' | 'refers'
  /** Reports what comes of it, and what the carrier refuses; the rest the carrier tells by itself. */
  perform(effect: PersonEffect, legId: string | null, happened: (event: PersonEvent) => void): void
}

/** What a tool may know of the call it serves. */
export interface CallFacts {
  /** In a conversation on a web page: its id. */
  callSid: string
  /** The caller's number as the carrier gave it; '' where there is none. */
  from: string
  to: string
  /** Absent: it is a phone call. */
  channel?: 'web_chat'
}

/** What may be known of the agent that talks. */
export interface AgentFacts {
  agentId: string
  name: string
  version: number
}

export interface ToolContext {
  /** The model's id of this call of the tool: the same when it is run again after a restart. */
  toolCallId: string
  call: CallFacts
  agent: AgentFacts
  /** Fires when nobody waits for the tool any more: it is given up, or the call is over. */
  signal: AbortSignal
  /** Says how far it is; one line for the call's timeline. */
  tell(progress: string): void
  /** Waits for the caller to press keys. Rejects when nobody waits for the tool any more. */
  collect(wanted: DigitsWanted): Promise<DigitsGiven>
}

/** A text for the model, and what is to become of the call. */
export interface ToolOutcome {
  output: string
  directive?: Directive
}

export interface Tool extends ToolRule {
  description: ToolDescription
  /** `args` is the model's JSON. It matches the parameters. Rejects on its own failures. */
  run(args: string, context: ToolContext): Promise<ToolOutcome>
  /** Nobody calls it any more: lets go what it keeps open. Safe to repeat. */
  close?(): void
}
