import { expect, test } from 'vitest'
import { readCustomerMessage } from '../../simulators/twilio/streamMessages.ts'

const MEDIA = { event: 'media', streamSid: 'MZ1', media: { payload: '/////w==' } }
const MARK = { event: 'mark', streamSid: 'MZ1', mark: { name: 'end' } }
const CLEAR = { event: 'clear', streamSid: 'MZ1' }

test.each([MEDIA, MARK, CLEAR])('$event is obeyed without a word', (message) => {
  expect(readCustomerMessage(JSON.stringify(message))).toEqual({ message, complaint: null })
})

test.each([
  ['track', { ...MEDIA, track: 'outbound' }, MEDIA],
  ['media.track', { ...MEDIA, media: { ...MEDIA.media, track: 'outbound' } }, MEDIA],
  ['sequenceNumber', { ...CLEAR, sequenceNumber: '1' }, CLEAR],
])('a field too many, %s, is complained of, and the message obeyed', (field, sent, message) => {
  const complaint = { kind: 'invalid', text: expect.stringContaining(field) }
  expect(readCustomerMessage(JSON.stringify(sent))).toEqual({ message, complaint })
})

test.each([
  ['invalid', '{'],
  ['invalid', JSON.stringify({ event: 'stop', streamSid: 'MZ1' })],
  ['invalid', JSON.stringify({ event: 'mark', streamSid: 'MZ1' })],
  ['invalid', JSON.stringify({ event: 'clear' })],
  ['invalid', JSON.stringify({ ...MEDIA, media: {} })],
  ['invalid', JSON.stringify({ ...MEDIA, media: { payload: '' } })],
  ['malformed', JSON.stringify({ ...MEDIA, media: { payload: 'no base64!' } })],
])('%s: %s is not obeyed', (kind, text) => {
  expect(readCustomerMessage(text)).toMatchObject({ message: null, complaint: { kind } })
})
