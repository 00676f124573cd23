import { expect, test } from 'vitest'
import * as z from 'zod'
import { parseClientMessage } from '../../../worker/embedded-convex/sync/clientMessage.ts'
import { framesOf, type Transition } from '../../../worker/embedded-convex/sync/serverMessage.ts'
import { decodeTimestamp, encodeTimestamp } from '../../../worker/embedded-convex/sync/timestamp.ts'
import { advanced, isNews, mismatchOf } from '../../../worker/embedded-convex/sync/version.ts'

test('a timestamp is eight bytes, the low one first', () => {
  expect(encodeTimestamp(0)).toBe('AAAAAAAAAAA=')
  expect(encodeTimestamp(258)).toBe('AgEAAAAAAAA=')
  const now = 1_790_000_000_123_456
  expect(decodeTimestamp(encodeTimestamp(now))).toBe(now)
})

test.each(['', '!', 'AAAA', '//////////8='])('%j is no timestamp', (text) => {
  expect(decodeTimestamp(text)).toBeNull()
})

test('a message is read with its Convex values, and without what we do not know', () => {
  const message = {
    type: 'Mutation',
    requestId: 3,
    udfPath: 'agents:create',
    componentPath: undefined,
    later: true,
    args: [{ count: { $integer: 'AQAAAAAAAAA=' } }],
  }
  expect(parseClientMessage(JSON.stringify(message))).toEqual({
    type: 'Mutation',
    requestId: 3,
    udfPath: 'agents:create',
    args: { count: 1n },
  })
})

const WRONG: [what: string, frame: string][] = [
  ['no JSON', '{'],
  ['no object', '7'],
  [
    'arguments that are nested too deep',
    `{"type":"Mutation","requestId":0,"udfPath":"a:b","args":[{"x":${'['.repeat(62)}${']'.repeat(62)}}]}`,
  ],
  ['an unknown type', '{"type":"Other"}'],
  ['two arguments', '{"type":"Mutation","requestId":0,"udfPath":"a:b","args":[{},{}]}'],
  ['a negative number', '{"type":"Mutation","requestId":-1,"udfPath":"a:b","args":[{}]}'],
  [
    'a broken value',
    '{"type":"Mutation","requestId":0,"udfPath":"a:b","args":[{"x":{"$integer":"?"}}]}',
  ],
]
test.each(WRONG)('%s is answered with a sentence', (_, frame) => {
  expect(parseClientMessage(frame)).toEqual(expect.any(String))
})

const chunkSchema = z.object({
  type: z.literal('TransitionChunk'),
  chunk: z.string(),
  partNumber: z.number(),
  totalParts: z.number(),
  transitionId: z.string(),
})

test('a large transition goes in parts that the client can put together', () => {
  const value = '😀ü'.repeat(200_000)
  const transition: Transition = {
    type: 'Transition',
    startVersion: { querySet: 0, identity: 0, ts: 0 },
    endVersion: { querySet: 1, identity: 0, ts: 7 },
    modifications: [
      JSON.stringify({ type: 'QueryUpdated', queryId: 0, value, logLines: [], journal: null }),
    ],
    clientClockSkew: 0,
    serverTs: 0,
  }
  const frames = framesOf(transition, () => 'one')
  const chunks = frames.map((frame) => chunkSchema.parse(JSON.parse(frame)))
  expect(chunks.length).toBeGreaterThan(2)
  expect(chunks.map(({ partNumber }) => partNumber)).toEqual(chunks.map((_, at) => at))
  expect(chunks.every((chunk) => chunk.totalParts === chunks.length)).toBe(true)
  const whole: unknown = JSON.parse(chunks.map(({ chunk }) => chunk).join(''))
  expect(whole).toMatchObject({
    type: 'Transition',
    startVersion: { querySet: 0, identity: 0, ts: 'AAAAAAAAAAA=' },
    modifications: [{ value }],
  })
})

test('a version follows the one it was made from', () => {
  expect(mismatchOf({ baseVersion: 2, newVersion: 3 }, 2)).toBeNull()
  expect(mismatchOf({ baseVersion: 1, newVersion: 2 }, 2)).toContain('not the current 2')
  expect(mismatchOf({ baseVersion: 2, newVersion: 2 }, 2)).toContain('does not follow')
})

test('a transition is sent for what was asked or what has changed, and time never goes back', () => {
  const version = { querySet: 1, identity: 1, ts: 10 }
  expect(isNews(version, { querySet: 1, identity: 1 }, [])).toBe(false)
  expect(isNews(version, { querySet: 2, identity: 1 }, [])).toBe(true)
  expect(isNews(version, { querySet: 1, identity: 2 }, [])).toBe(true)
  expect(isNews(version, { querySet: 1, identity: 1 }, ['changed'])).toBe(true)
  expect(advanced(version, { querySet: 2, identity: 1 }, 9)).toEqual({
    querySet: 2,
    identity: 1,
    ts: 10,
  })
})
