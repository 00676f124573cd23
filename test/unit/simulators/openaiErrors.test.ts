import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Client, connect, PHONE } from './realtimeClient.ts'

let simulator: OpenAiSimulator
let client: Client

beforeAll(async () => {
  simulator = await startOpenAi({
    light: true,
    pace: { firstAudioDelayMs: 0, timesRealTime: 10_000 },
    brain: () => ({ say: 'One two three.' }),
  })
  client = await connect(simulator)
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  await done
})
afterAll(() => simulator.close())

function update(session: Record<string, unknown>) {
  return { type: 'session.update', session: { type: 'realtime', ...session } }
}

const input = (fields: Record<string, unknown>) => update({ audio: { input: fields } })
const vad = (fields: Record<string, unknown>) =>
  input({ turn_detection: { type: 'server_vad', ...fields } })
const item = (fields: Record<string, unknown>) => ({
  type: 'conversation.item.create',
  item: fields,
})
const respond = (response: Record<string, unknown>) => ({ type: 'response.create', response })
const text = (value: string) => [{ type: 'input_text', text: value }]

const WRONG: [what: string, event: Record<string, unknown>, code: string, param: string | null][] =
  [
    ['an unknown event', { type: 'session.explode' }, 'invalid_value', 'type'],
    ['an event without a type', {}, 'missing_required_parameter', 'type'],
    [
      'a missing session type',
      { type: 'session.update', session: {} },
      'missing_required_parameter',
      'session.type',
    ],
    [
      'an unknown setting',
      update({ temperature: 0.8 }),
      'unknown_parameter',
      'session.temperature',
    ],
    [
      'a rate for mu-law',
      input({ format: { type: 'audio/pcmu', rate: 8000 } }),
      'unknown_parameter',
      'session.audio.input.format.rate',
    ],
    [
      'a wrong rate for pcm',
      input({ format: { type: 'audio/pcm', rate: 8000 } }),
      'invalid_value',
      'session.audio.input.format.rate',
    ],
    [
      'a voice of text to speech',
      update({ audio: { output: { voice: 'onyx' } } }),
      'invalid_value',
      'session.audio.output.voice',
    ],
    [
      'another voice after the first word',
      update({ audio: { output: { voice: 'cedar' } } }),
      'cannot_update_voice',
      'session.audio.output.voice',
    ],
    ['another model', update({ model: 'gpt-realtime' }), 'cannot_update_model', 'session.model'],
    [
      'both modalities',
      update({ output_modalities: ['audio', 'text'] }),
      'array_above_max_length',
      'session.output_modalities',
    ],
    [
      'a threshold beyond 1',
      vad({ threshold: 1.5 }),
      'decimal_above_max_value',
      'session.audio.input.turn_detection.threshold',
    ],
    [
      'a broken millisecond',
      vad({ silence_duration_ms: 0.5 }),
      'invalid_type',
      'session.audio.input.turn_detection.silence_duration_ms',
    ],
    [
      'an idle time-out for semantic detection',
      input({ turn_detection: { type: 'semantic_vad', idle_timeout_ms: 6000 } }),
      'unknown_parameter',
      'session.audio.input.turn_detection.idle_timeout_ms',
    ],
    [
      'a tool with a bad name',
      update({ tools: [{ type: 'function', name: 'end call' }] }),
      'invalid_value',
      'session.tools[0].name',
    ],
    [
      'too long an event id',
      { type: 'response.cancel', event_id: 'x'.repeat(513) },
      'string_above_max_length',
      'event_id',
    ],
    [
      'too long an item id',
      item({ id: 'x'.repeat(33), type: 'message', role: 'user', content: text('a') }),
      'string_above_max_length',
      'item.id',
    ],
    [
      'sound that is no base64',
      { type: 'input_audio_buffer.append', audio: 'µ-law' },
      'invalid_value',
      'audio',
    ],
    [
      'a commit of nothing',
      { type: 'input_audio_buffer.commit' },
      'input_audio_buffer_commit_empty',
      null,
    ],
    [
      'an output for no call',
      item({ type: 'function_call_output', call_id: 'call_x', output: '' }),
      'invalid_tool_call_id',
      'item.call_id',
    ],
    [
      'assistant sound from a client',
      item({ type: 'message', role: 'assistant', content: [{ type: 'output_audio', audio: '' }] }),
      'invalid_value',
      'item.content[0].type',
    ],
    [
      'an unknown item before',
      {
        ...item({ type: 'message', role: 'user', content: text('a') }),
        previous_item_id: 'item_x',
      },
      'item_create_invalid_previous_item_id',
      'previous_item_id',
    ],
    [
      'deleting an unknown item',
      { type: 'conversation.item.delete', item_id: 'item_x' },
      'item_delete_invalid_item_id',
      'item_id',
    ],
    [
      'retrieving an unknown item',
      { type: 'conversation.item.retrieve', item_id: 'item_x' },
      'item_retrieve_invalid_item_id',
      'item_id',
    ],
    [
      'truncating an unknown item',
      { type: 'conversation.item.truncate', item_id: 'item_x', content_index: 0, audio_end_ms: 1 },
      'item_truncate_invalid_item_id',
      'item_id',
    ],
    ['cancelling nothing', { type: 'response.cancel' }, 'response_cancel_not_active', null],
    [
      'too much metadata',
      respond({
        metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, ''])),
      }),
      'invalid_value',
      'response.metadata',
    ],
    [
      'a metadata value of 513 letters',
      respond({ metadata: { key: 'x'.repeat(513) } }),
      'string_above_max_length',
      'response.metadata.key',
    ],
    [
      'a beta field of a response',
      respond({ modalities: ['audio'] }),
      'unknown_parameter',
      'response.modalities',
    ],
    [
      'a buffer that only WebRTC has',
      { type: 'output_audio_buffer.clear' },
      'invalid_value',
      'type',
    ],
  ]

