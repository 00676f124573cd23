/** Twilio's own types are the judge of what is asked of it; a server on this machine answers in its place. */
import { createServer, type Server } from 'node:http'
import type { CallListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/call.js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as z from 'zod'
import { destinationSchema } from '../../../convex/model/destination.ts'
import type { PersonEffect, PersonEvent } from '../../../worker/call/events.ts'
import { sentencesIn } from '../../../worker/call/prompts/index.ts'
import { twilio } from '../../../worker/carriers/twilio/index.ts'
import type { CalledFor } from '../../../worker/carriers/module.ts'
import { parseXml } from '../../simulators/twilio/xml.ts'

const CALLER = `CA${'0'.repeat(32)}`
const LEG = `CA${'1'.repeat(32)}`
const ACCOUNT = `AC${'2'.repeat(32)}`
const HOST = 'https://calls.example.com'

interface Asked {
  path: string
  form: URLSearchParams
}
interface Answer {
  status: number
  body: unknown
}

const asked: Asked[] = []
let answers: Answer[] = []
let server: Server
let baseUrl = ''

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  asked.length = 0
  answers = []
  server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    asked.push({ path: request.url ?? '', form })
    const { status, body } = answers.shift() ?? { status: 200, body: { status: 'canceled' } }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server has no address.')
  baseUrl = `http://127.0.0.1:${address.port}`
})
afterEach(async () => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const line = (changes: Partial<CalledFor> = {}): CalledFor => ({
  callSid: CALLER,
  from: '+12025550199',
  to: '+12025550100',
  publicUrl: HOST,
  ownNumber: null,
  locale: 'de-DE',
  leadsHere: async () => false,
  ...changes,
})

const someone = (settings: Partial<z.input<typeof destinationSchema>> = {}) =>
  destinationSchema.parse({
    name: 'Front desk',
    target: { kind: 'phone', phoneNumber: '+12025550123' },
    ...settings,
  })

function deskFor(changes: Partial<CalledFor> = {}) {
  const account = { accountSid: ACCOUNT, authToken: 'token', baseUrl }
  return twilio.persons({ twilio: account, openai: null }, line(changes))
}

/** What comes of it: the first event. */
function perform(
  effect: PersonEffect,
  changes: Partial<CalledFor> = {},
  legId: string | null = null,
): Promise<PersonEvent> {
  return new Promise((resolve) => {
    deskFor(changes)?.perform(effect, legId, resolve)
  })
}

const call = (settings: Parameters<typeof someone>[0] = {}, changes: Partial<CalledFor> = {}) =>
  perform({ type: 'person.call', attempt: 2, to: someone(settings) }, changes)

/** The fields, by the names that Twilio's library has for them: another one would not compile. */
function expected(
  options: Omit<CallListInstanceCreateOptions, 'statusCallbackEvent'>,
): Record<string, string> {
  const named = Object.entries(options).map(([name, value]) => [
    name.replace(/^./, (letter) => letter.toUpperCase()),
    String(value),
  ])
  return Object.fromEntries(named)
}

function fields({ form }: Asked): Record<string, string> {
  const { StatusCallbackEvent: _, ...rest } = Object.fromEntries(form)
  return rest
}

const refused = (status: number, code: number): Answer => ({
  status,
  body: { code, message: 'no', status },
})

const called: Answer = { status: 201, body: { sid: LEG } }
const at = (path: string): string => `${HOST}/twilio/person/${CALLER}/2${path}`
const shared = {
  from: '+12025550100',
  url: at(''),
  method: 'POST',
  statusCallback: at('/status'),
  statusCallbackMethod: 'POST',
  timeout: 25,
} as const
const listening = {
  machineDetection: 'Enable',
  machineDetectionTimeout: 5,
  asyncAmd: 'true',
  asyncAmdStatusCallback: at('/amd'),
  asyncAmdStatusCallbackMethod: 'POST',
} as const

describe('a person is called', () => {
  test('from the number that was dialled, and machines are listened for', async () => {
    answers = [called]
    expect(await call()).toEqual({ type: 'person.called', attempt: 2, legId: LEG })
    const [request] = asked
    if (!request) throw new Error('Nothing was asked.')
    expect(request.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Calls.json`)
    expect(fields(request)).toEqual(expected({ ...shared, ...listening, to: '+12025550123' }))
    expect(request.form.getAll('StatusCallbackEvent')).toEqual([
      'initiated',
      'ringing',
      'answered',
      'completed',
    ])
  })

  test('W3: behind an extension, with its keys; these switch the detection off', async () => {
    answers = [called]
    const phoneNumber = '+12025550170'
    await call({ target: { kind: 'phone', phoneNumber, extension: 'wwww1234#' } })
    expect(asked.map(fields)).toEqual([
      expected({ ...shared, to: phoneNumber, sendDigits: 'wwww1234#' }),
    ])
  })

  test('by SIP, for as long as it may ring', async () => {
    answers = [called]
    await call({ target: { kind: 'sip', uri: 'sip:desk@example.com' }, ringSec: 60 })
    expect(asked.map(fields)).toEqual([
      expected({ ...shared, ...listening, to: 'sip:desk@example.com', timeout: 60 }),
    ])
  })

  test('from a number of the installation’s, where the caller dialled none', async () => {
    answers = [called]
    await call({}, { to: 'sip:desk@us1.sip.twilio.com', ownNumber: '+12025550101' })
    expect(asked[0]?.form.get('From')).toBe('+12025550101')
  })

  test('by SIP from a name, where there is no number at all', async () => {
    answers = [called]
    const target = { kind: 'sip', uri: 'sip:desk@example.com' } as const
    await call({ target }, { to: 'sip:reception@us1.sip.twilio.com' })
    expect(asked[0]?.form.get('From')).toBe('reception')
  })
})

describe('a person is not called', () => {
  test('as there is no number to call from', async () => {
    expect(await call({}, { to: 'sip:desk@us1.sip.twilio.com' })).toMatchObject({
      type: 'person.not_called',
      detail: expect.stringContaining('TWILIO_PHONE_NUMBER'),
    })
    expect(asked).toEqual([])
  })

  test.each(['+19005550100', '+80812345678', '+881612345678'])(
    'as %s costs far more than others',
    async (phoneNumber) => {
      const event = await call({ target: { kind: 'phone', phoneNumber } })
      expect(event).toMatchObject({ type: 'person.not_called', attempt: 2 })
      expect(asked).toEqual([])
    },
  )

  test('whatever it costs, unless it is known that an operator means it', async () => {
    answers = [called]
    const to = someone({ target: { kind: 'phone', phoneNumber: '+19005550100' } })
    const meant = { type: 'person.call', attempt: 2, to, confirmed: true } as const
    expect(await perform(meant)).toMatchObject({ type: 'person.called' })
  })

  test('as the call would come back here', async () => {
    const answered = new Set(['+12025550123'])
    const leadsHere = async (phoneNumber: string) => answered.has(phoneNumber)
    expect(await call({}, { leadsHere })).toMatchObject({
      type: 'person.not_called',
      detail: '+12025550123 is answered here: the call would come back.',
    })
    expect(asked).toEqual([])
  })

  test('and why is in the carrier’s own words', async () => {
    const message = 'Account not authorized to call +12025550123.'
    answers = [{ status: 400, body: { code: 21215, message, status: 400 } }]
    expect(await call()).toEqual({
      type: 'person.not_called',
      attempt: 2,
      detail: `Twilio: ${message} (Error 21215)`,
    })
  })

  test.each([
    ['an answer that nobody can read', { status: 201, body: 'yes' }],
    ['a failure without words', { status: 503, body: null }],
  ])('as far as is known, after %s', async (_what, answer) => {
    answers = [answer]
    expect(await call()).toMatchObject({ type: 'person.not_called', attempt: 2 })
    expect(asked).toHaveLength(1)
  })

  test('but is, when the carrier was only asked too often at the moment', async () => {
    answers = [refused(429, 20_429), called]
    expect(await call()).toMatchObject({ type: 'person.called' })
    expect(asked).toHaveLength(2)
  })

  test('where nobody is there to answer at all', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await call()).toMatchObject({ detail: 'Twilio could not be reached.' })
  })
})

describe('a caller is moved', () => {
  test('into the room of the attempt', async () => {
    answers = [{ status: 200, body: { status: 'in-progress' } }]
    const moving = { type: 'person.move_caller', attempt: 2 } as const
    void perform(moving)
    await vi.waitUntil(() => asked.length > 0)
    expect(asked[0]?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Calls/${CALLER}.json`)
    const [dial] = parseXml(asked[0]?.form.get('Twiml') ?? '').children
    expect(dial).toMatchObject({
      name: 'Dial',
      attributes: { action: `${HOST}/twilio/resume?room=2` },
      children: [{ name: 'Conference', text: `${CALLER}-2`, attributes: { beep: 'false' } }],
    })
  })

  test('or the carrier says why not', async () => {
    const message = 'Call is not in-progress. Cannot redirect.'
    answers = [{ status: 400, body: { code: 21220, message, status: 400 } }]
    expect(await perform({ type: 'person.move_caller', attempt: 2 })).toEqual({
      type: 'person.not_reached',
      attempt: 2,
      detail: `Twilio: ${message} (Error 21220)`,
    })
  })

  test('once, whatever became of it: asked again, they would leave the room', async () => {
    answers = [{ status: 503, body: null }]
    const moved = perform({ type: 'person.move_caller', attempt: 2 })
    expect(await moved).toMatchObject({ type: 'person.not_reached' })
    expect(asked).toHaveLength(1)
  })

  test('back from a room where nobody is, though the carrier fails at first', async () => {
    answers = [{ status: 503, body: null }]
    void perform({ type: 'person.bring_back', attempt: 2 })
    await vi.waitUntil(() => asked.length > 1)
    expect(asked.map(fields)).toEqual(
      Array.from({ length: 2 }, () => ({ Url: `${HOST}/twilio/resume`, Method: 'POST' })),
    )
  })

  test('back from a room where nobody is', async () => {
    void perform({ type: 'person.bring_back', attempt: 2 })
    await vi.waitUntil(() => asked.length > 0)
    expect(asked.map(fields)).toEqual([{ Url: `${HOST}/twilio/resume`, Method: 'POST' }])
  })
})

/** The forms that are asked, of which there are `count`. */
async function letGo(count: number, ...given: Answer[]): Promise<Record<string, string>[]> {
  answers = given
  deskFor()?.perform({ type: 'person.let_go', attempt: 2 }, LEG, () => {})
  await vi.waitUntil(() => asked.length === count)
  // One more would have been asked by the time that another call of the desk's is.
  answers = [called]
  await call()
  expect(asked).toHaveLength(count + 1)
  return asked.slice(0, count).map(fields)
}

describe('a person is let go', () => {
  test('W1: one who is still rung is not rung any more', async () => {
    expect(await letGo(1, { status: 200, body: { status: 'canceled' } })).toEqual([
      { Status: 'canceled' },
    ])
  })

  test.each([
    ['left as they are by the carrier', { status: 200, body: { status: 'in-progress' } }],
    ['refused by the carrier', refused(400, 21_220)],
  ])('one who has picked up hears why: the first request is %s', async (_what, answer) => {
    const [, told] = await letGo(2, answer)
    const { children } = parseXml(told?.['Twiml'] ?? '')
    expect(children.map(({ name }) => name)).toEqual(['Say', 'Hangup'])
    expect(children[0]?.text).toBe(sentencesIn('de-DE').callerGone)
  })

  test.each([
    ['once', [refused(404, 20_404)], 1],
    ['after all', [refused(400, 21_220), refused(400, 21_220)], 2],
  ] as const)('one who is gone already is left alone: %s', async (_when, given, count) => {
    await letGo(count, ...given)
    expect(console.error).not.toHaveBeenCalled()
  })

  test.each([
    ['fails', { status: 503, body: null }],
    ['is asked too often', refused(429, 20_429)],
  ])('once more, when the carrier %s: nobody waits alone', async (_what, answer) => {
    const tries = await letGo(2, answer, { status: 200, body: { status: 'canceled' } })
    expect(tries).toEqual([{ Status: 'canceled' }, { Status: 'canceled' }])
  })

  test('a machine is told nothing', async () => {
    answers = [{ status: 200, body: { status: 'in-progress' } }]
    const effect = { type: 'person.let_go', attempt: 2, silently: true } as const
    deskFor()?.perform(effect, LEG, () => {})
    await vi.waitUntil(() => asked.length === 2)
    expect(asked.map(fields)).toEqual([{ Status: 'canceled' }, { Status: 'completed' }])
  })

  test('as soon as there is a name for their side of the line, and not before', async () => {
    deskFor()?.perform({ type: 'person.let_go', attempt: 2 }, null, () => {})
    answers = [called]
    await call()
    expect(asked.map(({ path }) => path)).toEqual([`/2010-04-01/Accounts/${ACCOUNT}/Calls.json`])
  })
})

test('there is nobody to call persons without an account, an address, or for another account’s call', () => {
  expect(twilio.persons({ twilio: null, openai: null }, line())).toBeNull()
  expect(deskFor({ publicUrl: null })).toBeNull()
  expect(deskFor({ owner: `AC${'3'.repeat(32)}` })).toBeNull()
  expect(deskFor({ owner: ACCOUNT })).not.toBeNull()
})
