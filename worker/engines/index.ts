import type { EmitEngineEvent, Engine, EngineBrief } from '../call/ports.ts'
import { type OpenAiAccount, RealtimeEngine } from './realtime/index.ts'

/** What the engines need of the configuration; `null` where it is not set. */
export interface EngineAccounts {
  openai: OpenAiAccount | null
}

/**
 * Opens the agent's leg. Returns at once; `engine.ready` or `engine.failed` follows.
 * `onUnreadable` hears of messages that could not be read, which are dropped.
 */
export function openEngine(
  accounts: EngineAccounts,
  brief: EngineBrief,
  emit: EmitEngineEvent,
  onUnreadable: (error: unknown) => void,
): Engine {
  const engine = new RealtimeEngine(brief, emit, onUnreadable)
  if (accounts.openai) void engine.open(accounts.openai)
  else {
    const detail = 'OPENAI_API_KEY is not set.'
    // Not before the caller has the engine: what happens to a call must find its journal open.
    queueMicrotask(() => emit({ type: 'engine.failed', reason: 'not_configured', detail }))
  }
  return engine
}
