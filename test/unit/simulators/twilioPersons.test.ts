/** Every kind of person, called by the API as a customer would and briefed before they meet a caller. */
import { afterEach, describe, expect, test } from 'vitest'
import type { PersonScript } from '../../simulators/twilio/index.ts'
import {
  ALL_EVENTS,
  BRIEFING,
  closeDesks,
  type Desk,
  openDesk,
  OURS,
  PUBLIC_URL,
  THEIRS,
} from './twilioDesk.ts'

afterEach(closeDesks)

const ROOM = '<Dial><Conference beep="false" endConferenceOnExit="true">room</Conference></Dial>'

/** Rings the person; their `1` puts them into a conference. */
async function ring(script: PersonScript, more: object = {}): Promise<Desk> {
  const desk = await openDesk(
    {
      '/person': () => BRIEFING,
      '/person/answer': (form) => (form['Digits'] === '1' ? ROOM : '<Hangup/>'),
    },
    { persons: { [THEIRS]: script } },
  )
  await desk.client.calls.create({
    to: THEIRS,
    from: OURS,
    url: `${PUBLIC_URL}/person`,
    statusCallback: `${PUBLIC_URL}/status`,
    statusCallbackEvent: ALL_EVENTS,
    ...more,
  })
  return desk
}

const statuses = (desk: Desk) => desk.at('/status').map((form) => form['CallStatus'])
const person = (desk: Desk) => desk.sim.outgoing[0]!

test('who accepts is briefed, presses 1 and is in the room', async () => {
  const desk = await ring({ does: 'accept' })
  await desk.until(({ path }) => path === '/person/answer')
  expect(desk.at('/person/answer')).toMatchObject([
    { Digits: '1', CallStatus: 'in-progress', Direction: 'outbound-api' },
  ])
  expect(person(desk).said).toEqual(['A caller. Press 1.'])
  await person(desk).until('joined')
  expect(desk.sim.conferences[0]?.seats).toHaveLength(1)
  person(desk).hangUp()
  await person(desk).ended
  expect(statuses(desk)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
  const numbers = desk.at('/status').map((form) => form['SequenceNumber'])
  expect(numbers).toEqual(['0', '1', '2', '3'])
  expect(desk.at('/status').at(-1)).toMatchObject({ CallDuration: '0', Duration: '0' })
})

test.each(['2', ''])('who declines with the key “%s” is in no room', async (key) => {
  const desk = await ring({ does: 'decline', key })
  const { status } = await person(desk).ended
  expect(status).toBe('completed')
  expect(desk.at('/person/answer').map((form) => form['Digits'])).toEqual(key ? [key] : [])
  expect(desk.sim.conferences).toEqual([])
})

test.each([
  ['busy', ['initiated', 'busy']],
  ['failed', ['initiated', 'failed']],
  ['no_answer', ['initiated', 'ringing', 'no-answer']],
] as const)('%s is told as such, and no TwiML is asked for', async (does, told) => {
  const desk = await ring({ does }, { timeout: 5 })
  await person(desk).ended
  expect(statuses(desk)).toEqual(told)
  expect(desk.at('/person')).toEqual([])
})

test('who hangs up in the briefing leaves without a key', async () => {
  const desk = await ring({ does: 'hang_up' })
  expect(await person(desk).ended).toMatchObject({ status: 'completed', endedBy: 'person' })
  expect(desk.at('/person/answer')).toEqual([])
})

test('who hangs up after a while was in the room', async () => {
  const desk = await ring({ does: 'hang_up_after', roomMs: 100 })
  await person(desk).until('joined')
  await person(desk).until('left')
  await person(desk).ended
  expect(desk.sim.conferences[0]).toMatchObject({
    status: 'completed',
    events: ['participant-join', 'participant-leave', 'conference-end'],
  })
})

describe('answering machine detection', () => {
  const asynchronous = {
    machineDetection: 'Enable',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${PUBLIC_URL}/amd`,
  }

  test.each([
    ['accept', 'human'],
    ['voicemail', 'machine_start'],
    ['fax', 'fax'],
    ['unknown', 'unknown'],
  ] as const)('%s is %s, told beside the TwiML', async (does, answeredBy) => {
    const desk = await ring({ does }, asynchronous)
    const { form } = await desk.until(({ path }) => path === '/amd')
    expect(form).toMatchObject({ AnsweredBy: answeredBy, CallSid: person(desk).callSid })
    expect(desk.at('/person')[0]).not.toHaveProperty('AnsweredBy')
    const call = await desk.client.calls(person(desk).callSid).fetch()
    expect(call.answeredBy).toBe(answeredBy)
  })

  test('a mailbox presses no key', async () => {
    const desk = await ring({ does: 'voicemail' }, asynchronous)
    await person(desk).ended
    expect(desk.at('/person/answer')).toEqual([])
  })

  test('without AsyncAmd the TwiML waits for it', async () => {
    const desk = await ring({ does: 'voicemail', amdMs: 100 }, { machineDetection: 'Enable' })
    const { form } = await desk.until(({ path }) => path === '/person')
    expect(form['AnsweredBy']).toBe('machine_start')
  })

  test('DetectMessageEnd waits for the beep', async () => {
    const desk = await ring({ does: 'voicemail' }, { machineDetection: 'DetectMessageEnd' })
    const { form } = await desk.until(({ path }) => path === '/person')
    expect(form['AnsweredBy']).toBe('machine_end_beep')
  })

  test('what takes too long is unknown', async () => {
    const slow = { machineDetection: 'Enable', machineDetectionTimeout: 3 }
    const desk = await ring({ does: 'accept', amdMs: 60_000 }, slow)
    const { form } = await desk.until(({ path }) => path === '/person')
    expect(form['AnsweredBy']).toBe('unknown')
  })

  test('keys that are sent switch it off', async () => {
    const desk = await ring({ does: 'accept' }, { ...asynchronous, sendDigits: 'ww12#' })
    await person(desk).until('joined')
    expect(person(desk).playedDigits).toEqual(['1', '2', '#'])
    expect(desk.at('/amd')).toEqual([])
  })
})

test('callbacks may be late, come twice and overtake each other', async () => {
  const desk = await openDesk(
    { '/person': () => '<Pause length="3"/>' },
    { delivery: { shuffleMs: 300, twice: true } },
  )
  await desk.client.calls.create({
    to: THEIRS,
    from: OURS,
    url: `${PUBLIC_URL}/person`,
    statusCallback: `${PUBLIC_URL}/status`,
    statusCallbackEvent: ALL_EVENTS,
  })
  await person(desk).ended
  const numbers = desk.at('/status').map((form) => Number(form['SequenceNumber']))
  expect(numbers.toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  expect(numbers).not.toEqual(numbers.toSorted())
})
