/** Calls by OpenAI's SIP connector: their audio never comes here, and the call is ours all the same. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { SipCall, SipPhone } from '../simulators/openai/index.ts'
import { newSecret } from '../simulators/openai/sip/WebhookSender.ts'
import { callerSays, type Harness, PUBLIC_URL, startHarness, WEBHOOK_SECRET } from './harness.ts'
import { freePort } from '../local/port.ts'
import { Browser } from './browser.ts'
import { heardAnswers } from './sipLegs.ts'
import { eventually } from './storedCall.ts'
import { LIMITS } from '../../worker/call/limits.ts'

const PASSWORD = 'a-long-enough-password'
/** An HTTP tool of which no answer comes. */
const mute = createServer(() => {})
let mutePlace = ''
let harness: Harness
beforeAll(async () => {
  const port = await freePort()
  await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve))
  mutePlace = `127.0.0.1:${port}`
  const vars = { OPERATOR_PASSWORD: PASSWORD, LOCAL_EXCEPTIONS: mutePlace }
  harness = await startHarness({ losable: true, vars })
})
afterAll(async () => {
  await harness.close()
  mute.closeAllConnections()
  mute.close()
})

interface Called {
  phone: SipPhone
  call: SipCall
}

/** Calls over a trunk, and waits until it is answered. */
async function dial(to: string, headers: { name: string; value: string }[] = []): Promise<Called> {
  const called = harness.model.sip.placeCall({ to, headers })
  expect(await called.call.decided).toBe(200)
  return called
}

test.concurrent(
  'S1: a call is known by the id that OpenAI gave it, and is none of the other API',
  async () => {
    const number = await harness.newNumber()
    const { phone, call } = await dial(number)
    await phone.heardOut()
    phone.hangUp()
    expect(call.callId).toMatch(/^rtc_/)
    const { call: record, turns } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({
      callSid: call.callId,
      carrier: 'sip',
      from: '+12025550199',
      to: number,
      status: 'completed',
      endReason: 'caller_hung_up',
    })
    expect(turns).toMatchObject([{ role: 'agent', text: 'Hello.', heardText: 'Hello.' }])
    const live = harness.model.sip.webhooks.deliveries.filter(({ body }) => body.includes('"live.'))
    expect(live.map(({ status }) => status)).toContain(200)
  },
)

test.concurrent(
  'S2: a call is accepted with voice, turns and transcription, and with no audio format',
  async () => {
    const number = await harness.newNumber()
    const { phone, call } = await dial(number)
    await phone.heardOut()
    phone.hangUp()
    expect(call.accepted).toMatchObject({
      type: 'realtime',
      model: 'gpt-realtime-2.1',
      audio: {
        input: {
          transcription: { model: expect.any(String) },
          turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
        },
        output: { voice: 'marin' },
      },
    })
    expect(call.accepted?.audio?.input).not.toHaveProperty('format')
    expect(call.accepted?.audio?.output).not.toHaveProperty('format')
    expect(Math.max(...phone.heard)).toBeGreaterThan(1_000)
  },
)

// Before there is an agent for calls of which no number is known.
describe('the webhook', () => {
  const body = JSON.stringify({ type: 'realtime.call.incoming', data: { call_id: 'rtc_none' } })
  const to = { url: `${PUBLIC_URL}/openai/webhook`, secret: WEBHOOK_SECRET }

  test('is refused with another signature, and one of long ago', async () => {
    const { webhooks } = harness.model.sip
    expect(await webhooks.post({ ...to, secret: newSecret() }, body)).toMatchObject({ status: 401 })
    const timestamp = Math.floor(Date.now() / 1000) - 301
    expect(await webhooks.post(to, body, { timestamp })).toMatchObject({ status: 401 })
    expect(harness.log.map(({ message }) => message).join()).toContain('webhook was refused')
  })

  test('that comes again is answered, and nothing is done', async () => {
    const { webhooks } = harness.model.sip
    const before = harness.log.length
    const webhookId = 'wh_again'
    expect(await webhooks.post(to, body, { webhookId })).toMatchObject({ status: 200 })
    await eventually('a rejection', () => rejections(before) === 1 || null)
    expect(await webhooks.post(to, body, { webhookId })).toMatchObject({ status: 200 })
    expect(await webhooks.post(to, body)).toMatchObject({ status: 200 })
    await eventually('another rejection', () => rejections(before) >= 2 || null)
    expect(rejections(before)).toBe(2)
  })

  test('of anything else is acknowledged', async () => {
    const { webhooks } = harness.model.sip
    const other = JSON.stringify({ type: 'response.completed', data: { id: 'resp_1' } })
    expect(await webhooks.post(to, other)).toMatchObject({ status: 200 })
  })
})

