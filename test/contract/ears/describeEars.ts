/** What all ears do, whoever made them: the port `Ears` of worker/call/ports.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Probe, startProbe } from '../probe/startProbe.ts'
import { quiet, utterance } from '../sound.ts'
import { type EarsUnderTest, makeEars } from './EarsUnderTest.ts'
import type { EarsRig } from './rig.ts'

/** What the tests of one kind of ears are given, anew for each. */
interface Bench {
  make(): Promise<EarsUnderTest>
  rig(): EarsRig
}

export function describeEars(name: string, openRig: () => Promise<EarsRig>): void {
  describe(`the ears ${name}`, () => {
    let probe: Probe
    beforeAll(async () => {
      probe = await startProbe()
    })
    afterAll(() => probe.dispose())

    let rig: EarsRig
    let all: EarsUnderTest[] = []
    beforeEach(async () => {
      rig = await openRig()
    })
    afterEach(async () => {
      for (const ears of all) ears.control.close()
      all = []
      await rig.close()
    })

    const bench: Bench = {
      async make() {
        const ears = await makeEars(probe, name, rig)
        all.push(ears)
        return ears
      },
      rig: () => rig,
    }
    describeHearing(bench)
    describeTurns(bench)
    describeClosing(bench)
    describeTrouble(bench)
  })
}

function describeHearing({ make, rig }: Bench): void {
  test('have all that they need, or say in one sentence what is missing', async () => {
    const { missing, missingWithoutAccounts } = await (await make()).created()
    expect(missing).toBeNull()
    expect(missingWithoutAccounts).toMatch(/^[A-Z][^.]+\.$/)
  })

  test('say once that they listen, before anything else', async () => {
    const ears = await make()
    await ears.turn()
    expect(ears.types[0]).toBe('ears.ready')
    expect(ears.count('ears.ready')).toBe(1)
    expect(rig().vendor.connections).toBe(1)
  })

  test('hear what the caller said before they listened, to the last frame', async () => {
    rig().vendor.understand('Good day.')
    const ears = await make()
    const { text } = await ears.turn()
    expect(ears.control.failures).toEqual([])
    expect(text).toBe('Good day.')
    expect(rig().vendor.heardMs()).toBeGreaterThanOrEqual(utterance().length * 20)
  })

  test('tell of speech if they say that they do, and only then', async () => {
    const ears = await make()
    const { traits } = await ears.created()
    await ears.turn()
    const told = ears.types.filter((type) => type.startsWith('ears.speech_'))
    expect(told).toEqual(traits.tellSpeech ? ['ears.speech_started', 'ears.speech_stopped'] : [])
    const agoMs = ears.events.flatMap((event) =>
      event.type === 'ears.speech_stopped' ? [event.agoMs] : [],
    )
    expect(Math.min(0, ...agoMs)).toBe(0)
  })
}

function describeTurns({ make, rig }: Bench): void {
  test('tell what they understood as it goes, and all of it once, turn by turn', async () => {
    rig().vendor.understand('What are your opening hours?')
    rig().vendor.understand('Thank you.')
    const ears = await make()
    const first = await ears.turn()
    const second = await ears.turn()
    expect([first.text, second.text]).toEqual(['What are your opening hours?', 'Thank you.'])
    expect(ears.count('ears.final')).toBe(2)
    const words = ears.types.filter((type) => type === 'ears.partial' || type === 'ears.final')
    expect(words[0]).toBe('ears.partial')
    expect(words.at(-1)).toBe('ears.final')
  })

  test('say how much they have used', async () => {
    const ears = await make()
    const { usage } = await ears.turn()
    for (const { amount, vendor } of usage ?? []) {
      expect(amount).toBeGreaterThan(0)
      expect(vendor).not.toBe('')
    }
    expect(usage?.length).toBeGreaterThan(0)
  })

  test('answer each commit once, also where nobody spoke', async () => {
    const ears = await make()
    const { traits } = await ears.created()
    if (traits.endsTurns) return
    ears.hear(...quiet(600))
    ears.commit()
    const { text } = await ears.until('ears.final')
    expect(text).toBe('')
    ears.commit()
    await ears.until('ears.final', 1)
    await ears.turn()
    expect(ears.count('ears.final')).toBe(3)
    expect(ears.count('ears.failed')).toBe(0)
  })
}

function describeClosing({ make, rig }: Bench): void {
  test('report nothing more when they were closed, and let their connection go', async () => {
    const ears = await make()
    await ears.until('ears.ready')
    await ears.speak()
    ears.close()
    await ears.control.sync()
    const reported = ears.events.length
    await rig().vendor.closed()
    await ears.speak()
    ears.close()
    await ears.control.sync()
    expect(ears.events.slice(reported)).toEqual([])
    expect(ears.control.failures).toEqual([])
  })

  test('that are closed while they connect never listen', async () => {
    rig().vendor.hold()
    const ears = await make()
    ears.hear(...utterance())
    ears.close()
    await rig().vendor.closed()
    await ears.control.sync()
    expect(ears.events).toEqual([])
    expect(ears.control.failures).toEqual([])
  })
}

function describeTrouble({ make, rig }: Bench): void {
  test('that lose their connection say so once, and nothing after it', async () => {
    const ears = await make()
    await ears.until('ears.ready')
    rig().vendor.breakOff()
    const { failure } = await ears.until('ears.failed')
    expect(failure).toMatchObject({ again: true, cause: expect.stringMatching(/^[A-Z].*\.$/) })
    await ears.speak()
    ears.close()
    await ears.control.sync()
    expect(ears.types.at(-1)).toBe('ears.failed')
    expect(ears.count('ears.failed')).toBe(1)
    expect(ears.control.failures).toEqual([])
  })

  test('that are not to be had say whether trying again may help', async () => {
    rig().vendor.refuse('for_now')
    const now = await make()
    now.hear(...utterance())
    expect((await now.until('ears.failed')).failure.again).toBe(true)
    rig().vendor.refuse('for_good')
    const ever = await make()
    const { failure } = await ever.until('ears.failed')
    expect(failure.again).toBe(false)
    for (const { apiKey } of Object.values(rig().accounts).flatMap((own) => own ?? [])) {
      expect(failure.cause).not.toContain(apiKey)
    }
    expect([now.count('ears.failed'), ever.count('ears.failed')]).toEqual([1, 1])
  })

  test('drop what is not in the protocol, and go on', async () => {
    const ears = await make()
    await ears.until('ears.ready')
    rig().vendor.garble()
    rig().vendor.understand('Still here.')
    const { text } = await ears.turn()
    expect(text).toBe('Still here.')
    expect(ears.control.failures).toEqual([{ report: 'unreadable' }])
  })
}
