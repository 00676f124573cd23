import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import { realtimeSettingsSchema } from '../../../convex/model/engines/realtime/settings.ts'
import { usageLines } from '../../../convex/model/usage.ts'
import { realtime } from '../../../worker/engines/realtime/index.ts'
import { commandsFor } from '../../../worker/engines/realtime/commands.ts'
import { decode, quickEvent } from '../../../worker/engines/realtime/protocol.ts'
import { sessionConfig } from '../../../worker/engines/realtime/session.ts'
import { A_CALL, AN_AGENT, NOWHERE } from '../../fixtures/callBrief.ts'

const NOTHING = { appendedMs: 0, endSilenceMs: 0, toolNames: new Map<string, string>() }

const settings = realtimeSettingsSchema.parse({ engine: 'realtime' })

const brief = {
  instructions: 'Help.',
  voice: voiceSettingsSchema.parse({}),
  settings,
  tools: [{ name: 'end_call', description: 'Hangs up.', parameters: { type: 'object' } }],
  call: A_CALL,
  agent: AN_AGENT,
  outside: NOWHERE,
  direct: null,
  callerHash: async () => 'h',
}

describe('the session', () => {
  test('speaks µ-law both ways, without a rate, and answers by itself', () => {
    expect(sessionConfig(brief)).toMatchObject({
      type: 'realtime',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { language: 'en' },
          turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'verse' },
      },
      tools: [{ type: 'function', name: 'end_call' }],
    })
    expect(JSON.stringify(sessionConfig(brief))).not.toContain('rate')
  })

  test('waits to be asked when the caller may not interrupt', () => {
    const voice = voiceSettingsSchema.parse({ bargeIn: false })
    const turnDetection = { type: 'semantic_vad', eagerness: 'low' } as const
    const patient = { ...brief, voice, settings: { ...settings, turnDetection } }
    expect(sessionConfig(patient).audio?.input?.turn_detection).toEqual({
      type: 'semantic_vad',
      eagerness: 'low',
      create_response: false,
      interrupt_response: false,
    })
  })

  test('waits to be asked, too, when what it hears may be its own echo', () => {
    const guarded = { ...brief, voice: voiceSettingsSchema.parse({ echoGuard: true }) }
    expect(sessionConfig(guarded).audio?.input?.turn_detection).toMatchObject({
      create_response: false,
      interrupt_response: false,
    })
    expect(realtime.traits(guarded)).toMatchObject({ answersItself: false, stopsItself: false })
  })

  test.each([{ resumeFalse: true }, { minSpeechMs: 400 }, { backchannels: 'ignored' }])(
    'waits to be asked, too, when a sound may be no turn: %j',
    (interruptions) => {
      const weighed = { ...brief, voice: voiceSettingsSchema.parse({ interruptions }) }
      expect(sessionConfig(weighed).audio?.input?.turn_detection).toMatchObject({
        create_response: false,
        interrupt_response: false,
      })
      expect(realtime.traits(weighed)).toMatchObject({ answersItself: false, stopsItself: false })
      expect(realtime.traits(brief)).toMatchObject({ answersItself: true, stopsItself: true })
    },
  )

  test('has no reasoning where the model has none', () => {
    const plain = { ...brief, settings: { ...settings, model: 'gpt-realtime-1.5' } }
    expect(sessionConfig(plain)).not.toHaveProperty('reasoning')
    expect(sessionConfig(brief)).toHaveProperty('reasoning')
  })
})

/** What the transcription is told when callers are set to a language, and the agent to a locale. */
function transcriptionOf(language: string, locale: string) {
  const voice = voiceSettingsSchema.parse({ locale })
  const transcription = { ...settings.transcription, language }
  const config = sessionConfig({ ...brief, voice, settings: { ...settings, transcription } })
  return config.audio?.input?.transcription
}

test('the caller’s language is the agent’s, another one, or left to the model', () => {
  const model = 'gpt-transcribe'
  expect(transcriptionOf('locale', 'de-DE')).toEqual({ model, language: 'de' })
  expect(transcriptionOf('fr', 'de-DE')).toEqual({ model, language: 'fr' })
  expect(transcriptionOf('auto', 'de-DE')).toEqual({ model })
})

