import type { CallEffect, ResponseDone } from './events.ts'
import type { JournalEntry, JournalTurn } from './journal.ts'
import { become, type CallState, inOrder, type Transition, withSpeech, write } from './state.ts'
import {
  asHeard,
  type Draft,
  draftOf,
  dropDraft,
  type Drafts,
  newTurn,
  putDraft,
  turnEntry,
} from './turns.ts'

/** What was said becomes what is written down: drafts grow, and end as lines of the journal. */
export function withDrafts(state: CallState, drafts: Drafts): CallState {
  return { ...state, turns: { ...state.turns, drafts } }
}

export function findDraft(state: CallState, itemId: string): Draft | undefined {
  return draftOf(state.turns.drafts, itemId)
}

export function keepDraft(state: CallState, draft: Draft): CallState {
  return withDrafts(state, putDraft(state.turns.drafts, draft))
}

export function newDraft(
  state: CallState,
  role: JournalTurn['role'],
  itemId: string,
  responseId: string | null,
  now: number,
): Draft {
  const turn = newTurn(role, itemId, now - state.startedAt)
  return { turn, responseId, complete: false, instance: state.engine.instance }
}

export function usageEntries(usage: ResponseDone['usage']): JournalEntry[] {
  return usage ? [{ kind: 'usage', usage }] : []
}

