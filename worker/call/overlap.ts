import type { Interruptions } from '../../convex/model/agent.ts'
import { isBackchannel } from './backchannel.ts'
import {
  answerTurn,
  callerSpeaks,
  committed,
  exchangeOf,
  soundBegins,
  soundEnds,
  yieldFloor,
} from './callerTurn.ts'
import type { ResponseRequest } from './events.ts'
import { LIMITS } from './limits.ts'
import { wantFirst } from './responses.ts'
import { restOf, sayingNow } from './rest.ts'
import { agentHasFloor, mayInterrupt } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  withSpeech,
} from './state.ts'
import type { Overlap, Weighing } from './weighing.ts'

/**
 * A sound of the caller's over the agent's voice is weighed before it counts as a turn, where the agent's
 * settings ask for it and the engine leaves it to the call. It is one of three:
 *
 * - a turn: the agent falls silent if it has not yet, and answers;
 * - a back-channel: the agent talks on, and the words stay in the conversation;
 * - nothing: no words came of it. The model forgets it, and an agent that fell silent for it goes on.
 *
 * The words decide, and the length of the sound where they do not come in time.
 */
export function callerSounds(state: CallState, itemId: string, now: number): Transition {
  if (!isWeighed(state)) return callerSpeaks(state, itemId, now)
  const isHeld = isHeldThrough(state)
  const overlap: Overlap = {
    itemId,
    beganAt: now,
    ended: null,
    committed: false,
    yieldsAt: isHeld ? now + holdOf(state) + LIMITS.speechUnheard : Infinity,
    interrupted: false,
  }
  return inOrder(
    putOverlap(soundBegins(endLasting(state, { agoMs: 0 }, now), itemId, now), overlap),
    (s) => (isHeld ? become(alive(s, now)) : yieldTo(s, itemId, now)),
    (s) => become(s, { type: 'carrier.fill_pauses', fill: true }),
  )
}

/** Whether the agent talks on over a sound that begins now, until it is known what that is. */
export function isHeldThrough(state: CallState): boolean {
  return isWeighed(state) && agentHasFloor(state) && holdOf(state) > 0
}

function isWeighed(state: CallState): boolean {
  const { rules, traits, speech, responses } = state
  const { resumeFalse } = rules.interruptions
  const isLeftToUs = traits.speechEvents && !traits.answersItself && !traits.continuous
  if (!isLeftToUs || (!resumeFalse && holdOf(state) === 0)) return false
  if (speech.weighing.overlaps.length > 0 || agentHasFloor(state)) return true
  return resumeFalse && responses.active.kind === 'asked'
}

function holdOf({ rules, traits }: CallState): number {
  return traits.stopsItself ? 0 : longestHold(rules.interruptions)
}

/** Whether a sound over the agent's voice is looked at before it is taken for a turn. */
export function weighsSounds(interruptions: Interruptions): boolean {
  return interruptions.resumeFalse || longestHold(interruptions) > 0
}

/** How long an agent talks on while it is spoken over, in ms; 0: it falls silent at once. */
export function longestHold({ minSpeechMs, backchannels }: Interruptions): number {
  return Math.max(minSpeechMs, backchannels === 'ignored' ? LIMITS.backchannel : 0)
}

/** Whether it is not known yet what this sound of the caller's is. */
export function isOpen(state: CallState, itemId: string): boolean {
  return overlapOf(state, itemId) !== undefined
}

/** Whether a sound that is weighed lasts. */
export function isLasting({ speech }: CallState): boolean {
  return speech.weighing.overlaps.some(({ ended }) => ended === null)
}

/** The voice that is heard has lasted too long for anything but a turn. */
export function voiceLasts(state: CallState, now: number): Transition {
  const held = state.speech.weighing.overlaps.find(
    ({ ended, yieldsAt }) => !ended && yieldsAt < Infinity,
  )
  return held ? yieldTo(state, held.itemId, now) : [state, []]
}

