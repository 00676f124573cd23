/** Calls that the API makes and changes, as Twilio's own package asks for them. */
import { afterEach, describe, expect, test } from 'vitest'
import { ALL_EVENTS, closeDesks, openDesk, OURS, PUBLIC_URL, THEIRS } from './twilioDesk.ts'

afterEach(closeDesks)

const url = `${PUBLIC_URL}/page`
const wait = { '/page': () => '<Pause length="50"/>' }

/** The fields that the package looks for and the simulator does not know. */
function missing(instance: { toJSON(): Record<string, unknown> }): string[] {
  return Object.entries(instance.toJSON()).flatMap(([name, value]) =>
    value === undefined || (value instanceof Date && Number.isNaN(value.getTime())) ? [name] : [],
  )
}

test('a call is what the package takes for one, from its queue to its end', async () => {
  const desk = await openDesk(wait)
  const made = await desk.client.calls.create({ to: THEIRS, from: OURS, url })
  expect(missing(made)).toEqual([])
  expect(made).toMatchObject({ status: 'queued', direction: 'outbound-api', duration: null })
  await desk.until(({ path }) => path === '/page')
  const talking = await desk.client.calls(made.sid).fetch()
  expect(talking.status).toBe('in-progress')
  const over = await desk.client.calls(made.sid).update({ status: 'completed' })
  expect(over.sid).toBe(made.sid)
  await desk.sim.outgoing[0]?.ended
  const ended = await desk.client.calls(made.sid).fetch()
  expect(ended).toMatchObject({ status: 'completed', duration: '0' })
})

