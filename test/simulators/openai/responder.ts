/** Who may speak now: one response at a time in the conversation, any number outside of it. */
import type { BrainAnswer, BrainTurn, Heard } from './brain.ts'
import { type Item, fromClient } from './conversation.ts'
import type { ModelFaults } from './modelFaults.ts'
import type { ResponseParams } from './protocol.ts'
import { Response, type ResponseHost } from './responses.ts'
import type { SessionState } from './sessionState.ts'
import { applyUpdate } from './settings.ts'
import { type Tokens, inputTokens } from './usage.ts'
import { verbatimText } from './verbatim.ts'
import { ClientError } from './wireErrors.ts'

export interface ResponderListener {
  heardIn(itemId: string | undefined): Promise<Heard> | null
  faults: Pick<ModelFaults, 'takeRefusal' | 'takeFailure' | 'takeOddity'>
  onSound(sentMs: number): void
  onBegin(): void
  onDone(soundMs: number): void
}

export class Responder {
  readonly #state: SessionState
  readonly #listener: ResponderListener
  readonly #host: ResponseHost
  readonly #aside = new Set<Response>()
  #current: Response | null = null
  /** What the last response read and said. */
  #seen: Tokens = { text: 0, audio: 0 }

  constructor(state: SessionState, listener: ResponderListener) {
    this.#state = state
    this.#listener = listener
    this.#host = {
      state,
      onSound: (sentMs) => {
        state.hasSpoken = true
        listener.onSound(sentMs)
      },
      onDone: (response) => this.#onDone(response),
    }
  }

  get active(): boolean {
    return this.#current !== null
  }

  /** @throws ClientError when another response is active, or when a refusal was planned. */
  respond(params: ResponseParams, cause: BrainTurn['cause']): void {
    const refusal = this.#listener.faults.takeRefusal()
    if (refusal) throw refusal
    this.#refuseVoiceChange(params)
    const aside = params.conversation === 'none'
    if (!aside && this.#current) throw alreadyActive(this.#current)
    const response = this.#plan(params, cause)
    if (aside) this.#aside.add(response)
    else {
      this.#current = response
      this.#listener.onBegin()
    }
    response.start()
  }

  /** The caller speaks over the assistant. */
  interrupt(): void {
    this.#current?.cancel('turn_detected')
  }

  /** @throws ClientError when there is no such response. */
  cancel(responseId: string | undefined): void {
    const running = [...(this.#current ? [this.#current] : []), ...this.#aside]
    const wanted =
      responseId === undefined
        ? this.#current
        : running.find((response) => response.id === responseId)
    if (wanted) return wanted.cancel('client_cancelled')
    const message = 'Cancellation failed: no active response found'
    throw new ClientError('response_cancel_not_active', message)
  }

  /** The socket is gone. */
  abandon(): void {
    this.#current?.abandon()
    for (const response of this.#aside) response.abandon()
  }

  #refuseVoiceChange({ audio, conversation }: ResponseParams): void {
    const voice = audio?.output?.voice
    if (voice === undefined || conversation === 'none') return
    const { settings, hasSpoken } = this.#state
    const update = { type: 'realtime' as const, audio: { output: { voice } } }
    applyUpdate(settings, update, { hasSpoken, responding: false })
  }

  #plan(params: ResponseParams, cause: BrainTurn['cause']): Response {
    const { settings, conversation, deps } = this.#state
    const items = this.#context(params)
    const instructions = params.instructions ?? settings.instructions
    const tools = params.tools ?? settings.tools
    const verbatim = verbatimText(params)
    const functions = tools.filter((tool) => tool.type === 'function')
    const turn = {
      cause,
      items,
      instructions,
      tools: functions.map(({ name }) => name),
      schemas: Object.fromEntries(functions.map(({ name, parameters }) => [name, parameters])),
      metadata: params.metadata ?? {},
    }
    return new Response(this.#host, {
      params,
      input: inputTokens(items, conversation, instructions, tools),
      seen: this.#seen,
      failure: this.#listener.faults.takeFailure(),
      odd: this.#listener.faults.takeOddity(),
      think: async () => {
        if (verbatim !== null) return { say: verbatim }
        const answer = await deps.think(turn, this.#listener.heardIn(items.at(-1)?.id))
        return forced(params.tool_choice, answer)
      },
    })
  }

  /** What the response reads: the conversation, or what came with the request instead. */
  #context({ input }: ResponseParams): Item[] {
    const { conversation, deps } = this.#state
    if (!input) return [...conversation.items]
    return input.map((given) => {
      if (given.type !== 'item_reference') return fromClient(given, deps.newId)
      return conversation.require(given.id, 'retrieve')
    })
  }

  #onDone(response: Response): void {
    this.#aside.delete(response)
    if (response !== this.#current) return
    this.#current = null
    const { conversation, settings } = this.#state
    const { instructions, tools } = settings
    this.#seen = inputTokens(conversation.items, conversation, instructions, tools)
    this.#listener.onDone(response.soundMs)
  }
}

/** A model that has to call a function calls that one, and says nothing. */
function forced(choice: ResponseParams['tool_choice'], answer: BrainAnswer): BrainAnswer {
  if (typeof choice !== 'object' || choice.type !== 'function') return answer
  const { name } = choice
  const planned = answer.tools?.find((tool) => tool.name === name)
  return { ...answer, say: '', tools: [planned ?? { name, arguments: {} }] }
}

function alreadyActive({ id }: Response): ClientError {
  const message =
    `Conversation already has an active response in progress: ${id}. ` +
    'Wait until the response is finished before creating a new one.'
  return new ClientError('conversation_already_has_active_response', message)
}