test.each(WRONG)('refuses %s', async (_what, event, code, param) => {
  const eventId = event.event_id ?? 'event_mine'
  expect(await client.errorOf({ ...event, event_id: eventId })).toEqual({
    type: 'invalid_request_error',
    code,
    message: expect.any(String),
    param,
    event_id: eventId,
  })
})

test('refuses a frame that is no JSON, and goes on', async () => {
  const error = client.next('error')
  client.socket.send('{"type":')
  expect((await error).error).toMatchObject({ code: 'invalid_json', event_id: null })
  const updated = client.next('session.updated')
  client.update({ instructions: 'Be kind.' })
  expect((await updated).session).toMatchObject({ instructions: 'Be kind.' })
})

test('refuses a second active response', async () => {
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  const error = await client.errorOf({ type: 'response.create', event_id: 'second' })
  expect(error).toMatchObject({
    code: 'conversation_already_has_active_response',
    event_id: 'second',
  })
  await done
})

test('refuses a truncation beyond what was generated, in parts of a millisecond, or of a caller', async () => {
  const spoken = client.session.conversation.items.find(({ type }) => type === 'message')
  const truncate = { type: 'conversation.item.truncate', item_id: spoken?.id, content_index: 0 }
  expect(await client.errorOf({ ...truncate, audio_end_ms: 961 })).toMatchObject({
    code: 'invalid_value',
    param: 'audio_end_ms',
    message: 'Audio content of 960ms is already shorter than 961ms',
  })
  expect(await client.errorOf({ ...truncate, audio_end_ms: 9.5 })).toMatchObject({
    code: 'invalid_type',
    param: 'audio_end_ms',
  })
  client.send(item({ id: 'item_mine', type: 'message', role: 'user', content: text('Hi') }))
  const ofCaller = { ...truncate, item_id: 'item_mine', audio_end_ms: 0 }
  expect(await client.errorOf(ofCaller)).toMatchObject({ code: 'invalid_value', param: 'item_id' })
})

test('refuses reasoning for a model that does not reason', async () => {
  const other = await connect(simulator, PHONE, 'gpt-realtime-1.5')
  expect(await other.errorOf(update({ reasoning: { effort: 'low' } }))).toMatchObject({
    code: 'unsupported_parameter',
    param: 'session.reasoning',
  })
})
