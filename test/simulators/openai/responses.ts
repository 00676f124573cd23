/** One response: thinks, speaks faster than real time, calls functions, and can be cut off at any moment. */
import type {
  RateLimitsUpdatedEvent,
  RealtimeResponseStatus,
} from 'openai/resources/realtime/realtime'
import type { Utterance } from '../audio/speech.ts'
import { codecOf } from './audioCodec.ts'
import type { BrainAnswer } from './brain.ts'
import { type Item, wireItem } from './conversation.ts'
import type { OddResponse, ResponseFailure } from './faults.ts'
import { OutputMessage, sendFunctionCall } from './outputItem.ts'
import type { ResponseParams } from './protocol.ts'
import { type ResponseTerms, termsOf } from './responseTerms.ts'
import type { WireResponse } from './serverEvents.ts'
import type { SessionDeps } from './sessionDeps.ts'
import type { SessionState } from './sessionState.ts'
import { type Tokens, assistantTokens, textTokens, usageOf } from './usage.ts'
import { WordsAhead } from './wordsAhead.ts'

/** What a response needs of its session. */
export interface ResponseHost {
  state: SessionState
  /** All sound of this response that has been sent so far. */
  onSound(sentMs: number): void
  onDone(response: Response): void
}

export interface ResponsePlan {
  params: ResponseParams
  /** What it reads, and what of that the response before read and said. */
  input: Tokens
  seen: Tokens
  /** Decides what is said. */
  think(): Promise<BrainAnswer>
  failure: ResponseFailure | null
  odd: OddResponse
}

type Status = 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete'

/** The first words come so much before the first sound. */
const FIRST_WORDS_MS = 80

const RATE_LIMITS: RateLimitsUpdatedEvent.RateLimit[] = [
  { name: 'tokens', limit: 4_000_000, remaining: 3_995_500, reset_seconds: 0.068 },
]

export class Response {
  readonly id: string
  /** Whether it writes to the session's conversation. */
  readonly inConversation: boolean
  /** Sound generated. */
  soundMs = 0
  readonly output: Tokens = { text: 0, audio: 0 }
  readonly #host: ResponseHost
  readonly #plan: ResponsePlan
  readonly #terms: ResponseTerms
  readonly #items: Item[] = []
  readonly #words = new WordsAhead()
  #odd: OddResponse
  #timer: NodeJS.Timeout | undefined
  #wake: () => void = () => {}
  #message: OutputMessage | null = null
  #status: Status = 'in_progress'
  #details: RealtimeResponseStatus | null = null
  /** When the next sound may leave. */
  #dueAt = 0

  constructor(host: ResponseHost, plan: ResponsePlan) {
    this.#host = host
    this.#plan = plan
    this.#odd = plan.odd
    this.#terms = termsOf(plan.params, host.state.settings)
    this.id = host.state.deps.newId('resp')
    this.inConversation = plan.params.conversation !== 'none'
  }

