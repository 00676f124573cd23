/** Thousands of odd inputs at every door, while a call that has nothing to do with them goes on. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { issueToken } from '../../../worker/data/identity.ts'
import { functions } from '../../../worker/embedded-convex/functions.ts'
import type { SimulatedCall } from '../../simulators/twilio/index.ts'
import { newSid } from '../../simulators/twilio/sid.ts'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import { Browser } from '../browser.ts'
import { ask, AUTH_TOKEN, type Harness, hearOut, PUBLIC_URL, startHarness } from '../harness.ts'
import { eventually } from '../storedCall.ts'
import { callForm, openedStream, ring } from '../streamByHand.ts'
import { type Meddler, startMeddler } from './meddler.ts'
import { oddTextOf } from './odd.ts'

const PASSWORD = 'correct horse battery staple'

let meddler: Meddler
let harness: Harness
let number: string
let witness: SimulatedCall
let token: string
let browser: Browser

beforeAll(async () => {
  meddler = await startMeddler()
  harness = await startHarness({
    vars: { OPENAI_BASE_URL: meddler.url, OPERATOR_PASSWORD: PASSWORD },
  })
  meddler.target = harness.model.url
  const who = { role: 'operator', subject: 'operator', name: 'Olivia' } as const
  token = await issueToken(harness.owner.key, who, 3600)
  browser = await new Browser(harness.url).signIn(PASSWORD)
  number = await harness.newNumber()
  witness = harness.placeCall(await harness.newNumber())
  await hearOut(witness)
})
afterAll(async () => {
  await harness.close()
  meddler.close()
})

/** What a bug of ours would have written. */
const BUGS = /A request failed|A function failed|session failed|RangeError|TypeError|Uncaught/

/** The other call is still there and answers, and nothing was logged that is a bug. */
async function expectPeace(): Promise<void> {
  await ask(witness, 'Are you still there?')
  await witness.agentIdle(250)
  expect(witness.warnings).toEqual([])
  expect(harness.log.filter(({ message }) => BUGS.test(message))).toEqual([])
}

/** A few inputs at a time, many times. */
const RUNS = { numRuns: 60, endOnFailure: true }
const AT_ONCE = { minLength: 10, maxLength: 10 }

const name = fc.oneof(
  fc.constantFrom('CallSid', 'From', 'To', 'CallStatus', 'CallDuration', '__proto__', ''),
  fc.string(),
)
const value = fc.oneof(
  fc.constantFrom('', 'x'.repeat(10_000), '\u0000', '-1', '1e999', 'NaN', newSid('CA'), '+1', '😀'),
  fc.string({ unit: 'binary' }),
)

test('forms, signed and unsigned', async () => {
  const route = fc.constantFrom('voice', 'resume', 'status', 'fallback', 'dialed')
  const fields = fc.array(fc.tuple(name, value), { maxLength: 20 })
  const form = fc.record({ route, fields, isSigned: fc.boolean(), isWhole: fc.boolean() })
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.array(form, AT_ONCE), async (forms) => {
      const answers = forms.map(async ({ route, fields, isSigned, isWhole }) => {
        const params: Record<string, string> = {
          ...(isWhole ? callForm('+12025550999') : {}),
          ...Object.fromEntries(fields.map(([key, text]) => [key, text.toWellFormed()])),
        }
        const body = new URLSearchParams(params)
        const path = `/twilio/${route}`
        const signature = twilioSignature(AUTH_TOKEN, PUBLIC_URL + path, params)
        const headers = { 'x-twilio-signature': isSigned ? signature : 'A'.repeat(28) }
        const response = await fetch(harness.url + path, { method: 'POST', headers, body })
        statuses.add(response.status)
        expect(response.status).toBeLessThan(500)
        expect(isSigned || response.status === 403).toBe(true)
      })
      await Promise.all(answers)
    }),
    RUNS,
  )
  expect([...statuses].toSorted((a, b) => a - b)).toEqual(expect.arrayContaining([200, 400, 403]))
  await expectPeace()
}, 120_000)

