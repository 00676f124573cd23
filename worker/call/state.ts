import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { CallBreak, EndReason } from '../../convex/model/call.ts'
import type { Collecting } from './digits.ts'
import type { CallEffect, ResponseRequest } from './events.ts'
import { type History, type HistoryItem, remember, remembered } from './history.ts'
import { latestTurn } from './latestTurn.ts'
import type { JournalEntry } from './journal.ts'
import { type Pace, UNKNOWN_PACE } from './heardText.ts'
import { type Playout, SILENT, type Speech as PlacedSpeech } from './playout.ts'
import { IDLE, type Responses, want } from './responses.ts'
import { instructionsIn } from './prompts/index.ts'
import { NEVER_PROMPTED, type Reprompts } from './reprompts.ts'
import { type Script, writeScript } from './script.ts'
import type { CallRules } from './rules.ts'
import type { PromiseMade } from './promiseMade.ts'
import type { EngineTraits } from './traits.ts'
import type { PastTransfer, PersonLeft, Transfer } from './transfer/types.ts'
import type { Draft } from './turns.ts'
import { type Exchange, NOTHING_WEIGHED, type Weighing } from './weighing.ts'

export type { CallRules, Transfer }

export type Phase =
  /** The webhook came; the engine is being opened while the carrier sets up the stream. */
  | { name: 'ringing' }
  | { name: 'talking' }
  /**
   * The goodbye is being said; the line is released when it has been heard. `until` moves while it is
   * made and heard, `latest` never.
   */
  | {
      name: 'closing'
      since: number
      reason: EndReason
      goodbye: 'owed' | 'asked' | 'said'
      until: number
      latest: number
    }
  /** The caller hung up at `at`; what they said last is still being transcribed. */
  | { name: 'parting'; at: number; until: number }
  | { name: 'ended'; reason: EndReason; failure: string | null }

/** The caller's side. */
export type Line =
  /** No audio passes, but it is about to: the stream is being set up, for the first time or anew. */
  | {
      name: 'awaited'
      since: number
      /** `move`: it ended because the caller was to be moved to a person. */
      after: 'ring' | 'break' | 'restart' | 'move'
      /** How often the carrier has come back for a stream that then did not open. */
      tries: number
    }
  /** Audio passes through us. */
  | { name: 'open' }
  /** Audio passes between carrier and model. */
  | { name: 'direct' }
  /** The caller talks to a person, or did until that person `left`; `null`: they have not. */
  | { name: 'away'; since: number; left: PersonLeft | null }

/** The agent's side. Every opening of an engine has a number: what an older one still says counts no more. */
export interface EngineLeg {
  instance: number
  which: 'own' | 'other'
  stage:
    | { name: 'opening'; since: number }
    | { name: 'ready'; since: number }
    | { name: 'lost'; retryAt: number }
    /** Nobody is to be connected now. */
    | { name: 'gone' }
  /** The trouble that the engine is in, until it has proved to work; `null`: none. */
  outage: { since: number; attempts: number; cause: string } | null
}

/** Something that a call goes on without being done with it: shown to operators, with its end. */
export interface Break {
  what: CallBreak['break']
  /** Epoch ms; of a lost process, when the next one heard of the call. */
  since: number
  /** The caller may have been talking into nothing. */
  missed: boolean
}

/** Who is heard. */
export interface Speech {
  callerSpeaking: boolean
  /** When the caller began to speak, while they do. */
  speakingSince: number
  /** The agent's audio that came before the line was open. */
  held: readonly HeldPiece[]
  playout: Playout
  /** Responses that were interrupted: what still arrives of them is not played. */
  cut: readonly string[]
  /** Until then nothing of a continuous engine is played, as it was on its way when it was cut. */
  cutUntil: number
  /** The last time that either side was heard, or the caller gave another sign of life. */
  lastVoiceAt: number
  /** The same before the caller's last sound began, and when that sound last moved it. */
  lifeBefore: number
  soundAt: number
  /** The last time that words of the agent's came. */
  lastWordsAt: number
  /** What the caller hears now of an engine on a direct line; `null`: nothing. */
  aloud: { responseId: string; since: number } | null
  /** What of such a line was cut last: the engine may tell more exactly where. */
  lastCut: Draft | null
  /** The last response that had audio. */
  spokenResponseId: string | null
  /** The response that may not be interrupted. */
  noticeResponseId: string | null
  /** The last time that audio of the agent's came. */
  lastAudioAt: number
  /** Since when the caller has been waiting for something, or a person, in silence; `null`: they are not. */
  waitingSince: number | null
  /** A tone that says that the line lives, or music, is played until then; 0: something else came since. */
  comfortUntil: number
  /** How many pieces of music were played. */
  music: number
  /** The echo of a mark that was due did not come. */
  echoMissing: boolean
  /** What the engine hears of the caller is the agent's own voice; `null`: it is not. */
  echo: Echo | null
  weighing: Weighing
  reprompts: Reprompts
}
/** A turn that the agent's own voice made, come back over the caller's phone; `isOver`: it has ended. */
export interface Echo {
  itemId: string
  isOver: boolean
}
export type HeldPiece = PlacedSpeech & { payload: string }

