import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  heardText,
  learnPace,
  type Pace,
  placeWords,
  UNKNOWN_PACE,
} from '../../../worker/call/heardText.ts'
import { utter } from '../../simulators/audio/speech.ts'

const SENTENCE = 'We are open from Monday to Friday, eight in the morning to six at night.'
const PACE: Pace = { units: 100, ms: 5000 }

/** Of a turn that is whole. */
function heard(text: string, generatedMs: number, heardMs: number): string {
  return heardText({ text, generatedMs, spoken: true, times: [] }, heardMs, PACE)
}

/** Of a turn that is still being made. */
function heardSoFar(text: string, generatedMs: number, heardMs: number, pace = PACE): string {
  return heardText({ text, generatedMs, spoken: false, times: [] }, heardMs, pace)
}

describe('the words that were heard', () => {
  test('are all of them, or none', () => {
    expect(heard(SENTENCE, 4000, 4000)).toBe(SENTENCE)
    expect(heard(SENTENCE, 4000, 0)).toBe('')
    expect(heard('', 0, 0)).toBe('')
  })

  test('are whole words', () => {
    expect(heard(SENTENCE, 4000, 2200)).toBe('We are open from Monday to Friday,')
  })

  test('are fewer where numbers take longer to say than to write', () => {
    expect(heard('Call a person or come by any time', 4000, 2600)).toBe('Call a person')
    expect(heard('Call 555 0100 or come by any time', 4000, 2600)).toBe('Call 555')
  })

  test('are found in scripts that put no space between them', () => {
    const japanese = '今日は営業しております。九時から、どうぞ。'
    expect(heard(japanese, 4000, 2000)).toBe('今日は営業して')
    expect(heard(japanese, 4000, 3000)).toBe('今日は営業しております。')
    expect(heard('我们星期一到星期五营业。', 4000, 3000)).toBe('我们星期一到')
    expect(heard('สวัสดีครับวันนี้เราเปิด', 4000, 3000)).toBe('สวัสดีครับวัน')
  })

  test('are more the more was heard, and always a beginning of the text', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9,.?今日は営業สวัสดีครับ]{1,12}$/)
    const texts = fc.array(word, { minLength: 1 }).map((words) => words.join(' '))
    const said = fc.record({
      text: texts,
      generatedMs: fc.constant(5000),
      spoken: fc.boolean(),
      times: fc.constant([]),
    })
    fc.assert(
      fc.property(said, fc.nat(5000), fc.nat(5000), (turn, a, b) => {
        const less = heardText(turn, Math.min(a, b), PACE)
        const more = heardText(turn, Math.max(a, b), PACE)
        expect(turn.text.startsWith(less)).toBe(true)
        expect(more.startsWith(less)).toBe(true)
      }),
    )
  })
})

describe('while words run ahead of their sound', () => {
  test('the call’s pace tells what was heard, however much text there is', () => {
    const some = heardSoFar(SENTENCE, 1500, 1500)
    expect(some).toBe('We are open')
    expect(heardSoFar(`${SENTENCE} ${SENTENCE}`, 1500, 1500)).toBe(some)
    expect(heard(SENTENCE, 1500, 1500)).toBe(SENTENCE)
  })

  test('a turn that is spoken slower than the others says so itself', () => {
    expect(heardSoFar('We are open', 5000, 2000)).toBe('')
  })

  test('a pace is learnt from what was said to the end', () => {
    const slow = learnPace(UNKNOWN_PACE, SENTENCE, 9000)
    const fast = learnPace(UNKNOWN_PACE, SENTENCE, 3000)
    expect(heardSoFar(SENTENCE, 2000, 2000, slow)).toBe('We')
    expect(heardSoFar(SENTENCE, 2000, 2000, fast)).toBe('We are open from Monday to')
    expect(learnPace(PACE, '', 900)).toBe(PACE)
  })
})

const word = fc.record({
  text: fc.stringMatching(/^[a-zA-Zäß,.?0-9]{1,8}$/),
  lastsMs: fc.integer({ min: 20, max: 600 }),
  quietMs: fc.integer({ min: 0, max: 300 }),
})

