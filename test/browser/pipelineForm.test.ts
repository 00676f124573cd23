/** A pipeline as an operator sets it: presets, parts, secrets, trials, versions; and what its calls show. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { usageLines } from '../../convex/model/usage.ts'
import { type ElevenLabsSimulator, startElevenLabs } from '../simulators/elevenlabs/index.ts'
import { type OpenAiSimulator, startOpenAi } from '../simulators/openai/index.ts'
import { createAgent } from './agentForm.ts'
import { axeViolations, settled, sticksOut } from './audit.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { endedCall, record, turnOf } from './records.ts'
import { toast } from './toast.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))
const RACHEL = '21m00Tcm4TlvDq8ikWAM'

const engine = (page: Page) => page.getByLabel('Engine', { exact: true })
const part = (page: Page, name: string) =>
  page.getByRole('group', { name: new RegExp(`^${name} `) })
/** What a secret is typed into. */
const secret = (page: Page, name: string) =>
  part(page, 'Brain').getByLabel(`${name} (optional)`, { exact: true })
const choose = (page: Page, label: string) => engine(page).selectOption({ label })
const chosen = (page: Page) => engine(page).locator('option:checked').textContent()

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, `Saved as version ${version}`).waitFor()
}

/** Pictures, light and dark, wide and narrow; nothing is wrong with the page in any of them. */
async function inspect(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [1280, 380]) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      expect(await axeViolations(page)).toEqual([])
      expect(await sticksOut(page)).toEqual([])
      await page.screenshot({
        path: `${SCREENSHOTS}/${name}-${theme}-${width}.png`,
        fullPage: true,
      })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

