import type { Brain, BrainPiece, BrainQuestion, PartBrief, PartListener } from '../../call/ports.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { type SignedHeaders, signWebhook } from '../../lib/standardWebhooks.ts'
import { ask } from '../ask.ts'
import { piecesOf } from '../chatCompletions/pieces.ts'
import { hostOf } from '../chatCompletions/request.ts'
import { once } from '../once.ts'
import { broken } from '../Refusal.ts'
import { secretOf } from '../secretOf.ts'
import { asCompletion } from './answer.ts'
import { type HttpSettings, requestOf } from './request.ts'

/** A customer's own endpoint. */
export class HttpBrain implements Brain {
  readonly #settings: HttpSettings
  readonly #brief: PartBrief
  readonly #listener: PartListener
  readonly #signingSecret: () => Promise<string | null>
  readonly #bearer: () => Promise<string | null>

  constructor(settings: HttpSettings, brief: PartBrief, listener: PartListener) {
    this.#settings = settings
    this.#brief = brief
    this.#listener = listener
    this.#signingSecret = once(() => secretOf(brief.outside, settings.signingSecret))
    this.#bearer = once(() => secretOf(brief.outside, settings.bearer))
  }

  async *answer(question: BrainQuestion, signal: AbortSignal): AsyncGenerator<BrainPiece, void> {
    const { url } = this.#settings
    const { key } = question
    const body = JSON.stringify(requestOf(question, this.#settings, this.#brief.call))
    const secretHeaders = await this.#secretHeaders(key, body)
    const who = hostOf(url)
    const written = ask(this.#brief.outside.reach, { who, url, key, secretHeaders, body }, signal)
    const source = { who, vendor: who, model: '', key }
    for await (const piece of piecesOf(asCompletion(written), source, this.#listener)) {
      if (this.#mayDo(piece, question)) yield piece
    }
  }

  /** A directive is a call of a tool that the agent has; others are dropped. */
  #mayDo(piece: BrainPiece, { tools, toolChoice }: BrainQuestion): boolean {
    if (piece.type !== 'tool_call') return true
    if (toolChoice !== 'none' && tools.some(({ name }) => name === piece.name)) return true
    this.#listener.unreadable(new PlainError('The brain asked for a tool that is not to be had.'))
    return false
  }

  async #secretHeaders(key: string, body: string): Promise<Record<string, string>> {
    const [secret, bearer] = await Promise.all([this.#signingSecret(), this.#bearer()])
    return {
      ...(secret !== null && (await signed(secret, key, body))),
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    }
  }
}

async function signed(secret: string, id: string, body: string): Promise<SignedHeaders> {
  try {
    return await signWebhook({ id, now: Date.now(), body, secrets: [secret] })
  } catch (error) {
    throw error instanceof PlainError ? broken(error.message, false) : error
  }
}
