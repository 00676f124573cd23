import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { callForm } from './streamByHand.ts'

let stateDir: string
let harness: Harness
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'switchboard-'))
  harness = await startHarness({ stateDir })
})
afterAll(async () => {
  await harness.close()
  await rm(stateDir, { recursive: true, force: true })
})

test('what is stored survives a restart, and calls that it cut off do not stay in progress', async () => {
  const number = await harness.newNumber()
  const finished = harness.placeCall(number)
  await hearOut(finished)
  finished.hangUp()
  await harness.storedCall(finished.callSid)
  const cutOff = harness.placeCall(number, { statusUrl: null })
  const resumed = harness.placeCall(number, { statusUrl: null })
  await Promise.all([hearOut(cutOff), hearOut(resumed)])
  expect(await harness.sessions()).toBe(2)

  await harness.stopWorker()
  await Promise.all([cutOff.ended, resumed.ended])
  await harness.startWorker()

  const old = await harness.storedCall(finished.callSid)
  expect(old.call).toMatchObject({ status: 'completed', to: number })
  expect(old.turns.map(({ heardText }) => heardText)).toEqual(['Hello.'])

  const { body } = await harness.post('/twilio/resume', callForm(number, resumed.callSid))
  expect(body).toContain(`/twilio/media/${resumed.callSid}`)
  const status = { CallStatus: 'completed', CallDuration: '3' }
  for (const { callSid } of [cutOff, resumed]) {
    await harness.post('/twilio/status', { ...callForm(number, callSid), ...status })
    const { call, turns } = await harness.storedCall(callSid)
    expect(call).toMatchObject({ status: 'failed', endReason: 'interrupted' })
    expect(call.failure).toContain('restarted')
    expect(turns.flatMap(({ heardText }) => heardText || [])).toEqual(['Hello.'])
  }
  expect((await harness.storedCall(cutOff.callSid)).call.carrierDurationSec).toBe(3)
  expect(await harness.sessions()).toBe(0)

  const next = harness.placeCall(number)
  await hearOut(next)
  next.hangUp()
  expect((await harness.storedCall(next.callSid)).call.status).toBe('completed')
})
