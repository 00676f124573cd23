import type { OpenAiAccount } from '../../accounts.ts'
import type { Brain, BrainPiece, BrainQuestion, PartBrief, PartListener } from '../../call/ports.ts'
import { parseJson } from '../../lib/parseJson.ts'
import { ask, reachFreely } from '../ask.ts'
import { once } from '../once.ts'
import { broken, Refusal } from '../Refusal.ts'
import { readEvent, type ResponseEvent } from './events.ts'
import { isLast, piecesOf, WHO } from './pieces.ts'
import { isTuning, requestOf, type ResponsesSettings, type Tuning, tuningFor } from './request.ts'

/** A model of OpenAI's, by the Responses API. */
export class ResponsesBrain implements Brain {
  readonly #settings: ResponsesSettings
  readonly #brief: PartBrief
  readonly #account: OpenAiAccount
  readonly #listener: PartListener
  readonly #callerHash: () => Promise<string>

  constructor(
    settings: ResponsesSettings,
    brief: PartBrief,
    account: OpenAiAccount,
    listener: PartListener,
  ) {
    this.#settings = settings
    this.#brief = brief
    this.#account = account
    this.#listener = listener
    this.#callerHash = once(() => brief.callerHash())
  }

  async *answer(question: BrainQuestion, signal: AbortSignal): AsyncGenerator<BrainPiece, void> {
    try {
      yield* this.#answer(question, tuningFor(this.#settings), signal)
    } catch (error) {
      // Nobody tells which model takes what. A refusal comes before the first piece.
      if (!(error instanceof Refusal && isTuning(error.complaint.param))) throw error
      yield* this.#answer(question, {}, signal)
    }
  }

  async *#answer(
    question: BrainQuestion,
    tuning: Tuning,
    signal: AbortSignal,
  ): AsyncGenerator<BrainPiece, void> {
    const { model } = this.#settings
    for await (const event of this.#events(question, tuning, signal)) {
      yield* piecesOf(event, model)
      if (isLast(event)) return
    }
    throw broken(`${WHO} broke off its answer.`)
  }

  async *#events(
    question: BrainQuestion,
    tuning: Tuning,
    signal: AbortSignal,
  ): AsyncGenerator<ResponseEvent, void> {
    const asker = {
      cacheKey: this.#brief.call.callSid,
      safetyIdentifier: await this.#callerHash(),
    }
    const request = {
      who: WHO,
      url: `${this.#account.baseUrl}/responses`,
      key: question.key,
      secretHeaders: { authorization: `Bearer ${this.#account.apiKey}` },
      body: JSON.stringify(requestOf(question, this.#settings, tuning, asker)),
    }
    for await (const piece of ask(reachFreely, request, signal)) {
      if (!('event' in piece)) throw broken(`${WHO} did not answer by events.`)
      const event = this.#read(piece.event)
      if (event) yield event
    }
  }

  #read(data: string): ResponseEvent | null {
    try {
      return readEvent(parseJson(data))
    } catch (error) {
      this.#listener.unreadable(error)
      return null
    }
  }
}
