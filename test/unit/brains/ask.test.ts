import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { GuardedFetch, GuardedInit } from '../../../worker/accounts.ts'
import { ask, HEAD_MS, MAX_BYTES } from '../../../worker/brains/ask.ts'
import { IDLE_MS } from '../../../worker/brains/body.ts'
import type { Written } from '../../../worker/brains/written.ts'
import { PartError } from '../../../worker/call/PartError.ts'
import { NotAsked } from '../../../worker/lib/outwardUrl.ts'
import { PlainError } from '../../../worker/lib/PlainError.ts'

const REQUEST = {
  who: 'The brain',
  url: 'https://brain.example/ask',
  key: 'turn-1',
  secretHeaders: { authorization: 'Bearer sk-secret' },
  body: '{}',
}

/** A body that is written from outside; `cancelled` tells that its reader has left. */
function openBody() {
  const cancelled = Promise.withResolvers<true>()
  let controller: ReadableStreamDefaultController<Uint8Array>
  const stream = new ReadableStream<Uint8Array>({
    start: (own) => {
      controller = own
    },
    cancel: () => cancelled.resolve(true),
  })
  return {
    stream,
    cancelled: cancelled.promise,
    write: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
    close: () => controller.close(),
    fail: (error: Error) => controller.error(error),
  }
}

const SSE = { headers: { 'content-type': 'text/event-stream' } }
const events = (...data: string[]) => data.map((one) => `data: ${one}\n\n`).join('')

/** Answers each request by the next of these. */
function reachBy(...answers: (Response | Error)[]) {
  const asked: GuardedInit[] = []
  const reach: GuardedFetch = async (_url, init) => {
    asked.push(init)
    const answer = answers.shift() ?? new Error('Nobody is there.')
    if (answer instanceof Error) throw answer
    return answer
  }
  return { reach, asked }
}

async function collect(
  reach: GuardedFetch,
  signal: AbortSignal = new AbortController().signal,
): Promise<Written[]> {
  const pieces: Written[] = []
  for await (const piece of ask(reach, REQUEST, signal)) pieces.push(piece)
  return pieces
}

const failureOf = async (reach: GuardedFetch) => {
  const error: unknown = await collect(reach).catch((thrown: unknown) => thrown)
  return error instanceof PartError ? error.failure : error
}

const answer = (body: string, type: string, status = 200, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { 'content-type': type, ...headers } })

describe('what is written', () => {
  test('comes event by event, comments left out, the last one without its blank line', async () => {
    const body = ': ping\n\ndata: 1\n\nevent: x\ndata: 2\n\n: ping\ndata: 3'
    const { reach } = reachBy(answer(body, 'text/event-stream'))
    expect(await collect(reach)).toEqual([{ event: '1' }, { event: '2' }, { event: '3' }])
  })

  test('is known by how it begins where its type says nothing', async () => {
    const { reach } = reachBy(
      answer('\n{"a":1}', 'text/plain'),
      answer(events('1'), 'text/plain'),
      answer('<html>', 'text/plain'),
    )
    expect(await collect(reach)).toEqual([{ whole: { a: 1 } }])
    expect(await collect(reach)).toEqual([{ event: '1' }])
    expect(await failureOf(reach)).toMatchObject({ again: true })
  })

  test('is an error in one sentence when it is a web page or no JSON', async () => {
    for (const [body, type] of [
      ['<!doctype html><p>secret', 'text/html'],
      ['<!doctype html><p>secret', 'application/json'],
      ['secret', 'application/json'],
    ] as const) {
      const failure = await failureOf(reachBy(answer(body, type)).reach)
      expect(failure).toMatchObject({
        cause: expect.stringMatching(/^The brain answered with [^.]+\.$/),
      })
      expect(JSON.stringify(failure)).not.toContain('secret')
    }
  })

  test('is cut through letters of many bytes without harm', async () => {
    const bytes = new TextEncoder().encode(events('Grüße'))
    const at = bytes.indexOf(0xc3) + 1
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, at))
        controller.enqueue(bytes.slice(at))
        controller.close()
      },
    })
    expect(await collect(reachBy(new Response(stream, SSE)).reach)).toEqual([{ event: 'Grüße' }])
  })

  test('is limited to 1 MB, whose guard says so in its own sentence', async () => {
    const body = openBody()
    const { reach, asked } = reachBy(new Response(body.stream, SSE))
    const failure = failureOf(reach)
    body.fail(new PlainError('brain.example answered with more than 1,000,000 bytes.'))
    expect(await failure).toMatchObject({ cause: expect.stringContaining('1,000,000') })
    expect(asked[0]?.maxBytes).toBe(MAX_BYTES)
  })
})

const refused = async (status: number, body: string, headers = {}) =>
  failureOf(reachBy(answer(body, 'application/json', status, headers)).reach)
const error = (code: string, message = 'No.') => JSON.stringify({ error: { code, message } })

