import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { type History, type HistoryItem, remember } from './history.ts'
import type { JournalEntry } from './journal.ts'
import { learnPace, type Pace, UNKNOWN_PACE } from './heardText.ts'
import { latestTurn } from './latestTurn.ts'
import { LIMITS } from './limits.ts'
import { instructionsIn } from './prompts/index.ts'
import type { Instructions } from './prompts/prompts.ts'
import type { ResponseRequest } from './events.ts'
import type { PendingTool } from './responses.ts'
import { type CallRules, type CallState, initialState, type Phase } from './state.ts'
import type { EngineTraits } from './traits.ts'
import type { JournalTurn } from './journal.ts'
import { NEVER_PROMPTED } from './reprompts.ts'
import { type Script, writeScript } from './script.ts'
import {
  addTransferFact,
  leftAlone,
  NO_TRANSFERS,
  takenUp,
  type TransferFacts,
} from './transfer/rebuilt.ts'

/** What a call began with. */
export interface Beginning {
  rules: CallRules
  traits: EngineTraits
  /** Epoch ms. */
  startedAt: number
  /** What was said in the call that this one goes on with; `null`: it goes on with none. */
  earlier: readonly HistoryItem[] | null
}

/**
 * The state of a call of which nothing but its journal is left, to go on with from `now` on. No engine
 * is connected before the carrier comes back (`carrier.returns`); the next one is told what was heard.
 */
export function rebuild(
  beginning: Beginning,
  entries: readonly JournalEntry[],
  now: number,
): CallState {
  const { rules, traits, startedAt, earlier } = beginning
  const instructions = instructionsIn(rules.locale)
  const fresh = initialState(rules, traits, startedAt, earlier)
  const facts = entries.reduce((known, entry) => addFact(known, entry, startedAt), UNKNOWN)
  const { answeredAt, openTools, awayMs, handedTo } = facts
  const history = [...fresh.turns.history, ...facts.history]
  const { wanted, missed } =
    traits.audio === 'direct'
      ? { wanted: owedApart(facts, fresh.responses.wanted), missed: false }
      : owed(facts, fresh.responses.wanted, instructions)
  const line: CallState['line'] =
    facts.awaySince !== null
      ? { name: 'away', since: facts.awaySince, left: leftAlone(facts.transfers, now) }
      : traits.audio === 'direct'
        ? { name: 'direct' }
        : { name: 'awaited', since: now, after: 'restart', tries: 0 }
  return {
    ...fresh,
    answeredAt,
    awayMs,
    handedTo,
    transfer: takenUp(facts.transfers, now),
    transfers: facts.transfers.transfers,
    pastTransfers: facts.transfers.past,
    line,
    broke: { what: 'process', since: now, missed },
    phase: phaseOf(facts, now),
    speech: {
      ...fresh.speech,
      lastVoiceAt: now,
      reprompts: { ...NEVER_PROMPTED, count: facts.reprompts },
    },
    turns: {
      ...fresh.turns,
      history,
      latest: facts.latest,
      script: facts.script,
      pace: facts.pace,
      firstWordSent: facts.firstWordSent,
    },
    responses: {
      ...fresh.responses,
      wanted,
      knownTools: facts.knownTools,
      pendingTools: openTools.map((tool) => ({
        ...tool,
        responseId: '',
        calledAt: now,
        // What it did, if anything, is not known: most are not run again.
        deadline: now,
        lateOutput: instructions.toolOutcomeUnknown,
        bridged: rules.tools[tool.name]?.filler === null,
        runsAgain: rules.tools[tool.name]?.repeatable ?? false,
      })),
    },
  }
}

type OpenTool = Pick<PendingTool, 'toolCallId' | 'name' | 'args'>