  get #state(): SessionState {
    return this.#host.state
  }

  get #deps(): SessionDeps {
    return this.#host.state.deps
  }

  get active(): boolean {
    return this.#status === 'in_progress'
  }

  start(): void {
    this.#dueAt = performance.now() + this.#deps.pace.firstAudioDelayMs
    this.#state.send('response.created', { response: this.#wire() })
    this.#state.send('rate_limits.updated', { rate_limits: RATE_LIMITS })
    this.#run().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      this.fail({ type: 'server_error', code: 'server_error', message })
    })
  }

  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    this.#end('cancelled', { type: 'cancelled', reason })
  }

  fail(error: ResponseFailure): void {
    this.#end('failed', { type: 'failed', error })
  }

  /** The socket is gone: says nothing any more. */
  abandon(): void {
    this.#status = 'cancelled'
    this.#stopWaiting()
  }

  async #run(): Promise<void> {
    const answer = await this.#plan.think()
    if (answer.delayMs) await this.#pauseUntil(performance.now() + answer.delayMs)
    if (!this.active) return
    if (this.#plan.failure) return this.fail(this.#plan.failure)
    this.#odd = { ...answer.odd, ...this.#odd }
    if (this.#odd.empty) return this.#end('completed', null)
    if (answer.say) await this.#speak(this.#odd.instead ?? answer.say)
    if (!this.active) return
    for (const tool of answer.tools ?? []) this.#call(tool.name, tool.arguments)
    this.#end('completed', null)
  }

  async #speak(text: string): Promise<void> {
    if (this.#terms.modalities[0] === 'text' || this.#odd.textOnly) {
      await this.#pauseUntil(this.#dueAt)
      if (this.active) this.#write(text)
      return
    }
    const rendered = splitSentences(text).map((sentence) => () => this.#render(sentence))
    let next = rendered[0]?.()
    for (const index of rendered.keys()) {
      const utterance = await next
      // The next sentence is made while this one is being sent.
      next = rendered[index + 1]?.()
      next?.catch(() => {})
      if (utterance && this.active) await this.#sendSpeech(utterance.pcm)
      if (!this.active) return
    }
    this.#sendWords(Infinity)
    this.#message?.finish('completed')
    this.#message = null
  }

  async #render(sentence: string): Promise<Utterance> {
    const { speed } = this.#state.settings.audio.output
    const utterance = await this.#deps.utter(sentence, this.#terms.voice, speed)
    this.#words.add(utterance)
    return utterance
  }

  async #sendSpeech(pcm: Int16Array): Promise<void> {
    const codec = codecOf(this.#terms.format)
    const bytes = codec.encode(pcm)
    const durationMs = bytes.length / codec.bytesPerMs
    const { deltasMs, timesRealTime } = this.#deps.pace
    for (let fromMs = 0, turn = 0; fromMs < durationMs; turn++) {
      const toMs = Math.min(durationMs, fromMs + (deltasMs[turn % deltasMs.length] ?? 200))
      if (!this.#message) await this.#pauseUntil(this.#dueAt - FIRST_WORDS_MS)
      if (!this.active) return
      this.#sendWords(toMs - fromMs)
      await this.#pauseUntil(this.#dueAt)
      if (!this.active) return
      this.#sendSound(bytes.subarray(fromMs * codec.bytesPerMs, toMs * codec.bytesPerMs))
      this.#dueAt = Math.max(this.#dueAt, performance.now() - 20) + (toMs - fromMs) / timesRealTime
      fromMs = toMs
      if (this.#spent())
        return this.#end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' })
    }
  }

  /** The words of the next `soundMs`, and those that run ahead of it. */
  #sendWords(soundMs: number): void {
    const words = this.#words.takeUntil(this.soundMs + soundMs + this.#deps.pace.wordsLeadMs)
    for (const word of words) this.#spokenMessage().utter(word)
  }

  #spokenMessage(): OutputMessage {
    if (this.#message) return this.#message
    this.#message = this.#openMessage(true)
    if (this.#odd.emptyDelta) this.#message.sound(new Uint8Array(), 0)
    return this.#message
  }

  #sendSound(bytes: Uint8Array): void {
    const durationMs = bytes.length / codecOf(this.#terms.format).bytesPerMs
    this.soundMs += durationMs
    this.output.audio = assistantTokens(this.soundMs)
    this.#spokenMessage().sound(bytes, durationMs)
    this.#host.onSound(this.soundMs)
  }

  #spent(): boolean {
    const { maxOutputTokens: limit } = this.#terms
    if (this.soundMs >= (this.#odd.breakOffMs ?? Infinity)) return true
    return limit !== 'inf' && this.output.audio >= limit
  }

  #write(text: string): void {
    const message = (this.#message = this.#openMessage(false))
    for (const word of text.match(/\s*\S+/g) ?? []) message.write(word)
    message.finish('completed')
    this.#message = null
  }

  #openMessage(spoken: boolean): OutputMessage {
    const message = new OutputMessage(this.#context(), this.#deps.newId('item'), spoken)
    this.#items.push(message.item)
    return message
  }

  #call(name: string, args: unknown): void {
    const given = typeof args === 'string' ? args : JSON.stringify(args ?? {})
    const [id, callId] = [this.#deps.newId('item'), this.#deps.newId('call')]
    const call = { id, call_id: callId, name, arguments: given }
    this.output.text += textTokens(name + given)
    this.#items.push(sendFunctionCall(this.#context(), call, !this.#odd.namelessCalls))
  }

  #context() {
    return {
      send: this.#state.send,
      responseId: this.id,
      outputIndex: this.#items.length,
      conversation: this.inConversation ? this.#state.conversation : null,
    }
  }

  #end(status: Exclude<Status, 'in_progress'>, details: RealtimeResponseStatus | null): void {
    if (!this.active) return
    this.#status = status
    this.#details = details
    this.#stopWaiting()
    this.#message?.finish('incomplete')
    const { input, seen } = this.#plan
    const said = this.#items.filter((item) => item.type === 'message')
    this.output.text += textTokens(said.map((item) => JSON.stringify(item.content)).join(''))
    const usage = usageOf(input, this.output, seen, !this.#odd.unsplitUsage)
    this.#state.send('response.done', { response: { ...this.#wire(), usage } })
    this.#host.onDone(this)
  }

  /** Waits, or returns at once when the response is stopped. */
  #pauseUntil(at: number): Promise<void> {
    const ms = at - performance.now()
    if (ms <= 0 || !this.active) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#timer = setTimeout(resolve, ms)
    })
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer)
    this.#wake()
  }

  #wire(): WireResponse {
    const { modalities, maxOutputTokens, format, voice } = this.#terms
    return {
      object: 'realtime.response',
      id: this.id,
      status: this.#status,
      status_details: this.#details,
      output: this.#items.map(wireItem),
      conversation_id: this.inConversation ? this.#state.conversation.id : null,
      output_modalities: modalities,
      max_output_tokens: maxOutputTokens,
      audio: { output: { format, voice } },
      usage: null,
      metadata: this.#plan.params.metadata ?? null,
    }
  }
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?]["”)]?)\s+(?=\S)/).filter((sentence) => sentence.trim())
}
