/** Calls out of conferences that somebody else's program has opened at Twilio. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeServer, listenLocally, placeOf } from '../simulators/lib/localServer.ts'
import type { SipCall } from '../simulators/openai/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { callerSays, type Harness, startHarness } from './harness.ts'
import { heard, legOf } from './sipLegs.ts'
import { eventually, type StoredCall } from './storedCall.ts'

const PERSON = '+12125557711'
let harness: Harness
let program: Server
let rooms = 0
beforeAll(async () => {
  harness = await startHarness({ phone: { secondMs: 100, callsPerSecond: 50 } })
  program = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString())
      const room = request.url?.slice(1) ?? ''
      response.setHeader('content-type', 'text/xml')
      response.end(
        `<Response><Dial><Conference endConferenceOnExit="true">${room}</Conference></Dial></Response>`,
      )
      void invite(room, form)
    })
  })
  await listenLocally(program)
  harness.twilio.persons.set(PERSON, { does: 'accept', says: ['How can I help you?'] })
})
afterAll(async () => {
  await closeServer(program)
  await harness.close()
})

/** The other program brings the model to its caller. */
async function invite(room: string, form: URLSearchParams): Promise<void> {
  const { accountSid, authToken, restUrl } = harness.twilio
  const address = 'sip:proj_test@sip.api.openai.com;transport=tls'
  const to = `${address}?X-conferenceName=${room}`
  const [from, callToken] = [form.get('From') ?? '', form.get('CallToken') ?? '']
  const response = await fetch(
    `${restUrl}/2010-04-01/Accounts/${accountSid}/Conferences/${room}/Participants.json`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body: new URLSearchParams({ From: from, To: to, CallToken: callToken, EarlyMedia: 'false' }),
    },
  )
  if (!response.ok) throw new Error(`Nobody was brought: ${await response.text()}`)
}

const legsIn = (room: string): SipCall[] =>
  harness.model.sip.calls.filter(({ invite: { headers } }) =>
    headers.some(({ name, value }) => name === 'X-conferenceName' && value === room),
  )

/** A caller of the other program's, and their agent's leg. */
async function called(
  number: string,
): Promise<{ room: string; call: SimulatedCall; leg: SipCall }> {
  rooms += 1
  const room = `support-${rooms}`
  const call = harness.placeCall(number, { voiceUrl: `http://${placeOf(program)}/${room}` })
  return { room, call, leg: await eventually('the leg', () => legsIn(room)[0]) }
}

const notes = ({ events }: StoredCall): string =>
  events
    .filter(({ kind }) => kind === 'note')
    .map(({ summary }) => summary)
    .join()

test('the caller whom Twilio knows to be there is the call’s, and is put through to a person', async () => {
  const asked = { destination: 'Front desk', summary: 'They want a refund.' }
  const target = { kind: 'phone' as const, phoneNumber: PERSON }
  const number = await harness.newNumber(
    {},
    [
      { say: 'I will try.', tools: [{ name: 'transfer_to_human', arguments: asked }] },
      { say: 'They are being called.' },
      { say: 'Welcome back.' },
    ],
    { tools: { destinations: [{ name: 'Front desk', target, afterwards: 'agent' }] } },
  )
  const { call, leg } = await called(number)
  expect(await leg.decided).toBe(200)
  await heard(leg, 1)
  await call.speak(callerSays('I want to talk to somebody.'))
  const person = await eventually('the person', () =>
    harness.twilio.outgoing.find(({ to }) => to === PERSON),
  )
  await harness.storedCall(
    call.callSid,
    (stored) => stored.call.transfers?.at(-1)?.connectedAt != null,
  )
  await leg.ended
  person.hangUp()
  const back = await legOf(harness, call.callSid)
  await heard(back, 1)
  call.hangUp()
  const stored = await harness.storedCall(call.callSid)
  expect(stored.call).toMatchObject({
    carrier: 'sip',
    from: '+12025550199',
    to: number,
    status: 'completed',
    endReason: 'caller_hung_up',
  })
  expect(stored.call.transfers).toMatchObject([{ outcome: 'connected' }])
  expect(notes(stored)).toContain('Twilio confirms its conference.')
})

/** A stranger's call over a trunk that names somebody's conference. */
async function stranger(headers: Record<string, string>): Promise<StoredCall> {
  const number = await harness.newNumber()
  const named = Object.entries(headers).map(([name, value]) => ({ name, value }))
  const { phone, call } = harness.model.sip.placeCall({ to: number, headers: named })
  expect(await call.decided).toBe(200)
  await phone.heardOut()
  phone.hangUp()
  return harness.storedCall(call.callId)
}

const toldOf = async (headers: Record<string, string>) => notes(await stranger(headers))

test('a conference that a stranger names is not used, and the timeline says why', async () => {
  const { room, call, leg } = await called(await harness.newNumber())
  await heard(leg, 1)
  const of = harness.twilio.conferences.find(({ name }) => name === room)
  const other = 'CA00000000000000000000000000000000'
  expect(await toldOf({ 'X-conferenceName': room })).toContain('which leg of Twilio’s')
  const unseated = { 'X-conferenceName': room, 'X-Twilio-CallSid': other }
  expect(await toldOf(unseated)).toContain('this call is not in the conference')
  const bySid = { 'X-conferenceName': of?.sid ?? '', 'X-Twilio-CallSid': other }
  expect(await toldOf(bySid)).toContain('this call is not in the conference')
  const nowhere = { 'X-conferenceName': 'elsewhere', 'X-Twilio-CallSid': call.callSid }
  expect(await toldOf(nowhere)).toContain('no conference of that name is in progress')
  harness.twilio.failRest(() => ({ status: 503 }))
  expect(await toldOf(unseated)).toContain('A fault was asked for')
  harness.twilio.failRest(null)
  call.hangUp()
  await harness.storedCall(call.callSid)
})

test('who names the leg of another in it gets nobody’s call', async () => {
  const { room, call, leg } = await called(await harness.newNumber())
  await heard(leg, 1)
  // The caller's own leg: beside it is the agent, who has called nobody.
  const asCaller = { 'X-conferenceName': room, 'X-Twilio-CallSid': call.callSid }
  expect(notes(await stranger(asCaller))).toContain('has not called us')
  // The agent's leg, if its id was seen somewhere: the caller has their agent already.
  const agent = harness.twilio.outgoing.find(({ to }) => to.includes(room))
  const headers = [
    { name: 'X-conferenceName', value: room },
    { name: 'X-Twilio-CallSid', value: agent?.callSid ?? '' },
  ]
  const forged = harness.model.sip.placeCall({ to: await harness.newNumber(), headers })
  expect(await forged.call.decided).toBe(486)
  call.hangUp()
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
})
