import { heardText, learnPace } from './heardText.ts'
import type { JournalTurn } from './journal.ts'
import {
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  withSpeech,
  write,
} from './state.ts'
import { keepDraft, withDrafts } from './transcript.ts'
import { type Draft, dropDraft, turnEntry } from './turns.ts'

/**
 * What is heard of answers whose audio does not pass through us. The engine tells when the caller begins to
 * hear one and when that ends; what lies between is measured, and the words that fit into it were heard.
 */

/** So many interrupted answers are remembered: their stragglers arrive within moments. */
const REMEMBERED = 8

/** A turn of which so much was heard, and no more will be. */
function cutAt(state: CallState, { turn }: Draft, heardMs: number): JournalTurn {
  const said = { text: turn.text, generatedMs: heardMs, spoken: false, times: [] }
  const heard = heardText(said, heardMs, state.turns.pace)
  return { ...turn, generatedMs: heardMs, heardMs, heardText: heard }
}

/** What the caller hears now ends here: what of it was heard is written down. */
export function cutAloud(state: CallState, now: number): Transition {
  const { aloud } = state.speech
  if (!aloud) return [state, []]
  const cut = state.turns.drafts.filter(({ responseId }) => responseId === aloud.responseId)
  const silent = withSpeech(state, { aloud: null })
  const steps = cut.map(
    (draft, index) => (s: CallState) =>
      // Of the items of an answer the first is heard first: no more than that is known of the others.
      writeCut(s, draft, index === 0 ? now - aloud.since : 0, now),
  )
  return inOrder(silent, ...steps)
}

/** Writes down a turn that was cut; again, where it is known better how much of it was heard. */
export function writeCut(state: CallState, draft: Draft, heardMs: number, now: number): Transition {
  const { startedAt } = state
  const turn = cutAt(state, draft, heardMs)
  const dropped = withDrafts(state, dropDraft(state.turns.drafts, turn.itemId))
  const interrupted = turn.heardText.length < turn.text.trimEnd().length
  const entry = turnEntry({ ...turn, interrupted, endedAtMs: turn.endedAtMs ?? now - startedAt })
  return write(withSpeech(dropped, { lastCut: draft }), entry)
}

/** The agent falls silent for the caller: the answer that they hear is cut, and the one that is made. */
export function interruptAloud(
  state: CallState,
  why: string,
  engineStops: boolean,
  now: number,
): Transition {
  const { speech, responses } = state
  const { aloud } = speech
  const running = responses.active.kind === 'running' ? responses.active.responseId : null
  const responseId = running ?? aloud?.responseId ?? null
  const heardSec = aloud ? ((now - aloud.since) / 1000).toFixed(1) : null
  const ids = [running, aloud?.responseId].flatMap((id) => id ?? [])
  return inOrder(
    withSpeech(state, { cut: [...speech.cut, ...ids].slice(-REMEMBERED), lastVoiceAt: now }),
    (s) =>
      responseId === null || engineStops
        ? become(s)
        : become(s, { type: 'engine.cancel', responseId }),
    (s) =>
      heardSec === null
        ? become(s)
        : note(s, 'barge_in', `${why} ${heardSec} s into the agent's turn`, now),
    (s) => cutAloud(s, now),
  )
}

/** An answer is made; it was heard to its end, or still is. `whole`: nothing of it was left unsaid. */
export function completeApart(
  state: CallState,
  responseId: string,
  whole: boolean,
  now: number,
): Transition {
  const made = state.turns.drafts
    .filter((draft) => draft.responseId === responseId)
    .map((draft) => ({ ...draft, complete: true, spoken: whole }))
  const { aloud } = state.speech
  const steps = made.map(
    (draft) => (s: CallState) =>
      aloud?.responseId === responseId
        ? stillHeard(s, draft, now - aloud.since)
        : finishApart(s, draft, now),
  )
  return inOrder(state, ...steps)
}

/** A process that is lost from here on leaves behind what was said, and how much of it was heard. */
function stillHeard(state: CallState, draft: Draft, heardMs: number): Transition {
  const made = keepDraft(state, draft)
  return draft.turn.text === ''
    ? become(made)
    : write(made, turnEntry(cutAt(state, draft, heardMs)))
}

/** The answer that the caller hears has ended: of what is made of it nothing is left unheard. */
export function finishAloud(state: CallState, now: number): Transition {
  const { aloud } = state.speech
  if (!aloud) return [state, []]
  const heard = heardToEnd(state, aloud.responseId, now - aloud.since)
  const silent = withSpeech(heard, { aloud: null, lastVoiceAt: now })
  const made = silent.turns.drafts.filter(
    ({ responseId, complete }) => complete && responseId === aloud.responseId,
  )
  return inOrder(silent, ...made.map((draft) => (s: CallState) => finishApart(s, draft, now)))
}

function heardToEnd(state: CallState, responseId: string, heardMs: number): CallState {
  const first = state.turns.drafts.find((draft) => draft.responseId === responseId)
  if (!first) return state
  return keepDraft(state, { ...first, turn: { ...first.turn, generatedMs: heardMs, heardMs } })
}

/** On a direct line words are all that passes through us: what was said to its end was heard. */
function finishApart(state: CallState, { turn, spoken }: Draft, now: number): Transition {
  const dropped = withDrafts(state, dropDraft(state.turns.drafts, turn.itemId))
  if (turn.text === '') return become(dropped)
  const { pace } = state.turns
  const learns = spoken && turn.generatedMs > 0
  const turns = learns
    ? { ...dropped.turns, pace: learnPace(pace, turn.text, turn.generatedMs) }
    : dropped.turns
  // What was broken off before it was heard at all was not heard.
  const wasHeard = spoken || turn.generatedMs > 0
  const said = {
    ...turn,
    heardText: wasHeard ? turn.text : '',
    interrupted: !wasHeard,
    endedAtMs: now - state.startedAt,
  }
  return write({ ...dropped, turns }, turnEntry(said))
}