interface Facts {
  history: History
  latest: string | null
  script: Script | null
  pace: Pace
  answeredAt: number | null
  awayMs: number
  awaySince: number | null
  knownTools: readonly string[]
  openTools: readonly OpenTool[]
  handedTo: AgentSnapshot | null
  /** Nothing of the agent that took over was heard yet. */
  isNew: boolean
  closing: Extract<JournalEntry, { kind: 'closing' }> | null
  partedAt: number | null
  ended: Extract<JournalEntry, { kind: 'ended' }> | null
  firstWordSent: boolean
  lastTurn: JournalTurn | null
  agentWasHeard: boolean
  /** Since the caller's last sign of life. */
  reprompts: number
  repromptedAt: number
  transfers: TransferFacts
}

const UNKNOWN: Facts = {
  history: [],
  latest: null,
  script: null,
  pace: UNKNOWN_PACE,
  answeredAt: null,
  awayMs: 0,
  awaySince: null,
  knownTools: [],
  openTools: [],
  handedTo: null,
  isNew: false,
  closing: null,
  partedAt: null,
  ended: null,
  firstWordSent: false,
  lastTurn: null,
  agentWasHeard: false,
  reprompts: 0,
  repromptedAt: 0,
  transfers: NO_TRANSFERS,
}

function addFact(before: Facts, entry: JournalEntry, startedAt: number): Facts {
  const facts = {
    ...before,
    latest: latestTurn(before.latest, entry, before.history),
    history: remember(before.history, entry, startedAt),
    script: writeScript(before.script, entry),
  }
  switch (entry.kind) {
    case 'answered':
      return { ...facts, answeredAt: facts.answeredAt ?? entry.at }
    case 'turn': {
      const { turn } = entry
      const isLater = !facts.lastTurn || turn.startedAtMs >= facts.lastTurn.startedAtMs
      const isHeard = turn.role === 'agent' && turn.heardText !== ''
      return {
        ...facts,
        pace: wasSpoken(turn) ? learnPace(facts.pace, turn.text, turn.generatedMs) : facts.pace,
        lastTurn: isLater ? turn : facts.lastTurn,
        agentWasHeard: facts.agentWasHeard || isHeard,
        isNew: facts.isNew && !isHeard,
        reprompts: isReply(facts, turn, startedAt) ? 0 : facts.reprompts,
      }
    }
    case 'tool_called': {
      const { toolCallId, name, args } = entry
      return {
        ...facts,
        knownTools: [...facts.knownTools, toolCallId],
        openTools: [...facts.openTools, { toolCallId, name, args }],
      }
    }
    case 'tool_answered':
      return {
        ...facts,
        openTools: facts.openTools.filter(({ toolCallId }) => toolCallId !== entry.toolCallId),
      }
    case 'handed_off':
      return { ...facts, handedTo: entry.agent, isNew: true }
    case 'moved':
      return entry.to === 'away'
        ? { ...facts, awaySince: entry.at }
        : { ...facts, awaySince: null, awayMs: facts.awayMs + sinceAway(facts, entry.at) }
    case 'closing':
      return { ...facts, closing: entry }
    case 'stayed':
      return { ...facts, closing: null }
    case 'parted':
      return { ...facts, partedAt: entry.at }
    case 'ended':
      return { ...facts, ended: entry }
    case 'first_word':
      return { ...facts, firstWordSent: true }
    case 'reprompted':
      return { ...facts, reprompts: facts.reprompts + 1, repromptedAt: entry.at }
    case 'told':
      return { ...facts, reprompts: 0 }
    case 'transfer_asked':
    case 'transfer_step':
    case 'transfer_ended':
    case 'transfer_leg':
      return { ...facts, transfers: addTransferFact(facts.transfers, entry) }
    case 'scripted':
    case 'event':
    case 'unkept':
    case 'usage':
    case 'words_spoken':
    case 'answer':
    case 'continued':
    case 'carrier_status':
    case 'carrier_price':
      return facts
  }
}

