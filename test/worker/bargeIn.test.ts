import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealtimeSession } from '../simulators/openai/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { bytesBefore, bytesOf, deltasOf, eventTypes, truncationOf } from './modelLog.ts'

/** Some five seconds of speech. */
const LONG = 'Our office is open on weekdays from nine to five and on Saturdays until one.'
const INTERRUPTION = callerSays('May I interrupt you please?')
const BYTES_PER_MS = 8
let harness: Harness
beforeAll(async () => {
  // Slow enough to be interrupted in the middle of being generated.
  harness = await startHarness({
    model: { pace: { firstAudioDelayMs: 30, timesRealTime: 2 } },
  })
})
afterAll(() => harness.close())

/** Speaks over the agent until it is cut off. */
async function interrupt(call: SimulatedCall): Promise<void> {
  await Promise.all([call.until('cleared'), call.speak(INTERRUPTION)])
}

/**
 * The model was made to forget what came after a moment at which the phone was playing the item. How exact
 * that moment is, the benchmark says.
 */
async function expectCutWhereHeard(call: SimulatedCall, session: RealtimeSession) {
  const { itemId, heardMs } = await truncationOf(session)
  expect(call.clears[0]?.playedBytes).toBeGreaterThan(bytesBefore(session, itemId))
  expect(heardMs).toBeGreaterThan(0)
  expect(heardMs).toBeLessThan(bytesOf(session, itemId) / BYTES_PER_MS)
  return itemId
}

/** How many of the words that were heard may be missing in the record, which cannot know their times. */
const WORDS_MISSED = 4

/** The record knows no word that was not heard, and lacks few that were. */
async function expectHeardWords(call: SimulatedCall, session: RealtimeSession, itemId: string) {
  const { turns } = await harness.storedCall(call.callSid)
  const turn = turns.find((candidate) => candidate.itemId === itemId)
  expect(turn).toMatchObject({ interrupted: true, text: expect.stringContaining('Our office') })
  expect(LONG.startsWith(turn?.heardText ?? 'not stored')).toBe(true)
  const item = session.conversation.find(itemId)
  const remembered = item?.type === 'message' ? item.content.at(0) : undefined
  const words = remembered?.type === 'output_audio' ? wordsIn(remembered.transcript) : -9
  expect(words).toBeLessThan(wordsIn(LONG))
  const known = wordsIn(turn?.heardText ?? '')
  expect(known).toBeLessThanOrEqual(words)
  expect(known).toBeGreaterThanOrEqual(words - WORDS_MISSED)
}

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0

describe.concurrent('a caller who speaks over the agent', () => {
  test('makes it fall silent, and what was not heard is forgotten', async () => {
    const number = await harness.newNumber({}, [{ say: LONG }, { say: 'Go ahead.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'When do you open?')
    const late: string[] = []
    call.once('cleared', () => call.on('agentAudio', (payload) => late.push(payload)))
    await interrupt(call)
    await hearOut(call)
    call.hangUp()

    const session = await harness.sessionFor(number)
    const itemId = await expectCutWhereHeard(call, session)
    await expectHeardWords(call, session, itemId)
    const ofCut = deltasOf(session).filter((delta) => delta.item_id === itemId)
    expect(late.filter((payload) => ofCut.some(({ delta }) => delta === payload))).toEqual([])
    expect(late.length).toBeGreaterThan(0)
    expect(eventTypes(session, 'server')).not.toContain('error')
    const { turns, events } = await harness.storedCall(call.callSid)
    expect(turns.map(({ role }) => role)).toEqual(['agent', 'caller', 'agent', 'caller', 'agent'])
    expect(turns.at(-1)?.heardText).toBe('Go ahead.')
    expect(events.map(({ kind }) => kind)).toEqual(['barge_in'])
  })

  test('also stops an answer that is already generated and only waits to be played', async () => {
    const number = await harness.newNumber({ greeting: { type: 'fixed', text: LONG } })
    const call = harness.placeCall(number)
    await call.until('agentSpeaking')
    const session = await harness.sessionFor(number)
    await session.until('response.done')
    expect(call.agentIsSpeaking).toBe(true)
    await interrupt(call)
    await hearOut(call)
    call.hangUp()
    const itemId = await expectCutWhereHeard(call, session)
    await expectHeardWords(call, session, itemId)
    expect(eventTypes(session, 'server')).not.toContain('error')
  })

  test('is answered after the agent has finished when barge-in is off', async () => {
    const number = await harness.newNumber(
      { bargeIn: false, greeting: { type: 'fixed', text: LONG } },
      [{ say: 'Now I can answer.' }],
    )
    const call = harness.placeCall(number)
    await call.until('agentSpeaking')
    await call.speak(INTERRUPTION)
    const { turns } = await harness.storedCall(call.callSid, (stored) =>
      stored.turns.some(({ heardText }) => heardText === 'Now I can answer.'),
    )
    call.hangUp()
    expect(call.clears).toEqual([])
    const [first, second] = turns.filter(({ role }) => role === 'agent')
    expect(first).toMatchObject({ heardText: LONG, interrupted: false })
    expect(second).toMatchObject({ heardText: 'Now I can answer.', interrupted: false })
    expect(second?.startedAtMs).toBeGreaterThan(first?.startedAtMs ?? Infinity)
    const session = await harness.sessionFor(number)
    expect(eventTypes(session, 'client')).not.toContain('conversation.item.truncate')
    const { call: record } = await harness.storedCall(call.callSid)
    expect(record.answerMs).toHaveLength(1)
  })

  test('can also do so with a key', async () => {
    const number = await harness.newNumber({ greeting: { type: 'fixed', text: LONG } }, [
      { say: 'You pressed five.' },
    ])
    const call = harness.placeCall(number)
    await call.until('agentSpeaking')
    const session = await harness.sessionFor(number)
    // What the model says until it hears of the key is still on its way.
    session.fault({ kind: 'slow', delayMs: 400 })
    const late: string[] = []
    call.once('cleared', () => call.on('agentAudio', (payload) => late.push(payload)))
    await Promise.all([call.until('cleared'), call.press('5')])
    await hearOut(call)
    call.hangUp()
    const { itemId } = await truncationOf(session)
    const ofCut = deltasOf(session).filter((delta) => delta.item_id === itemId)
    expect(late.filter((payload) => ofCut.some(({ delta }) => delta === payload))).toEqual([])
    const { turns } = await harness.storedCall(call.callSid)
    expect(turns.map(({ interrupted }) => interrupted)).toEqual([true, false])
    expect(turns[1]?.heardText).toBe('You pressed five.')
  })
})