describe('without a key of ElevenLabs', () => {
  let dashboard: Dashboard
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true })
    dashboard = await startDashboard()
  })
  afterAll(() => dashboard.close())

  test('each preset is chosen, saved, found again after a reload, and compared', async () => {
    const { page, troubles, close } = await dashboard.open('/agents')
    await createAgent(page, { name: 'Presets', prompt: 'You answer.', greeting: 'Hello.' })
    await choose(page, 'ElevenLabs pipeline')
    await part(page, 'Ears').getByText('ELEVENLABS_API_KEY is not set').waitFor()
    await part(page, 'Mouth').getByText('ELEVENLABS_API_KEY is not set').waitFor()
    expect(await part(page, 'Brain').getByText('is not set').count()).toBe(0)
    await part(page, 'Mouth').getByText(`Rachel is ${RACHEL}`).waitFor()
    await save(page, 2)

    await choose(page, 'Your brain, Realtime voice')
    const address = part(page, 'Brain').getByLabel('Address')
    expect(await part(page, 'Brain').getByRole('switch').getAttribute('aria-checked')).toBe('false')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await part(page, 'Brain').getByText('Write a whole address').waitFor()
    await address.fill('https://example.com/agent')
    await save(page, 3)
    await page.reload()
    expect(await address.inputValue()).toBe('https://example.com/agent')
    expect(await chosen(page)).toBe('Your brain, Realtime voice')

    await part(page, 'Mouth').getByLabel('Service').selectOption({ label: 'ElevenLabs' })
    expect(await chosen(page)).toBe('Pipeline of your own')
    await page.getByText('Advanced').click()
    await page.getByLabel('Pause that ends a turn').fill('9999')
    await page.getByText('Enter a whole number from 0 to 3000 ms.').waitFor()
    await page.getByLabel('Pause that ends a turn').fill('650')
    await page.getByRole('switch', { name: 'Voice detection' }).click()
    const spare = page.getByRole('group', { name: 'If the brain fails' })
    await spare.getByLabel('If the brain fails').selectOption({ label: 'OpenAI model' })
    await spare.getByLabel('Model').fill('gpt-4o-mini')
    await spare.getByText('OpenAI shuts down GPT-4o mini on 2027-01-14').waitFor()
    await save(page, 4)

    await choose(page, 'Echo')
    await save(page, 5)
    await page.getByRole('link', { name: 'Versions' }).click()
    const version = (number: number) =>
      page.getByRole('listitem').filter({ hasText: `Version ${number}` })
    await version(3)
      .getByText(/Your own endpoint https:\/\/example\.com\/agent/)
      .waitFor()
    const terms = await version(4).getByRole('term').allTextContents()
    expect(terms).toEqual(['Mouth', 'Voice detection', 'Pauses', 'If a part fails'])
    await version(4).getByText('Brain: OpenAI model, GPT-4o mini; reasoning none').waitFor()
    expect(await version(5).getByRole('term').allTextContents()).toContain('Engine')
    await settled(page)
    await page.screenshot({ path: `${SCREENSHOTS}/pipeline-versions.png`, fullPage: true })
    expect(troubles).toEqual([])
    await close()
  })

  test('an id of what OpenAI has shut down is answered with what replaces it', async () => {
    const { page, close } = await dashboard.open('/agents')
    await createAgent(page, { name: 'Retired', prompt: 'You answer.', greeting: 'Hello.' })
    await choose(page, 'ElevenLabs pipeline')
    const brain = part(page, 'Brain')
    await brain.getByLabel('Model').fill('asst_abc123')
    await brain.getByText('OpenAI shut its assistants down on 2026-08-26').waitFor()
    await brain.getByLabel('Model').fill('pmpt_abc123')
    await brain.getByText('OpenAI shuts its stored prompts down on 2026-11-30').waitFor()
    await brain.getByLabel('Service').selectOption({ label: 'Your own endpoint' })
    await brain.getByLabel('Address').fill('wf_abc123')
    await brain.getByText('OpenAI shuts Agent Builder down on 2026-11-30').waitFor()
    await brain.getByLabel('Address').fill('https://example.com/agent')
    await secret(page, 'Bearer token').fill('asst_abc123')
    await brain.getByText('OpenAI shut its assistants down on 2026-08-26').waitFor()
    await brain.getByRole('button', { name: 'Store: Bearer token' }).click()
    expect(await brain.getByText('Stored on').count()).toBe(0)
    await close()
  })

  test('a secret is stored, replaced and removed by keyboard, and never shown again', async () => {
    const { page, troubles, close } = await dashboard.open('/agents')
    await createAgent(page, { name: 'Secrets', prompt: 'You answer.', greeting: 'Hello.' })
    await choose(page, 'Your brain, Realtime voice')
    const brain = part(page, 'Brain')
    await brain.getByLabel('Address').fill('https://example.com/agent')
    await secret(page, 'Bearer token').fill('very-secret-1')
    await secret(page, 'Bearer token').press('Enter')
    await brain.getByText('Stored on').waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(await focused()).toBe('Replace: Bearer token')
    await save(page, 2)
    await page.reload()
    await brain.getByText('Stored on').waitFor()
    expect(await page.content()).not.toContain('very-secret')

    await brain.getByRole('button', { name: 'Replace: Bearer token' }).press('Enter')
    await secret(page, 'Bearer token').press('Escape')
    await brain.getByRole('button', { name: 'Replace: Bearer token' }).press('Enter')
    await page.keyboard.type('very-secret-2')
    await page.keyboard.press('Enter')
    await brain.getByText('Stored on').waitFor()
    await save(page, 3)

    await brain.getByRole('button', { name: 'Remove: Bearer token' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).press('Enter')
    await secret(page, 'Bearer token').waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await save(page, 4)
    await page.getByRole('link', { name: 'Versions' }).click()
    const fourth = page.getByRole('listitem').filter({ hasText: 'Version 4' })
    await fourth.getByText('bearer token none').waitFor()
    expect(await page.content()).not.toContain('very-secret')
    expect(troubles).toEqual([])
    await close()
  })

  test('the form of a new agent says when its secrets can be entered, and tries a brain', async () => {
    const { page, troubles, close } = await dashboard.open('/agents/new')
    await choose(page, 'Your brain, Realtime voice')
    const brain = part(page, 'Brain')
    expect(await brain.getByText('Can be entered once the agent is created.').count()).toBe(2)
    await brain.getByLabel('Try it').press('Enter')
    await brain.getByText('Write a whole address').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Create New Agent' }).waitFor()
    expect(troubles).toEqual([])
    await close()
  })
})

