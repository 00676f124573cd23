import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { initialState } from '../../../worker/call/state.ts'
import { PatchBay, type Tap } from '../../../worker/shell/PatchBay.ts'
import { RunningCall } from '../../../worker/shell/RunningCall.ts'
import { defineTool } from '../../../worker/tools/defineTool.ts'
import { toolboxOf } from '../../../worker/tools/toolbox.ts'
import { digitVault } from '../../../worker/tools/vault.ts'
import { NOBODY_CAN_BE_CALLED } from '../../../worker/shell/noPersons.ts'
import { audio, ready, responds, RULES, speech, TRAITS } from '../call/script.ts'
import { transfers } from '../call/transfers/attempt.ts'
import { agent, FakeCarrier, FakeEngine, opening } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const LOST = { type: 'engine.lost', cause: 'The connection closed.', retryAfterMs: null } as const

/** A call with recorders on all sides; `missing`: why there is no engine. */
function setUp(missing: string | null = null) {
  const engines: FakeEngine[] = []
  const carriers: FakeCarrier[] = []
  const lines: JournalEntry[] = []
  const unreadable: string[] = []
  const tool = Promise.withResolvers<string>()
  const stopped = vi.fn<() => void>()
  const patchBay = new PatchBay()
  const closed = vi.fn<() => void>()
  const weather = defineTool({
    name: 'weather',
    description: 'Tells the weather.',
    parameters: z.object({}),
    timeoutMs: 14_000,
    run: async (_args, { signal, tell }) => {
      signal.addEventListener('abort', stopped)
      tell('Looking out of the window.')
      return { output: await tool.promise }
    },
  })
  const call = new RunningCall(initialState(RULES, TRAITS, 0), {
    line: null,
    persons: null,
    agent: () => ({
      engine(_which, listener) {
        if (missing !== null) return missing
        const engine = new FakeEngine(listener)
        engines.push(engine)
        return engine
      },
      toolbox: toolboxOf([{ ...weather, close: closed }], 'en-US'),
      facts: { call: opening(0).call, agent: agent() },
      echoGuard: null,
      voiceMeter: null,
    }),
    vault: digitVault(() => 'a1'),
    patchBay,
    record: (entry) => void lines.push(entry),
    unreadable: (leg) => void unreadable.push(leg),
    now: Date.now,
  })
  const connect = (admits = true): FakeCarrier => {
    call.connect(
      (listener) => {
        const made = new FakeCarrier(listener)
        carriers.push(made)
        return made
      },
      () => admits,
    )
    const carrier = carriers.at(-1)
    if (!carrier) throw new Error('No carrier was made.')
    return carrier
  }
  return { call, engines, lines, unreadable, tool, stopped, closed, patchBay, connect }
}

/** The same, with both legs connected. */
function talking() {
  const parts = setUp()
  parts.call.begin()
  const carrier = parts.connect()
  carrier.start()
  const engine = engineOf(parts.engines)
  engine.says(ready)
  return { ...parts, carrier, engine }
}

function engineOf(engines: readonly FakeEngine[]): FakeEngine {
  const engine = engines.at(-1)
  if (!engine) throw new Error('No engine was made.')
  return engine
}

const typesOf = (effects: readonly { type: string }[]): string[] => effects.map(({ type }) => type)

test('a call for which nobody can be called says so at once', async () => {
  const { call, lines } = talking()
  call.dispatch(transfers())
  await vi.advanceTimersByTimeAsync(0)
  expect(lines.find(({ kind }) => kind === 'transfer_ended')).toMatchObject({
    outcome: 'carrier_failed',
    detail: NOBODY_CAN_BE_CALLED,
  })
})

describe('the engine', () => {
  test('is made and opened when the call begins, and not before', () => {
    const { call, engines } = setUp()
    expect(engines).toHaveLength(0)
    call.begin()
    expect(engineOf(engines).effects).toEqual([
      { type: 'engine.open', instance: 1, which: 'own', history: [] },
    ])
  })

  test('that was replaced changes nothing any more', () => {
    const { engine, engines, carrier, lines, call } = talking()
    engine.says(responds('r1'), LOST)
    expect(engines).toHaveLength(2)
    const [before, written] = [carrier.effects.length, lines.length]
    engine.says(ready, audio('r1', 'i1', 200), speech('c1'), LOST)
    engine.says({ type: 'engine.failed', reason: 'model_failed', detail: 'Gone.' })
    expect(carrier.effects).toHaveLength(before)
    expect(lines).toHaveLength(written)
    expect(engines).toHaveLength(2)
    expect(call.isOver).toBe(false)
  })

  test('that is not to be had ends the call, when its journal is open', async () => {
    const { call, lines } = setUp('No key is set.')
    call.begin()
    expect(lines).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(lines.at(-1)).toMatchObject({
      kind: 'ended',
      reason: 'not_configured',
      failure: 'No key is set.',
    })
  })

  test('is closed with the call, and heard no more', () => {
    const { engine, carrier, call } = talking()
    call.dispatch({ type: 'operator.ended' })
    expect(typesOf(engine.effects).at(-1)).toBe('engine.close')
    carrier.listener.hear('late')
    expect(engine.heard).toEqual([])
  })
})

