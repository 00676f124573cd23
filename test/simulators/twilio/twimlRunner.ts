/** Carries out TwiML documents, one verb after the other, until nothing is left to do. */
import type { Gathered } from './gather.ts'
import type { DialVerb, GatherVerb, Prompt, StreamNoun, Twiml, Verb } from './twiml.ts'
import type { WebhookRequest } from './webhooks.ts'

/** Where a document comes from: the customer's server, an API call's text, or the API's own doing. */
export type DocumentSource = WebhookRequest | { twiml: string } | { verbs: readonly Verb[] }

/** A document and the address that relative ones in it refer to. */
export interface LoadedDocument {
  twiml: Twiml
  baseUrl: string
}

/** What became of a `<Dial>`. */
export interface Dialled {
  /** What the `action` request says of it. */
  fields: Record<string, string>
  /** What the caller goes on with at once, in the place of the `action`: the other side has said so. */
  next: DocumentSource | null
}

/** The call, as far as TwiML can move it. */
export interface CallControl {
  /** `null` when neither the document nor its fallback could be had. */
  load(source: DocumentSource, signal: AbortSignal): Promise<LoadedDocument | null>
  /** Makes a request whose answer is not carried out. */
  ask(request: WebhookRequest): Promise<void>
  /** The form fields of a request that is made now. */
  fields(): Record<string, string>
  answer(): void
  reject(reason: 'rejected' | 'busy'): void
  /** Resolves when it was played. */
  play(prompt: Prompt, signal: AbortSignal): Promise<void>
  gather(verb: GatherVerb, signal: AbortSignal): Promise<Gathered>
  /** Resolves when the other party has hung up, or has been left. */
  dial(verb: DialVerb, baseUrl: string, signal: AbortSignal): Promise<Dialled>
  /** Resolves when the stream is over, or could not be opened. */
  connect(stream: StreamNoun, signal: AbortSignal): Promise<void>
  /** What is done with the `action` of a `<Dial>` that was broken off. */
  afterBrokenDial(why: BreakOff): 'ignore' | 'ask' | 'obey'
}

/** Why a verb does not come to its end: other TwiML came, or the call is over. */
export type BreakOff = 'updated' | 'stopped'

/** What follows a verb: the next one, another document, or the end of the call. */
type Next = 'next' | 'end' | DocumentSource

type Meeting = (signal: AbortSignal) => Promise<void>

export class TwimlRunner {
  readonly #call: CallControl
  #abort = new AbortController()
  #replacement: DocumentSource | null = null
  #stopped = false

  constructor(call: CallControl) {
    this.#call = call
  }

  /** `meet` follows when the verbs have run out. Resolves when the call is to be hung up. */
  async run(first: DocumentSource | null, meet: Meeting | null = null): Promise<void> {
    let next: Next = first ?? 'next'
    let last = meet
    while (next !== 'end' && !this.#stopped) {
      this.#abort = new AbortController()
      const { signal } = this.#abort
      next =
        next === 'next' ? await this.#meet(last, signal) : await this.#runDocument(next, signal)
      if (this.#replacement) {
        next = this.#replacement
        last = null
      }
      this.#replacement = null
    }
  }

  /** Breaks off what the call is doing, and goes on with another document. */
  replace(source: DocumentSource): void {
    this.#replacement = source
    this.#abort.abort('updated' satisfies BreakOff)
  }

  stop(): void {
    this.#stopped = true
    this.#abort.abort('stopped' satisfies BreakOff)
  }

  async #meet(meet: Meeting | null, signal: AbortSignal): Promise<'end'> {
    await meet?.(signal)
    return 'end'
  }

  async #runDocument(source: DocumentSource, signal: AbortSignal): Promise<Next> {
    const document = await this.#call.load(source, signal)
    if (!document) return 'end'
    const documentUrl = 'url' in source ? source.url : document.baseUrl
    for (const verb of document.twiml.verbs) {
      if (signal.aborted) return 'end'
      const next = await this.#perform(verb, { ...document, documentUrl }, signal)
      if (next !== 'next') return next
    }
    return 'next'
  }

  async #perform(
    verb: Verb,
    { baseUrl, documentUrl }: LoadedDocument & { documentUrl: string },
    signal: AbortSignal,
  ): Promise<Next> {
    if (answers(verb)) this.#call.answer()
    switch (verb.verb) {
      case 'Play':
        await this.#call.play({ ...verb, url: new URL(verb.url, baseUrl).href }, signal)
        return 'next'
      case 'Say':
      case 'PlayDigits':
      case 'Pause':
        await this.#call.play(verb, signal)
        return 'next'
      case 'Gather': {
        const { action = documentUrl } = verb
        const gathered = await this.#call.gather(verb, signal)
        return gathered ? this.#action({ ...verb, action }, baseUrl, gathered, signal) : 'next'
      }
      case 'Connect':
        await this.#call.connect(verb.stream, signal)
        return this.#action(verb, baseUrl, {}, signal)
      case 'Dial':
        return this.#dial(verb, baseUrl, signal)
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

  async #dial(verb: DialVerb, baseUrl: string, signal: AbortSignal): Promise<Next> {
    const { fields, next } = await this.#call.dial(verb, baseUrl, signal)
    if (next) return next
    if (!signal.aborted || verb.action === undefined) {
      return this.#action(verb, baseUrl, fields, signal)
    }
    const request = this.#request(verb.action, verb.method, baseUrl, fields)
    const todo = this.#call.afterBrokenDial(this.#stopped ? 'stopped' : 'updated')
    if (todo === 'ask') await this.#call.ask(request)
    if (todo === 'obey') this.#replacement = request
    return 'end'
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

/** A call is answered by the first verb that makes a sound or connects it. */
function answers(verb: Verb): boolean {
  if (verb.verb === 'Dial') return !verb.answerOnBridge
  return verb.verb !== 'Reject' && verb.verb !== 'Pause'
}
