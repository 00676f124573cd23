/** The page of a call that outlived its process and its model. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { ask, hearOut } from '../worker/harness.ts'
import { eventually } from '../worker/storedCall.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({ losable: true })
})
afterAll(() => dashboard.close())

test('a call that broke shows where, and how long it took to go on', async () => {
  const { harness } = dashboard
  const number = await harness.newNumber({}, [
    { say: 'We open at nine on weekdays.' },
    { say: 'Sorry, the line dropped for a moment. What did you say?' },
  ])
  const call = harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'When do you open?')
  await call.agentIdle(250)
  await harness.lose(call.callSid)
  await eventually('the agent over another stream', () => call.streams[1]?.firstAudioAt)
  await call.agentIdle(250)
  const session = harness.model.sessions.at(-1)
  const sessions = harness.model.sessions.length
  session?.fault({ kind: 'drop' })
  await eventually('another session', () => harness.model.sessions[sessions])
  await ask(call, 'And on Sundays?')
  await call.agentIdle(250)
  call.hangUp()
  await harness.storedCall(call.callSid)

  for (const width of [1280, 380]) {
    const { page, troubles, close } = await dashboard.open(`/calls/${call.callSid}`, { width })
    const lines = page.getByRole('listitem')
    await lines.filter({ hasText: 'The process of this call was lost.' }).waitFor()
    await lines.filter({ hasText: /The agent was heard again after \d+ ms\./ }).waitFor()
    await lines.filter({ hasText: 'The connection to OpenAI closed' }).waitFor()
    await lines.filter({ hasText: 'The model is called again, attempt 1.' }).waitFor()
    await lines.filter({ hasText: /The model was back after \d+ ms\./ }).waitFor()
    await page.screenshot({ path: `${SCREENSHOTS}/call-breaks-${width}.png`, fullPage: true })
    expect(troubles).toEqual([])
    await close()
  }
})