describe('what the caller says', () => {
  test('goes straight to the engine', () => {
    const { engine, carrier } = talking()
    carrier.listener.hear('A')
    carrier.listener.hear('B')
    expect(engine.heard).toEqual(['A', 'B'])
  })

  test('in a gap is kept, and every engine that is tried gets all of it until one listens', () => {
    const { engine, engines, carrier } = talking()
    engine.says(LOST)
    carrier.listener.hear('A')
    engineOf(engines).says(LOST)
    carrier.listener.hear('B')
    expect(engines).toHaveLength(2)
    vi.advanceTimersByTime(500)
    expect(engines.map(({ heard }) => heard)).toEqual([[], ['A'], ['A', 'B']])
    carrier.listener.hear('C')
    engineOf(engines).says(ready)
    carrier.listener.hear('D')
    expect(engineOf(engines).heard).toEqual(['A', 'B', 'C', 'D'])
    engineOf(engines).says({ type: 'engine.speech_started', itemId: 'c1' })
    engineOf(engines).says(LOST)
    expect(engines).toHaveLength(3)
    vi.advanceTimersByTime(1_000)
    expect(engineOf(engines).heard).toEqual([])
  })

  test('to an engine that has gone dark is given to the next one', () => {
    const { engine, engines, carrier } = talking()
    carrier.listener.hear('A')
    engine.says({ type: 'engine.speech_started', itemId: 'c1' })
    carrier.listener.hear('B')
    carrier.listener.hear('C')
    engine.says(LOST)
    expect(engine.heard).toEqual(['A', 'B', 'C'])
    expect(engineOf(engines).heard).toEqual(['B', 'C'])
  })

  test('for longer than ten seconds of a gap is forgotten from its beginning', () => {
    const { engine, engines, carrier } = talking()
    engine.says({ ...LOST, retryAfterMs: 1_000 })
    for (let n = 0; n < 600; n++) carrier.listener.hear(String(n))
    vi.advanceTimersByTime(1_000)
    const { heard } = engineOf(engines)
    expect([heard.length, heard[0], heard.at(-1)]).toEqual([500, '100', '599'])
  })

  test('over a stream that another one has followed is not heard', () => {
    const { call, engine, carrier, connect, lines } = talking()
    const other = connect()
    other.start()
    expect(carrier.closed).toEqual([[1000, 'another stream has followed']])
    carrier.listener.hear('old')
    carrier.says({ type: 'carrier.stopped' }, { type: 'carrier.dtmf', digit: '1' })
    other.listener.hear('new')
    expect(engine.heard).toEqual(['new'])
    expect(call.isOver).toBe(false)
    expect(lines.filter(({ kind }) => kind === 'event')).toEqual([])
  })

  test('over a stream that was not let in is not heard, and the other stream stays', () => {
    const { engine, carrier, connect } = talking()
    const stranger = connect(false)
    expect(stranger.start()).toBe(false)
    stranger.listener.hear('stranger')
    carrier.listener.hear('caller')
    expect(engine.heard).toEqual(['caller'])
    expect(carrier.closed).toEqual([])
  })

  test('to a call that is over is answered with the end of the stream', () => {
    const { call, connect } = talking()
    call.dispatch({ type: 'operator.ended' })
    const late = connect()
    late.start()
    expect(late.closed).toEqual([[1000, 'done']])
  })
})

