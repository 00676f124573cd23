import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { EngineTraits } from './traits.ts'

/** What of the agent's settings decides how a call goes. */
export interface CallRules extends Pick<
  VoiceSettings,
  | 'locale'
  | 'bargeIn'
  | 'greeting'
  | 'interruptions'
  | 'reprompt'
  | 'silenceTimeoutSec'
  | 'maxDurationSec'
  | 'fallbackNumber'
> {
  /** The agent's tools, by name. */
  tools: Readonly<Record<string, ToolRule>>
  /** An agent that promises and does not do it is asked once to. */
  keepsPromises: boolean
  /**
   * The network sends callers on to persons by itself (REFER): nobody rings them, and nobody tells whether the
   * two have met.
   */
  refers: boolean
  /** What the engine can do that takes over when the agent's own is not to be had; `null`: none does. */
  otherTraits: EngineTraits | null
}

/** What decides how the call waits for a tool. */
export interface ToolRule {
  /** How long it may take, in ms. */
  timeoutMs: number
  /** Doing it twice does no harm: it is run again when a restart lost it. */
  repeatable: boolean
  /** Said when it takes long; '': words of the call's language; `null`: it is not bridged. */
  filler: string | null
}
