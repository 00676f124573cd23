import type { CallEffect, CallEvent } from './events.ts'
import { cleared, enqueue, isPlaying, markEnd, played, unfinished } from './playout.ts'
import { progressed } from './responses.ts'
import { type CallState, type Exchange, inOrder, stay, type Transition } from './state.ts'
import {
  addAudio,
  agentDraft,
  cutTurn,
  draftOf,
  heardUpTo,
  isWhole,
  putDraft,
} from './transcript.ts'

type AgentAudio = Extract<CallEvent, { type: 'engine.audio' }>

/** A piece of the agent's speech: to the caller at once, or kept until their stream is open. */
export function agentAudio(state: CallState, audio: AgentAudio, now: number): Transition {
  if (state.cut.includes(audio.responseId)) return [state, []]
  const draft =
    draftOf(state, audio.itemId) ?? agentDraft(state, audio.itemId, audio.responseId, now)
  const startMs = draft.turn.generatedMs
  const next: CallState = {
    ...putDraft(state, addAudio(state, draft, audio.durationMs, now)),
    responses: progressed(state.responses, audio.responseId, now),
    phase: state.phase.name === 'closing' ? { ...state.phase, goodbye: 'said' } : state.phase,
    spokenResponseId: audio.responseId,
    failures: 0,
  }
  const { responseId, itemId, durationMs, payload } = audio
  const piece = { responseId, itemId, startMs, durationMs, payload }
  if (!state.stream.open) return stay({ ...next, held: [...next.held, piece] })
  return play(next, piece, now)
}

function play(state: CallState, piece: CallState['held'][number], now: number): Transition {
  const { payload, ...placed } = piece
  const [playout, { mark }] = enqueue(state.playout, placed, now)
  return inOrder(
    { ...state, playout },
    (s) => stay(s, { type: 'carrier.play', payload, mark }),
    (s) => measureFirstAudio(s, now),
  )
}

/** Writes down how long the caller waited, when this audio is the first of an answer. */
function measureFirstAudio(state: CallState, now: number): Transition {
  const effects: CallEffect[] = []
  if (!state.firstWordSent && state.answeredAt !== null) {
    effects.push({ type: 'record', entry: { kind: 'first_word', ms: now - state.answeredAt } })
  }
  if (!state.unanswered || !answers(state, state.unanswered)) {
    return [{ ...state, firstWordSent: true }, effects]
  }
  const ms = now - state.unanswered.speechEndedAt
  effects.push({ type: 'record', entry: { kind: 'answer', ms } })
  return [{ ...state, firstWordSent: true, unanswered: null }, effects]
}

/** What was begun before the caller had finished is no answer, though it may still be arriving. */
function answers({ respondedAt }: CallState, { endpointedAt }: Exchange): boolean {
  return respondedAt !== null && respondedAt >= endpointedAt
}

/** The stream is open: what the agent said meanwhile leaves at once. */
export function playHeld(state: CallState, now: number): Transition {
  const released = { ...state, held: [] }
  const steps = state.held.map((piece) => (s: CallState) => play(s, piece, now))
  return inOrder(released, ...steps, endSpeech)
}

/** Nothing more of an answer comes for now: its last sound needs a mark, or is never proved. */
export function endSpeech(state: CallState): Transition {
  const [playout, mark] = markEnd(state.playout)
  return mark ? stay({ ...state, playout }, { type: 'carrier.send_mark', mark }) : stay(state)
}

/** The carrier proved that the caller heard everything up to this mark. */
export function markPlayed(state: CallState, mark: string, now: number): Transition {
  const [playout, pieces] = played(state.playout, mark, now)
  if (pieces.length === 0) return [state, []]
  const heard = pieces.map((piece) => (s: CallState) => heardUpTo(s, piece))
  return inOrder({ ...state, playout, lastVoiceAt: now }, ...heard)
}

export function agentHasFloor(state: CallState): boolean {
  return (
    isPlaying(state.playout) || state.held.length > 0 || state.responses.active.kind === 'running'
  )
}

/**
 * The agent falls silent now. What it was about to say is dropped at the carrier first, then the
 * model forgets what was not heard, and what still arrives of that response is not played.
 *
 * `engineStops`: the engine cancels its own response when it hears speech; otherwise it is told to.
 * `silentFrom`: on the clock of `unfinished`, if that is not now.
 */
export function interrupt(
  state: CallState,
  why: string,
  engineStops: boolean,
  now: number,
  silentFrom = now,
): Transition {
  if (!agentHasFloor(state)) return [state, []]
  const { active } = state.responses
  const items = unfinished(state.playout, silentFrom)
  const neverPlayed = new Set(state.held.map((piece) => piece.itemId))
  for (const { itemId } of items) neverPlayed.delete(itemId)
  for (const itemId of neverPlayed) items.push({ itemId, heardMs: 0, beganAt: null })
  const cut = items.filter((item) => !isWhole(state, item))

  const effects: CallEffect[] = []
  if (isPlaying(state.playout)) effects.push({ type: 'carrier.clear' })
  if (active.kind === 'running' && !engineStops) {
    effects.push({ type: 'engine.cancel', responseId: active.responseId })
  }
  for (const { itemId, heardMs } of cut) effects.push({ type: 'engine.truncate', itemId, heardMs })
  if (cut.length > 0) effects.push(bargeInEvent(why, cut[0]?.heardMs ?? 0, now))

  const silent: CallState = {
    ...state,
    playout: cleared(state.playout),
    held: [],
    cut: cutResponses(state),
    lastVoiceAt: now,
  }
  return inOrder(
    silent,
    (s) => stay(s, ...effects),
    ...items.map((item) => (s: CallState) => cutTurn(s, item, now)),
  )
}

function bargeInEvent(why: string, heardMs: number, now: number): CallEffect {
  const summary = `${why} ${(heardMs / 1000).toFixed(1)} s into the agent's turn`
  const event = { kind: 'barge_in', summary, detail: null } as const
  return { type: 'record', entry: { kind: 'event', at: now, event } }
}

/** How many interrupted responses are remembered: their stragglers arrive within moments. */
const REMEMBERED_CUTS = 8

function cutResponses(state: CallState): readonly string[] {
  const ids = new Set(state.cut)
  for (const piece of state.playout.queue) ids.add(piece.responseId)
  for (const piece of state.held) ids.add(piece.responseId)
  if (state.responses.active.kind === 'running') ids.add(state.responses.active.responseId)
  return [...ids].slice(-REMEMBERED_CUTS)
}

/** The caller is being answered, or is about to be: nobody is waiting in silence. */
export function isQuiet(state: CallState): boolean {
  return (
    !state.callerSpeaking &&
    !isPlaying(state.playout) &&
    state.responses.active.kind === 'none' &&
    state.responses.pendingTools.length === 0
  )
}
