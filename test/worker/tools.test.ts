/** What an agent does beside talking, in whole calls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hearKeys } from '../simulators/audio/goertzel.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true })
})
afterAll(() => harness.close())

/** What the caller has heard of keys. */
function keysHeardIn(call: SimulatedCall) {
  const [, agent = new Int16Array()] = call.recording().channels
  return hearKeys(agent)
}

/** What the tools told the model, in order. */
async function outputsOf(number: string): Promise<string[]> {
  const { conversation } = await harness.sessionFor(number)
  return conversation.items.flatMap((item) =>
    item.type === 'function_call_output' ? [item.output] : [],
  )
}

describe.concurrent('keys that the agent presses', () => {
  test('are heard by the other side as tones, after what the agent has said', async () => {
    const digits = '12w#9D'
    const tools = [{ name: 'send_dtmf', arguments: { digits } }]
    const script = [{ say: 'I press the keys.', tools }, { say: 'Done.' }]
    const number = await harness.newNumber({}, script, { tools: { sendDtmf: true } })
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'Press them.')
    const heard = await eventually('six tones', () => {
      const keys = keysHeardIn(call)
      return keys.length >= 5 ? keys : null
    })
    expect(heard.map(({ key }) => key).join('')).toBe('12#9D')
    for (const { twistDb, lowDbm0, highDbm0 } of heard) {
      expect(Math.abs(twistDb)).toBeLessThan(4)
      expect(Math.min(lowDbm0, highDbm0)).toBeGreaterThan(-12)
    }
    const [, two, hash] = heard
    expect((hash?.beginsMs ?? 0) - (two?.endsMs ?? 0)).toBeGreaterThan(500)
    await call.agentIdle(250)
    call.hangUp()
    const { turns, events } = await harness.storedCall(call.callSid)
    expect(turns.map(({ heardText }) => heardText)).toContain('I press the keys.')
    expect(events.map(({ summary }) => summary)).toContain('Sent the keys 12w#9D')
  })
})

const collect = (sensitive: boolean) => [
  {
    name: 'collect_digits',
    arguments: { purpose: 'a card', sensitive, length: 16, at_least: 4 },
  },
]

describe.concurrent('digits that the caller enters', () => {
  test('are told to the model', async () => {
    const script = [{ say: 'Enter it.', tools: collect(false) }, { say: 'Thank you.' }]
    const number = await harness.newNumber({}, script, { tools: { collectDigits: true } })
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'I want to pay.')
    await call.agentIdle(250)
    await call.press('4711#')
    await call.until('agentSpeaking')
    call.hangUp()
    await harness.storedCall(call.callSid)
    expect(await outputsOf(number)).toEqual(['The caller entered 4711.'])
  })

  test('in secret are known to nobody, and neither is what the caller says meanwhile', async () => {
    const digits = '4929123412349876'
    const script = [{ say: 'Enter it.', tools: collect(true) }, { say: 'Thank you.' }]
    const number = await harness.newNumber({}, script, { tools: { collectDigits: true } })
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'I want to pay.')
    await call.agentIdle(250)
    const session = await harness.sessionFor(number)
    const heardBefore = session.conversation.transcript.length
    await call.speak(callerSays('It is four nine two nine.'))
    await call.press(digits, 60)
    await call.until('agentSpeaking')
    await call.agentIdle(250)
    call.hangUp()
    const stored = await harness.storedCall(call.callSid)
    const [output = ''] = await outputsOf(number)
    expect(output).toMatch(/16 digits.*\{\{digits:[0-9a-f]{8}\}\}/)
    const said = session.conversation.transcript.slice(heardBefore)
    expect(said.filter(({ role }) => role === 'user')).toEqual([])
    const everything = JSON.stringify([
      stored,
      session.conversation.items,
      harness.log,
      await harness.storageOf(call.callSid),
      harness.twilio.restRequests,
    ])
    expect(everything.length).toBeGreaterThan(2_000)
    for (let at = 0; at + 4 <= digits.length; at++) {
      expect(everything).not.toContain(`"${digits.slice(at, at + 4)}`)
    }
    expect(everything).not.toContain(digits)
    const keys = stored.events.filter(({ kind }) => kind === 'dtmf')
    expect(keys.map(({ summary }) => summary).join('')).toBe('•'.repeat(16))
  })

  test('that do not come are told, too', async () => {
    const quick = { purpose: 'a PIN', sensitive: true, length: 4, timeout_seconds: 3 }
    const tools = [{ name: 'collect_digits', arguments: quick }]
    const script = [{ say: 'Enter it.', tools }, { say: 'Never mind.' }]
    const number = await harness.newNumber({}, script, { tools: { collectDigits: true } })
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'I want to pay.')
    await call.agentIdle(250)
    await call.until('agentSpeaking', 10_000)
    call.hangUp()
    await harness.storedCall(call.callSid)
    expect(await outputsOf(number)).toEqual(['The caller entered nothing.'])
  })
})

