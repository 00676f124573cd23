import { describe, expect, test } from 'vitest'
import { LOCALE_TAGS } from '../../../convex/model/locales.ts'
import { isBackchannel } from '../../../worker/call/backchannel.ts'
import { backchannelsIn } from '../../../worker/call/prompts/index.ts'

describe.each(LOCALE_TAGS)('the back-channels of %s', (locale) => {
  const phrases = backchannelsIn(locale)

  test('are many, each once, as they are spoken', () => {
    expect(phrases.length).toBeGreaterThanOrEqual(20)
    expect(new Set(phrases).size).toBe(phrases.length)
    expect(phrases.filter((phrase) => phrase.trim() !== phrase || phrase === '')).toEqual([])
  })

  test('are known with capitals and punctuation, and one after the other', () => {
    for (const phrase of phrases) {
      expect(isBackchannel(phrase, locale), phrase).toBe(true)
      expect(isBackchannel(`${phrase.toLocaleUpperCase(locale)}!`, locale), phrase).toBe(true)
    }
    expect(isBackchannel(`${phrases[0]}, ${phrases[1]}.`, locale)).toBe(true)
  })

  test('are nothing that says more', () => {
    expect(isBackchannel(`${phrases[0]}, 5 pm?`, locale)).toBe(false)
    expect(isBackchannel('', locale)).toBe(false)
    expect(isBackchannel('…', locale)).toBe(false)
  })
})

test.each([
  ['en-US', 'Mm-hmm.'],
  ['en-GB', 'Okay, I see. Right!'],
  ['de-DE', 'Ja, genau.'],
  ['fr-CA', 'D’accord.'],
  ['fr-FR', "D'accord"],
  ['ja-JP', 'はい、そうですか。'],
  ['zh-CN', '嗯，好的。'],
  ['zh-CN', '嗯好的'],
  ['tr-TR', 'HI HI'],
] as const)('%s listens: %s', (locale, text) => {
  expect(isBackchannel(text, locale)).toBe(true)
})

test.each([
  ['en-US', 'No.'],
  ['en-US', 'Okay, stop.'],
  ['en-US', 'Rightly so?'],
  ['en-US', 'Okay'.repeat(2)],
  ['de-DE', 'Jahr'],
  ['es-ES', 'Sí, pero no'],
  ['ja-JP', 'はい、でも'],
  ['zh-CN', '对不起'],
  ['zh-CN', '是不是'],
] as const)('%s has something to say: %s', (locale, text) => {
  expect(isBackchannel(text, locale)).toBe(false)
})

test('a long transcript is read in no time worth naming', () => {
  expect(isBackchannel(`${'嗯'.repeat(20_000)}吗`, 'zh-CN')).toBe(false)
})
