/**
 * One Realtime session: obeys the client's events, finds the caller's turns and lets the model
 * answer. https://platform.openai.com/docs/guides/realtime-conversations
 */
import type { WebSocket } from 'ws'
import { PHRASES } from '../audio/phrases.ts'
import { codecOf, decodeBase64 } from './audioCodec.ts'
import type { BrainTurn, Heard } from './brain.ts'
import { Conversation, type MessageItem, fromClient, wireItem } from './conversation.ts'
import { EventLog, type EventPredicate, type LoggedEvent, type WireEvent } from './eventLog.ts'
import type { Fault } from './faults.ts'
import { FaultySocket } from './faultySocket.ts'
import { InputBuffer } from './inputBuffer.ts'
import { type ClientEvent, type ResponseParams, parseClientEvent, readFrame } from './protocol.ts'
import { Response, type ResponseHost } from './responses.ts'
import type { SessionDeps } from './sessionDeps.ts'
import { type Settings, applyUpdate, defaultSettings } from './settings.ts'
import { transcribe } from './transcription.ts'
import { type Tokens, inputTokens } from './usage.ts'
import { type TurnEvent, VadTurns } from './vadTurns.ts'
import { verbatimText } from './verbatim.ts'
import { ClientError } from './wireErrors.ts'

/** The service refuses to commit less. */
const SHORTEST_COMMIT_MS = 100

export class RealtimeSession {
  readonly id: string
  readonly log: EventLog
  readonly conversation: Conversation
  settings: Settings
  /** When the socket is gone. */
  readonly closed: Promise<void>
  readonly #deps: SessionDeps
  readonly #socket: FaultySocket
  readonly #buffer: InputBuffer
  readonly #turns: VadTurns
  readonly #host: ResponseHost
  readonly #heard = new Map<string, Promise<Heard>>()
  readonly #aside = new Set<Response>()
  #current: Response | null = null
  #turnItemId: string | null = null
  #seen: Tokens = { text: 0, audio: 0 }
  #hasSpoken = false

  constructor(socket: WebSocket, model: string, deps: SessionDeps, faults: readonly Fault[]) {
    this.#deps = deps
    this.id = deps.newId('sess')
    this.log = new EventLog()
    this.conversation = new Conversation(deps.newId('conv'))
    this.#buffer = new InputBuffer(!deps.light)
    this.#turns = new VadTurns(this.#buffer)
    const expiresAt = Math.floor((Date.now() + deps.sessionMs) / 1000)
    this.settings = defaultSettings(this.id, model, expiresAt)
    this.#turns.configure(this.settings.audio.input.turn_detection)
    this.#host = this.#responseHost()
    this.#socket = new FaultySocket(socket, this.log, deps)
    this.closed = this.#socket.closed.then(() => this.#end())
    socket.on('message', (data) => this.#receive(String(data)))
    for (const fault of faults) this.fault(fault)
    this.#send('session.created', { session: this.settings })
    this.#socket.expireAfter(deps.sessionMs)
  }

  /** What is being answered now. */
  get responding(): boolean {
    return this.#current !== null
  }

  /** The first event that matches, from the session's beginning on. */
  until(matches: EventPredicate | string): Promise<LoggedEvent> {
    return this.log.until(typeof matches === 'string' ? (event) => event.type === matches : matches)
  }

  /** The first event that matches and has not come yet. */
  next(matches: EventPredicate | string): Promise<LoggedEvent> {
    const predicate: EventPredicate =
      typeof matches === 'string' ? (event) => event.type === matches : matches
    return this.log.until(predicate, this.log.entries.length)
  }

  fault(fault: Fault): void {
    this.#socket.fault(fault)
  }

  #end(): void {
    this.#current?.abandon()
    for (const response of this.#aside) response.abandon()
    this.log.close('The session has ended.')
  }

  #send(type: string, fields: Record<string, unknown>): void {
    this.#socket.send({ type, event_id: this.#deps.newId('event'), ...fields })
  }

