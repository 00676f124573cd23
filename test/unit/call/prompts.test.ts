import { describe, expect, test } from 'vitest'
import { LOCALE_TAGS } from '../../../convex/model/locales.ts'
import { endReasonSchema } from '../../../convex/model/call.ts'
import {
  agentInstructions,
  goodbyeFor,
  instructionsIn,
  sentencesIn,
} from '../../../worker/call/prompts/index.ts'

/** The writing that a language is spoken from. */
const SCRIPTS: Record<string, RegExp> = {
  uk: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  zh: /\p{Script=Han}/u,
}

/** Every text of a room, with the way that leads to it. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value('1 2 #'))]]
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is no text.`)
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
}

const english = textsOf([sentencesIn('en-US'), instructionsIn('en-US')])

describe.each(LOCALE_TAGS)('%s', (locale) => {
  const [language = ''] = locale.split('-')
  const texts = textsOf([sentencesIn(locale), instructionsIn(locale)])

  test('has every sentence and every instruction', () => {
    // Of re-prompts and fillers a language may have as many as sound natural in it.
    const kinds = (all: typeof texts) => new Set(all.map(([path]) => path.replace(/\.\d+$/, '')))
    expect(kinds(texts)).toEqual(kinds(english))
    expect(texts.filter(([, text]) => text.trim() !== text || text.length < 2)).toEqual([])
  })

  test('has them in its own language', () => {
    const script = SCRIPTS[language] ?? /\p{Script=Latin}/u
    expect(texts.filter(([, text]) => !script.test(text))).toEqual([])
    if (language === 'en') return
    const inEnglish = new Set(english.map(([, text]) => text))
    expect(texts.filter(([, text]) => inEnglish.has(text))).toEqual([])
  })

  test('passes the keys on', () => {
    expect(instructionsIn(locale).keysPressed('1 2 #')).toContain('1 2 #')
  })

  test('says whole sentences, each once', () => {
    const sentences = textsOf(sentencesIn(locale)).map(([, text]) => text)
    expect(sentences.filter((text) => !/[.!?。？！؟।]$/u.test(text))).toEqual([])
    expect(new Set(sentences).size).toBe(sentences.length)
  })
})

test('every end of a call has its goodbye', () => {
  const goodbyes = Object.fromEntries(
    endReasonSchema.options.map((reason) => [reason, goodbyeFor(reason)]),
  )
  expect(goodbyes).toMatchObject({
    silence: 'silence',
    max_duration: 'max_duration',
    agent_ended: 'plain',
    operator_ended: 'plain',
  })
})

test('an agent knows its language beside what it is for', () => {
  const { onThePhone } = instructionsIn('de-DE')
  expect(agentInstructions('Hilf.', 'de-DE')).toBe(`Hilf.\n\n${onThePhone}`)
  expect(instructionsIn('en-GB').onThePhone).not.toBe(instructionsIn('en-US').onThePhone)
})
