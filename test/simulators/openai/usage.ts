/**
 * What a response is billed for, by OpenAI's rules of thumb: a token is about four letters, 100 ms of
 * the caller or 50 ms of the assistant. The whole conversation is billed with every response; what
 * the response before had already read comes from the cache, in steps of 64 tokens.
 * https://platform.openai.com/docs/guides/realtime-costs
 */
import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime'
import type { Conversation, Item } from './conversation.ts'
import { textOf } from './conversation.ts'

export interface Tokens {
  text: number
  audio: number
}

const CACHE_STEP = 64

export function textTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

export function assistantTokens(durationMs: number): number {
  return Math.ceil(durationMs / 50)
}

/** What the model reads for a response. */
export function inputTokens(
  items: readonly Item[],
  conversation: Conversation,
  instructions: string,
  tools: readonly unknown[],
): Tokens {
  const prompt = textTokens(instructions) + (tools.length ? textTokens(JSON.stringify(tools)) : 0)
  return items.map((item) => itemTokens(item, conversation)).reduce(add, { text: prompt, audio: 0 })
}

function itemTokens(item: Item, conversation: Conversation): Tokens {
  if (item.type === 'function_call')
    return { text: textTokens(item.name + item.arguments), audio: 0 }
  if (item.type === 'function_call_output') return { text: textTokens(item.output), audio: 0 }
  const audio = conversation.audioOf(item.id)
  if (!audio) return { text: textTokens(textOf(item)), audio: 0 }
  if (item.role === 'user') return { text: 0, audio: Math.ceil(audio.durationMs / 100) }
  return { text: textTokens(textOf(item)), audio: assistantTokens(audio.durationMs) }
}

export function add(a: Tokens, b: Tokens): Tokens {
  return { text: a.text + b.text, audio: a.audio + b.audio }
}

/**
 * The `usage` of `response.done`; `seen` is what the response before read and said, `split` whether it
 * tells what of the cached tokens was text and what audio.
 */
export function usageOf(
  input: Tokens,
  output: Tokens,
  seen: Tokens,
  split: boolean,
): RealtimeResponseUsage {
  const cached = { text: cachedOf(seen.text, input.text), audio: cachedOf(seen.audio, input.audio) }
  const inputTotal = input.text + input.audio
  const outputTotal = output.text + output.audio
  return {
    total_tokens: inputTotal + outputTotal,
    input_tokens: inputTotal,
    output_tokens: outputTotal,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      ...(split && {
        cached_tokens_details: {
          text_tokens: cached.text,
          audio_tokens: cached.audio,
          image_tokens: 0,
        },
      }),
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  }
}

function cachedOf(seen: number, input: number): number {
  return Math.floor(Math.min(seen, input) / CACHE_STEP) * CACHE_STEP
}
