/** Calls to SIP addresses: what the endpoint is told, hears and may do. */
import { afterEach, describe, expect, test } from 'vitest'
import type { SipEndpoint, SipInvite, SipLine } from '../../simulators/twilio/index.ts'
import { parseSipUri } from '../../simulators/twilio/sip/uri.ts'
import { ALL_EVENTS, closeDesks, openDesk, OURS, PUBLIC_URL, THEIRS } from './twilioDesk.ts'

afterEach(closeDesks)

const URI = 'sip:proj_x@sip.api.openai.com;transport=tls;secure=true'

/** Answers every call as it is told, and remembers them. */
class Phone implements SipEndpoint {
  readonly calls: { invite: SipInvite; line: SipLine; heard: Uint8Array[]; keys: string[] }[] = []
  readonly #answer: number | 'rings'

  constructor(answer: number | 'rings' = 200) {
    this.#answer = answer
  }

  async invite(invite: SipInvite, line: SipLine): Promise<number> {
    const call = { invite, line, heard: new Array<Uint8Array>(), keys: new Array<string>() }
    line.onAudio((audio) => void call.heard.push(audio))
    line.onKey((digit) => void call.keys.push(digit))
    this.calls.push(call)
    line.ringing()
    if (this.#answer !== 'rings') return this.#answer
    return new Promise((resolve) => line.over.addEventListener('abort', () => resolve(487)))
  }

  get last() {
    const call = this.calls.at(-1)
    if (!call) throw new Error('Nobody has called.')
    return call
  }
}

async function dialled(dial: string, phone = new Phone()) {
  const desk = await openDesk(
    { '/twilio/voice': () => dial, '/refer': () => '<Say>Moving you.</Say>' },
    { sip: phone },
  )
  const call = desk.sim.placeCall({ to: OURS, statusUrl: null, fallbackUrl: null })
  return { desk, call, phone }
}

const sip = (attributes = '', uri = URI) =>
  `<Dial action="/after" ${attributes}><Sip>${uri}</Sip></Dial>`

test('headers and security are read off the address', () => {
  expect(parseSipUri(`${URI}?X-room=a%20b&User-to-User=1%3Bencoding%3Dhex&From=me`)).toEqual({
    uri: 'sip:proj_x@sip.api.openai.com;transport=tls',
    mediaSecurity: 'srtp',
    headers: [
      { name: 'X-room', value: 'a b' },
      { name: 'User-to-User', value: '1;encoding=hex' },
    ],
  })
  expect(parseSipUri('sip:nobody')).toBeNull()
  expect(parseSipUri(`${URI}?X-a=${'a'.repeat(1100)}`)).toBeNull()
})

test('a SIP address that is dialled gets the call, its headers and Twilio’s own', async () => {
  const { call, phone } = await dialled(sip('', `${URI}?X-room=1&amp;X-token=t`))
  await call.until('joined')
  const { invite } = phone.last
  expect(invite).toMatchObject({ mediaSecurity: 'srtp', from: call.from })
  expect(invite.headers.map(({ name }) => name)).toEqual([
    'X-room',
    'X-token',
    'X-Twilio-CallSid',
    'X-Twilio-AccountSid',
  ])
})

test('both hear each other, and the endpoint the caller’s keys', async () => {
  const { call, phone } = await dialled(sip())
  await call.until('joined')
  const heard: Uint8Array[] = []
  call.on('roomFrame', (audio) => void heard.push(audio))
  const word = Uint8Array.from({ length: 480 }, (_, n) => n % 100)
  await phone.last.line.say(word)
  await call.speak(word.toReversed())
  await call.speak(new Uint8Array(1600).fill(0xff))
  await call.press('4#', 1)
  expect(Buffer.concat(heard).indexOf(word)).toBeGreaterThanOrEqual(0)
  expect(Buffer.concat(phone.last.heard).indexOf(word.toReversed())).toBeGreaterThanOrEqual(0)
  expect(phone.last.keys).toEqual(['4', '#'])
})

test('who says BYE ends the <Dial>, and whoever hangs up is heard of', async () => {
  const { desk, call, phone } = await dialled(sip())
  await call.until('joined')
  phone.last.line.bye()
  await call.ended
  expect(desk.at('/after')).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }])
  const second = await dialled(sip())
  await second.call.until('joined')
  second.call.hangUp()
  await second.call.ended
  expect(second.phone.last.line.over.aborted).toBe(true)
})

test.each([
  [486, 'busy'],
  [603, 'busy'],
  [480, 'no-answer'],
  [404, 'failed'],
])('an answer of %s is %s', async (status, told) => {
  const { desk, call } = await dialled(sip(), new Phone(status))
  await call.ended
  expect(desk.at('/after')).toMatchObject([{ DialCallStatus: told }])
})

