import { describe, expect, test } from 'vitest'
import {
  isSigned,
  spellingsOf,
  streamSpellingsOf,
} from '../../../worker/carriers/twilio/signature.ts'
import { decode, mediaFrame, outbound } from '../../../worker/carriers/twilio/stream.ts'

describe('Twilio’s signature', () => {
  // The example of https://www.twilio.com/docs/usage/security
  const example = {
    urls: ['https://example.com/myapp.php?foo=1&bar=2'],
    params: {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    },
    signature: 'L/OH5YylLD5NRKLltdqwSvS0BnU=',
  }

  test('is accepted as Twilio’s own example has it', async () => {
    expect(await isSigned('12345', example)).toBe(true)
  })

  test.each([
    ['another token', '54321', example],
    ['another URL', '12345', { ...example, urls: ['https://example.com/'] }],
    ['another value', '12345', { ...example, params: { ...example.params, Digits: '1235' } }],
    ['no signature', '12345', { ...example, signature: '' }],
    ['what is not base64', '12345', { ...example, signature: '%%%' }],
  ])('is refused with %s', async (_what, token, request) => {
    expect(await isSigned(token, request)).toBe(false)
  })

  test('may cover the default port, and a slash after a stream’s URL', () => {
    expect(spellingsOf(new URL('https://example.com/voice?x=1'))).toEqual([
      'https://example.com/voice?x=1',
      'https://example.com:443/voice?x=1',
    ])
    expect(streamSpellingsOf(new URL('wss://example.com/media'))).toContain(
      'wss://example.com/media/',
    )
  })
})

describe('the media stream', () => {
  const media =
    '{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"25","payload":"//8="},"streamSid":"MZ1"}'

  test('a frame is cut out without parsing, with the same result', () => {
    expect(mediaFrame(media)).toEqual({ payload: '//8=', timestampMs: 25 })
    expect(decode(media)).toEqual({ event: 'media', media: { payload: '//8=', timestamp: 25 } })
  })

  test.each([
    ['another event', '{"event":"mark","mark":{"name":"payload"}}'],
    ['another order of keys', '{"sequenceNumber":"3","event":"media","media":{"payload":"//8="}}'],
    ['no payload', '{"event":"media","media":{"timestamp":"25"}}'],
  ])('%s is left to the parser', (_what, text) => {
    expect(mediaFrame(text)).toBeNull()
  })

  test.each(['{', '{"event":"unknown"}', '{"event":"dtmf","dtmf":{"digit":"12"}}'])(
    '%s is refused',
    (text) => {
      expect(() => decode(text)).toThrow()
    },
  )

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
