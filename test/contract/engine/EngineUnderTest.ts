import { voiceSettingsSchema, type VoiceSettings } from '../../../convex/model/agent.ts'
import type { EngineEffect, EngineEvent } from '../../../worker/call/events.ts'
import type { HistoryItem } from '../../../worker/call/history.ts'
import { A_CALL, AN_AGENT } from '../../fixtures/callBrief.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import {
  type EngineOrder,
  type EngineReport,
  engineReportSchema,
  type EngineStep,
} from '../probe/messages.ts'
import type { EngineRig, Phone } from './rig.ts'

export type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>

/** An engine in workerd, and everything that it reports. */
export class EngineUnderTest {
  readonly control: Control<EngineOrder, EngineReport>
  readonly #phone: Phone | null

  /** `phone`: where the caller is who does not come through the engine; `null`: they do. */
  constructor(control: Control<EngineOrder, EngineReport>, phone: Phone | null) {
    this.control = control
    this.#phone = phone
  }

  /** Everything that the engine has reported. */
  get events(): EngineEvent[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'event' ? [report.event] : [],
    )
  }

  get types(): EngineEvent['type'][] {
    return this.events.map(({ type }) => type)
  }

  /** What it told of itself when it was made. */
  created(): Promise<Extract<EngineReport, { report: 'created' }>> {
    return this.control.reports.until('an engine', (report) =>
      report.report === 'created' ? report : null,
    )
  }

  /** Does these in one moment, in order. */
  take(...steps: EngineStep[]): void {
    this.control.send({ do: 'steps', steps })
    if (!this.#phone) return
    for (const step of steps) if ('hear' in step) this.#phone.speak(step.hear)
  }

  hear(...payloads: readonly string[]): void {
    this.take({ hear: [...payloads] })
  }

  perform(...effects: EngineEffect[]): void {
    this.take(...effects.map((effect) => ({ perform: effect })))
  }

  /** Opens it, and waits until it listens. */
  async open(history: readonly HistoryItem[] = []): Promise<void> {
    this.perform({ type: 'engine.open', instance: 1, which: 'own', history })
    await this.until('engine.ready')
  }

  /** The first event of this type after `from` others of it. */
  until<Type extends EngineEvent['type']>(type: Type, from = 0): Promise<EventOf<Type>> {
    return this.control.reports.until(`${type}, after ${from} others`, (report) => {
      if (report.report !== 'event' || !isOf(report.event, type)) return null
      const before = this.control.reports.items.indexOf(report)
      const { length } = this.control.reports.items
        .slice(0, before)
        .filter((earlier) => earlier.report === 'event' && earlier.event.type === type)
      return length >= from ? report.event : null
    })
  }

  count(type: EngineEvent['type']): number {
    return this.types.filter((own) => own === type).length
  }
}

function isOf<Type extends EngineEvent['type']>(
  event: EngineEvent,
  type: Type,
): event is EventOf<Type> {
  return event.type === type
}

let made = 0

/** Makes the engine of this name in an object of its own. */
export async function makeEngine(
  probe: Probe,
  name: string,
  { settings, accounts, call }: EngineRig,
  voice: Partial<VoiceSettings> = {},
): Promise<EngineUnderTest> {
  made += 1
  const socket = await probe.open(`/engine/${name}-${made}`)
  const phone = call?.() ?? null
  const engine = new EngineUnderTest(new Control(socket, engineReportSchema), phone)
  const brief = {
    instructions: 'Count.',
    voice: { ...voiceSettingsSchema.parse({}), ...voice },
    settings,
    tools: [{ name: 'weather', description: 'Tells the weather.', parameters: { type: 'object' } }],
    call: A_CALL,
    agent: AN_AGENT,
  }
  engine.control.send({ do: 'create', brief, accounts, legId: phone?.legId ?? null })
  await engine.created()
  return engine
}
