import type { ResponseCreateParamsStreaming, Tool } from 'openai/resources/responses/responses'
import type { BrainSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { BrainQuestion, ToolDescription } from '../../call/ports.ts'
import { inputOf } from './input.ts'

export type ResponsesSettings = Extract<BrainSettings, { kind: 'responses' }>

/** How a model is to think and write; not every model takes it. */
export type Tuning = Pick<ResponseCreateParamsStreaming, 'reasoning' | 'text'>

export interface Asker {
  /** Equal prompts of one call are found in the vendor's cache by it. */
  cacheKey: string
  /** https://developers.openai.com/api/docs/guides/safety-best-practices */
  safetyIdentifier: string
}

/** https://developers.openai.com/api/reference/resources/responses/methods/create */
export function requestOf(
  { instructions, history, tools, toolChoice }: BrainQuestion,
  { model }: ResponsesSettings,
  tuning: Tuning,
  { cacheKey, safetyIdentifier }: Asker,
): ResponseCreateParamsStreaming {
  return {
    model,
    instructions,
    input: inputOf(history),
    ...(tools.length > 0 && { tools: tools.map(toolOf), tool_choice: choiceOf(toolChoice) }),
    ...tuning,
    stream: true,
    // The whole history goes along each time, so there is nothing to keep at OpenAI.
    store: false,
    prompt_cache_key: cacheKey,
    safety_identifier: safetyIdentifier,
  }
}

function choiceOf(choice: BrainQuestion['toolChoice']) {
  return typeof choice === 'string' ? choice : ({ type: 'function', name: choice.tool } as const)
}

/** Not strict: strict tools know fewer schemas than ours may have. */
function toolOf({ name, description, parameters }: ToolDescription): Tool {
  return { type: 'function', name, description, parameters, strict: false }
}

/**
 * Families of before there was anything to tune, to which nothing new is added, and the models that chat
 * without thinking. They refuse an effort and a verbosity.
 */
const UNTUNED = /^(ft:)?(gpt-3\.5|gpt-4|chatgpt-)|-chat-latest$/

export function tuningFor({ model, reasoning: effort }: ResponsesSettings): Tuning {
  return UNTUNED.test(model) ? {} : { reasoning: { effort }, text: { verbosity: 'low' } }
}

/** Whether a refusal names a field of the tuning: without it, the question may be answered. */
export function isTuning(param: string): boolean {
  return /^(reasoning|text)\b/.test(param)
}
