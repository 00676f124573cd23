/** The caller's side of a session: sound comes in, turns are found, committed and understood. */
import { PHRASES } from '../audio/phrases.ts'
import { codecOf, decodeBase64 } from './audioCodec.ts'
import type { Heard } from './brain.ts'
import { type MessageItem, wireItem } from './conversation.ts'
import type { ResponseFailure } from './faults.ts'
import { InputBuffer } from './inputBuffer.ts'
import { transcribes } from './models.ts'
import type { SessionState } from './sessionState.ts'
import { transcribe } from './transcription.ts'
import { type TurnEvent, VadTurns } from './vadTurns.ts'
import { ClientError } from './wireErrors.ts'

/** The service refuses to commit less. */
const SHORTEST_COMMIT_MS = 100

export interface CallerInputListener {
  onSpeechStarted(): void
  /** A turn was found and committed. */
  onTurn(cause: 'speech' | 'idle_timeout'): void
  /** Why the words of the turn that has just ended cannot be had. */
  takeFailure(): ResponseFailure | null
  /** What they are said to be, whatever was heard; `null`: what was heard. */
  takeTranscript(): string | null
}

export class CallerInput {
  readonly #state: SessionState
  readonly #listener: CallerInputListener
  readonly #buffer: InputBuffer
  readonly #turns: VadTurns
  readonly #heard = new Map<string, Promise<Heard>>()
  /** The item that the turn in progress will be. */
  #turnItemId: string | null = null

  constructor(state: SessionState, listener: CallerInputListener) {
    this.#state = state
    this.#listener = listener
    this.#buffer = new InputBuffer(!state.deps.light)
    this.#turns = new VadTurns(this.#buffer, state.deps.ear)
    this.configure()
  }

  /** The session's turn detection may have changed. */
  configure(): void {
    this.#turns.configure(this.#state.settings.audio.input.turn_detection)
  }

  /** What becomes clear of an utterance; `null` when the item is none. */
  heardIn(itemId: string | undefined): Promise<Heard> | null {
    return this.#heard.get(itemId ?? '') ?? null
  }

  append(audio: string): void {
    const { format } = this.#state.settings.audio.input
    const pcm = codecOf(format).decode(decodeBase64(audio, format))
    this.#buffer.append(pcm)
    for (const event of this.#turns.hear(pcm)) this.#onTurnEvent(event)
  }

  clear(): void {
    this.#turns.reset()
    this.#turnItemId = null
    this.#buffer.dropBefore(this.#buffer.appendedMs)
    this.#state.send('input_audio_buffer.cleared', {})
  }

  /** @throws ClientError when there is nothing to commit. */
  commit(): void {
    const { heldMs, heldFromMs, appendedMs } = this.#buffer
    if (heldMs < SHORTEST_COMMIT_MS) {
      const message =
        'Error committing input audio buffer: buffer too small. Expected at least ' +
        `${SHORTEST_COMMIT_MS}ms of audio, but buffer only has ${heldMs.toFixed(2)}ms of audio.`
      throw new ClientError('input_audio_buffer_commit_empty', message)
    }
    const itemId = this.#takeItemId()
    this.#turns.reset()
    this.#commit(itemId, heldFromMs, appendedMs)
  }

  assistantBegins(): void {
    this.#turns.stopIdleTimer()
  }

  /** The assistant has generated so much sound, and it is played from now on. */
  assistantIsDone(soundMs: number): void {
    this.#turns.assistantFinishes(this.#buffer.appendedMs + soundMs)
  }

  #onTurnEvent(event: TurnEvent): void {
    const { send, settings } = this.#state
    const itemId = this.#takeItemId()
    switch (event.type) {
      case 'started':
        this.#turnItemId = itemId
        send('input_audio_buffer.speech_started', {
          audio_start_ms: event.startMs,
          item_id: itemId,
        })
        return this.#listener.onSpeechStarted()
      case 'stopped':
        send('input_audio_buffer.speech_stopped', { audio_end_ms: event.endMs, item_id: itemId })
        this.#commit(itemId, event.startMs, event.endMs)
        if (settings.audio.input.turn_detection?.create_response) this.#listener.onTurn('speech')
        return
      case 'idle':
        send('input_audio_buffer.timeout_triggered', {
          audio_start_ms: event.startMs,
          audio_end_ms: event.endMs,
          item_id: itemId,
        })
        this.#commit(itemId, event.startMs, event.endMs)
        return this.#listener.onTurn('idle_timeout')
    }
  }

  #takeItemId(): string {
    const itemId = this.#turnItemId ?? this.#state.deps.newId('item')
    this.#turnItemId = null
    return itemId
  }

  #commit(itemId: string, fromMs: number, toMs: number): void {
    const { conversation, send, settings } = this.#state
    const pcm = this.#buffer.slice(fromMs, toMs)
    const silent = !this.#buffer.isLoudAfter(fromMs)
    this.#buffer.dropBefore(toMs)
    const item: MessageItem = {
      id: itemId,
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio', transcript: null }],
    }
    const previous = conversation.insert(item)
    conversation.setAudio(itemId, { durationMs: toMs - fromMs, words: [] })
    send('input_audio_buffer.committed', { previous_item_id: previous, item_id: itemId })
    send('conversation.item.added', { previous_item_id: previous, item: wireItem(item) })
    send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) })
    const heard = silent ? nothingIn(toMs - fromMs) : this.#understand(pcm, toMs - fromMs)
    this.#heard.set(itemId, heard)
    const { transcription } = settings.audio.input
    if (transcription) this.#transcribe(item, heard, transcription.model ?? 'gpt-transcribe')
  }

  async #understand(pcm: Int16Array, durationMs: number): Promise<Heard> {
    const phrase = await this.#state.deps.recognise(pcm)
    return { phrase, text: phrase && PHRASES[phrase], seconds: durationMs / 1000 }
  }

  #transcribe(item: MessageItem, heard: Promise<Heard>, model: string): void {
    const { deps, send } = this.#state
    const failure =
      this.#listener.takeFailure() ?? (transcribes(model, deps.now()) ? null : gone(model))
    const given = this.#listener.takeTranscript()
    const delayMs = deps.transcriptionDelayMs
    const job = { itemId: item.id, heard, model, delayMs, failure, given }
    void transcribe(job, send, (transcript) => {
      item.content = [{ type: 'input_audio', transcript }]
    })
  }
}

/** A transcript of silence has no words. */
async function nothingIn(durationMs: number): Promise<Heard> {
  return { phrase: null, text: '', seconds: durationMs / 1000 }
}

function gone(model: string): ResponseFailure {
  const message = `The model '${model}' does not exist or you do not have access to it.`
  return { type: 'invalid_request_error', code: 'model_not_found', message }
}
