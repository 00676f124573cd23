/** Whole calls in Node: the shell with the echo as its agent, and recorders around it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallDelivery } from '../../../worker/data/delivery.ts'
import type { IncomingCall } from '../../../worker/shell/newCall.ts'
import type { TakeUp } from '../../../worker/shell/droppedLine.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { ring, type Rung } from '../../../worker/shell/ring.ts'
import type { RunningCall } from '../../../worker/shell/RunningCall.ts'
import { resumeCall, type Surroundings } from '../../../worker/shell/startCall.ts'
import { StoredLine } from '../../../worker/shell/StoredLine.ts'
import { StreamDoor } from '../../../worker/shell/StreamDoor.ts'
import { quiet, sound } from '../../contract/sound.ts'
import { NOWHERE } from '../../fixtures/callBrief.ts'
import { agent, FakeCarrier, FakeStorage } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** One object, from its beginning or from what is stored. */
function object(storage = new FakeStorage(), takeUp: TakeUp = async () => null) {
  const delivered: CallDelivery[] = []
  const recorder = new Recorder(
    storage,
    async (record) => {
      delivered.push(structuredClone(record))
      return {}
    },
    new PatchBay(),
    Date.now,
  )
  const over = vi.fn<() => void>()
  const surroundings: Surroundings = {
    accounts: { openai: null, elevenlabs: null },
    outside: NOWHERE,
    recorder,
    patchBay: new PatchBay(),
    takeUp,
    agentSnapshot: async () => null,
    direct: new StoredLine(storage),
    line: () => null,
    persons: () => null,
    sendMessage: null,
    pseudonym: async () => 'somebody',
    now: Date.now,
    over,
  }
  return { storage, recorder, surroundings, delivered, over, door: new StreamDoor(storage) }
}
type CallObject = ReturnType<typeof object>

const incoming = (settings: Parameters<typeof agent>[0] = {}) => ({
  callSid: 'CA1',
  from: '+12025550199',
  to: '+12025550100',
  carrier: 'twilio',
  agent: agent(settings),
  token: 'a-token',
})
const places = (admit: () => Promise<boolean> = async () => true) => ({
  admit,
  renew: async () => {},
  release: async () => {},
})

function connect({ door }: CallObject, call: RunningCall, token: string): FakeCarrier {
  const made: FakeCarrier[] = []
  call.connect(
    (listener) => {
      const carrier = new FakeCarrier(listener)
      made.push(carrier)
      return carrier
    },
    door.guard('CA1', 'wss://calls.example.com/media'),
  )
  const [carrier] = made
  if (!carrier) throw new Error('No carrier was made.')
  carrier.start(token)
  return carrier
}

/** What becomes of a call that rings, once its engine has had its head start. */
async function outcomeOf(ringing: Promise<Rung>): Promise<Rung> {
  await vi.advanceTimersByTimeAsync(3)
  return ringing
}

async function answered(parts: CallObject) {
  const begun: RunningCall[] = []
  const rung = await outcomeOf(
    ring(incoming(), parts.surroundings, places(), (call) => void begun.push(call)),
  )
  const [call] = begun
  if (!call) throw new Error('No call began.')
  expect(rung).toBe('stream')
  parts.door.expect('a-token')
  return { call, carrier: connect(parts, call, 'a-token') }
}

/** The caller makes a sound, and hears it again. */
function talk(carrier: FakeCarrier): number {
  const before = carrier.effects.length
  for (const frame of [...sound(400), ...quiet(600)]) carrier.listener.hear(frame)
  return carrier.effects.slice(before).filter(({ type }) => type === 'carrier.play').length
}