describe('with the keys of everybody', () => {
  let dashboard: Dashboard
  let elevenlabs: ElevenLabsSimulator
  let endpoint: OpenAiSimulator
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true })
    elevenlabs = await startElevenLabs({ apiKey: 'an-elevenlabs-key' })
    endpoint = await startOpenAi({ lenient: true, apiKey: 'a-key', light: true })
    dashboard = await startDashboard({
      vars: {
        ELEVENLABS_API_KEY: 'an-elevenlabs-key',
        ELEVENLABS_BASE_URL: elevenlabs.url,
        LOCAL_EXCEPTIONS: new URL(endpoint.url).host,
      },
    })
  })
  afterAll(async () => {
    await dashboard.close()
    await Promise.all([elevenlabs.close(), endpoint.close()])
  })

  test('the voices of the account are listed, a brain answers and a voice is heard', async () => {
    const { page, troubles, close } = await dashboard.open('/agents')
    await createAgent(page, { name: 'Trials', prompt: 'You answer.', greeting: 'Hello.' })
    await choose(page, 'ElevenLabs pipeline')
    const mouth = part(page, 'Mouth')
    await mouth
      .locator('select')
      .getByText(/Rachel/)
      .waitFor({ state: 'attached' })
    expect(await page.getByText('is not set').count()).toBe(0)
    await part(page, 'Brain').getByRole('button', { name: 'Ask' }).click()
    await part(page, 'Brain')
      .getByText(/^First words after .* all after/)
      .waitFor()
    await mouth.getByRole('button', { name: 'Speak' }).click()
    await mouth.getByText(/^First sound after .* of speech\.$/).waitFor()
    await page.getByText('Advanced').click()
    await inspect(page, 'pipeline-elevenlabs')
    expect(troubles).toEqual([])
    await close()
  })

  test('a key is checked when it is entered, and the endpoint’s models are offered', async () => {
    const { page, troubles, close } = await dashboard.open('/agents')
    await createAgent(page, { name: 'Endpoint', prompt: 'You answer.', greeting: 'Hello.' })
    await choose(page, 'ElevenLabs pipeline')
    const brain = part(page, 'Brain')
    await brain.getByLabel('Service').selectOption({ label: 'OpenAI-compatible endpoint' })
    await brain.getByLabel('Address').fill(endpoint.url)
    await secret(page, 'Key').fill('wrong')
    await brain.getByRole('button', { name: 'Store: Key' }).click()
    await brain.getByText('does not accept the key').waitFor()
    await brain.getByRole('button', { name: 'Replace: Key' }).click()
    await secret(page, 'Key').fill('a-key')
    await brain.getByRole('button', { name: 'Store: Key' }).click()
    await brain.getByText(/It answers, and offers \d+ models/).waitFor()
    expect(await brain.locator('datalist option').count()).toBeGreaterThan(5)
    await brain.getByLabel('Model').fill('gpt-6-luna')
    await brain.getByRole('button', { name: 'Ask' }).click()
    await brain.getByText(/^First words after/).waitFor()
    await inspect(page, 'pipeline-endpoint')
    await save(page, 2)
    await choose(page, 'Your brain, Realtime voice')
    await part(page, 'Mouth').getByRole('button', { name: 'Speak' }).click()
    await part(page, 'Mouth')
      .getByText(/ of speech\.$/)
      .waitFor()
    await inspect(page, 'pipeline-your-brain')
    expect(troubles).toEqual([])
    await close()
  })

  test('a call shows where the wait went, and what each part cost', async () => {
    const startedAt = Date.now() - 60_000
    const usage = [
      ...usageLines(
        { part: 'ears', vendor: 'elevenlabs', model: 'scribe_v2_realtime' },
        { heard_sec: 20 },
      ),
      ...usageLines(
        { part: 'brain', vendor: 'openai', model: 'gpt-5.6-luna' },
        { text_in_tokens: 1200, text_in_cached_tokens: 800, text_out_tokens: 90 },
      ),
      ...usageLines(
        { part: 'mouth', vendor: 'elevenlabs', model: 'eleven_flash_v2_5' },
        { characters: 300 },
      ),
    ]
    const cost = { parts: { ears: 0.00217, brain: 0.000364, mouth: 0.015 }, carrier: null }
    const call = endedCall('CApipeline', startedAt, { usage, cost, model: 'gpt-5.6-luna' })
    const turns = [0, 1, 2].map((number) => {
      const turn = turnOf(call, number)
      const { timing } = turn
      if (!timing) return turn
      const respondedAt = (timing.endpointedAt ?? 0) + 150
      const thoughtAt = respondedAt + 200
      return { ...turn, timing: { ...timing, respondedAt, thoughtAt } }
    })
    await record(dashboard.harness, [{ call, turns }])
    const { page, troubles, close } = await dashboard.open('/calls/CApipeline')
    const legend = page.getByText('Wait for the answer:').locator('..')
    expect(await legend.textContent()).toBe('Wait for the answer:pauseearsbrainmouthline')
    await page.locator('summary').filter({ hasText: 'show the parts' }).first().click()
    for (const label of ['Words understood', 'First words thought of', 'First sound sent']) {
      await page.getByText(label).waitFor()
    }
    const rows = await page.getByRole('table').getByRole('rowheader').allTextContents()
    expect(rows).toEqual([
      'Ears',
      'Brain',
      'Text read',
      'Text read, cached',
      'Text written',
      'Mouth',
      'Line',
      'Total',
    ])
    await page.getByRole('cell', { name: '300 characters' }).waitFor()
    await inspect(page, 'pipeline-call')
    await page.goto('/settings')
    await page.getByText('ElevenLabs answers, and accepts the key.').waitFor()
    await inspect(page, 'pipeline-settings')
    expect(troubles).toEqual([])
    await close()
  })
})
