import type { ChatEvent, ChatEffect, Refused } from '../../chat/events.ts'
import type { ChatLine } from '../../chat/journal.ts'
import { questionOf } from '../../chat/question.ts'
import { shown } from '../../chat/shown.ts'
import { type ChatState, writtenOf } from '../../chat/state.ts'
import type { Step } from '../../chat/steps.ts'
import { begin, transition } from '../../chat/transition.ts'
import { countMoney } from '../../chat/money.ts'
import { Asking } from './Asking.ts'
import type { ChatJournal } from './ChatJournal.ts'
import type { ChatOutbox } from './ChatOutbox.ts'
import type { ChatParts } from './partsOfChat.ts'
import type { Windows } from './Windows.ts'

/** What a running conversation is among. */
export interface ChatDeps {
  journal: ChatJournal
  outbox: ChatOutbox
  windows: Windows
  parts: ChatParts
  /** Something was paid for, in USD. */
  spent(usd: number): void
  /** The conversation has ended, and its journal says so. */
  over(): void
  /** Epoch ms. */
  now(): number
}

/** A conversation that goes on: feeds the machine, writes down what comes of it, and carries it out. */
export class RunningChat {
  readonly #deps: ChatDeps
  readonly #asking: Asking
  readonly #tools = new Map<string, AbortController>()
  /** Somebody said what the answer that is being written has used so far. */
  #isTold = false

  constructor(deps: ChatDeps) {
    this.#deps = deps
    this.#asking = new Asking(deps.parts.brains, (event) => void this.dispatch(event))
  }

  get state(): ChatState {
    const { state } = this.#deps.journal
    if (!state) throw new Error('This conversation was forgotten.')
    return state
  }

  begin(): void {
    this.#carryOut(this.state, begin(this.state, this.#deps.now()))
  }

  /** `null`: it is done, or nothing was to be done. */
  dispatch(event: ChatEvent): Refused | null {
    const { journal, now } = this.#deps
    // What still comes of a conversation that was deleted is for nobody.
    if (!journal.state) return null
    const step = transition(journal.state, event, now())
    this.#carryOut(journal.state, step)
    return step.refused
  }

  /** Written first: what windows are shown and brains are asked leaves when it is on disk. */
  #carryOut(before: ChatState, { state, lines, effects }: Step): void {
    const { journal, outbox, windows } = this.#deps
    if (lines.length > 0) {
      journal.append(lines, state)
      windows.tellAll(shown(lines, before, state))
      outbox.wrote(lines)
      this.#countMoney(lines)
    }
    for (const effect of effects) this.#perform(effect)
    if (before.status === 'ended' || state.status !== 'ended') return
    this.#deps.parts.toolbox.close()
    this.#deps.over()
  }

  #countMoney(lines: readonly ChatLine[]): void {
    const { usd, isTold } = countMoney(lines, this.#isTold, this.#deps.now())
    this.#isTold = isTold
    if (usd > 0) this.#deps.spent(usd)
  }

  #perform(effect: ChatEffect): void {
    switch (effect.type) {
      case 'brain.ask':
        return this.#ask(effect.waitMs)
      case 'brain.stop':
        return this.#asking.stop()
      case 'tool.run':
        return void this.#run(effect)
      case 'tool.stop':
        return this.#tools.get(effect.toolCallId)?.abort()
    }
  }

  #ask(waitMs: number): void {
    const { state } = this
    const question = questionOf(state, this.#deps.parts.brief)
    if (!question) return
    const failures = state.answer?.failures ?? 0
    this.#asking.ask({ question, written: writtenOf(state), failures, waitMs })
  }

  async #run({ toolCallId, name, args }: Extract<ChatEffect, { type: 'tool.run' }>): Promise<void> {
    const { toolbox, facts } = this.#deps.parts
    const stop = new AbortController()
    this.#tools.set(toolCallId, stop)
    const { output } = await toolbox.run(name, args, {
      ...facts,
      toolCallId,
      signal: stop.signal,
      tell: () => {},
      collect: () => Promise.reject(new Error('Nobody has a keypad here.')),
    })
    this.#tools.delete(toolCallId)
    this.dispatch({ type: 'tool.settled', toolCallId, output })
  }
}

/** The conversation in an object that has just woken: what was under way goes on. `null`: there is none. */
export function resumeChat(deps: ChatDeps): RunningChat | null {
  if (!deps.journal.state) return null
  const running = new RunningChat(deps)
  running.dispatch({ type: 'restarted' })
  return running
}