const send = (text: string) => [{ name: 'send_sms', arguments: { text } }]
const isTold = (summaries: string[]) => summaries.some((one) => one.includes('A2P'))

describe.concurrent('a text message', () => {
  test('goes to the caller, and what becomes of it is shown', async () => {
    const script = [{ say: 'I send it.', tools: send('12 Harbour Street') }, { say: 'Sent.' }]
    const number = await harness.newNumber({}, script, { tools: { sms: {} } })
    const call = harness.placeCall(number)
    harness.twilio.messages.delivery = ({ from }) =>
      from === number
        ? { status: 'undelivered', errorCode: 30_034, twice: true }
        : { status: 'delivered' }
    await hearOut(call)
    await ask(call, 'Where are you?')
    await call.agentIdle(250)
    call.hangUp()
    const { events } = await harness.storedCall(call.callSid, (stored) =>
      isTold(stored.events.map(({ summary }) => summary)),
    )
    await harness.twilio.messages.flush()
    const sent = harness.twilio.messages.sent.filter(({ from }) => from === number)
    expect(sent).toMatchObject([{ to: call.from, body: '12 Harbour Street' }])
    expect(harness.twilio.messages.callbacks.map(({ status }) => status)).not.toContain(403)
    const told = events.filter(({ summary }) => summary.includes('A2P'))
    expect(told).toHaveLength(1)
    expect(told[0]?.summary).toContain('(Error 30034)')
  })

  test('is sent three times in a call and no more, also after a restart', async () => {
    const texts = ['one', 'two', 'three', 'four']
    const script = texts.flatMap((text) => [
      { say: 'I send it.', tools: send(text) },
      { say: 'Ok.' },
    ])
    const number = await harness.newNumber({}, script, { tools: { sms: {} } })
    const call = harness.placeCall(number)
    await hearOut(call)
    for (const text of texts) {
      await ask(call, `Send ${text}.`)
      await eventually(`the answer to ${text}`, () => {
        const items = harness.sessionsOf(number).at(-1)?.conversation.items ?? []
        const outputs = items.filter(({ type }) => type === 'function_call_output')
        return outputs.length > texts.indexOf(text) || null
      })
      await call.agentIdle(400)
      if (text === 'two') {
        await harness.lose(call.callSid)
        await hearOut(call)
      }
    }
    call.hangUp()
    await harness.storedCall(call.callSid)
    const sent = harness.twilio.messages.sent.filter(({ from }) => from === number)
    expect(sent.map(({ body }) => body)).toEqual(['one', 'two', 'three'])
  })

  test('that takes long is bridged by a few words, and answered once', async () => {
    const script = [{ tools: send('slow') }, { say: 'It is sent.' }]
    const number = await harness.newNumber({}, script, { tools: { sms: {} } })
    harness.twilio.failRest(({ path, params }) =>
      path.includes('Messages') && params['Body'] === 'slow' ? { delayMs: 4_000 } : undefined,
    )
    const call = harness.placeCall(number)
    await hearOut(call)
    // What is heard first are the words that bridge it.
    await ask(call, 'Send it slowly.')
    await hearOut(call)
    call.hangUp()
    harness.twilio.failRest(null)
    const { turns } = await harness.storedCall(call.callSid)
    const said = turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
    expect(said).toEqual(['Hello.', 'One moment, please.', 'It is sent.'])
  })
})

describe.concurrent('another agent', () => {
  test('goes on with the call, and knows what was said', async () => {
    const sales = await harness.newAgent({ locale: 'de-DE' }, [{ say: 'Hier ist der Verkauf.' }])
    const tools = [{ name: 'hand_off', arguments: { to: '1' } }]
    const script = [{ say: 'Our sales people know.', tools }]
    const number = await harness.newNumber({}, script, {
      tools: { handOff: [{ agentId: sales.agentId, when: 'They want to buy.' }] },
    })
    harness.script(sales.phoneNumber, [{ say: 'Hier ist der Verkauf.' }, { say: 'Gerne.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'I want to buy something.')
    const session = await harness.sessionFor(sales.phoneNumber)
    await harness.storedCall(call.callSid, ({ turns }) =>
      turns.some(({ heardText }) => heardText === 'Hier ist der Verkauf.'),
    )
    await ask(call, 'Then I take two.')
    await call.agentIdle(250)
    call.hangUp()
    const { call: record, turns, events } = await harness.storedCall(call.callSid)
    expect(record.agentName).toBe('Reception')
    const said = turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
    expect(said).toEqual(['Hello.', 'Our sales people know.', 'Hier ist der Verkauf.', 'Gerne.'])
    expect(session.conversation.transcript.map(({ text }) => text)).toContain(
      'Our sales people know.',
    )
    expect(events.map(({ summary }) => summary)).toContain('Handed off to Reception, version 1')
  })
})
