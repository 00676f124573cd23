import { describe, expect, test } from 'vitest'
import type { GuardedFetch } from '../../../worker/accounts.ts'
import { listModels } from '../../../worker/brains/chatCompletions/listModels.ts'
import { piecesOf } from '../../../worker/brains/chatCompletions/pieces.ts'
import { addressOf } from '../../../worker/brains/chatCompletions/request.ts'
import { asCompletion } from '../../../worker/brains/http/answer.ts'
import type { Written } from '../../../worker/brains/written.ts'
import type { BrainPiece } from '../../../worker/call/ports.ts'

const SOURCE = { who: 'brain.example', vendor: 'brain.example', model: 'own', key: 'turn-1' }

async function* from(written: readonly Written[], error?: Error): AsyncGenerator<Written> {
  yield* written
  if (error) throw error
}

async function read(written: AsyncIterable<Written>) {
  const pieces: BrainPiece[] = []
  const unreadable: unknown[] = []
  const listener = { unreadable: (error: unknown) => void unreadable.push(error) }
  try {
    for await (const piece of piecesOf(written, SOURCE, listener)) pieces.push(piece)
  } catch (error) {
    return { pieces, unreadable, error }
  }
  return { pieces, unreadable, error: null }
}

const chunk = (delta: object, finish_reason: string | null = null): Written => ({
  event: JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] }),
})
const call = (fields: object) => chunk({ tool_calls: [fields] })
const DONE: Written = { event: '[DONE]' }
const STOP = chunk({}, 'stop')
const text = (delta: string): BrainPiece => ({ type: 'text', delta })
const broken = { failure: { again: true, cause: 'brain.example broke off its answer.' } }

/** A call that comes whole, its arguments as they are. */
const whole = (id: string) => ({ id, function: { name: id, arguments: { day: 'Monday' } } })
const names = async (...written: Written[]) =>
  (await read(from([...written, chunk({}, 'tool_calls')]))).pieces.map((piece) =>
    piece.type === 'tool_call' ? `${piece.name} ${piece.args}` : '',
  )

describe('chunks', () => {
  test('become pieces of text, in order', async () => {
    const { pieces } = await read(
      from([
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'A' }),
        chunk({ content: 'b' }),
        STOP,
        DONE,
      ]),
    )
    expect(pieces).toEqual([text('A'), text('b')])
  })

  test('may be lists of parts, of which thoughts are not spoken', async () => {
    const content = [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
    ]
    expect((await read(from([chunk({ content }), STOP]))).pieces).toEqual([text('Yes.')])
  })

  test('of a tool call are put together by index, whole at the end', async () => {
    const { pieces } = await read(
      from([
        call({ index: 0, id: 'a', function: { name: 'weather' } }),
        call({ index: 1, id: 'b', function: { name: 'end_call', arguments: '' } }),
        call({ index: 0, function: { arguments: '{"day":' } }),
        call({ index: 0, function: { arguments: '"Monday"}' } }),
        chunk({}, 'tool_calls'),
        DONE,
      ]),
    )
    expect(pieces).toEqual([
      { type: 'tool_call', toolCallId: 'a', name: 'weather', args: '{"day":"Monday"}' },
      { type: 'tool_call', toolCallId: 'b', name: 'end_call', args: '{}' },
    ])
  })

  test('of servers that count no calls, or all as the first, are told apart', async () => {
    const both = ['a {"day":"Monday"}', 'b {"day":"Monday"}']
    expect(await names(call(whole('a')), call(whole('b')))).toEqual(both)
    expect(
      await names(call({ index: 0, ...whole('a') }), call({ index: 0, ...whole('b') })),
    ).toEqual(both)
  })

  test('without an id get one that follows from the key', async () => {
    const written = [call({ index: 0, function: { name: 'weather', arguments: '{}' } }), STOP]
    const [first] = (await read(from(written))).pieces
    const [second] = (await read(from(written))).pieces
    expect(first).toMatchObject({ toolCallId: expect.stringMatching(/^call_[0-9a-f]{20}_0$/) })
    expect(second).toEqual(first)
  })

  test('that are unknown or broken are dropped', async () => {
    const odd = [{ event: '{' }, { event: '{"object":"ping"}' }]
    const { pieces, unreadable } = await read(from([...odd, chunk({ content: 'A' }), STOP]))
    expect(pieces).toEqual([text('A')])
    expect(unreadable).toHaveLength(2)
  })
})

