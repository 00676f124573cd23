import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { version } from '../../../package.json'
import { destinationSchema } from '../../../convex/model/destination.ts'
import { JOURNAL_VERSION, type JournalEntry } from '../../../worker/call/journal.ts'
import { Journal, waitOf } from '../../../worker/shell/Journal.ts'
import { UNCONFIRMED } from '../../../worker/shell/storage.ts'
import { agent, FakeStorage, opening } from './fakes.ts'

const NOON = Date.UTC(2026, 10, 28, 12)

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const turn = (text: string, itemId = 'i1') => ({
  kind: 'turn' as const,
  turn: {
    itemId,
    role: 'agent' as const,
    text,
    heardText: text,
    startedAtMs: 0,
    endedAtMs: null,
    generatedMs: 500,
    heardMs: 500,
    interrupted: false,
    timing: null,
  },
})
const called: JournalEntry = {
  kind: 'tool_called',
  at: NOON,
  toolCallId: 't1',
  name: 'weather',
  args: '{}',
}
const ended: JournalEntry = { kind: 'ended', at: NOON, reason: 'agent_ended', failure: null }

function begun(storage = new FakeStorage()) {
  const journal = new Journal(storage, Date.now)
  journal.open(opening(NOON))
  storage.puts.length = 0
  return { storage, journal }
}

const batch = (...entries: JournalEntry[]) => ({ version: JOURNAL_VERSION, entries })

const scripted = { kind: 'scripted', at: NOON, itemId: 'i1', key: 'k1', attempt: 1 } as const

/** How long each may wait. The compiler asks for one that is new. */
const WAITS: { [Kind in JournalEntry['kind']]: [entry: JournalEntry, waitMs: number] } = {
  answered: [{ kind: 'answered', at: NOON }, 20],
  turn: [turn('Hello.'), 20],
  told: [{ kind: 'told', at: NOON, text: '(A key.)' }, 20],
  scripted: [{ ...scripted, delta: 'We are ', complete: false }, 250],
  tool_called: [called, 0],
  tool_answered: [{ kind: 'tool_answered', at: NOON, toolCallId: 't1', output: 'sun' }, 20],
  unkept: [{ kind: 'unkept', at: NOON, tool: 'send_sms' }, 20],
  handed_off: [{ kind: 'handed_off', at: NOON, agent: agent() }, 0],
  transfer_asked: [
    {
      kind: 'transfer_asked',
      at: NOON,
      attempt: 1,
      to: destinationSchema.parse({
        name: 'desk',
        target: { kind: 'phone', phoneNumber: '+12025550170' },
      }),
      summary: 'An order.',
      askedBy: 'agent',
    },
    0,
  ],
  transfer_step: [{ kind: 'transfer_step', at: NOON, attempt: 1, step: 'ringing' }, 0],
  transfer_ended: [
    { kind: 'transfer_ended', at: NOON, attempt: 1, outcome: 'busy', detail: null },
    0,
  ],
  transfer_leg: [{ kind: 'transfer_leg', attempt: 1, durationSec: 3, price: null }, 3_000],
  moved: [{ kind: 'moved', at: NOON, to: 'away' }, 20],
  closing: [{ kind: 'closing', at: NOON, reason: 'silence' }, 20],
  stayed: [{ kind: 'stayed', at: NOON }, 20],
  reprompted: [{ kind: 'reprompted', at: NOON }, 20],
  parted: [{ kind: 'parted', at: NOON }, 0],
  event: [{ kind: 'event', at: NOON, event: { kind: 'note', summary: 'Well.', detail: null } }, 20],
  usage: [{ kind: 'usage', usage: [] }, 3_000],
  words_spoken: [{ kind: 'words_spoken', words: 9, differing: 1 }, 3_000],
  first_word: [{ kind: 'first_word', ms: 200 }, 3_000],
  answer: [{ kind: 'answer', ms: 700 }, 3_000],
  ended: [ended, 0],
  continued: [{ kind: 'continued', by: 'CA2' }, 0],
  carrier_status: [{ kind: 'carrier_status', status: 'completed', order: 4, durationSec: 3 }, 0],
  carrier_price: [{ kind: 'carrier_price', price: { amount: 0.01, currency: 'USD' } }, 0],
}

