/** What every carrier does, whoever brings the caller: the port `Carrier` of worker/call/ports.ts. */
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { CarrierEffect, CarrierEvent } from '../../../worker/call/events.ts'
import { type Probe, startProbe } from '../probe/startProbe.ts'
import { quiet, sound } from '../sound.ts'
import { type CarrierUnderTest, makeCarrier } from './CarrierUnderTest.ts'
import type { Dialect } from './StreamDevice.ts'

interface Kind {
  dialect: () => Dialect
  /** What it means when the stream breaks without a word. */
  broken: 'carrier.lost' | 'carrier.stopped'
}

const play = (payload: string, mark: string | null = null) =>
  ({ type: 'carrier.play', payload, mark }) as const

/** One of each but the last. The compiler asks for one that is new. */
const EFFECTS: {
  [Type in Exclude<CarrierEffect['type'], 'carrier.release'>]: Extract<
    CarrierEffect,
    { type: Type }
  >
} = {
  'carrier.play': play('AAAA', 'p1'),
  'carrier.send_mark': { type: 'carrier.send_mark', mark: 'p2' },
  'carrier.clear': { type: 'carrier.clear' },
  'carrier.fill_pauses': { type: 'carrier.fill_pauses', fill: true },
}

export function describeCarrier(name: string, kind: Kind): void {
  describe.concurrent(`the carrier ${name}`, () => {
    let probe: Probe
    beforeAll(async () => {
      probe = await startProbe()
    })
    afterAll(() => probe.dispose())
    const make = (admits = true) => makeCarrier(probe, name, kind.dialect(), admits)
    const started = async (): Promise<CarrierUnderTest> => {
      const carrier = await make()
      await carrier.start()
      return carrier
    }

    describeStart(make)
    describeCaller(started)
    describeAgent(started)
    describeEnd(started, kind)
  })
}

type Started = () => Promise<CarrierUnderTest>

function describeStart(make: (admits?: boolean) => Promise<CarrierUnderTest>): void {
  test('asks whether a stream may come in, with what it brought', async ({ expect }) => {
    const carrier = await make()
    await carrier.start()
    expect(carrier.control.reports.items.filter(({ report }) => report !== 'synced')).toEqual([
      { report: 'asked', callSid: 'CA1', token: 'a-token' },
      { report: 'event', event: { type: 'carrier.started' } },
    ])
  })

  test('closes a stream that is refused, and reports nothing of it', async ({ expect }) => {
    const carrier = await make(false)
    carrier.device.start('CA1', 'a-token')
    for (const frame of sound(40)) carrier.device.speak(frame, 0)
    expect(await carrier.device.closed).toBe(1008)
    carrier.perform(...Object.values(EFFECTS), { type: 'carrier.release' })
    await carrier.control.sync()
    expect([carrier.events, carrier.heard, carrier.device.received]).toEqual([[], [], []])
  })

  test('hears and plays nothing before the start', async ({ expect }) => {
    const carrier = await make()
    carrier.device.speak('AAAA', 0)
    await carrier.untilReport('unreadable')
    carrier.perform(play('AAAA', 'p1'))
    await carrier.control.sync()
    await carrier.start()
    await carrier.settle()
    expect([carrier.heard, carrier.device.received]).toEqual([[], []])
  })

  test('starts once', async ({ expect }) => {
    const carrier = await make()
    await carrier.start()
    carrier.device.start('CA2', 'another-token')
    await carrier.untilReport('unreadable')
    await carrier.settle()
    expect(carrier.events.map(({ type }) => type)).toEqual(['carrier.started', 'carrier.mark'])
  })
}

