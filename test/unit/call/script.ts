import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import { openEngine } from '../../../worker/call/engineLeg.ts'
import type { CallEffect, CallEvent, EngineEvent } from '../../../worker/call/events.ts'
import type { HistoryItem } from '../../../worker/call/history.ts'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { type Beginning, rebuild } from '../../../worker/call/rebuild.ts'
import {
  type CallRules,
  type CallState,
  initialState,
  type Transition,
} from '../../../worker/call/state.ts'
import { deadlineOf } from '../../../worker/call/timers.ts'
import type { EngineTraits } from '../../../worker/call/traits.ts'
import { transition } from '../../../worker/call/transition.ts'

export const RULES: CallRules = {
  ...voiceSettingsSchema.parse({ greeting: { type: 'none' } }),
  tools: {
    weather: { timeoutMs: 14_000, repeatable: false, filler: '' },
    look_up: { timeoutMs: 14_000, repeatable: true, filler: 'Let me see.' },
    hand_off: { timeoutMs: 14_000, repeatable: false, filler: '' },
    keys: { timeoutMs: 14_000, repeatable: false, filler: null },
  },
  keepsPromises: false,
  refers: false,
  otherTraits: null,
}

/** An engine that hears, answers and stops by itself, as a speech-to-speech model does. */
export const TRAITS: EngineTraits = {
  audio: 'relayed',
  speechEvents: true,
  answersItself: true,
  stopsItself: true,
  forgets: true,
  deletes: true,
  says: 'instructed',
  continuous: false,
}

/** A call that is driven by hand: the state it is in, and every effect with the time it came. */
export class ScriptedCall {
  state: CallState
  now = 0
  readonly effects: { at: number; effect: CallEffect }[] = []

  readonly #beginning: Beginning

  /**
   * `traits` follow `bargeIn` where they are not given, as those of a speech-to-speech model do.
   * `earlier`: what was said in the call that it goes on with.
   */
  constructor(
    rules: Partial<CallRules> = {},
    traits: Partial<EngineTraits> = {},
    earlier: readonly HistoryItem[] | null = null,
  ) {
    const all = { ...RULES, ...rules }
    const own = { answersItself: all.bargeIn, stopsItself: all.bargeIn }
    const allTraits = { ...TRAITS, ...own, ...traits }
    this.#beginning = { rules: all, traits: allTraits, startedAt: 0, earlier }
    this.state = initialState(all, allTraits, 0, earlier)
    this.#become(openEngine(this.state, 0), 0)
  }

  /**
   * Lets something happen at a time; returns the effects that it had, without the record's. Of what is asked
   * for it returns the request alone; all that is told with it stands in `effects`.
   */
  at(now: number, event: CallEvent): CallEffect[] {
    return this.#become(transition(this.state, event, now), now)
  }

  #become([state, effects]: Transition, now: number): CallEffect[] {
    this.now = now
    this.state = state
    this.effects.push(...effects.map((effect) => ({ at: now, effect })))
    return effects
      .filter(({ type }) => type !== 'record')
      .map((effect) =>
        effect.type === 'engine.respond' ? { type: effect.type, request: effect.request } : effect,
      )
  }

  /** Everything in memory is lost at a time, and the carrier asks what comes next. */
  restart(now: number): CallEffect[] {
    this.now = now
    this.state = this.rebuilt(now)
    return this.at(now, { type: 'carrier.returns' })
  }

  /** What is left of the call when everything in memory is lost. */
  rebuilt(now: number): CallState {
    return rebuild(this.#beginning, this.journal, now)
  }

  /** Lets time pass: every deadline up to then gets its tick. */
  until(time: number): void {
    for (let ticks = 0; this.nextTick(time); ticks++) {
      if (ticks > 10_000) throw new Error('A deadline that has come comes again and again.')
      this.tick()
    }
    this.now = Math.max(this.now, time)
  }

  /** Whether a deadline comes by then. */
  nextTick(time: number): boolean {
    return deadlineOf(this.state) <= time
  }

  /** Lets the next deadline come. */
  tick(): void {
    this.at(Math.max(deadlineOf(this.state), this.now), { type: 'clock.tick' })
  }

  /** The last that an engine was asked for, with all that it was told. */
  get asked(): CallEffect | undefined {
    return this.effects.findLast(({ effect }) => effect.type === 'engine.respond')?.effect
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

/** A call whose stream is open and whose model listens, at 0 ms. */
export function talking(...settings: ConstructorParameters<typeof ScriptedCall>): ScriptedCall {
  const call = new ScriptedCall(...settings)
  call.at(0, { type: 'engine.ready' })
  call.at(0, { type: 'carrier.started' })
  return call
}

/** What the caller is played. */
export function plays(call: ScriptedCall) {
  return call.effects.filter(({ effect }) => effect.type === 'carrier.play')
}

export const started: CallEvent = { type: 'carrier.started' }
export const ready: EngineEvent = { type: 'engine.ready' }
export const responds = (responseId: string): EngineEvent => ({
  type: 'engine.response_started',
  responseId,
})
export const audio = (responseId: string, itemId: string, durationMs: number): EngineEvent => ({
  type: 'engine.audio',
  responseId,
  itemId,
  payload: `${itemId}:${durationMs}`,
  durationMs,
})
export const done = (
  responseId: string,
  status: 'completed' | 'cancelled' | 'failed' | 'incomplete' = 'completed',
  retryAfterMs: number | null = null,
): CallEvent => ({
  type: 'engine.response_done',
  responseId,
  status,
  detail: null,
  retryAfterMs,
  usage: null,
})
export const callsTool = (responseId: string, name: string): EngineEvent => ({
  type: 'engine.tool_call',
  responseId,
  toolCallId: 't1',
  name,
  args: '{}',
})
/** What came of `t1`, where it was to end the call. */
export const endsCall: CallEvent = {
  type: 'tool.settled',
  toolCallId: 't1',
  output: 'ok',
  directive: { do: 'end' },
}
export const mark = (name: string): CallEvent => ({ type: 'carrier.mark', name })
/** What the carrier is told when the caller begins to speak. */
export const fillsPauses = { type: 'carrier.fill_pauses', fill: true } as const
/** And when it is silent again. */
export const fillsNoMore = { type: 'carrier.fill_pauses', fill: false } as const
export const speech = (itemId: string): EngineEvent => ({ type: 'engine.speech_started', itemId })
export const pause = (itemId: string): EngineEvent => ({
  type: 'engine.speech_stopped',
  itemId,
  agoMs: 500,
})
export const committed = (itemId: string): EngineEvent => ({ type: 'engine.committed', itemId })
export const words = (responseId: string, itemId: string, delta: string): EngineEvent => ({
  type: 'engine.words',
  responseId,
  itemId,
  delta,
})
