import { addUsage, type Usage } from '../../../convex/model/usage.ts'
import type { EngineEvent, ResponseDone } from '../../call/events.ts'
import type { BrainPiece, BrainQuestion, MouthPiece, PartFailure } from '../../call/ports.ts'
import { durationMs } from '../../lib/base64Audio.ts'
import { failureOf } from './failureOf.ts'
import type { Speaking } from './speaking/Speaking.ts'
import { ScriptPieces } from './speaking/ScriptPieces.ts'
import { NOTHING_SAID, type Progress, spokenLength, timed } from './speaking/spokenLength.ts'
import { compareWords } from './speaking/compareWords.ts'
import { TextFlow } from './speaking/TextFlow.ts'
import type { Ask, Plan } from './thinking/plan.ts'
import type { Thinking } from './thinking/Thinking.ts'

export interface AnswerParts {
  thinking: Thinking
  speaking: Speaking
  /** What the brain is asked. */
  question(ask: Ask, attempt: number, written: string): BrainQuestion
}

export interface AnswerListener {
  happened(event: EngineEvent): void
  /** More of its text. */
  wrote(text: string): void
  /** A part failed for which nobody is left, and asking again would not help. */
  gaveUp(failure: PartFailure): void
}

/** One answer: it is thought of, or at hand, and spoken while it is still being written. */
export class Answer {
  readonly responseId: string
  readonly itemId: string
  readonly #plan: Plan
  readonly #parts: AnswerParts
  readonly #listener: AnswerListener
  readonly #flow = new TextFlow()
  readonly #script = new ScriptPieces()
  readonly #stop = new AbortController()
  #usage: Usage = []
  #spoken = ''
  #attempt: number
  #progress: Progress = NOTHING_SAID
  #isMute = false
  #cut: { status: 'failed' | 'incomplete'; detail: string; retryAfterMs: number | null } | null =
    null

  constructor(
    ids: { responseId: string; itemId: string },
    plan: Plan,
    parts: AnswerParts,
    listener: AnswerListener,
  ) {
    this.responseId = ids.responseId
    this.itemId = ids.itemId
    this.#plan = plan
    this.#attempt = plan.attempt
    this.#parts = parts
    this.#listener = listener
  }

  /** Whether any of it became sound. */
  get hasSound(): boolean {
    return this.#progress.audioMs > 0
  }

  /** What of its text became sound, or is about to. */
  get spokenText(): string {
    const { text } = this.#flow
    return this.#isMute ? text.slice(0, spokenLength(text, this.#progress)) : text
  }