test.concurrent('S5: nothing is waited for between the answer and the greeting', async () => {
  const number = await harness.newNumber()
  const { phone, call } = await dial(number)
  await phone.heardOut()
  phone.hangUp()
  const asked = (call.session?.log.entries ?? [])
    .filter(({ from, event }) => from === 'client' && event.type !== 'input_audio_buffer.append')
    .map(({ event }) => event.type)
  // What the call was accepted with, what the connection beside it sets, and at once the greeting.
  expect(asked).toEqual(['session.update', 'session.update', 'response.create'])
  const { call: record } = await harness.storedCall(call.callId)
  expect(record.firstWordMs).toBeGreaterThan(0)
})

test.concurrent(
  'a caller is heard, answered, and interrupts; what was heard is known',
  async () => {
    const long =
      'We open at nine on weekdays, at ten on Saturdays, and never on a Sunday or a holiday.'
    const number = await harness.newNumber({}, [{ say: long }, { say: 'On Monday.' }])
    const { phone, call } = await dial(number)
    await phone.heardOut()
    await phone.speak(callerSays('When do you open?'))
    await eventually('the answer', () => phone.hears || null)
    await phone.speak(callerSays('Stop, when on Monday?'))
    await phone.heardOut()
    phone.hangUp()
    const { turns, events } = await harness.storedCall(call.callId)
    expect(turns.map(({ role }) => role)).toEqual(['agent', 'caller', 'agent', 'caller', 'agent'])
    const [, question, cut, , last] = turns
    expect(question?.text).not.toBe('')
    expect(cut).toMatchObject({ interrupted: true })
    expect(long.startsWith(cut?.heardText ?? '?')).toBe(true)
    expect(cut?.heardText.length).toBeLessThan(long.length)
    expect(last).toMatchObject({ heardText: 'On Monday.', interrupted: false })
    expect(events.map(({ kind }) => kind)).toContain('barge_in')
  },
)

test.concurrent('where the caller may not interrupt, the agent finishes what it says', async () => {
  const number = await harness.newNumber({ bargeIn: false }, [
    { say: 'We open at nine on weekdays, and at ten on Saturdays.' },
    { say: 'On Monday at nine.' },
  ])
  const { phone, call } = await dial(number)
  await phone.heardOut()
  await phone.speak(callerSays('When do you open?'))
  await eventually('the answer', () => phone.hears || null)
  await phone.speak(callerSays('And when on Monday?'))
  await eventually('the last answer', () => heardAnswers(call) === 3 || null)
  phone.hangUp()
  const { turns } = await harness.storedCall(call.callId)
  expect(turns.some(({ interrupted }) => interrupted)).toBe(false)
})

test.concurrent('keys that the caller presses reach the agent', async () => {
  const number = await harness.newNumber({}, [{ say: 'You pressed one.' }])
  const { phone, call } = await dial(number)
  await phone.heardOut()
  phone.press('1')
  await phone.heardOut()
  phone.hangUp()
  const { turns, events } = await harness.storedCall(call.callId)
  expect(turns.at(-1)?.text).toBe('You pressed one.')
  expect(events.map(({ kind }) => kind)).toContain('dtmf')
})