function describeCaller(started: Started): void {
  test('passes every frame on, in order, as it came', async ({ expect }) => {
    const carrier = await started()
    const frames = [...quiet(100), ...sound(200), ...quiet(60), ...sound(40)]
    for (const [at, frame] of frames.entries()) carrier.device.speak(frame, at * 20)
    await carrier.settle()
    expect(carrier.heard).toEqual(frames)
  })

  test('tells of keys and of marks that come back, in order', async ({ expect }) => {
    const carrier = await started()
    carrier.device.press('5')
    carrier.device.echo('p1')
    carrier.device.press('#')
    await carrier.settle()
    expect(carrier.events.slice(1, -1)).toEqual([
      { type: 'carrier.dtmf', digit: '5' },
      { type: 'carrier.mark', name: 'p1' },
      { type: 'carrier.dtmf', digit: '#' },
    ])
  })

  test('drops what is not in the protocol, reports each once, and goes on', async ({ expect }) => {
    const carrier = await started()
    const bad = ['no JSON', '{}', '{"event":"brand_new"}', '{"event":"dtmf","dtmf":{"digit":"?"}}']
    for (const message of [...bad, Buffer.from([1, 2, 3])]) carrier.device.send(message)
    carrier.device.speak('AAAA', 0)
    await carrier.settle()
    expect(carrier.control.failures).toHaveLength(bad.length + 1)
    expect(carrier.heard).toEqual(['AAAA'])
  })

  test('makes up for the silence of a carrier that pauses, where it is asked to', async ({
    expect,
  }) => {
    const carrier = await started()
    carrier.device.speak(sound(20)[0] ?? '', 0)
    carrier.perform({ type: 'carrier.fill_pauses', fill: true })
    const [silence] = quiet(20)
    const heard = carrier.control.reports.until('silence that nobody sent', (report) =>
      report.report === 'heard' && report.payload === silence ? report : null,
    )
    expect(await heard).toBeDefined()
  })

  test('tells when no frame comes any more', async ({ expect }) => {
    const carrier = await started()
    carrier.device.speak('AAAA', 0)
    const { forMs } = await carrier.until('carrier.quiet')
    expect(forMs).toBeGreaterThan(0)
  })
}

function describeAgent(started: Started): void {
  test('plays what it is given, with its marks, in order', async ({ expect }) => {
    const carrier = await started()
    carrier.perform(play('AAAA'), play('BBBB', 'p1'), play('CCCC'))
    carrier.perform({ type: 'carrier.send_mark', mark: 'p2' })
    await carrier.device.until('mark', 1)
    expect(carrier.device.received).toEqual([
      { kind: 'audio', payload: 'AAAA' },
      { kind: 'audio', payload: 'BBBB' },
      { kind: 'mark', name: 'p1' },
      { kind: 'audio', payload: 'CCCC' },
      { kind: 'mark', name: 'p2' },
    ])
  })

  test('drops what is queued at a clear, which keeps its place', async ({ expect }) => {
    const carrier = await started()
    carrier.perform(play('AAAA', 'p1'), { type: 'carrier.clear' }, play('BBBB', 'p2'))
    await carrier.device.until('mark', 1)
    expect(carrier.device.received.map(({ kind }) => kind)).toEqual([
      'audio',
      'mark',
      'clear',
      'audio',
      'mark',
    ])
  })

  test('takes every effect', async ({ expect }) => {
    const carrier = await started()
    carrier.perform(...Object.values(EFFECTS))
    await carrier.settle()
    expect(carrier.control.failures).toEqual([])
  })
}

/** What was reported after the start. */
const ended = (carrier: CarrierUnderTest): CarrierEvent[] => carrier.events.slice(1)

function describeEnd(started: Started, { broken }: Kind): void {
  test('that is released closes, and reports nothing more', async ({ expect }) => {
    const carrier = await started()
    carrier.perform(EFFECTS['carrier.fill_pauses'], { type: 'carrier.release' })
    expect(await carrier.device.closed).toBe(1000)
    carrier.perform(...Object.values(EFFECTS), { type: 'carrier.release' })
    await carrier.control.sync()
    expect([ended(carrier), carrier.device.received]).toEqual([[], []])
    expect(carrier.control.failures).toEqual([])
  })

  test('is closed with the code and once', async ({ expect }) => {
    const carrier = await started()
    carrier.control.send({ do: 'close', code: 1008, reason: 'no' })
    carrier.control.send({ do: 'close', code: 1000, reason: 'again' })
    expect(await carrier.device.closed).toBe(1008)
    await carrier.control.sync()
    expect(ended(carrier)).toEqual([])
  })

  test('that stops says so once, and hears no more', async ({ expect }) => {
    const carrier = await started()
    carrier.device.stop()
    await carrier.until('carrier.stopped')
    carrier.device.press('5')
    carrier.device.speak('AAAA', 0)
    carrier.device.breakOff()
    carrier.perform(...Object.values(EFFECTS))
    await carrier.control.sync()
    expect([ended(carrier), carrier.heard]).toEqual([[{ type: 'carrier.stopped' }], []])
  })

  test('that breaks says what it means for the call, once', async ({ expect }) => {
    const carrier = await started()
    carrier.device.breakOff()
    await carrier.until(broken)
    carrier.perform(...Object.values(EFFECTS))
    await carrier.control.sync()
    expect(ended(carrier).map(({ type }) => type)).toEqual([broken])
  })
}
