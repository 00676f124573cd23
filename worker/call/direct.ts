import { cutAloud, finishAloud, writeCut } from './aloud.ts'
import { mended } from './breaks.ts'
import type { HeardApart } from './events.ts'
import { progressed } from './responses.ts'
import { isCut, measureFirstAudio, repromptsAfter, sayingGoodbye } from './speech.ts'
import { become, type CallState, inOrder, type Transition, withSpeech } from './state.ts'
import { begun, findDraft, withDrafts } from './transcript.ts'

/** What the caller hears of answers that do not pass through us. */
export function heardApart(state: CallState, event: HeardApart, now: number): Transition {
  if (state.traits.audio !== 'direct') return [state, []]
  switch (event.type) {
    case 'engine.aloud':
      return isCut(state, event.responseId, now)
        ? [state, []]
        : beginsAloud(state, event.responseId, now)
    case 'engine.hushed':
      return state.speech.aloud?.responseId === event.responseId
        ? hushed(state, event.whole, now)
        : [state, []]
    case 'engine.forgot':
      return forgot(state, event, now)
  }
}

function beginsAloud(state: CallState, responseId: string, now: number): Transition {
  if (state.speech.aloud?.responseId === responseId) return [state, []]
  return inOrder(
    state,
    // Its end was missed: two answers are not heard at once.
    (s) => finishAloud(s, now),
    (s) =>
      become({
        ...withSpeech(s, {
          aloud: { responseId, since: now },
          spokenResponseId: responseId,
          lastAudioAt: now,
          reprompts: repromptsAfter(s, responseId),
        }),
        phase: sayingGoodbye(s.phase),
        responses: progressed(s.responses, responseId, now),
      }),
    (s) => become(turnsBegin(s, responseId, now)),
    (s) => measureFirstAudio(s, now),
    (s) => mended(s, ({ what }) => what === 'process', now),
  )
}

function turnsBegin(state: CallState, responseId: string, now: number): CallState {
  const drafts = state.turns.drafts.map((draft) =>
    draft.responseId === responseId ? { ...draft, turn: begun(state, draft.turn, now) } : draft,
  )
  return withDrafts(state, drafts)
}

function hushed(state: CallState, whole: boolean, now: number): Transition {
  return whole ? finishAloud(state, now) : cutAloud(withSpeech(state, { lastVoiceAt: now }), now)
}

/** The engine knows best where it has cut; of a turn that nobody cut it says nothing. */
function forgot(
  state: CallState,
  { itemId, heardMs }: Extract<HeardApart, { type: 'engine.forgot' }>,
  now: number,
): Transition {
  const { lastCut } = state.speech
  const draft = findDraft(state, itemId) ?? (lastCut?.turn.itemId === itemId ? lastCut : null)
  if (draft?.turn.role !== 'agent') return [state, []]
  const { aloud } = state.speech
  const isHeard = aloud !== null && aloud.responseId === draft.responseId
  return writeCut(isHeard ? withSpeech(state, { aloud: null }) : state, draft, heardMs, now)
}