test('bodies of every route for operators', async () => {
  const routes = [
    '/api/test-calls',
    '/api/setup',
    '/api/token',
    '/auth/password',
    `/api/numbers/${'+1'.padEnd(12, '2')}/webhook`,
  ]
  const body = fc.oneof(
    oddTextOf([
      { agentId: 'x' },
      { password: 'x' },
      { settings: { name: 'x' }, phoneNumber: '+1' },
    ]),
    fc.string(),
  )
  const request = fc.record({ route: fc.constantFrom(...routes), body })
  await fc.assert(
    fc.asyncProperty(fc.array(request, AT_ONCE), async (requests) => {
      const answers = requests.map(async ({ route, body }) => {
        const headers = { ...browser.headers, 'content-type': 'application/json' }
        const response = await fetch(harness.url + route, { method: 'POST', headers, body })
        expect(response.status).toBeLessThan(500)
      })
      await Promise.all(answers)
    }),
    RUNS,
  )
  await expectPeace()
}, 120_000)

const CALLS_OF_FUNCTIONS = functions.paths.map((path) => ({
  path,
  args: [{ agentId: 'x', callSid: 'CA1', paginationOpts: { numItems: 1, cursor: null } }],
  format: 'convex_encoded_json',
}))

test('Convex’s HTTP API, with a good token', async () => {
  const kind = fc.constantFrom(
    'query',
    'mutation',
    'action',
    'function',
    'query_at_ts',
    'run/agents/list',
  )
  const request = fc.record({ kind, body: oddTextOf(CALLS_OF_FUNCTIONS) })
  await fc.assert(
    fc.asyncProperty(fc.array(request, AT_ONCE), async (requests) => {
      const answers = requests.map(async ({ kind, body }) => {
        const response = await fetch(`${harness.url}/api/${kind}`, {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${token}` },
        })
        expect([200, 400, 401, 560]).toContain(response.status)
        expect(await response.text()).not.toContain('Server Error')
      })
      await Promise.all(answers)
    }),
    RUNS,
  )
  await expectPeace()
}, 120_000)

const SYNC_MESSAGES = [
  {
    type: 'ModifyQuerySet',
    baseVersion: 0,
    newVersion: 1,
    modifications: CALLS_OF_FUNCTIONS.map(({ path, args }, queryId) => ({
      type: 'Add',
      queryId,
      udfPath: path,
      args,
    })),
  },
  {
    type: 'ModifyQuerySet',
    baseVersion: 1,
    newVersion: 2,
    modifications: [{ type: 'Remove', queryId: 0 }],
  },
  { type: 'Mutation', requestId: 0, udfPath: 'agents:create', args: [{ settings: { name: 'x' } }] },
  { type: 'Action', requestId: 0, udfPath: 'agents:list', args: [{}] },
  { type: 'Authenticate', tokenType: 'User', value: 'x', baseVersion: 1 },
  { type: 'Authenticate', tokenType: 'None', baseVersion: 1 },
  { type: 'Event', eventType: 'x', event: {} },
]
const HELLO = {
  type: 'Connect',
  sessionId: crypto.randomUUID(),
  connectionCount: 0,
  lastCloseReason: 'InitialConnect',
  clientTs: 0,
  maxObservedTimestamp: 'AAAAAAAAAAA=',
}

test('the sync protocol, of strangers and of who has signed in', async () => {
  const talk = fc.record({
    isKnown: fc.boolean(),
    hello: fc.oneof(fc.constant(JSON.stringify(HELLO)), oddTextOf([HELLO])),
    messages: fc.array(oddTextOf(SYNC_MESSAGES), { maxLength: 10 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(talk, AT_ONCE), async (talks) => {
      const closings = talks.map(({ isKnown, hello, messages }) => {
        const signIn = { type: 'Authenticate', tokenType: 'User', value: token, baseVersion: 0 }
        const before = isKnown ? [hello, JSON.stringify(signIn)] : [hello]
        return converse([...before, ...messages])
      })
      for (const code of await Promise.all(closings)) expect([1005, 1008, 1011]).toContain(code)
    }),
    RUNS,
  )
  await expectPeace()
}, 120_000)

let strangers = 0

/** Says all of it and hangs up; with what code the socket was closed. Nobody comes from where another did. */
function converse(messages: readonly string[]): Promise<number> {
  strangers += 1
  const headers = { 'cf-connecting-ip': `10.1.${strangers >> 8}.${strangers & 255}` }
  return new Promise((resolve, reject) => {
    const url = `${harness.url.replace('http', 'ws')}/api/1.48.0/sync`
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => {
      for (const message of messages) socket.send(message)
      socket.close()
    })
    socket.on('error', reject)
    socket.on('close', resolve)
  })
}

const STREAM_MESSAGES = [
  { event: 'connected', protocol: 'Call', version: '1.0.0' },
  {
    event: 'media',
    sequenceNumber: '3',
    media: { track: 'inbound', chunk: '1', timestamp: '5', payload: '/'.repeat(216) },
    streamSid: 'MZ1',
  },
  { event: 'mark', sequenceNumber: '4', streamSid: 'MZ1', mark: { name: 'm' } },
  {
    event: 'dtmf',
    sequenceNumber: '5',
    streamSid: 'MZ1',
    dtmf: { track: 'inbound_track', digit: '1' },
  },
]

test('frames of a stream that was admitted, and the call still ends as it should', async () => {
  const { callSid, token: streamToken } = await ring(harness, number)
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, streamToken)
  await eventually('audio', () => stream.audio[0])
  fc.assert(
    fc.property(fc.array(oddTextOf(STREAM_MESSAGES), AT_ONCE), (frames) => {
      for (const frame of frames) {
        // A `stop` that is bent into being would be obeyed, as it should.
        if (!frame.includes('"stop"')) stream.send(frame)
      }
    }),
    RUNS,
  )
  await expectPeace()
  stream.stop()
  const { call } = await harness.storedCall(callSid)
  expect(call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
}, 120_000)

const MODEL_EVENTS = [
  { type: 'input_audio_buffer.speech_started', item_id: 'c1', audio_start_ms: 100 },
  { type: 'input_audio_buffer.speech_stopped', item_id: 'c1', audio_end_ms: 600 },
  { type: 'input_audio_buffer.committed', item_id: 'c1', previous_item_id: null },
  {
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'c1',
    transcript: 'Hello',
    usage: { type: 'duration', seconds: 2.5 },
  },
  { type: 'response.output_audio.delta', response_id: 'r1', item_id: 'i1', delta: '/'.repeat(400) },
  {
    type: 'response.output_audio_transcript.delta',
    response_id: 'r1',
    item_id: 'i1',
    delta: ' of',
  },
  {
    type: 'response.output_audio_transcript.done',
    response_id: 'r1',
    item_id: 'i1',
    transcript: 'x',
  },
  {
    type: 'response.function_call_arguments.done',
    response_id: 'r1',
    call_id: 'f1',
    name: 'no_such_tool',
    arguments: '{}',
  },
  { type: 'response.output_item.added', item: { type: 'function_call', call_id: 'f1', name: 'x' } },
  { type: 'conversation.item.added', item: { id: 'i1', type: 'message' } },
  { type: 'rate_limits.updated', rate_limits: [] },
]

test('events of a model, and the record of the call can still be stored', async () => {
  const fuzzed = await harness.newNumber()
  const { callSid, token: streamToken } = await ring(harness, fuzzed)
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, streamToken)
  await eventually('audio', () => stream.audio[0])
  expect(meddler.sessionsWith(fuzzed)).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.array(oddTextOf(MODEL_EVENTS), AT_ONCE), (events) => {
      for (const event of events) meddler.say(fuzzed, event)
    }),
    RUNS,
  )
  await expectPeace()
  stream.stop()
  const { call } = await harness.storedCall(callSid)
  expect(z.enum(['completed', 'failed']).parse(call.status)).toBeDefined()
}, 120_000)

test('the witness has heard nothing of it', async () => {
  witness.hangUp()
  const { call } = await harness.storedCall(witness.callSid)
  expect(call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up', failure: null })
})
