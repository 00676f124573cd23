import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { transcriptionSchema } from '../../../convex/model/engines/realtime/transcription.ts'
import { PartError } from '../../../worker/call/PartError.ts'
import type { MouthPiece } from '../../../worker/call/ports.ts'
import { decode } from '../../../worker/engines/pipeline/realtimeVoice/protocol.ts'
import {
  servedPlan,
  sessionConfig,
  type VoicePlan,
} from '../../../worker/engines/pipeline/realtimeVoice/session.ts'
import { Speaker } from '../../../worker/engines/pipeline/realtimeVoice/Speaker.ts'
import { SpokenClause } from '../../../worker/engines/pipeline/realtimeVoice/SpokenClause.ts'
import {
  committed,
  type OpenTurns,
  settled,
  tellable,
  understood,
} from '../../../worker/engines/pipeline/realtimeVoice/transcripts.ts'

const PLAN: VoicePlan = {
  model: 'gpt-realtime-2.1',
  hearing: { transcription: transcriptionSchema.parse({}), locale: 'de-DE', endsTurns: true },
  speaking: { voice: 'marin', speed: 1.1 },
}

describe('the session', () => {
  test('finds turns, answers none, and reads aloud', () => {
    expect(sessionConfig(PLAN)).toMatchObject({
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { model: 'gpt-transcribe', language: 'de' },
          turn_detection: {
            type: 'server_vad',
            create_response: false,
            interrupt_response: false,
          },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'marin', speed: 1.1 },
      },
      tools: [],
      tool_choice: 'none',
    })
    expect(JSON.stringify(sessionConfig(PLAN))).not.toContain('rate')
  })

  test('finds no turns beside our own VAD, and hears nothing as a mouth alone', () => {
    const { hearing, speaking } = PLAN
    const beside = sessionConfig({ ...PLAN, hearing: hearing && { ...hearing, endsTurns: false } })
    expect(beside.audio?.input).toMatchObject({ turn_detection: null, transcription: {} })
    const mouth = sessionConfig({ ...PLAN, hearing: null })
    expect(mouth.audio?.input).toEqual({ format: { type: 'audio/pcmu' }, turn_detection: null })
    expect(mouth.audio?.output).toEqual({ format: { type: 'audio/pcmu' }, ...speaking })
  })

  test('reasons as little as it can, and not at all where the model takes no such setting', () => {
    expect(sessionConfig(PLAN).reasoning).toEqual({ effort: 'minimal' })
    expect(sessionConfig({ ...PLAN, model: 'gpt-realtime-1.5' })).not.toHaveProperty('reasoning')
  })

  test('is opened with models that serve on the day', () => {
    const old = { model: 'whisper-1', language: 'auto' }
    const plan = {
      ...PLAN,
      model: 'gpt-realtime',
      hearing: { transcription: old, locale: 'en-US', endsTurns: true },
    }
    expect(servedPlan(plan, '2027-01-19').model).toBe('gpt-realtime')
    const later = servedPlan(plan, '2027-03-01')
    expect(later).toMatchObject({
      model: 'gpt-realtime-2.1',
      hearing: { transcription: { model: 'gpt-transcribe', language: 'auto' } },
    })
    expect(sessionConfig(later).audio?.input?.transcription).toEqual({ model: 'gpt-transcribe' })
  })
})

const read = (event: object) => decode(JSON.stringify(event), PLAN, 5_000)
const failedResponse = (code: string, message: string) =>
  read({
    type: 'response.done',
    response: { id: 'r', status: 'failed', status_details: { error: { code, message } } },
  })
const readError = (fields: object) => read({ type: 'error', error: { message: 'No.', ...fields } })

describe('what the session tells', () => {
  test('of the caller', () => {
    expect(
      read({ type: 'input_audio_buffer.speech_stopped', item_id: 'i', audio_end_ms: 4_900 }),
    ).toEqual({ type: 'speech_stopped', agoMs: 600 })
    expect(
      read({
        type: 'conversation.item.input_audio_transcription.completed',
        item_id: 'i',
        transcript: ' Hello. ',
        usage: { type: 'duration', seconds: 1.5 },
      }),
    ).toEqual({
      type: 'transcribed',
      itemId: 'i',
      text: 'Hello.',
      usage: [
        {
          part: 'ears',
          vendor: 'openai',
          model: 'gpt-transcribe',
          unit: 'transcribed_sec',
          amount: 1.5,
        },
      ],
    })
  })

  test('of a response that has failed: whether it may be asked for again, and when', () => {
    expect(failedResponse('server_error', 'Sorry.')).toMatchObject({
      type: 'response_done',
      failure: { again: true, retryAfterMs: null },
    })
    expect(failedResponse('rate_limit_exceeded', 'Please try again in 1.5s.')).toMatchObject({
      failure: { again: true, retryAfterMs: 1_500 },
    })
    expect(failedResponse('insufficient_quota', 'Pay.')).toMatchObject({
      failure: { again: false },
    })
  })

  test('of errors: what they are about', () => {
    expect(readError({ code: 'response_cancel_not_active' })).toBeNull()
    expect(readError({ code: 'session_expired' })).toMatchObject({
      type: 'failed',
      failure: { again: true },
    })
    expect(readError({ code: 'invalid_value', event_id: 'configure' })).toMatchObject({
      type: 'failed',
      failure: { again: false },
    })
    expect(
      readError({ code: 'input_audio_buffer_commit_empty', event_id: 'commit_3' }),
    ).toMatchObject({
      type: 'refused',
      eventId: 'commit_3',
      empty: true,
    })
    expect(readError({ code: 'odd' })).toMatchObject({ type: 'troubled' })
    expect(readError({ message: 'Wrong key: sk-abc123.' })).toMatchObject({
      detail: expect.not.stringContaining('abc123'),
    })
  })

  test('nothing that nobody acts on', () => {
    expect(read({ type: 'rate_limits.updated', rate_limits: 'any' })).toBeNull()
    expect(() => read({ type: 'input_audio_buffer.committed' })).toThrow('item_id')
  })
})

