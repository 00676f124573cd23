/** What every engine does, whatever it is made of: the port `Engine` of worker/call/ports.ts. */
import { describe, expect, test as plainTest } from 'vitest'
import type { Probe } from '../probe/startProbe.ts'
import { sound, utterance } from '../sound.ts'
import { describeTraits } from './describeTraits.ts'
import { describeVendor } from './describeVendor.ts'
import { type EngineUnderTest, makeEngine } from './EngineUnderTest.ts'
import {
  CLOSE,
  EFFECTS,
  type EngineTest,
  HISTORY,
  letSpeak,
  opened,
  provoke,
  RESPOND,
  type Stage,
} from './moves.ts'
import type { EngineRig } from './rig.ts'

/** `probe`: where it runs, which may not be there before the tests begin. */
export function describeEngine(
  name: string,
  probe: () => Probe,
  openRig: () => Promise<EngineRig>,
  { asksNobody = false } = {},
): void {
  // Each test has engines and a vendor of its own, and waits for speech most of the time.
  describe.concurrent(`the engine ${name}`, () => {
    const test = plainTest.extend<{ stage: Stage }>({
      stage: async ({ onTestFinished }, use) => {
        const rig = await openRig()
        const engines: EngineUnderTest[] = []
        onTestFinished(async () => {
          for (const engine of engines) engine.control.close()
          await rig.close()
        })
        await use({
          async make(voice) {
            const engine = await makeEngine(probe(), name, rig, voice)
            engines.push(engine)
            return engine
          },
          rig,
          get vendor() {
            if (!rig.vendor) throw new Error(`${name} asks nobody.`)
            return rig.vendor
          },
        })
      },
    })

    describeOpening(test)
    describeTraits(test)
    describeWork(test)
    describeClosing(test)
    if (!asksNobody) describeVendor(test)
  })
}

function describeOpening(test: EngineTest): void {
  test('has all that it needs, or says in one sentence what is missing', async ({ stage }) => {
    const { missing, missingWithoutAccounts } = await (await stage.make()).created()
    expect(missing).toBeNull()
    const oneSentence = expect.stringMatching(/^[A-Z][^.]+\.$/)
    expect(missingWithoutAccounts).toEqual(stage.rig.vendor ? oneSentence : null)
  })

  test('connects nothing and reports nothing before it is opened', async ({ stage }) => {
    const engine = await stage.make()
    engine.hear(...sound(200))
    await engine.control.sync()
    expect(stage.rig.vendor?.connections ?? 0).toBe(0)
    expect(engine.events).toEqual([])
    await engine.open()
    expect(stage.rig.vendor?.connections ?? 1).toBe(1)
  })

  test('says once that it listens, before anything else', async ({ stage }) => {
    const engine = await stage.make()
    engine.take({ hear: utterance() }, { perform: opened() }, { hear: utterance() })
    await engine.until('engine.transcribed', 1)
    expect(engine.types[0]).toBe('engine.ready')
    expect(engine.count('engine.ready')).toBe(1)
  })

  test('hears what the caller said before it listened', async ({ stage }) => {
    const engine = await stage.make()
    engine.take({ hear: utterance() }, { perform: opened() })
    await engine.until('engine.transcribed')
  })

  test('does what it is asked for while it opens, when it is open', async ({ stage }) => {
    const engine = await stage.make()
    engine.perform(opened(), { type: 'engine.tell', text: 'A' }, RESPOND)
    await engine.until('engine.response_done')
    expect(engine.types.slice(0, 2)).toEqual(['engine.ready', 'engine.response_started'])
    expect(stage.rig.vendor?.asked() ?? ['A', '(respond)']).toEqual(['A', '(respond)'])
  })

  test('takes a history with items of every kind, in their order', async ({ stage }) => {
    const engine = await stage.make()
    engine.perform(opened(HISTORY), RESPOND)
    const { status } = await engine.until('engine.response_done')
    expect(status).toBe('completed')
    expect(engine.count('engine.troubled')).toBe(0)
    const told = ['Hello.', 'What is the weather?', 'weather', 'sun', 'The caller pressed 1.']
    expect(stage.rig.vendor?.asked().slice(0, -1) ?? told).toEqual(told)
  })
}

function describeWork(test: EngineTest): void {
  test('takes every effect, and goes on', async ({ stage }) => {
    const engine = await stage.make()
    await engine.open()
    for (const effect of Object.values(EFFECTS).flat()) {
      const responses = engine.count('engine.response_done')
      engine.perform(effect)
      if (effect.type === 'engine.respond') await engine.until('engine.response_done', responses)
    }
    const { status } = await letSpeak(engine)
    expect(status).toBe('completed')
    expect(engine.control.failures).toEqual([])
    expect(engine.count('engine.lost') + engine.count('engine.failed')).toBe(0)
  })

  test('tells what the caller said once, with the words of the turn', async ({ stage }) => {
    const engine = await stage.make()
    await engine.open()
    await letSpeak(engine)
    await letSpeak(engine)
    const turns = engine.events.flatMap((event) =>
      event.type === 'engine.transcribed' ? [event.itemId] : [],
    )
    expect(new Set(turns).size).toBe(2)
    expect(turns).toHaveLength(2)
  })

  test('has names of its own for what is said, whoever talked before', async ({ stage }) => {
    const engines = [await stage.make(), await stage.make()]
    for (const engine of engines) {
      await engine.open()
      await letSpeak(engine)
    }
    const [first, second] = engines.map(({ events }) =>
      events.flatMap((event) => ('itemId' in event ? [event.itemId] : [])),
    )
    expect(second?.length).toBeGreaterThan(0)
    expect(second?.filter((itemId) => first?.includes(itemId))).toEqual([])
  })

  test('has one name for a response from its beginning to its end', async ({ stage }) => {
    const engine = await stage.make()
    await engine.open()
    const first = await letSpeak(engine)
    const second = await letSpeak(engine)
    const started = engine.events.flatMap((event) =>
      event.type === 'engine.response_started' ? [event.responseId] : [],
    )
    expect(started).toEqual([first.responseId, second.responseId])
    const heard = [...first.audio, ...second.audio]
    // On a direct line words are all that tells of an answer.
    const said = engine.events.flatMap((event) => (event.type === 'engine.said' ? [event] : []))
    const items = new Set((heard.length > 0 ? heard : said).map(({ itemId }) => itemId))
    expect(items.size).toBe(2)
  })
}

function describeClosing(test: EngineTest): void {
  test('reports nothing more when it was closed, not even in mid-answer', async ({ stage }) => {
    const engine = await stage.make()
    await engine.open()
    engine.perform(RESPOND)
    await engine.until('engine.response_started')
    engine.perform(CLOSE)
    await engine.control.sync()
    const reported = engine.events.length
    await stage.rig.vendor?.closed()
    await provoke(engine, stage.rig.vendor)
    expect(engine.events.slice(reported)).toEqual([])
    expect(engine.control.failures).toEqual([])
  })

  test('that is closed while it opens never listens, and lets its connection go', async ({
    stage,
  }) => {
    const engine = await stage.make()
    engine.perform(opened(), RESPOND, CLOSE)
    await stage.rig.vendor?.closed()
    await provoke(engine, stage.rig.vendor)
    expect(engine.events).toEqual([])
  })
}
