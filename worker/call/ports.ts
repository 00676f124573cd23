import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { EngineSettings } from '../../convex/model/engines/index.ts'
import type { CarrierEffect, CarrierEvent, Directive, EngineEffect, EngineEvent } from './events.ts'
import type { EngineTraits } from './traits.ts'

/** What an engine is told before it starts. */
export interface EngineBrief<Settings extends EngineSettings = EngineSettings> {
  instructions: string
  /** How the call goes. */
  voice: VoiceSettings
  settings: Settings
  tools: readonly ToolDescription[]
  /** A stable id of the caller for the vendor's abuse checks, from which their number cannot be told. */
  callerHash(): Promise<string>
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
  /** A message that is not in the protocol: it is dropped. */
  unreadable(error: unknown): void
}

/** A kind of engine, by its settings. `Accounts` is what it needs of the configuration. */
export interface EngineModule<Settings extends EngineSettings, Accounts> {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts): string | null
  /** What an engine with this brief can do. */
  traits(brief: EngineBrief<Settings>): EngineTraits
  /** Connects nothing yet. `missing` was `null`. */
  create(brief: EngineBrief<Settings>, accounts: Accounts, listener: EngineListener): Engine
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

/** What a tool may know of the call it serves. */
export interface CallFacts {
  callSid: string
  /** The caller's number as the carrier gave it. */
  from: string
  to: string
}

export interface ToolContext {
  call: CallFacts
  agent: { agentId: string; name: string; version: number }
  /** Fires when nobody waits for the tool any more: it is given up, or the call is over. */
  signal: AbortSignal
  /** Says how far it is; one line for the call's timeline. */
  tell(progress: string): void
}

/** A text for the model, and what is to become of the call. */
export interface ToolOutcome {
  output: string
  directive?: Directive
}

export interface Tool {
  description: ToolDescription
  /** How long it may take, in ms. */
  timeoutMs: number
  /** `args` is the model's JSON. Rejects on bad arguments and on its own failures. */
  run(args: string, context: ToolContext): Promise<ToolOutcome>
}
