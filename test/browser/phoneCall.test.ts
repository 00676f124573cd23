import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import * as z from 'zod'
import { callerSays, hearOut } from '../worker/harness.ts'
import { eventually } from '../worker/storedCall.ts'
import { addNumber, createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'

const NUMBER = '+12025550147'
const GREETING = 'Cascade Cycles, good morning.'
const ANSWER =
  'We are open from nine to five on weekdays, and from ten to two on Saturdays. On Sundays we are closed, but you can always leave your bicycle in the yard.'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({
    model: { brain: () => ({ say: ANSWER }), pace: { firstAudioDelayMs: 60, timesRealTime: 2 } },
  })
})
afterAll(() => dashboard.close())

test('an agent gets a number, is called, and the call is seen live and kept', async () => {
  const { harness } = dashboard
  const { page, troubles, close } = await dashboard.open('/calls')
  await page.getByRole('heading', { name: 'No calls yet' }).waitFor()
  await createAgent(page, { name: 'Cascade', prompt: 'You sell bicycles.', greeting: GREETING })
  await page.getByText('No number yet').waitFor()
  await addNumber(page, NUMBER, 'Main line')
  await page.getByText('+1 202 555 0147').waitFor()
  await page.getByRole('link', { name: 'Calls', exact: true }).click()
  await page.getByText('Ring +1 202 555 0147').waitFor()

  const call = harness.placeCall(NUMBER)
  const greeted = hearOut(call)
  const row = page.getByRole('row', { name: /\+1 202 555 0199/ })
  await row.getByText('In progress').waitFor()
  await row.getByRole('link').click()
  await page.getByRole('button', { name: 'End call' }).waitFor()
  await greeted
  const shown = await watchAnswer(page)
  const answering = call.until('agentSpeaking')
  await call.speak(callerSays('When do you open?'))
  await answering
  await eventually('three states of the answer', async () =>
    (await shown()).length >= 3 ? true : null,
  )
  expect((await shown()).every((text) => ANSWER.startsWith(text))).toBe(true)

  const cut = call.until('agentQuiet')
  await call.speak(callerSays('Stop, please.'))
  await cut
  const conversation = page.getByRole('listitem').filter({ hasText: 'Cascade' })
  const unheard = await conversation.locator('del').innerText()
  expect(ANSWER).toContain(unheard)
  call.hangUp()
  await call.ended
  await page.getByText('The caller hung up.').waitFor()
  await page.getByText('The caller hung up.').scrollIntoViewIfNeeded()
  expect(await page.getByRole('button', { name: 'End call' }).count()).toBe(0)

  const { call: record, turns } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ agentName: 'Cascade', to: NUMBER, endReason: 'caller_hung_up' })
  const [heard] = turns.filter(({ interrupted }) => interrupted)
  expect(heard?.text.slice(heard.heardText.length).trim()).toBe(unheard)
  await page.reload()
  await page.getByText(GREETING).waitFor()
  expect(await conversation.locator('del').first().innerText()).toBe(unheard)
  await page.getByRole('table', { name: /What each part/ }).waitFor()
  expect(troubles).toEqual([])
  await close()
})

/** Notes every state of the answer's text on the page, from now on. */
async function watchAnswer(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(
    (beginning) => {
      const seen = new Set<string>()
      const look = () => {
        for (const paragraph of document.querySelectorAll('li p')) {
          const text = paragraph.textContent
          if (text.startsWith(beginning)) seen.add(text)
        }
        document.body.dataset['seen'] = JSON.stringify([...seen])
      }
      new MutationObserver(look).observe(document.querySelector('main') ?? document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      })
    },
    ANSWER.slice(0, 2),
  )
  return async () => {
    const seen = await page.evaluate(() => document.body.dataset['seen'] ?? '[]')
    return z.array(z.string()).parse(JSON.parse(seen))
  }
}

test('an operator ends a call from its page', async () => {
  const number = await dashboard.harness.newNumber()
  const call = dashboard.harness.placeCall(number)
  await hearOut(call)
  const { page, troubles, close } = await dashboard.open(`/calls/${call.callSid}`)
  await page.getByRole('button', { name: 'End call' }).click()
  const dialog = page.getByRole('dialog', { name: 'End this call?' })
  await dialog.getByRole('button', { name: 'End call' }).click()
  await call.ended
  await page.getByText('An operator ended the call.').waitFor()
  expect(troubles).toEqual([])
  await close()
})
