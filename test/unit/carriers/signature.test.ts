/** Twilio's own library is the judge: what it signs and accepts, passes here. */
import * as fc from 'fast-check'
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { isSigned, secretFor } from '../../../worker/carriers/twilio/signature.ts'
import { spellingsOf, streamSpellingsOf } from '../../../worker/carriers/twilio/spellings.ts'

const TOKEN = '12345'
const SECRETS = {
  authToken: TOKEN,
  sharedKeys: { webhooks_sharedkey_1: 'shared one', webhooks_sharedkey_2: 'shared=two' },
}
const WITH_TOKEN = { secret: TOKEN, hash: 'SHA-1' } as const
const FORM = { CallSid: 'CA1', From: '+14158675310', Zusatz: 'Grüße & “mehr”', Empty: '' }

/** Whether a request passes that Twilio signed for `configured`, and that comes by HTTP. */
function passes(configured: string, params: Record<string, string | string[]> = FORM) {
  const signature = getExpectedTwilioSignature(TOKEN, configured, params)
  // What it was given is escaped on its way, as every client escapes it.
  const urls = spellingsOf(new URL(configured))
  return isSigned(WITH_TOKEN, { urls, params, signature })
}

describe('a request that Twilio’s library signs', () => {
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
    expect(await isSigned(WITH_TOKEN, example)).toBe(true)
  })

  test.each([
    ['another token', '54321', example],
    ['another URL', '12345', { ...example, urls: ['https://example.com/'] }],
    ['another value', '12345', { ...example, params: { ...example.params, Digits: '1235' } }],
    ['no signature', '12345', { ...example, signature: '' }],
    ['what is not base64', '12345', { ...example, signature: '%%%' }],
  ])('is refused with %s', async (_what, secret, request) => {
    expect(await isSigned({ ...WITH_TOKEN, secret }, request)).toBe(false)
  })

  test.each([
    'https://example.com/twilio/voice',
    'https://example.com:443/twilio/voice',
    'https://example.com:8443/twilio/voice?x=1',
    'http://example.com:80/twilio/voice?x=1',
    'https://example.com/twilio/voice?',
    "https://example.com/twilio/voice?name=O'Brien",
    'https://example.com/twilio/voice?name=O%27Brien',
    'https://example.com/twilio/voice?city=Köln',
    'https://example.com/twilio/voice?city=K%C3%B6ln',
    'https://example.com/twilio/voice?line=front desk',
    'https://example.com/twilio/voice?line=front%20desk',
    'https://example.com/twilio/voice?line=front+desk',
    'https://example.com/twilio/voice?a=1&b=x%26y&c=%3D',
    `https://example.com:443/twilio/voice?a="b"<c>'d'&e=ü ö`,
  ])('passes for %s', async (configured) => {
    expect(await passes(configured)).toBe(true)
  })

  test('passes with any form, also with repeated fields', async () => {
    const values = fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 4 }))
    const forms = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), values)
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        expect(await passes('https://example.com/twilio/voice', form)).toBe(true)
      }),
    )
  })

  test('passes in every spelling of a query that the library accepts', async () => {
    const letters = fc.constantFrom(..."ab'ü “<>~*()!$,;:@?".split(''))
    // A space at the end of a URL belongs to nobody.
    const text = fc.string({ unit: letters }).map((value) => `${value}.`)
    const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), text), {
      minLength: 1,
      selector: ([name]) => name,
    })
    const spell = fc.constantFrom(
      (value: string) => value,
      (value: string) => encodeURIComponent(value),
      (value: string) => new URLSearchParams([['', value]]).toString().slice(1),
    )
    await fc.assert(
      fc.asyncProperty(pairs, spell, async (fields, write) => {
        const query = fields.map(([name, value]) => `${name}=${write(value)}`).join('&')
        const configured = `https://example.com/twilio/voice?${query}`
        const received = new URL(configured).href
        const signature = getExpectedTwilioSignature(TOKEN, configured, FORM)
        fc.pre(validateRequest(TOKEN, signature, received, FORM) || !query.includes('%'))
        expect(await passes(configured)).toBe(true)
      }),
    )
  })

  test('of a stream may have a slash after the URL', () => {
    const spellings = streamSpellingsOf(new URL('wss://example.com/media'))
    expect(spellings).toContain('wss://example.com/media/')
    expect(spellings).toContain('wss://example.com:443/media')
  })
})

describe('a shared key', () => {
  const url = 'https://example.com/twilio/voice'
  const signedWith = (secret: string, algorithm: string) => ({
    urls: [url],
    params: FORM,
    signature: getExpectedTwilioSignature(secret, url, FORM, algorithm),
  })

  test.each([
    ['webhooks_sharedkey_1', 'shared one', 'HMAC_SHA1'],
    ['webhooks_sharedkey_1', 'shared one', 'HMAC_SHA256'],
    ['webhooks_sharedkey_2', 'shared=two', 'HMAC_SHA256'],
  ])('%s passes with %s, by %s', async (key, secret, algorithm) => {
    const chosen = secretFor(`key=${key}, algorithm=${algorithm}`, SECRETS)
    expect(chosen && (await isSigned(chosen, signedWith(secret, algorithm)))).toBe(true)
  })

  test('signs by SHA-1 where no algorithm is named', async () => {
    const chosen = secretFor('key=webhooks_sharedkey_1', SECRETS)
    expect(chosen && (await isSigned(chosen, signedWith('shared one', 'HMAC_SHA1')))).toBe(true)
  })

  test.each([
    ['a key that is not known', 'key=another,algorithm=HMAC_SHA256'],
    ['a key that every object has', 'key=toString,algorithm=HMAC_SHA256'],
    ['no key', 'algorithm=HMAC_SHA256'],
    ['an algorithm that is not known', 'key=webhooks_sharedkey_1,algorithm=NONE'],
    ['nonsense', 'x'],
  ])('with %s there is nothing to check with', (_what, header) => {
    expect(secretFor(header, SECRETS)).toBeNull()
  })

  test('is never replaced by another key or the token', async () => {
    const chosen = secretFor('key=webhooks_sharedkey_1,algorithm=HMAC_SHA1', SECRETS)
    for (const secret of ['shared=two', TOKEN]) {
      expect(chosen && (await isSigned(chosen, signedWith(secret, 'HMAC_SHA1')))).toBe(false)
    }
    expect(secretFor(undefined, SECRETS)).toEqual(WITH_TOKEN)
  })
})
