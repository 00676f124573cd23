import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { CALLER_VOICE, speak, SPEECH_HZ } from '../simulators/audio/speech.ts'
import { writeWav } from '../simulators/audio/wav.ts'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'

/** Long enough to be interrupted, however long the page takes to call. */
const GREETING =
  'Good morning, this is Cascade Cycles, the bicycle shop in Portland. We repair everything that has two wheels, and we sell new and used bicycles, helmets, locks, lights and bags. Tell me what I can do for you today.'
const SILENCE_SEC = 4

let folder: string
let dashboard: Dashboard
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'microphone-'))
  const microphoneWav = join(folder, 'caller.wav')
  await writeFile(microphoneWav, callerWav())
  dashboard = await startDashboard({
    microphoneWav,
    model: {
      brain: ({ heard }) => ({ say: heard ? 'Of course, bring it in.' : 'You pressed seven.' }),
    },
  })
})
afterAll(async () => {
  await dashboard.close()
  await rm(folder, { recursive: true })
})

/** Nothing at first, then words over the agent's greeting. */
function callerWav(): Uint8Array {
  const speech = speak('Excuse me, my bicycle has a flat tire.', CALLER_VOICE)
  const samples = new Int16Array(SILENCE_SEC * SPEECH_HZ + speech.length + SPEECH_HZ)
  samples.set(speech, SILENCE_SEC * SPEECH_HZ)
  return writeWav({ sampleRate: SPEECH_HZ, channels: [samples] })
}

test('an operator talks to the agent from the page, and interrupts it', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await createAgent(page, {
    name: 'Cascade',
    prompt: 'You sell bicycles.',
    greeting: GREETING,
  })
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const status = page.getByRole('region', { name: 'Phone' }).getByRole('status')
  await status.filter({ hasText: 'Talking' }).waitFor()
  const unheard = await page.locator('del').innerText()
  expect(unheard.length).toBeGreaterThan(20)
  expect(GREETING).toContain(unheard)
  const said = page.getByRole('listitem')
  await said.getByText('seconds of speech').waitFor()
  await said.getByText(/^The caller spoke .* into the agent's turn/).waitFor()
  await said.getByText('Of course, bring it in.').waitFor()
  await page.getByRole('button', { name: '7', exact: true }).click()
  await page.getByText('Key pressed: 7').waitFor()
  await said.getByText('You pressed seven.').waitFor()
  await page.getByRole('button', { name: 'Hang up' }).click()
  await status.filter({ hasText: 'Call ended' }).waitFor()
  await page.getByRole('link', { name: 'See its record' }).click()
  await page.getByRole('heading', { level: 1, name: 'Operator (test)' }).waitFor()
  await page.getByText('The caller hung up.').waitFor()
  expect(await page.locator('del').first().innerText()).toBe(unheard)
  const callSid = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const { call, turns } = await dashboard.harness.storedCall(callSid)
  expect(call).toMatchObject({ carrier: 'browser', agentId, endReason: 'caller_hung_up' })
  expect(turns.slice(0, 3).map(({ role }) => role)).toEqual(['agent', 'caller', 'agent'])
  expect(turns[0]).toMatchObject({ interrupted: true, text: expect.stringContaining(unheard) })
  expect(troubles).toEqual([])
  await close()
})

test('a call goes on while its operator looks at other tabs and pages', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await createAgent(page, { name: 'Lasting', prompt: 'You sell bicycles.' })
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const status = page.getByRole('region', { name: 'Phone' }).getByRole('status')
  await status.filter({ hasText: 'Talking' }).waitFor()
  const bar = page.getByRole('region', { name: 'Test call' })
  expect(await bar.count()).toBe(0)

  await page.getByRole('link', { name: 'Versions' }).click()
  await bar.getByText('Talking to Lasting').waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await bar.getByRole('button', { name: 'Mute' }).click()
  await bar.getByRole('link', { name: 'Show' }).click()
  await status.filter({ hasText: 'Talking' }).waitFor()
  expect(await page.getByRole('button', { name: 'Muted' }).isVisible()).toBe(true)
  await page.keyboard.press('7')
  await page.getByText('Key pressed: 7').waitFor()

  const asked = page.waitForEvent('dialog')
  await page.evaluate(() => setTimeout(() => location.reload()))
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()

  await page.getByRole('link', { name: 'Calls', exact: true }).click()
  await bar.getByRole('button', { name: 'Hang up' }).click()
  await bar.waitFor({ state: 'detached' })
  await page.goBack()
  const record = page.getByRole('link', { name: 'See its record' })
  const callSid = (await record.getAttribute('href'))?.split('/').at(-1) ?? ''
  const { call } = await dashboard.harness.storedCall(callSid)
  expect(call).toMatchObject({ agentId, endReason: 'caller_hung_up' })
  expect(troubles).toEqual([])
  await close()
})

test('the keypad folds away where there is little room', async () => {
  const { page, close } = await dashboard.open('/agents', { width: 380 })
  await createAgent(page, { name: 'Narrow', prompt: 'You sell bicycles.' })
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  const seven = page.getByRole('button', { name: '7', exact: true })
  const keypad = page.getByRole('button', { name: 'Keypad' })
  await keypad.waitFor()
  expect(await seven.isVisible()).toBe(false)
  await keypad.click()
  expect(await seven.isVisible()).toBe(true)
  await page.setViewportSize({ width: 1280, height: 800 })
  expect([await keypad.isVisible(), await seven.isVisible()]).toEqual([false, true])
  await close()
})

test('a microphone that is refused is explained, and nothing is called', async () => {
  const { page, troubles, close } = await dashboard.open('/agents', { microphone: false })
  await createAgent(page, { name: 'Silent', prompt: 'You sell bicycles.' })
  const requests: string[] = []
  page.on('request', (request) => void requests.push(new URL(request.url()).pathname))
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await page.getByRole('alert').getByText('The microphone is not allowed').waitFor()
  expect(requests).not.toContain('/api/test-calls')
  expect(await page.getByRole('button', { name: 'Call', exact: true }).isEnabled()).toBe(true)
  expect(troubles).toEqual([])
  await close()
})
