/** The pages with what nobody expects on them: very long, very many, and from right to left. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect, inspectWithoutColours } from './inspect.ts'
import { endedCall, eventOf, record, turnOf } from './records.ts'

const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const URL_TOLD = `https://api.openai.com/v1/realtime/calls/rtc_u0_${'a'.repeat(120)}`
const ODD = 'CAodd'
const LONG = 'CAlong'
const LONG_TURNS = 700
const NEEDLE = 'The needle in the hay'

let dashboard: Dashboard
let agentId: string
beforeAll(async () => {
  dashboard = await startDashboard()
  const { page, close } = await dashboard.open('/agents')
  agentId = await createAgent(page, { name: WORD, prompt: `${WORD} `.repeat(20), greeting: WORD })
  await close()
  await record(dashboard.harness, [oddCall(), longCall(), ...manyCalls()])
})
afterAll(() => dashboard.close())

function oddCall() {
  const call = endedCall(ODD, Date.now() - 60_000, {
    agentId,
    agentName: WORD,
    from: `sip:reception-desk-of-the-second-floor@pbx.${'example.'.repeat(8)}com`,
    status: 'failed',
    endReason: 'model_failed',
    failure: `The voice model refused: ${URL_TOLD} answered 403`,
  })
  const detail = JSON.stringify({
    address: URL_TOLD,
    lines: Array.from({ length: 60 }, (_, n) => `line ${n}`),
  })
  return {
    call,
    turns: [
      turnOf(call, 0, { text: 'مرحبا، كيف أساعدك؟ <b>bold</b>' }),
      turnOf(call, 1, { text: 'שלום, אני רוצה תור ליום חמישי (Thursday) בשעה 3.' }),
      turnOf(call, 2, { text: WORD.repeat(3), heardText: WORD.slice(0, 30), interrupted: true }),
      turnOf(call, 3, { text: '👩‍⚕️'.repeat(60) }),
    ],
    events: [
      eventOf(call, 10, { kind: 'tool_call', summary: WORD, detail }),
      eventOf(call, 11, { kind: 'engine_error', summary: URL_TOLD }),
    ],
  }
}

function longCall() {
  const call = endedCall(LONG, Date.now() - 3_600_000, { agentId, durationSec: 2100 })
  const turns = Array.from({ length: LONG_TURNS }, (_, number) => turnOf(call, number))
  turns[650] = turnOf(call, 650, { text: `${NEEDLE}, said late.` })
  return { call, turns }
}

/** Failures of every kind, on several days. */
function manyCalls() {
  const reasons = ['model_failed', 'carrier_failed', 'interrupted', 'not_configured'] as const
  return Array.from({ length: 24 }, (_, number) => {
    const at = Date.now() - number * 5 * 3_600_000 - 7_200_000
    const endReason = reasons[number % 8]
    const failed = endReason ? ({ status: 'failed', endReason } as const) : {}
    return { call: endedCall(`CAmany${number}`, at, { agentName: WORD, ...failed }) }
  })
}

async function inspectPath(path: string, name: string): Promise<void> {
  const { page, troubles, close } = await dashboard.open(path)
  await inspect(page, name)
  await inspectWithoutColours(page, name)
  expect(troubles).toEqual([])
  await close()
}

test('the overview', () => inspectPath('/', 'odd-overview'))
test('the calls', () => inspectPath('/calls', 'odd-calls'))
test('the agents', () => inspectPath('/agents', 'odd-agents'))
test('an agent, general', () => inspectPath(`/agents/${agentId}/general`, 'odd-agent-general'))
test('an agent, voice', () => inspectPath(`/agents/${agentId}/voice`, 'odd-agent-voice'))
test('an agent, test', () => inspectPath(`/agents/${agentId}/test`, 'odd-agent-test'))
test('the settings', () => inspectPath('/settings', 'odd-settings'))

test('a call; its long details are read by keyboard, and its words have a language', async () => {
  const { page, troubles, close } = await dashboard.open(`/calls/${ODD}`)
  await page.locator('summary').filter({ hasText: 'Details' }).click()
  await inspect(page, 'odd-call')
  await inspectWithoutColours(page, 'odd-call')
  const details = page.getByRole('region', { name: /^Details of/ })
  await details.focus()
  await page.keyboard.press('End')
  await page.waitForFunction(() => (document.activeElement?.scrollTop ?? 0) > 100)
  const arabic = page.getByText('مرحبا')
  expect(await arabic.getAttribute('lang')).toBe('en-US')
  expect(await arabic.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  expect(troubles).toEqual([])
  await close()
})

test('a call of 700 turns lays out what is seen, and is searched', async () => {
  const { page, troubles, close } = await dashboard.open(`/calls/${LONG}`)
  await page.getByText('What was said as number 1.').waitFor()
  expect(await laidOut(page)).toBeLessThan(LONG_TURNS / 5)
  const needle = page.getByText(NEEDLE)
  expect(await needle.isVisible()).toBe(true)

  const find = page.getByLabel('Find in the conversation')
  await find.fill(NEEDLE.toUpperCase())
  await page.getByText('1 of 1', { exact: true }).waitFor()
  await page.waitForFunction(inView, NEEDLE)
  expect(await page.locator('mark').innerText()).toBe(NEEDLE)

  await find.fill('number 69')
  await page.getByText('1 of 11', { exact: true }).waitFor()
  await find.press('Enter')
  await page.getByText('2 of 11', { exact: true }).waitFor()
  await page.waitForFunction(inView, 'number 690')
  await find.press('Shift+Enter')
  await find.press('Shift+Enter')
  await page.getByText('11 of 11', { exact: true }).waitFor()
  await page.waitForFunction(inView, 'number 699')
  // The browser's own search finds what it has not laid out.
  expect(await page.evaluate("window.find('number 3.')")).toBe(true)
  expect(troubles).toEqual([])
  await close()
})

/** How many turns the browser has laid out. */
function laidOut(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('main ol > li p')].filter((line) =>
        line.checkVisibility({ contentVisibilityAuto: true }),
      ).length,
  )
}

function inView(text: string): boolean {
  const lines = [...document.querySelectorAll('main ol > li')]
  const { top, bottom } =
    lines.find((line) => line.textContent.includes(text))?.getBoundingClientRect() ?? {}
  return top !== undefined && bottom !== undefined && top >= 0 && bottom <= innerHeight
}

test('a German browser sees one kind of numbers', async () => {
  const { page, close } = await dashboard.open('/?days=30', { locale: 'de-DE' })
  await page.getByText('a call', { exact: false }).first().waitFor()
  const main = await page.locator('main').innerText()
  const decimals = main.match(/\d+[.,]\d+/g) ?? []
  expect(decimals.length).toBeGreaterThan(5)
  expect(decimals.filter((number) => number.includes(','))).toEqual([])
  expect(main).toMatch(/\$\d/)
  await close()
})
