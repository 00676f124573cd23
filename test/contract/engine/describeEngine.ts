/** What every engine does, whatever it is made of: the port `Engine` of worker/call/ports.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Probe, startProbe } from '../probe/startProbe.ts'
import { sound, utterance } from '../sound.ts'
import { describeTraits } from './describeTraits.ts'
import { describeVendor } from './describeVendor.ts'
import { type EngineUnderTest, makeEngine } from './EngineUnderTest.ts'
import { type Bench, CLOSE, EFFECTS, HISTORY, letSpeak, opened, provoke, RESPOND } from './moves.ts'
import type { EngineRig } from './rig.ts'

export function describeEngine(
  name: string,
  openRig: () => Promise<EngineRig>,
  { asksNobody = false } = {},
): void {
  describe(`the engine ${name}`, () => {
    let probe: Probe
    beforeAll(async () => {
      probe = await startProbe()
    })
    afterAll(() => probe.dispose())

    let rig: EngineRig
    let engines: EngineUnderTest[] = []
    const bench: Bench = {
      async make(voice) {
        const engine = await makeEngine(probe, name, rig, voice)
        engines.push(engine)
        return engine
      },
      rig: () => rig,
      vendor() {
        if (!rig.vendor) throw new Error(`${name} asks nobody.`)
        return rig.vendor
      },
    }
    beforeEach(async () => {
      rig = await openRig()
    })
    afterEach(async () => {
      for (const engine of engines) engine.control.close()
      engines = []
      await rig.close()
    })

    describeOpening(bench)
    describeTraits(bench)
    describeWork(bench)
    describeClosing(bench)
    if (!asksNobody) describeVendor(bench)
  })
}

function describeOpening({ make, rig }: Bench): void {
  test('has all that it needs, or says in one sentence what is missing', async () => {
    const { missing, missingWithoutAccounts } = await (await make()).created()
    expect(missing).toBeNull()
    const oneSentence = expect.stringMatching(/^[A-Z][^.]+\.$/)
    expect(missingWithoutAccounts).toEqual(rig().vendor ? oneSentence : null)
  })

  test('connects nothing and reports nothing before it is opened', async () => {
    const engine = await make()
    engine.hear(...sound(200))
    await engine.control.sync()
    expect(rig().vendor?.connections ?? 0).toBe(0)
    expect(engine.events).toEqual([])
    await engine.open()
    expect(rig().vendor?.connections ?? 1).toBe(1)
  })

  test('says once that it listens, before anything else', async () => {
    const engine = await make()
    engine.take({ hear: utterance() }, { perform: opened() }, { hear: utterance() })
    await engine.until('engine.transcribed', 1)
    expect(engine.types[0]).toBe('engine.ready')
    expect(engine.count('engine.ready')).toBe(1)
  })

  test('hears what the caller said before it listened', async () => {
    const engine = await make()
    engine.take({ hear: utterance() }, { perform: opened() })
    await engine.until('engine.transcribed')
  })

  test('does what it is asked for while it opens, when it is open', async () => {
    const engine = await make()
    engine.perform(opened(), { type: 'engine.tell', text: 'A' }, RESPOND)
    await engine.until('engine.response_done')
    expect(engine.types.slice(0, 2)).toEqual(['engine.ready', 'engine.response_started'])
    expect(rig().vendor?.asked() ?? ['A', '(respond)']).toEqual(['A', '(respond)'])
  })

  test('takes a history with items of every kind, in their order', async () => {
    const engine = await make()
    engine.perform(opened(HISTORY), RESPOND)
    const { status } = await engine.until('engine.response_done')
    expect(status).toBe('completed')
    expect(engine.count('engine.troubled')).toBe(0)
    const told = ['Hello.', 'What is the weather?', 'weather', 'sun', 'The caller pressed 1.']
    expect(rig().vendor?.asked().slice(0, -1) ?? told).toEqual(told)
  })
}

function describeWork({ make }: Bench): void {
  test('takes every effect, and goes on', async () => {
    const engine = await make()
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

  test('tells what the caller said once, with the words of the turn', async () => {
    const engine = await make()
    await engine.open()
    await letSpeak(engine)
    await letSpeak(engine)
    const turns = engine.events.flatMap((event) =>
      event.type === 'engine.transcribed' ? [event.itemId] : [],
    )
    expect(new Set(turns).size).toBe(2)
    expect(turns).toHaveLength(2)
  })

  test('has names of its own for what is said, whoever talked before', async () => {
    const engines = [await make(), await make()]
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

  test('has one name for a response from its beginning to its end', async () => {
    const engine = await make()
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

function describeClosing({ make, rig }: Bench): void {
  test('reports nothing more when it was closed, not even in mid-answer', async () => {
    const engine = await make()
    await engine.open()
    engine.perform(RESPOND)
    await engine.until('engine.response_started')
    engine.perform(CLOSE)
    await engine.control.sync()
    const reported = engine.events.length
    await rig().vendor?.closed()
    await provoke(engine, rig().vendor)
    expect(engine.events.slice(reported)).toEqual([])
    expect(engine.control.failures).toEqual([])
  })

  test('that is closed while it opens never listens, and lets its connection go', async () => {
    const engine = await make()
    engine.perform(opened(), RESPOND, CLOSE)
    await rig().vendor?.closed()
    await provoke(engine, rig().vendor)
    expect(engine.events).toEqual([])
  })
}
