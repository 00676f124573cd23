import type { AgentAudio, CallEffect } from './events.ts'
import { interruptAloud } from './aloud.ts'
import { mended } from './breaks.ts'
import { LIMITS } from './limits.ts'
import {
  cleared,
  echoDue,
  enqueue,
  type HeardItem,
  isPlaying,
  markEnd,
  played,
  unfinished,
} from './playout.ts'
import { isReprompt } from './reprompt.ts'
import { progressed } from './responses.ts'
import {
  become,
  type CallState,
  type HeldPiece,
  inOrder,
  note,
  type Phase,
  type Transition,
  withSpeech,
  write,
} from './state.ts'
import {
  addAudio,
  cutTurn,
  findDraft,
  heardUpTo,
  heardWords,
  writeProgress,
  isForeign,
  isWhole,
  keepDraft,
  newDraft,
} from './transcript.ts'
import type { JournalEntry } from './journal.ts'
import { type Reprompts, saysSomethingElse } from './reprompts.ts'
import type { Exchange } from './weighing.ts'

/** How many interrupted responses are remembered: their stragglers arrive within moments. */
const REMEMBERED_CUTS = 8

/** Whether what comes of this response is not to be heard any more. */
export function isCut({ speech, traits }: CallState, responseId: string, now: number): boolean {
  return traits.continuous ? now < speech.cutUntil : speech.cut.includes(responseId)
}

/** A response that nobody is to hear: it is cut before it has said anything. */
export function cutFromBirth(state: CallState, responseId: string): Transition {
  const cut = [...state.speech.cut, responseId].slice(-REMEMBERED_CUTS)
  return become(withSpeech(state, { cut }), { type: 'engine.cancel', responseId })
}

/** A piece of the agent's speech: to the caller at once, or kept until their line is open. */
export function agentAudio(state: CallState, audio: AgentAudio, now: number): Transition {
  const { responseId, itemId, durationMs, payload } = audio
  if (isCut(state, responseId, now)) return [state, []]
  const draft = findDraft(state, itemId) ?? newDraft(state, 'agent', itemId, responseId, now)
  const piece = { responseId, itemId, startMs: draft.turn.generatedMs, durationMs, payload }
  const responses = progressed(state.responses, responseId, now)
  const next: CallState = {
    ...keepDraft(state, addAudio(state, draft, durationMs, now)),
    responses,
    phase: state.traits.continuous ? state.phase : sayingGoodbye(state.phase),
    speech: {
      ...state.speech,
      spokenResponseId: responseId,
      lastAudioAt: now,
      reprompts: repromptsAfter(state, responseId),
    },
  }
  if (state.line.name === 'open') return play(next, piece, now)
  return become(withSpeech(next, { held: [...next.speech.held, piece] }))
}

/** Whatever else the agent says, it does not leave the line quiet. */
export function repromptsAfter(
  { speech, responses, rules }: CallState,
  responseId: string,
): Reprompts {
  const { reprompts } = speech
  if (reprompts.quietSince === null && reprompts.before.quietSince === null) return reprompts
  const { latest } = responses
  const isPrompt = latest?.responseId === responseId && isReprompt(rules, latest.request)
  return isPrompt ? reprompts : saysSomethingElse(reprompts)
}

/** What the agent says while the call closes is its goodbye. */
export function sayingGoodbye(phase: Phase): Phase {
  return phase.name === 'closing' && phase.goodbye !== 'said'
    ? { ...phase, goodbye: 'said' }
    : phase
}

function play(state: CallState, piece: HeldPiece, now: number): Transition {
  const { payload, ...placed } = piece
  const [playout, { mark }] = enqueue(state.speech.playout, placed, now)
  const { comfortUntil } = state.speech
  return inOrder(
    withSpeech(state, { playout, comfortUntil: 0 }),
    (s) => (now < comfortUntil ? become(s, { type: 'carrier.clear' }) : become(s)),
    (s) => become(s, { type: 'carrier.play', payload, mark }),
    (s) => measureFirstAudio(s, now),
    (s) => mended(s, ({ what }) => what === 'process', now),
  )
}

/** Writes down how long the caller waited, when this audio is the first of an answer. */
export function measureFirstAudio(state: CallState, now: number): Transition {
  const { firstWordSent, unanswered } = state.turns
  const answersNow = unanswered !== null && answers(state, unanswered)
  if (firstWordSent && !answersNow) return [state, []]
  const entries: JournalEntry[] = []
  if (!firstWordSent && state.answeredAt !== null) {
    entries.push({ kind: 'first_word', ms: now - state.answeredAt })
  }
  if (answersNow) entries.push({ kind: 'answer', ms: now - unanswered.speechEndedAt })
  const turns = {
    ...state.turns,
    firstWordSent: true,
    unanswered: answersNow ? null : unanswered,
  }
  return write({ ...state, turns }, ...entries)
}

/** What was begun before the caller had finished is no answer, though it may still be arriving. */
function answers({ turns: { respondedAt } }: CallState, { endpointedAt }: Exchange): boolean {
  return respondedAt !== null && respondedAt >= endpointedAt
}

/** The line is open: what the agent said meanwhile leaves at once. */
export function playHeld(state: CallState, now: number): Transition {
  const steps = state.speech.held.map((piece) => (s: CallState) => play(s, piece, now))
  return inOrder(withSpeech(state, { held: [] }), ...steps, endSpeech)
}

/** Nothing more of an answer comes for now: its last sound needs a mark, or is never proved. */
export function endSpeech(state: CallState): Transition {
  const [playout, mark] = markEnd(state.speech.playout)
  if (!mark) return [state, []]
  return become(withSpeech(state, { playout }), { type: 'carrier.send_mark', mark })
}

