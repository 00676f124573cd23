/** OpenAI's two ways to ask for text: `POST /v1/responses` and `POST /v1/chat/completions`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import type * as z from 'zod'
import type { BrainAnswer, BrainTurn } from '../brain.ts'
import { thinksBefore, refuseTuning, servesText } from '../models.ts'
import { ClientError, fromIssues } from '../wireErrors.ts'
import { answerOf } from './answer.ts'
import { chatChunks, wholeCompletion } from './chatChunks.ts'
import { chatRequestSchema, itemsOf as chatItems } from './chatRequest.ts'
import { Exchange } from './exchange.ts'
import type { TextFault, TextPace } from './faults.ts'
import { refuse, sendHtml } from './refuse.ts'
import { responseEvents, wholeResponse } from './responseEvents.ts'
import { itemsOf as responseItems, responsesRequestSchema } from './responsesRequest.ts'
import { type Performance, sendWhole, stream } from './stream.ts'
import { asksForStructure, StructuredOutput } from './structured.ts'
import { PromptCache } from './usage.ts'

export interface TextDeps {
  pace: TextPace
  /** Takes fields of chat completions that OpenAI does not know, and any model, as other servers do. */
  lenient: boolean
  now(): Date
  newId(prefix: string): string
  think(turn: Omit<BrainTurn, 'heard'>): Promise<BrainAnswer>
}

export class TextApi {
  /** What is asked for in the shape of a schema. */
  readonly structured = new StructuredOutput()
  /** All other requests so far, the oldest first. */
  readonly exchanges: Exchange[] = []
  readonly #deps: TextDeps
  readonly #faults: { fault: TextFault; of: string }[] = []
  readonly #cache = new PromptCache()
  readonly #waiting: ((exchange: Exchange) => void)[] = []
  #handedOut = 0

  constructor(deps: TextDeps) {
    this.#deps = deps
  }

  /**
   * What goes wrong with the next request, and with every further call the one after it. `of`: stands in
   * the requests that are meant, where several callers ask at once.
   */
  nextFault(fault: TextFault, of = ''): void {
    this.#faults.push({ fault, of })
  }

  /** The oldest request that was not yet given out by this method, or the next that comes. */
  nextExchange(): Promise<Exchange> {
    const exchange = this.exchanges[this.#handedOut++]
    if (exchange) return Promise.resolve(exchange)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async handle(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const body = parsed(await textOf(request).catch(() => ''))
    if (path === '/v1/responses' && asksForStructure(body)) {
      return this.structured.handle(body, response)
    }
    const exchange = new Exchange(path, request.headers, body)
    this.exchanges.push(exchange)
    this.#waiting.shift()?.(exchange)
    const fault = this.#faultOf(body)
    const show = { response, exchange, pace: this.#deps.pace, delayMs: 0, fault }
    try {
      if (this.#fails(show)) return
      await (path === '/v1/responses' ? this.#respond(show) : this.#complete(show))
    } catch (error) {
      if (error instanceof ClientError) return refuse(show, statusOf(error), error.wire())
      // Whoever has gone is answered no more.
      if (!response.destroyed) throw error
    }
  }

  #faultOf(body: unknown): TextFault | undefined {
    const text = JSON.stringify(body)
    const at = this.#faults.findIndex(({ of }) => text.includes(of))
    return at < 0 ? undefined : this.#faults.splice(at, 1)[0]?.fault
  }

  /** Whether its fault leaves nothing to answer. */
  #fails(show: Performance): boolean {
    const { fault, exchange, response } = show
    switch (fault?.kind) {
      case 'hang_up':
        exchange.end('broken')
        response.socket?.destroy()
        return true
      case 'html':
        sendHtml(show)
        return true
      case 'refuse': {
        const { status, code = 'server_error', message = 'The request was refused.' } = fault
        const error = { type: 'invalid_request_error', code, message, param: null }
        refuse(show, status, error, fault.retryAfterSec)
        return true
      }
      default:
        return false
    }
  }

  async #respond(show: Performance): Promise<void> {
    const { newId, now } = this.#deps
    const request = read(responsesRequestSchema, show.exchange.body)
    this.#requireModel(request.model)
    refuseTuning(request.model, request.reasoning?.effort, request.text?.verbosity)
    const items = responseItems(request)
    const { instructions, tools, tool_choice, prompt_cache_key: cacheKey } = request
    const names = tool_choice === 'none' ? [] : tools.map(({ name }) => name)
    const thought = await this.#think(items, instructions ?? '', names)
    const answer = answerOf(thought, show.fault, newId)
    const prompt = JSON.stringify([instructions, tools, request.input])
    const draft = {
      request,
      answer,
      usage: this.#cache.usageOf(cacheKey ?? '', prompt, answer),
      reasons: thinksBefore(request.model, request.reasoning?.effort),
      createdAt: Math.floor(now().getTime() / 1000),
      newId,
    }
    const paced = { ...show, delayMs: thought.delayMs ?? 0 }
    if (request.stream) return stream(responseEvents(draft), paced)
    return sendWhole(wholeResponse(draft), paced)
  }

  async #complete(show: Performance): Promise<void> {
    const { newId, now, lenient } = this.#deps
    const request = read(chatRequestSchema(lenient), show.exchange.body)
    if (!lenient) this.#requireModel(request.model)
    const items = chatItems(request)
    const { tools, tool_choice, prompt_cache_key: cacheKey } = request
    const names = tool_choice === 'none' ? [] : tools.map((tool) => tool.function.name)
    const thought = await this.#think(items, '', names)
    const answer = answerOf(thought, show.fault, newId)
    const prompt = JSON.stringify([tools, request.messages])
    const draft = {
      request,
      answer,
      usage: this.#cache.usageOf(cacheKey ?? '', prompt, answer),
      id: newId('chatcmpl'),
      createdAt: Math.floor(now().getTime() / 1000),
    }
    const paced = { ...show, delayMs: thought.delayMs ?? 0 }
    if (request.stream) return stream(chatChunks(draft), paced)
    return sendWhole(wholeCompletion(draft), paced)
  }

  #think(items: BrainTurn['items'], instructions: string, tools: string[]): Promise<BrainAnswer> {
    return this.#deps.think({
      cause: 'response.create',
      items,
      instructions,
      tools,
      metadata: {},
    })
  }

  #requireModel(model: string): void {
    if (servesText(model, this.#deps.now())) return
    const message = `The model \`${model}\` does not exist or you do not have access to it.`
    throw new ClientError('model_not_found', message, 'model')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  throw fromIssues(error.issues, body)
}

const statusOf = ({ code }: ClientError): number => (code === 'model_not_found' ? 404 : 400)