/** Whether the caller said something after the agent asked whether they are still there. */
function isReply({ repromptedAt }: Facts, turn: JournalTurn, startedAt: number): boolean {
  return turn.role === 'caller' && turn.text !== '' && startedAt + turn.startedAtMs >= repromptedAt
}

/** Of a turn that was said and heard to its end it is known how long its words took. */
function wasSpoken({ role, text, heardText, heardMs, generatedMs }: JournalTurn): boolean {
  return role === 'agent' && heardText === text && generatedMs > 0 && heardMs >= generatedMs
}

function sinceAway({ awaySince }: Facts, at: number): number {
  return awaySince === null ? 0 : Math.max(0, at - awaySince)
}

function phaseOf({ ended, closing, partedAt, answeredAt }: Facts, now: number): Phase {
  if (ended) return { name: 'ended', reason: ended.reason, failure: ended.failure }
  // Their last words went to an engine that is gone: nothing is left to wait for.
  if (partedAt !== null) return { name: 'parting', at: partedAt, until: now }
  if (closing) {
    const { reason, at } = closing
    const latest = Math.max(now, at + LIMITS.latestGoodbye)
    return {
      name: 'closing',
      since: at,
      reason,
      goodbye: 'owed',
      until: now + LIMITS.goodbye,
      latest,
    }
  }
  return { name: answeredAt === null ? 'ringing' : 'talking' }
}

/** `missed`: the caller may have been talking into nothing. */
interface Owed {
  wanted: readonly ResponseRequest[]
  missed: boolean
}

function only(...wanted: readonly ResponseRequest[]): Owed {
  return { wanted, missed: false }
}

/** What the agent should say first, once it is connected again. */
function owed(
  facts: Facts,
  greeting: readonly ResponseRequest[],
  { lineDropped, somethingMissed, handedOver }: Instructions,
): Owed {
  const theyMayHaveSpoken: Owed = { wanted: [say(lineDropped)], missed: true }
  // Who is away is asked nothing before they are back.
  if (facts.awaySince !== null) return only()
  // A goodbye is asked for by itself, a tool's outcome asks for its own answer.
  if (facts.closing || facts.openTools.length > 0) return only()
  if (facts.isNew) return only(say(handedOver))
  const { lastTurn } = facts
  const callerCame = facts.history.some(({ item }) => item.kind !== 'agent')
  if (greeting.length > 0 && !facts.agentWasHeard && !callerCame) return only(...greeting)
  const last = facts.history.at(-1)?.item
  // It was lost before, and the caller has not been asked yet.
  if (last?.kind === 'told' && last.text === somethingMissed) return only(say(lineDropped))
  if (last?.kind === 'tool_answered' || last?.kind === 'told') return only({ kind: 'continue' })
  if (!lastTurn) return facts.answeredAt === null ? only() : theyMayHaveSpoken
  if (lastTurn.role === 'caller') {
    return lastTurn.text === '' ? theyMayHaveSpoken : only({ kind: 'continue' })
  }
  return isCut(lastTurn, facts) ? only({ kind: 'go_on', after: null }) : theyMayHaveSpoken
}

/** On a direct line caller and model have talked on: nothing is owed but a greeting that nobody heard of. */
function owedApart(
  { history, agentWasHeard, closing }: Facts,
  greeting: readonly ResponseRequest[],
): readonly ResponseRequest[] {
  const wasBegun = closing !== null || agentWasHeard || history.length > 0
  return wasBegun ? [] : greeting
}

/** Whether the agent was still to say something of its turn, and nobody had cut it off. */
function isCut(
  { interrupted, heardMs, generatedMs, itemId, heardText }: JournalTurn,
  { script }: Facts,
) {
  if (interrupted) return false
  if (heardMs < generatedMs) return true
  if (script?.itemId !== itemId) return false
  return !script.complete || script.text.trim().length > heardText.trim().length
}

function say(instructions: string): ResponseRequest {
  return { kind: 'instructed', instructions }
}
