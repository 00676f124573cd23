import { describe, expect, test } from 'vitest'
import { agentSnapshotSchema, voiceSettingsSchema } from '../../../convex/model/agent.ts'
import { DEFAULT_ENGINE } from '../../../convex/model/engines/index.ts'
import { SCHEMA_VERSION } from '../../../convex/model/schemaVersion.ts'
import { usageLines } from '../../../convex/model/usage.ts'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { addEntry, type CallRecord, newRecord } from '../../../worker/call/record.ts'
import { newCall } from '../../../worker/shell/newCall.ts'

const agent = agentSnapshotSchema.parse({
  schemaVersion: SCHEMA_VERSION,
  agentId: 'a1',
  name: 'Reception',
  version: 3,
  instructions: 'Help.',
  engine: DEFAULT_ENGINE,
  otherEngine: null,
  voice: voiceSettingsSchema.parse({}),
})
const call = newCall(
  {
    callSid: 'CA1',
    from: '+12025550111',
    to: '+12025550100',
    carrier: 'twilio',
    agent,
    token: 't',
  },
  1_000,
)

function fold(...entries: JournalEntry[]): CallRecord {
  return entries.reduce((record, entry, seq) => addEntry(record, entry, seq), newRecord(call))
}

const turn = (itemId: string, startedAtMs: number): JournalEntry => ({
  kind: 'turn',
  turn: {
    itemId,
    role: 'caller',
    text: itemId,
    heardText: itemId,
    startedAtMs,
    endedAtMs: null,
    generatedMs: 0,
    heardMs: 0,
    interrupted: false,
    timing: null,
  },
})

const status = (name: string, durationSec: number | null): JournalEntry => ({
  kind: 'carrier_status',
  status: name,
  order: ['ringing', 'in-progress', 'completed'].indexOf(name),
  durationSec,
})

describe('the record of a call', () => {
  test('has its turns in the order in which they were said, each once', () => {
    const { turns } = fold(turn('b', 200), turn('a', 100), turn('c', 300), turn('b', 200))
    expect(turns.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c'])
  })

  test('ends once: what ended it first stays', () => {
    const { call: ended } = fold(
      { kind: 'answered', at: 2_000 },
      { kind: 'ended', at: 9_500, reason: 'agent_ended', failure: null },
      { kind: 'ended', at: 10_000, reason: 'caller_hung_up', failure: null },
    )
    expect(ended).toMatchObject({
      status: 'completed',
      endReason: 'agent_ended',
      endedAt: 9_500,
      durationSec: 7.5,
    })
  })

  test('keeps the carrier’s last state and its duration, in whatever order the callbacks came', () => {
    const { call: told } = fold(
      status('completed', 12),
      status('ringing', null),
      status('in-progress', null),
      status('completed', 12),
    )
    expect(told).toMatchObject({ carrierStatus: 'completed', carrierDurationSec: 12 })
  })

  test('adds up tokens and what they cost', () => {
    const usage = [
      ...usageLines(
        { part: 'model', vendor: 'openai', model: 'gpt-realtime-2.1' },
        { text_in_tokens: 1_000_000, audio_out_tokens: 1_000_000 },
      ),
      ...usageLines(
        { part: 'transcription', vendor: 'openai', model: 'gpt-transcribe' },
        { transcribed_sec: 60 },
      ),
    ]
    const { call: priced } = fold({ kind: 'usage', usage }, { kind: 'usage', usage })
    expect(priced.usage).toEqual(usage.map((line) => ({ ...line, amount: 2 * line.amount })))
    expect(priced.cost.parts['model']).toBeCloseTo(2 * (4 + 64))
    expect(priced.cost.parts['transcription']).toBeCloseTo(2 * 0.0045)
  })
})

test('the words that a mouth was to say, and those that came out otherwise, add up', () => {
  const spoken = [
    { kind: 'words_spoken', words: 9, differing: 0 },
    { kind: 'words_spoken', words: 5, differing: 2 },
  ] as const
  const record = spoken.reduce((sofar, entry, seq) => addEntry(sofar, entry, seq), newRecord(call))
  expect(record.call.spokenWords).toEqual({ words: 14, differing: 2 })
  expect(newRecord(call).call.spokenWords).toBeUndefined()
})
