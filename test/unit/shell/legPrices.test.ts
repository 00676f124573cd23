import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { legPricesChore, legsDue, openLegs } from '../../../worker/shell/chores/legPrices.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { FakeStorage, opening } from './fakes.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const LEGS = [1, 2].map((attempt) => `CA${String(attempt).repeat(32)}`)
const called = (attempt: number): JournalEntry => ({
  kind: 'transfer_step',
  at: 0,
  attempt,
  step: 'called',
  legId: LEGS[attempt - 1],
})
const ended: JournalEntry = { kind: 'ended', at: 5_000, reason: 'caller_hung_up', failure: null }
const account = { accountSid: 'AC1', authToken: 't', baseUrl: 'https://api.twilio.com' }

/** Twilio answers with this of each leg. */
function answer(figures: Record<string, object>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    const [sid = ''] = url.match(/CA\d{32}/) ?? []
    asked.push(sid)
    const found = figures[sid]
    return Response.json(found ?? { message: 'no', code: 20404 }, { status: found ? 200 : 404 })
  })
  return asked
}

function choreAfter(...entries: JournalEntry[]) {
  const storage = new FakeStorage()
  const recorder = new Recorder(
    storage,
    async () => ({}),
    new PatchBay(),
    () => 0,
  )
  recorder.open(opening(0))
  for (const entry of entries) recorder.write(entry)
  const written = () => recorder.journal.entries().filter(({ kind }) => kind === 'transfer_leg')
  return { chore: legPricesChore(storage, recorder, { twilio: account, openai: null }), written }
}

const priced = { status: 'completed', duration: '64', price: '-0.0280', price_unit: 'USD' }
const unpriced = { ...priced, price: null }
const unanswered = { status: 'no-answer', duration: '0', price: null, price_unit: 'USD' }

describe('what the persons’ sides of the line cost', () => {
  test('is asked for when the call is over, until all of it is known', async () => {
    const { chore, written } = choreAfter(called(1), called(2), ended)
    const asked = answer({ [String(LEGS[0])]: unpriced, [String(LEGS[1])]: priced })
    expect(chore.due(0)).toBe(7_000)
    await chore.run(7_000)
    expect(asked).toEqual(LEGS)
    expect(written()).toEqual([
      {
        kind: 'transfer_leg',
        attempt: 2,
        durationSec: 64,
        price: { amount: 0.028, currency: 'USD' },
      },
    ])
    answer({ [String(LEGS[0])]: priced })
    expect(chore.due(0)).toBe(17_000)
    await chore.run(17_000)
    expect(written()).toHaveLength(2)
    expect(chore.due(0)).toBeNull()
  })

  test('is nothing where nobody has picked up', async () => {
    const { chore, written } = choreAfter(called(1), ended)
    answer({ [String(LEGS[0])]: unanswered })
    await chore.run(7_000)
    expect(written()).toMatchObject([{ attempt: 1, durationSec: 0, price: null }])
    expect(chore.due(0)).toBeNull()
  })

  test('is asked for where somebody picked up for less than a second', async () => {
    const accepted = { kind: 'transfer_step', at: 1, attempt: 1, step: 'accepted' } as const
    const short = { kind: 'transfer_leg', attempt: 1, durationSec: 0, price: null } as const
    const { chore, written } = choreAfter(called(1), accepted, short, ended)
    answer({ [String(LEGS[0])]: { ...priced, duration: '0' } })
    await chore.run(7_000)
    expect(written().at(-1)).toMatchObject({ durationSec: 0, price: { amount: 0.028 } })
    expect(chore.due(0)).toBeNull()
  })

  test('is asked for again after a refusal, and given up at last', async () => {
    const { chore, written } = choreAfter(called(1), ended)
    answer({})
    let times = 0
    for (; chore.due(0) !== null; times++) await chore.run(0)
    expect(times).toBe(8)
    expect(written()).toEqual([])
  })

  test('is not asked for while the call runs, or where nobody was called', () => {
    expect(choreAfter(called(1)).chore.due(0)).toBeNull()
    expect(choreAfter(ended).chore.due(0)).toBeNull()
    expect(legsDue({ endedAt: 1 }, null, openLegs([called(1)]), 0)).toBeNull()
  })
})
