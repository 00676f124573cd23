import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSecretSchema, sealedSecretSchema } from '../../../convex/model/secret.ts'
import { PlainError } from '../../../worker/lib/PlainError.ts'
import { newReference, open, seal, sealingKey } from '../../../worker/secrets/sealing.ts'

const newKey = () => sealingKey(crypto.getRandomValues(new Uint8Array(32)))
const KEY = await newKey()
const place = () => ({
  reference: newReference(),
  owner: 'agent:k17abc',
  field: 'engine.brain.key',
})

test('what is sealed opens again, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (value) => {
      const sealed = await seal(KEY, place(), value)
      expect(sealedSecretSchema.safeParse(sealed).success).toBe(true)
      // A lone surrogate has no UTF-8.
      expect(await open(KEY, sealed)).toBe(value.toWellFormed())
    }),
  )
})

test('the longest secret that may be entered fits into a row', async () => {
  const value = newSecretSchema.parse({ ...place(), value: '\uffff'.repeat(4096) }).value
  expect(sealedSecretSchema.safeParse(await seal(KEY, place(), value)).success).toBe(true)
})

test('the same is never sealed alike, and shows nothing of itself', async () => {
  const at = place()
  const [one, other] = [await seal(KEY, at, 'sk-secret'), await seal(KEY, at, 'sk-secret')]
  expect(one.sealed).not.toBe(other.sealed)
  expect(Buffer.from(one.sealed, 'base64url').toString('latin1')).not.toContain('secret')
})

describe('it does not open', () => {
  test('with another key', async () => {
    const sealed = await seal(KEY, place(), 'sk-secret')
    await expect(open(await newKey(), sealed)).rejects.toThrow(PlainError)
    await expect(open(await newKey(), sealed)).rejects.toThrow(
      'The secret of engine.brain.key was sealed with another SECRETS_KEY, or in another place: enter it again.',
    )
  })

  test.each([
    ['reference', newReference()],
    ['owner', 'installation'],
    ['field', 'engine.brain.bearer'],
  ])('under another %s', async (part, value) => {
    const sealed = await seal(KEY, place(), 'sk-secret')
    await expect(open(KEY, { ...sealed, [part]: value })).rejects.toThrow('in another place')
  })

  test('where two places would be the same text', async () => {
    const sealed = await seal(KEY, { ...place(), owner: 'a', field: 'b,c' }, 'sk-secret')
    for (const between of [',', '","']) {
      const other = { ...sealed, owner: `a${between}b`, field: 'c' }
      await expect(open(KEY, other)).rejects.toThrow(PlainError)
    }
  })

  test('after any change', async () => {
    const sealed = await seal(KEY, place(), 'sk-secret')
    const bytes = Buffer.from(sealed.sealed, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      const other = { ...sealed, sealed: changed.toString('base64url') }
      await expect(open(KEY, other)).rejects.toThrow(PlainError)
    }
    await expect(open(KEY, { ...sealed, sealed: 'A' })).rejects.toThrow(PlainError)
  })
})

test('references are all different, and have the form that settings hold', () => {
  const many = Array.from({ length: 1_000 }, newReference)
  expect(new Set(many).size).toBe(1_000)
  expect(many.every((one) => /^sec_[\w-]{22}$/.test(one))).toBe(true)
})
