import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { outcomeFieldSchema } from '../../../convex/model/afterCall.ts'
import {
  answerJsonSchema,
  INSTRUCTIONS,
  readAnswer,
  transcriptOf,
} from '../../../worker/aftercall/analysis/question.ts'
import { jsonIn, responseSchema, usageOf } from '../../../worker/aftercall/analysis/response.ts'

const FIELDS = [
  { name: 'reason', type: 'text', description: 'Why they called' },
  { name: 'guests', type: 'number', description: 'How many' },
  { name: 'booked', type: 'boolean', description: 'Whether a table was booked' },
  { name: 'meal', type: 'choice', description: 'Which meal', choices: ['lunch', 'dinner'] },
].map((field) => outcomeFieldSchema.parse(field))

test('a transcript is what was heard, line by line; of a long one the middle is missing', () => {
  const turns = [
    { role: 'agent', heardText: 'Hello.' },
    { role: 'caller', heardText: ' Hi. ' },
    { role: 'agent', heardText: '' },
  ] as const
  expect(transcriptOf(turns)).toBe('Agent: Hello.\nCaller: Hi.')
  const long = transcriptOf([{ role: 'caller', heardText: 'x'.repeat(300_000) }])
  expect(long.length).toBeLessThan(120_100)
  expect(long).toContain('[…]')
})

test('the shape that is asked for is strict, and follows the fields', () => {
  expect(answerJsonSchema(FIELDS)).toMatchObject({
    required: ['summary', 'outcome', 'fields'],
    additionalProperties: false,
    properties: {
      outcome: { enum: ['resolved', 'follow_up', 'unresolved', 'not_for_us'] },
      fields: {
        required: ['reason', 'guests', 'booked', 'meal'],
        properties: {
          guests: { type: ['number', 'null'], description: 'How many' },
          meal: { enum: ['lunch', 'dinner', null] },
        },
      },
    },
  })
  expect(INSTRUCTIONS).toContain('follow_up: Somebody promised')
  expect(INSTRUCTIONS).not.toContain('nothing_said')
})

describe('an answer', () => {
  const good = {
    summary: ' They booked. ',
    outcome: 'resolved',
    fields: { reason: 'A table', guests: 4, booked: true, meal: null },
  }

  test('is read into the operator’s order of fields', () => {
    expect(readAnswer(FIELDS, good)).toEqual({
      summary: 'They booked.',
      outcome: 'resolved',
      fields: [
        { name: 'reason', type: 'text', value: 'A table' },
        { name: 'guests', type: 'number', value: 4 },
        { name: 'booked', type: 'boolean', value: true },
        { name: 'meal', type: 'choice', value: null },
      ],
    })
  })

  test.each([
    ['a value of another type', { ...good, fields: { ...good.fields, guests: 'four' } }],
    ['a choice that is none', { ...good, fields: { ...good.fields, meal: 'brunch' } }],
    ['a field that is missing', { ...good, fields: { reason: null } }],
    ['an outcome that no model finds', { ...good, outcome: 'nothing_said' }],
  ])('is refused with %s', (_, value) => {
    expect(() => readAnswer(FIELDS, value)).toThrow(z.ZodError)
  })
})

const response = (content: object, status = 'completed') =>
  responseSchema.parse({
    status,
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', content: [content] },
    ],
    usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 30 }, output_tokens: 7 },
  })

describe('a response', () => {
  test('holds JSON, and tells what it cost', () => {
    const whole = response({ type: 'output_text', text: '{"a":1}' })
    expect(jsonIn(whole)).toEqual({ a: 1 })
    expect(usageOf(whole, 'gpt-x').map(({ part, unit, amount }) => [part, unit, amount])).toEqual([
      ['analysis', 'text_in_tokens', 70],
      ['analysis', 'text_in_cached_tokens', 30],
      ['analysis', 'text_out_tokens', 7],
    ])
  })

  test('says in a sentence why it holds none', () => {
    expect(() => jsonIn(response({ type: 'refusal', refusal: 'No.' }))).toThrow('declined')
    expect(() => jsonIn(response({ type: 'output_text', text: '{' }, 'incomplete'))).toThrow(
      'broke off',
    )
    expect(() => jsonIn(response({ type: 'output_text', text: '{' }))).toThrow('not in the shape')
  })
})
