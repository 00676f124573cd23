/** What an INVITE says of itself, and the pass that a call of ours takes along. */
import { describe, expect, test } from 'vitest'
import { calleeNamed, callerNamed, numbersCalled } from '../../../../worker/carriers/sip/headers.ts'
import { passFor, readPass } from '../../../../worker/carriers/sip/pass.ts'
import { newPrivateKey, signingKey } from '../../../../worker/lib/es256.ts'

const from = (value: string) => [{ name: 'From', value }]
const to = (value: string) => [{ name: 'To', value }]

describe('numbers', () => {
  test.each([
    ['<sip:+12025550100@sip.api.openai.com;transport=tls>', ['+12025550100']],
    ['"Desk" <sips:+12025550100@sip.api.openai.com>;tag=2', ['+12025550100']],
    ['<sip:12025550100@sip.api.openai.com>', ['+12025550100']],
    ['<sip:%2B12025550100@sip.api.openai.com>', ['+12025550100']],
    ['<sip:proj_abc@sip.api.openai.com>', []],
    ['<sip:100@sip.api.openai.com>', []],
    ['nonsense', []],
  ])('that are called in %s', (value, numbers) => {
    expect(numbersCalled(to(value))).toEqual(numbers)
  })

  test('come from the short form, too, and from who sent the call on', () => {
    const headers = [
      { name: 't', value: '<sip:proj_abc@sip.api.openai.com>' },
      { name: 'DIVERSION', value: '<sip:+12025550101@carrier>;reason=no-answer' },
      { name: 'Diversion', value: '<sip:+12025550102@carrier>' },
    ]
    expect(numbersCalled(headers)).toEqual(['+12025550101', '+12025550102'])
    expect(calleeNamed(headers)).toBe('proj_abc')
  })

  test.each([
    ['<sip:+12025550199@trunk>;tag=1', '+12025550199'],
    ['<sip:anonymous@anonymous.invalid>', 'withheld'],
    ['<sip:front-desk@office.example>', 'front-desk'],
    ['', 'withheld'],
  ])('of who calls in %s', (value, caller) => {
    expect(callerNamed(from(value))).toBe(caller)
  })
})

describe('a pass', async () => {
  const callSid = `CA${'1a'.repeat(16)}`
  const call = { callSid, phoneNumber: '+12025550100' }
  const { pseudonym: sign } = await signingKey(await newPrivateKey())
  const { pseudonym: otherSign } = await signingKey(await newPrivateKey())
  const now = 1_790_000_000_000

  test('names its call', async () => {
    expect(await readPass(await passFor(call, sign, now), sign, now + 299_000)).toEqual(call)
  })

  test('is good for five minutes', async () => {
    expect(await readPass(await passFor(call, sign, now), sign, now + 301_000)).toBeNull()
  })

  test('is none by another key, or with another number in it', async () => {
    const pass = await passFor(call, sign, now)
    expect(await readPass(pass, otherSign, now)).toBeNull()
    expect(await readPass(pass.replace('12025550100', '12025550101'), sign, now)).toBeNull()
    expect(await readPass('v1', sign, now)).toBeNull()
  })
})
