import { expect, test } from 'vitest'
import { mediaFrame } from '../../../worker/carriers/twilio/stream.ts'
import { quickEvent } from '../../../worker/engines/realtime/protocol.ts'
import { valueAfter, wholeAfter } from '../../../worker/lib/valueAfter.ts'

test.each([
  ['{"a":"b"}', 'b'],
  ['{"a":""}', ''],
  ['{"b":"a"}', null],
  ['{"a":"b', null],
  ['{"a":"b\\/c"}', null],
  ['{"a":"b\\""}', null],
  ['{"a":"\\\\"}', null],
])('what stands behind "a" in %s is %j', (text, value) => {
  expect(valueAfter(text, '"a":"', 0)).toBe(value)
})

test.each([
  ['{"a":"0"}', 0],
  ['{"a":"120"}', 120],
  ['{"a":"1e3"}', null],
  ['{"a":"-1"}', null],
  ['{"a":"12', null],
  ['{"b":"12"}', null],
])('the digits behind "a" in %s are %j', (text, value) => {
  expect(wholeAfter(text, '"a":"', 0)).toBe(value)
})

const media = (payload: string) =>
  `{"event":"media","media":{"track":"inbound","payload":"${payload}","timestamp":"5"},"streamSid":"MZ1"}`
const delta = (audio: string) =>
  `{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"${audio}"}`

test('audio with an escape in it is left to the parser, on both legs', () => {
  expect(mediaFrame(media('//8='))).toEqual({ payload: '//8=', timestampMs: 5 })
  expect(mediaFrame(media('\\/\\/8='))).toBeNull()
  expect(quickEvent(delta('//8='))).toMatchObject({ payload: '//8=' })
  expect(quickEvent(delta('\\/\\/8='))).toBeNull()
})
