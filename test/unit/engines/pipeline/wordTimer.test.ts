import { array, assert, property, stringMatching } from 'fast-check'
import { expect, test } from 'vitest'
import { WordTimer } from '../../../../worker/engines/pipeline/mouths/elevenlabs/WordTimer.ts'

const alignmentOf = (text: string, eachMs = 10) => ({
  chars: [...text],
  charStartTimesMs: [...text].map((_, index) => index * eachMs),
  charDurationsMs: [...text].map(() => eachMs),
})

function timerOf(text: string): WordTimer {
  const timer = new WordTimer()
  timer.write(text)
  timer.finish()
  return timer
}

test('a word lasts from its first to its last character, and keeps the space behind it', () => {
  const timer = timerOf('Hi, you.')
  expect(timer.align(alignmentOf('Hi, you.'), 100)).toEqual([
    { text: 'Hi, ', startMs: 100, endMs: 130 },
    { text: 'you.', startMs: 140, endMs: 180 },
  ])
  expect(timer.rest(180)).toEqual([])
})

test('a word that comes in two pieces of sound is told once', () => {
  const timer = timerOf('Hello there')
  expect(timer.align(alignmentOf('Hel'), 0)).toEqual([])
  expect(timer.align(alignmentOf('lo th'), 30)).toEqual([{ text: 'Hello ', startMs: 0, endMs: 50 }])
  expect(timer.align(alignmentOf('ere'), 80)).toEqual([{ text: 'there', startMs: 60, endMs: 110 }])
})

test('a word whose end is not written yet waits for it', () => {
  const timer = new WordTimer()
  timer.write('Good mor')
  expect(timer.align(alignmentOf('Good mor'), 0)).toHaveLength(1)
  timer.write('ning. ')
  expect(timer.align(alignmentOf('ning. '), 80)).toEqual([
    { text: 'morning. ', startMs: 50, endMs: 130 },
  ])
})

test('a word does not begin before the one before it has ended', () => {
  const timer = timerOf('One two')
  timer.align(alignmentOf('One '), 0)
  expect(timer.align(alignmentOf('two'), 10)).toEqual([{ text: 'two', startMs: 30, endMs: 40 }])
})

test('words that were not told of are there at the end; without any time there are none', () => {
  const timer = timerOf('One two three.')
  timer.align(alignmentOf('One '), 0)
  expect(timer.rest(900).map(({ text }) => text)).toEqual(['two ', 'three.'])
  expect(timerOf('One two').rest(900)).toEqual([])
})

test('whatever the vendor makes of a text, its words are the text, and in order', () => {
  const text = stringMatching(/^[a-c ,.é😀]{1,40}$/u)
  assert(
    property(text, array(text, { maxLength: 4 }), (own, spoken) => {
      const timer = timerOf(own)
      const words = spoken.flatMap((piece, index) => timer.align(alignmentOf(piece), index * 100))
      const told = [...words, ...timer.rest(2_000)]
      const times = told.flatMap(({ startMs, endMs }) => [startMs, endMs])
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      const all = told.map((word) => word.text).join('')
      expect([told.length === 0 ? '' : own, own.trim() === '' ? all : '']).toContain(all)
    }),
  )
})
