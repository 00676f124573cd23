/** Sounds of the caller's over the agent's voice, and callers who make none at all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instructionsIn } from '../../worker/call/prompts/index.ts'
import type { RealtimeSession } from '../simulators/openai/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import type { VoiceInput } from './agents.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'
import { eventTypes } from './modelLog.ts'
import type { StoredCall } from './storedCall.ts'

/** Some five seconds of speech. */
const LONG = 'Our office is open on weekdays from nine to five and on Saturdays until one.'
const SHORT_SOUND = callerSays('Um.')
const { goOn, stillThere } = instructionsIn('en-US')

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({
    model: { pace: { firstAudioDelayMs: 30, timesRealTime: 2 } },
  })
})
afterAll(() => harness.close())

/** The agent tells something long, and the caller makes a short sound, which is transcribed so. */
async function soundOver(voice: VoiceInput, transcript: string, answers: string[]) {
  const script = [{ say: LONG }, ...answers.map((say) => ({ say }))]
  const number = await harness.newNumber(voice, script)
  const call = harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'When do you open?')
  const session = await harness.sessionFor(number)
  session.fault({ kind: 'transcript', text: transcript })
  await harness.storedCall(call.callSid, ({ turns }) => hasHeard(turns.at(-1)))
  await call.speak(SHORT_SOUND)
  return { call, session }
}

/** Whether some words of what the agent says now were heard. */
const hasHeard = (turn: StoredCall['turns'][number] | undefined): boolean =>
  turn?.role === 'agent' && turn.text.startsWith('Our office') && turn.heardText !== ''

async function recordOf(call: SimulatedCall) {
  call.hangUp()
  const { turns, events } = await harness.storedCall(call.callSid)
  return {
    agent: turns.filter(({ role }) => role === 'agent'),
    caller: turns.filter(({ role }) => role === 'caller').map(({ text }) => text),
    notes: events.map(({ summary }) => summary),
  }
}

const requestsOf = (session: RealtimeSession) =>
  session.log.entries.flatMap(({ from, event }) =>
    from === 'client' && event.type === 'response.create' ? [JSON.stringify(event)] : [],
  )

describe.concurrent('a short sound over the agent’s voice', () => {
  test('without words: an agent that fell silent for it goes on from where it was heard', async () => {
    const interruptions = { resumeFalse: true }
    const { call, session } = await soundOver({ interruptions }, '', ['Until one, as I said.'])
    await session.until('conversation.item.delete')
    await hearOut(call)
    const { agent, notes } = await recordOf(call)
    expect(call.clears).toHaveLength(1)
    expect(agent.map(({ interrupted }) => interrupted)).toEqual([false, true, false])
    expect(agent.at(-1)?.heardText).toBe('Until one, as I said.')
    expect(requestsOf(session).at(-1)).toContain(goOn)
    expect(notes).toContain('The sound held no words: the agent goes on')
    expect(eventTypes(session, 'server')).not.toContain('error')
  })

  test('without words and shorter than speech must be: the agent talks on, and nobody answers', async () => {
    const interruptions = { minSpeechMs: 1_000 }
    const { call, session } = await soundOver({ interruptions }, '', ['Nobody asked.'])
    await session.until('conversation.item.delete')
    await call.agentIdle(1_000)
    const { agent } = await recordOf(call)
    expect(call.clears).toEqual([])
    expect(agent.map(({ heardText }) => heardText)).toEqual(['Hello.', LONG])
    expect(eventTypes(session, 'server')).not.toContain('error')
  })

  test('that shows only that the caller listens: it stays on the record', async () => {
    const interruptions = { backchannels: 'ignored' } as const
    const { call, session } = await soundOver({ interruptions }, 'Mm-hmm.', ['Goodbye.'])
    await call.agentIdle(1_000)
    await ask(call, 'Thank you.')
    await call.agentIdle(250)
    const { agent, caller } = await recordOf(call)
    expect(call.clears).toEqual([])
    // A busy machine makes two turns of thanks, and has them answered each.
    const heard = agent.map(({ heardText }) => heardText)
    expect(heard.slice(0, 3)).toEqual(['Hello.', LONG, 'Goodbye.'])
    expect(caller).toContain('Mm-hmm.')
    expect(eventTypes(session, 'client')).not.toContain('conversation.item.delete')
  })

  test('that lasts: the agent falls silent before a word of it is known', async () => {
    const number = await harness.newNumber(
      { interruptions: { minSpeechMs: 400, backchannels: 'ignored' } },
      [{ say: LONG }, { say: 'Go ahead.' }],
    )
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'When do you open?')
    const spoken = call.speak(callerSays('Sorry, may I interrupt you for a moment please?'))
    await call.until('cleared')
    expect(call.callerIsSpeaking).toBe(true)
    await spoken
    await hearOut(call)
    const { agent } = await recordOf(call)
    expect(agent.map(({ interrupted }) => interrupted)).toEqual([false, true, false])
    expect(agent.at(-1)?.heardText).toBe('Go ahead.')
  })
})

test('a silent caller is asked whether they are still there, and then bid goodbye', async () => {
  const number = await harness.newNumber({ reprompt: { times: 1, afterSec: 3 } }, [
    { say: 'Are you there?' },
    { say: 'Goodbye.' },
  ])
  const call = harness.placeCall(number)
  const { turns, events, call: record } = await harness.storedCall(call.callSid)
  expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.', 'Are you there?', 'Goodbye.'])
  expect(events.map(({ summary }) => summary)).toEqual(['Asked whether the caller is still there'])
  expect(record.endReason).toBe('silence')
  const session = await harness.sessionFor(number)
  expect(requestsOf(session).filter((request) => request.includes(stillThere))).toHaveLength(1)
})
