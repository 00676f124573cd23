import type { Turn, Usage } from '../../convex/model/call.ts'
import type { CallEffect } from './events.ts'
import { heardText, learnPace } from './heardText.ts'
import type { HeardItem, PlayedPiece } from './playout.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'

/** A turn that can still change. `responseId` is `null` for the caller's own turns. */
export interface Draft {
  turn: Omit<Turn, 'callSid'>
  responseId: string | null
  /** Of the agent: the model has finished making it. Of the caller: the model has it, and transcribes it. */
  complete: boolean
  /** Of the agent: all its words have become sound. Those of an answer that was cut may not have. */
  spoken: boolean
}

export function draftOf(state: CallState, itemId: string): Draft | undefined {
  return state.drafts.find((draft) => draft.turn.itemId === itemId)
}

export function putDraft(state: CallState, draft: Draft): CallState {
  const index = state.drafts.findIndex(({ turn }) => turn.itemId === draft.turn.itemId)
  const drafts = index < 0 ? [...state.drafts, draft] : state.drafts.with(index, draft)
  return { ...state, drafts }
}

function dropDraft(state: CallState, itemId: string): CallState {
  return { ...state, drafts: state.drafts.filter(({ turn }) => turn.itemId !== itemId) }
}

export function recordTurn(turn: Draft['turn']): CallEffect {
  return { type: 'record', entry: { kind: 'turn', turn } }
}

export function recordUsage(usage: Usage | null): CallEffect[] {
  return usage ? [{ type: 'record', entry: { kind: 'usage', usage } }] : []
}

/** The turn with the words that were heard of it. */
function asHeard({ pace }: CallState, { turn, spoken }: Draft): Draft['turn'] {
  const { role, text, generatedMs, heardMs } = turn
  if (role === 'caller') return { ...turn, heardText: text }
  return { ...turn, heardText: heardText({ text, generatedMs, spoken }, heardMs, pace) }
}

export function callerDraft(itemId: string, startedAtMs: number): Draft {
  const turn: Draft['turn'] = {
    itemId,
    role: 'caller',
    text: '',
    heardText: '',
    startedAtMs,
    endedAtMs: null,
    generatedMs: 0,
    heardMs: 0,
    interrupted: false,
    timing: null,
  }
  return { turn, responseId: null, complete: false, spoken: false }
}

/** An item of the agent's of which the first word or the first sound has come. */
export function agentDraft(
  state: CallState,
  itemId: string,
  responseId: string,
  now: number,
): Draft {
  const { turn } = callerDraft(itemId, now - state.startedAt)
  return { turn: { ...turn, role: 'agent' }, responseId, complete: false, spoken: false }
}

/** More of an item's audio; the first of it says how long the caller waited. */
export function addAudio(state: CallState, draft: Draft, durationMs: number, now: number): Draft {
  const { turn } = draft
  const generatedMs = turn.generatedMs + durationMs
  if (turn.generatedMs > 0) return { ...draft, turn: { ...turn, generatedMs } }
  const timing: Turn['timing'] = {
    speechEndedAt: state.unanswered?.speechEndedAt ?? null,
    endpointedAt: state.unanswered?.endpointedAt ?? null,
    respondedAt: state.respondedAt,
    firstAudioAt: now,
    firstHeardAt: null,
  }
  return { ...draft, turn: { ...turn, generatedMs, timing, startedAtMs: now - state.startedAt } }
}

/** More words of an agent's item; they may come before its first sound. */
export function addWords(
  state: CallState,
  words: { itemId: string; responseId: string; delta: string },
  now: number,
): CallState {
  const { itemId, responseId, delta } = words
  const draft = draftOf(state, itemId) ?? agentDraft(state, itemId, responseId, now)
  if (draft.complete) return state
  return putDraft(state, { ...draft, turn: { ...draft.turn, text: draft.turn.text + delta } })
}

/** All the words of an agent's item. */
export function setWords(state: CallState, itemId: string, text: string): CallState {
  const draft = draftOf(state, itemId)
  return draft ? putDraft(state, { ...draft, turn: { ...draft.turn, text } }) : state
}

