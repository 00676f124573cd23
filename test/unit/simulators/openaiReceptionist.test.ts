import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHRASES } from '../../simulators/audio/phrases.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { readWav } from '../../simulators/audio/wav.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Client, PHONE, connect } from './realtimeClient.ts'

const WAV = readFileSync(new URL('../../simulators/audio/caller.wav', import.meta.url))
const CALLER = readWav(WAV).channels[0] ?? new Int16Array()
const END_CALL = { type: 'function', name: 'end_call', description: 'Hang up.', parameters: {} }
const SILENCE = new Int16Array(8000)

let simulator: OpenAiSimulator
beforeAll(async () => {
  simulator = await startOpenAi({
    pace: { firstAudioDelayMs: 0, timesRealTime: 1000 },
    transcriptionDelayMs: 0,
  })
})
afterAll(() => simulator.close())

function connectWithTools(): Promise<Client> {
  return connect(simulator, { ...PHONE, tools: [END_CALL] })
}

function lastAnswer(client: Client): string | undefined {
  return client.session.conversation.transcript.findLast(({ role }) => role === 'assistant')?.text
}

async function write(client: Client, text: string) {
  const done = client.next('response.done')
  const content = [{ type: 'input_text', text }]
  client.send({
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content },
  })
  client.send({ type: 'response.create' })
  await done
}

test('understands the shipped recording and ends the call after its goodbye', async () => {
  const client = await connectWithTools()
  client.hear(CALLER)
  client.hear(SILENCE)
  const call = await client.session.until('response.function_call_arguments.done')
  expect(call.event).toMatchObject({ name: 'end_call' })
  await client.session.until(
    ({ type, transcript }) =>
      type.endsWith('transcription.completed') && transcript === PHRASES.goodbye,
  )
  expect(client.session.conversation.transcript.filter(({ role }) => role === 'user')).toEqual([
    { role: 'user', text: PHRASES.hours },
    { role: 'user', text: PHRASES.goodbye },
  ])
  expect(lastAnswer(client)).toMatch(/Goodbye!$/)
})

test('greets with more than four seconds of speech', async () => {
  const client = await connectWithTools()
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  await done
  expect(lastAnswer(client)).toMatch(/^Hello/)
  const [greeting] = client.session.conversation.items
  expect(client.session.conversation.audioOf(greeting?.id ?? '')?.durationMs).toBeGreaterThan(4000)
})

test('says honestly that it did not understand', async () => {
  const client = await connectWithTools()
  const done = client.next('response.done')
  client.hear(speak('My grandmother keeps seven green parrots.', CALLER_VOICE))
  client.hear(SILENCE)
  await done
  expect(lastAnswer(client)).toMatch(/^I heard \d\.\d seconds of speech, but .* cannot make out/)
  const { event } = await client.session.until(({ type }) =>
    type.endsWith('transcription.completed'),
  )
  expect(event.transcript).toMatch(/^\(\d\.\d seconds of speech\)$/)
})

test('answers to keys, and ends the call on 0', async () => {
  const client = await connectWithTools()
  await write(client, 'The caller pressed 1 on the keypad.')
  expect(lastAnswer(client)).toMatch(/^You pressed 1\. We are open/)
  expect(client.types()).not.toContain('response.function_call_arguments.done')
  await write(client, '(The caller pressed 4 * 2 on the keypad.)')
  expect(lastAnswer(client)).toMatch(/^You pressed 4, star, 2\. Press one/)
  await write(client, '(The caller pressed 0 on the keypad.)')
  expect(client.types()).toContain('response.function_call_arguments.done')
})

test('says goodbye only, where there is no way to end the call', async () => {
  const client = await connect(simulator)
  await write(client, 'The caller pressed 0.')
  expect(lastAnswer(client)).toMatch(/Goodbye!$/)
  expect(client.types()).not.toContain('response.function_call_arguments.done')
})

test('has somebody called, by the first name that the tool knows', async () => {
  const destination = { type: 'string', enum: ['Front desk', 'Sales'] }
  const parameters = { type: 'object', properties: { destination } }
  const tool = { ...END_CALL, name: 'transfer_to_human', parameters }
  const client = await connect(simulator, { ...PHONE, tools: [tool] })
  await write(client, PHRASES.human)
  const { event } = await client.session.until('response.function_call_arguments.done')
  expect(JSON.parse(String(event['arguments']))).toMatchObject({ destination: 'Front desk' })
})

test('says that nobody is there, when it is told so', async () => {
  const client = await connectWithTools()
  await write(client, '(“Front desk” is on another call. The caller is still with you: tell them.)')
  expect(lastAnswer(client)).toMatch(/^I am sorry, nobody can take your call/)
})
