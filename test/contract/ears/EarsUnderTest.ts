import type { EarsEvent } from '../../../worker/call/ports.ts'
import { type EarsOrder, type EarsReport, earsReportSchema } from '../probe/messages.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import { utterance } from '../sound.ts'
import type { EarsRig } from './rig.ts'

type EventOf<Type extends EarsEvent['type']> = Extract<EarsEvent, { type: Type }>

/** Ears in workerd, and everything that they report. */
export class EarsUnderTest {
  readonly control: Control<EarsOrder, EarsReport>

  constructor(control: Control<EarsOrder, EarsReport>) {
    this.control = control
  }

  get events(): EarsEvent[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'event' ? [report.event] : [],
    )
  }

  get types(): EarsEvent['type'][] {
    return this.events.map(({ type }) => type)
  }

  /** What they told of themselves when they were made. */
  created(): Promise<Extract<EarsReport, { report: 'created' }>> {
    return this.control.reports.until('ears', (report) =>
      report.report === 'created' ? report : null,
    )
  }

  hear(...payloads: readonly string[]): void {
    this.control.send({ do: 'hear', payloads: [...payloads] })
  }

  commit(): void {
    this.control.send({ do: 'commit' })
  }

  close(): void {
    this.control.send({ do: 'close' })
  }

  /** The first event of this type after `from` others of it. */
  until<Type extends EarsEvent['type']>(type: Type, from = 0): Promise<EventOf<Type>> {
    return this.control.reports.until(`${type}, after ${from} others`, (report) => {
      if (report.report !== 'event' || !isOf(report.event, type)) return null
      const before = this.events.slice(0, this.events.indexOf(report.event))
      return before.filter((earlier) => earlier.type === type).length >= from ? report.event : null
    })
  }

  count(type: EarsEvent['type']): number {
    return this.types.filter((own) => own === type).length
  }

  /** Lets them hear a whole turn, and says that it has ended where they do not find out. */
  async turn(): Promise<EventOf<'ears.final'>> {
    const before = this.count('ears.final')
    await this.speak()
    return this.until('ears.final', before)
  }

  /** As `turn`, without waiting for what becomes of it. */
  async speak(): Promise<void> {
    const { traits } = await this.created()
    this.hear(...utterance())
    if (!traits.endsTurns) this.commit()
  }
}

function isOf<Type extends EarsEvent['type']>(
  event: EarsEvent,
  type: Type,
): event is EventOf<Type> {
  return event.type === type
}

let made = 0

/** Makes ears of this name in an object of their own, and lets them connect. */
export async function makeEars(
  probe: Probe,
  name: string,
  { settings, vad, accounts }: EarsRig,
): Promise<EarsUnderTest> {
  made += 1
  const socket = await probe.open(`/ears/${name}-${made}`)
  const ears = new EarsUnderTest(new Control(socket, earsReportSchema))
  ears.control.send({ do: 'create', settings, vad, accounts })
  return ears
}
