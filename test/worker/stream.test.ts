import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SILENT_PAYLOAD } from '../simulators/twilio/callerVoice.ts'
import { callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { heardFrames } from './modelLog.ts'
import { openedStream, ring, type StreamByHand } from './streamByHand.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

/** A stream that has begun and on which the agent has been heard. */
async function running(number: string): Promise<{ callSid: string; stream: StreamByHand }> {
  const { callSid, token } = await ring(harness, number)
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, token)
  await eventually('audio', () => stream.audio[0])
  return { callSid, stream }
}

/** Silence may be filled in when the phone stammers; speech may neither be lost nor changed. */
const ofSpeech = (frames: string[]): string[] =>
  frames.filter((payload) => payload !== SILENT_PAYLOAD)

describe('a media stream', () => {
  test('brings what was said before the model was ready to it, byte for byte', async () => {
    const number = await harness.newNumber({ greeting: { type: 'none' } }, [{ say: 'Hello.' }])
    harness.model.nextConnection({ openDelayMs: 1_500 })
    const call = harness.placeCall(number)
    const sent: string[] = []
    call.on('callerFrame', (payload) => sent.push(payload))
    await call.speak(callerSays('When do you open?'))
    await hearOut(call)
    call.hangUp()
    await call.ended
    const session = await harness.sessionFor(number)
    const spoken = ofSpeech(sent)
    expect(ofSpeech(heardFrames(session))).toEqual(spoken)
    expect(spoken.length).toBeGreaterThan(50)
  })

  test('goes on after messages that cannot be read, and the record counts them', async () => {
    const { callSid, stream } = await running(await harness.newNumber())
    stream.send('{"event":"media"')
    stream.send('not JSON at all')
    stream.send('{"event":"teleport"}')
    stream.send('{"event":"dtmf","dtmf":{"digit":"ten"}}')
    stream.send(Buffer.from([1, 2, 3]))
    stream.send('{"event":"mark","mark":{"name":"a mark that nobody sent"}}')
    stream.send('{"event":"dtmf","dtmf":{"digit":"7"}}')
    const before = stream.audio.length
    await eventually('an answer to the key', () => stream.audio[before])
    stream.stop()
    const { call, events } = await harness.storedCall(callSid)
    expect(call.status).toBe('completed')
    expect(events.map(({ summary }) => summary)).toEqual([
      '7',
      '5 messages could not be read and were dropped',
    ])
  })

  test('that sends audio before its start is not listened to', async () => {
    const { callSid, token } = await ring(harness, await harness.newNumber())
    const stream = await openedStream(harness, callSid)
    stream.frame(0)
    stream.start(callSid, token)
    await eventually('audio', () => stream.audio[0])
    stream.stop()
    const { events } = await harness.storedCall(callSid)
    expect(events.map(({ summary }) => summary)).toEqual([
      '1 message could not be read and was dropped',
    ])
  })

  test('that breaks is opened again, and the same conversation goes on', async () => {
    const number = await harness.newNumber({}, [{ say: 'Here I am again.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const again = call.until('streamStarted')
    call.loseStream()
    await again
    await call.press('1')
    await hearOut(call)
    call.hangUp()
    const { call: record, turns, events } = await harness.storedCall(call.callSid)
    expect(call.streams).toHaveLength(2)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.', 'Here I am again.'])
    expect(events.map(({ kind }) => kind)).toEqual(['carrier_error', 'note', 'dtmf'])
    expect(await harness.sessionFor(number)).toBe(
      harness.model.sessions.findLast(({ settings }) => settings.instructions.includes(number)),
    )
  })

  test('passes keys on that were pressed before the model was ready', async () => {
    const number = await harness.newNumber({ greeting: { type: 'none' } }, [{ say: 'Thank you.' }])
    harness.model.nextConnection({ openDelayMs: 2_500 })
    const call = harness.placeCall(number)
    await call.until('streamStarted')
    await call.press('42')
    await hearOut(call)
    call.hangUp()
    await call.ended
    const { conversation } = await harness.sessionFor(number)
    expect(conversation.transcript[0]?.text).toContain('pressed 4 2')
  })
})
