/**
 * One Realtime session: obeys the client's events, and brings the caller and the model together.
 * https://platform.openai.com/docs/guides/realtime-conversations
 */
import type { BrainTurn } from './brain.ts'
import { CallerInput } from './callerInput.ts'
import { Conversation, fromClient, wireItem } from './conversation.ts'
import { EventLog, type EventPredicate, type LoggedEvent, type WireEvent } from './eventLog.ts'
import type { Fault } from './faults.ts'
import { FaultySocket, type SessionSocket } from './faultySocket.ts'
import { ModelFaults } from './modelFaults.ts'
import { type ClientEvent, parseClientEvent, readFrame } from './protocol.ts'
import { Responder } from './responder.ts'
import type { Send } from './serverEvents.ts'
import type { SessionDeps } from './sessionDeps.ts'
import type { SessionState } from './sessionState.ts'
import { type Settings, applyUpdate, defaultSettings, speakingIn } from './settings.ts'
import { ClientError } from './wireErrors.ts'

/** What the handshake asks for. */
export interface SessionRequest {
  model: string
  safetyIdentifier: string | null
}

export class RealtimeSession {
  readonly id: string
  /** Whom the client says that it speaks for: the same for every session with one person. */
  readonly safetyIdentifier: string | null
  /** Everything sent and received; in light mode without the sound. */
  readonly log = new EventLog()
  /** When the socket is gone. */
  readonly closed: Promise<void>
  /** When that was, `performance.now()`; `Infinity`: it is there. */
  closedAt = Infinity
  readonly #state: SessionState
  readonly #socket: FaultySocket
  readonly #faults = new ModelFaults()
  readonly #input: CallerInput
  readonly #responder: Responder

  constructor(
    socket: SessionSocket,
    { model, safetyIdentifier }: SessionRequest,
    deps: SessionDeps,
    faults: readonly Fault[],
  ) {
    this.safetyIdentifier = safetyIdentifier
    this.id = deps.newId('sess')
    this.#socket = new FaultySocket(socket, this.log, deps)
    this.#state = {
      deps,
      conversation: new Conversation(deps.newId('conv')),
      send: this.#send,
      settings: defaultSettings(this.id, model, Math.floor((Date.now() + deps.sessionMs) / 1000)),
      hasSpoken: false,
    }
    this.#input = this.#listen()
    this.#responder = this.#answer()
    this.closed = this.#socket.closed.then(() => this.#end())
    socket.on('message', (data) => this.#receive(String(data)))
    for (const fault of faults) this.fault(fault)
    this.#send('session.created', { session: this.settings })
    this.#socket.expireAfter(deps.sessionMs)
  }

  /** What the model remembers. */
  get conversation(): Conversation {
    return this.#state.conversation
  }

  get settings(): Settings {
    return this.#state.settings
  }

  /** Whether a response of the conversation is active. */
  get responding(): boolean {
    return this.#responder.active
  }

  /** The first event that matches, from the session's beginning on. Rejects when the session ends before. */
  until(matches: EventPredicate | string): Promise<LoggedEvent> {
    return this.log.until(toPredicate(matches))
  }

  /** The first event that matches and has not come yet. Rejects when the session ends before. */
  next(matches: EventPredicate | string): Promise<LoggedEvent> {
    return this.log.until(toPredicate(matches), this.log.entries.length)
  }

  fault(fault: Fault): void {
    switch (fault.kind) {
      case 'fail_response':
      case 'refuse_response':
      case 'rate_limit':
      case 'odd_response':
      case 'fail_transcription':
      case 'transcript':
      case 'unconfirmed':
      case 'other_format':
        return this.#faults.plan(fault)
      default:
        return this.#socket.fault(fault)
    }
  }