/** The sound counts as a turn: the agent falls silent, if it may. */
export function yieldTo(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  const decided = { ...overlap, yieldsAt: Infinity }
  if (!mayInterrupt(state)) return become(putOverlap(alive(state, now), decided))
  return inOrder(
    putOverlap(state, { ...decided, interrupted: true }),
    (s) => yieldKeepingRest(s, now),
    (s) => become(waitsForWords(s) ? s : dropOverlap(s, itemId)),
  )
}

function yieldKeepingRest(state: CallState, now: number): Transition {
  const saying = state.rules.interruptions.resumeFalse ? sayingNow(state, now) : null
  return inOrder(
    state,
    (s) => yieldFloor(s, now),
    (s) => become(saying ? keepRest(s, restOf(s, saying)) : s),
  )
}

/** Whether anything depends on the words of a sound for which the agent is silent. */
function waitsForWords({ rules, speech, responses }: CallState): boolean {
  const isCut = speech.weighing.rest !== null || responses.active.kind === 'asked'
  return rules.interruptions.resumeFalse && isCut
}

/** The agent was to say this when a sound that is still weighed cut it off. */
export function keepRest(state: CallState, rest: ResponseRequest | null): CallState {
  const { overlaps, rest: earlier } = state.speech.weighing
  return overlaps.length === 0 || earlier ? state : withWeighing(state, { rest })
}

/** Whether the agent talks on over the sound that the caller makes now. */
export function isTalkedOver({ speech }: CallState): boolean {
  return speech.weighing.overlaps.some(({ ended, interrupted }) => !ended && !interrupted)
}

/** The end of a sound, as the engine tells of it. */
interface SoundEnd {
  itemId: string
  agoMs: number
  voiceMs?: number
}

export function overlapEnds(state: CallState, event: SoundEnd, now: number): Transition {
  return soundEnds(endLasting(state, event, now), event, now)
}

function endLasting(state: CallState, end: Omit<SoundEnd, 'itemId'>, now: number): CallState {
  if (!isLasting(state)) return state
  const exchange = exchangeOf(end, now)
  const overlaps = state.speech.weighing.overlaps.map((overlap) => {
    if (overlap.ended) return overlap
    const voiceMs = end.voiceMs ?? exchange.speechEndedAt - overlap.beganAt
    return { ...overlap, ended: { ...exchange, voiceMs } }
  })
  return withWeighing(state, { overlaps })
}

/** The sound is an item of the conversation; an agent that is silent by itself need not wait for words. */
export function overlapCommitted(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  const { interrupted } = overlap
  const isPlainTurn = !interrupted && !agentHasFloor(state) && !isShort(state, overlap, now)
  return inOrder(
    putOverlap(state, { ...overlap, committed: true }),
    (s) => committed(s, itemId),
    (s) => (isPlainTurn ? isTurn(s, itemId, now) : become(s)),
  )
}

/** The words of a sound, or that there are none. */
export function overlapSaid(
  state: CallState,
  { itemId, text }: { itemId: string; text: string },
  now: number,
): Transition {
  if (text === '') return isNothing(state, itemId, now)
  const { interrupted = true } = overlapOf(state, itemId) ?? {}
  const { locale, interruptions } = state.rules
  const isIgnored =
    interruptions.backchannels === 'ignored' &&
    !interrupted &&
    agentHasFloor(state) &&
    isBackchannel(text, locale)
  return isIgnored ? become(dropOverlap(state, itemId)) : isTurn(state, itemId, now)
}

/** The words of a sound cannot be had: a long one was speech. */
export function overlapUnsaid(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  const isSpeech = lastedMs(overlap, now) >= longEnough(state, LIMITS.soundWithoutWords)
  return isSpeech ? isTurn(state, itemId, now) : isNothing(state, itemId, now)
}

/** The words are not there in time. */
export function wordsOverdue(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  return isShort(state, overlap, now) ? isNothing(state, itemId, now) : isTurn(state, itemId, now)
}

function isShort(state: CallState, overlap: Overlap, now: number): boolean {
  return lastedMs(overlap, now) < longEnough(state, 0)
}

