import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { openEngine, speaksFor } from '../call/engineLeg.ts'
import {
  type CallEffect,
  type CarrierEffect,
  type CallEvent,
  type EngineEffect,
  type EffectOf,
  type EngineEvent,
  isFor,
} from '../call/events.ts'
import type { JournalEntry } from '../call/journal.ts'
import type { NextStep, PersonStep } from '../call/nextStep.ts'
import { mayBeSaid } from '../call/legs/operator.ts'
import type { Carrier, CarrierListener, Engine, EngineListener, PersonDesk } from '../call/ports.ts'
import { isBroken } from '../call/phase.ts'
import { silencesAgent } from '../call/reflex.ts'
import type { CallState, Transition } from '../call/state.ts'
import { deadlineOf, isRoutine } from '../call/timers.ts'
import { legIdOf, transferRefusal } from '../call/transfer/attempt.ts'
import { personStep, whereTo } from '../call/transfer/steps.ts'
import type { TransferRefusal } from '../call/transfer/types.ts'
import { transition } from '../call/transition.ts'
import type { DigitVault } from '../tools/vault.ts'
import { CallerAudio } from './CallerAudio.ts'
import { Deadline } from './Deadline.ts'
import type { EchoGuard } from './echo/EchoGuard.ts'
import type { VoiceMeter } from './echo/VoiceMeter.ts'
import { HiddenKeys } from './HiddenKeys.ts'
import { NO_PERSONS } from './noPersons.ts'
import type { PatchBay } from './PatchBay.ts'
import { eventsOf, type PersonNews } from './personNews.ts'
import { RunningTools, type ToolsOfAgent } from './RunningTools.ts'

/** What of a call is its agent's, and changes when another one takes over. */
export interface AgentParts extends ToolsOfAgent {
  /** Makes the agent's engine, or its other one; a sentence says why that cannot be. */
  engine(which: 'own' | 'other', listener: EngineListener): Engine | string
  /** `null`: the agent has none. */
  echoGuard: EchoGuard | null
  /** `null`: whatever the engine takes for speech stops the agent. */
  voiceMeter: VoiceMeter | null
}

/** What a running call needs of its object. */
export interface CallDeps {
  /** `null`: the agent who answered; otherwise one who took the call over. */
  agent(handedTo: AgentSnapshot | null): AgentParts
  vault: DigitVault
  /** The caller's leg, where it is there without a stream; `null`: a stream brings it. */
  line: Carrier | null
  /** `null`: nobody can be called. */
  persons: PersonDesk | null
  patchBay: PatchBay
  record(entry: JournalEntry): void
  unreadable(leg: 'carrier' | 'engine', error: unknown): void
  /** Epoch ms. */
  now(): number
}

const CLEAR = { type: 'carrier.clear' } as const

/**
 * A call as far as it is in memory: the machine's state, and the legs that are connected. It feeds
 * every event to `transition` and hands on the effects, `clear` before the others; it decides nothing.
 */
export class RunningCall {
  readonly #deps: CallDeps
  readonly #deadline: Deadline
  readonly #tools: RunningTools
  readonly #hidden: HiddenKeys
  readonly #callerAudio = new CallerAudio()
  /** As `#state`, without what is put off. */
  #known: CallState
  /** What is left of an event that has silenced the agent; `null`: nothing is. */
  #putOff: { handle: () => void; timer: ReturnType<typeof setTimeout> } | null = null
  #agent: AgentParts
  /** All who have talked: what one has begun may still run when another takes over. */
  readonly #agents = new Set<AgentParts>()
  #engine: Engine | null = null
  #carrier: Carrier | null

  /** `state`: of a call that begins, or of one that is rebuilt. */
  constructor(state: CallState, deps: CallDeps) {
    this.#known = state
    this.#deps = deps
    this.#deadline = new Deadline(() => this.dispatch({ type: 'clock.tick' }), deps.now)
    this.#agent = deps.agent(state.handedTo)
    this.#agents.add(this.#agent)
    this.#carrier = deps.line
    this.#hidden = new HiddenKeys(deps.vault, deps.now)
    this.#tools = new RunningTools(this.#hidden, (event) => this.dispatch(event))
    this.#deadline.set(deadlineOf(state))
  }

