import type { Brain, BrainPiece, BrainQuestion, PartBrief, PartListener } from '../../call/ports.ts'
import { ask } from '../ask.ts'
import { once } from '../once.ts'
import { secretOf } from '../secretOf.ts'
import { piecesOf } from './pieces.ts'
import { addressOf, type ChatSettings, hostOf, requestOf } from './request.ts'

/** A model behind any endpoint that speaks OpenAI's chat completions. */
export class ChatBrain implements Brain {
  readonly #settings: ChatSettings
  readonly #brief: PartBrief
  readonly #listener: PartListener
  readonly #key: () => Promise<string | null>

  constructor(settings: ChatSettings, brief: PartBrief, listener: PartListener) {
    this.#settings = settings
    this.#brief = brief
    this.#listener = listener
    this.#key = once(() => secretOf(brief.outside, settings.key))
  }

  async *answer(question: BrainQuestion, signal: AbortSignal): AsyncGenerator<BrainPiece, void> {
    const { baseUrl, model } = this.#settings
    const apiKey = await this.#key()
    const who = hostOf(baseUrl)
    const request = {
      who,
      url: addressOf(baseUrl, '/chat/completions'),
      key: question.key,
      secretHeaders: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(requestOf(question, model)),
    }
    const answer = ask(this.#brief.outside.reach, request, signal)
    yield* piecesOf(answer, { who, vendor: who, model, key: question.key }, this.#listener)
  }
}
