import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amountOf } from '../../convex/model/usage.ts'
import { PHRASES } from '../simulators/audio/phrases.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

describe.concurrent('a call', () => {
  test('is greeted, asked and answered, and its record tells all of it', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await call.until('agentSpeaking')
    expect(await harness.sessions()).toBeGreaterThan(0)
    await call.agentIdle(250)
    await ask(call, 'When do you open?')
    await call.agentIdle(250)
    call.hangUp()
    const outcome = await call.ended

    const { call: record, turns } = await harness.storedCall(
      call.callSid,
      ({ call: { carrierStatus } }) => carrierStatus === 'completed',
    )
    expect(turns.map(({ role, heardText }) => [role, heardText])).toEqual([
      ['agent', 'Hello.'],
      ['caller', expect.stringContaining('seconds of speech')],
      ['agent', 'We open at nine.'],
    ])
    expect(turns.map(({ startedAtMs }) => startedAtMs)).toEqual(
      turns.map(({ startedAtMs }) => startedAtMs).toSorted((a, b) => a - b),
    )
    expect(record).toMatchObject({
      status: 'completed',
      endReason: 'caller_hung_up',
      failure: null,
      from: call.from,
      to: number,
      agentName: 'Reception',
      carrierDurationSec: outcome.durationSec,
    })
    // The model is opened while the phone rings, so its greeting may be there in the same millisecond.
    expect(record.firstWordMs).toBeGreaterThanOrEqual(0)
    expect(record.answerMs).toHaveLength(1)
    const { answeredAt, endedAt, durationSec } = record
    expect(durationSec).toBeCloseTo(((endedAt ?? 0) - (answeredAt ?? 0)) / 1000)
    expect(amountOf(record.usage, 'audio_in_tokens')).toBeGreaterThan(0)
    expect(amountOf(record.usage, 'audio_out_tokens')).toBeGreaterThan(0)
    expect(amountOf(record.usage, 'transcribed_sec')).toBeGreaterThan(0.5)
    expect(record.cost.parts['model']).toBeGreaterThan(0)
    expect(record.cost.parts['transcription']).toBeGreaterThan(0)
    expect(call.warnings).toEqual([])
    expect(turns.at(-1)?.timing?.firstHeardAt).toBeGreaterThan(record.startedAt)
  })

  test('brings its greeting before anything else, exactly as it is written', async () => {
    const number = await harness.newNumber({ greeting: { type: 'fixed', text: 'Harbour Dental.' } })
    const call = harness.placeCall(number)
    const first = await call.until('agentAudio')
    const session = await harness.sessionFor(number)
    const deltas = session.log.entries.filter(
      ({ event }) => event.type === 'response.output_audio.delta',
    )
    expect(first).toBe(deltas[0]?.event['delta'])
    await call.agentIdle(250)
    call.hangUp()
    const { turns } = await harness.storedCall(call.callSid)
    expect(turns.map(({ text }) => text)).toEqual(['Harbour Dental.'])
  })

  test('waits for the caller when the agent has no greeting', async () => {
    const number = await harness.newNumber({ greeting: { type: 'none' } }, [{ say: 'Speaking.' }])
    const call = harness.placeCall(number)
    await call.until('streamStarted')
    await ask(call, 'Is this the office?')
    await call.agentIdle(250)
    call.hangUp()
    const { turns } = await harness.storedCall(call.callSid)
    expect(turns.map(({ role }) => role)).toEqual(['caller', 'agent'])
  })

  test('is answered after the end of speech also when the phone sends nothing in silence', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number, { dtx: true })
    await hearOut(call)
    let frames = 0
    call.on('callerFrame', () => (frames += 1))
    const { speechEndedAt, startedAt, endedAt } = await ask(call, 'When do you open?')
    expect(frames).toBeLessThanOrEqual((endedAt - startedAt) / 20 + 2)
    expect(speechEndedAt).not.toBeNull()
    call.hangUp()
    const { turns } = await harness.storedCall(call.callSid)
    expect(turns.map(({ role }) => role)).toEqual(['agent', 'caller', 'agent'])
  })

  test('passes a group of keys on as one message of the caller, and it is answered', async () => {
    const number = await harness.newNumber({}, [{ say: 'Thank you.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await call.press('12#')
    await hearOut(call)
    call.hangUp()
    const { turns, events } = await harness.storedCall(call.callSid)
    expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.', 'Thank you.'])
    expect(events.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['dtmf', '1'],
      ['dtmf', '2'],
      ['dtmf', '#'],
    ])
    const session = await harness.sessionFor(number)
    const messages = session.conversation.transcript.filter(({ role }) => role === 'user')
    expect(messages.map(({ text }) => text)).toEqual(['(The caller pressed 1 2 # on the keypad.)'])
  })

  test('is hung up by the agent only after the goodbye was heard', async () => {
    const goodbye = 'Thank you for calling, goodbye.'
    const tools = [{ name: 'end_call', arguments: {} }]
    const number = await harness.newNumber({}, [{ say: goodbye, tools }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'That is all.')
    const { playback } = (await eventually('a stream', () => call.streams[0])).media
    const outcome = await call.ended
    expect(outcome.endedBy).toBe('customer')
    const played = playback.playedRanges(performance.now()).at(-1)
    expect(played?.toByte).toBe(playback.receivedBytes())
    const { call: record, turns, events } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({ status: 'completed', endReason: 'agent_ended' })
    expect(turns.at(-1)).toMatchObject({ heardText: goodbye, interrupted: false })
    expect(events.map(({ kind }) => kind)).toEqual(['tool_call', 'tool_result'])
    expect(call.said).toEqual([])
  })

  test('asks the agent for a goodbye when it ends the call without a word', async () => {
    const tools = [{ name: 'end_call', arguments: {} }]
    const number = await harness.newNumber({}, [{ tools }, { say: 'Goodbye then.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await call.speak(callerSays('That is all.'))
    await call.ended
    const { call: record, turns } = await harness.storedCall(call.callSid)
    expect(record.endReason).toBe('agent_ended')
    expect(turns.at(-1)?.heardText).toBe('Goodbye then.')
  })

  test('goes on when the model calls a tool that does not exist', async () => {
    const tools = [{ name: 'end_cal', arguments: {} }]
    const number = await harness.newNumber({}, [{ tools }, { say: 'I cannot do that.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'Please end it.')
    call.hangUp()
    const { events } = await harness.storedCall(call.callSid)
    expect(events.map(({ summary }) => summary)).toEqual([
      'end_cal',
      'There is no tool called end_cal.',
    ])
  })
})

test('the model understands what a caller says', async () => {
  const understanding = await startHarness({ model: { recognise: true } })
  try {
    const call = understanding.placeCall(await understanding.newNumber())
    await hearOut(call)
    await call.speak(callerSays(PHRASES.human))
    const stored = await understanding.storedCall(call.callSid, ({ turns }) =>
      turns.some(({ role, text }) => role === 'caller' && text !== ''),
    )
    expect(stored.turns.find(({ role }) => role === 'caller')?.text).toBe(PHRASES.human)
  } finally {
    await understanding.close()
  }
})
