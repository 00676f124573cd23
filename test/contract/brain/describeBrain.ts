/** What every brain does, whatever it is made of: the port `Brain` of worker/call/ports.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Probe, startProbe } from '../probe/startProbe.ts'
import { type BrainUnderTest, makeBrain } from './BrainUnderTest.ts'
import type { BrainRig, BrainVendor } from './rig.ts'

/** What the tests of one brain are given, anew for each. */
export interface Bench {
  make(): Promise<BrainUnderTest>
  rig(): BrainRig
  vendor(): BrainVendor
}

export function describeBrain(
  name: string,
  openRig: () => Promise<BrainRig>,
  more: (bench: Bench) => void = () => {},
): void {
  describe(`the brain ${name}`, () => {
    let probe: Probe
    beforeAll(async () => {
      probe = await startProbe()
    })
    afterAll(() => probe.dispose())

    let rig: BrainRig
    let brains: BrainUnderTest[] = []
    const bench: Bench = {
      async make() {
        const brain = await makeBrain(probe, rig)
        brains.push(brain)
        return brain
      },
      rig: () => rig,
      vendor: () => rig.vendor,
    }
    beforeEach(async () => {
      rig = await openRig()
    })
    afterEach(async () => {
      for (const brain of brains) brain.control.close()
      brains = []
      await rig.close()
    })

    describeAnswers(bench)
    describeLeaving(bench)
    describeTrouble(bench)
    more(bench)
  })
}

function describeAnswers({ make, rig, vendor }: Bench): void {
  test('has all that it needs, or says in one sentence what is missing', async () => {
    const { missing, missingWithoutAccounts } = await (await make()).created()
    expect(missing).toBeNull()
    const oneSentence = expect.stringMatching(/^[A-Z][^.]+\.$/)
    const needsAccounts = Object.keys(rig().accounts).length > 0
    expect(missingWithoutAccounts).toEqual(needsAccounts ? oneSentence : null)
  })

  test('answers piece by piece, and tells at the end what it used', async () => {
    const brain = await make()
    const asked = brain.ask()
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.text).toBe('One two three.')
    expect(asked.pieces.map(({ type }) => type)).toEqual(['text', 'text', 'text', 'usage'])
    const last = asked.pieces.at(-1)
    const units = last?.type === 'usage' ? last.usage : []
    expect(units.map(({ unit }) => unit)).toEqual(['text_in_tokens', 'text_out_tokens'])
    for (const line of units) {
      expect(line).toMatchObject({ part: 'brain', vendor: rig().vendorName })
    }
    expect(brain.control.failures).toEqual([])
  })

  test('says the first piece while the rest is being written', async () => {
    vendor().fault({ kind: 'stall', afterDeltas: 1 })
    const asked = (await make()).ask()
    expect(await asked.firstPiece()).toEqual({ type: 'text', delta: 'One' })
    asked.abort()
  })

  test('calls a tool in one piece, by its name and all of its arguments', async () => {
    vendor().script({
      say: 'One moment.',
      tools: [
        { name: 'weather', arguments: { day: 'Monday', place: 'Überlingen' } },
        { name: 'weather', arguments: {} },
      ],
    })
    const asked = (await make()).ask()
    await asked.end()
    const calls = asked.pieces.filter((piece) => piece.type === 'tool_call')
    expect(calls.map(({ name, args }) => [name, JSON.parse(args)])).toEqual([
      ['weather', { day: 'Monday', place: 'Überlingen' }],
      ['weather', {}],
    ])
    expect(new Set(calls.map(({ toolCallId }) => toolCallId)).size).toBe(2)
    expect(asked.text).toBe('One moment.')
  })

  test('is told who it is, what was heard, and what it can do', async () => {
    await (await make()).ask().end()
    const { body } = await vendor().nextExchange()
    const sent = JSON.stringify(body)
    const parts = ['Hello.', 'What is the weather?', 'Monday', 'sun', 'The caller pressed 1.']
    const places = ['Be kind.', ...parts].map((part) => sent.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places.slice(1)).toEqual(places.slice(1).toSorted((a, b) => a - b))
    expect(body).toMatchObject({ tools: [{ type: 'function' }] })
  })

  test('keeps nothing between two questions', async () => {
    const brain = await make()
    await brain.ask().end()
    await brain.ask({ key: 'turn-2', history: [{ kind: 'caller', text: 'Good day.' }] }).end()
    await vendor().nextExchange()
    const second = JSON.stringify((await vendor().nextExchange()).body)
    expect(second).toContain('Good day.')
    expect(second).not.toContain('What is the weather?')
    expect(second).not.toContain('One two three.')
  })

  test('answers when nothing was said yet', async () => {
    const asked = (await make()).ask({ history: [] })
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.text).toBe('One two three.')
  })
}

