import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { EngineEffect, EngineEvent } from './events.ts'

/** What an engine is told before it starts. */
export interface EngineBrief {
  instructions: string
  voice: VoiceSettings
  tools: ToolDescription[]
  /** A stable, anonymous id of the caller, for the vendor's abuse checks. */
  callerHash: string
}

/** A tool as the model sees it; `parameters` is a JSON Schema. */
export interface ToolDescription {
  name: string
  description: string
  parameters: Record<string, unknown>
}

/** The agent's leg. An engine owns the connections it opens and reports everything by events. */
export interface Engine {
  /** The caller's next audio: base64 µ-law, 8 kHz. Kept and delivered when the session is not open yet. */
  hear(payload: string): void
  perform(effect: EngineEffect): void
}

export type EmitEngineEvent = (event: EngineEvent) => void
