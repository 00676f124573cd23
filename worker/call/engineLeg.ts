import { breaks, mended } from './breaks.ts'
import type { EngineEffect } from './events.ts'
import { answered, end } from './phase.ts'
import { told } from './history.ts'
import { LIMITS } from './limits.ts'
import { instructionsIn } from './prompts/index.ts'
import { IDLE, interruptedByLoss, type Responses, wantFirst } from './responses.ts'
import {
  become,
  type CallState,
  inOrder,
  note,
  trouble,
  type Transition,
  type Turns,
  weighedOut,
  withSpeech,
  write,
} from './state.ts'
import { awaitsWords } from './turns.ts'
import { endSpeech } from './speech.ts'
import { closeCallerDrafts, completeAll } from './transcript.ts'

/**
 * Connects an engine that knows what was heard so far. First start, reconnect, restart and return from
 * a person are this one path.
 */
export function openEngine(state: CallState, now: number): Transition {
  const instance = state.engine.instance + 1
  const stage = { name: 'opening', since: now } as const
  const { which, outage } = state.engine
  const history = told(state.turns.history)
  return inOrder(
    { ...state, turns: seenBy(state, instance), engine: { ...state.engine, instance, stage } },
    (s) => (outage ? note(s, 'note', attempt(outage.attempts), now) : become(s)),
    (s) => become(s, { type: 'engine.open', instance, which, history }),
  )
}

/** The caller is about to be on the line again. */
export function connectAgain(state: CallState, now: number): Transition {
  // A model that talks to them without us is there with their leg, and not before.
  const isThere = state.traits.audio !== 'direct' || state.line.name === 'direct'
  if (!isThere) return [state, []]
  return state.engine.stage.name === 'gone' ? openEngine(state, now) : [state, []]
}

/** The engine went with the caller's leg: what it was doing is not owed, as they are elsewhere. */
export function letEngineGo(state: CallState): Transition {
  const { knownTools, pendingTools } = state.responses
  const gone: CallState = {
    ...hearsNobody(state),
    engine: { ...state.engine, stage: { name: 'gone' }, outage: null },
    responses: { ...IDLE, knownTools, pendingTools },
  }
  return become(gone, { type: 'engine.close' })
}

/** Who listened to the caller is gone: of a sound of theirs nothing more is told. */
function hearsNobody(state: CallState): CallState {
  return withSpeech(weighedOut(state), { callerSpeaking: false, echo: null })
}

function attempt(times: number): string {
  return `The model is called again, attempt ${Math.max(1, times)}.`
}

/** Whether there is an engine to talk to; what is done while it opens, it does when it is open. */
export function isConnected({ engine }: CallState): boolean {
  return engine.stage.name === 'opening' || engine.stage.name === 'ready'
}

/** Tells the engine; one that is opened later learns it from its history. */
export function tellEngine(state: CallState, effect: EngineEffect): Transition {
  return isConnected(state) ? become(state, effect) : [state, []]
}

/** Whether events of this opening count: those of one that was replaced do not. */
export function speaksFor(state: CallState, instance: number): boolean {
  return isConnected(state) && state.engine.instance === instance
}

/** The engine listens. On a direct line the caller hears it from here on. */
export function engineReady(state: CallState, now: number): Transition {
  if (state.engine.stage.name !== 'opening') return [state, []]
  const stage = { name: 'ready', since: now } as const
  const ready: CallState = { ...state, engine: { ...state.engine, stage } }
  return inOrder(
    ready,
    (s) => mended(s, ({ what }) => what === 'model', now),
    (s) => (s.line.name === 'direct' ? answered(s, now) : become(s)),
  )
}

/**
 * The engine's connection is gone. It is opened anew with what was heard, at once and then after
 * growing waits; what it was doing is owed. A call that was ending anyway ends as it was about to.
 */
export function engineLost(
  state: CallState,
  { cause, retryAfterMs }: { cause: string; retryAfterMs: number | null },
  now: number,
): Transition {
  if (!isConnected(state)) return [state, []]
  if (state.phase.name === 'closing') return engineFailed(state, cause, now)
  const before = hasProvedItself(state, now) ? null : state.engine.outage
  const attempts = before?.attempts ?? 0
  const outage = { since: before?.since ?? now, attempts: attempts + 1, cause }
  const waitMs = Math.max(retryAfterMs ?? 0, retryWait(attempts))
  const lost: CallState = {
    ...state,
    engine: { ...state.engine, outage, stage: { name: 'lost', retryAt: now + waitMs } },
  }
  return inOrder(
    lost,
    (s) => trouble(s, 'engine_error', cause, now, { break: 'model' }),
    (s) => become(breaks(s, 'model', now)),
    (s) => suspend(s, now),
    (s) => (waitMs === 0 ? openEngine(s, now) : become(s)),
  )
}

function hasProvedItself({ engine: { stage }, traits }: CallState, now: number): boolean {
  const proofMs = traits.audio === 'direct' ? LIMITS.directProof : LIMITS.engineProof
  return stage.name === 'ready' && now - stage.since >= proofMs
}

function retryWait(attempts: number): number {
  const waits = LIMITS.engineRetry
  return waits[Math.min(attempts, waits.length - 1)] ?? 0
}

/** When the engine is given up; `Infinity` while it is well. */
export function outageEnds({ engine }: CallState): number {
  if (!engine.outage || engine.stage.name === 'ready') return Infinity
  return engine.outage.since + LIMITS.engineOutage
}

/** It did not come back in time. */
export function giveUp(state: CallState, now: number): Transition {
  return engineFailed(state, state.engine.outage?.cause ?? 'The model did not answer.', now)
}

