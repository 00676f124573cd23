/**
 * What an answer is billed for. A prompt of 1,024 tokens or more is kept, and what it has in common with
 * the one before comes from the cache in steps of 128 tokens.
 * https://developers.openai.com/api/docs/guides/prompt-caching
 */
import { textTokens } from '../usage.ts'
import type { TextAnswer } from './answer.ts'

export interface TextUsage {
  input: number
  cached: number
  output: number
}

const LEAST_CACHED = 1024
const CACHE_STEP = 128

export class PromptCache {
  readonly #seen = new Map<string, string>()

  /** Counts a prompt, and remembers it under its key. */
  usageOf(key: string, prompt: string, { text, calls }: TextAnswer): TextUsage {
    const common = commonLength(this.#seen.get(key) ?? '', prompt)
    this.#seen.set(key, prompt)
    const known = textTokens(prompt.slice(0, common))
    return {
      input: textTokens(prompt),
      cached: known < LEAST_CACHED ? 0 : Math.floor(known / CACHE_STEP) * CACHE_STEP,
      output: textTokens(text) + calls.reduce((sum, call) => sum + textTokens(call.args), 0),
    }
  }
}

function commonLength(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return at
}
