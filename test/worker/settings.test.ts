import { afterEach, expect, test } from 'vitest'
import { type SettingsAnswer, settingsAnswerSchema } from '../../convex/model/api.ts'
import { Browser } from './browser.ts'
import { type Harness, type HarnessOptions, hearOut, startHarness } from './harness.ts'
import { callForm } from './streamByHand.ts'

const started: Harness[] = []
async function start(options: HarnessOptions): Promise<Harness> {
  const harness = await startHarness(options)
  started.push(harness)
  return harness
}
afterEach(async () => {
  for (const harness of started.splice(0)) await harness.close()
})

test('without OPENAI_API_KEY the caller hears a sentence, and the record says what is missing', async () => {
  const harness = await start({ vars: { OPENAI_API_KEY: null } })
  const call = harness.placeCall(await harness.newNumber())
  await call.ended
  expect(call.said).toEqual(['This line is not set up yet. Please call again later.'])
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({
    status: 'failed',
    endReason: 'not_configured',
    failure: 'OPENAI_API_KEY is not set.',
  })
  expect(await harness.sessions()).toBe(0)
  expect(harness.log.map(({ message }) => message).join()).toContain('OPENAI_API_KEY is not set')
})

test.each(['TWILIO_AUTH_TOKEN', 'PUBLIC_URL'])(
  'without %s nothing from Twilio passes, and the answer names it',
  async (setting) => {
    const harness = await start({ vars: { [setting]: null } })
    const { status, body } = await harness.post('/twilio/voice', callForm('+12025550001'))
    expect(status).toBe(403)
    expect(body).toContain(`${setting} is not set`)
    expect(harness.log.map(({ message }) => message).join()).toContain(`${setting} is not set`)
  },
)

test('a number that nobody answers says so and hangs up, and is not counted', async () => {
  const harness = await start({})
  const call = harness.placeCall('+12025559999')
  const { endedBy } = await call.ended
  expect(endedBy).toBe('customer')
  expect(call.said).toEqual(['This number is not configured. Goodbye.'])
  expect(harness.model.handshakes).toBe(0)
  expect(await harness.sessions()).toBe(0)
})

test('callers hear the language of the agent, and where none is known that of the installation', async () => {
  const harness = await start({ vars: { OPENAI_API_KEY: null, DEFAULT_LOCALE: 'fr-CA' } })
  const german = harness.placeCall(await harness.newNumber({ locale: 'de-DE' }))
  const unknown = harness.placeCall('+12025559999')
  await Promise.all([german.ended, unknown.ended])
  expect(german.said).toEqual([
    'Dieser Anschluss ist noch nicht eingerichtet. Bitte rufen Sie später wieder an.',
  ])
  expect(unknown.said).toEqual(['Ce numéro n’est pas configuré. Au revoir.'])
})

test('one call more than may run at once hears that the lines are busy; the next gets through', async () => {
  const harness = await start({ vars: { MAX_CONCURRENT_CALLS: '1' } })
  const number = await harness.newNumber()
  const first = harness.placeCall(number)
  await hearOut(first)
  const second = harness.placeCall(number)
  await second.ended
  expect(second.said).toEqual([
    'All our lines are busy at the moment. Please call again in a few minutes.',
  ])
  expect(await harness.sessions()).toBe(1)
  first.hangUp()
  await first.ended
  await harness.storedCall(first.callSid)
  const third = harness.placeCall(number)
  await hearOut(third)
  expect(third.said).toEqual([])
})

const PASSWORD = 'a password that is long'

async function settingsOf({ url }: Harness): Promise<SettingsAnswer> {
  const browser = await new Browser(url).signIn(PASSWORD)
  return settingsAnswerSchema.parse(await (await browser.get('/api/settings')).json())
}

test('how full the stored data are is told, and that there is little room', async () => {
  const answers: SettingsAnswer[] = []
  for (const DATA_LIMIT_GB of ['0.0001', '']) {
    const harness = await start({ vars: { DATA_LIMIT_GB, OPERATOR_PASSWORD: PASSWORD } })
    await harness.newNumber()
    answers.push(await settingsOf(harness))
    const warned = harness.log.filter(({ message }) => message.includes('of their 0.0001 GB'))
    expect(warned).toHaveLength(DATA_LIMIT_GB === '' ? 0 : 1)
  }
  const [full, roomy] = answers
  expect(full?.fullness).toMatchObject({ limitBytes: 100_000, calls: 0 })
  expect(full?.problems).toContainEqual(expect.stringContaining('of their 0.0001 GB'))
  expect(roomy?.fullness).toEqual({ ...full?.fullness, limitBytes: 1e10 })
  expect(roomy?.problems.join()).not.toContain('of their')
})

test('of a Convex deployment it is not told how full it is', async () => {
  const harness = await start({
    vars: { CONVEX_URL: 'http://127.0.0.1:9', OPERATOR_PASSWORD: PASSWORD },
  })
  expect((await settingsOf(harness)).fullness).toBeUndefined()
})
