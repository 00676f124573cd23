/** What comes after a call, as operators set it and see it. */
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { operator } from '../worker/agents.ts'
import { createAgent } from './agentForm.ts'
import { axeViolations, settled, sticksOut } from './audit.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { endedCall, record, turnOf } from './records.ts'
import { toast } from './toast.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))

let dashboard: Dashboard
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('an agent is told what to find out, whom to tell, and where lines go', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await createAgent(page, { name: 'Afterwards', prompt: 'You answer.' })
  await page.getByRole('link', { name: 'After the call' }).click()

  await page.getByRole('switch', { name: 'Find out what became of each call' }).click()
  await page.getByRole('button', { name: 'Add field' }).click()
  const field = page.getByRole('group', { name: 'Field 1' })
  await field.getByLabel('Name').fill('meal of the day')
  await field.getByText('Use letters, digits and _ only.').waitFor()
  await field.getByLabel('Name').fill('meal')
  await field.getByLabel('Type').selectOption({ label: 'One of several' })
  await field.getByLabel('Description').fill('Which meal they want')
  await field.getByLabel('Choices').fill('lunch\ndinner\n')

  await page.getByRole('button', { name: 'Add webhook' }).click()
  const webhook = page.getByRole('group', { name: 'Webhook 1' })
  await webhook.getByLabel('Address').fill('https://example.com/calls')
  await webhook.getByRole('switch', { name: 'call.analyzed' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await webhook.getByText('Make a signing secret first.').waitFor()
  await webhook.getByRole('button', { name: 'Make signing secret' }).click()
  await webhook.getByText(/^whsec_/).waitFor()
  await webhook.getByRole('button', { name: 'Copy signing secret' }).waitFor()

  const address = page.getByRole('textbox', { name: /^Webhook address/ })
  await address.fill('https://example.com/api/webhooks/1/x')
  const store = page.getByRole('button', { name: 'Store: Webhook address' })
  await store.click()
  await page.getByText(/^Paste the whole address/).waitFor()
  await address.fill('https://discord.com/api/webhooks/123/token')
  await store.click()
  await page.getByRole('button', { name: 'Replace: Webhook address' }).waitFor()

  await settled(page)
  await page.screenshot({ path: `${SCREENSHOTS}/agent-after-call.png`, fullPage: true })
  expect(await axeViolations(page)).toEqual([])
  await page.setViewportSize({ width: 380, height: 760 })
  await settled(page)
  expect(await sticksOut(page)).toEqual([])
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()

  const client = await operator(dashboard.url, dashboard.harness.owner)
  const agents = await client.query(api.agents.list, {})
  const saved = agents.find(({ _id }) => _id === agentId)
  expect(saved?.afterCall).toMatchObject({
    outcome: {
      model: '',
      fields: [{ name: 'meal', type: 'choice', choices: ['lunch', 'dinner'] }],
    },
    webhooks: [{ url: 'https://example.com/calls', events: ['call.completed', 'call.analyzed'] }],
    discord: expect.stringMatching(/^sec_/),
  })
  // Shown once: after a reload nobody sees it any more.
  await page.reload()
  await page.getByText('Requests are signed with it.').waitFor()
  expect(await page.getByText(/whsec_/).count()).toBe(0)
  expect(await page.content()).not.toContain('webhooks/123/token')

  await page.getByRole('button', { name: 'Change signing secret' }).click()
  await page.getByText('Requests are signed with it and with the earlier one.').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 3').waitFor()
  await page.getByRole('link', { name: 'Versions' }).click()
  const second = page.getByRole('listitem').filter({ hasText: 'Version 2' })
  await second.getByText(/meal \(One of several: lunch, dinner\): Which meal they want/).waitFor()
  expect(troubles).toEqual([])
  await close()
})

const after = (callSid: string, changes: Partial<AfterCallRecord>): AfterCallRecord => ({
  callSid,
  revision: 1,
  analysis: null,
  deliveries: [],
  ...changes,
})

describe('calls', () => {
  const START = Date.UTC(2026, 10, 28, 9)
  const callSids = [newSid('CA'), newSid('CA'), newSid('CA')] as const
  const [good, bad, failed] = callSids

  const analysis = (outcome: 'resolved' | 'unresolved', summary: string) => ({
    state: 'done' as const,
    at: START,
    model: 'gpt-5.6-luna',
    outcome,
    summary,
    fields: [
      { name: 'meal', type: 'choice' as const, value: 'lunch' },
      { name: 'note', type: 'text' as const, value: '=HYPERLINK("https://evil.example")' },
    ],
  })
  const delivery = {
    id: 'msg_1',
    event: 'call.completed' as const,
    webhook: 0,
    to: 'https://example.com/calls',
    state: 'given_up' as const,
    tries: 12,
    firstAt: START,
    lastAt: START + 80_000_000,
    nextAt: null,
    status: 503,
    problem: 'It answered 503.',
  }

  beforeAll(async () => {
    const calls = callSids.map((callSid, at) => endedCall(callSid, START + at * 60_000))
    const afters = [
      after(good, {
        analysis: analysis('resolved', 'They booked, "happily".'),
        deliveries: [delivery],
      }),
      after(bad, { analysis: analysis('unresolved', 'They left.') }),
      after(failed, {
        analysis: {
          state: 'failed',
          at: START,
          problem: 'OpenAI refused the key of OPENAI_API_KEY.',
        },
      }),
    ]
    await record(
      dashboard.harness,
      calls.map((call, at) => ({
        call,
        turns: [turnOf(call, 1)],
        ...(afters[at] ? { after: afters[at] } : {}),
      })),
    )
  })

  test('show their outcome, and who was told', async () => {
    const { page, troubles, close } = await dashboard.open(`/calls/${good}`)
    await page.getByText('They booked, "happily".').waitFor()
    const deliveries = page.getByRole('list', { name: 'Deliveries' })
    await deliveries.getByText('It answered 503.').waitFor()
    await deliveries.getByText(/^12 tries, the last/).waitFor()
    await settled(page)
    expect(await axeViolations(page)).toEqual([])
    await page.screenshot({ path: `${SCREENSHOTS}/call-after.png`, fullPage: true })
    // Its object was never there, so there is nothing to send.
    await page.getByRole('button', { name: /^Send again: call\.completed to/ }).click()
    await toast(page, 'keeps no longer what it takes').waitFor()
    expect(troubles.filter((text) => !text.includes('status of 409'))).toEqual([])
    await close()
  })

  test('say why there is no outcome, with a way to try again', async () => {
    const { page, close } = await dashboard.open(`/calls/${failed}`)
    await page.getByText('OpenAI refused the key of OPENAI_API_KEY.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await toast(page, 'keeps no longer what it takes').waitFor()
    await close()
  })

  test('are filtered by outcome and field, and exported as they are filtered', async () => {
    const { page, troubles, close } = await dashboard.open('/calls')
    await page.getByLabel('Outcome', { exact: true }).selectOption({ label: 'Resolved' })
    await page.getByLabel('Field', { exact: true }).selectOption({ label: 'meal: lunch' })
    await page.waitForURL(/outcome=resolved.*field=meal%3Dlunch/)
    await settled(page)
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    const [head = '', row = '', ...rest] = text.split('\r\n')
    expect(head).toBe(
      '\uFEFFcall,started,from,to,direction,agent,agent version,status,end reason,length (s),cost,outcome,summary,meal,note',
    )
    expect(row).toContain(good)
    expect(row).toContain('resolved,"They booked, ""happily"".",lunch')
    expect(row).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(rest).toEqual([''])
    await toast(page, '1 call exported.').waitFor()
    expect(troubles).toEqual([])
    await close()
  })
})