/**
 * Trying again would not help. A call that was ending anyway ends as it was about to, unless it was
 * about to because the engine has been mute.
 */
export function engineFailed(
  state: CallState,
  failure: string,
  now: number,
  reason: 'model_failed' | 'not_configured' = 'model_failed',
): Transition {
  const { phase } = state
  if (phase.name === 'closing' && !isMute(state)) return end(state, phase.reason, null, now)
  return canFailOver(state) ? failOver(state, failure, now) : end(state, reason, failure, now)
}

/** Whether there is another engine to turn to. */
function canFailOver({ engine, rules }: CallState): boolean {
  return engine.which === 'own' && rules.otherTraits !== null
}

/** The other engine takes over, with what was heard, for the rest of the call. */
function failOver(state: CallState, cause: string, now: number): Transition {
  const { engine, rules, responses } = state
  const outage = engine.outage ?? { since: now, attempts: 0, cause }
  const stage = { name: 'lost', retryAt: now } as const
  const turned: CallState = {
    ...state,
    traits: rules.otherTraits ?? state.traits,
    engine: { ...engine, which: 'other', outage, stage },
    responses: { ...responses, fruitless: 0, notBefore: 0 },
  }
  return inOrder(
    turned,
    (s) => trouble(s, 'engine_error', cause, now, { break: 'model' }),
    (s) => trouble(s, 'engine_error', 'The other engine takes over.', now),
    (s) => become(breaks(s, 'model', now)),
    (s) => suspend(s, now),
    (s) => openEngine(s, now),
  )
}

/** When the other engine takes over from one that does not connect; `Infinity`: not at all. */
export function failOverDue(state: CallState): number {
  const { stage, outage } = state.engine
  if (!canFailOver(state) || stage.name === 'ready' || stage.name === 'gone') return Infinity
  const since = outage?.since ?? (stage.name === 'opening' ? stage.since : Infinity)
  return since + LIMITS.engineFailOver
}

/** Whether the call closes without the agent having said a word since, though it was asked to. */
export function isMute({ phase, engine, speech, traits }: CallState): boolean {
  if (phase.name !== 'closing' || phase.goodbye === 'said' || traits.continuous) return false
  const wantsWords = phase.reason === 'silence' || phase.reason === 'max_duration'
  return wantsWords && (engine.stage.name !== 'ready' || speech.lastAudioAt < phase.since)
}

/**
 * The engine is connected and gives no sign of life though something is owed. It is opened anew, once;
 * where somebody else can go on, a caller who has waited so long does not wait for that.
 */
export function engineDark(state: CallState, cause: string, now: number): Transition {
  const { responses, rules } = state
  const hasOther = canFailOver(state) || rules.fallbackNumber !== null
  if (responses.fruitless > 0 || hasOther) return engineFailed(state, cause, now)
  const tried = { ...state, responses: { ...responses, fruitless: 1 } }
  return engineLost(tried, { cause, retryAfterMs: null }, now)
}

/** The engine is let go for another one: nothing of what it was doing is owed. */
export function closeEngine(state: CallState, now: number): Transition {
  const responses = { ...state.responses, active: { kind: 'none' } as const, wanted: [] }
  return suspend({ ...state, responses }, now)
}

/** What the lost engine was doing is owed. What it has sent already is played to its end. */
function suspend(state: CallState, now: number): Transition {
  if (state.traits.audio === 'direct') return become(outOfSight(state))
  const { active } = state.responses
  const spoken = state.turns.drafts.some(
    ({ turn, responseId }) =>
      active.kind === 'running' && responseId === active.responseId && turn.generatedMs > 0,
  )
  const rest = spoken ? ({ kind: 'go_on', after: null } as const) : null
  const missed = state.speech.callerSpeaking || state.turns.drafts.some(awaitsWords)
  const owed = interruptedByLoss(state.responses, rest)
  return inOrder(
    {
      ...withSpeech(weighedOut(state), { echo: null }),
      responses: missed ? { ...owed, wanted: [] } : owed,
    },
    (s) => completeAll(s, now),
    endSpeech,
    (s) => closeCallerDrafts(s, now),
    (s) => (missed ? speechLost(s, now) : become(s)),
  )
}

/**
 * On a direct line caller and model talk on without us: nothing of what they do is owed, and what is said
 * may be told of yet. What was asked for may not have been heard.
 */
function outOfSight(state: CallState): CallState {
  const { active } = state.responses
  const idle: Responses = { ...state.responses, active: { kind: 'none' } }
  const responses = active.kind === 'asked' ? wantFirst(idle, active.request) : idle
  return { ...hearsNobody(state), responses }
}

/** What is said on a direct line belongs to whoever listens now. */
function seenBy(state: CallState, instance: number): Turns {
  const { turns, traits } = state
  if (traits.audio !== 'direct') return turns
  return { ...turns, drafts: turns.drafts.map((draft) => ({ ...draft, instance })) }
}

/** The caller's words went to an engine that is gone: the next one is told, and asks for them. */
function speechLost(state: CallState, now: number): Transition {
  const quiet = withSpeech(state, { callerSpeaking: false })
  const { lineDropped, somethingMissed } = instructionsIn(state.rules.locale)
  const request = { kind: 'instructed', instructions: lineDropped } as const
  return inOrder(
    { ...quiet, responses: wantFirst(quiet.responses, request) },
    (s) =>
      state.speech.callerSpeaking
        ? become(s, { type: 'carrier.fill_pauses', fill: false })
        : become(s),
    (s) => write(s, { kind: 'told', at: now, text: somethingMissed }),
  )
}