function longEnough({ rules }: CallState, atLeast: number): number {
  return Math.max(rules.interruptions.minSpeechMs, atLeast)
}

function lastedMs({ beganAt, ended }: Overlap, now: number): number {
  return ended?.voiceMs ?? now - beganAt
}

function isTurn(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  const { interrupted, ended } = overlap
  const { speechEndedAt, endpointedAt } = ended ?? exchangeOf({ agoMs: 0 }, now)
  const decided = withWeighing(dropOverlap(state, itemId), { rest: null, resumed: 0 })
  return inOrder(
    { ...decided, turns: { ...decided.turns, unanswered: { speechEndedAt, endpointedAt } } },
    (s) => (!interrupted && mayInterrupt(s) ? yieldFloor(s, now) : become(s)),
    (s) => become(overlap.committed ? answerTurn(s, now) : s),
  )
}

/** So many are remembered: they come into the conversation within moments. */
const REMEMBERED_ITEMS = 8
/** So often in a row the agent goes on; then whatever interrupts it again is answered. */
const RESUMES_ALLOWED = 3

function isNothing(state: CallState, itemId: string, now: number): Transition {
  const overlap = overlapOf(state, itemId)
  if (!overlap) return [state, []]
  if (overlap.interrupted && state.speech.weighing.resumed >= RESUMES_ALLOWED) {
    return isTurn(state, itemId, now)
  }
  return inOrder(
    dropOverlap(state, itemId),
    (s) => (overlap.committed ? forget(s, itemId) : become(disown(s, itemId))),
    (s) => goOn(s, now),
  )
}

function disown(state: CallState, itemId: string): CallState {
  const disowned = [...state.speech.weighing.disowned, itemId].slice(-REMEMBERED_ITEMS)
  return withWeighing(state, { disowned })
}

/** Whether this item was found to be no turn before it came into the conversation. */
export function isDisowned({ speech }: CallState, itemId: string): boolean {
  return speech.weighing.disowned.includes(itemId)
}

export function disownedCommitted(state: CallState, itemId: string): Transition {
  const disowned = state.speech.weighing.disowned.filter((other) => other !== itemId)
  return inOrder(
    withWeighing(state, { disowned }),
    (s) => committed(s, itemId),
    (s) => forget(s, itemId),
  )
}

/** The model is not to remember a sound as words of the caller's. */
function forget(state: CallState, itemId: string): Transition {
  return state.traits.deletes ? become(state, { type: 'engine.delete', itemId }) : become(state)
}

/** The agent goes on from where it was heard, unless something else is to be said anyway. */
function goOn(state: CallState, now: number): Transition {
  const { weighing } = state.speech
  const { rest, resumed, overlaps } = weighing
  if (rest === null || overlaps.length > 0) return [state, []]
  const { wanted, pendingTools } = state.responses
  const settled = withWeighing(state, { rest: null })
  if (wanted.length > 0 || pendingTools.length > 0) return become(settled)
  return note(
    {
      ...withWeighing(settled, { resumed: resumed + 1 }),
      responses: wantFirst(state.responses, rest),
    },
    'note',
    'The sound held no words: the agent goes on',
    now,
  )
}

function overlapOf({ speech }: CallState, itemId: string): Overlap | undefined {
  return speech.weighing.overlaps.find((overlap) => overlap.itemId === itemId)
}

function putOverlap(state: CallState, overlap: Overlap): CallState {
  const others = state.speech.weighing.overlaps.filter(({ itemId }) => itemId !== overlap.itemId)
  return withWeighing(state, { overlaps: [...others, overlap] })
}

function dropOverlap(state: CallState, itemId: string): CallState {
  const { overlaps } = state.speech.weighing
  return withWeighing(state, { overlaps: overlaps.filter((other) => other.itemId !== itemId) })
}

function withWeighing(state: CallState, weighing: Partial<Weighing>): CallState {
  return withSpeech(state, { weighing: { ...state.speech.weighing, ...weighing } })
}
