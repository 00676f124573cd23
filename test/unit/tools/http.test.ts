import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filledAddress, withQuery } from '../../../worker/tools/http/address.ts'
import { withoutSecrets } from '../../../worker/tools/withoutSecrets.ts'

describe('the address of a request', () => {
  test('whatever an argument is, the host and the other parts of the path stay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        fc.pre(value.trim() !== '' && value !== '.' && value !== '..')
        const { url, rest } = filledAddress('https://a.example/b/{c}/d?e={c}', { c: value, f: 1 })
        const parsed = new URL(url)
        expect(parsed.origin).toBe('https://a.example')
        expect(parsed.pathname.split('/')).toHaveLength(4)
        expect(parsed.pathname).toMatch(/^\/b\/.*\/d$/)
        expect(decodeURIComponent(parsed.pathname.split('/')[2] ?? '')).toBe(value.toWellFormed())
        expect([...parsed.searchParams.keys()]).toEqual(['e'])
        expect(parsed.hash).toBe('')
        expect(rest).toEqual({ f: 1 })
      }),
    )
  })

  test.each(['https://{a}.example/', 'https://{a}/b', 'https://x:{a}/', 'https://b.example\\{a}'])(
    'no argument is part of the host: %s',
    (template) => {
      const { url } = filledAddress(template, { a: 'evil.example' })
      expect(URL.parse(url)?.hostname ?? '').not.toContain('evil')
    },
  )

  test('parts that would be a step to another folder are refused, alone or put together', () => {
    expect(() => filledAddress('https://a.example/b/{c}{d}', { c: '.', d: '.' })).toThrow(/alone/)
    expect(() => filledAddress('https://a.example/b/{c}?d', { c: '..' })).toThrow(/alone/)
    expect(filledAddress('https://a.example/b/x{c}', { c: '..' }).url).toBe(
      'https://a.example/b/x..',
    )
  })

  test('arguments follow the query that is there, and no fragment is left', () => {
    expect(withQuery('https://a.example/b?c=d#e', { f: 'ä&' })).toBe(
      'https://a.example/b?c=d&f=%C3%A4%26',
    )
    expect(withQuery('https://a.example/b', {})).toBe('https://a.example/b')
  })
})

test('secrets are found in every spelling', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 6 }), fc.string(), (secret, around) => {
      fc.pre(!around.includes(secret) && !'…'.includes(secret))
      const spellings = [
        secret,
        JSON.stringify(secret),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('base64url'),
      ]
      for (const spelling of spellings) {
        expect(withoutSecrets(`<${spelling}>`, [secret])).not.toContain(spelling.slice(1, -1))
      }
    }),
  )
})
