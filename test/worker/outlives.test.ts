/** What a caller notices, and what a new engine knows, when a call outlives its process or its model. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { RealtimeSession } from '../simulators/openai/index.ts'
import { FRAME_MS, type SimulatedCall } from '../simulators/twilio/index.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

const LONG =
  'We open at nine on weekdays. On Saturdays it is ten. On Sundays we are closed, all day, and nobody is here.'
const DROPPED = 'Sorry, the line dropped. What did you say?'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true })
})
afterAll(() => harness.close())

const itemSchema = z.object({
  type: z.literal('conversation.item.create'),
  item: z.object({
    role: z.string(),
    content: z.array(z.object({ text: z.string() })),
  }),
})

/** What a session was told of the call so far. */
function told(session: RealtimeSession): [role: string, text: string][] {
  return session.log.entries.flatMap(({ event }) => {
    const item = itemSchema.safeParse(event).data?.item
    return item ? item.content.map(({ text }): [string, string] => [item.role, text]) : []
  })
}

/** Resolves when the caller hears the agent over the stream that follows. */
async function lose(call: SimulatedCall): Promise<void> {
  const streams = call.streams.length
  await harness.lose(call.callSid)
  await eventually('the agent over another stream', () => call.streams[streams]?.firstAudioAt)
}

async function playedMs(call: SimulatedCall, ms: number): Promise<void> {
  await eventually(`${ms} ms of the agent`, () => {
    const ranges = call.stream?.media.playback.playedRanges(performance.now()) ?? []
    const bytes = ranges.reduce((sum, { fromByte, toByte }) => sum + toByte - fromByte, 0)
    return bytes / 8 >= ms ? true : null
  })
}

/** Speaks again and again until the next session is there, which takes up to twenty seconds. */
async function spokenInto(call: SimulatedCall, number: string): Promise<RealtimeSession> {
  const question = callerSays('When do you open?')
  while (!harness.sessionsOf(number)[1]) await call.speak(question)
  return harness.sessionFor(number, 1)
}

describe.concurrent('a call that outlives its process or its model', () => {
  test('a call that is lost in the agent’s third sentence goes on from what was heard, as the same call', async () => {
    const number = await harness.newNumber({}, [
      { say: LONG },
      { say: 'On Sundays we are closed.' },
    ])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'When do you open?')
    await playedMs(call, 5_500)
    const before = await harness.storedCall(
      call.callSid,
      ({ call: { answeredAt } }) => answeredAt !== null,
    )
    await lose(call)
    await call.agentIdle(250)
    call.hangUp()

    const { call: record, turns } = await harness.storedCall(call.callSid)
    const { callSid, agentVersion, startedAt, answeredAt } = before.call
    expect(record).toMatchObject({ callSid, agentVersion, startedAt, answeredAt })
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    expect(turns.filter(({ heardText }) => heardText === 'Hello.')).toHaveLength(1)
    const cut = turns.find(({ text }) => text.startsWith('We open at'))
    expect(cut?.heardText.startsWith('We open at nine on weekdays.')).toBe(true)
    expect(LONG.startsWith(cut?.heardText ?? '?')).toBe(true)
    expect(cut?.heardText.length).toBeLessThan(LONG.length)
    expect(told(await harness.sessionFor(number, 1))).toContainEqual(['assistant', cut?.heardText])
    // A sentence that was cut is gone on with; nobody is told that something was missed.
    expect(told(await harness.sessionFor(number, 1)).join()).not.toContain('dropped')
  })

  test('a model that closes while nobody speaks comes back with what was heard, and nobody notices', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const [first] = harness.sessionsOf(number)
    const heard = call.stream?.media.playback.receivedBytes()
    first?.fault({ kind: 'close', code: 1011 })
    const second = await harness.sessionFor(number, 1)
    await first?.closed
    await ask(call, 'When do you open?')
    await call.agentIdle(250)
    call.hangUp()

    const { turns, events } = await harness.storedCall(call.callSid)
    expect(turns.map(({ role }) => role)).toEqual(['agent', 'caller', 'agent'])
    expect(told(second)).toEqual([['assistant', 'Hello.']])
    expect(call.streams).toHaveLength(1)
    expect(heard).toBeGreaterThan(0)
    expect(events.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/code 1011/),
      'The model is called again, attempt 1.',
      expect.stringMatching(/^The model was back after \d+ ms\.$/),
    ])
  })

  test('what is said to a model that has gone dark is heard by the next one', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    harness.sessionsOf(number)[0]?.fault({ kind: 'half_open' })
    const second = await spokenInto(call, number)
    await harness.storedCall(call.callSid, ({ turns }) =>
      turns.some(({ role, text }) => role === 'agent' && text === 'We open at nine.'),
    )
    call.hangUp()
    await harness.storedCall(call.callSid)
    const { entries } = second.log
    const configured = entries.findIndex(({ event }) => event.type === 'session.update')
    const appended = entries.flatMap(({ event }, at) =>
      event.type === 'input_audio_buffer.append' ? [at] : [],
    )
    expect(configured).toBeGreaterThanOrEqual(0)
    expect(appended[0]).toBeGreaterThan(configured)
    // It was given more of the caller than has passed since it was there: what the dark one had got.
    const heardMs = appended.length * FRAME_MS
    expect(heardMs - (entries.at(-1)?.atMs ?? 0)).toBeGreaterThan(2_000)
    expect(told(second)).toEqual([['assistant', 'Hello.']])
  })

  test('a caller who was lost in mid-sentence is not answered as if half of it were all', async () => {
    const number = await harness.newNumber({}, [{ say: DROPPED }, { say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const speaking = harness.sessionsOf(number)[0]?.until('input_audio_buffer.speech_started')
    const spoken = call.speak(callerSays('Hello, I would like to know when you open on Sundays.'))
    await speaking
    await harness.lose(call.callSid)
    await spoken
    await call.until('agentSpeaking', 20_000)
    await call.agentIdle(250)
    call.hangUp()
    await harness.storedCall(call.callSid)
    const known = told(await harness.sessionFor(number, 1))
    expect(known[0]).toEqual(['assistant', 'Hello.'])
    expect(known[1]?.[1]).toMatch(/Something that the caller said was lost/)
  })
})