/** The carrier proved that the caller heard everything up to this mark. */
export function markPlayed(state: CallState, mark: string, now: number): Transition {
  const [playout, pieces] = played(state.speech.playout, mark, now)
  const last = pieces.at(-1)
  if (!last) return [state, []]
  const heard = pieces.map((piece) => (s: CallState) => heardUpTo(s, piece))
  // Of an engine that never pauses, silence is played as well: only its words are a voice.
  const lastVoiceAt = state.traits.continuous ? state.speech.lastVoiceAt : now
  return inOrder(withSpeech(state, { playout, lastVoiceAt, echoMissing: false }), ...heard, (s) =>
    writeProgress(s, last.itemId),
  )
}

/** A mark that is long overdue does not come: its audio counts as played when it should have been. */
export function markOverdue(state: CallState): Transition {
  const due = echoDue(state.speech.playout)
  if (!due) return [state, []]
  const [late, effects] = markPlayed(state, due.mark, due.at)
  return [withSpeech(late, { echoMissing: true }), effects]
}

/** Whether the caller may talk over what the agent says now. */
export function mayInterrupt({ rules, speech, responses: { active } }: CallState): boolean {
  const { noticeResponseId: notice, playout, held } = speech
  if (!rules.bargeIn || notice === null) return rules.bargeIn
  const isBeingMade = active.kind === 'running' && active.responseId === notice
  const pieces = [...playout.queue, ...held]
  if (speech.aloud?.responseId === notice) return false
  return !isBeingMade && !pieces.some(({ responseId }) => responseId === notice)
}

export function agentHasFloor({ speech, responses }: CallState): boolean {
  const isHeard = isPlaying(speech.playout) || speech.held.length > 0 || speech.aloud !== null
  return isHeard || responses.active.kind === 'running'
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
  if (state.traits.audio === 'direct') return interruptAloud(state, why, engineStops, now)
  const { active } = state.responses
  const items = unheard(state, silentFrom)
  const cut = items.filter((item) => !isWhole(state, item))
  const effects: CallEffect[] = []
  if (isPlaying(state.speech.playout)) effects.push({ type: 'carrier.clear' })
  if (active.kind === 'running' && !engineStops && !state.traits.continuous) {
    effects.push({ type: 'engine.cancel', responseId: active.responseId })
  }
  for (const item of engineStops ? cut : [...cut, ...heardSoFar(state, items)]) {
    if (canForget(state, item.itemId)) effects.push(truncation(state, item))
  }
  const [first] = cut
  const cuts = items.map((item) => (s: CallState) => cutTurn(s, item, now))
  return inOrder(
    silenced(state, now),
    (s) => become(s, ...effects),
    (s) => (first ? note(s, 'barge_in', interruption(why, first.heardMs), now) : become(s)),
    ...cuts,
  )
}

/** The items that were not heard to their end: the one being played, and those behind it. */
export function unheard({ speech }: CallState, now: number): HeardItem[] {
  const items = unfinished(speech.playout, now)
  const neverPlayed = new Set(speech.held.map((piece) => piece.itemId))
  for (const { itemId } of items) neverPlayed.delete(itemId)
  return [...items, ...[...neverPlayed].map((itemId) => ({ itemId, heardMs: 0, beganAt: null }))]
}

/** Of an answer that is cut while more of it is awaited: what came of it was heard. */
function heardSoFar({ turns, responses: { active } }: CallState, items: readonly HeardItem[]) {
  if (active.kind !== 'running') return []
  const queued = new Set(items.map(({ itemId }) => itemId))
  return turns.drafts.flatMap(({ responseId, complete, turn: { itemId, heardMs } }) =>
    responseId === active.responseId && !complete && heardMs > 0 && !queued.has(itemId)
      ? [{ itemId, heardMs: Math.floor(heardMs), beganAt: null }]
      : [],
  )
}

function truncation(state: CallState, item: HeardItem): CallEffect {
  const { itemId, heardMs } = item
  return { type: 'engine.truncate', itemId, heardMs, heardText: heardWords(state, item) }
}

function canForget(state: CallState, itemId: string): boolean {
  const draft = findDraft(state, itemId)
  return state.traits.forgets && draft !== undefined && !isForeign(state, draft)
}

function silenced(state: CallState, now: number): CallState {
  return withSpeech(state, {
    playout: cleared(state.speech.playout),
    held: [],
    cut: cutResponses(state),
    cutUntil: now + LIMITS.continuousCut,
    lastVoiceAt: now,
  })
}

function interruption(why: string, heardMs: number): string {
  return `${why} ${(heardMs / 1000).toFixed(1)} s into the agent's turn`
}

function cutResponses({ speech, responses: { active } }: CallState): readonly string[] {
  const ids = new Set(speech.cut)
  for (const piece of speech.playout.queue) ids.add(piece.responseId)
  for (const piece of speech.held) ids.add(piece.responseId)
  if (active.kind === 'running') ids.add(active.responseId)
  return [...ids].slice(-REMEMBERED_CUTS)
}

/** Nobody speaks, and nobody is about to be answered. */
export function isQuiet({ speech, responses, traits }: CallState): boolean {
  const isWaiting = speech.callerSpeaking || responses.pendingTools.length > 0
  if (traits.continuous) return !isWaiting
  const isHeard = isPlaying(speech.playout) || speech.aloud !== null
  return !isWaiting && !isHeard && responses.active.kind === 'none'
}