test('a caller who hangs up while it rings cancels the INVITE', async () => {
  const { desk, call, phone } = await dialled(sip(), new Phone('rings'))
  await call.until('dialed')
  await desk.sim.outgoing[0]?.until('statusChanged')
  call.hangUp()
  await call.ended
  expect(phone.last.line.over.aborted).toBe(true)
  expect(desk.sim.outgoing[0]?.status).toBe('canceled')
})

describe('a REFER', () => {
  test('is a request to the referUrl, whose TwiML the caller goes on with', async () => {
    const { desk, call, phone } = await dialled(sip('referUrl="/refer"'))
    await call.until('joined')
    expect(await phone.last.line.refer('tel:+12025550170')).toBe(202)
    await call.ended
    expect(desk.at('/refer')).toMatchObject([
      { ReferTransferTarget: 'tel:+12025550170', CallSid: call.callSid },
    ])
    expect(call.said).toEqual(['Moving you.'])
    expect(desk.at('/after')).toEqual([])
    expect(phone.last.line.over.aborted).toBe(true)
  })

  test('without one is refused, and an error', async () => {
    const { call, phone } = await dialled(sip())
    await call.until('joined')
    expect(await phone.last.line.refer('tel:+12025550170')).toBe(403)
    expect(call.warnings.map(({ code }) => code)).toEqual([13_802])
    expect(call.endedAt).toBeNull()
  })
})

test('a participant may be a SIP address: the agent’s leg of a conference', async () => {
  const { desk, call, phone } = await dialled(
    '<Dial><Conference beep="false" waitUrl="">room</Conference></Dial>',
  )
  await call.until('joined')
  const participant = await desk.client.conferences('room').participants.create({
    from: call.from,
    to: `${URI}?X-conference=room`,
    label: 'agent',
    earlyMedia: false,
    beep: 'false',
    callToken: call.callToken,
    statusCallback: `${PUBLIC_URL}/status`,
    statusCallbackEvent: ALL_EVENTS,
  })
  await desk.untilEvent('/status', 'in-progress')
  expect(phone.last.invite.headers[0]).toEqual({ name: 'X-conference', value: 'room' })
  const heard: Uint8Array[] = []
  call.on('roomFrame', (audio) => void heard.push(audio))
  await phone.last.line.say(new Uint8Array(480).fill(20))
  await call.speak(new Uint8Array(800).fill(0xff))
  expect(Buffer.concat(heard).indexOf(20)).toBeGreaterThanOrEqual(0)
  await desk.client.calls(participant.callSid).update({ status: 'completed' })
  await desk.untilEvent('/status', 'completed')
  expect(phone.last.line.over.aborted).toBe(true)
  expect(call.endedAt).toBeNull()
})

async function trunk(transfer: 'enabled' | 'refused' | 'nothing') {
  const phone = new Phone()
  const desk = await openDesk({}, { sip: phone, persons: { [THEIRS]: { does: 'accept' } } })
  const call = desk.sim.placeTrunkCall({ uri: `${URI}?X-a=1`, transfer })
  await call.until('joined')
  return { desk, call, phone }
}

describe('an Elastic trunk', () => {
  test('brings the caller straight to the endpoint, and nobody is asked', async () => {
    const { desk, call, phone } = await trunk('enabled')
    await phone.last.line.say(new Uint8Array(480).fill(20))
    await call.speak(new Uint8Array(480).fill(30))
    await call.speak(new Uint8Array(800).fill(0xff))
    expect(Buffer.concat(phone.last.heard).indexOf(30)).toBeGreaterThanOrEqual(0)
    const [, heard] = call.recording().channels
    expect(heard?.some((sample) => sample !== 0)).toBe(true)
    call.hangUp()
    expect(await call.ended).toBe(200)
    expect(desk.asked).toEqual([])
    expect(phone.last.line.over.aborted).toBe(true)
  })

  test('moves the caller blindly', async () => {
    const { desk, call, phone } = await trunk('enabled')
    expect(await phone.last.line.refer(`tel:${THEIRS}`)).toBe(202)
    expect(phone.last.line.over.aborted).toBe(true)
    const [person] = desk.sim.outgoing
    await person?.until('joined')
    person?.hangUp()
    await call.ended
  })

  test('refuses, or says that it did what it did not', async () => {
    const refusing = await trunk('refused')
    expect(await refusing.phone.last.line.refer(`tel:${THEIRS}`)).toBe(403)
    const { desk, call, phone } = await trunk('nothing')
    expect(await phone.last.line.refer(`tel:${THEIRS}`)).toBe(202)
    expect(desk.sim.outgoing).toEqual([])
    expect(phone.last.line.over.aborted).toBe(false)
    call.hangUp()
    await call.ended
  })
})