describe('commands', () => {
  test('delete a turn that was none', () => {
    expect(commandsFor({ type: 'engine.delete', itemId: 'item_1' }, brief, 1)).toEqual({
      type: 'conversation.item.delete',
      item_id: 'item_1',
    })
  })

  test('say a fixed text without the conversation to improvise on', () => {
    const effect = { type: 'engine.respond', request: { kind: 'verbatim', text: 'Hi.' } } as const
    expect(commandsFor(effect, brief, 7)).toMatchObject({
      type: 'response.create',
      event_id: 'respond_7',
      response: { input: [], tool_choice: 'none' },
    })
  })
})

const wordsDelta = (delta: string) =>
  JSON.stringify({
    type: 'response.output_audio_transcript.delta',
    event_id: 'e1',
    response_id: 'r1',
    item_id: 'i1',
    delta,
  })

const begins = (itemId: string) =>
  JSON.stringify({
    type: 'input_audio_buffer.speech_started',
    event_id: 'e1',
    audio_start_ms: 1200,
    item_id: itemId,
  })

describe('the server’s events', () => {
  const delta =
    '{"type":"response.output_audio.delta","event_id":"e1","response_id":"r1","item_id":"i1","output_index":0,"content_index":0,"delta":"/////////////////////w=="}'

  test('audio is cut out without parsing, with the same result', () => {
    const expected = { type: 'engine.audio', responseId: 'r1', itemId: 'i1', durationMs: 2 }
    expect(quickEvent(delta)).toMatchObject(expected)
    expect(decode(delta, NOTHING, settings)).toEqual(quickEvent(delta))
  })

  test.each(['\\', 'AAAA"', 'AAAA\n'])('audio of %j is none', (text) => {
    const event = { type: 'response.output_audio.delta', response_id: 'r1', item_id: 'i1' }
    const message = JSON.stringify({ ...event, delta: text })
    expect(() => quickEvent(message) ?? decode(message, NOTHING, settings)).toThrow(/delta/)
  })

  test('the caller’s first sound is cut out, or left to the parser, with the same result', () => {
    expect(quickEvent(begins('i1'))).toEqual({ type: 'engine.speech_started', itemId: 'i1' })
    expect(decode(begins('i1'), NOTHING, settings)).toEqual(quickEvent(begins('i1')))
    expect(quickEvent(begins('a"b'))).toBeNull()
    expect(decode(begins('a"b'), NOTHING, settings)).toMatchObject({ itemId: 'a"b' })
  })

  test('words are cut out, or left to the parser, with the same result', () => {
    expect(quickEvent(wordsDelta(' Monday'))).toMatchObject({ itemId: 'i1', delta: ' Monday' })
    expect(quickEvent(wordsDelta('"delta":"'))).toBeNull()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        const message = wordsDelta(words)
        expect(quickEvent(message) ?? decode(message, NOTHING, settings)).toEqual({
          type: 'engine.words',
          responseId: 'r1',
          itemId: 'i1',
          delta: words,
        })
      }),
    )
  })

  test.each([1e300, -1e300, 0.5])(
    'speech that ends at %d ms ended within the call',
    (audio_end_ms) => {
      const event = { type: 'input_audio_buffer.speech_stopped', item_id: 'c1', audio_end_ms }
      const decoded = decode(JSON.stringify(event), { ...NOTHING, appendedMs: 1540 }, settings)
      const agoMs =
        decoded && typeof decoded === 'object' && 'agoMs' in decoded ? decoded.agoMs : NaN
      expect(agoMs).toBeGreaterThanOrEqual(0)
      expect(agoMs).toBeLessThanOrEqual(1540)
    },
  )

  test.each(['=', '=='])('audio that is only %j lasts no time', (delta) => {
    const event = { type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta }
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject({ durationMs: 0 })
  })

  test('tell how long ago the caller fell silent', () => {
    const event = { type: 'input_audio_buffer.speech_stopped', item_id: 'c1', audio_end_ms: 1500 }
    expect(
      decode(JSON.stringify(event), { ...NOTHING, appendedMs: 1540, endSilenceMs: 500 }, settings),
    ).toEqual({
      type: 'engine.speech_stopped',
      itemId: 'c1',
      agoMs: 540,
    })
  })

  test('count every token once: cached ones are part of the input', () => {
    const event = {
      type: 'response.done',
      response: {
        id: 'r1',
        status: 'completed',
        usage: {
          input_token_details: {
            text_tokens: 100,
            audio_tokens: 50,
            cached_tokens_details: { text_tokens: 60, audio_tokens: 20 },
          },
          output_token_details: { text_tokens: 10, audio_tokens: 40 },
        },
      },
    }
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject({
      usage: usageLines(
        { part: 'model', vendor: 'openai', model: 'gpt-realtime-2.1' },
        {
          text_in_tokens: 40,
          text_in_cached_tokens: 60,
          text_out_tokens: 10,
          audio_in_tokens: 30,
          audio_in_cached_tokens: 20,
          audio_out_tokens: 40,
        },
      ),
    })
  })

  test.each([
    ['text alone', 60, { text_in: 40, text_cached: 60, audio_in: 50 }],
    ['text and audio', 120, { text_cached: 100, audio_in: 30, audio_cached: 20 }],
    ['more than there was', 999, { text_cached: 100, audio_cached: 50 }],
  ])('bill cached tokens as such where only their sum is told: %s', (_, cached_tokens, amounts) => {
    for (const split of [{}, { cached_tokens_details: null }]) {
      const details = { text_tokens: 100, audio_tokens: 50, cached_tokens, ...split }
      const response = { id: 'r1', status: 'completed', usage: { input_token_details: details } }
      const event = decode(JSON.stringify({ type: 'response.done', response }), NOTHING, settings)
      const usage = event !== 'confirmed' && event?.type === 'engine.response_done' && event.usage
      const got = Object.fromEntries((usage || []).map(({ unit, amount }) => [unit, amount]))
      expect(got).toEqual(
        Object.fromEntries(
          Object.entries(amounts).map(([unit, amount]) => [
            `${unit.replace('_cached', '_in_cached')}_tokens`,
            amount,
          ]),
        ),
      )
    }
  })

  test.each([
    ['null', null],
    ['a word', 'unknown'],
    ['empty', {}],
    ['without details', { input_token_details: null, output_token_details: null }],
    ['of nulls', { input_token_details: { text_tokens: null, cached_tokens_details: null } }],
    ['negative', { output_token_details: { text_tokens: -1, audio_tokens: 'many' } }],
  ])('end a response whatever its usage is: %s', (_, usage) => {
    const event = { type: 'response.done', response: { id: 'r1', status: 'completed', usage } }
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject({
      type: 'engine.response_done',
      responseId: 'r1',
    })
  })

  test.each([
    [
      {
        type: 'response.done',
        response: { id: 'r', status: 'failed', status_details: { reason: null } },
      },
      { type: 'engine.response_done', detail: null },
    ],
    [
      {
        type: 'response.function_call_arguments.done',
        response_id: 'r',
        call_id: 't',
        name: null,
        arguments: '{}',
      },
      { type: 'engine.tool_call', name: '' },
    ],
    [
      {
        type: 'conversation.item.input_audio_transcription.completed',
        item_id: 'c',
        transcript: null,
        usage: null,
      },
      { type: 'engine.transcribed', text: '', usage: null },
    ],
    [
      { type: 'conversation.item.input_audio_transcription.failed', item_id: 'c', error: null },
      { type: 'engine.not_transcribed', itemId: 'c' },
    ],
  ])('are read where they tell nothing: %j', (event, expected) => {
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject(expected)
  })

  test('name a tool when its item is added, and perhaps not again', () => {
    const facts = { ...NOTHING, toolNames: new Map<string, string>() }
    const item = { type: 'function_call', call_id: 't1', name: 'end_call' }
    decode(JSON.stringify({ type: 'response.output_item.added', item }), facts, settings)
    const called = {
      type: 'response.function_call_arguments.done',
      response_id: 'r1',
      call_id: 't1',
      arguments: '{}',
    }
    expect(decode(JSON.stringify(called), facts, settings)).toMatchObject({
      type: 'engine.tool_call',
      toolCallId: 't1',
      name: 'end_call',
    })
  })

  test.each(['response.output_audio.delta', 'response.output_audio_transcript.delta'])(
    'begin with their type or not: %s',
    (type) => {
      const rest = { event_id: 'e1', response_id: 'r1', item_id: 'i1', delta: 'AAAA' }
      const event = decode(JSON.stringify({ ...rest, type }), NOTHING, settings)
      expect(event).toEqual(decode(JSON.stringify({ type, ...rest }), NOTHING, settings))
      expect(event).toMatchObject({ responseId: 'r1', itemId: 'i1' })
    },
  )

  test('without audio in them are nothing', () => {
    const event = {
      type: 'response.output_audio.delta',
      response_id: 'r1',
      item_id: 'i1',
      delta: '',
    }
    expect(quickEvent(JSON.stringify(event))).toBeNull()
    expect(decode(JSON.stringify(event), NOTHING, settings)).toBeNull()
  })

  test.each([
    ['in', { input: { format: { type: 'audio/pcm', rate: 24_000 } } }],
    ['out', { output: { format: { type: 'audio/pcma' } } }],
  ])('that set audio to another form than was asked for are a failure: %s', (_, audio) => {
    const event = { type: 'session.updated', session: { audio } }
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject({
      type: 'engine.failed',
      reason: 'model_failed',
    })
  })

  test('confirm a session that tells nothing of its audio', () => {
    for (const audio of [null, {}, { input: null, output: null }]) {
      const event = { type: 'session.updated', session: { audio } }
      expect(decode(JSON.stringify(event), NOTHING, settings)).toBe('confirmed')
    }
  })

  test.each([
    [
      'conversation_already_has_active_response',
      'respond_1',
      { type: 'engine.refused', why: 'already_responding' },
    ],
    ['invalid_value', 'respond_1', { type: 'engine.refused', why: 'bad_request' }],
    ['invalid_value', 'configure', { type: 'engine.failed' }],
    ['invalid_value', null, { type: 'engine.troubled' }],
    ['session_expired', null, { type: 'engine.lost' }],
    ['insufficient_quota', null, { type: 'engine.failed' }],
  ])('the error %s about %s is understood', (code, event_id, expected) => {
    const error = { type: 'invalid_request_error', code, message: 'No.', event_id }
    expect(decode(JSON.stringify({ type: 'error', error }), NOTHING, settings)).toMatchObject(
      expected,
    )
  })

  test.each([
    ['Please try again in 1.5s.', 1500],
    ['Please try again in 120ms.', 120],
    ['Try again in 2 seconds', 2000],
    ['try again in 90s', 20_000],
    ['try again later', null],
  ])('tell how long to wait: %s', (message, retryAfterMs) => {
    const status_details = { error: { code: 'rate_limit_exceeded', message } }
    const response = { id: 'r1', status: 'failed', status_details }
    expect(
      decode(JSON.stringify({ type: 'response.done', response }), NOTHING, settings),
    ).toMatchObject({ type: 'engine.response_done', status: 'failed', retryAfterMs })
  })

  test('end a response whatever the way it ended is called', () => {
    const event = { type: 'response.done', response: { id: 'r1', status: 'paused' } }
    expect(decode(JSON.stringify(event), NOTHING, settings)).toMatchObject({ status: 'incomplete' })
  })

  test('parts of keys in errors are not passed on', () => {
    const error = {
      type: 'x',
      code: 'invalid_api_key',
      message: 'Incorrect API key: sk-proj-abc***xyz.',
    }
    expect(
      JSON.stringify(decode(JSON.stringify({ type: 'error', error }), NOTHING, settings)),
    ).not.toContain('abc')
  })

  test('that nobody knows are ignored; known ones in a wrong shape are not', () => {
    expect(decode('{"type":"brand.new"}', NOTHING, settings)).toBeNull()
    expect(() => decode('{"type":"response.created"}', NOTHING, settings)).toThrow(z.ZodError)
    expect(() => decode('nonsense', NOTHING, settings)).toThrow(SyntaxError)
    expect(() => decode('{"type":"cut.off', NOTHING, settings)).toThrow(SyntaxError)
  })
})
