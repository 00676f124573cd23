import type { CallEffect, ResponseDone } from './events.ts'
import type { JournalEntry, JournalTurn } from './journal.ts'
import { learnPace, placeWords, type TimedWord } from './heardText.ts'
import { knowsTurn } from './history.ts'
import type { HeardItem, PlayedPiece } from './playout.ts'
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
  return {
    turn,
    responseId,
    complete: false,
    spoken: false,
    times: [],
    writtenMs: 0,
    instance: state.engine.instance,
  }
}

export function usageEntries(usage: ResponseDone['usage']): JournalEntry[] {
  return usage ? [{ kind: 'usage', usage }] : []
}

/** More of an item's audio; the first of it says how long the caller waited. */
export function addAudio(state: CallState, draft: Draft, durationMs: number, now: number): Draft {
  const { turn } = draft
  const generatedMs = turn.generatedMs + durationMs
  if (turn.generatedMs > 0) return { ...draft, turn: { ...turn, generatedMs } }
  return { ...draft, turn: { ...begun(state, turn, now), generatedMs } }
}

/** The turn with its first sound, which comes now. */
export function begun(state: CallState, turn: JournalTurn, now: number): JournalTurn {
  const { unanswered, respondedAt, script } = state.turns
  const timing: JournalTurn['timing'] = {
    speechEndedAt: unanswered?.speechEndedAt ?? null,
    endpointedAt: unanswered?.endpointedAt ?? null,
    respondedAt,
    ...(script?.itemId === turn.itemId && script.wordsAt !== null
      ? { thoughtAt: script.wordsAt }
      : {}),
    firstAudioAt: now,
    firstHeardAt: null,
  }
  return { ...turn, timing, startedAtMs: now - state.startedAt }
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

/** When words of an agent's item are spoken. */
export function timeWords(
  state: CallState,
  { itemId, words }: { itemId: string; words: readonly TimedWord[] },
): CallState {
  const draft = findDraft(state, itemId)
  if (!draft || draft.complete) return state
  return keepDraft(state, { ...draft, times: placeWords(draft.turn.text, draft.times, words) })
}

/** All the words of an agent's item. */
export function setWords(
  state: CallState,
  { itemId, responseId, text }: { itemId: string; responseId: string; text: string },
  now: number,
): CallState {
  const draft = findDraft(state, itemId) ?? newDraft(state, 'agent', itemId, responseId, now)
  // A turn that was heard to its end has no more words.
  if (draft.complete || knowsTurn(state.turns.history, itemId)) return state
  return keepDraft(state, { ...draft, turn: { ...draft.turn, text } })
}

/** The caller has heard this piece; writes the turn down when nothing of it is left. */
export function heardUpTo(state: CallState, piece: PlayedPiece): Transition {
  const { itemId, startMs, durationMs, beganAt } = piece
  const draft = findDraft(state, itemId)
  if (!draft) return [state, []]
  const heardMs = startMs + durationMs
  const next = { ...draft, turn: heard(state, draft.turn, { itemId, heardMs, beganAt }) }
  return finishIfHeard(keepDraft(state, next), itemId, beganAt + durationMs)
}

/**
 * So much more is heard of a turn before it is written down again, in ms: with every mark but the first.
 * With the mark's way, a restart forgets less than two seconds.
 */
const WRITE_EVERY_MS = 1_200

/** What was heard of a turn that goes on. */
export function writeProgress(state: CallState, itemId: string): Transition {
  const draft = findDraft(state, itemId)
  if (!draft) return [state, []]
  const { heardMs } = draft.turn
  if (heardMs - draft.writtenMs < WRITE_EVERY_MS) return [state, []]
  const kept = keepDraft(state, { ...draft, writtenMs: heardMs })
  return write(kept, turnEntry(asHeard(draft, state.turns.pace)))
}

/** The first that is heard of a turn is when it began. */
function heard(
  { startedAt }: CallState,
  turn: JournalTurn,
  { heardMs, beganAt }: HeardItem,
): JournalTurn {
  if (turn.heardMs > 0 || beganAt === null) return { ...turn, heardMs }
  const from = Math.max(startedAt, Math.round(beganAt))
  return {
    ...turn,
    heardMs,
    startedAtMs: from - startedAt,
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
  return complete(state, (draft) => draft.responseId === responseId, whole, now)
}

/** Nothing more comes from the engine: what it made is all there is. */
export function completeAll(state: CallState, now: number): Transition {
  return complete(state, isBeingMade, false, now)
}

function isBeingMade({ turn, complete: isMade }: Draft): boolean {
  return turn.role === 'agent' && !isMade
}

function complete(
  state: CallState,
  which: (draft: Draft) => boolean,
  whole: boolean,
  now: number,
): Transition {
  const steps = state.turns.drafts
    .filter(which)
    .map((draft) => (s: CallState) => completeOne(s, draft, whole, now))
  return inOrder(state, ...steps)
}

function completeOne(state: CallState, draft: Draft, whole: boolean, now: number): Transition {
  const { turn } = draft
  // It never became sound, so it was never said.
  if (turn.generatedMs === 0) {
    return become(withDrafts(state, dropDraft(state.turns.drafts, turn.itemId)))
  }
  const { pace } = state.turns
  const done = { ...draft, complete: true, spoken: whole }
  const learnt = whole ? learnPace(pace, turn.text, turn.generatedMs) : pace
  const completed = keepDraft({ ...state, turns: { ...state.turns, pace: learnt } }, done)
  const isHeard = turn.heardMs >= turn.generatedMs
  return isHeard
    ? finishIfHeard(completed, turn.itemId, now)
    : write(completed, turnEntry(asHeard(done, learnt)))
}

function finishIfHeard(state: CallState, itemId: string, endedAt: number): Transition {
  const draft = findDraft(state, itemId)
  if (!draft?.complete || draft.turn.heardMs < draft.turn.generatedMs) return [state, []]
  const endedAtMs = Math.round(endedAt) - state.startedAt
  return finish(state, draft, { ...asHeard(draft, state.turns.pace), endedAtMs })
}

/** Whether this much of an item is all there will ever be of it. */
export function isWhole(
  state: CallState,
  { itemId, heardMs }: Pick<HeardItem, 'itemId' | 'heardMs'>,
): boolean {
  const draft = findDraft(state, itemId)
  return draft !== undefined && draft.complete && heardMs >= draft.turn.generatedMs
}

/** The words that were heard of an item that is cut here. */
export function heardWords(state: CallState, item: HeardItem): string {
  const draft = findDraft(state, item.itemId)
  if (!draft) return ''
  const turn = heard(state, draft.turn, item)
  return asHeard({ ...draft, turn }, state.turns.pace).heardText
}

/** The turn was cut: what was heard of it is all there will ever be, and may be all that was said. */
export function cutTurn(state: CallState, item: HeardItem, now: number): Transition {
  const draft = findDraft(state, item.itemId)
  if (!draft) return [state, []]
  const turn = {
    ...asHeard({ ...draft, turn: heard(state, draft.turn, item) }, state.turns.pace),
    endedAtMs: now - state.startedAt,
    interrupted: !isWhole(state, item),
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
  return closeDrafts(state, [], now, ({ turn }) => turn.role === 'agent')
}

/** What is still open is written down as far as it came, but for what `stays` open. */
export function closeDrafts(
  state: CallState,
  unfinished: readonly HeardItem[],
  now: number,
  stays: (draft: Draft) => boolean,
): Transition {
  const closed = state.turns.drafts.filter((draft) => !stays(draft))
  const said = closed.filter(
    ({ turn }) => turn.role === 'caller' || turn.generatedMs > 0 || state.traits.audio === 'direct',
  )
  const entries = said.map((draft) => {
    const item = unfinished.find(({ itemId }) => itemId === draft.turn.itemId)
    const turn = item ? heard(state, draft.turn, item) : draft.turn
    return turnEntry({
      ...asHeard({ ...draft, turn }, state.turns.pace),
      endedAtMs: turn.endedAtMs ?? now - state.startedAt,
      interrupted: turn.role === 'agent' && !isWhole(state, turn),
    })
  })
  return write(withDrafts(state, state.turns.drafts.filter(stays)), ...entries)
}
