import type { CarrierEffect, CarrierEvent } from '../../../worker/call/events.ts'
import { type CarrierOrder, type CarrierReport, carrierReportSchema } from '../probe/messages.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import { type Dialect, StreamDevice } from './StreamDevice.ts'

type EventOf<Type extends CarrierEvent['type']> = Extract<CarrierEvent, { type: Type }>

/** A carrier in workerd, the caller's end of its stream, and everything that it reports. */
export class CarrierUnderTest {
  readonly control: Control<CarrierOrder, CarrierReport>
  readonly device: StreamDevice

  constructor(control: Control<CarrierOrder, CarrierReport>, device: StreamDevice) {
    this.control = control
    this.device = device
  }

  /** Everything that was reported beside the caller's audio. */
  get events(): CarrierEvent[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'event' ? [report.event] : [],
    )
  }

  get heard(): string[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'heard' ? [report.payload] : [],
    )
  }

  /** The stream begins, and is admitted. */
  async start(): Promise<void> {
    this.device.start('CA1', 'a-token')
    await this.until('carrier.started')
  }

  perform(...effects: CarrierEffect[]): void {
    this.control.send({ do: 'perform', effects })
  }

  until<Type extends CarrierEvent['type']>(type: Type): Promise<EventOf<Type>> {
    return this.control.reports.until(type, (report) =>
      report.report === 'event' && isOf(report.event, type) ? report.event : null,
    )
  }

  untilReport(report: CarrierReport['report']): Promise<CarrierReport> {
    return this.control.reports.until(report, (own) => (own.report === report ? own : null))
  }

  /** Everything that the device has sent is taken: streams and control are one object's. */
  async settle(): Promise<void> {
    this.device.echo('settled')
    await this.control.reports.until('the last mark', (report) =>
      report.report === 'event' &&
      report.event.type === 'carrier.mark' &&
      report.event.name === 'settled'
        ? report
        : null,
    )
  }
}

function isOf<Type extends CarrierEvent['type']>(
  event: CarrierEvent,
  type: Type,
): event is EventOf<Type> {
  return event.type === type
}

let made = 0

/** Makes the carrier of this name in an object of its own, with a stream that has not started. */
export async function makeCarrier(
  probe: Probe,
  name: string,
  dialect: Dialect,
  admits = true,
): Promise<CarrierUnderTest> {
  made += 1
  const object = `${name}-${made}`
  const control = new Control<CarrierOrder, CarrierReport>(
    await probe.open(`/carrier/${object}`),
    carrierReportSchema,
  )
  control.send({ do: 'expect', name, admits })
  await control.sync()
  const device = new StreamDevice(await probe.open(`/stream/${object}`), dialect)
  return new CarrierUnderTest(control, device)
}