describe('an answer', () => {
  test('is whole by its finish reason, or by [DONE]', async () => {
    expect((await read(from([chunk({ content: 'A' }), DONE]))).error).toBeNull()
    expect((await read(from([chunk({ content: 'A' }), STOP]))).error).toBeNull()
    const late = new Error('Network connection lost.')
    expect((await read(from([chunk({ content: 'A' }), STOP], late))).error).toBeNull()
  })

  test('that is cut gives what has come, no half tool call, and an error', async () => {
    const half = call({ index: 0, id: 'a', function: { name: 'weather', arguments: '{"da' } })
    const { pieces, error } = await read(from([chunk({ content: 'A' }), half]))
    expect(pieces).toEqual([text('A')])
    expect(error).toMatchObject(broken)
    expect((await read(from([]))).error).toMatchObject(broken)
  })

  test('that fails in its middle says why', async () => {
    const failed = { event: '{"error":{"message":"Overloaded.","code":503}}' }
    const { pieces, error } = await read(from([chunk({ content: 'A' }), failed]))
    expect(pieces).toEqual([text('A')])
    expect(error).toMatchObject({
      failure: { cause: 'brain.example broke off its answer: Overloaded. (503)', again: true },
    })
  })

  test('that was cut short by the model says so', async () => {
    const { pieces } = await read(from([chunk({ content: 'A' }), chunk({}, 'length'), DONE]))
    expect(pieces).toEqual([
      text('A'),
      { type: 'incomplete', detail: 'brain.example cut the answer: length.' },
    ])
  })

  test('tells what it used, cached tokens there alone', async () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 64 },
    }
    const { pieces } = await read(
      from([STOP, { event: JSON.stringify({ choices: [], usage }) }, DONE]),
    )
    const line = { part: 'brain', vendor: 'brain.example', model: 'own' }
    expect(pieces).toEqual([
      {
        type: 'usage',
        usage: [
          { ...line, unit: 'text_in_tokens', amount: 36 },
          { ...line, unit: 'text_in_cached_tokens', amount: 64 },
          { ...line, unit: 'text_out_tokens', amount: 7 },
        ],
      },
    ])
  })

  test('may come in one JSON', async () => {
    const message = { role: 'assistant', content: 'A', tool_calls: null }
    const completion = { choices: [{ message, finish_reason: 'stop' }] }
    expect((await read(from([{ whole: completion }]))).pieces).toEqual([text('A')])
    expect((await read(from([{ whole: { hello: 1 } }]))).error).toMatchObject({
      failure: { cause: 'brain.example answered with a JSON that is no answer.' },
    })
  })
})

const readShort = (json: string) => read(asCompletion(from([{ whole: JSON.parse(json) }])))
const directive = (name: string, args: string, at = 0) => ({
  type: 'tool_call',
  toolCallId: expect.stringMatching(new RegExp(`_${at}$`)),
  name,
  args,
})

describe('a short answer', () => {
  test('is a text, and what is to be done then', async () => {
    expect((await readShort('{"text":"Bye."}')).pieces).toEqual([text('Bye.')])
    const one = '{"tool":"end_call","arguments":{"reason":"done"}}'
    expect((await readShort(`{"text":"Bye.","then":${one}}`)).pieces).toEqual([
      text('Bye.'),
      directive('end_call', '{"reason":"done"}'),
    ])
    const two = '[{"tool":"a"},{"tool":"b","arguments":"{}"}]'
    expect((await readShort(`{"then":${two}}`)).pieces).toEqual([
      directive('a', '{}'),
      directive('b', '{}', 1),
    ])
  })

  test('is none where its fields are of another kind', async () => {
    for (const json of ['{"text":1}', '{"text":"A","then":"end_call"}']) {
      expect((await readShort(json)).error).toMatchObject({ failure: { again: true } })
    }
  })
})

async function list(body: string, status = 200) {
  const asked: unknown[] = []
  const reach: GuardedFetch = async (url, { secretHeaders }) => {
    asked.push([url, secretHeaders])
    return new Response(body, { status })
  }
  const models = await listModels(reach, 'https://brain.example/v1/', 'key')
  return { models, asked }
}

describe('the models of an endpoint', () => {
  test('are listed', async () => {
    const data = [{ id: 'own' }, { id: 'old', shutdown_date: '2027-01-14' }]
    expect(await list(JSON.stringify({ data }))).toEqual({
      models: [
        { model: 'own', shutdownDate: null },
        { model: 'old', shutdownDate: '2027-01-14' },
      ],
      asked: [['https://brain.example/v1/models', { authorization: 'Bearer key' }]],
    })
  })

  test('are not, for a reason that is told in a sentence', async () => {
    await expect(list('', 401)).rejects.toThrow('brain.example does not accept the key.')
    await expect(list('', 404)).rejects.toThrow('it answered 404.')
    await expect(list('<html>')).rejects.toThrow('that can be read.')
  })
})

test('an address is put together whether the base ends with a slash or not', () => {
  for (const base of ['https://a.example/v1', 'https://a.example/v1/']) {
    expect(addressOf(base, '/models')).toBe('https://a.example/v1/models')
  }
})
