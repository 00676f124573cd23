/** Judged by the package of those who wrote the standard. */
import * as fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import {
  isSignedWebhook,
  newSigningSecret,
  signWebhook,
} from '../../../worker/lib/standardWebhooks.ts'

const secretOf = (bytes: Uint8Array): string => `whsec_${Buffer.from(bytes).toString('base64')}`
const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf)
const ids = fc.stringMatching(/^[A-Za-z0-9_:-]{1,40}$/)
const bodies = fc.oneof(fc.json(), fc.string({ unit: 'binary' }))

const [ONE, OTHER] = [newSigningSecret(), newSigningSecret()]

async function signed(body: string, by: readonly string[], now = Date.now(), id = 'msg_1') {
  return new Headers({ ...(await signWebhook({ id, now, body, secrets: by })) })
}

describe('signing', () => {
  test('the standard’s own package takes what is signed here, and signs the same', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, ids, bodies, async (secret, id, body) => {
        const now = Date.now()
        const headers = await signWebhook({ id, now, body, secrets: [secret] })
        const oracle = new Webhook(secret)
        expect(headers['webhook-signature']).toBe(oracle.sign(id, new Date(now), body))
        expect(() => oracle.verify(body, { ...headers }, { jsonParse: false })).not.toThrow()
      }),
    )
  })

  test('while secrets change, whoever knows either takes it', async () => {
    const headers = await signWebhook({
      id: 'msg_1',
      now: Date.now(),
      body: '{}',
      secrets: [ONE, OTHER],
    })
    expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/)
    for (const secret of [ONE, OTHER]) {
      expect(() => new Webhook(secret).verify('{}', { ...headers })).not.toThrow()
    }
    expect(() => new Webhook(newSigningSecret()).verify('{}', { ...headers })).toThrow(
      'No matching signature',
    )
  })

  test.each([
    'a secret',
    'whsec_',
    'whsec_!!!!',
    secretOf(new Uint8Array(23)),
    secretOf(new Uint8Array(65)),
    ONE.replace('whsec_', 'WHSEC_'),
  ])('%s is no secret, and is not quoted', async (secret) => {
    const refused = signWebhook({ id: 'msg_1', now: 0, body: '', secrets: [secret] })
    await expect(refused).rejects.toThrow(
      /^A signing secret is whsec_ and 24 to 64 bytes in base64\.$/,
    )
  })

  test.each(['', 'a.b', 'a b', 'a\nb', 'ü'])('“%s” is no id', async (id) => {
    await expect(signWebhook({ id, now: 0, body: '', secrets: [ONE] })).rejects.toThrow('a word')
  })

  test('a new secret has the form of the standard, and is another one each time', () => {
    expect(ONE).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(OTHER).not.toBe(ONE)
  })
})

describe('checking', () => {
  const NOW = 1_790_000_000_000

  test('what the standard’s own package has signed counts, by any of the secrets', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, ids, bodies, async (secret, id, body) => {
        const headers = new Headers({
          'webhook-id': id,
          'webhook-timestamp': String(NOW / 1000),
          'webhook-signature': new Webhook(secret).sign(id, new Date(NOW), body),
        })
        const check = (by: string[]) => isSignedWebhook(headers, { now: NOW, body, secrets: by })
        expect(await check([ONE, secret])).toBe(true)
        expect(await check([ONE])).toBe(false)
        expect(await check([])).toBe(false)
      }),
    )
  })

  test('another body, id or time does not', async () => {
    const check = async (change: Record<string, string>, body = '{}') => {
      const headers = await signed('{}', [ONE], NOW)
      for (const [name, value] of Object.entries(change)) headers.set(name, value)
      return isSignedWebhook(headers, { now: NOW, body, secrets: [ONE] })
    }
    expect(await check({})).toBe(true)
    expect(await check({}, '{} ')).toBe(false)
    expect(await check({ 'webhook-id': 'msg_2' })).toBe(false)
    expect(await check({ 'webhook-timestamp': String(NOW / 1000 + 1) })).toBe(false)
  })

  test.each([
    [-301_000, false],
    [-300_000, true],
    [300_000, true],
    [301_000, false],
  ])('one that is %i ms off counts: %s', async (offMs, counts) => {
    const headers = await signed('{}', [ONE], NOW)
    const check = { now: NOW + offMs, body: '{}', secrets: [ONE] }
    expect(await isSignedWebhook(headers, check)).toBe(counts)
  })

  test('signatures of other versions are passed over', async () => {
    const headers = await signed('{}', [ONE], NOW)
    const own = headers.get('webhook-signature') ?? ''
    const check = (signature: string) => {
      headers.set('webhook-signature', signature)
      return isSignedWebhook(headers, { now: NOW, body: '{}', secrets: [ONE] })
    }
    expect(await check(`v1a,AAAA v2,BBBB ${own}`)).toBe(true)
    expect(await check(own.replace('v1,', 'v2,'))).toBe(false)
    expect(await check(own.slice(0, -4))).toBe(false)
    expect(await check(`${own}AAAA`)).toBe(false)
  })

  test.each([
    {},
    { 'webhook-signature': 'v1,' },
    { 'webhook-id': '', 'webhook-timestamp': '1790000000', 'webhook-signature': 'v1,AAAA' },
    { 'webhook-id': 'a', 'webhook-timestamp': '1e9', 'webhook-signature': 'v1,AAAA' },
    { 'webhook-id': 'a', 'webhook-timestamp': 'NaN', 'webhook-signature': 'v1,AAAA' },
    { 'webhook-id': 'a', 'webhook-timestamp': '1790000000', 'webhook-signature': 'v1,=' },
    { 'webhook-id': 'a', 'webhook-timestamp': '1790000000' },
  ])('%o does not count', async (headers: Record<string, string>) => {
    const check = { now: NOW, body: '', secrets: [ONE] }
    expect(await isSignedWebhook(new Headers(headers), check)).toBe(false)
  })
})
