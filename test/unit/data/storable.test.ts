import { ConvexError, getDocumentSize } from 'convex/values'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { callEventSchema, callSchema, turnSchema } from '../../../convex/model/call.ts'
import type { CallDelivery } from '../../../worker/data/delivery.ts'
import { sendWithoutRefused } from '../../../worker/data/refusal.ts'
import { storable } from '../../../worker/data/storable.ts'
import { aCall, anEvent, aTurn } from '../../convex/examples.ts'

const log = vi.spyOn(console, 'error').mockImplementation(() => {})
afterEach(() => log.mockClear())
const logged = () => log.mock.calls.map(([line]) => JSON.parse(String(line)).field)

const record = (change: Partial<CallDelivery> = {}): CallDelivery => ({
  call: aCall('CA1'),
  revision: 3,
  turns: [aTurn('CA1', 'item 1'), aTurn('CA1', 'item 2')],
  events: [anEvent('CA1', 0)],
  ...change,
})

test('a record that fits stays as it is', () => {
  expect(storable(record())).toEqual(record())
  expect(log).not.toHaveBeenCalled()
})

test('what a clock that stepped back made negative becomes 0, and the log names it', () => {
  const turns = [aTurn('CA1', 'item 1', { startedAtMs: -250, endedAtMs: -100 })]
  expect(storable(record({ turns })).turns).toEqual([
    aTurn('CA1', 'item 1', { startedAtMs: 0, endedAtMs: 0 }),
  ])
  expect(logged()).toEqual(['turn.startedAtMs', 'turn.endedAtMs'])
})

test('one odd figure in a list is put right where it is', () => {
  const call = aCall('CA1', { answerMs: [120, Number.NaN, -5] })
  expect(storable(record({ call })).call.answerMs).toEqual([120, 0, 0])
})

const odd = fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 1e300, 0.5)

test('whatever figures there are, every row can be stored', () => {
  const shape = fc.record({ startedAtMs: odd, endedAtMs: odd, generatedMs: odd, heardMs: odd })
  const figures = fc.record({ durationSec: odd, firstWordMs: odd, carrierDurationSec: odd })
  fc.assert(
    fc.property(shape, figures, odd, (turn, call, atMs) => {
      const made = storable({
        ...record(),
        call: aCall('CA1', call),
        turns: [aTurn('CA1', 'item 1', turn)],
        events: [anEvent('CA1', 0, { atMs })],
      })
      callSchema.parse(made.call)
      expect(made.turns.map((one) => turnSchema.parse(one))).toHaveLength(1)
      expect(made.events.map((one) => callEventSchema.parse(one))).toHaveLength(1)
    }),
  )
})

// An emoji has two places: one of these two texts is cut between them.
test.each(['', 'x'])(
  'no row exceeds what Convex stores, and no character is cut in two: “%s…”',
  (first) => {
    const text = `${first}${'😀'.repeat(300_000)}`
    const made = storable(
      record({
        turns: [aTurn('CA1', 'item 1', { text, heardText: text })],
        events: [anEvent('CA1', 0, { summary: text, detail: text })],
      }),
    )
    for (const row of [...made.turns, ...made.events]) {
      expect(getDocumentSize({ ...row })).toBeLessThan(1024 * 1024)
      const texts = Object.values(row).filter((value) => typeof value === 'string')
      expect(texts.every((value) => value.isWellFormed())).toBe(true)
    }
  },
)

const refuses = (...fields: string[]) => {
  const sent: CallDelivery[] = []
  const send = async (one: CallDelivery) => {
    sent.push(one)
    const field = fields.shift()
    if (field) throw new ConvexError({ code: 'invalid', message: 'no', field })
    return 'stored'
  }
  return { sent, send }
}

test('what is refused is left out, the log names it, and the rest is stored', async () => {
  const { sent, send } = refuses('turns.0.startedAtMs', 'events.0.kind', 'call.failure')
  const whole = record({ call: aCall('CA1', { failure: 'too long' }) })
  expect(await sendWithoutRefused(whole, send)).toBe('stored')
  expect(sent.at(-1)).toEqual({
    ...whole,
    call: { ...whole.call, failure: null },
    turns: [aTurn('CA1', 'item 2')],
    events: [],
  })
  expect(logged()).toEqual(['turns.0.startedAtMs', 'events.0.kind', 'call.failure'])
})

test.each(['call.callSid', 'call.failure', 'revision', 'turns.9.text', 'nothing'])(
  'what cannot be left out, like %s, is no better without',
  async (field) => {
    const { send, sent } = refuses(field)
    await expect(sendWithoutRefused(record(), send)).rejects.toThrow(ConvexError)
    expect(sent).toHaveLength(1)
  },
)

test('what does not arrive is sent no second time here', async () => {
  const send = vi.fn<() => Promise<string>>(() => Promise.reject(new Error('unreachable')))
  await expect(sendWithoutRefused(record(), send)).rejects.toThrow('unreachable')
  expect(send).toHaveBeenCalledTimes(1)
})
