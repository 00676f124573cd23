/** Every page in two widths, light and dark; the pictures are to be looked at. */
import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { callerSays, hearOut } from '../worker/harness.ts'
import { addNumber, createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'
import { toast } from './toast.ts'

const PROMPT = `You answer the phone of Cascade Cycles, a bicycle shop in Portland.

Be brief and friendly. Open from nine to five on weekdays. A flat tire costs 25 dollars and takes an hour; other repairs need an estimate first.`
const ANSWER =
  'A flat tire takes us about an hour and costs twenty five dollars. Bring the whole wheel if you can, and we will look at the brakes as well while we are at it.'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({
    model: { brain: () => ({ say: ANSWER }), pace: { firstAudioDelayMs: 180, timesRealTime: 4 } },
  })
})
afterAll(() => dashboard.close())

async function inspectPath(path: string, name: string, signedIn = true): Promise<void> {
  const { page, troubles, close } = await dashboard.open(path, { signedIn })
  await inspect(page, name)
  expect(troubles.filter((text) => !text.includes('status of 401'))).toEqual([])
  await close()
}

describe('with nothing in it yet', () => {
  test('the sign-in page', () => inspectPath('/sign-in', 'sign-in', false))
  test('the overview', () => inspectPath('/', 'overview-empty'))
  test('the agents', () => inspectPath('/agents', 'agents-empty'))
  test('the calls', () => inspectPath('/calls', 'calls-empty'))
  test('a page that is none', () => inspectPath('/nowhere', 'not-found'))
})

describe('at work', () => {
  const NUMBER = '+12025550147'
  let agentId: string
  let running: SimulatedCall
  let ended: SimulatedCall

  beforeAll(async () => {
    const { page, close } = await dashboard.open('/agents')
    const greeting = 'Cascade Cycles, good morning. How can I help?'
    agentId = await createAgent(page, { name: 'Cascade Cycles', prompt: PROMPT, greeting })
    await addNumber(page, NUMBER, 'Main line')
    await page.getByRole('listitem').filter({ hasText: '+1 202 555 0147' }).waitFor()
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByLabel('System prompt').fill(`${PROMPT}\n\nNever promise a time.`)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await toast(page, 'Saved as version 2').waitFor()
    await close()
    ended = await interruptedCall()
    ended.hangUp()
    await dashboard.harness.storedCall(ended.callSid)
    const nobody = dashboard.harness.placeCall('+12025550999', { from: '+442079460018' })
    await nobody.ended
    running = await interruptedCall()
  })

  /** The caller asks, and talks over the answer; the agent answers again. */
  async function interruptedCall(): Promise<SimulatedCall> {
    const call = dashboard.harness.placeCall(NUMBER)
    await hearOut(call)
    await call.press('7')
    const answering = call.until('agentSpeaking')
    await call.speak(callerSays('How much is a flat tire?'))
    await answering
    const cut = call.until('agentQuiet')
    await call.speak(callerSays('And how long does it take?'))
    await cut
    await call.until('agentSpeaking')
    return call
  }

  test('a running call', () => inspectPath(`/calls/${running.callSid}`, 'call-running'))
  test('the calls', () => inspectPath('/calls', 'calls'))
  test('the overview', async () => {
    await inspectPath('/', 'overview')
    running.hangUp()
    await running.ended
  })
  test('a call', () => inspectPath(`/calls/${ended.callSid}`, 'call'))
  test('the agents', () => inspectPath('/agents', 'agents'))
  test('an agent, general', () => inspectPath(`/agents/${agentId}/general`, 'agent-general'))
  test('an agent, test', () => inspectPath(`/agents/${agentId}/test`, 'agent-test'))
  test('an agent, versions', () => inspectPath(`/agents/${agentId}/versions`, 'agent-versions'))
  test('the settings', () => inspectPath('/settings', 'settings'))

  test('an agent, voice, with its fold and the steps open, and the dialog', async () => {
    const { page, troubles, close } = await dashboard.open(`/agents/${agentId}/voice`)
    await page.getByText('Advanced').click()
    await page.getByText('Set it in the Twilio Console').click()
    await inspect(page, 'agent-voice')
    await addNumber(page, '0202')
    await page.getByText('Write the number in E.164 form').waitFor()
    await inspect(page, 'add-number')
    expect(troubles).toEqual([])
    await close()
  })

  test('a new agent that cannot be created so, and the unsaved-changes dialog', async () => {
    const { page, troubles, close } = await dashboard.open('/agents/new')
    await page.getByLabel('System prompt').fill('You answer.')
    await page.getByRole('button', { name: 'Create agent' }).click()
    await inspect(page, 'agent-new')
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor()
    await inspect(page, 'leave')
    expect(troubles).toEqual([])
    await close()
  })
})
