/** What Twilio hears when everything behind the routes is broken. */
import { expect, test, vi } from 'vitest'
import { sentencesIn } from '../../../worker/call/prompts/index.ts'
import { newSid } from '../../simulators/twilio/sid.ts'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import { parseTwiml } from '../../simulators/twilio/twiml.ts'
import { newPrivateKey } from '../../../worker/lib/es256.ts'
import { agent } from '../shell/fakes.ts'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const worker = await loadWorker()
const broken = {
  getByName: () => {
    throw new Error('The secret of a caller.')
  },
}
const env = {
  PUBLIC_URL: 'https://calls.example.com',
  TWILIO_AUTH_TOKEN: 'an-auth-token',
  CALLS: broken,
  DIRECTORY: broken,
  CONVEX: broken,
}
const form = {
  CallSid: newSid('CA'),
  From: '+12025550199',
  To: '+12025550100',
  DialCallStatus: 'busy',
  CallStatus: 'busy',
}

const callThat = (carrierSays: () => Promise<void>) => ({ getByName: () => ({ carrierSays }) })
const neverEnds = () => new Promise<void>(() => {})
const fails = () => Promise.reject(new Error('down'))

async function post(path: string, objects: object = {}, fields: Record<string, string> = form) {
  const url = env.PUBLIC_URL + path
  const headers = { 'x-twilio-signature': twilioSignature(env.TWILIO_AUTH_TOKEN, url, fields) }
  const request = new Request(url, { method: 'POST', headers, body: new URLSearchParams(fields) })
  const work: Promise<unknown>[] = []
  const context = {
    waitUntil: (one: Promise<unknown>) => void work.push(one),
    passThroughOnException() {},
  }
  const response = await worker.fetch(request, { ...env, ...objects }, context)
  return { response, work }
}

test.each(['/twilio/voice', '/twilio/resume', '/twilio/dialed', '/twilio/fallback'])(
  '%s apologises, and logs what failed without what it said',
  async (path) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { response } = await post(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/xml\b/)
    const { verbs } = parseTwiml(await response.text())
    expect(verbs).toMatchObject([
      { verb: 'Say', text: sentencesIn('en-US').failed },
      { verb: 'Hangup' },
    ])
    const logged = log.mock.calls.flat().join('\n')
    expect(logged).toContain(path)
    expect(logged).not.toContain('The secret')
    log.mockRestore()
  },
)

test.each(['/twilio/voice', '/twilio/resume', '/twilio/status'])(
  '%s refuses a signed form of another shape with a sentence',
  async (path) => {
    const { CallSid: _, ...nameless } = form
    const { response } = await post(path, {}, nameless)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('CallSid')
  },
)

const answerOf = (value: object) => Response.json({ status: 'success', value, logLines: [] })

test('an agent of a wrong shape is none: the last good answer for the number counts', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const known = agent()
  const ring = vi.fn<(incoming: object) => Promise<string>>().mockResolvedValue('stream')
  const remember = vi.fn<() => Promise<void>>()
  const { response } = await post('/twilio/voice', {
    AUTH_PRIVATE_KEY: await newPrivateKey(),
    CONVEX: { getByName: () => ({ fetch: async () => answerOf({ ...known, instructions: 5 }) }) },
    DIRECTORY: { getByName: () => ({ recall: async () => known, remember }) },
    CALLS: { getByName: () => ({ ring }) },
  })
  expect(await response.text()).toContain('<Connect>')
  expect(ring.mock.calls).toMatchObject([[{ agent: known }]])
  expect(remember).not.toHaveBeenCalled()
  expect(log).toHaveBeenCalledOnce()
  log.mockRestore()
})

test('/twilio/status is answered before the call has delivered what it says', async () => {
  const { response, work } = await post('/twilio/status', { CALLS: callThat(neverEnds) })
  expect(response.status).toBe(204)
  expect(work).toHaveLength(1)
})

test('what a status callback fails with is logged', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { response, work } = await post('/twilio/status', { CALLS: callThat(fails) })
  expect(response.status).toBe(204)
  await Promise.all(work)
  expect(log).toHaveBeenCalledTimes(1)
  log.mockRestore()
})

test.each([
  ['/twilio/resume', { next: async () => ({ do: 'hang_up' }) }],
  ['/twilio/fallback', { next: async () => ({ do: 'hang_up' }) }],
])('%s asks once more when the object of its call is lost meanwhile', async (path, answers) => {
  const log = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const lost = { next: fails, ring: fails }
  const objects = [lost, answers]
  const { response } = await post(path, { CALLS: { getByName: () => objects.shift() } })
  expect(parseTwiml(await response.text()).verbs).toEqual([{ verb: 'Hangup' }])
  expect(objects).toEqual([])
  log.mockRestore()
})
