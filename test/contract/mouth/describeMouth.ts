/** What every mouth does, whoever made it: the port `Mouth` of worker/call/ports.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Probe, startProbe } from '../probe/startProbe.ts'
import { makeMouth, type MouthUnderTest, type Saying } from './MouthUnderTest.ts'
import type { MouthRig } from './rig.ts'

/** What the tests of one mouth are given, anew for each. */
interface Bench {
  make(): Promise<MouthUnderTest>
  rig(): MouthRig
}

const SENTENCES = ['We are open ', 'from nine ', 'to six. ', 'Shall I book ', 'a visit for you?']
const TEXT = SENTENCES.join('')
const LONG = 'One two three four five six seven eight nine ten eleven twelve. '.repeat(4)

export function describeMouth(name: string, openRig: () => Promise<MouthRig>): void {
  describe(`the mouth ${name}`, () => {
    let probe: Probe
    beforeAll(async () => {
      probe = await startProbe()
    })
    afterAll(() => probe.dispose())

    let rig: MouthRig
    let all: MouthUnderTest[] = []
    beforeEach(async () => {
      rig = await openRig()
    })
    afterEach(async () => {
      for (const mouth of all) mouth.control.close()
      all = []
      await rig.close()
    })

    const bench: Bench = {
      async make() {
        const mouth = await makeMouth(probe, name, rig)
        all.push(mouth)
        return mouth
      },
      rig: () => rig,
    }
    describeSaying(bench)
    describeStopping(bench)
    describeTrouble(bench)
  })
}

/** It has told of its words, if at all, in order, within its sound, and of all of them. */
function expectWords(saying: Saying, text: string): void {
  const { words, audioMs } = saying
  if (words.length === 0) return
  expect(words.map((word) => word.text).join('')).toBe(text)
  const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs])
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)).toBeLessThanOrEqual(audioMs + 1)
}

function describeSaying({ make, rig }: Bench): void {
  test('has all that it needs, or says in one sentence what is missing', async () => {
    const { missing, missingWithoutAccounts } = await (await make()).created()
    expect(missing).toBeNull()
    expect(missingWithoutAccounts).toMatch(/^[A-Z][^.]+\.$/)
  })

  test('says a text, with each of its words in order, and ends', async () => {
    const mouth = await make()
    const saying = mouth.say(...SENTENCES)
    expect((await saying.over()).report).toBe('ended')
    expect(saying.audioMs).toBeGreaterThan(1_000)
    expectWords(saying, TEXT)
    expect(mouth.control.failures).toEqual([])
  })

  test('says how much it has used', async () => {
    const saying = (await make()).say(TEXT)
    await saying.over()
    const used = saying.pieces.flatMap((piece) => (piece.type === 'usage' ? piece.usage : []))
    expect(used.length).toBeGreaterThan(0)
    for (const { amount } of used) expect(amount).toBeGreaterThan(0)
  })

  test('begins with the first clause, while the rest is being written', async () => {
    const saying = (await make()).begin()
    saying.write('Of course, ', 'I can help you with that. ')
    await saying.begins()
    saying.write('What is ', 'your name?')
    saying.end()
    expect((await saying.over()).report).toBe('ended')
    expectWords(saying, 'Of course, I can help you with that. What is your name?')
  })

  test('says nothing of a text that is empty, and asks nobody to', async () => {
    const mouth = await make()
    const sayings = [mouth.say(), mouth.say('', ' ')]
    for (const saying of sayings) {
      expect((await saying.over()).report).toBe('ended')
      expect(saying.audio).toEqual([])
    }
    expect(rig().vendor.begun).toBe(0)
  })

  test('says one text after the other over one connection', async () => {
    const mouth = await make()
    for (const text of ['Good morning. ', 'Good evening. ']) {
      const saying = mouth.say(text)
      expect((await saying.over()).report).toBe('ended')
      expectWords(saying, text)
    }
    expect(rig().vendor.connections).toBe(1)
  })
}

function describeStopping({ make, rig }: Bench): void {
  test('that is aborted gives no more, ends without an error, and stops its vendor', async () => {
    const mouth = await make()
    const saying = mouth.begin()
    saying.write(LONG)
    await saying.begins()
    saying.abort()
    await mouth.control.sync()
    const { length } = saying.pieces
    expect((await saying.over()).report).toBe('ended')
    await rig().vendor.stopped()
    expect(saying.pieces).toHaveLength(length)
    expect(mouth.control.failures).toEqual([])
  })

  test('stops its vendor when nobody listens any more', async () => {
    const saying = (await make()).begin()
    saying.write(LONG)
    await saying.begins()
    saying.leave()
    expect((await saying.over()).report).toBe('ended')
    await rig().vendor.stopped()
  })

  test('does not begin what was aborted before', async () => {
    const mouth = await make()
    const saying = mouth.begin({ aborted: true })
    saying.write(TEXT)
    expect((await saying.over()).report).toBe('ended')
    expect(saying.pieces).toEqual([])
    expect(rig().vendor.begun).toBe(0)
  })

  test('says the next text whole, and nothing of the one that was aborted', async () => {
    const mouth = await make()
    const first = mouth.say(LONG)
    await first.begins()
    first.abort()
    const second = mouth.say(TEXT)
    expect((await second.over()).report).toBe('ended')
    expectWords(second, TEXT)
  })

  test('lets its connection go when it is closed', async () => {
    const mouth = await make()
    await mouth.say('Good morning.').over()
    mouth.control.send({ do: 'close' })
    await rig().vendor.closed()
    expect(mouth.control.failures).toEqual([])
  })

  test('fails as its writer fails, and stops its vendor', async () => {
    const saying = (await make()).begin()
    saying.write(LONG)
    await saying.begins()
    saying.fail()
    expect(await saying.over()).toMatchObject({
      report: 'failed',
      failure: null,
      what: 'Error: The writer failed.',
    })
    await rig().vendor.stopped()
  })
}

function describeTrouble({ make, rig }: Bench): void {
  test('that is broken off in mid-sentence has not said it, and can say the next', async () => {
    const mouth = await make()
    await rig().vendor.breakAfter(300)
    const saying = mouth.say(LONG)
    expect(await saying.over()).toMatchObject({ report: 'failed', failure: { again: true } })
    expect(saying.audioMs).toBeGreaterThan(0)
    const next = mouth.say(TEXT)
    expect((await next.over()).report).toBe('ended')
    expectWords(next, TEXT)
  })

  test('that is not to be had says whether trying again may help', async () => {
    rig().vendor.refuse('for_now')
    const now = (await make()).say(TEXT)
    expect(await now.over()).toMatchObject({ report: 'failed', failure: { again: true } })
    rig().vendor.refuse('for_good')
    const ever = await (await make()).say(TEXT).over()
    expect(ever).toMatchObject({ report: 'failed', failure: { again: false } })
    for (const { apiKey } of Object.values(rig().accounts).flatMap((own) => own ?? [])) {
      expect(JSON.stringify(ever)).not.toContain(apiKey)
    }
  })

  test('drops what is not in the protocol, and goes on', async () => {
    const mouth = await make()
    const saying = mouth.begin()
    saying.write(TEXT)
    await saying.begins()
    rig().vendor.garble()
    saying.end()
    expect((await saying.over()).report).toBe('ended')
    expectWords(saying, TEXT)
    expect(mouth.control.failures).toEqual([{ report: 'unreadable' }])
  })
}
