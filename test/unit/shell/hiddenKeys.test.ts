import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { initialState } from '../../../worker/call/state.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { RunningCall } from '../../../worker/shell/RunningCall.ts'
import { collectDigits } from '../../../worker/tools/builtin/collectDigits.ts'
import { defineTool } from '../../../worker/tools/defineTool.ts'
import { toolboxOf } from '../../../worker/tools/toolbox.ts'
import { digitVault } from '../../../worker/tools/vault.ts'
import { ready, responds, RULES, TRAITS } from '../call/script.ts'
import { agent, FakeCarrier, FakeEngine, opening } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const FRAME = Buffer.alloc(160, 0x23).toString('base64')

function first<T>(made: readonly T[]): T {
  const [one] = made
  if (one === undefined) throw new Error('Nothing was made.')
  return one
}

/** A call whose agent has asked for digits, and all that anybody but the vault gets to know of it. */
async function collecting(sensitive: boolean, length: number) {
  const lines: JournalEntry[] = []
  const seen: string[] = []
  const heard: string[] = []
  const patchBay = new PatchBay()
  patchBay.plug({
    caller: (payload) => void heard.push(payload),
    happened: (event, before, after) => void seen.push(JSON.stringify([event, before, after])),
  })
  const engines: FakeEngine[] = []
  const vault = digitVault(() => 'a1')
  const redeemed: string[] = []
  const pay = defineTool({
    name: 'pay',
    description: 'Pays with a card.',
    parameters: z.object({ card: z.string() }),
    timeoutMs: 5_000,
    run: async ({ card }) => {
      const digits = vault.redeem(card)
      redeemed.push(digits)
      return { output: `Paid with ${digits}` }
    },
  })
  const toolbox = toolboxOf([collectDigits, pay], 'en-US', vault.redact)
  const call = new RunningCall(initialState({ ...RULES, tools: toolbox.rules }, TRAITS, 0), {
    line: null,
    persons: null,
    agent: () => ({
      engine(_which, listener) {
        const engine = new FakeEngine(listener)
        engines.push(engine)
        return engine
      },
      toolbox,
      facts: { call: opening(0).call, agent: agent() },
      echoGuard: null,
      voiceMeter: null,
    }),
    vault,
    patchBay,
    record: (entry) => void lines.push(entry),
    unreadable: () => {},
    now: Date.now,
  })
  call.begin()
  const carriers: FakeCarrier[] = []
  call.connect(
    (listener) => {
      carriers.push(new FakeCarrier(listener))
      return first(carriers)
    },
    () => true,
  )
  const line = first(carriers)
  line.start()
  const engine = first(engines)
  const args = { purpose: 'a card', sensitive, length, terminator: 'none' }
  const calls = (toolCallId: string, name: string, given: object): void =>
    engine.says({
      type: 'engine.tool_call',
      responseId: toolCallId,
      toolCallId,
      name,
      args: JSON.stringify(given),
    })
  engine.says(ready, responds('t1'))
  calls('t1', 'collect_digits', args)
  engine.says({
    type: 'engine.response_done',
    responseId: 't1',
    status: 'completed',
    detail: null,
    retryAfterMs: null,
    usage: null,
  })
  await vi.advanceTimersByTimeAsync(0)
  return { line, engine, lines, seen, heard, redeemed, calls }
}

const digits = fc.stringMatching(/^[0-9]{6,16}$/).filter((text) => new Set(text).size > 3)

test('digits that are entered in secret are in nothing but the request that redeems them', async () => {
  await fc.assert(
    fc.asyncProperty(digits, async (secret) => {
      const call = await collecting(true, secret.length)
      for (const digit of secret) {
        await vi.advanceTimersByTimeAsync(300)
        call.line.says({ type: 'carrier.dtmf', digit })
        call.line.listener.hear(FRAME)
      }
      await vi.advanceTimersByTimeAsync(10)
      call.calls('t2', 'pay', { card: '{{digits:a1}}' })
      await vi.advanceTimersByTimeAsync(10)
      const everything = [call.lines, call.engine.effects]
        .map((part) => JSON.stringify(part))
        .concat(call.seen)
        .join('\n')
      expect(call.redeemed).toEqual([secret])
      expect(everything).toContain('Paid with •••')
      expect(everything).not.toContain(secret)
      // No single key is known, either.
      expect(everything).not.toMatch(/"digit":"\d"|"dtmf","summary":"\d"/)
      expect(new Set([...call.heard, ...call.engine.heard])).toEqual(new Set([SILENCE]))
    }),
    { numRuns: 25 },
  )
})

const SILENCE = Buffer.alloc(160, 0xff).toString('base64')

test('a caller is heard before, and again soon after; what they press meanwhile is lost', async () => {
  const { line, heard, lines } = await collecting(true, 2)
  line.listener.hear(FRAME)
  line.says({ type: 'carrier.dtmf', digit: '4' })
  line.says({ type: 'carrier.dtmf', digit: '2' })
  line.listener.hear(FRAME)
  await vi.advanceTimersByTimeAsync(600)
  line.listener.hear(FRAME)
  line.says({ type: 'carrier.dtmf', digit: '7' })
  await vi.advanceTimersByTimeAsync(2_000)
  line.says({ type: 'carrier.dtmf', digit: '8' })
  expect(heard).toEqual([SILENCE, SILENCE, FRAME])
  const keys = lines.flatMap((entry) =>
    entry.kind === 'event' && entry.event.kind === 'dtmf' ? [entry.event.summary] : [],
  )
  expect(keys).toEqual(['•', '•', '8'])
})

test('digits that are no secret are told, and the caller is heard', async () => {
  const { line, heard, lines } = await collecting(false, 2)
  line.listener.hear(FRAME)
  line.says({ type: 'carrier.dtmf', digit: '4' })
  line.says({ type: 'carrier.dtmf', digit: '2' })
  await vi.advanceTimersByTimeAsync(10)
  expect(heard).toEqual([FRAME])
  expect(lines).toContainEqual(
    expect.objectContaining({ kind: 'tool_answered', output: 'The caller entered 42.' }),
  )
})

test('silence is as long as what it stands for', async () => {
  const { line, heard } = await collecting(true, 2)
  for (const bytes of [1, 2, 3, 80, 161]) {
    line.listener.hear(Buffer.alloc(bytes, 0x23).toString('base64'))
  }
  expect(heard.map((payload) => Buffer.from(payload, 'base64'))).toEqual(
    [1, 2, 3, 80, 161].map((bytes) => Buffer.alloc(bytes, 0xff)),
  )
})