describe('a request that Twilio would refuse', () => {
  const good = { to: THEIRS, from: OURS, url }
  test.each([
    ['no number', { to: '' }, 21_201],
    ['a number that is none', { to: '2025550170' }, 21_211],
    ['its own number', { to: OURS }, 21_211],
    ['a SIP address that is none', { to: 'sip:nobody' }, 21_211],
    ['no caller', { from: '' }, 21_213],
    ['a caller who is none', { from: 'Bob' }, 21_212],
    ['a number that is not the account’s', { from: '+12025550133' }, 21_210],
    ['an address that is none', { url: 'calls.example.com' }, 21_205],
    ['a callback that is none', { statusCallback: 'nonsense' }, 21_609],
    ['events that there are not', { statusCallback: url, statusCallbackEvent: ['sung'] }, 21_626],
    ['a time that is too long', { timeout: 601 }, 20_001],
    ['keys that there are not', { sendDigits: 'x' }, 20_001],
    ['too much TwiML', { url: '', twiml: `<Response>${' '.repeat(4000)}</Response>` }, 20_001],
    ['no address for detection', { machineDetection: 'Enable', asyncAmd: 'true' }, 21_262],
    ['nothing to do', { url: '' }, 21_205],
  ])('%s', async (_, change, code) => {
    const desk = await openDesk(wait)
    const refused = desk.client.calls.create({ ...good, ...change })
    await expect(refused).rejects.toMatchObject({ status: 400, code })
    expect(desk.sim.outgoing).toEqual([])
  })

  test.each([
    ['Calls.json', 'AmdStatusCallback', 21_263],
    ['Calls.json', 'Nonsense', 20_001],
    ['Conferences/room/Participants.json', 'AsyncAmd', 21_263],
    ['Conferences/room/Participants.json', 'Timeout', 20_001],
  ])('%s with %s', async (path, name, code) => {
    const desk = await openDesk(wait)
    const form = path === 'Calls.json' ? { Url: url } : {}
    const { sim } = desk
    const response = await fetch(`${sim.restUrl}/2010-04-01/Accounts/${sim.accountSid}/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sim.accountSid}:${sim.authToken}`)}` },
      body: new URLSearchParams({ To: THEIRS, From: OURS, ...form, [name]: '3' }),
    })
    expect([response.status, await response.json()]).toMatchObject([400, { code }])
  })
})

test('calls leave one after the other, and who waits in line can be taken out of it', async () => {
  const desk = await openDesk(wait, { secondMs: 300 })
  const make = () => desk.client.calls.create({ to: THEIRS, from: OURS, url })
  const [first, second, third] = [await make(), await make(), await make()]
  await desk.client.calls(third.sid).update({ status: 'canceled' })
  await desk.until(({ form }) => form['CallSid'] === second.sid)
  const at = desk.asked.map(({ form }) => form['CallSid'])
  expect(at).toEqual([first.sid, second.sid])
  expect(await desk.client.calls(third.sid).fetch()).toMatchObject({ status: 'canceled' })
})

test('a phone that rings is cancelled, and nobody picks up', async () => {
  const desk = await openDesk(wait, { persons: { [THEIRS]: 'no_answer' } })
  const { sid } = await desk.client.calls.create({
    to: THEIRS,
    from: OURS,
    url,
    statusCallback: `${PUBLIC_URL}/status`,
    statusCallbackEvent: ALL_EVENTS,
  })
  await desk.untilEvent('/status', 'ringing')
  const redirect = desk.client.calls(sid).update({ twiml: '<Response/>' })
  await expect(redirect).rejects.toMatchObject({ code: 21_220 })
  await desk.client.calls(sid).update({ status: 'canceled' })
  await desk.untilEvent('/status', 'canceled')
  expect(desk.at('/page')).toEqual([])
})

test('a call that was answered cannot be cancelled, but ended; and one that is over, neither', async () => {
  const desk = await openDesk(wait)
  const { sid } = await desk.client.calls.create({ to: THEIRS, from: OURS, url })
  await desk.until(({ path }) => path === '/page')
  const cancel = desk.client.calls(sid).update({ status: 'canceled' })
  await expect(cancel).rejects.toMatchObject({ status: 400, code: 21_220 })
  await desk.client.calls(sid).update({ status: 'completed' })
  await desk.sim.outgoing[0]?.ended
  const again = desk.client.calls(sid).update({ status: 'completed' })
  await expect(again).rejects.toMatchObject({ status: 400, code: 21_220 })
})

test('or it stays as it is without a word', async () => {
  const desk = await openDesk(wait, { quirks: { lateCancel: 'ignored' } })
  const { sid } = await desk.client.calls.create({ to: THEIRS, from: OURS, url })
  await desk.until(({ path }) => path === '/page')
  const same = await desk.client.calls(sid).update({ status: 'canceled' })
  expect(same.status).toBe('in-progress')
})

test('TwiML may be in the request, and be replaced while it runs', async () => {
  const desk = await openDesk({ '/page': () => '<Say>Elsewhere.</Say>' })
  const { sid } = await desk.client.calls.create({
    to: THEIRS,
    from: OURS,
    twiml: '<Response><Say>One moment.</Say><Pause length="50"/></Response>',
  })
  const [person] = desk.sim.outgoing
  await person?.until('said')
  await desk.client.calls(sid).update({ url })
  await person?.ended
  expect(person?.said).toEqual(['One moment.', 'Elsewhere.'])
})

test('the call is made though the answer is lost', async () => {
  const desk = await openDesk(wait)
  desk.sim.failRest(() => ({ loseAnswer: true }))
  await expect(desk.client.calls.create({ to: THEIRS, from: OURS, url })).rejects.toThrow(
    'socket hang up',
  )
  desk.sim.failRest(null)
  await desk.until(({ path }) => path === '/page')
  expect(desk.sim.outgoing).toHaveLength(1)
})

test('a fault may have any of Twilio’s numbers', async () => {
  const desk = await openDesk(wait)
  desk.sim.failRest(() => ({ status: 429, code: 20_429 }))
  const refused = desk.client.calls.create({ to: THEIRS, from: OURS, url })
  await expect(refused).rejects.toMatchObject({ status: 429, code: 20_429 })
  expect(desk.sim.outgoing).toEqual([])
})

test('a caller inside a call can be told apart: ParentCallSid finds the legs of a <Dial>', async () => {
  const desk = await openDesk(
    { '/twilio/voice': () => `<Dial>${THEIRS}</Dial>` },
    { persons: { [THEIRS]: 'accept' } },
  )
  const caller = desk.sim.placeCall({ to: OURS, statusUrl: null })
  await caller.until('joined')
  const legs = await desk.client.calls.list({ parentCallSid: caller.callSid })
  expect(legs).toMatchObject([{ direction: 'outbound-dial', to: THEIRS, from: caller.from }])
})