describe('a call', () => {
  test('goes from the ring to the record', async () => {
    const parts = object()
    const { call, carrier } = await answered(parts)
    expect(talk(carrier)).toBeGreaterThan(20)
    carrier.says({ type: 'carrier.stopped' })
    expect(call.isOver).toBe(true)
    expect(parts.over).toHaveBeenCalledOnce()
    await parts.recorder.outbox.flush()
    expect(parts.delivered.at(-1)).toMatchObject({
      call: { status: 'completed', endReason: 'caller_hung_up', engine: 'echo' },
      turns: [{ role: 'caller', text: '(sound)' }, { role: 'agent' }],
    })
  })

  test('goes on after its object was lost, over the stream that the carrier opens next', async () => {
    const parts = object()
    const { carrier } = await answered(parts)
    talk(carrier)
    vi.advanceTimersByTime(5_000)
    const again = object(parts.storage)
    const resumed = resumeCall(again.surroundings)
    if (!resumed) throw new Error('There is no call to go on with.')
    resumed.dispatch({ type: 'carrier.returns' })
    again.door.expect('another-token')
    const second = connect(again, resumed, 'another-token')
    await vi.advanceTimersByTimeAsync(10)
    expect(talk(second)).toBeGreaterThan(20)
    expect(
      again.recorder.journal.record?.turns.filter(({ role }) => role === 'caller'),
    ).toHaveLength(2)
  })

  test('that is over is not resumed', async () => {
    const parts = object()
    const { call } = await answered(parts)
    call.dispatch({ type: 'operator.ended' })
    expect(resumeCall(object(parts.storage).surroundings)).toBeNull()
  })

  test('that cannot be taken up again ends, and does not run for ever', async () => {
    const parts = object()
    await rings(parts)
    const again = object(parts.storage)
    const broken: Surroundings = {
      ...again.surroundings,
      get pseudonym(): Surroundings['pseudonym'] {
        throw new Error('This release cannot do that.')
      },
    }
    expect(resumeCall(broken)).toBeNull()
    expect(again.over).toHaveBeenCalledOnce()
    expect(again.recorder.journal.record?.call).toMatchObject({
      status: 'failed',
      endReason: 'interrupted',
    })
  })

  test('that never began is not, either', () => {
    expect(resumeCall(object().surroundings)).toBeNull()
  })
})

const rings = (
  parts: CallObject,
  call: IncomingCall = incoming(),
  admit?: () => Promise<boolean>,
) => outcomeOf(ring(call, parts.surroundings, places(admit), () => {}))

describe('a ring', () => {
  test('that is repeated begins no second call', async () => {
    const parts = object()
    const { call } = await answered(parts)
    expect(await rings(parts)).toBe('stream')
    call.dispatch({ type: 'operator.ended' })
    expect(await rings(parts)).toBe('over')
  })

  test('of a call that was deleted begins it no more', async () => {
    const parts = object()
    const { call } = await answered(parts)
    call.dispatch({ type: 'operator.ended' })
    parts.recorder.journal.forget()
    expect(await rings(parts)).toBe('over')
    expect(parts.recorder.journal.record).toBeNull()
  })

  test('that gets no place is turned away, and leaves a record', async () => {
    const parts = object()
    expect(await rings(parts, incoming(), async () => false)).toBe('busy')
    expect(parts.recorder.journal.record?.call.status).not.toBe('in_progress')
  })

  test('asks for its place when the engine has been asked for', async () => {
    const admit = vi.fn<() => Promise<boolean>>().mockResolvedValue(true)
    const began = vi.fn<() => void>()
    const ringing = ring(incoming(), object().surroundings, places(admit), began)
    await vi.advanceTimersByTimeAsync(2)
    expect(began).toHaveBeenCalledOnce()
    expect(admit).not.toHaveBeenCalled()
    expect(await outcomeOf(ringing)).toBe('stream')
    expect(admit).toHaveBeenCalledOnce()
  })

  test('asks for none when the call is over by then', async () => {
    const admit = vi.fn<() => Promise<boolean>>()
    const ringing = ring(incoming(), object().surroundings, places(admit), (call) =>
      call.dispatch({ type: 'operator.ended' }),
    )
    expect(await outcomeOf(ringing)).toBe('stream')
    expect(admit).not.toHaveBeenCalled()
  })

  test('is answered when nobody can say whether there is a place', async () => {
    const away = vi.fn<() => Promise<boolean>>().mockRejectedValue(new Error('It is away.'))
    expect(await rings(object(), incoming(), away)).toBe('stream')
  })

  test('that nobody answers leaves a record', async () => {
    const parts = object()
    expect(await rings(parts, { ...incoming(), agent: null })).toBe('nobody')
    expect(parts.recorder.journal.record?.call.endReason).toBe('number_not_set')
    expect(parts.over).toHaveBeenCalledOnce()
  })
})

