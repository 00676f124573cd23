/** A brain that fails in mid-call: the caller is never left in silence, and the record says what happened. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHRASES } from '../simulators/audio/phrases.ts'
import type { TextFault } from '../simulators/openai/index.ts'
import { ask, type Harness, hearOut } from './harness.ts'
import {
  longestSilence,
  PIPELINE,
  type PipelineHarness,
  startPipelineHarness,
} from './pipelineVendors.ts'

/** The caller hears something at least so often. */
const LONGEST_SILENCE_MS = 2_000
/** The pause that ends their turn is no wait, and a busy machine adds to both; nobody else would speak for 10 s. */
const PAUSE_MS = PIPELINE.turnTaking.pauseMs
const SLACK_MS = 4_000

let stage: PipelineHarness
let harness: Harness
beforeAll(async () => {
  stage = await startPipelineHarness()
  ;({ harness } = stage)
})
afterAll(() => stage.close())

const FAULTS: readonly [name: string, fault: TextFault, told: RegExp][] = [
  ['a stall', { kind: 'stall', afterDeltas: 0 }, /tried again/],
  ['429', { kind: 'refuse', status: 429, retryAfterSec: 1 }, /tried again/],
  ['200 with a page', { kind: 'html' }, /tried again/],
  ['a break in mid-sentence', { kind: 'cut', afterDeltas: 2 }, /tried again/],
]

test.concurrent.each(FAULTS)(
  'after %s of the brain the caller still has an answer',
  async (_, fault, told) => {
    const number = await harness.newNumber(
      { greeting: { type: 'fixed', text: 'Hello.', interruptible: true } },
      [{ say: PHRASES.services }, { say: PHRASES.services }],
      { engine: PIPELINE },
    )
    const call = harness.placeCall(number)
    await hearOut(call)
    harness.model.text.nextFault(fault, number)
    const spoken = await ask(call, PHRASES.hours)
    await call.agentIdle(2_500, 60_000)
    const from = (spoken.speechEndedAt ?? 0) - call.startedAt
    const silence = longestSilence(call, from)
    call.hangUp()
    await call.ended
    const { turns, events, call: record } = await harness.storedCall(call.callSid)
    const agent = turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
    expect(agent.join(' ')).toContain(PHRASES.services)
    expect(events.map(({ summary }) => summary).join('\n')).toMatch(told)
    expect(record.status).toBe('completed')
    expect(silence).toBeLessThan(LONGEST_SILENCE_MS + PAUSE_MS + SLACK_MS)
  },
)
