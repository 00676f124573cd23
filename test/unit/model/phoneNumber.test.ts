import { describe, expect, test } from 'vitest'
import { isE164, meantNumber, numberSettingsSchema } from '../../../convex/model/phoneNumber.ts'

const stored = (phoneNumber: string) =>
  numberSettingsSchema.safeParse({ phoneNumber, description: '' }).data?.phoneNumber

test.each([
  ['+1 (202) 555-0100', '+12025550100'],
  [' +12025550100\n', '+12025550100'],
  ['+1.202.555.0100', '+12025550100'],
  ['+1\u00a0202\u00a0555\u202f0100', '+12025550100'],
  ['+1\u2011202\u2013555\u22120100', '+12025550100'],
  ['\u202a+12025550100\u202c', '+12025550100'],
  ['\u200e+1 202 555\u00ad0100\ufeff', '+12025550100'],
  ['tel:+1-202-555-0100', '+12025550100'],
  ['callto://+12025550100', '+12025550100'],
  ['+１２０２５５５０１００', '+12025550100'],
  ['＋１（２０２）５５５－０１００', '+12025550100'],
  ['+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧', '+966501234567'],
  ['+۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸', '+982112345678'],
  ['+९१ ९८७६५ ४३२१०', '+919876543210'],
  ['+49 30 / 12 34 56', '+4930123456'],
  // Germany leaves the zero out that is dialled there; in Italy it is part of the number.
  ['+49 (0)30 123456', '+4930123456'],
  ['+39 (0)6 1234 5678', '+390612345678'],
])('“%s” is stored as %s', (pasted, number) => {
  expect(stored(pasted)).toBe(number)
})

test.each(['', '+', '+1', '555 0100', '+1 202 555 010x', '+12025550100 ext. 5', '+0 202 555 0100'])(
  '“%s” is no number',
  (typed) => expect(stored(typed)).toBeUndefined(),
)

/** Of many plans, new and odd ones among them: six digits after the code and eleven, and of no country. */
const EXISTING = `
  +2250789881234 +525512345678 +5491123456789 +551133334444 +5511987654321
  +43664123456789 +4989123456 +4915123456789 +358401234567 +3545812345
  +37251234567 +6834000 +29022222 +80012345678 +883510001234567
  +8613800138000 +972501234567 +2348012345678 +639171234567 +84987654321
  +390612345678 +97143330000 +18085550123 +442079460000 +61491570156
  +6531234567 +85221234567
`
  .trim()
  .split(/\s+/)

test.each(EXISTING)('%s exists, and is stored as it is', (number) => {
  expect(isE164(number)).toBe(true)
  expect(stored(number)).toBe(number)
})

describe('what was meant by a number as it is dialled', () => {
  test.each([
    ['(202) 555-0101', ['US'], '+12025550101'],
    ['1 202 555 0101', ['US'], '+12025550101'],
    ['030 123456', ['US', 'DE'], '+4930123456'],
    ['０３０\u00a0１２３４５６', ['DE'], '+4930123456'],
    ['06 1234 5678', ['IT'], '+390612345678'],
    ['03-1234-5678', ['JP'], '+81312345678'],
    ['8 (495) 123-45-67', ['RU'], '+74951234567'],
    ['0049 30 123456', ['US'], '+4930123456'],
    ['011 49 30 123456', ['US'], '+4930123456'],
    ['4930123456', ['DE'], '+4930123456'],
    ['442079460018', [], '+442079460018'],
  ])('%s, in %j', (typed, countries, number) => {
    expect(meantNumber(typed, countries)).toBe(number)
  })

  test.each([
    ['in E.164 already', '+1 202 555 0101', ['US']],
    ['of another country', '0202 555 0147', ['US']],
    ['too short', '555', ['US']],
    ['words', 'the main line', ['US']],
    ['of a country that is none', '(202) 555-0101', ['ZZ', '419']],
  ])('is not known where it is %s', (_, typed, countries) => {
    expect(meantNumber(typed, countries)).toBeNull()
  })
})