describe('a caller whose line may have dropped', () => {
  const { voice } = agent()
  const setOn = { voice: { ...voice, droppedLine: { withinMin: 10 } } }
  const earlier = {
    callSid: 'CA0',
    history: [{ kind: 'caller', text: 'Hello, it is me.' } as const],
    brokeAt: 0,
  }

  test('is not asked after where that is off, or the caller is nobody in particular', async () => {
    const takeUp = vi.fn<TakeUp>()
    await rings(object(undefined, takeUp))
    const withheld = { ...incoming(setOn), from: 'withheld' }
    await rings(object(undefined, takeUp), withheld)
    await rings(object(undefined, takeUp), { ...withheld, from: 'sip:alice@example.test' })
    expect(takeUp).not.toHaveBeenCalled()
  })

  test('is met by the same conversation, also after a restart, until that is deleted', async () => {
    const parts = object(undefined, async () => earlier)
    await rings(parts, incoming(setOn))
    const { journal } = parts.recorder
    expect(journal.record?.call.continues).toBe('CA0')
    const again = object(parts.storage).recorder.journal
    expect(again.opening?.earlier).toEqual({ history: earlier.history, brokeAt: 0 })
    again.forgetEarlier()
    const { opening } = object(parts.storage).recorder.journal
    expect(opening).not.toHaveProperty('earlier')
    expect(opening?.call.continues).toBe('CA0')
  })

  test('waits half a second to be known, and is a new one then', async () => {
    const parts = object(undefined, () => new Promise(() => {}))
    const began = vi.fn<() => void>()
    const rung = ring(incoming(setOn), parts.surroundings, places(), began)
    await vi.advanceTimersByTimeAsync(499)
    expect(began).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(began).toHaveBeenCalledOnce()
    expect(await outcomeOf(rung)).toBe('stream')
    expect(parts.recorder.journal.record?.call).not.toHaveProperty('continues')
  })

  test('is a new one where that cannot be found out', async () => {
    const takeUp = vi.fn<TakeUp>().mockRejectedValue(new Error('It is away.'))
    expect(await rings(object(undefined, takeUp), incoming(setOn))).toBe('stream')
    expect(takeUp).toHaveBeenCalledExactlyOnceWith({
      callSid: 'CA1',
      agentId: 'a1',
      caller: '+12025550199',
      withinMs: 600_000,
      findableUntil: 1_800_000 + 120_000 + 600_000,
    })
  })
})

describe('the door for streams', () => {
  const url = 'wss://calls.example.com/media'

  test('lets a token in once, and to its own call alone', () => {
    const door = new StreamDoor(new FakeStorage())
    const admits = door.guard('CA1', url)
    expect(admits({ callSid: 'CA1', token: '' })).toBe(false)
    door.expect('a')
    expect(admits({ callSid: 'CA2', token: 'a' })).toBe(false)
    expect(admits({ callSid: 'CA1', token: 'b' })).toBe(false)
    expect(admits({ callSid: 'CA1', token: 'a' })).toBe(true)
    expect(admits({ callSid: 'CA1', token: 'a' })).toBe(false)
  })

  test('knows the token of a stream that is on its way, though its object was lost', () => {
    const storage = new FakeStorage()
    new StreamDoor(storage).expect('a')
    const admits = new StreamDoor(storage).guard('CA1', url)
    expect(admits({ callSid: 'CA1', token: 'a' })).toBe(true)
    // And none that has come.
    expect(new StreamDoor(storage).guard('CA1', url)({ callSid: 'CA1', token: 'a' })).toBe(false)
  })

  test('waits a moment for a call that is not known yet, and no longer', async () => {
    const early = new StreamDoor(new FakeStorage())
    const expected = early.isExpected()
    early.expect('a')
    expect(await expected).toBe(true)
    const never = new StreamDoor(new FakeStorage()).isExpected()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await never).toBe(false)
  })
})
