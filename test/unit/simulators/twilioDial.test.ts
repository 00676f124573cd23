/** A caller's call that is moved: out of a stream, into a `<Dial>` and out of it again. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Quirks } from '../../simulators/twilio/index.ts'
import { closeDesks, type Desk, openDesk, OURS, PUBLIC_URL, THEIRS } from './twilioDesk.ts'

afterEach(closeDesks)

const STREAM = '<Connect><Stream url="wss://calls.example.com/media"/></Connect>'
const room = (attributes = '') =>
  `<Dial action="/after"><Conference ${attributes}>room</Conference></Dial>`
const twimlOf = (verbs: string) => ({ twiml: `<Response>${verbs}</Response>` })

/** A caller whose first page is this. */
async function called(voice: string, more: { quirks?: Partial<Quirks>; after?: string } = {}) {
  const pages = { '/twilio/voice': () => voice, '/after': () => more.after ?? '' }
  const desk = await openDesk(pages, {
    quirks: more.quirks ?? {},
    persons: { [THEIRS]: { does: 'accept' } },
  })
  const call = desk.sim.placeCall({ to: OURS, statusUrl: null, fallbackUrl: null })
  return { desk, call }
}

const move = (desk: Desk, callSid: string, verbs: string) =>
  desk.client.calls(callSid).update(twimlOf(verbs))

test('new TwiML ends the stream, and the next verb of the old one does not run', async () => {
  const { desk, call } = await called(`${STREAM}<Say>Never.</Say>`)
  await call.until('streamStarted')
  const moved = call.until('joined')
  await move(desk, call.callSid, room())
  await moved
  expect(call.streams[0]).toMatchObject({ end: 'carrier' })
  expect(call.said).toEqual([])
  expect(desk.sim.conferences[0]?.seats.map(({ callSid }) => callSid)).toEqual([call.callSid])
})

describe('a <Dial> that is broken off by new TwiML', () => {
  test('asks for its action, and the call goes on with the new one', async () => {
    const { desk, call } = await called(room(), { after: '<Say>The old.</Say>' })
    await call.until('joined')
    await move(desk, call.callSid, '<Say>The new.</Say>')
    await call.ended
    expect(desk.at('/after')).toMatchObject([{ DialCallStatus: 'answered' }])
    expect(call.said).toEqual(['The new.'])
    expect(desk.sim.conferences[0]?.events).toContain('participant-leave')
  })

  test('or the call goes on with what the action answers', async () => {
    const quirks = { modifiedDialRuns: 'action' } as const
    const { desk, call } = await called(room(), { quirks, after: '<Say>The old.</Say>' })
    await call.until('joined')
    await move(desk, call.callSid, '<Say>The new.</Say>')
    await call.ended
    expect(call.said).toEqual(['The old.'])
  })
})

test.each([
  [false, 0],
  [true, 1],
])('actionAfterHangUp %s: the action is asked for %s times', async (actionAfterHangUp, times) => {
  const { desk, call } = await called(room(), { quirks: { actionAfterHangUp } })
  await call.until('joined')
  call.hangUp()
  await call.ended
  expect(desk.at('/after')).toHaveLength(times)
})