test.concurrent('an agent that ends the call hangs up when its goodbye was heard', async () => {
  const number = await harness.newNumber(
    {},
    [{ say: 'Goodbye then.', tools: [{ name: 'end_call', arguments: {} }] }],
    { tools: { endCall: true } },
  )
  const { phone, call } = await dial(number)
  await phone.heardOut()
  await phone.speak(callerSays('Goodbye.'))
  await call.ended
  expect(phone.isOver).toBe(true)
  const { call: record, turns } = await harness.storedCall(call.callId)
  expect(record).toMatchObject({ status: 'completed', endReason: 'agent_ended' })
  expect(turns.at(-1)).toMatchObject({ heardText: 'Goodbye then.' })
})

test.concurrent('an operator ends the call', async () => {
  const number = await harness.newNumber()
  const { phone, call } = await dial(number)
  await phone.heardOut()
  const browser = await new Browser(harness.url).signIn(PASSWORD)
  await browser.post(`/api/calls/${call.callId}/end`, {})
  await call.ended
  const { call: record } = await harness.storedCall(call.callId)
  expect(record.endReason).toBe('operator_ended')
})

describe('who answers', () => {
  test('is told by the number that sent the call on, where the call names none of ours', async () => {
    const number = await harness.newNumber()
    const diversion = { name: 'diversion', value: `<sip:${number}@carrier.example>;reason=uncond` }
    const { phone, call } = await dial('proj_test', [diversion])
    phone.hangUp()
    const { call: record } = await harness.storedCall(call.callId)
    expect(record.to).toBe(number)
  })

  test('is nobody where no number of ours is known', async () => {
    const { call } = harness.model.sip.placeCall({ to: '+12025559999' })
    expect(await call.decided).toBe(404)
  })

  test('is the agent that answers such calls, where there is one', async () => {
    const { agentId } = await harness.newAgent({}, [], { sip: { answersUnknown: true } })
    const { phone, call } = await dial('+12025559998')
    await phone.heardOut()
    phone.hangUp()
    const { call: record } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ agentId, to: '+12025559998' })
  })

  test('is no agent whose engine cannot, and its record says why', async () => {
    const number = await harness.newNumber({}, [], { engine: { engine: 'echo' } })
    const { call } = harness.model.sip.placeCall({ to: number })
    expect(await call.decided).toBe(488)
    const { call: record } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ status: 'failed', endReason: 'not_configured' })
    expect(record.failure).toContain('OpenAI Realtime')
  })

  test('a pass that somebody wrote names no call', async () => {
    const number = await harness.newNumber()
    const forged = `v1.CA${'0'.repeat(32)}.12025550001.9999999999.${'0'.repeat(64)}`
    const { phone, call } = await dial(number, [{ name: 'X-Switchboard', value: forged }])
    phone.hangUp()
    const { call: record } = await harness.storedCall(call.callId)
    expect(record.callSid).toBe(call.callId)
  })
})

describe.concurrent('a connection beside the call', () => {
  test('that is lost twenty times is made again, and the call goes on', async () => {
    const number = await harness.newNumber({}, [{ say: 'I am here.' }])
    const { phone, call } = await dial(number)
    await phone.heardOut()
    for (let times = 1; times <= 20; times += 1) {
      await eventually('one beside the call', () => call.attached === 1 || null)
      await lastsLongEnough()
      call.session?.fault({ kind: 'drop' })
      await eventually(`attachment ${times}`, () => call.attachments > times || null)
    }
    await phone.speak(callerSays('Are you there?'))
    await phone.heardOut()
    phone.hangUp()
    const { call: record, turns } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    expect(turns.map(({ text }) => text)).toContain('I am here.')
    expect(turns.filter(({ text }) => text === 'Hello.')).toHaveLength(1)
  })

  test('S7: a quiet call of twenty minutes lives, whatever becomes of its object', async () => {
    const number = await harness.newNumber({ silenceTimeoutSec: 0 }, [{ say: 'Still here.' }])
    const { phone, call } = await dial(number)
    await phone.heardOut()
    await harness.storedCall(call.callId, ({ turns }) =>
      turns.some(({ heardText }) => heardText === 'Hello.'),
    )
    for (let times = 1; times <= 5; times += 1) {
      await harness.lose(call.callId)
      await eventually('nobody beside the call', () => call.attached === 0 || null)
      const at = await harness.alarmOf(call.callId)
      expect((at ?? Infinity) - Date.now()).toBeLessThan(60_000)
      await harness.wake(call.callId)
      await eventually(
        `attachment ${times}`,
        () => (call.attachments > times && call.attached === 1) || null,
      )
    }
    await phone.speak(callerSays('Are you there?'))
    await phone.heardOut()
    phone.hangUp()
    const { call: record, turns } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    expect(turns.map(({ text }) => text)).toEqual(['Hello.', expect.any(String), 'Still here.'])
    const accepts = harness.model.sip.calls.filter(({ callId }) => callId === call.callId)
    expect(accepts).toHaveLength(1)
  })

  test('a call that has ended unseen is closed by the next alarm', async () => {
    const number = await harness.newNumber()
    const { phone, call } = await dial(number)
    await phone.heardOut()
    await harness.lose(call.callId)
    phone.hangUp()
    await harness.wake(call.callId)
    const { call: record } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
  })
})