/** Words with their times, one after another. */
const timedWords = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => {
  let at = 0
  return words.map(({ text, lastsMs, quietMs }) => {
    const startMs = at + quietMs
    at = startMs + lastsMs
    return { text: `${text} `, startMs, endMs: at }
  })
})

describe('where it is told when each word is spoken', () => {
  test('those count that have ended, to the millisecond', () => {
    fc.assert(
      fc.property(timedWords, fc.nat(6_000), (words, heardMs) => {
        const text = words.map((one) => one.text).join('')
        const generatedMs = words.at(-1)?.endMs ?? 0
        const said = { text, generatedMs, spoken: false, times: placeWords(text, [], words) }
        const ended = words.filter(({ endMs }) => endMs <= heardMs)
        expect(heardText(said, Math.min(heardMs, generatedMs), PACE)).toBe(
          ended
            .map((one) => one.text)
            .join('')
            .trim(),
        )
      }),
    )
  })

  test('a word that is spelt otherwise is passed over, and counts with the next', () => {
    const words = ['We ', 'are ', 'open ', 'nine ', 'to ', 'five.'].map((text, at) => ({
      text,
      startMs: at * 100,
      endMs: at * 100 + 90,
    }))
    const times = placeWords('We are open 9 to five.', [], words)
    const said = { text: 'We are open 9 to five.', generatedMs: 600, spoken: false, times }
    expect(heardText(said, 400, PACE)).toBe('We are open')
    expect(heardText(said, 495, PACE)).toBe('We are open 9 to')
  })

  test('and a turn that is whole is heard whole', () => {
    const said = {
      text: 'Yes. Well',
      generatedMs: 500,
      spoken: true,
      times: [{ index: 4, endMs: 400 }],
    }
    expect(heardText(said, 500, PACE)).toBe('Yes. Well')
    expect(heardText(said, 450, PACE)).toBe('Yes.')
  })
})

const TEXTS = [
  'Hello, thanks for calling. How can I help you today?',
  'Our office is open on weekdays from nine to five and on Saturdays until one.',
  'Let me check that for you. One moment, please.',
  'Sorry, I did not catch that. Could you say it again?',
  'Certainly! We are just across from the station, on the second floor.',
  'Unfortunately, we do not offer that service; however, our partner clinic, which is only ten minutes away, does.',
  'An appointment can be cancelled up to twenty-four hours before it begins, without any charge.',
  'Great. Goodbye, and have a nice day!',
]

/** One call: every moment at which each text can be cut, with what was heard by then. */
function* cuts(voice: string) {
  let pace = UNKNOWN_PACE
  for (const text of TEXTS) {
    const { pcm, words } = utter(text, voice)
    const lengthMs = pcm.length / 8
    for (let heardMs = 40; heardMs < lengthMs; heardMs += 40) {
      const really = words.filter(({ endMs }) => endMs <= heardMs).length
      yield { text, lengthMs, heardMs, really, pace }
    }
    pace = learnPace(pace, text, lengthMs)
  }
}

const count = (text: string): number => text.match(/\S+/g)?.length ?? 0
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length

describe.each(['slt', 'rms'])('of a real voice (%s)', (voice) => {
  test('no word counts that was not heard, and about one is missing', () => {
    const missing = [...cuts(voice)].map(({ text, lengthMs, heardMs, really }) => {
      const words = count(heard(text, lengthMs, heardMs))
      expect(words).toBeLessThanOrEqual(really)
      return really - words
    })
    expect(mean(missing)).toBeLessThan(1.2)
  })

  test('nor does one while words run ahead of their sound; about two are missing', () => {
    const missing = [...cuts(voice)].map(({ text, lengthMs, heardMs, really, pace }) => {
      const generatedMs = Math.min(lengthMs, heardMs + 200)
      const words = count(heardSoFar(text, generatedMs, heardMs, pace))
      expect(words).toBeLessThanOrEqual(really)
      return really - words
    })
    expect(mean(missing)).toBeLessThan(2.2)
  })
})