describe('transcripts', () => {
  test('are told in the order of their turns, each once, in whatever order they come', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 5 }), (order) => {
        let turns: OpenTurns = ids.reduce(committed, [])
        const said: string[] = []
        for (const id of [...order, ...order]) {
          const { told, left } = tellable(settled(turns, id, { text: id, usage: null }))
          said.push(...told.map(({ text }) => text))
          turns = left
        }
        expect(said).toEqual(ids)
        expect(turns).toEqual([])
      }),
    )
  })

  test('of turns that nobody waits for are dropped', () => {
    const turns = committed([], 'a')
    expect(settled(turns, 'b', { text: 'x', usage: null })).toEqual(turns)
    expect(understood(understood(turns, 'a', 'Good '), 'a', 'day')[0]?.partial).toBe('Good day')
  })
})

/** A clause that is being said, and all that is asked for and comes of it. */
function speak() {
  const sent: RealtimeClientEvent[] = []
  const speaker = new Speaker((event) => sent.push(event))
  const clause = new SpokenClause('Good day.', speaker)
  const pieces: MouthPiece[] = []
  const first = Promise.withResolvers<void>()
  const over = (async () => {
    for await (const piece of clause.pieces()) {
      pieces.push(piece)
      first.resolve()
    }
  })()
  const start = (serial: number) =>
    speaker.take({
      type: 'response_started',
      requestId: `respond_${serial}`,
      responseId: `r${serial}`,
    })
  return { sent, speaker, clause, pieces, first: first.promise, over, start }
}
const types = (sent: readonly RealtimeClientEvent[]) => sent.map(({ type }) => type)

describe('a clause', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('that stalls is stopped, asked for once more, and then given up', async () => {
    const { sent, over, start } = speak()
    const failed = over.catch((error: unknown) => error)
    start(0)
    await vi.advanceTimersByTimeAsync(2_500)
    expect(types(sent)).toEqual(['response.create', 'response.cancel', 'response.create'])
    await vi.advanceTimersByTimeAsync(2_500)
    expect(await failed).toBeInstanceOf(PartError)
    // The second was never begun: it is stopped as soon as it is.
    start(1)
    expect(types(sent).at(-1)).toBe('response.cancel')
  })

  test('gives only the sound of its own response, and none of one that was stopped', async () => {
    const { speaker, clause, pieces, first, over, start } = speak()
    start(0)
    speaker.take({ type: 'audio', responseId: 'other', payload: 'AAAA' })
    speaker.take({ type: 'audio', responseId: 'r0', payload: 'BBBB' })
    await first
    clause.stop()
    speaker.take({ type: 'audio', responseId: 'r0', payload: 'CCCC' })
    await over
    expect(pieces).toEqual([{ type: 'audio', payload: 'BBBB' }])
  })

  test('that is stopped is billed all the same, with the next', () => {
    const { speaker, clause, start } = speak()
    start(0)
    clause.stop()
    const usage = [
      { part: 'mouth', vendor: 'openai', model: 'm', unit: 'audio_out_tokens', amount: 3 },
    ]
    speaker.take({ type: 'response_done', responseId: 'r0', failure: null, usage })
    expect(speaker.takeOwed()).toEqual(usage)
    expect(speaker.takeOwed()).toEqual([])
  })

  test('is not asked for again before its vendor wants to be asked', async () => {
    const { speaker, sent, over, start } = speak()
    start(0)
    const failure = { cause: 'Too many.', again: true, retryAfterMs: 1_500 }
    speaker.take({ type: 'response_done', responseId: 'r0', failure, usage: null })
    await expect(over).rejects.toMatchObject({ failure })
    expect(types(sent)).toEqual(['response.create'])
  })

  test('is stopped where nobody knows who asked for it', () => {
    const { speaker, sent } = speak()
    speaker.take({ type: 'response_started', requestId: null, responseId: 'r9' })
    expect(sent.at(-1)).toEqual({ type: 'response.cancel', response_id: 'r9' })
  })
})