describe('whoever is asked', () => {
  test('is asked once more, with the same key, when the connection was already closed', async () => {
    const lost = new Error('Network connection lost.')
    const { reach, asked } = reachBy(lost, answer(events('1'), 'text/event-stream'))
    expect(await collect(reach)).toEqual([{ event: '1' }])
    expect(asked.map(({ headers }) => headers?.['idempotency-key'])).toEqual(['turn-1', 'turn-1'])
  })

  test('is asked once more where a guard told of it in its own words', async () => {
    const cause = new Error('Network connection lost.')
    const told = new PlainError('brain.example cannot be reached.', { cause })
    const { reach } = reachBy(told, answer(events('1'), 'text/event-stream'))
    expect(await collect(reach)).toEqual([{ event: '1' }])
  })

  test('is asked no third time, and not again after any other error', async () => {
    const lost = new Error('Network connection lost.')
    const twice = reachBy(lost, lost, answer('', 'text/event-stream'))
    const unreached = { cause: 'The brain could not be reached.', again: true, retryAfterMs: null }
    expect(await failureOf(twice.reach)).toEqual(unreached)
    expect(twice.asked).toHaveLength(2)
    const other = reachBy(new Error('dns sk-secret'), answer('', 'text/event-stream'))
    expect(await failureOf(other.reach)).toEqual(unreached)
    expect(other.asked).toHaveLength(1)
  })

  test('is not asked where that is forbidden, which is told in its own sentence', async () => {
    const { reach, asked } = reachBy(new NotAsked('10.0.0.1 is a private address.'))
    expect(await failureOf(reach)).toMatchObject({
      cause: '10.0.0.1 is a private address.',
      again: false,
    })
    expect(asked).toHaveLength(1)
  })

  test('refuses for now or for good, by its own reason', async () => {
    expect(await refused(429, error('rate_limit_exceeded'), { 'retry-after': '2' })).toEqual({
      cause: 'The brain refused the question: 429 No. (rate_limit_exceeded)',
      again: true,
      retryAfterMs: 2000,
    })
    expect(await refused(429, error('insufficient_quota'))).toMatchObject({ again: false })
    expect(await refused(404, error('model_not_found'))).toMatchObject({ again: false })
    expect(await refused(401, error('', 'Incorrect API key: sk-1234abcd.'))).toEqual({
      cause: 'The brain refused the question: 401 Incorrect API key: sk-…',
      again: false,
      retryAfterMs: null,
    })
    expect(await refused(503, 'upstream down', { 'retry-after-ms': '40' })).toMatchObject({
      again: true,
      retryAfterMs: 40,
    })
    expect(await refused(422, '{"detail":"No such field."}')).toMatchObject({
      cause: 'The brain refused the question: 422 No such field.',
    })
    expect(await refused(500, '{"error":"Out of memory."}')).toMatchObject({ again: true })
  })

  test('is left alone when nobody wants the answer any more', async () => {
    const abort = new AbortController()
    abort.abort(new Error('The caller went on.'))
    const { reach, asked } = reachBy(answer('', 'text/event-stream'))
    await expect(collect(reach, abort.signal)).rejects.toThrow('The caller went on.')
    expect(asked).toEqual([])
  })
})

const start = () => {
  const body = openBody()
  body.write(events('1'))
  const by = reachBy(new Response(body.stream, SSE))
  const abort = new AbortController()
  const pieces = ask(by.reach, REQUEST, abort.signal)
  const ended = async () => (await body.cancelled) && by.asked[0]?.signal?.aborted
  return { body, abort, pieces, ended }
}

describe('every way out ends the work', () => {
  test('aborting while the next piece is waited for', async () => {
    const { abort, pieces, ended } = start()
    await pieces.next()
    const next = pieces.next()
    abort.abort(new Error('The caller went on.'))
    await expect(next).rejects.toThrow('The caller went on.')
    expect(await ended()).toBe(true)
  })

  test('aborting while nobody asks for the next piece', async () => {
    const { abort, pieces, ended } = start()
    await pieces.next()
    abort.abort()
    expect(await ended()).toBe(true)
  })

  test('leaving the loop', async () => {
    const { pieces, ended } = start()
    for await (const piece of pieces) {
      expect(piece).toEqual({ event: '1' })
      break
    }
    expect(await ended()).toBe(true)
  })

  test('throwing in the loop', async () => {
    const { pieces, ended } = start()
    const looped = async () => {
      for await (const piece of pieces) throw new Error(JSON.stringify(piece))
    }
    await expect(looped()).rejects.toThrow('"event":"1"')
    expect(await ended()).toBe(true)
  })

  test('a body that breaks', async () => {
    const { body, pieces } = start()
    await pieces.next()
    body.fail(new Error('Network connection lost.'))
    await expect(pieces.next()).rejects.toMatchObject({
      failure: { cause: 'The brain broke off its answer.', again: true },
    })
  })
})

const silent: GuardedFetch = () => new Promise(() => {})

describe('time', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('a server that does not answer is given up', async () => {
    const failure = failureOf(silent)
    await vi.advanceTimersByTimeAsync(HEAD_MS)
    expect(await failure).toMatchObject({ cause: expect.stringMatching(/10 seconds/), again: true })
  })

  test('a server that stalls in its answer is given up, and its body let go', async () => {
    const body = openBody()
    body.write(events('1'))
    const failure = failureOf(reachBy(new Response(body.stream, SSE)).reach)
    await vi.advanceTimersByTimeAsync(IDLE_MS - 1)
    body.write(': ping\n\n')
    await vi.advanceTimersByTimeAsync(IDLE_MS)
    expect(await failure).toEqual({
      cause: 'The brain wrote nothing for 10 seconds.',
      again: true,
      retryAfterMs: null,
    })
    expect(await body.cancelled).toBe(true)
  })
})