/** What was said. */
export interface Turns {
  /** Turns that can still change. */
  drafts: readonly Draft[]
  /** How fast the agent speaks. */
  pace: Pace
  /** What is written down, as an engine would be told it. */
  history: History
  /** What the caller or a tool did last, by its id; `null`: nothing yet. */
  latest: string | null
  /** What was last written to be said; `null`: nothing, or the engine does not tell. */
  script: Script | null
  /** The utterance that waits for its answer. */
  unanswered: Exchange | null
  respondedAt: number | null
  firstWordSent: boolean
}

/** Keys that the caller pressed, and that are not passed on yet. */
export interface Keypad {
  digits: string
  lastAt: number
}

export interface CallState {
  rules: CallRules
  traits: EngineTraits
  startedAt: number
  answeredAt: number | null
  /** How long the caller was with a person, in ms: it counts for no limit of the agent's. */
  awayMs: number
  phase: Phase
  line: Line
  engine: EngineLeg
  /** What broke and is not mended yet; `null`: nothing. */
  broke: Break | null
  speech: Speech
  turns: Turns
  responses: Responses
  keypad: Keypad | null
  /** A tool that waits for the caller's keys; `null`: none does. */
  collecting: Collecting | null
  /** Keys that are to be sent as tones. */
  tones: readonly string[]
  /** What the agent has promised, and not done; `null`: nothing. */
  promised: PromiseMade | null
  /** The attempt to put the caller through that is under way; `null`: none is. */
  transfer: Transfer | null
  /** How many there were. */
  transfers: number
  /** Those that are over, in order. */
  pastTransfers: readonly PastTransfer[]
  /** Who took the call over; `null`: the agent who answered it still talks. */
  handedTo: AgentSnapshot | null
  /** A goodbye that the caller answered: it ends the call when they have no more to say. */
  farewell: Farewell | null
  /** How often each trouble was told, by its sentence: one that comes again and again is counted. */
  troubles: Readonly<Record<string, number>>
}

/** `turns`: how often the caller spoke since. */
export interface Farewell {
  reason: EndReason
  turns: number
}

export type Transition = readonly [CallState, readonly CallEffect[]]

/**
 * A call that begins; what it needs to be done first comes from `begin` in `engineLeg.ts`. `earlier`: what
 * was said in the call that it goes on with, whose line broke; `null`: it goes on with none.
 */
export function initialState(
  rules: CallRules,
  traits: EngineTraits,
  startedAt: number,
  earlier: readonly HistoryItem[] | null = null,
): CallState {
  const { calledAgain, takeUp } = instructionsIn(rules.locale)
  const opening = earlier ? instructed(takeUp) : greetingOf(rules)
  return {
    rules,
    traits,
    startedAt,
    answeredAt: null,
    awayMs: 0,
    phase: { name: 'ringing' },
    line:
      traits.audio === 'direct'
        ? { name: 'direct' }
        : { name: 'awaited', since: startedAt, after: 'ring', tries: 0 },
    engine: { instance: 0, which: 'own', stage: { name: 'gone' }, outage: null },
    broke: null,
    speech: {
      callerSpeaking: false,
      speakingSince: 0,
      held: [],
      playout: SILENT,
      cut: [],
      cutUntil: 0,
      lastVoiceAt: startedAt,
      lifeBefore: startedAt,
      soundAt: 0,
      lastWordsAt: 0,
      aloud: null,
      lastCut: null,
      spokenResponseId: null,
      noticeResponseId: null,
      lastAudioAt: 0,
      waitingSince: null,
      comfortUntil: 0,
      music: 0,
      echoMissing: false,
      echo: null,
      weighing: NOTHING_WEIGHED,
      reprompts: NEVER_PROMPTED,
    },
    turns: {
      drafts: [],
      pace: UNKNOWN_PACE,
      history: earlier ? remembered([...earlier, { kind: 'told', text: calledAgain }]) : [],
      latest: null,
      script: null,
      unanswered: null,
      respondedAt: null,
      firstWordSent: false,
    },
    // Owed from the start, and asked for once: whichever engine listens first says it.
    responses: opening ? want(IDLE, opening) : IDLE,
    keypad: null,
    collecting: null,
    tones: [],
    promised: null,
    transfer: null,
    transfers: 0,
    pastTransfers: [],
    handedTo: null,
    farewell: null,
    troubles: {},
  }
}

