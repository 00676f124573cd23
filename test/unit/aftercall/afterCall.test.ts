/** What a call's object does after the call, in Node: what it asks the world is recorded. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AfterCall, afterCallSchema, webhookSchema } from '../../../convex/model/afterCall.ts'
import type { AfterCallRecord } from '../../../convex/model/outcome.ts'
import type { GuardedInit } from '../../../worker/accounts.ts'
import { afterCall } from '../../../worker/aftercall/index.ts'
import { Chores } from '../../../worker/shell/chores/Chores.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { opening } from '../shell/fakes.ts'
import { memoryStorage } from '../shell/memoryStorage.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

const SECRET = `sec_${'a'.repeat(22)}`
const KEY = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDH+L/hX3pLbY='
const START = 1_790_000_000_000
const webhook = (changes: object = {}) =>
  webhookSchema.parse({ url: 'https://example.com/hook?key=1', secret: SECRET, ...changes })

const TURN = {
  itemId: 'i1',
  role: 'caller' as const,
  text: 'Hi.',
  heardText: 'Hi.',
  startedAtMs: 0,
  endedAtMs: 900,
  generatedMs: 0,
  heardMs: 0,
  interrupted: false,
  timing: null,
}

interface World {
  statuses: number[]
  isDataDown: boolean
  isDiscordDown: boolean
  /** Of whoever takes lines for Discord. */
  life: string
  areTold: boolean
  /** What happens while a webhook is asked. */
  meanwhile: () => void
}

function rig(settings: Partial<AfterCall>) {
  const clock = { now: START }
  const world: World = {
    statuses: [],
    isDataDown: false,
    isDiscordDown: false,
    life: 'first',
    areTold: true,
    meanwhile() {},
  }
  const storage = memoryStorage()
  const sent: { url: string; init: GuardedInit }[] = []
  const reports: AfterCallRecord[] = []
  const lines: string[][] = []
  const now = () => clock.now
  /** As after a restart: all that is left is what is stored. */
  const start = () => {
    const patchBay = new PatchBay()
    const recorder = new Recorder(storage, async () => ({}), patchBay, now)
    const after = afterCall(storage, recorder, patchBay, {
      account: null,
      pseudonym: async () => 'somebody',
      now,
      outside: {
        async reach(url, init) {
          sent.push({ url, init })
          world.meanwhile()
          return new Response(null, { status: world.statuses.shift() ?? 204 })
        },
        openSecret: async () => KEY,
      },
      async report(record) {
        if (world.isDataDown) throw new Error('down')
        reports.push(record)
        return 'taken'
      },
      discordOf: ({ afterCall: { discord } }) => discord,
      async tellDiscord(_source, _call, told) {
        if (world.isDiscordDown) throw new Error('down')
        lines.push(told.map(({ key }) => key))
        return { life: world.life, areTold: world.areTold }
      },
      wake: () => void chores.run(),
    })
    const chores = new Chores(storage, after.chores, now)
    return { recorder, patchBay, after, chores }
  }
  const life = start()
  life.recorder.open(opening(START, { afterCall: afterCallSchema.parse(settings) }))
  const end = async ({ recorder, chores }: typeof life) => {
    recorder.write({ kind: 'ended', at: clock.now, reason: 'caller_hung_up', failure: null })
    await recorder.outbox.flush()
    await chores.run()
    await recorder.outbox.flush()
    await chores.run()
  }
  return { ...life, life, start, end, clock, world, storage, sent, reports, lines }
}

const idsOf = (sent: { init: GuardedInit }[]) =>
  sent.map(({ init }) => init.headers?.['webhook-id'])

test('an agent that wants nothing costs nothing', async () => {
  const { end, life, after, storage, patchBay } = rig({})
  expect(patchBay.isEmpty).toBe(true)
  await end(life)
  expect(after.neededUntil()).toBe(0)
  expect(storage.entries.has('afterCall')).toBe(false)
  expect(storage.alarm.at).toBeNull()
})