function describeLeaving({ make, vendor }: Bench): void {
  test('aborted before the first piece, ends the work of whoever is asked', async () => {
    vendor().fault({ kind: 'stall', afterDeltas: 0 })
    const asked = (await make()).ask()
    const exchange = await vendor().nextExchange()
    asked.abort()
    expect(await exchange.ended).toBe('client_gone')
    expect(exchange.deltas).toBe(0)
    expect(await asked.end()).toMatchObject({ how: 'failed', failure: null, aborted: true })
  })

  test('aborted in its middle, ends the work of whoever is asked', async () => {
    vendor().fault({ kind: 'stall', afterDeltas: 2 })
    const asked = (await make()).ask()
    await asked.firstPiece()
    asked.abort()
    const exchange = await vendor().nextExchange()
    expect(await exchange.ended).toBe('client_gone')
    expect(await asked.end()).toMatchObject({ how: 'failed', failure: null, aborted: true })
  })

  test('left in its middle, ends the work of whoever is asked', async () => {
    vendor().fault({ kind: 'stall', afterDeltas: 2 })
    const asked = (await make()).ask({}, 1)
    const exchange = await vendor().nextExchange()
    expect(await exchange.ended).toBe('client_gone')
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.pieces).toEqual([{ type: 'text', delta: 'One' }])
  })
}

function describeTrouble({ make, vendor }: Bench): void {
  test('refused for now says when to come again; refused for good, that it is', async () => {
    const brain = await make()
    vendor().fault({
      kind: 'refuse',
      status: 429,
      code: 'rate_limit_exceeded',
      message: 'Too many questions.',
      retryAfterSec: 2,
    })
    expect(await brain.ask().end()).toMatchObject({
      failure: {
        cause: expect.stringContaining('Too many questions.'),
        again: true,
        retryAfterMs: 2000,
      },
    })
    vendor().fault({ kind: 'refuse', status: 500 })
    expect(await brain.ask().end()).toMatchObject({ failure: { again: true, retryAfterMs: null } })
    vendor().fault({
      kind: 'refuse',
      status: 401,
      code: 'invalid_api_key',
      message: 'Incorrect API key provided: sk-test.',
    })
    expect(await brain.ask().end()).toMatchObject({
      failure: {
        cause: expect.stringMatching(/Incorrect API key provided: sk-…/),
        again: false,
      },
    })
    expect(vendor().requests).toBe(3)
  })

  test('cut in its middle fails after the pieces that have come', async () => {
    vendor().fault({ kind: 'cut', afterDeltas: 2 })
    const asked = (await make()).ask()
    expect(await asked.end()).toMatchObject({ failure: { again: true }, aborted: false })
    expect(asked.text).toBe('One two')
  })

  test('that fails in its middle says so after the pieces that have come', async () => {
    vendor().fault({ kind: 'fail', code: 'server_error', message: 'Sorry.' })
    const asked = (await make()).ask()
    expect(await asked.end()).toMatchObject({
      failure: { cause: expect.stringMatching(/broke off its answer: Sorry\. \(server_error\)$/) },
    })
    expect(asked.text).toBe('One two')
  })

  test('cut short by the model is told to be incomplete', async () => {
    vendor().fault({ kind: 'incomplete', reason: 'max_output_tokens' })
    const asked = (await make()).ask()
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.pieces.map(({ type }) => type)).toEqual(['text', 'text', 'incomplete', 'usage'])
  })

  test('answered by a web page fails in one sentence', async () => {
    vendor().fault({ kind: 'html' })
    expect(await (await make()).ask().end()).toMatchObject({
      failure: { cause: expect.stringMatching(/ answered with a web page, [^.]+\.$/), again: true },
    })
  })

  test('drops what is not in the protocol, and goes on', async () => {
    vendor().fault({ kind: 'garble' })
    const brain = await make()
    const asked = brain.ask()
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.text).toBe('One two three.')
    expect(brain.control.failures).toEqual([{ report: 'unreadable' }])
  })

  test('asks once more, with the same key, where the connection was closed unanswered', async () => {
    const brain = await make()
    await brain.ask({ key: 'turn-0' }).end()
    vendor().fault({ kind: 'hang_up' })
    const asked = brain.ask()
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.text).toBe('One two three.')
    const keys = [0, 1, 2].map(
      async () => (await vendor().nextExchange()).headers['idempotency-key'],
    )
    expect(await Promise.all(keys)).toEqual(['turn-0', 'turn-1', 'turn-1'])
  })

  test('asks again for the same answer by the same key', async () => {
    const brain = await make()
    vendor().fault({ kind: 'cut', afterDeltas: 1 })
    await brain.ask().end()
    await brain.ask({ attempt: 2 }).end()
    const keys = [0, 1].map(async () => (await vendor().nextExchange()).headers['idempotency-key'])
    expect(await Promise.all(keys)).toEqual(['turn-1', 'turn-1'])
  })
}
