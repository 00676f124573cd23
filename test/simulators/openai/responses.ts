/** One response: thinks, speaks faster than real time, calls functions, and can be cut off at any moment. */
import type {
  RateLimitsUpdatedEvent,
  RealtimeResponseStatus,
} from 'openai/resources/realtime/realtime'
import type { Utterance } from '../audio/speech.ts'
import { codecOf } from './audioCodec.ts'
import type { BrainAnswer } from './brain.ts'
import { type Item, wireItem } from './conversation.ts'
import type { ResponseFailure } from './faults.ts'
import { OutputMessage, sendFunctionCall } from './outputItem.ts'
import type { ResponseParams } from './protocol.ts'
import type { AudioFormat } from './sessionConfig.ts'
import type { WireResponse } from './serverEvents.ts'
import type { SessionDeps } from './sessionDeps.ts'
import type { SessionState } from './sessionState.ts'
import { type Tokens, assistantTokens, textTokens, usageOf } from './usage.ts'

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
}

type Status = 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete'

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
  readonly #items: Item[] = []
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
    if (answer.say) await this.#speak(answer.say)
    if (!this.active) return
    for (const tool of answer.tools ?? []) this.#call(tool.name, tool.arguments)
    this.#end('completed', null)
  }

  async #speak(text: string): Promise<void> {
    const modalities = this.#plan.params.output_modalities ?? this.#state.settings.output_modalities
    if (modalities[0] === 'text') {
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
      if (utterance && this.active) await this.#sendSpeech(utterance, index > 0)
      if (!this.active) return
    }
    this.#message?.finish('completed')
    this.#message = null
  }

  #render(sentence: string): Promise<Utterance> {
    return this.#deps.utter(sentence, this.#voice(), this.#state.settings.audio.output.speed)
  }

  #voice(): string {
    const voice = this.#plan.params.audio?.output?.voice ?? this.#state.settings.audio.output.voice
    return typeof voice === 'string' ? voice : voice.id
  }

  #format(): AudioFormat {
    return this.#plan.params.audio?.output?.format ?? this.#state.settings.audio.output.format
  }

  async #sendSpeech({ pcm, words }: Utterance, follows: boolean): Promise<void> {
    const codec = codecOf(this.#format())
    const bytes = codec.encode(pcm)
    const durationMs = bytes.length / codec.bytesPerMs
    const offsetMs = this.soundMs
    const due = words.map((word, index) => ({
      text: follows && index === 0 ? ` ${word.text}` : word.text,
      startMs: offsetMs + word.startMs,
      endMs: offsetMs + word.endMs,
    }))
    for (let fromMs = 0, turn = 0; fromMs < durationMs; turn++) {
      await this.#pauseUntil(this.#dueAt)
      if (!this.active) return
      const { deltasMs, timesRealTime } = this.#deps.pace
      const toMs = Math.min(durationMs, fromMs + (deltasMs[turn % deltasMs.length] ?? 200))
      const message = (this.#message ??= this.#openMessage(true))
      while (due[0] && due[0].startMs < offsetMs + toMs) message.utter(due.shift()!)
      this.#sendSound(message, bytes.subarray(fromMs * codec.bytesPerMs, toMs * codec.bytesPerMs))
      this.#dueAt = Math.max(this.#dueAt, performance.now() - 20) + (toMs - fromMs) / timesRealTime
      fromMs = toMs
      if (this.#spent())
        return this.#end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' })
    }
    for (const word of due) this.#message?.utter(word)
  }

  #sendSound(message: OutputMessage, bytes: Uint8Array): void {
    const durationMs = bytes.length / codecOf(this.#format()).bytesPerMs
    this.soundMs += durationMs
    this.output.audio = assistantTokens(this.soundMs)
    message.sound(bytes, durationMs)
    this.#host.onSound(this.soundMs)
  }

  #spent(): boolean {
    const limit = this.#plan.params.max_output_tokens ?? this.#state.settings.max_output_tokens
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
    this.#items.push(sendFunctionCall(this.#context(), call))
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
    const said = this.#items.filter((item) => item.type === 'message')
    this.output.text += textTokens(said.map((item) => JSON.stringify(item.content)).join(''))
    const usage = usageOf(this.#plan.input, this.output, this.#plan.seen)
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
    const { settings, conversation } = this.#state
    const { params } = this.#plan
    return {
      object: 'realtime.response',
      id: this.id,
      status: this.#status,
      status_details: this.#details,
      output: this.#items.map(wireItem),
      conversation_id: this.inConversation ? conversation.id : null,
      output_modalities: params.output_modalities ?? settings.output_modalities,
      max_output_tokens: params.max_output_tokens ?? settings.max_output_tokens,
      audio: { output: { format: this.#format(), voice: this.#voice() } },
      usage: null,
      metadata: params.metadata ?? null,
    }
  }
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?]["”)]?)\s+(?=\S)/).filter((sentence) => sentence.trim())
}