  #receive(text: string): void {
    let eventId: string | null = null
    try {
      const received = readFrame(text)
      eventId = received.eventId
      this.#logClient(received.json)
      this.#obey(parseClientEvent(received.json))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      this.#refuse(error, eventId)
    }
  }

  #logClient(json: Record<string, unknown>): void {
    const isAudio = json.type === 'input_audio_buffer.append'
    if (isAudio && this.#deps.light) return
    const event: WireEvent = { ...json, type: typeof json.type === 'string' ? json.type : '' }
    this.log.add('client', event)
  }

  #refuse(error: ClientError, eventId: string | null): void {
    this.#send('error', { error: { ...error.wire(), event_id: eventId } })
  }

  #obey(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        return this.#update(event)
      case 'input_audio_buffer.append':
        return this.#append(event.audio)
      case 'input_audio_buffer.commit':
        return this.#commitByHand()
      case 'input_audio_buffer.clear':
        this.#turns.reset()
        this.#turnItemId = null
        this.#buffer.dropBefore(this.#buffer.appendedMs)
        return this.#send('input_audio_buffer.cleared', {})
      case 'conversation.item.create':
        return this.#createItem(event)
      case 'conversation.item.delete':
        this.conversation.delete(event.item_id)
        return this.#send('conversation.item.deleted', { item_id: event.item_id })
      case 'conversation.item.retrieve': {
        const item = this.conversation.require(event.item_id, 'retrieve')
        return this.#send('conversation.item.retrieved', { item: wireItem(item) })
      }
      case 'conversation.item.truncate': {
        const { item_id: itemId, content_index: index, audio_end_ms: endMs } = event
        this.conversation.truncate(itemId, index, endMs)
        return this.#send('conversation.item.truncated', {
          item_id: itemId,
          content_index: index,
          audio_end_ms: endMs,
        })
      }
      case 'response.create':
        return this.#respond(event.response ?? {}, 'response.create')
      case 'response.cancel':
        return this.#cancel(event.response_id)
      case 'output_audio_buffer.clear': {
        const message = 'output_audio_buffer.clear is available over WebRTC and SIP only.'
        throw new ClientError('invalid_value', message, 'type')
      }
    }
  }

  #update({ session }: Extract<ClientEvent, { type: 'session.update' }>): void {
    const state = { hasSpoken: this.#hasSpoken, responding: this.responding }
    this.settings = applyUpdate(this.settings, session, state)
    this.#host.settings = this.settings
    this.#turns.configure(this.settings.audio.input.turn_detection)
    this.#send('session.updated', { session: this.settings })
  }

  #createItem({
    item: given,
    previous_item_id: after,
  }: Extract<ClientEvent, { type: 'conversation.item.create' }>): void {
    if (given.type === 'function_call_output') this.conversation.requireCall(given.call_id)
    const item = fromClient(given, (prefix) => this.#deps.newId(prefix))
    const fields = {
      previous_item_id: this.conversation.insert(item, after),
      item: wireItem(item),
    }
    this.#send('conversation.item.added', fields)
    this.#send('conversation.item.done', fields)
  }

  #append(audio: string): void {
    const { format } = this.settings.audio.input
    const pcm = codecOf(format).decode(decodeBase64(audio, format))
    this.#buffer.append(pcm)
    for (const event of this.#turns.hear(pcm)) this.#onTurn(event)
  }

  #onTurn(event: TurnEvent): void {
    const detection = this.settings.audio.input.turn_detection
    switch (event.type) {
      case 'started':
        this.#turnItemId = this.#deps.newId('item')
        this.#send('input_audio_buffer.speech_started', {
          audio_start_ms: event.startMs,
          item_id: this.#turnItemId,
        })
        if (detection?.interrupt_response) this.#current?.cancel('turn_detected')
        return
      case 'stopped': {
        const itemId = this.#turnItemId ?? this.#deps.newId('item')
        this.#turnItemId = null
        this.#send('input_audio_buffer.speech_stopped', {
          audio_end_ms: event.endMs,
          item_id: itemId,
        })
        this.#commit(itemId, event.startMs, event.endMs)
        if (detection?.create_response) this.#respondToTurn('speech')
        return
      }
      case 'idle': {
        const itemId = this.#deps.newId('item')
        this.#send('input_audio_buffer.timeout_triggered', {
          audio_start_ms: event.startMs,
          audio_end_ms: event.endMs,
          item_id: itemId,
        })
        this.#commit(itemId, event.startMs, event.endMs)
        return this.#respondToTurn('idle_timeout')
      }
    }
  }

  /** Nobody asked for this response, so its refusal answers no event. */
  #respondToTurn(cause: BrainTurn['cause']): void {
    try {
      this.#respond({}, cause)
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      this.#refuse(error, null)
    }
  }

  #commitByHand(): void {
    const { heldMs, heldFromMs, appendedMs } = this.#buffer
    if (heldMs < SHORTEST_COMMIT_MS) {
      const message =
        'Error committing input audio buffer: buffer too small. Expected at least ' +
        `${SHORTEST_COMMIT_MS}ms of audio, but buffer only has ${heldMs.toFixed(2)}ms of audio.`
      throw new ClientError('input_audio_buffer_commit_empty', message)
    }
    const itemId = this.#turnItemId ?? this.#deps.newId('item')
    this.#turnItemId = null
    this.#turns.reset()
    this.#commit(itemId, heldFromMs, appendedMs)
  }

  #commit(itemId: string, fromMs: number, toMs: number): void {
    const pcm = this.#buffer.slice(fromMs, toMs)
    this.#buffer.dropBefore(toMs)
    const item: MessageItem = {
      id: itemId,
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio', transcript: null }],
    }
    const previous = this.conversation.insert(item)
    this.conversation.setAudio(itemId, { durationMs: toMs - fromMs, words: [] })
    this.#send('input_audio_buffer.committed', { previous_item_id: previous, item_id: itemId })
    this.#send('conversation.item.added', { previous_item_id: previous, item: wireItem(item) })
    this.#send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) })
    const heard = this.#understand(pcm, toMs - fromMs)
    this.#heard.set(itemId, heard)
    const { transcription } = this.settings.audio.input
    if (transcription) this.#transcribe(item, heard, transcription.model ?? 'gpt-transcribe')
  }

  async #understand(pcm: Int16Array, durationMs: number): Promise<Heard> {
    const phrase = await this.#deps.recognise(pcm)
    return { phrase, text: phrase && PHRASES[phrase], seconds: durationMs / 1000 }
  }

  #transcribe(item: MessageItem, heard: Promise<Heard>, model: string): void {
    void transcribe(
      { itemId: item.id, heard, model, delayMs: this.#deps.transcriptionDelayMs },
      (type, fields) => this.#send(type, fields),
      (transcript) => {
        item.content = [{ type: 'input_audio', transcript }]
      },
    )
  }

  #cancel(responseId: string | undefined): void {
    const wanted = [this.#current, ...this.#aside].find((response) =>
      responseId === undefined ? response === this.#current : response?.id === responseId,
    )
    if (wanted) return wanted.cancel('client_cancelled')
    const message = 'Cancellation failed: no active response found'
    throw new ClientError('response_cancel_not_active', message)
  }

  #respond(params: ResponseParams, cause: BrainTurn['cause']): void {
    this.#refuseVoiceChange(params)
    const response = this.#plan(params, cause)
    if (!response.inConversation) this.#aside.add(response)
    else if (this.#current) {
      const message =
        `Conversation already has an active response in progress: ${this.#current.id}. ` +
        'Wait until the response is finished before creating a new one.'
      throw new ClientError('conversation_already_has_active_response', message)
    } else {
      this.#current = response
      this.#turns.stopIdleTimer()
    }
    response.start()
  }

  #refuseVoiceChange({ audio, conversation }: ResponseParams): void {
    const voice = audio?.output?.voice
    if (voice === undefined || conversation === 'none') return
    const update = { type: 'realtime' as const, audio: { output: { voice } } }
    applyUpdate(this.settings, update, { hasSpoken: this.#hasSpoken, responding: false })
  }

  #plan(params: ResponseParams, cause: BrainTurn['cause']): Response {
    const items = this.#context(params)
    const instructions = params.instructions ?? this.settings.instructions
    const tools = params.tools ?? this.settings.tools
    const verbatim = verbatimText(params)
    const turn = {
      cause,
      items,
      instructions,
      tools: tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])),
      metadata: params.metadata ?? {},
    }
    return new Response(this.#host, {
      params,
      input: inputTokens(items, this.conversation, instructions, tools),
      seen: this.#seen,
      failure: this.#socket.takeFailure(),
      think: async () => {
        if (verbatim !== null) return { say: verbatim }
        return this.#deps.think(turn, this.#heard.get(items.at(-1)?.id ?? '') ?? null)
      },
    })
  }

  /** What the response reads: the conversation, or what came with the request instead. */
  #context({ input }: ResponseParams) {
    if (!input) return [...this.conversation.items]
    return input.map((given) => {
      if (given.type !== 'item_reference') return fromClient(given, this.#deps.newId)
      return this.conversation.require(given.id, 'retrieve')
    })
  }

  #responseHost(): ResponseHost {
    const { pace, newId, utter } = this.#deps
    return {
      settings: this.settings,
      conversation: this.conversation,
      pace,
      newId,
      utter,
      send: (type, fields) => this.#send(type, fields),
      onSound: (sentMs) => {
        this.#hasSpoken = true
        this.#socket.onSound(sentMs)
      },
      onDone: (response) => this.#onDone(response),
    }
  }

  #onDone(response: Response): void {
    this.#aside.delete(response)
    if (response !== this.#current) return
    this.#current = null
    const { instructions, tools } = this.settings
    this.#seen = inputTokens(this.conversation.items, this.conversation, instructions, tools)
    this.#turns.assistantFinishes(this.#buffer.appendedMs + response.soundMs)
  }
}
