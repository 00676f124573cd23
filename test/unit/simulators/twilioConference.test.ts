/** Conferences: who hears whom, what the first one's callback is told, and the API's side of them. */
import { afterEach, describe, expect, test } from 'vitest'
import { decodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { levelOf } from '../../simulators/audio/sounds.ts'
import type { SimulatedCall } from '../../simulators/twilio/index.ts'
import { closeDesks, type Desk, openDesk, OURS, PUBLIC_URL, THEIRS } from './twilioDesk.ts'

afterEach(closeDesks)

const CALLER = '+12025550199'
const conference = (attributes = '', name = 'room') =>
  `<Dial action="/after"><Conference waitUrl="" ${attributes}>${name}</Conference></Dial>`
const telling = (path: string) =>
  `statusCallback="${path}" statusCallbackEvent="start end join leave mute hold modify"`

/** A caller who goes straight into the room, as the page says. */
async function callerIn(twiml: string, more: Parameters<typeof openDesk>[1] = {}) {
  const desk = await openDesk({ '/twilio/voice': () => twiml, '/other': () => conference() }, more)
  const call = desk.sim.placeCall({ to: OURS, statusUrl: null })
  await call.until('joined')
  return { desk, call }
}

/** Somebody who is rung by the API and comes into the room. */
async function joinedBy(desk: Desk, more: object = {}) {
  const participant = await desk.client.conferences('room').participants.create({
    from: OURS,
    to: THEIRS,
    ...more,
  })
  const person = desk.sim.outgoing.find(({ callSid }) => callSid === participant.callSid)!
  if (person.room === null) await person.until('joined')
  return { participant, person }
}

const ends = (asked: readonly { StatusCallbackEvent?: string }[]) =>
  asked.map((form) => form.StatusCallbackEvent)

/** The sound that a party heard from one moment on, as one piece. */
function heardBy(call: SimulatedCall | Desk['sim']['outgoing'][number]) {
  const frames: Uint8Array[] = []
  call.on('roomFrame', (audio) => void frames.push(audio))
  return () => Buffer.concat(frames)
}

test('who is being called into a room is one of its participants, until it is known that they do not come', async () => {
  const { desk } = await callerIn(conference())
  desk.sim.persons.set(THEIRS, { does: 'no_answer' })
  const room = desk.client.conferences('room').participants
  const more = { from: OURS, to: THEIRS, label: 'the desk', timeout: 5 }
  const { callSid, conferenceSid } = await room.create(more)
  const { participants } = desk.client.conferences(conferenceSid)
  const called = (await participants.list()).find((one) => one.callSid === callSid)
  expect(['queued', 'ringing']).toContain(called?.status)
  expect(
    await desk.client.conferences(conferenceSid).participants('the desk').fetch(),
  ).toMatchObject({ callSid })
  const person = desk.sim.outgoing.find((one) => one.callSid === callSid)
  expect((await person?.ended)?.status).toBe('no-answer')
  expect((await participants.list()).map((one) => one.callSid)).not.toContain(callSid)
})

test('those in a room hear each other byte for byte, and nobody themselves', async () => {
  const { desk, call } = await callerIn(conference('beep="false"'))
  const { person } = await joinedBy(desk, { beep: 'false', waitUrl: '' })
  const [byCaller, byPerson] = [heardBy(call), heardBy(person)]
  const word = Uint8Array.from({ length: 480 }, (_, n) => n % 100)
  await person.speak(word)
  await call.speak(word.toReversed())
  await person.speak(new Uint8Array(1600).fill(0xff))
  expect(byCaller().indexOf(word)).toBeGreaterThanOrEqual(0)
  expect(byPerson().indexOf(word)).toBe(-1)
  expect(byPerson().indexOf(word.toReversed())).toBeGreaterThanOrEqual(0)
  expect(byCaller().indexOf(word.toReversed())).toBe(-1)
})

test('the caller’s recording has the person’s voice', async () => {
  const { desk, call } = await callerIn(conference('beep="false"'))
  desk.sim.persons.set(THEIRS, { does: 'accept', says: ['Good morning.'] })
  const { person } = await joinedBy(desk, { beep: 'false', waitUrl: '' })
  await call.until('roomFrame')
  await person.speak(new Uint8Array(160).fill(0xff))
  const [said, heard] = call.recording().channels
  expect(levelOf(said!)).toBeLessThan(-80)
  expect(levelOf(heard!)).toBeGreaterThan(-50)
})

test.each([
  ['true', true],
  ['false', false],
])('with beep %s a beep is heard: %s', async (beep, isHeard) => {
  const { desk, call } = await callerIn(conference('beep="false"'))
  const byCaller = heardBy(call)
  const { person } = await joinedBy(desk, { beep, waitUrl: '' })
  await person.speak(new Uint8Array(2400).fill(0xff))
  expect(levelOf(decodeMulaw(byCaller())) > -60).toBe(isHeard)
})

test('who waits alone hears music, unless the waitUrl is empty', async () => {
  const { call } = await callerIn('<Dial><Conference beep="false">room</Conference></Dial>')
  const byCaller = heardBy(call)
  await call.speak(new Uint8Array(1600).fill(0xff))
  expect(levelOf(decodeMulaw(byCaller()))).toBeGreaterThan(-40)
  const silent = await callerIn(conference('beep="false"'))
  const bySilent = heardBy(silent.call)
  await silent.call.speak(new Uint8Array(1600).fill(0xff))
  expect(levelOf(decodeMulaw(bySilent()))).toBeLessThan(-80)
})

test('only the first participant’s callback is told, and of what it asked for', async () => {
  const first = `participantLabel="caller" endConferenceOnExit="true" ${telling('/first')}`
  const { desk, call } = await callerIn(conference(first))
  await joinedBy(desk, {
    label: 'person',
    conferenceStatusCallback: `${PUBLIC_URL}/second`,
    conferenceStatusCallbackEvent: ['join'],
  })
  call.hangUp()
  await desk.untilEvent('/first', 'conference-end')
  expect(ends(desk.at('/first'))).toEqual([
    'participant-join',
    'conference-start',
    'participant-join',
    'participant-leave',
    'participant-leave',
    'conference-end',
  ])
  expect(desk.at('/first').map((form) => form['SequenceNumber'])).toEqual([...'123456'])
  expect(desk.at('/first')[2]).toMatchObject({
    FriendlyName: 'room',
    ParticipantLabel: 'person',
    Muted: 'false',
  })
  expect(desk.at('/first').at(-1)).toMatchObject({
    ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    CallSidEndingConference: call.callSid,
    ParticipantLabelEndingConference: 'caller',
  })
  expect(desk.at('/second')).toEqual([])
})

test('when one with endConferenceOnExit leaves, the others’ action is asked for', async () => {
  const { desk, call } = await callerIn(conference())
  const { person } = await joinedBy(desk, { endConferenceOnExit: true })
  person.hangUp()
  await call.ended
  expect(desk.at('/after')).toMatchObject([{ DialCallStatus: 'answered', CallSid: call.callSid }])
})

test('who is left alone by one without it stays, and no action is asked for', async () => {
  const { desk, call } = await callerIn(conference(telling('/first')))
  const { person } = await joinedBy(desk)
  person.hangUp()
  await desk.untilEvent('/first', 'participant-leave')
  expect(call.endedAt).toBeNull()
  expect(desk.at('/after')).toEqual([])
})

test('a participant who never comes leaves, with the status of their call', async () => {
  const { desk } = await callerIn(conference(telling('/first')))
  desk.sim.persons.set(THEIRS, 'busy')
  await desk.client.conferences('room').participants.create({ from: OURS, to: THEIRS })
  const { form } = await desk.untilEvent('/first', 'participant-leave')
  expect(form['ParticipantCallStatus']).toBe('busy')
})

test('a full room takes nobody else, whose action says so', async () => {
  const { desk } = await callerIn(conference('maxParticipants="2"'))
  await joinedBy(desk)
  const third = desk.sim.placeCall({ to: OURS, statusUrl: null })
  await third.ended
  expect(third.warnings.map(({ code }) => code)).toEqual([16_020])
  expect(desk.at('/after')).toMatchObject([{ DialCallStatus: 'failed', CallSid: third.callSid }])
})

describe('the API', () => {
  test('lists conferences, those in progress if nothing else is said', async () => {
    const { desk, call } = await callerIn(conference())
    const { person } = await joinedBy(desk)
    const [listed] = await desk.client.conferences.list({ friendlyName: 'room' })
    expect(listed).toMatchObject({ friendlyName: 'room', status: 'in-progress' })
    call.hangUp()
    person.hangUp()
    await Promise.all([call.ended, person.ended])
    expect(await desk.client.conferences.list()).toEqual([])
    const [over] = await desk.client.conferences.list({ status: 'completed' })
    expect(over).toMatchObject({ reasonConferenceEnded: 'last-participant-left' })
    expect(over?.dateCreated).toBeInstanceOf(Date)
  })

  test('a participant has two keys, and can be muted, held and let go', async () => {
    const { desk, call } = await callerIn(
      conference(`participantLabel="caller" ${telling('/first')}`),
    )
    const { person, participant } = await joinedBy(desk, { label: 'the desk' })
    expect(participant).toMatchObject({ label: 'the desk', status: 'queued', muted: false })
    const participants = desk.client.conferences(participant.conferenceSid).participants
    const byLabel = await participants('the desk').fetch()
    expect(byLabel).toMatchObject({ callSid: person.callSid, status: 'connected' })
    expect(await participants.list()).toHaveLength(2)
    const byCaller = heardBy(call)
    expect(await participants('the desk').update({ muted: true })).toMatchObject({ muted: true })
    await person.speak(Uint8Array.from({ length: 800 }, () => 20))
    expect(byCaller().indexOf(20)).toBe(-1)
    await participants('the desk').update({ muted: false, hold: true, endConferenceOnExit: true })
    await participants('the desk').update({ endConferenceOnExit: false })
    await desk.untilEvent('/first', 'participant-modify')
    expect(ends(desk.at('/first')).slice(3)).toEqual([
      'participant-mute',
      'participant-unmute',
      'participant-hold',
      'participant-modify',
    ])
    expect(await participants('the desk').remove()).toBe(true)
    expect(await person.ended).toMatchObject({ status: 'completed', endedBy: 'customer' })
    await expect(participants('the desk').fetch()).rejects.toMatchObject({ status: 404 })
  })

  test('who coaches is heard by one alone', async () => {
    const { desk, call } = await callerIn(conference('beep="false"'))
    const { person } = await joinedBy(desk, { beep: 'false', waitUrl: '' })
    desk.sim.persons.set('+12025550171', 'accept')
    const coach = await joinedBy(desk, {
      to: '+12025550171',
      beep: 'false',
      waitUrl: '',
      callSidToCoach: person.callSid,
    })
    const [byCaller, byPerson] = [heardBy(call), heardBy(person)]
    await coach.person.speak(new Uint8Array(800).fill(20))
    expect(byCaller().indexOf(20)).toBe(-1)
    expect(byPerson().indexOf(20)).toBeGreaterThanOrEqual(0)
  })

  test('a conference can be ended', async () => {
    const { desk, call } = await callerIn(conference())
    await joinedBy(desk)
    const [listed] = await desk.client.conferences.list()
    const over = await desk.client.conferences(listed!.sid).update({ status: 'completed' })
    expect(over).toMatchObject({
      status: 'completed',
      reasonConferenceEnded: 'conference-ended-via-api',
    })
    await call.ended
  })

  test('detection of machines has names of its own for participants, and labels have limits', async () => {
    const { desk } = await callerIn(conference())
    const create = (more: object) =>
      desk.client.conferences('room').participants.create({ from: OURS, to: THEIRS, ...more })
    await expect(create({ label: 'a/b' })).rejects.toMatchObject({ code: 16_023 })
    await expect(create({ machineDetection: 'Enable' })).rejects.toMatchObject({ code: 21_262 })
    await create({ machineDetection: 'Enable', amdStatusCallback: `${PUBLIC_URL}/amd` })
    const { form } = await desk.until(({ path }) => path === '/amd')
    expect(form['AnsweredBy']).toBe('human')
  })

  test('the caller’s number may be shown with their call’s token alone', async () => {
    const { desk, call } = await callerIn(conference())
    const create = (more: object) =>
      desk.client.conferences('room').participants.create({ from: CALLER, to: THEIRS, ...more })
    await expect(create({})).rejects.toMatchObject({ status: 400, code: 21_210 })
    await expect(create({ callToken: 'x' })).rejects.toMatchObject({ code: 21_210 })
    expect(call.from).toBe(CALLER)
    await create({ callToken: call.callToken })
  })
})