describe('a <Dial> of a number', () => {
  test('connects both until the person hangs up, and tells how it went', async () => {
    const { desk, call } = await called(
      `<Dial action="/after" callerId="${OURS}"><Number>${THEIRS}</Number></Dial>`,
    )
    await call.until('joined')
    const [person] = desk.sim.outgoing
    expect(person).toMatchObject({ from: OURS, direction: 'outbound-dial' })
    await call.until('roomFrame')
    person?.hangUp()
    await call.ended
    expect(desk.at('/after')).toMatchObject([
      {
        DialCallSid: person?.callSid,
        DialCallStatus: 'completed',
        DialCallDuration: '0',
        DialBridged: 'true',
      },
    ])
  })

  test.each([
    ['busy', 'busy'],
    ['no_answer', 'no-answer'],
    ['failed', 'failed'],
  ] as const)('who is %s is told as %s', async (does, told) => {
    const { desk, call } = await called(`<Dial action="/after" timeout="2">${THEIRS}</Dial>`)
    desk.sim.persons.set(THEIRS, does)
    await call.ended
    expect(desk.at('/after')).toMatchObject([{ DialCallStatus: told, DialBridged: 'false' }])
  })

  test('a caller who hangs up stops the ringing', async () => {
    const { desk, call } = await called(`<Dial>${THEIRS}</Dial>`)
    desk.sim.persons.set(THEIRS, 'no_answer')
    await call.until('dialed')
    const person = await rung(desk)
    call.hangUp()
    expect(await person.ended).toMatchObject({ status: 'canceled' })
  })

  test('with answerOnBridge the caller’s phone rings until the person picks up', async () => {
    const { desk, call } = await called(`<Dial answerOnBridge="true">${THEIRS}</Dial>`)
    desk.sim.persons.set(THEIRS, { does: 'accept', pickUpMs: 150 })
    await call.until('dialed')
    const person = await rung(desk)
    expect(call.status).toBe('ringing')
    await person.until('joined')
    expect(call.status).toBe('in-progress')
  })

  test('the time limit ends it', async () => {
    const { desk, call } = await called(`<Dial action="/after" timeLimit="2">${THEIRS}</Dial>`)
    await call.ended
    expect(desk.at('/after')).toMatchObject([{ DialCallStatus: 'completed' }])
  })

  test('the person hears the page of <Number url> before, and may refuse there', async () => {
    const pages = {
      '/twilio/voice': () =>
        `<Dial action="/after"><Number url="/whisper">${THEIRS}</Number></Dial>`,
      '/whisper': () => '<Say>A call for sales.</Say><Hangup/>',
    }
    const desk = await openDesk(pages, { persons: { [THEIRS]: 'accept' } })
    const call = desk.sim.placeCall({ to: OURS, statusUrl: null })
    await call.ended
    expect(desk.sim.outgoing[0]?.said).toEqual(['A call for sales.'])
    expect(desk.at('/after')).toMatchObject([{ DialBridged: 'true' }])
    expect(desk.at('/whisper')).toMatchObject([{ ParentCallSid: call.callSid }])
  })
})

async function rung(desk: Desk) {
  const [person] = desk.sim.outgoing
  if (!person) throw new Error('Nobody is rung.')
  if (person.status === 'queued') await person.until('statusChanged')
  return person
}

const gather = (attributes: string) =>
  `<Gather action="/keys" timeout="2" ${attributes}><Say>Press.</Say><Play digits="1"/></Gather>`

async function pressing(attributes: string, keys: string) {
  const { desk, call } = await called(`${gather(attributes)}<Say>Nothing came.</Say>`)
  await call.until('listening')
  await call.press(keys, 5)
  await call.ended
  return { desk, call }
}

describe('<Gather>', () => {
  test.each([
    ['numDigits="2"', '12', { Digits: '12' }],
    ['', '123#', { Digits: '123', FinishedOnKey: '#' }],
    ['finishOnKey="*"', '1#*', { Digits: '1#', FinishedOnKey: '*' }],
    ['', '7', { Digits: '7' }],
  ])('%s takes %s', async (attributes, keys, told) => {
    const { desk, call } = await pressing(attributes, keys)
    expect(desk.at('/keys')).toMatchObject([told])
    expect(call.said).toEqual(['Press.'])
  })

  test('without a key the next verb follows, and no action is asked for', async () => {
    const { desk, call } = await pressing('', '')
    expect(desk.at('/keys')).toEqual([])
    expect(call.said).toEqual(['Press.', 'Nothing came.'])
  })

  test('unless the empty result is wanted', async () => {
    const { desk } = await pressing('actionOnEmptyResult="true"', '')
    expect(desk.at('/keys')).toMatchObject([{ Digits: '' }])
  })

  test('where words take their time, a key breaks off the prompt', async () => {
    const desk = await openDesk(
      {
        '/twilio/voice': () =>
          '<Gather numDigits="1" action="/keys"><Say>A long prompt.</Say></Gather>',
      },
      { speech: 'spoken' },
    )
    const call = desk.sim.placeCall({ to: OURS, statusUrl: null })
    await call.until('said')
    await call.press('1')
    await call.ended
    expect(desk.at('/keys')).toMatchObject([{ Digits: '1' }])
    expect(call.durationSec()).toBe(0)
  })
})

test('a page may take the place of the <Dial>, and is told the call it is for', async () => {
  const { desk, call } = await called(room())
  await call.until('joined')
  await desk.client.calls(call.callSid).update({ url: `${PUBLIC_URL}/elsewhere` })
  await call.ended
  expect(desk.at('/elsewhere')).toMatchObject([
    { CallSid: call.callSid, CallStatus: 'in-progress', Direction: 'inbound' },
  ])
})