test.concurrent('S6: a tool that takes long is bridged by words of the agent’s own', async () => {
  const slow = {
    name: 'slow',
    description: 'Takes long.',
    url: `http://${mutePlace}/`,
    timeoutMs: 6_000,
    filler: 'Let me look.',
  }
  const script = [{ tools: [{ name: 'slow', arguments: {} }] }, { say: 'It did not work.' }]
  const number = await harness.newNumber({}, script, { tools: { http: [slow] } })
  const { phone, call } = await dial(number)
  await phone.heardOut()
  await phone.speak(callerSays('When do you open?'))
  await phone.heardOut()
  await phone.heardOut()
  phone.hangUp()
  const { turns } = await harness.storedCall(call.callId)
  expect(turns.slice(2).map(({ text }) => text)).toEqual(['Let me look.', 'It did not work.'])
  expect(isBridged(call)).toBe(true)
})

const outputSchema = z.object({ type: z.literal('function_call_output') })

/** Whether the caller has heard something between the call of the tool and its answer. */
function isBridged({ session }: SipCall): boolean {
  const events = (session?.log.entries ?? []).map(({ event }) => event)
  const asked = events.findIndex(({ type }) => type === 'response.function_call_arguments.done')
  const told = events.findIndex(({ item }) => outputSchema.safeParse(item).success)
  const between = asked < 0 || told < 0 ? [] : events.slice(asked, told)
  return between.some(({ type }) => type === 'output_audio_buffer.started')
}

/** How many calls were rejected since the log was so long. */
const rejections = (from: number): number =>
  harness.log.slice(from).filter(({ message }) => message.includes('over SIP was rejected')).length

/** A connection proves itself by nothing but lasting so long: one that is lost sooner was never back. */
function lastsLongEnough(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LIMITS.directProof + 50)
  })
}

describe('an installation without a secret', () => {
  let bare: Harness
  beforeAll(async () => {
    const vars = { OPENAI_WEBHOOK_SECRET: null, OPERATOR_PASSWORD: PASSWORD }
    bare = await startHarness({
      vars: { ...vars, TWILIO_AUTH_TOKEN: null, TWILIO_ACCOUNT_SID: null },
    })
  })
  afterAll(() => bare.close())

  test('refuses webhooks, until one is made from Settings, and needs no Twilio', async () => {
    const { webhooks } = bare.model.sip
    const to = { url: `${PUBLIC_URL}/openai/webhook`, secret: WEBHOOK_SECRET }
    expect(await webhooks.post(to, '{}')).toMatchObject({ status: 503 })
    const browser = await new Browser(bare.url).signIn(PASSWORD)
    const connected = await browser.post('/api/openai/connect', {})
    expect(await connected.json()).toEqual({
      connected: 'made',
      webhookUrl: to.url,
      sipUri: 'sip:proj_test@sip.api.openai.com;transport=tls',
    })
    webhooks.endpoints.shift()
    const number = await bare.newNumber()
    const { phone, call } = bare.model.sip.placeCall({ to: number })
    expect(await call.decided).toBe(200)
    await phone.heardOut()
    phone.hangUp()
    await call.ended
  })
})