describe('effects are handed on by family', () => {
  test('to the carrier, the engine and the journal', () => {
    const { engine, carrier, lines } = talking()
    engine.says(responds('r1'), audio('r1', 'i1', 800), speech('c1'))
    vi.advanceTimersByTime(0)
    expect(typesOf(carrier.effects)).toEqual([
      'carrier.play',
      'carrier.clear',
      'carrier.fill_pauses',
    ])
    expect(typesOf(engine.effects)).toEqual(['engine.open', 'engine.truncate'])
    expect(lines.map(({ kind }) => kind)).toContain('answered')
  })

  test('to the carrier first and in a turn of its own, where the agent is spoken over', () => {
    const { engine, carrier } = talking()
    engine.says(responds('r1'), audio('r1', 'i1', 800))
    vi.setSystemTime(300)
    engine.says(speech('c1'))
    expect(typesOf(carrier.effects)).toEqual(['carrier.play', 'carrier.clear'])
    expect(typesOf(engine.effects)).toEqual(['engine.open'])
    vi.setSystemTime(350)
    vi.advanceTimersByTime(0)
    expect(engine.effects.at(-1)).toMatchObject({ type: 'engine.truncate', heardMs: 300 })
  })

  test('and what follows from that is done before anything else that happens', () => {
    const { engine, carrier } = talking()
    engine.says(responds('r1'), audio('r1', 'i1', 800), speech('c1'), audio('r1', 'i1', 400))
    const silenced = ['carrier.play', 'carrier.clear', 'carrier.fill_pauses']
    expect(typesOf(carrier.effects)).toEqual(silenced)
    expect(typesOf(engine.effects)).toEqual(['engine.open', 'engine.truncate'])
    vi.advanceTimersByTime(0)
    expect(typesOf(carrier.effects)).toEqual(silenced)
  })

  test('and where that fails, nobody else is told so', () => {
    const { engine, carrier, lines, unreadable } = talking()
    engine.says(responds('r1'), audio('r1', 'i1', 800), speech('c1'))
    vi.spyOn(lines, 'push').mockImplementationOnce(() => {
      throw new Error('The disk is full.')
    })
    carrier.listener.hear('A')
    expect(engine.heard).toContain('A')
    expect(unreadable).toEqual(['engine'])
  })

  test('to tools, whose outcome comes back', async () => {
    const { engine, lines, tool } = talking()
    const asked = { toolCallId: 't1', name: 'weather', args: '{}' }
    engine.says(responds('r1'), { type: 'engine.tool_call', responseId: 'r1', ...asked })
    expect(lines.at(-1)).toMatchObject({ kind: 'event', event: { summary: expect.any(String) } })
    tool.resolve('sun')
    await vi.advanceTimersByTimeAsync(0)
    expect(engine.effects).toContainEqual({
      type: 'engine.answer_tool',
      toolCallId: 't1',
      output: 'sun',
    })
    expect(lines.filter(({ kind }) => kind.startsWith('tool'))).toMatchObject([
      { kind: 'tool_called', ...asked },
      { kind: 'tool_answered', toolCallId: 't1', output: 'sun' },
    ])
  })

  test('and a tool that nobody waits for is stopped', () => {
    const { engine, call, stopped } = talking()
    const asked = { toolCallId: 't1', name: 'weather', args: '{}' }
    engine.says(responds('r1'), { type: 'engine.tool_call', responseId: 'r1', ...asked })
    call.dispatch({ type: 'operator.ended' })
    expect(stopped).toHaveBeenCalledOnce()
  })

  test('what a leg could not read is counted by its leg', () => {
    const { engine, carrier, unreadable } = talking()
    engine.listener.unreadable(new Error('What?'))
    carrier.listener.unreadable(new Error('What?'))
    expect(unreadable).toEqual(['engine', 'carrier'])
  })
})

describe('time', () => {
  test('ends a call whose stream never comes', () => {
    const { call, engines, lines } = setUp()
    call.begin()
    engineOf(engines).says(ready)
    vi.advanceTimersByTime(44_999)
    expect(call.isOver).toBe(false)
    vi.advanceTimersByTime(1)
    expect(lines.at(-1)).toMatchObject({ kind: 'ended', reason: 'carrier_failed', at: 45_000 })
  })

  test('lets go what tools keep open when the call is over, and once', () => {
    const { call, closed } = talking()
    expect(closed).not.toHaveBeenCalled()
    call.dispatch({ type: 'operator.ended' })
    call.dispatch({ type: 'operator.ended' })
    expect(closed).toHaveBeenCalledTimes(1)
  })

  test('leaves no timer behind a call that is over', () => {
    const { call, engine } = talking()
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    engine.says(responds('r1'), audio('r1', 'i1', 800), speech('c1'))
    call.dispatch({ type: 'operator.ended' })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a tap', () => {
  test('hears both sides, and sees what happened', () => {
    const { engine, carrier, patchBay } = talking()
    const told: unknown[][] = []
    const tap: Tap = {
      caller: (payload, atMs) => void told.push(['caller', payload, atMs]),
      agent: (payload, mark, atMs) => void told.push(['agent', payload, mark, atMs]),
      cleared: (atMs) => void told.push(['cleared', atMs]),
      happened: (event) => void told.push(['happened', event.type]),
    }
    patchBay.plug(tap)
    vi.setSystemTime(1_000)
    carrier.listener.hear('A')
    engine.says(responds('r1'), audio('r1', 'i1', 800), speech('c1'))
    vi.advanceTimersByTime(0)
    patchBay.unplug(tap)
    carrier.listener.hear('B')
    expect(told).toEqual([
      ['caller', 'A', 1_000],
      ['happened', 'engine.response_started'],
      ['agent', 'i1:800', 'p0', 1_000],
      ['happened', 'engine.audio'],
      ['cleared', 1_000],
      ['happened', 'engine.speech_started'],
    ])
  })

  test('that throws is taken out, and the call and the others go on', () => {
    const { engine, carrier, patchBay } = talking()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const broken = vi.fn<() => never>(() => {
      throw new Error('The tab was closed.')
    })
    const heard: string[] = []
    patchBay.plug({ caller: broken, agent: broken, happened: broken })
    patchBay.plug({ caller: (payload) => void heard.push(payload) })
    carrier.listener.hear('A')
    carrier.listener.hear('B')
    engine.says(responds('r1'), audio('r1', 'i1', 800))
    expect(broken).toHaveBeenCalledOnce()
    expect(heard).toEqual(['A', 'B'])
    expect(engine.heard).toEqual(['A', 'B'])
    expect(typesOf(carrier.effects)).toEqual(['carrier.play'])
    vi.restoreAllMocks()
  })
})
