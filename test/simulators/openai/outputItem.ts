/**
 * One item that a response is producing, and the events that tell of it, in the service's order:
 * added, its parts and deltas, done.
 */
import type { ResponseContentPartAddedEvent } from 'openai/resources/realtime/realtime'
import type { SpokenWord } from '../audio/speech.ts'
import {
  type Conversation,
  type FunctionCallItem,
  type Item,
  type ItemStatus,
  type MessageItem,
  wireItem,
} from './conversation.ts'
import type { Send } from './serverEvents.ts'

export interface OutputContext {
  send: Send
  responseId: string
  outputIndex: number
  /** `null` for a response outside the conversation. */
  conversation: Conversation | null
}

function announce(
  { send, responseId, outputIndex, conversation }: OutputContext,
  item: Item,
): void {
  send('response.output_item.added', {
    response_id: responseId,
    output_index: outputIndex,
    item: wireItem(item),
  })
  if (!conversation) return
  const previous = conversation.insert(item)
  send('conversation.item.added', { previous_item_id: previous, item: wireItem(item) })
}

function conclude(context: OutputContext, item: Item, status: ItemStatus): void {
  const { send, responseId, outputIndex, conversation } = context
  item.status = status
  if (conversation?.find(item.id)) {
    const index = conversation.items.indexOf(item)
    const previous = conversation.items[index - 1]?.id ?? null
    send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) })
  }
  send('response.output_item.done', {
    response_id: responseId,
    output_index: outputIndex,
    item: wireItem(item),
  })
}

const PADDED_LENGTH = 16

/** A spoken or written message in the making. */
export class OutputMessage {
  readonly item: MessageItem
  /** Sound sent so far. */
  durationMs = 0
  readonly #context: OutputContext
  readonly #spoken: boolean
  readonly #words: SpokenWord[] = []
  #text = ''

  constructor(context: OutputContext, id: string, spoken: boolean) {
    this.#context = context
    this.#spoken = spoken
    this.item = { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] }
    announce(context, this.item)
    const { send } = context
    send('response.content_part.added', { ...this.#place(), part: this.#part('') })
    this.item.content.push(
      spoken ? { type: 'output_audio', transcript: '' } : { type: 'output_text', text: '' },
    )
    this.#remember()
  }

  get text(): string {
    return this.#text
  }

  write(text: string): void {
    this.#text += text
    this.#remember()
    const { send } = this.#context
    const fields = { ...this.#place(), delta: text }
    if (this.#spoken) {
      const obfuscation = 'x'.repeat(Math.max(0, PADDED_LENGTH - text.length))
      send('response.output_audio_transcript.delta', { ...fields, obfuscation })
    } else send('response.output_text.delta', fields)
  }

  /** A word whose sound is about to be sent. */
  utter(word: SpokenWord): void {
    this.#words.push(word)
    this.write(word.text)
  }

  sound(bytes: Uint8Array, durationMs: number): void {
    this.durationMs += durationMs
    this.#remember()
    const delta = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    this.#context.send('response.output_audio.delta', { ...this.#place(), delta })
  }

  finish(status: ItemStatus): void {
    const { send } = this.#context
    const place = this.#place()
    const text = this.#text
    if (this.#spoken) {
      send('response.output_audio.done', place)
      send('response.output_audio_transcript.done', { ...place, transcript: text })
    } else {
      send('response.output_text.done', { ...place, text })
    }
    send('response.content_part.done', { ...place, part: this.#part(text) })
    conclude(this.#context, this.item, status)
  }

  #part(text: string): ResponseContentPartAddedEvent.Part {
    return this.#spoken ? { type: 'audio', transcript: text } : { type: 'text', text }
  }

  #remember(): void {
    if (this.#context.conversation?.isTruncated(this.item.id)) return
    const part = this.item.content[0]
    if (part?.type === 'output_audio') part.transcript = this.#text
    if (part?.type === 'output_text') part.text = this.#text
    if (!this.#spoken) return
    this.#context.conversation?.setAudio(this.item.id, {
      durationMs: this.durationMs,
      words: this.#words,
    })
  }

  /** Where in the response this is, in the service's order. */
  #place() {
    const { responseId, outputIndex } = this.#context
    return {
      response_id: responseId,
      item_id: this.item.id,
      output_index: outputIndex,
      content_index: 0,
    }
  }
}

const ARGUMENTS_PIECE = 24

/** A function call, whole: its arguments take no time. `named`: whether their end names the function. */
export function sendFunctionCall(
  context: OutputContext,
  call: Pick<FunctionCallItem, 'id' | 'call_id' | 'name' | 'arguments'>,
  named: boolean,
): FunctionCallItem {
  const { send, responseId, outputIndex } = context
  const item: FunctionCallItem = {
    id: call.id,
    type: 'function_call',
    status: 'in_progress',
    call_id: call.call_id,
    name: call.name,
    arguments: '',
  }
  announce(context, item)
  const where = {
    response_id: responseId,
    item_id: item.id,
    output_index: outputIndex,
    call_id: item.call_id,
  }
  for (let at = 0; at < call.arguments.length; at += ARGUMENTS_PIECE) {
    const delta = call.arguments.slice(at, at + ARGUMENTS_PIECE)
    send('response.function_call_arguments.delta', { ...where, delta })
  }
  item.arguments = call.arguments
  send('response.function_call_arguments.done', {
    ...where,
    ...(named && { name: item.name }),
    arguments: item.arguments,
  })
  conclude(context, item, 'completed')
  return item
}