  #listen(): CallerInput {
    return new CallerInput(this.#state, {
      onSpeechStarted: () => {
        if (this.settings.audio.input.turn_detection?.interrupt_response) {
          this.#responder.interrupt()
        }
      },
      onTurn: (cause) => this.#respondUnasked(cause),
      takeFailure: () => this.#faults.takeTranscriptionFailure(),
      takeTranscript: () => this.#faults.takeTranscript(),
    })
  }

  #answer(): Responder {
    return new Responder(this.#state, {
      heardIn: (itemId) => this.#input.heardIn(itemId),
      faults: this.#faults,
      onSound: (sentMs) => this.#socket.onSound(sentMs),
      onBegin: () => this.#input.assistantBegins(),
      onDone: (soundMs) => this.#input.assistantIsDone(soundMs),
    })
  }

  #end(): void {
    this.closedAt = performance.now()
    this.#responder.abandon()
    this.log.close('The session has ended.')
  }

  readonly #send: Send = (type, fields) => {
    this.#socket.send({ type, event_id: this.#state.deps.newId('event'), ...fields })
  }

  #receive(text: string): void {
    let eventId: string | null = null
    this.#refusing(
      () => {
        const received = readFrame(text)
        eventId = received.eventId
        this.#logClient(received.json)
        this.#obey(parseClientEvent(received.json))
      },
      () => eventId,
    )
  }

  /** No client asked for this response, so its refusal answers no event. */
  #respondUnasked(cause: BrainTurn['cause']): void {
    this.#refusing(
      () => this.#responder.respond({}, cause),
      () => null,
    )
  }

  /** What a client did wrong becomes an `error` event; the session goes on. */
  #refusing(act: () => void, eventId: () => string | null): void {
    try {
      act()
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      this.#send('error', { error: { ...error.wire(), event_id: eventId() } })
    }
  }

  #logClient(json: Record<string, unknown>): void {
    if (this.#state.deps.light && json.type === 'input_audio_buffer.append') return
    const event: WireEvent = { ...json, type: typeof json.type === 'string' ? json.type : '' }
    this.log.add('client', event)
  }

  #obey(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        return this.#update(event)
      case 'input_audio_buffer.append':
        return this.#input.append(event.audio)
      case 'input_audio_buffer.commit':
        return this.#input.commit()
      case 'input_audio_buffer.clear':
        return this.#input.clear()
      case 'conversation.item.create':
        return this.#createItem(event)
      case 'conversation.item.delete':
        this.conversation.delete(event.item_id)
        return this.#send('conversation.item.deleted', { item_id: event.item_id })
      case 'conversation.item.retrieve': {
        const item = this.conversation.require(event.item_id, 'retrieve')
        return this.#send('conversation.item.retrieved', { item: wireItem(item) })
      }
      case 'conversation.item.truncate':
        return this.#truncate(event)
      case 'response.create':
        return this.#responder.respond(event.response ?? {}, 'response.create')
      case 'response.cancel':
        return this.#responder.cancel(event.response_id)
      case 'output_audio_buffer.clear': {
        const message = 'output_audio_buffer.clear is available over WebRTC and SIP only.'
        throw new ClientError('invalid_value', message, 'type')
      }
    }
  }

  #update({ session }: Extract<ClientEvent, { type: 'session.update' }>): void {
    const { hasSpoken } = this.#state
    const circumstances = { hasSpoken, responding: this.responding }
    const updated = applyUpdate(this.settings, session, circumstances)
    const { otherFormat, confirms } = this.#faults
    this.#state.settings = otherFormat ? speakingIn(otherFormat, updated) : updated
    this.#input.configure()
    if (confirms) this.#send('session.updated', { session: this.settings })
  }

  #createItem({
    item: given,
    previous_item_id: after,
  }: Extract<ClientEvent, { type: 'conversation.item.create' }>): void {
    if (given.type === 'function_call_output') this.conversation.requireCall(given.call_id)
    const item = fromClient(given, this.#state.deps.newId)
    const previous = this.conversation.insert(item, after)
    const fields = { previous_item_id: previous, item: wireItem(item) }
    this.#send('conversation.item.added', fields)
    this.#send('conversation.item.done', fields)
  }

  #truncate(event: Extract<ClientEvent, { type: 'conversation.item.truncate' }>): void {
    const { item_id: itemId, content_index: contentIndex, audio_end_ms: endMs } = event
    this.conversation.truncate(itemId, contentIndex, endMs)
    this.#send('conversation.item.truncated', {
      item_id: itemId,
      content_index: contentIndex,
      audio_end_ms: endMs,
    })
  }
}

function toPredicate(matches: EventPredicate | string): EventPredicate {
  return typeof matches === 'string' ? (event) => event.type === matches : matches
}