/** More of an item's audio; the first of it says how long the caller waited. */
export function addAudio(state: CallState, draft: Draft, durationMs: number, now: number): Draft {
  const { turn } = draft
  const generatedMs = turn.generatedMs + durationMs
  if (turn.generatedMs > 0) return { ...draft, turn: { ...turn, generatedMs } }
  const { unanswered, respondedAt } = state.turns
  const timing: JournalTurn['timing'] = {
    speechEndedAt: unanswered?.speechEndedAt ?? null,
    endpointedAt: unanswered?.endpointedAt ?? null,
    respondedAt,
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
  const draft = findDraft(state, itemId) ?? newDraft(state, 'agent', itemId, responseId, now)
  if (draft.complete) return state
  const turn = { ...draft.turn, text: draft.turn.text + delta }
  return withSpeech(keepDraft(state, { ...draft, turn }), { lastWordsAt: now })
}

/** All the words of an agent's item. */
export function setWords(state: CallState, itemId: string, text: string): CallState {
  const draft = findDraft(state, itemId)
  return draft ? keepDraft(state, { ...draft, turn: { ...draft.turn, text } }) : state
}

/** The caller has heard an item up to here; writes the turn down when nothing of it is left. */
export function heardUpTo(
  state: CallState,
  itemId: string,
  heardMs: number,
  now: number,
): Transition {
  const draft = findDraft(state, itemId)
  if (!draft) return [state, []]
  const { turn } = draft
  const firstHeard = turn.heardMs === 0 && heardMs > 0
  const heardFrom = Math.max(state.startedAt, now - heardMs)
  const next: JournalTurn = {
    ...turn,
    heardMs,
    startedAtMs: firstHeard ? heardFrom - state.startedAt : turn.startedAtMs,
    timing: firstHeard && turn.timing ? { ...turn.timing, firstHeardAt: heardFrom } : turn.timing,
  }
  return finishIfHeard(keepDraft(state, { ...draft, turn: next }), itemId, now)
}

/** The model has finished a response: what of it was heard to the end is written down for good. */
export function completeDrafts(state: CallState, responseId: string, now: number): Transition {
  return complete(state, (draft) => draft.responseId === responseId, now)
}

/** Nothing more comes from the engine: what it made is all there is. */
export function completeAll(state: CallState, now: number): Transition {
  return complete(state, ({ turn }) => turn.role === 'agent', now)
}

function complete(state: CallState, which: (draft: Draft) => boolean, now: number): Transition {
  const steps = state.turns.drafts
    .filter(which)
    .map((draft) => (s: CallState) => completeOne(s, draft, now))
  return inOrder(state, ...steps)
}

function completeOne(state: CallState, draft: Draft, now: number): Transition {
  const { turn } = draft
  if (state.traits.audio === 'direct') return writeDirect(state, turn, now)
  // It never became sound, so it was never said.
  if (turn.generatedMs === 0) {
    return become(withDrafts(state, dropDraft(state.turns.drafts, turn.itemId)))
  }
  const completed = keepDraft(state, { ...draft, complete: true })
  const isHeard = turn.heardMs >= turn.generatedMs
  return isHeard
    ? finishIfHeard(completed, turn.itemId, now)
    : write(completed, turnEntry(asHeard(turn)))
}

/** On a direct line the words are all that passes through us. */
function writeDirect(state: CallState, turn: JournalTurn, now: number): Transition {
  const said = { ...turn, heardText: turn.text, endedAtMs: now - state.startedAt }
  const dropped = withDrafts(state, dropDraft(state.turns.drafts, turn.itemId))
  return turn.text === '' ? become(dropped) : write(dropped, turnEntry(said))
}

function finishIfHeard(state: CallState, itemId: string, now: number): Transition {
  const draft = findDraft(state, itemId)
  if (!draft?.complete || draft.turn.heardMs < draft.turn.generatedMs) return [state, []]
  const turn = { ...draft.turn, heardText: draft.turn.text, endedAtMs: now - state.startedAt }
  return finish(state, draft, turn)
}

/** The turn was cut: what was heard of it is all there will ever be. */
export function cutTurn(
  state: CallState,
  itemId: string,
  heardMs: number,
  now: number,
): Transition {
  const draft = findDraft(state, itemId)
  if (!draft) return [state, []]
  const turn = {
    ...asHeard({ ...draft.turn, heardMs }),
    endedAtMs: now - state.startedAt,
    interrupted: true,
  }
  return finish(state, draft, turn)
}

/** A turn is over. An engine that was opened while it was being heard does not know of it yet. */
function finish(state: CallState, draft: Draft, turn: JournalTurn): Transition {
  const dropped = withDrafts(state, dropDraft(state.turns.drafts, turn.itemId))
  const effects: CallEffect[] =
    isForeign(state, draft) && turn.heardText !== ''
      ? [{ type: 'engine.recall', item: { kind: 'agent', text: turn.heardText } }]
      : []
  return inOrder(
    dropped,
    (s) => write(s, turnEntry(turn)),
    (s) => become(s, ...effects),
  )
}

/** Whether the engine that is connected now is not the one that made this turn. */
export function isForeign({ engine }: CallState, draft: Draft): boolean {
  const { name } = engine.stage
  return draft.instance !== engine.instance && (name === 'opening' || name === 'ready')
}

/** What the caller said to an engine that is gone: their words will never come. */
export function closeCallerDrafts(state: CallState, now: number): Transition {
  return closeDrafts(state, new Map(), now, ({ turn }) => turn.role === 'agent')
}

/** What is still open is written down as far as it came, but for what `stays` open. */
export function closeDrafts(
  state: CallState,
  heard: ReadonlyMap<string, number>,
  now: number,
  stays: (draft: Draft) => boolean,
): Transition {
  const closed = state.turns.drafts.filter((draft) => !stays(draft))
  const said = closed.filter(
    ({ turn }) => turn.role === 'caller' || turn.generatedMs > 0 || state.traits.audio === 'direct',
  )
  const entries = said.map(({ turn }) => {
    const heardMs = heard.get(turn.itemId) ?? turn.heardMs
    return turnEntry({
      ...asHeard({ ...turn, heardMs }),
      endedAtMs: turn.endedAtMs ?? now - state.startedAt,
      interrupted: turn.role === 'agent' && heardMs < turn.generatedMs,
    })
  })
  return write(withDrafts(state, state.turns.drafts.filter(stays)), ...entries)
}