  get #state(): CallState {
    this.#catchUp()
    return this.#known
  }

  get isOver(): boolean {
    return this.#state.phase.name === 'ended'
  }

  /** Who took the call over; `null`: the agent who answered it still talks. */
  get handedTo(): AgentSnapshot | null {
    return this.#state.handedTo
  }

  /** The line broke and has not come back. */
  get isBroken(): boolean {
    return isBroken(this.#state)
  }

  /** Whether the caller would hear what the agent is made to say now. */
  get mayBeSaid(): boolean {
    return mayBeSaid(this.#state)
  }

  /** Why nobody can be called for this caller now; `null`: somebody can. */
  get transferRefusal(): TransferRefusal | 'nobody' | null {
    return this.#deps.persons ? transferRefusal(this.#state) : 'nobody'
  }

  /** The network sends the caller on to persons by itself. */
  get refers(): boolean {
    return this.#state.rules.refers
  }

  /**
   * The carrier asks what comes next for the caller; `room`: they have left the one of that attempt. Gives
   * where they go instead of to the agent, if they do.
   */
  returns(room: number | null): Extract<NextStep, { do: 'meet' }> | null {
    if (room !== null) this.dispatch({ type: 'person.left', attempt: room })
    this.dispatch({ type: 'carrier.returns' })
    return whereTo(this.#state)
  }

  /** The caller, who heard the model without us, does so no more; where they go instead, as in `returns`. */
  parted(): Extract<NextStep, { do: 'meet' }> | null {
    const meeting = this.returns(null)
    if (!meeting && this.#state.line.name === 'direct') this.dispatch({ type: 'carrier.stopped' })
    return meeting
  }

  /** Caller and model hear each other without us, or will once the caller is back. */
  get isApart(): boolean {
    return this.#state.traits.audio === 'direct'
  }

  /** The caller is elsewhere, or about to come. */
  get awaitsCaller(): boolean {
    const { name } = this.#state.line
    return name === 'awaited' || name === 'away'
  }

  /** The carrier tells of a person who is called. Gives what that person is to do now. */
  hearOfPerson(news: PersonNews): PersonStep {
    for (const event of eventsOf(news, this.#state)) this.dispatch(event)
    return personStep(this.#state, news.attempt)
  }

  /** The phone rings: the engine is connected while the carrier sets up the stream. */
  begin(): void {
    this.#become(openEngine(this.#state, this.#deps.now()))
    this.#deadline.set(deadlineOf(this.#state))
  }

  /** A stream of the caller's; it becomes theirs when `admit` lets it in. */
  connect(open: (listener: CarrierListener) => Carrier, admit: CarrierListener['admit']): void {
    const carrier: Carrier = open({
      admit: (start) => {
        const admitted = admit(start)
        if (admitted) this.#replaceCarrier(carrier)
        return admitted
      },
      hear: (payload) => this.#hear(carrier, payload),
      happened: (event) => {
        // What a stream says that another one has followed means nothing any more.
        if (carrier !== this.#carrier) return
        const seen = this.#hidden.seen(event, this.#state.collecting)
        if (seen) this.dispatch(seen)
        // The call was over before the caller came: the carrier asks at once what comes next.
        if (this.isOver) carrier.close(1000, 'done')
      },
      unreadable: (error) => this.#deps.unreadable('carrier', error),
    })
  }

  #replaceCarrier(carrier: Carrier): void {
    this.#carrier?.close(1000, 'another stream has followed')
    this.#carrier = carrier
    this.#agent.echoGuard?.connected()
  }

  #hear(carrier: Carrier, audio: string): void {
    if (carrier !== this.#carrier) return
    const { collecting, engine } = this.#state
    const payload = this.#hidden.heard(audio, collecting)
    if (engine.stage.name !== 'gone') this.#callerAudio.keep(payload)
    this.#engine?.hear(payload)
    const { patchBay, now } = this.#deps
    const { echoGuard, voiceMeter } = this.#agent
    if (voiceMeter?.hear(payload)) this.dispatch({ type: 'carrier.voice_lasts' })
    if (echoGuard?.hear(payload, now())) {
      voiceMeter?.beginAgain()
      this.dispatch({ type: 'carrier.voice_heard' })
    }
    if (!patchBay.isEmpty) patchBay.tell((tap) => tap.caller?.(payload, now()))
  }

  dispatch(event: CallEvent): void {
    const before = this.#state
    const now = this.#deps.now()
    if (!silencesAgent(before, event)) return this.#handle(event, before, now)
    // What the carrier is told leaves when this turn of the event loop is over, so the rest has one of its own.
    this.#performCarrier(CLEAR)
    this.#putOff = {
      handle: () => this.#handle(event, before, now, CLEAR),
      timer: setTimeout(() => this.#catchUp(), 0),
    }
  }

  #catchUp(): void {
    const left = this.#putOff
    if (!left) return
    this.#putOff = null
    clearTimeout(left.timer)
    try {
      left.handle()
    } catch (error) {
      // Whoever asks for the state in this moment has nothing to do with it.
      this.#deps.unreadable('engine', error)
    }
  }

  /** `done`: performed already. */
  #handle(event: CallEvent, before: CallState, now: number, done?: CallEffect): void {
    const [next, effects] = transition(before, event, now)
    this.#become([next, done ? effects.filter(({ type }) => type !== done.type) : effects])
    const after = this.#state
    if (!isRoutine(event, after)) this.#deadline.set(deadlineOf(after))
    const { patchBay } = this.#deps
    if (!patchBay.isEmpty) patchBay.tell((tap) => tap.happened?.(event, before, after))
  }

  #become([state, effects]: Transition): void {
    if (state.handedTo !== this.#state.handedTo) this.#takeOver(state.handedTo)
    const wasOver = this.isOver
    this.#known = state
    for (const effect of effects) this.#perform(effect)
    if (this.isOver && !wasOver) for (const { toolbox } of this.#agents) toolbox.close()
  }

  #takeOver(handedTo: AgentSnapshot | null): void {
    this.#agent = this.#deps.agent(handedTo)
    this.#agents.add(this.#agent)
    this.#agent.echoGuard?.connected()
  }

  #perform(effect: CallEffect): void {
    if (isFor('carrier', effect)) return this.#performCarrier(effect)
    if (isFor('engine', effect)) return this.#performEngine(effect)
    if (isFor('tool', effect)) return this.#tools.perform(effect, this.#agent)
    if (isFor('person', effect)) return this.#performPerson(effect)
    if (effect.type === 'record') return this.#deps.record(effect.entry)
    effect satisfies never
  }

  #performCarrier(effect: CarrierEffect): void {
    this.#carrier?.perform(effect)
    const { patchBay, now } = this.#deps
    this.#agent.echoGuard?.performed(effect, now())
    if (!patchBay.isEmpty) patchBay.carried(effect, now())
  }

  #performPerson(effect: EffectOf<'person'>): void {
    const legId = legIdOf(this.#state, effect.attempt)
    const desk = this.#deps.persons ?? NO_PERSONS
    desk.perform(effect, legId, (event) => this.dispatch(event))
  }

  #performEngine(effect: EngineEffect): void {
    if (effect.type === 'engine.open') this.#openEngine(effect)
    this.#engine?.perform(effect)
    if (effect.type === 'engine.close') this.#engine = null
  }

  /** Makes the engine of this opening; what an earlier one still says is not listened to. */
  #openEngine({ instance, which }: Extract<EngineEffect, { type: 'engine.open' }>): void {
    this.#engine?.perform({ type: 'engine.close' })
    this.#engine = null
    const { unreadable, now } = this.#deps
    const { echoGuard, voiceMeter } = this.#agent
    const happened = (event: EngineEvent): void => {
      if (!speaksFor(this.#state, instance)) return
      if (event.type === 'engine.lost') this.#engine = null
      else if (event.type !== 'engine.failed') this.#callerAudio.clear()
      const measured = voiceMeter ? voiceMeter.judge(event) : event
      this.dispatch(echoGuard ? echoGuard.judge(measured, now()) : measured)
    }
    const made = this.#agent.engine(which, {
      happened,
      lineHappened: (event) => {
        if (speaksFor(this.#state, instance)) this.dispatch(event)
      },
      unreadable: (error) => unreadable('engine', error),
    })
    if (typeof made === 'string') {
      // Not before the effects of this moment are done: what happens must find the journal open.
      return queueMicrotask(() =>
        happened({ type: 'engine.failed', reason: 'not_configured', detail: made }),
      )
    }
    this.#engine = made
    for (const payload of this.#callerAudio.frames) made.hear(payload)
  }
}