/** The caller has heard this piece; writes the turn down when nothing of it is left. */
export function heardUpTo(state: CallState, piece: PlayedPiece): Transition {
  const { itemId, startMs, durationMs, beganAt } = piece
  const draft = draftOf(state, itemId)
  if (!draft) return [state, []]
  const heardMs = startMs + durationMs
  const next = { ...draft, turn: heard(state, draft.turn, { itemId, heardMs, beganAt }) }
  return finishIfHeard(putDraft(state, next), itemId, beganAt + durationMs)
}

/** The first that is heard of a turn is when it began. */
function heard(state: CallState, turn: Draft['turn'], { heardMs, beganAt }: HeardItem) {
  if (turn.heardMs > 0 || beganAt === null) return { ...turn, heardMs }
  const from = Math.max(state.startedAt, Math.round(beganAt))
  return {
    ...turn,
    heardMs,
    startedAtMs: from - state.startedAt,
    timing: turn.timing && { ...turn.timing, firstHeardAt: from },
  }
}

/**
 * The model has finished a response: what of it was heard to the end is written down for good.
 * `whole`: nothing of it was left unsaid.
 */
export function completeDrafts(
  state: CallState,
  responseId: string,
  whole: boolean,
  now: number,
): Transition {
  const ofResponse = state.drafts.filter((draft) => draft.responseId === responseId)
  return inOrder(
    state,
    ...ofResponse.map((draft) => (s: CallState) => completeDraft(s, draft, whole, now)),
  )
}

function completeDraft(state: CallState, draft: Draft, whole: boolean, now: number): Transition {
  const { itemId, text, generatedMs } = draft.turn
  // It never became sound, so it was never said.
  if (generatedMs === 0) return stay(dropDraft(state, itemId))
  const done = { ...draft, complete: true, spoken: whole }
  const pace = whole ? learnPace(state.pace, text, generatedMs) : state.pace
  const next = putDraft({ ...state, pace }, done)
  const [finished, written] = finishIfHeard(next, itemId, now)
  return written.length > 0 ? [finished, written] : stay(next, recordTurn(asHeard(next, done)))
}

function finishIfHeard(state: CallState, itemId: string, endedAt: number): Transition {
  const draft = draftOf(state, itemId)
  if (!draft?.complete || draft.turn.heardMs < draft.turn.generatedMs) return [state, []]
  const endedAtMs = Math.round(endedAt) - state.startedAt
  const turn = { ...asHeard(state, draft), endedAtMs }
  return [dropDraft(state, itemId), [recordTurn(turn)]]
}

/** Whether this much of an item is all there will ever be of it. */
export function isWhole(
  state: CallState,
  { itemId, heardMs }: Pick<HeardItem, 'itemId' | 'heardMs'>,
): boolean {
  const draft = draftOf(state, itemId)
  return draft !== undefined && draft.complete && heardMs >= draft.turn.generatedMs
}

/** The turn was cut: what was heard of it is all there will ever be, and may be all that was said. */
export function cutTurn(state: CallState, item: HeardItem, now: number): Transition {
  const draft = draftOf(state, item.itemId)
  if (!draft) return [state, []]
  const turn = {
    ...asHeard(state, { ...draft, turn: heard(state, draft.turn, item) }),
    endedAtMs: now - state.startedAt,
    interrupted: !isWhole(state, item),
  }
  return [dropDraft(state, item.itemId), [recordTurn(turn)]]
}

/** Whether the transcript of a turn of the caller's is still to come. */
export function awaitsWords(draft: Draft): boolean {
  return draft.turn.role === 'caller' && draft.complete
}

/** The line is dead: what is still open is written down as far as it came, but for what `stays` open. */
export function closeDrafts(
  state: CallState,
  unfinished: readonly HeardItem[],
  now: number,
  stays: (draft: Draft) => boolean,
): Transition {
  const closed = state.drafts.filter((draft) => !stays(draft))
  const said = closed.filter(({ turn }) => turn.role === 'caller' || turn.generatedMs > 0)
  const effects = said.map((draft) => {
    const { turn } = draft
    const item = unfinished.find(({ itemId }) => itemId === turn.itemId)
    const known = item ? heard(state, turn, item) : turn
    return recordTurn({
      ...asHeard(state, { ...draft, turn: known }),
      endedAtMs: turn.endedAtMs ?? now - state.startedAt,
      interrupted: turn.role === 'agent' && !isWhole(state, known),
    })
  })
  return [{ ...state, drafts: state.drafts.filter(stays) }, effects]
}
