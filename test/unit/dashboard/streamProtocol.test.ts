import { expect, test } from 'vitest'
import {
  CallerMessages,
  newStreamSid,
  readServerMessage,
} from '../../../dashboard/features/test-call/streamProtocol.ts'
import { decode, mediaFrame, outbound } from '../../../worker/carriers/twilio/stream.ts'

const ids = { streamSid: 'MZ00', callSid: 'test_1', token: 'secret' }

test('the Worker reads a whole call as Twilio’s', () => {
  const messages = new CallerMessages(ids)
  const sent = [
    messages.connected(),
    messages.start(),
    messages.media('//8='),
    messages.dtmf('#'),
    messages.mark('m1'),
    messages.stop(),
  ]
  expect(sent.map(decode)).toMatchObject([
    { event: 'connected' },
    { event: 'start', start: { ...pick(ids), customParameters: { token: 'secret' } } },
    { event: 'media', media: { payload: '//8=', timestamp: 0 } },
    { event: 'dtmf', dtmf: { digit: '#' } },
    { event: 'mark', mark: { name: 'm1' } },
    { event: 'stop' },
  ])
})

test('media takes the Worker’s fast path, with times that follow the frames', () => {
  const messages = new CallerMessages(ids)
  const frames = ['AAAA', 'BBBB', 'CCCC'].map((payload) => mediaFrame(messages.media(payload)))
  expect(frames).toEqual([
    { payload: 'AAAA', timestampMs: 0 },
    { payload: 'BBBB', timestampMs: 20 },
    { payload: 'CCCC', timestampMs: 40 },
  ])
})

test('numbers are strings and counted over all messages, as Twilio’s are', () => {
  const messages = new CallerMessages(ids)
  const sent = [messages.start(), messages.media('AA=='), messages.media('AA==')].map((text) =>
    JSON.parse(text),
  )
  expect(sent.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1', '2', '3'])
  expect(sent.slice(1).map(({ media }) => media.chunk)).toEqual(['1', '2'])
})

test('reads everything the Worker sends', () => {
  const { media, mark, clear } = outbound('MZ00')
  expect([media('//8='), mark('m1'), clear()].map(readServerMessage)).toEqual([
    { event: 'media', media: { payload: '//8=' } },
    { event: 'mark', mark: { name: 'm1' } },
    { event: 'clear' },
  ])
})

test('what is not in the protocol is left alone', () => {
  expect(['', '{', '{"event":"new"}', '{"event":"media"}', 'null'].map(readServerMessage)).toEqual(
    Array(5).fill(null),
  )
})

test('stream ids look like Twilio’s and differ', () => {
  expect(newStreamSid()).toMatch(/^MZ[0-9a-f]{32}$/)
  expect(newStreamSid()).not.toBe(newStreamSid())
})

function pick({ streamSid, callSid }: typeof ids) {
  return { streamSid, callSid }
}
