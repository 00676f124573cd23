import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import type { CallEffect, CallEvent, JournalEntry } from '../../../worker/call/events.ts'
import { type CallRules, type CallState, initialState } from '../../../worker/call/state.ts'
import { deadlineOf } from '../../../worker/call/timers.ts'
import { transition } from '../../../worker/call/transition.ts'

export const RULES: CallRules = voiceSettingsSchema.parse({ greeting: { type: 'none' } })

/** A call that is driven by hand: the state it is in, and every effect with the time it came. */
export class ScriptedCall {
  state: CallState
  now = 0
  readonly effects: { at: number; effect: CallEffect }[] = []

  constructor(rules: Partial<CallRules> = {}) {
    this.state = initialState({ ...RULES, ...rules }, 0)
  }

  /** Lets something happen at a time; returns the effects that it had, without the record's. */
  at(now: number, event: CallEvent): CallEffect[] {
    this.now = now
    const [state, effects] = transition(this.state, event, now)
    this.state = state
    this.effects.push(...effects.map((effect) => ({ at: now, effect })))
    return effects.filter(({ type }) => type !== 'record')
  }

  /** Lets time pass: every deadline up to then gets its tick. */
  until(time: number): void {
    for (let ticks = 0; ticks < 1000; ticks++) {
      const deadline = deadlineOf(this.state)
      if (deadline > time) break
      this.at(Math.max(deadline, this.now), { type: 'clock.tick' })
    }
    this.now = Math.max(this.now, time)
  }

  get journal(): JournalEntry[] {
    return this.effects.flatMap(({ effect }) => (effect.type === 'record' ? [effect.entry] : []))
  }

  /** The last that was written down of each turn. */
  get turns() {
    const turns = new Map<string, Extract<JournalEntry, { kind: 'turn' }>['turn']>()
    for (const entry of this.journal)
      if (entry.kind === 'turn') turns.set(entry.turn.itemId, entry.turn)
    return [...turns.values()]
  }
}

export const started: CallEvent = { type: 'carrier.started' }
export const ready: CallEvent = { type: 'engine.ready' }
export const responds = (responseId: string): CallEvent => ({
  type: 'engine.response_started',
  responseId,
})
export const audio = (responseId: string, itemId: string, durationMs: number): CallEvent => ({
  type: 'engine.audio',
  responseId,
  itemId,
  payload: `${itemId}:${durationMs}`,
  durationMs,
})
export const done = (
  responseId: string,
  status: 'completed' | 'cancelled' | 'failed' | 'incomplete' = 'completed',
): CallEvent => ({ type: 'engine.response_done', responseId, status, detail: null, usage: null })
export const mark = (name: string): CallEvent => ({ type: 'carrier.mark', name })
/** What the carrier is told when the caller begins to speak. */
export const fillsPauses = { type: 'carrier.fill_pauses', fill: true } as const
/** And when it is silent again. */
export const fillsNoMore = { type: 'carrier.fill_pauses', fill: false } as const
export const speech = (itemId: string): CallEvent => ({ type: 'engine.speech_started', itemId })
export const pause = (itemId: string): CallEvent => ({
  type: 'engine.speech_stopped',
  itemId,
  agoMs: 500,
})
export const committed = (itemId: string): CallEvent => ({ type: 'engine.committed', itemId })
export const words = (responseId: string, itemId: string, delta: string): CallEvent => ({
  type: 'engine.words',
  responseId,
  itemId,
  delta,
})
