/**
 * At each step of a transfer everything that can stop does: somebody hangs up, the call's object is lost,
 * a request of ours is refused, or done and its answer lost. However it ends, it ends for everybody.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { OutboundCall, RestFault } from '../simulators/twilio/index.ts'
import { eventually } from '../worker/storedCall.ts'
import { type Attempt, lastOf, startTransfers, type Transfers } from '../worker/transfers.ts'

let transfers: Transfers
beforeAll(async () => {
  transfers = await startTransfers()
})
afterEach(() => transfers.harness.twilio.failRest(null))
afterAll(() => transfers.harness.close())

const SLOW = { does: 'accept', pickUpMs: 1_000, pressAfterMs: 500 } as const
const STEPS = ['rings', 'listens', 'has pressed 1', 'is in the room', 'meets the caller'] as const

/** Resolves when the attempt is so far. */
async function reach(attempt: Attempt, step: (typeof STEPS)[number]): Promise<OutboundCall> {
  const leg = await attempt.leg()
  switch (step) {
    case 'rings':
      return attempt.ringing()
    case 'listens':
      await leg.until('said', 20_000)
      return leg
    case 'has pressed 1':
      await leg.until('key', 20_000)
      return leg
    case 'is in the room':
      await leg.until('joined', 20_000)
      return leg
    case 'meets the caller':
      await attempt.call.until('joined', 20_000)
      return leg
  }
}

/** Nobody is left in a room, on a phone that rings, or in an attempt that never ends. */
async function expectAllOver(attempt: Attempt): Promise<void> {
  const { call } = attempt
  await eventually('the end of every side of the line', () =>
    attempt.legs.every(({ endedAt }) => endedAt !== null) ? true : null,
  )
  await eventually('the agent, or the end of the call', () =>
    call.status === 'in-progress' ? call.stream?.firstAudioAt : 'over',
  )
  call.hangUp()
  await call.ended
  const stored = await transfers.harness.storedCall(call.callSid)
  const open = stored.call.transfers?.filter(({ outcome }) => outcome === null)
  expect([stored.call.transfers?.length, open]).toEqual([1, []])
  const rooms = transfers.harness.twilio.conferences.filter(({ name }) => name === attempt.room)
  expect(rooms.flatMap(({ seats }) => seats)).toEqual([])
}

describe.concurrent.each(STEPS)('while the person %s', (step) => {
  test.each(['agent', 'hang_up'] as const)('they hang up; afterwards: %s', async (afterwards) => {
    const attempt = await transfers.begin(SLOW, { afterwards })
    ;(await reach(attempt, step)).hangUp()
    await expectAllOver(attempt)
  })

  test('the caller hangs up', async () => {
    const attempt = await transfers.begin(SLOW)
    await reach(attempt, step)
    attempt.call.hangUp()
    await expectAllOver(attempt)
  })

  test('an operator ends the call', async () => {
    const attempt = await transfers.begin(SLOW)
    await reach(attempt, step)
    await transfers.end(attempt)
    await expectAllOver(attempt)
  })

  test('the object of the call is lost', async () => {
    const attempt = await transfers.begin(SLOW, { afterwards: 'agent' })
    const leg = await reach(attempt, step)
    await transfers.harness.lose(attempt.call.callSid)
    await attempt.record(
      (stored) => lastOf(stored)?.connectedAt != null || lastOf(stored)?.outcome != null,
    )
    leg.hangUp()
    await expectAllOver(attempt)
  })
})

const FAULTS: [what: string, fault: RestFault][] = [
  ['refused', { status: 400 }],
  ['failing', { status: 503 }],
  ['done, and its answer lost', { loseAnswer: true }],
  ['done late', { delayMs: 2_500 }],
]

describe.each(FAULTS)('a request that is %s', (_what, fault) => {
  test.each(['to ring the person', 'to move the caller', 'to let the person go'])(
    '%s',
    async (what) => {
      let times = 1
      let attempt: Attempt | null = null
      transfers.harness.twilio.failRest(({ path }) => {
        const [leg] = attempt?.legs ?? []
        const isMeant =
          (what === 'to ring the person' && path.endsWith('/Calls.json')) ||
          (what === 'to move the caller' &&
            attempt !== null &&
            path.endsWith(`/Calls/${attempt.call.callSid}.json`)) ||
          (what === 'to let the person go' && path.endsWith(`/Calls/${leg?.callSid}.json`))
        if (!isMeant || times === 0) return undefined
        times -= 1
        return fault
      })
      attempt = await transfers.begin({ ...SLOW, pickUpMs: 3_000 }, { afterwards: 'agent' })
      if (what === 'to let the person go') {
        await attempt.ringing()
        attempt.call.hangUp()
      }
      await attempt.record(
        (stored) => lastOf(stored)?.connectedAt != null || lastOf(stored)?.outcome != null,
      )
      if (what !== 'to let the person go') for (const leg of attempt.legs) leg.hangUp()
      await expectAllOver(attempt)
      expect(attempt.legs.length).toBeLessThan(2)
    },
  )
})
