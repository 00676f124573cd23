/**
 * What the model remembers: the items of the default conversation, in order. Of an assistant's
 * message that was truncated it remembers only the words that the caller can have heard, and shows
 * no client which ones they are.
 */
import type { SpokenWord } from '../audio/speech.ts'
import type { ClientItem } from './items.ts'
import type { WireItem } from './serverEvents.ts'
import { ClientError } from './wireErrors.ts'

export type ContentPart =
  | { type: 'input_text'; text: string }
  | { type: 'input_audio'; transcript: string | null }
  | { type: 'input_image'; image_url: string }
  | { type: 'output_text'; text: string }
  | { type: 'output_audio'; transcript: string; truncated?: boolean }

export type ItemStatus = 'completed' | 'incomplete' | 'in_progress'

export interface MessageItem {
  id: string
  type: 'message'
  status: ItemStatus
  role: 'user' | 'system' | 'assistant'
  content: ContentPart[]
}

export interface FunctionCallItem {
  id: string
  type: 'function_call'
  status: ItemStatus
  call_id: string
  name: string
  arguments: string
}

export interface FunctionCallOutputItem {
  id: string
  type: 'function_call_output'
  status: ItemStatus
  call_id: string
  output: string
}

export type Item = MessageItem | FunctionCallItem | FunctionCallOutputItem

/** What was said in an item and is no text: how long it is, and when which word is spoken. */
export interface ItemAudio {
  durationMs: number
  words: SpokenWord[]
}

export class Conversation {
  readonly id: string
  readonly #items: Item[] = []
  readonly #audio = new Map<string, ItemAudio>()

  constructor(id: string) {
    this.id = id
  }

  get items(): readonly Item[] {
    return this.#items
  }

  /** What the model remembers of what was said, oldest first. */
  get transcript(): { role: MessageItem['role']; text: string }[] {
    return this.#items
      .filter((item) => item.type === 'message')
      .map((item) => ({ role: item.role, text: textOf(item) }))
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id)
  }

  audioOf(id: string): ItemAudio | undefined {
    return this.#audio.get(id)
  }

  /** A truncated item stays as it is, even while its response goes on. */
  isTruncated(id: string): boolean {
    const item = this.find(id)
    return item?.type === 'message' && item.content.some((part) => 'truncated' in part)
  }

  setAudio(id: string, audio: ItemAudio): void {
    this.#audio.set(id, audio)
  }

  /**
   * Puts the item behind `after`, at the front for `root`, at the end for nothing.
   * @returns the id of the item before it.
   * @throws ClientError when `after` does not exist or the id is taken.
   */
  insert(item: Item, after?: string | null): string | null {
    if (this.find(item.id)) {
      const message = `Error adding item: an item with id '${item.id}' already exists.`
      throw new ClientError('item_create_duplicate_item_id', message, 'item.id')
    }
    const index = this.#indexBehind(after)
    this.#items.splice(index, 0, item)
    return this.#items[index - 1]?.id ?? null
  }

  #indexBehind(after: string | null | undefined): number {
    if (after === undefined || after === null) return this.#items.length
    if (after === 'root') return 0
    const index = this.#items.findIndex((item) => item.id === after)
    if (index >= 0) return index + 1
    const message = `Error adding item: the previous item with id '${after}' does not exist.`
    throw new ClientError('item_create_invalid_previous_item_id', message, 'previous_item_id')
  }

  /** @throws ClientError when there is no such item. */
  require(id: string, doing: 'delete' | 'retrieve' | 'truncate'): Item {
    const item = this.find(id)
    if (item) return item
    const verb = { delete: 'deleting', retrieve: 'retrieving', truncate: 'truncating' }[doing]
    const message = `Error ${verb} item: the item with id '${id}' does not exist.`
    throw new ClientError(`item_${doing}_invalid_item_id`, message, 'item_id')
  }

  delete(id: string): void {
    const item = this.require(id, 'delete')
    this.#items.splice(this.#items.indexOf(item), 1)
    this.#audio.delete(id)
  }

  /**
   * Forgets what the item said after `endMs`.
   * @throws ClientError when it is no assistant's audio or is not that long.
   */
  truncate(id: string, contentIndex: number, endMs: number): void {
    const item = this.require(id, 'truncate')
    if (item.type !== 'message' || item.role !== 'assistant') {
      const message = 'Only model output audio messages can be truncated'
      throw new ClientError('invalid_value', message, 'item_id')
    }
    const part = item.content[contentIndex]
    const audio = this.#audio.get(id)
    if (part?.type !== 'output_audio' || !audio) {
      const message = `Content at index ${contentIndex} of item '${id}' is not audio.`
      throw new ClientError('invalid_value', message, 'content_index')
    }
    if (endMs > audio.durationMs) {
      const message = `Audio content of ${Math.floor(audio.durationMs)}ms is already shorter than ${endMs}ms`
      throw new ClientError('invalid_value', message, 'audio_end_ms')
    }
    const words = audio.words.filter((word) => word.endMs <= endMs)
    this.#audio.set(id, { durationMs: endMs, words })
    part.truncated = true
    part.transcript = words
      .map((word) => word.text)
      .join('')
      .trim()
  }

  /** @throws ClientError when no function was called by that id. */
  requireCall(callId: string): void {
    if (this.#items.some((item) => item.type === 'function_call' && item.call_id === callId)) return
    const message = `Tool call ID '${callId}' not found in conversation.`
    throw new ClientError('invalid_tool_call_id', message, 'item.call_id')
  }
}

