import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { EndReason } from '../../convex/model/call.ts'
import type { CallEffect } from './events.ts'
import { type Pace, UNKNOWN_PACE } from './heardText.ts'
import { type Playout, SILENT, type Speech } from './playout.ts'
import { IDLE, type Responses } from './responses.ts'
import type { Draft } from './transcript.ts'

/** What of the agent's settings decides how a call goes. */
export type CallRules = Pick<
  VoiceSettings,
  'bargeIn' | 'greeting' | 'silenceTimeoutSec' | 'maxDurationSec'
>

export type Phase =
  /** The webhook came; the model is being opened while the carrier sets up the stream. */
  | { name: 'ringing' }
  | { name: 'talking' }
  /** The goodbye is being said; the line is released when it has been heard. */
  | { name: 'closing'; reason: EndReason; goodbye: 'owed' | 'asked' | 'said'; until: number }
  /** The caller hung up at `at`; what they said last is still being transcribed. */
  | { name: 'parting'; at: number; until: number }
  | { name: 'ended'; reason: EndReason; failure: string | null }

/** When the caller's last utterance ended, for the timing of the answer. Epoch ms. */
export interface Exchange {
  speechEndedAt: number
  endpointedAt: number
}

export interface CallState {
  phase: Phase
  rules: CallRules
  startedAt: number
  answeredAt: number | null
  /** `awaitedSince` is when the call began to wait for a stream to open. */
  stream: { open: true } | { open: false; awaitedSince: number }
  engineReady: boolean
  /** The agent's audio that came before the stream was open. */
  held: readonly (Speech & { payload: string })[]
  playout: Playout
  /** Responses that were interrupted: what still arrives of them is not played. */
  cut: readonly string[]
  responses: Responses
  callerSpeaking: boolean
  /** The last time that either side was heard. */
  lastVoiceAt: number
  /** The utterance that waits for its answer. */
  unanswered: Exchange | null
  respondedAt: number | null
  /** Turns that can still change. */
  drafts: readonly Draft[]
  /** How fast the agent speaks. */
  pace: Pace
  dtmf: { digits: string; lastAt: number } | null
  firstWordSent: boolean
  /** The last response that had audio. */
  spokenResponseId: string | null
  /** Responses that failed in a row. */
  failures: number
}

export type Transition = readonly [CallState, readonly CallEffect[]]

export function initialState(rules: CallRules, startedAt: number): CallState {
  return {
    phase: { name: 'ringing' },
    rules,
    startedAt,
    answeredAt: null,
    stream: { open: false, awaitedSince: startedAt },
    engineReady: false,
    held: [],
    playout: SILENT,
    cut: [],
    responses: IDLE,
    callerSpeaking: false,
    lastVoiceAt: startedAt,
    unanswered: null,
    respondedAt: null,
    drafts: [],
    pace: UNKNOWN_PACE,
    dtmf: null,
    firstWordSent: false,
    spokenResponseId: null,
    failures: 0,
  }
}

/** Runs steps one after another, each on the state that the one before left. */
export function inOrder(
  state: CallState,
  ...steps: readonly ((state: CallState) => Transition)[]
): Transition {
  let current = state
  let effects: readonly CallEffect[] = []
  for (const step of steps) {
    const [next, produced] = step(current)
    current = next
    // Most steps of most events have no effect, and copy nothing then.
    if (produced.length > 0) effects = effects.length > 0 ? [...effects, ...produced] : produced
  }
  return [current, effects]
}

export function stay(state: CallState, ...effects: CallEffect[]): Transition {
  return [state, effects]
}
