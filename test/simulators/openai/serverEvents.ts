/**
 * What the server sends, checked against OpenAI's own types: a field that the `openai` package does
 * not know, or knows in another shape, does not compile. Where the service is known to write `null`
 * and the package's types leave it out, this file says so.
 */
import type {
  RealtimeConversationItemAssistantMessage,
  RealtimeConversationItemFunctionCall,
  RealtimeConversationItemFunctionCallOutput,
  RealtimeConversationItemSystemMessage,
  RealtimeConversationItemUserMessage,
  RealtimeError,
  RealtimeResponse,
  RealtimeResponseStatus,
  RealtimeResponseUsage,
  RealtimeServerEvent,
} from 'openai/resources/realtime/realtime'
import type { Settings } from './settings.ts'

type UserContent = RealtimeConversationItemUserMessage['content'][number]

interface UserMessage extends Omit<RealtimeConversationItemUserMessage, 'content'> {
  /** The transcript is `null` until it is ready. */
  content: (Omit<UserContent, 'transcript'> & { transcript?: string | null })[]
}

export type WireItem =
  | RealtimeConversationItemSystemMessage
  | UserMessage
  | RealtimeConversationItemAssistantMessage
  | RealtimeConversationItemFunctionCall
  | RealtimeConversationItemFunctionCallOutput

export interface WireResponse extends Omit<
  RealtimeResponse,
  'output' | 'status_details' | 'conversation_id' | 'usage'
> {
  output: WireItem[]
  status_details: RealtimeResponseStatus | null
  /** `null` outside the conversation. */
  conversation_id: string | null
  /** `null` until the response is done. */
  usage: RealtimeResponseUsage | null
}

/** The parts of events that this server writes in its own types. */
interface OwnParts {
  item: WireItem
  response: WireResponse
  session: Settings
  error: RealtimeError
}

type Fields<Event> = {
  [Name in keyof Omit<Event, 'type' | 'event_id'>]: Name extends keyof OwnParts
    ? OwnParts[Name]
    : Event[Name & keyof Event]
}

/**
 * The service's own example of a function call names the function only where its item is added, and
 * recorded transcripts carry padding that hides how long their words are.
 */
type Written<Type, All> = Type extends 'response.function_call_arguments.done'
  ? Omit<All, 'name'> & { name?: string }
  : Type extends 'response.output_audio_transcript.delta'
    ? All & { obfuscation: string }
    : All

export type ServerEventType = RealtimeServerEvent['type']

/** Sends one event; `type` and `event_id` are put in front. */
export type Send = <Type extends ServerEventType>(
  type: Type,
  fields: Written<Type, Fields<Extract<RealtimeServerEvent, { type: Type }>>>,
) => void