export function textOf(item: MessageItem): string {
  return item.content.map(partText).join(' ')
}

function partText(part: ContentPart): string {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return part.text
    case 'input_audio':
    case 'output_audio':
      return part.transcript ?? ''
    case 'input_image':
      return ''
  }
}

/** An item as clients send it, made whole. `newId` gives an id with the prefix. */
export function fromClient(item: ClientItem, newId: (prefix: string) => string): Item {
  const id = item.id ?? newId('item')
  switch (item.type) {
    case 'message':
      return { id, type: 'message', status: 'completed', role: item.role, content: contentOf(item) }
    case 'function_call': {
      const { name, arguments: given, call_id: callId = newId('call') } = item
      return { id, type: item.type, status: 'completed', call_id: callId, name, arguments: given }
    }
    case 'function_call_output': {
      const { call_id: callId, output } = item
      return { id, type: item.type, status: 'completed', call_id: callId, output }
    }
    case 'mcp_approval_response': {
      const message = `No approval request with id '${item.approval_request_id}' was found.`
      throw new ClientError('invalid_value', message, 'item.approval_request_id')
    }
  }
}

function contentOf(item: Extract<ClientItem, { type: 'message' }>): ContentPart[] {
  return item.content.map((part): ContentPart => {
    if (part.type === 'input_audio') return { type: part.type, transcript: part.transcript ?? null }
    if (part.type === 'input_image') return { type: part.type, image_url: part.image_url }
    return part
  })
}

/** The item as it is sent: with the audio left out, as the service does. */
export function wireItem(item: Item): WireItem {
  const { id, status } = item
  const head = { id, status }
  switch (item.type) {
    case 'message':
      return wireMessage(head, item)
    case 'function_call': {
      const { call_id: callId, name, arguments: given } = item
      return { ...head, type: item.type, call_id: callId, name, arguments: given }
    }
    case 'function_call_output':
      return { ...head, type: item.type, call_id: item.call_id, output: item.output }
  }
}

function wireMessage(
  head: { id: string; status: ItemStatus },
  { role, content }: MessageItem,
): WireItem {
  const type = 'message'
  const copy = structuredClone(content)
  switch (role) {
    case 'user':
      return { ...head, type, role, content: copy.filter(isInput) }
    case 'system':
      return { ...head, type, role, content: copy.filter((part) => part.type === 'input_text') }
    case 'assistant':
      return { ...head, type, role, content: copy.filter(isOutput).map(withoutLost) }
  }
}

type OutputPart = Extract<ContentPart, { type: `output_${string}` }>

function isOutput(part: ContentPart): part is OutputPart {
  return !isInput(part)
}

/** The transcript of what was truncated is gone: it does not tell what of it was heard. */
function withoutLost(part: OutputPart): Partial<OutputPart> & Pick<OutputPart, 'type'> {
  return part.type === 'output_audio' && part.truncated ? { type: part.type } : part
}

type InputPart = Extract<ContentPart, { type: `input_${string}` }>

function isInput(part: ContentPart): part is InputPart {
  return part.type.startsWith('input_')
}
