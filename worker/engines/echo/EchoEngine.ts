import type { EngineEffect, EngineEvent } from '../../call/events.ts'
import type { Engine, EngineListener } from '../../call/ports.ts'
import { durationMs, isLoud } from '../../lib/base64Audio.ts'

/** Speech has ended after so much quiet, in ms. */
const PAUSE_MS = 500
/** The longest utterance that is kept, in ms: more of it is not said back. */
const LONGEST_MS = 15_000

/**
 * An ear that knows loud from quiet, and a mouth that repeats. Each stretch of loud audio is a turn of
 * the caller's; its answer is the same audio. It has no words: what it is asked to say is a response
 * without sound.
 */
export class EchoEngine implements Engine {
  readonly #listener: EngineListener
  /** Ids are unique within the call, and another echo may have talked in it before. */
  readonly #own = crypto.randomUUID().slice(0, 8)
  #stage: 'created' | 'listening' | 'closed' = 'created'
  /** The caller's audio of before it listened. */
  #early: string[] = []
  #turns = 0
  #responses = 0
  /** The caller's utterance so far; `null`: they are silent. */
  #heard: { payloads: string[]; ms: number; quietMs: number } | null = null

  constructor(listener: EngineListener) {
    this.#listener = listener
  }

  hear(payload: string): void {
    if (this.#stage === 'created') this.#early.push(payload)
    if (this.#stage !== 'listening') return
    const ms = durationMs(payload)
    const loud = isLoud(payload)
    if (!this.#heard) {
      if (loud) this.#begin(payload, ms)
      return
    }
    const heard = this.#heard
    if (heard.ms < LONGEST_MS) heard.payloads.push(payload)
    heard.ms += ms
    heard.quietMs = loud ? 0 : heard.quietMs + ms
    if (heard.quietMs >= PAUSE_MS) this.#end(heard)
  }

  perform(effect: EngineEffect): void {
    switch (effect.type) {
      case 'engine.open':
        // Not before the caller of `perform` is done with it.
        return queueMicrotask(() => this.#listen())
      case 'engine.close':
        this.#stage = 'closed'
        this.#early = []
        return
      case 'engine.respond':
        return queueMicrotask(() => this.#respond([]))
      // It has no conversation that could be added to, and its responses are over as they begin.
      case 'engine.recall':
      case 'engine.cancel':
      case 'engine.truncate':
      case 'engine.delete':
      case 'engine.tell':
      case 'engine.answer_tool':
        return
    }
  }

  #listen(): void {
    if (this.#stage === 'closed') return
    this.#stage = 'listening'
    this.#emit({ type: 'engine.ready' })
    const early = this.#early
    this.#early = []
    for (const payload of early) this.hear(payload)
  }

  #begin(payload: string, ms: number): void {
    this.#turns += 1
    this.#heard = { payloads: [payload], ms, quietMs: 0 }
    this.#emit({ type: 'engine.speech_started', itemId: this.#turnId })
  }

  #end({ payloads, quietMs }: { payloads: string[]; quietMs: number }): void {
    this.#heard = null
    const itemId = this.#turnId
    this.#emit({ type: 'engine.speech_stopped', itemId, agoMs: quietMs })
    this.#emit({ type: 'engine.committed', itemId })
    this.#emit({ type: 'engine.transcribed', itemId, text: '(sound)', usage: null })
    this.#respond(payloads)
  }

  get #turnId(): string {
    return `heard_${this.#own}_${this.#turns}`
  }

  #respond(payloads: readonly string[]): void {
    this.#responses += 1
    const responseId = `response_${this.#own}_${this.#responses}`
    const itemId = `said_${this.#own}_${this.#responses}`
    this.#emit({ type: 'engine.response_started', responseId })
    if (payloads.length > 0) {
      this.#emit({ type: 'engine.words', responseId, itemId, delta: '(the same sound)' })
    }
    for (const payload of payloads) {
      this.#emit({
        type: 'engine.audio',
        responseId,
        itemId,
        payload,
        durationMs: durationMs(payload),
      })
    }
    const done = { status: 'completed', detail: null, retryAfterMs: null, usage: null } as const
    this.#emit({ type: 'engine.response_done', responseId, ...done })
  }

  #emit(event: EngineEvent): void {
    if (this.#stage === 'listening') this.#listener.happened(event)
  }
}