describe('webhooks', () => {
  test('hear of the start while people talk, and of the end after it', async () => {
    const events = ['call.started', 'call.completed'] as const
    const { recorder, end, life, sent, reports } = rig({
      webhooks: [webhook({ events: [...events] })],
    })
    recorder.write({ kind: 'answered', at: START + 500 })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    await end(life)
    expect(idsOf(sent)).toEqual(['msg_CA1_call_started_0', 'msg_CA1_call_completed_0'])
    expect(reports.at(-1)?.deliveries.map(({ state, to }) => [state, to])).toEqual([
      ['delivered', 'https://example.com/hook'],
      ['delivered', 'https://example.com/hook'],
    ])
  })

  test('that fail are told the same again after a restart, at their time', async () => {
    const { end, life, start, clock, world, storage, sent, after } = rig({ webhooks: [webhook()] })
    world.statuses.push(503)
    await end(life)
    expect(after.neededUntil()).toBe(Infinity)
    const next = start()
    await next.chores.run()
    expect(sent).toHaveLength(1)
    clock.now = storage.alarm.at ?? 0
    expect(clock.now - START).toBeGreaterThanOrEqual(4_000)
    // What is known of the call meanwhile changes nothing of what was told.
    next.recorder.write({ kind: 'carrier_status', status: 'completed', order: 9, durationSec: 5 })
    await next.chores.run()
    expect(new Set(idsOf(sent)).size).toBe(1)
    expect(sent.map(({ init }) => init.body)).toEqual([sent[0]?.init.body, sent[0]?.init.body])
  })

  test('are given up after twelve tries within a day, and kept for a week to be sent again', async () => {
    const { end, life, clock, world, chores, after, sent, storage, reports } = rig({
      webhooks: [webhook()],
    })
    world.statuses.push(...Array.from({ length: 12 }, () => 500))
    await end(life)
    while (reports.at(-1)?.deliveries[0]?.state !== 'given_up') {
      clock.now = storage.alarm.at ?? Infinity
      await chores.run()
    }
    expect(sent).toHaveLength(12)
    expect(clock.now - START).toBeLessThanOrEqual(86_400_000)
    expect(after.neededUntil()).toBe(START + 7 * 86_400_000)
    const id = reports.at(-1)?.deliveries[0]?.id ?? ''
    expect(after.asked({ do: 'send_again', id: 'another' })).toBe(false)
    expect(after.asked({ do: 'send_again', id })).toBe(true)
    await vi.waitFor(() => expect(reports.at(-1)?.deliveries[0]?.state).toBe('delivered'))
    expect(new Set(idsOf(sent))).toEqual(new Set([id]))
  })

  test('hear nothing of a call that is deleted meanwhile', async () => {
    const { end, life, clock, world, chores, recorder, after, storage, sent } = rig({
      webhooks: [webhook()],
    })
    world.statuses.push(500)
    await end(life)
    recorder.journal.forget()
    clock.now += 86_400_000
    await chores.run()
    expect(sent).toHaveLength(1)
    expect([...storage.entries.keys()]).toEqual(['forgotten'])
    expect(after.asked({ do: 'send_again', id: 'msg_CA1_call_completed_0' })).toBe(false)
  })
})

test('what comes of a question that was under way when the call was deleted is kept nowhere', async () => {
  const { end, life, world, recorder, storage, reports } = rig({ webhooks: [webhook()] })
  world.meanwhile = () => recorder.journal.forget()
  await end(life)
  expect([...storage.entries.keys()]).toEqual(['forgotten'])
  expect(reports).toEqual([])
})

test('what the data layer never takes is given up after a week', async () => {
  const { end, life, clock, world, chores, after, storage } = rig({ webhooks: [webhook()] })
  world.isDataDown = true
  await end(life)
  expect(after.neededUntil()).toBe(START + 7 * 86_400_000)
  clock.now = START + 7 * 86_400_000 + 1
  await chores.run()
  expect(storage.alarm.at).toBeNull()
})

test('what became of a call is reported until it is taken', async () => {
  const { end, life, clock, world, chores, reports, storage } = rig({ webhooks: [webhook()] })
  world.isDataDown = true
  await end(life)
  expect(reports).toEqual([])
  world.isDataDown = false
  clock.now = storage.alarm.at ?? 0
  await chores.run()
  expect(reports).toHaveLength(1)
})

test('without a key the outcome says so, and can be asked for again', async () => {
  const { end, life, recorder, after, reports } = rig({ outcome: { model: '', fields: [] } })
  recorder.write({
    kind: 'turn',
    turn: TURN,
  })
  expect(after.asked({ do: 'analyse' })).toBe(false)
  await end(life)
  expect(reports.at(-1)?.analysis).toMatchObject({
    state: 'failed',
    problem: 'OPENAI_API_KEY is not set.',
  })
  expect(after.asked({ do: 'analyse' })).toBe(true)
})

describe('Discord', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const discord = `sec_${'d'.repeat(22)}`

  test('is handed each line once, and at the end all of them until they are posted', async () => {
    const { recorder, end, life, clock, world, chores, lines, storage } = rig({ discord })
    world.isDiscordDown = true
    recorder.write({ kind: 'answered', at: START })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(console.error).toHaveBeenCalled()
    expect(lines).toEqual([])
    world.isDiscordDown = false
    world.areTold = false
    recorder.write({ kind: 'turn', turn: TURN })
    recorder.write({ kind: 'turn', turn: { ...TURN, itemId: 'i2' } })
    expect(lines).toEqual([])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(lines).toEqual([['start', 'turn i1', 'turn i2']])
    await end(life)
    expect(lines.slice(1)).toEqual([['start', 'turn i1', 'turn i2', 'end']])
    world.areTold = true
    clock.now = storage.alarm.at ?? 0
    await chores.run()
    expect(lines).toHaveLength(3)
    clock.now += 60_000
    await chores.run()
    expect(lines).toHaveLength(3)
    expect(storage.entries.get('discordTold')).toBe(true)
  })

  test('whose object was lost is handed again what it may not have posted', async () => {
    const { recorder, world, lines } = rig({ discord })
    world.areTold = false
    recorder.write({ kind: 'answered', at: START })
    await vi.advanceTimersByTimeAsync(5_000)
    world.life = 'second'
    recorder.write({ kind: 'turn', turn: TURN })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(lines).toEqual([['start'], ['turn i1'], ['start']])
  })
})
