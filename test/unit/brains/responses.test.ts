import { describe, expect, test } from 'vitest'
import { readEvent } from '../../../worker/brains/responses/events.ts'
import { piecesOf } from '../../../worker/brains/responses/pieces.ts'
import { requestOf, tuningFor } from '../../../worker/brains/responses/request.ts'

const pieces = (json: unknown) => {
  const event = readEvent(json)
  return event ? [...piecesOf(event, 'gpt-5.6-luna')] : null
}
const failureOf = (json: unknown): unknown => {
  try {
    return pieces(json)
  } catch (error) {
    return error
  }
}

describe('an event of a response', () => {
  test('is a piece of text, a refusal included', () => {
    const text = [{ type: 'text', delta: 'Yes' }]
    expect(pieces({ type: 'response.output_text.delta', delta: 'Yes' })).toEqual(text)
    expect(pieces({ type: 'response.refusal.delta', delta: 'Yes' })).toEqual(text)
  })

  test('is a tool call when all of it is there', () => {
    const item = { type: 'function_call', call_id: 'a', name: 'weather', arguments: '{}' }
    expect(pieces({ type: 'response.output_item.done', item })).toEqual([
      { type: 'tool_call', toolCallId: 'a', name: 'weather', args: '{}' },
    ])
    expect(pieces({ type: 'response.output_item.done', item: { type: 'reasoning' } })).toEqual([])
    const nameless = { type: 'function_call', call_id: 'a', arguments: '{}' }
    expect(() => readEvent({ type: 'response.output_item.done', item: nameless })).toThrow(
      'Invalid input',
    )
  })

  test('tells what was used, cached tokens there alone', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 64 },
      output_tokens: 7,
    }
    const line = { part: 'brain', vendor: 'openai', model: 'gpt-5.6-luna' }
    const used = {
      type: 'usage',
      usage: [
        { ...line, unit: 'text_in_tokens', amount: 36 },
        { ...line, unit: 'text_in_cached_tokens', amount: 64 },
        { ...line, unit: 'text_out_tokens', amount: 7 },
      ],
    }
    expect(pieces({ type: 'response.completed', response: { usage } })).toEqual([used])
    const cut = { usage, incomplete_details: { reason: 'max_output_tokens' } }
    expect(pieces({ type: 'response.incomplete', response: cut })).toEqual([
      { type: 'incomplete', detail: 'OpenAI cut the answer: max_output_tokens.' },
      used,
    ])
    expect(pieces({ type: 'response.completed', response: { usage: 'odd' } })).toEqual([])
  })

  test('is a failure by its own reason, in both spellings', () => {
    const error = { code: 'server_error', message: 'Sorry.' }
    const failure = { cause: 'OpenAI broke off its answer: Sorry. (server_error)', again: true }
    for (const json of [
      { type: 'response.failed', response: { error } },
      { type: 'error', ...error, param: null, sequence_number: 3 },
      { type: 'error', error: { type: 'server_error', ...error } },
    ]) {
      expect(failureOf(json)).toMatchObject({ failure })
    }
    const policy = { code: 'bio_policy', message: 'No.' }
    expect(failureOf({ type: 'error', ...policy })).toMatchObject({ failure: { again: false } })
  })

  test('is passed over when its type is unknown', () => {
    expect(readEvent({ type: 'response.new_thing.delta', delta: 1 })).toBeNull()
    expect(() => readEvent({ type: 'response.output_text.delta', delta: 1 })).toThrow(
      'expected string',
    )
    expect(() => readEvent(undefined)).toThrow('expected object')
  })
})

const settings = (model: string) => ({ kind: 'responses', model, reasoning: 'none' }) as const

describe('what a model is asked', () => {
  const question = {
    key: 'turn-1',
    attempt: 1,
    supersedes: null,
    instructions: 'Be kind.',
    history: [{ kind: 'caller', text: 'Hello.' }],
    tools: [{ name: 'weather', description: 'Tells it.', parameters: { type: 'object' } }],
    toolChoice: 'none',
  } as const
  const asker = { cacheKey: 'CA1', safetyIdentifier: 'a-caller' }

  test('is the whole history each time, of which OpenAI keeps nothing', () => {
    const own = settings('gpt-5.6-luna')
    expect(requestOf(question, own, tuningFor(own), asker)).toEqual({
      model: 'gpt-5.6-luna',
      instructions: 'Be kind.',
      input: [{ role: 'user', content: 'Hello.' }],
      tools: [{ type: 'function', ...question.tools[0], strict: false }],
      tool_choice: 'none',
      reasoning: { effort: 'none' },
      text: { verbosity: 'low' },
      stream: true,
      store: false,
      prompt_cache_key: 'CA1',
      safety_identifier: 'a-caller',
    })
    expect(requestOf({ ...question, tools: [] }, own, {}, asker)).not.toHaveProperty('tool_choice')
  })

  test('has no effort where the model is of a family that never reasoned', () => {
    for (const model of ['gpt-4o-mini', 'gpt-4.1', 'ft:gpt-4o:us::1', 'gpt-5-chat-latest']) {
      expect(tuningFor(settings(model))).toEqual({})
    }
    for (const model of ['gpt-5.6-luna', 'gpt-6-luna', 'o3', 'gpt-7']) {
      expect(tuningFor(settings(model))).not.toEqual({})
    }
  })
})