  /** Never rejects: how it ends comes as an event, unless it was stopped. */
  async run(): Promise<void> {
    this.#tell({ type: 'engine.response_started', responseId: this.responseId })
    await Promise.all([this.#write(), this.#speak()])
    if (this.#stop.signal.aborted) return
    const text = this.#wasSpoken()
    if (text.trim() !== '') {
      const { responseId, itemId } = this
      this.#tell({ type: 'engine.said', responseId, itemId, text: text.trim() })
    }
    this.#tell(this.#done(this.#cut?.status ?? 'completed'))
    this.#stop.abort()
  }

  /** Nothing more comes of it but that it was cancelled; both parts stop at once. */
  cancel(): ResponseDone | null {
    if (this.#stop.signal.aborted) return null
    this.#stop.abort()
    return this.#done('cancelled')
  }

  /** Nobody listens any more. */
  drop(): void {
    this.#stop.abort()
  }

  async #write(): Promise<void> {
    const plan = this.#plan
    if (plan.do === 'say') {
      this.#scripted(plan.text, true)
      this.#add(plan.text)
      return this.#flow.end()
    }
    const { thinking, question } = this.#parts
    const thought = {
      question: (attempt: number, written: string) => question(plan, attempt, written),
      attempt: plan.attempt,
      known: plan.known,
    }
    const listener = {
      asked: (attempt: number) => this.#asked(attempt),
      troubled: (detail: string) => this.#tell({ type: 'engine.troubled', detail }),
    }
    try {
      for await (const piece of thinking.answer(thought, this.#stop.signal, listener)) {
        this.#think(piece)
      }
      this.#scripted(this.#script.rest(), this.#cut === null)
    } catch (error) {
      this.#fail(failureOf(error, 'brain'))
    }
    this.#flow.end()
  }

  #think(piece: BrainPiece): void {
    switch (piece.type) {
      case 'text': {
        const { delta } = piece
        this.#add(delta)
        const script = this.#script.add(delta)
        return script === '' ? undefined : this.#scripted(script, false)
      }
      case 'tool_call': {
        const { toolCallId, name, args } = piece
        const { responseId } = this
        return this.#tell({ type: 'engine.tool_call', responseId, toolCallId, name, args })
      }
      case 'usage':
        this.#usage = addUsage(this.#usage, piece.usage)
        return
      case 'incomplete':
        this.#cut = { status: 'incomplete', detail: piece.detail, retryAfterMs: null }
        return
    }
  }

  #asked(attempt: number): void {
    this.#attempt = attempt
    // What an earlier attempt has written stands.
    this.#script.rest()
    this.#scripted(this.#flow.text, false)
  }

  #add(delta: string): void {
    const { responseId, itemId } = this
    this.#flow.write(delta)
    this.#tell({ type: 'engine.words', responseId, itemId, delta })
    if (!this.#stop.signal.aborted) this.#listener.wrote(this.#flow.text)
  }

  #scripted(delta: string, complete: boolean): void {
    const { key } = this.#plan
    const attempt = this.#attempt
    this.#tell({ type: 'engine.scripted', itemId: this.itemId, key, attempt, delta, complete })
  }

  async #speak(): Promise<void> {
    if (!(await this.#flow.hasWords()) || this.#stop.signal.aborted) return
    const troubled = (detail: string): void => this.#tell({ type: 'engine.troubled', detail })
    try {
      for await (const piece of this.#parts.speaking.say(this.#flow, this.#stop.signal, troubled)) {
        this.#sound(piece)
      }
    } catch (error) {
      this.#isMute = true
      this.#fail(failureOf(error, 'mouth'))
      // What nobody says need not be thought of.
      if (!this.#flow.isEnded) this.#end()
    }
  }

  #sound(piece: MouthPiece): void {
    const { responseId, itemId } = this
    switch (piece.type) {
      case 'audio': {
        const { payload } = piece
        const ms = durationMs(payload)
        this.#progress = { ...this.#progress, audioMs: this.#progress.audioMs + ms }
        return this.#tell({ type: 'engine.audio', responseId, itemId, payload, durationMs: ms })
      }
      case 'words':
        this.#progress = timed(this.#flow.text, this.#progress, piece.words)
        return this.#tell({ type: 'engine.timed', responseId, itemId, words: piece.words })
      case 'spoken':
        this.#spoken += piece.text
        return
      case 'usage':
        this.#usage = addUsage(this.#usage, piece.usage)
        return
    }
  }

  #wasSpoken(): string {
    const { text } = this.#flow
    if (this.#spoken === '') return text
    const { differing, asked } = compareWords(text, this.#spoken)
    this.#tell({ type: 'engine.spoke', words: asked, differing })
    if (differing === 0) return text
    const said = this.#spoken.trim()
    const detail = `The mouth strayed from its text in ${differing} of ${asked} words: it said “${said}”.`
    this.#tell({ type: 'engine.troubled', detail })
    return this.#spoken
  }

  #fail(failure: PartFailure): void {
    if (this.#stop.signal.aborted) return
    if (!failure.again) return this.#listener.gaveUp(failure)
    const { cause: detail, retryAfterMs } = failure
    this.#cut ??= { status: 'failed', detail, retryAfterMs }
  }

  #end(): void {
    this.#tell(this.#done(this.#cut?.status ?? 'failed'))
    this.#stop.abort()
    this.#flow.end()
  }

  #done(status: ResponseDone['status']): ResponseDone {
    return {
      type: 'engine.response_done',
      responseId: this.responseId,
      status,
      detail: this.#cut?.detail ?? null,
      retryAfterMs: this.#cut?.retryAfterMs ?? null,
      usage: this.#usage.length > 0 ? this.#usage : null,
    }
  }

  #tell(event: EngineEvent): void {
    if (!this.#stop.signal.aborted) this.#listener.happened(event)
  }
}