export function greetingOf({ greeting, locale }: CallRules): ResponseRequest | null {
  switch (greeting.type) {
    case 'fixed':
      return { kind: 'verbatim', text: greeting.text, ...asNotice(greeting) }
    case 'generated':
      return { ...instructed(instructionsIn(locale).greet), ...asNotice(greeting) }
    case 'none':
      return null
  }
}

function instructed(instructions: string): ResponseRequest {
  return { kind: 'instructed', instructions }
}

function asNotice({ interruptible }: { interruptible: boolean }): { notice?: true } {
  return interruptible ? {} : { notice: true }
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

/** The state as it has become, and what is to be done. */
export function become(state: CallState, ...effects: CallEffect[]): Transition {
  return [state, effects]
}

/** Writes lines into the journal, and remembers what an engine would be told of them. */
export function write(state: CallState, ...entries: readonly JournalEntry[]): Transition {
  if (entries.length === 0) return [state, []]
  let { history, latest, script } = state.turns
  for (const entry of entries) {
    latest = latestTurn(latest, entry, history)
    history = remember(history, entry, state.startedAt)
    script = writeScript(script, entry)
  }
  const effects = entries.map((entry): CallEffect => ({ type: 'record', entry }))
  return [{ ...state, turns: { ...state.turns, history, latest, script } }, effects]
}

/** One line for people; `detail` is for those who look closer. */
export function note(
  state: CallState,
  kind: 'engine_error' | 'carrier_error' | 'barge_in' | 'dtmf' | 'note',
  summary: string,
  now: number,
  detail: CallBreak | null = null,
): Transition {
  const event = { kind, summary, detail: detail && JSON.stringify(detail) }
  return write(state, { kind: 'event', at: now, event })
}

/** So many different sentences about trouble are told of one call. */
const TROUBLES_TOLD = 50

/** Something went wrong: told once, and counted from then on. */
export function trouble(
  state: CallState,
  kind: 'engine_error' | 'carrier_error',
  summary: string,
  now: number,
  detail: CallBreak | null = null,
): Transition {
  const known = state.troubles[summary]
  if (known === undefined && Object.keys(state.troubles).length >= TROUBLES_TOLD) return [state, []]
  const counted = { ...state, troubles: { ...state.troubles, [summary]: (known ?? 0) + 1 } }
  return known === undefined ? note(counted, kind, summary, now, detail) : become(counted)
}

/** What came more than once, told at the end. */
export function tellRepeats(state: CallState, now: number): Transition {
  const repeated = Object.entries(state.troubles).filter(([, count]) => count > 1)
  const entries = repeated.map(([summary, count]): JournalEntry => {
    const event = { kind: 'note', summary: `${count} times: ${summary}`, detail: null } as const
    return { kind: 'event', at: now, event }
  })
  return write({ ...state, troubles: {} }, ...entries)
}

export function withSpeech(state: CallState, speech: Partial<Speech>): CallState {
  return { ...state, speech: { ...state.speech, ...speech } }
}

/** Nothing of what the caller was heard to do is to be found out any more. */
export function weighedOut(state: CallState): CallState {
  const { weighing } = state.speech
  return weighing === NOTHING_WEIGHED ? state : withSpeech(state, { weighing: NOTHING_WEIGHED })
}

/** The caller gave a sign of life: they spoke, pressed a key, or words of theirs came. */
export function alive(state: CallState, now: number): CallState {
  return withSpeech(state, { lastVoiceAt: now })
}
