/** Carries out TwiML documents, one verb after the other, until nothing is left to do. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { StreamNoun, Twiml, Verb } from './twiml.ts'
import type { WebhookRequest } from './webhooks.ts'

/** Where a document comes from: the customer's server, or the text that an API call brought. */
export type DocumentSource = WebhookRequest | { twiml: string }

/** A document and the address that relative ones in it refer to. */
export interface LoadedDocument {
  twiml: Twiml
  baseUrl: string
}

/** The call, as far as TwiML can move it. */
export interface CallControl {
  /** `null` when neither the document nor its fallback could be had. */
  load(source: DocumentSource, signal: AbortSignal): Promise<LoadedDocument | null>
  /** The form fields of a request that is made now. */
  fields(): Record<string, string>
  answer(): void
  reject(reason: 'rejected' | 'busy'): void
  say(text: string): void
  play(url: string): void
  /** Resolves with the fields for the `action` request when the other party has hung up. */
  dial(number: string, signal: AbortSignal): Promise<Record<string, string>>
  /** Resolves when the stream is over, or could not be opened. */
  connect(stream: StreamNoun, signal: AbortSignal): Promise<void>
}

/** What follows a verb: the next one, another document, or the end of the call. */
type Next = 'next' | 'end' | DocumentSource

export class TwimlRunner {
  readonly #call: CallControl
  #abort = new AbortController()
  #replacement: DocumentSource | null = null
  #stopped = false

  constructor(call: CallControl) {
    this.#call = call
  }

  /** Resolves when the call is to be hung up. */
  async run(first: DocumentSource): Promise<void> {
    let source: DocumentSource | null = first
    while (source && !this.#stopped) {
      this.#abort = new AbortController()
      const next: DocumentSource | null = await this.#runDocument(source, this.#abort.signal)
      source = this.#replacement ?? next
      this.#replacement = null
    }
  }

  /** Breaks off what the call is doing, and goes on with another document. */
  replace(source: DocumentSource): void {
    this.#replacement = source
    this.#abort.abort()
  }

  stop(): void {
    this.#stopped = true
    this.#abort.abort()
  }

  async #runDocument(source: DocumentSource, signal: AbortSignal): Promise<DocumentSource | null> {
    const document = await this.#call.load(source, signal)
    if (!document) return null
    for (const verb of document.twiml.verbs) {
      if (signal.aborted) return null
      const next = await this.#perform(verb, document.baseUrl, signal)
      if (next === 'end') return null
      if (next !== 'next') return next
    }
    return null
  }

  async #perform(verb: Verb, baseUrl: string, signal: AbortSignal): Promise<Next> {
    // A call is answered by the first verb that makes a sound or connects it.
    if (verb.verb !== 'Reject' && verb.verb !== 'Pause') this.#call.answer()
    switch (verb.verb) {
      case 'Say':
        this.#call.say(verb.text)
        return 'next'
      case 'Play':
        this.#call.play(new URL(verb.url, baseUrl).href)
        return 'next'
      case 'Pause':
        await sleep(verb.lengthSec * 1000, undefined, { signal }).catch(() => undefined)
        return 'next'
      case 'Connect':
        await this.#call.connect(verb.stream, signal)
        return this.#action(verb, baseUrl, {}, signal)
      case 'Dial':
        return this.#action(verb, baseUrl, await this.#call.dial(verb.number, signal), signal)
      case 'Redirect':
        return this.#request(verb.url, verb.method, baseUrl, {})
      case 'Reject':
        this.#call.reject(verb.reason)
        return 'end'
      case 'Hangup':
        return 'end'
      default:
        return verb satisfies never
    }
  }

  #action(
    verb: { action: string | undefined; method: 'GET' | 'POST' },
    baseUrl: string,
    extra: Record<string, string>,
    signal: AbortSignal,
  ): Next {
    if (verb.action === undefined || signal.aborted) return 'next'
    return this.#request(verb.action, verb.method, baseUrl, extra)
  }

  #request(
    url: string,
    method: 'GET' | 'POST',
    baseUrl: string,
    extra: Record<string, string>,
  ): WebhookRequest {
    const params = { ...this.#call.fields(), ...extra }
    return { url: new URL(url, baseUrl).href, method, params }
  }
}
