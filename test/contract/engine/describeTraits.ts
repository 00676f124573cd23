import { describe, expect } from 'vitest'
import type { VoiceSettings } from '../../../convex/model/agent.ts'
import { utterance } from '../sound.ts'
import { type EngineTest, letSpeak, RESPOND, type Stage } from './moves.ts'

const VOICES: [how: string, voice: Partial<VoiceSettings>][] = [
  ['with barge-in', { bargeIn: true }],
  ['without barge-in', { bargeIn: false }],
  ['after a notice', { greeting: { type: 'fixed', text: 'Hello.', interruptible: false } }],
]

/** What an engine says of itself is what it does. */
export function describeTraits(test: EngineTest): void {
  describe.each(VOICES)('its traits are true %s', (_how, voice) => {
    const start = async ({ make }: Stage) => {
      const engine = await make(voice)
      await engine.open()
      return { engine, traits: (await engine.created()).traits }
    }

    test('speechEvents: it tells when the caller begins and stops', async ({ stage }) => {
      const { engine, traits } = await start(stage)
      engine.hear(...utterance())
      const { itemId } = await engine.until('engine.transcribed')
      const told = engine.events.flatMap((event) =>
        event.type === 'engine.speech_started' ||
        event.type === 'engine.speech_stopped' ||
        event.type === 'engine.committed'
          ? [[event.type, event.itemId]]
          : [],
      )
      const expected = ['engine.speech_started', 'engine.speech_stopped', 'engine.committed']
      expect(told).toEqual(traits.speechEvents ? expected.map((type) => [type, itemId]) : [])
    })

    test('answersItself: it begins a response at the end of the turn, or waits', async ({
      stage,
    }) => {
      const { engine, traits } = await start(stage)
      engine.hear(...utterance())
      await engine.until('engine.transcribed')
      if (!traits.answersItself) {
        await engine.control.sync()
        engine.perform(RESPOND)
      }
      await engine.until('engine.response_done')
      // Had it not waited, there would be two.
      expect(engine.count('engine.response_started')).toBe(1)
    })

    test('stopsItself: it falls silent when the caller speaks, or goes on', async ({ stage }) => {
      const { engine, traits } = await start(stage)
      engine.perform(RESPOND)
      const { responseId } = await engine.until('engine.response_started')
      engine.hear(...utterance())
      const done = await engine.until('engine.response_done')
      expect(done.responseId).toBe(responseId)
      if (traits.stopsItself) await engine.until('engine.transcribed')
      expect(traits.stopsItself || done.status === 'completed').toBe(true)
    })

    test('forgets: what was not heard of an item is taken back without a complaint', async ({
      stage,
    }) => {
      const { engine, traits } = await start(stage)
      const { audio } = await letSpeak(engine)
      const [first] = audio
      expect(traits.forgets && !first).toBe(false)
      if (!first || !traits.forgets) return
      engine.perform({ type: 'engine.truncate', itemId: first.itemId, heardMs: 20, heardText: '' })
      await letSpeak(engine)
      expect(engine.count('engine.troubled')).toBe(0)
    })

    test('audio and continuous: each answer is sound that comes to an end', async ({ stage }) => {
      const { engine, traits } = await start(stage)
      const { responseId, status, audio } = await letSpeak(engine)
      expect(status).toBe('completed')
      expect(audio.length > 0).toBe(traits.audio !== 'direct')
      for (const piece of audio) {
        expect(piece.durationMs).toBe(Buffer.from(piece.payload, 'base64').length / 8)
        expect(piece.responseId).toBe(responseId)
      }
    })

    test('says: it can be made to speak', async ({ stage }) => {
      const { engine, traits } = await start(stage)
      engine.perform({ type: 'engine.respond', request: { kind: 'verbatim', text: 'Good day.' } })
      await engine.until('engine.response_done')
      const said = engine.events.flatMap((event) => (event.type === 'engine.said' ? [event] : []))
      const texts = said.map(({ text }) => text)
      expect(traits.says === 'verbatim' ? texts : ['Good day.']).toEqual(['Good day.'])
    })
  })
}
