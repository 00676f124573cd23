import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { decode, markName, mediaFrame, outbound } from '../../../worker/carriers/twilio/stream.ts'

describe('the media stream', () => {
  const media =
    '{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"25","payload":"//8="},"streamSid":"MZ1"}'

  test('a frame is cut out without parsing, with the same result', () => {
    expect(mediaFrame(media)).toEqual({ payload: '//8=', timestampMs: 25 })
    expect(decode(media)).toEqual({
      event: 'media',
      media: { payload: '//8=', timestamp: 25, track: 'inbound' },
    })
  })

  test.each([
    ['another event', '{"event":"mark","mark":{"name":"payload"}}'],
    ['another order of keys', '{"sequenceNumber":"3","event":"media","media":{"payload":"//8="}}'],
    [
      'our own audio that comes back',
      '{"event":"media","media":{"track":"outbound","timestamp":"25","payload":"//8="}}',
    ],
    ['a track that is not told', '{"event":"media","media":{"timestamp":"25","payload":"//8="}}'],
    ['no payload', '{"event":"media","media":{"track":"inbound","timestamp":"25"}}'],
  ])('%s is left to the parser', (_what, text) => {
    expect(mediaFrame(text)).toBeNull()
  })

  test('the name of a mark is cut out, unless there is an escape in it', () => {
    expect(markName('{"event":"mark","mark":{"name":"item_1:400"}}')).toBe('item_1:400')
    expect(markName(String.raw`{"event":"mark","mark":{"name":"item\"1"}}`)).toBeNull()
    expect(markName('{"event":"media","name":"item_1"}')).toBeNull()
  })

  test.each([
    ['{', SyntaxError],
    ['{"event":"unknown"}', z.ZodError],
    ['{"event":"dtmf","dtmf":{"digit":"12"}}', z.ZodError],
  ])('%s is refused', (text, error) => {
    expect(() => decode(text)).toThrow(error)
  })

  test('messages to the carrier are as documented', () => {
    const to = outbound('MZ1')
    expect(JSON.parse(to.media('//8='))).toEqual({
      event: 'media',
      streamSid: 'MZ1',
      media: { payload: '//8=' },
    })
    expect(JSON.parse(to.mark('p1'))).toEqual({
      event: 'mark',
      streamSid: 'MZ1',
      mark: { name: 'p1' },
    })
    expect(JSON.parse(to.clear())).toEqual({ event: 'clear', streamSid: 'MZ1' })
  })
})