describe('a line', () => {
  test.each(Object.entries(WAITS))('%s is written when it must be', (_kind, [entry, waitMs]) => {
    const { journal, storage } = begun()
    journal.append(entry)
    vi.advanceTimersByTime(Math.max(0, waitMs - 1))
    expect(storage.puts.length > 0).toBe(waitMs === 0)
    vi.advanceTimersByTime(waitMs > 0 ? 1 : 0)
    expect(storage.puts.map(({ key, value }) => [key, value])).toEqual([
      ['lines:00000000', batch(entry)],
    ])
    expect(waitOf(entry)).toBe(waitMs)
  })

  test('of an answer that was asked for, or is whole, waits no longer than one of a turn', () => {
    expect(waitOf({ ...scripted, delta: '', complete: false })).toBe(20)
    expect(waitOf({ ...scripted, delta: 'open.', complete: true })).toBe(20)
  })

  test('of a turn without words yet waits as figures do', () => {
    expect(waitOf(turn(''))).toBe(3_000)
  })

  test('waits for others, and all that wait are one write, by the number of the first', () => {
    const { journal, storage } = begun()
    const [usage] = WAITS.usage
    journal.append(usage)
    journal.append(turn('Hello.'))
    vi.advanceTimersByTime(20)
    journal.append(called)
    expect(storage.puts.map(({ key, value }) => [key, value])).toEqual([
      ['lines:00000000', batch(usage, turn('Hello.'))],
      ['lines:00000002', batch(called)],
    ])
    vi.advanceTimersByTime(10_000)
    expect(storage.puts).toHaveLength(2)
  })

  test('is not waited for, but for the call of a tool and the end of the call', () => {
    const { journal, storage } = begun()
    journal.append(turn('Hello.'))
    vi.advanceTimersByTime(20)
    journal.append(called)
    journal.append(ended)
    expect(storage.puts.map(({ options }) => options)).toEqual([UNCONFIRMED, {}, {}])
  })

  test('of a call that never began is none', () => {
    const storage = new FakeStorage()
    new Journal(storage, Date.now).append(ended)
    expect(storage.puts).toEqual([])
  })
})

describe('after a restart', () => {
  test('the record, the lines and their numbers are what they were', () => {
    const { journal, storage } = begun()
    for (const [entry] of Object.values(WAITS)) journal.append(entry)
    journal.write()
    const again = new Journal(storage, Date.now)
    expect(again.record).toEqual(journal.record)
    expect(again.revision).toBe(journal.revision)
    expect(again.opening).toEqual(journal.opening)
    expect(again.entries()).toEqual(Object.values(WAITS).map(([entry]) => entry))
  })

  test('the release that began the call is known, where it was written', () => {
    const { storage } = begun()
    expect(new Journal(storage, Date.now).opening?.release).toBe(version)
    storage.kv.put('opening', opening(NOON))
    expect(new Journal(storage, Date.now).opening?.release).toBeUndefined()
  })

  test('only what still waited is lost', () => {
    const { journal, storage } = begun()
    journal.append(turn('Hello.'))
    vi.advanceTimersByTime(20)
    journal.append(turn('Lost.', 'i2'))
    const again = new Journal(storage, Date.now)
    expect(again.record?.turns.map(({ text }) => text)).toEqual(['Hello.'])
  })

  test('lines go on behind those that are stored', () => {
    const { journal, storage } = begun()
    journal.append(called)
    const again = new Journal(storage, Date.now)
    again.append(ended)
    expect(storage.puts.map(({ key }) => key)).toEqual(['lines:00000000', 'lines:00000001'])
  })
})

const stored = (batches: Record<string, unknown>) => {
  const { storage } = begun()
  for (const [key, value] of Object.entries(batches)) storage.values.set(key, value)
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  return { storage, warned, journal: new Journal(storage, Date.now) }
}

describe('lines of other releases', () => {
  test('of the one before are read as what they are now', () => {
    const usage = {
      textIn: 1,
      textCached: 0,
      textOut: 2,
      audioIn: 0,
      audioCached: 0,
      audioOut: 0,
      transcribedSec: 0,
    }
    const { journal, warned } = stored({
      'lines:00000000': [
        { kind: 'answered', at: NOON },
        { kind: 'usage', usage },
      ],
      'lines:00000002': [{ kind: 'carrier_price', usd: 0.0085, unit: 'USD' }],
    })
    expect(warned).not.toHaveBeenCalled()
    expect(journal.record?.call).toMatchObject({
      answeredAt: NOON,
      cost: { carrier: { amount: 0.0085, currency: 'USD' } },
    })
    expect(journal.record?.call.usage.map(({ unit, amount }) => [unit, amount])).toEqual([
      ['text_in_tokens', 1],
      ['text_out_tokens', 2],
    ])
  })

  test('of a later one are read as far as they are known, and the rest is counted', () => {
    const [note] = WAITS.event
    const { journal, warned } = stored({
      'lines:00000000': {
        version: JOURNAL_VERSION + 1,
        entries: [{ kind: 'sang', song: 'la' }, note],
      },
    })
    expect(journal.record?.events).toMatchObject([{ seq: 1, summary: 'Well.' }])
    expect(journal.entries()).toEqual([note])
    expect(warned.mock.calls).toEqual([[expect.stringContaining('"lines":1')]])
    expect(journal.revision).toBe(3)
  })

  test('that nobody can read keep their numbers, and none is written over', () => {
    const { journal, storage } = stored({
      'lines:00000000': 'nonsense',
      'lines:00000005': 'nonsense',
    })
    journal.append(ended)
    expect(storage.puts.at(-1)?.key).toBe('lines:00000006')
    expect(storage.values.get('lines:00000005')).toBe('nonsense')
  })
})
