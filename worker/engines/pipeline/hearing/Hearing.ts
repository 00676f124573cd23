import { addUsage, type Usage } from '../../../../convex/model/usage.ts'
import type { Ears, EarsEvent, PartFailure } from '../../../call/ports.ts'
import { durationMs } from '../../../lib/base64Audio.ts'
import type { EarsSource } from '../partKit.ts'
import { afterFailure, OWN, proved, type Standing, toldOf } from '../retry.ts'
import type { VoiceDetector } from '../vad.ts'
import { KeptAudio } from './KeptAudio.ts'
import {
  audioCame,
  earsReplaced,
  earsStopped,
  finalCame,
  finalOverdue,
  isSettled,
  QUIET,
  type Taken,
  type Taking,
  type TurnAct,
  type TurnRules,
  understood,
  voiceStarted,
} from './turnTaking.ts'

/** The last that was understood stands in for a final that takes longer, in ms. */
const FINAL_MS = 600
/** The same of ears that have to be told the whole turn again. */
const RETOLD_MS = 2_500

export interface HearingListener {
  /** The ears listen, for the first time. */
  ready(): void
  /** The caller's turn of this number began. */
  began(turn: number): void
  /** `voiceMs`: how long the voice lasted, where that is measured. */
  ended(turn: number, agoMs: number, voiceMs: number | null): void
  /** All its words. '': there were none. */
  said(turn: number, text: string, usage: Usage | null): void
  troubled(detail: string): void
  /** No ears are to be had. */
  failed(failure: PartFailure): void
  unreadable(error: unknown): void
}

export interface HearingParts {
  ears: readonly EarsSource[]
  detector: VoiceDetector | null
  rules: Omit<TurnRules, 'endsHere'>
}

/** The caller's side of a pipeline: their audio becomes turns with words. */
export class Hearing {
  readonly #parts: HearingParts
  readonly #rules: TurnRules
  readonly #listener: HearingListener
  readonly #kept = new KeptAudio()
  /** Of turns whose words are waited for, by their number; 0: of ears that are waited for. */
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #ears: Ears | null = null
  #standing: Standing = OWN
  #taking: Taking = QUIET
  #wasReady = false
  #listens = false
  #closed = false
  /** Of sounds that were no turn; told with the next one. */
  #owed: Usage = []

  constructor(parts: HearingParts, listener: HearingListener) {
    this.#parts = parts
    this.#rules = { ...parts.rules, endsHere: parts.detector !== null }
    this.#listener = listener
  }

  open(): void {
    this.#listen()
  }

  hear(payload: string): void {
    if (this.#closed) return
    this.#kept.keep(payload, !this.#listens || !isSettled(this.#taking))
    this.#ears?.hear(payload)
    const changes = this.#parts.detector?.hear(payload) ?? []
    this.#take(audioCame(this.#taking, durationMs(payload), changes, this.#rules))
  }

  close(): void {
    this.#closed = true
    this.#ears?.close()
    this.#ears = null
    this.#kept.clear()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #listen(): void {
    const source = this.#parts.ears[this.#standing.source]
    if (!source) return
    const ears: Ears = source.create({
      happened: (event) => {
        if (this.#ears === ears && !this.#closed) this.#happened(event, source)
      },
      unreadable: (error) => this.#listener.unreadable(error),
    })
    this.#ears = ears
    for (const payload of this.#kept.frames) ears.hear(payload)
  }

  #happened(event: EarsEvent, { traits }: EarsSource): void {
    switch (event.type) {
      case 'ears.ready':
        return this.#ready()
      case 'ears.speech_started':
        return this.#rules.endsHere ? undefined : this.#take(voiceStarted(this.#taking))
      case 'ears.speech_stopped':
        return this.#rules.endsHere ? undefined : this.#take(earsStopped(this.#taking, event.agoMs))
      case 'ears.partial':
        // Of ears that tell of speech, words without it come late.
        if (traits.tellSpeech && !this.#taking.open && isSettled(this.#taking)) return
        return this.#take(understood(this.#taking, event.text))
      case 'ears.final': {
        this.#standing = proved(this.#standing)
        return this.#take(finalCame(this.#taking, event.text, event.usage, this.#rules))
      }
      case 'ears.troubled':
        return this.#listener.troubled(event.detail)
      case 'ears.failed':
        return this.#fail(event.failure)
    }
  }

  #ready(): void {
    this.#listens = true
    if (this.#wasReady) return
    this.#wasReady = true
    this.#listener.ready()
  }

  #take([taking, acts]: Taken): void {
    this.#taking = taking
    for (const act of acts) this.#do(act)
  }

  #do(act: TurnAct): void {
    if (this.#closed) return
    switch (act.do) {
      case 'begin':
        this.#ears?.speechBegan?.()
        return this.#listener.began(act.turn)
      case 'end':
        return this.#listener.ended(act.turn, act.agoMs, act.voiceMs > 0 ? act.voiceMs : null)
      case 'commit':
        return this.#commit(act.turn, FINAL_MS)
      case 'count':
        this.#owed = addUsage(this.#owed, act.usage)
        return
      case 'say':
        return this.#say(act)
    }
  }

  #say({ turn, text, usage }: Extract<TurnAct, { do: 'say' }>): void {
    const all = addUsage(this.#owed, usage ?? [])
    this.#owed = []
    // What is words already is not to be told to other ears.
    if (isSettled(this.#taking)) this.#kept.clear()
    this.#listener.said(turn, text, all.length > 0 ? all : null)
  }

  #commit(turn: number, patienceMs: number): void {
    this.#ears?.commit()
    this.#awaitWords(turn, patienceMs)
  }

  /** Ears that never listened are for the call to open again, unless there are others. */
  #fail(failure: PartFailure): void {
    this.#ears = null
    this.#listens = false
    const before = this.#standing
    const next = afterFailure(before, failure, this.#parts.ears.length)
    const isSpare = next !== null && next.standing.source !== before.source
    if (!next || (!this.#wasReady && !isSpare)) return this.#giveUp(failure)
    if (this.#wasReady) this.#listener.troubled(toldOf('ears', failure, before, next))
    this.#standing = next.standing
    if (next.waitMs === 0) this.#replace()
    else this.#after(0, next.waitMs, () => this.#replace())
  }

  #replace(): void {
    this.#listen()
    this.#take(earsReplaced(this.#taking))
    const [waiting] = this.#taking.ended
    if (!waiting) return
    if (this.#rules.endsHere) this.#commit(waiting.number, RETOLD_MS)
    else this.#awaitWords(waiting.number, RETOLD_MS)
  }

  #giveUp(failure: PartFailure): void {
    this.close()
    this.#listener.failed(failure)
  }

  #awaitWords(turn: number, ms: number): void {
    this.#after(turn, ms, () => this.#take(finalOverdue(this.#taking, turn)))
  }

  /** One timer for each: the last that was set counts. */
  #after(what: number, ms: number, act: () => void): void {
    clearTimeout(this.#timers.get(what))
    const timer = setTimeout(() => {
      this.#timers.delete(what)
      act()
    }, ms)
    this.#timers.set(what, timer)
  }
}
