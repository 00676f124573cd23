/** Recorders in place of everything that a call has around it. */
import { agentSettingsSchema, type AgentSnapshot } from '../../../convex/model/agent.ts'
import { SCHEMA_VERSION } from '../../../convex/model/schemaVersion.ts'
import type {
  CarrierEffect,
  CarrierEvent,
  EngineEffect,
  EngineEvent,
} from '../../../worker/call/events.ts'
import type {
  Carrier,
  CarrierListener,
  Engine,
  EngineListener,
} from '../../../worker/call/ports.ts'
import type { AnsweredOpening } from '../../../worker/shell/Journal.ts'
import { newCall } from '../../../worker/shell/newCall.ts'
import type { CallStorage, WriteOptions } from '../../../worker/shell/storage.ts'

/** The storage of one object. Values are copied, as on a disk. */
export class FakeStorage implements CallStorage {
  readonly values = new Map<string, unknown>()
  /** Every `put`, in order. */
  readonly puts: { key: string; value: unknown; options: WriteOptions | undefined }[] = []
  /** Epoch ms; `null`: none is set. */
  alarm: number | null = null

  readonly kv = {
    get: (key: string): unknown => structuredClone(this.values.get(key)),
    list: ({ prefix }: { prefix: string }): [string, unknown][] =>
      [...this.values]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, structuredClone(value)]),
    put: (key: string, value: unknown): void => void this.values.set(key, structuredClone(value)),
    delete: (key: string): boolean => this.values.delete(key),
  }

  async put(key: string, value: unknown, options?: WriteOptions): Promise<void> {
    this.puts.push({ key, value: structuredClone(value), options })
    this.kv.put(key, value)
  }

  async setAlarm(at: number): Promise<void> {
    this.alarm = at
  }

  async deleteAlarm(): Promise<void> {
    this.alarm = null
  }
}

/** An engine that does nothing by itself. */
export class FakeEngine implements Engine {
  readonly heard: string[] = []
  readonly effects: EngineEffect[] = []
  readonly listener: EngineListener

  constructor(listener: EngineListener) {
    this.listener = listener
  }

  hear(payload: string): void {
    this.heard.push(payload)
  }

  perform(effect: EngineEffect): void {
    this.effects.push(effect)
  }

  says(...events: EngineEvent[]): void {
    for (const event of events) this.listener.happened(event)
  }
}

/** The same for the caller's side. */
export class FakeCarrier implements Carrier {
  readonly effects: CarrierEffect[] = []
  readonly closed: [code: number, reason: string][] = []
  readonly listener: CarrierListener

  constructor(listener: CarrierListener) {
    this.listener = listener
  }

  perform(effect: CarrierEffect): void {
    this.effects.push(effect)
  }

  close(code: number, reason: string): void {
    this.closed.push([code, reason])
  }

  /** The stream begins; whether it was let in. */
  start(token = 'a-token'): boolean {
    const admitted = this.listener.admit({ callSid: 'CA1', token })
    if (admitted) this.says({ type: 'carrier.started' })
    return admitted
  }

  says(...events: CarrierEvent[]): void {
    for (const event of events) this.listener.happened(event)
  }
}

export function agent(settings: Partial<AgentSnapshot> = {}): AgentSnapshot {
  const {
    capabilities: _,
    chat: _chat,
    sip: _sip,
    ...shared
  } = agentSettingsSchema.parse({
    name: 'Reception',
    instructions: 'Help.',
    voice: { greeting: { type: 'none' } },
    engine: { engine: 'echo' },
  })
  return { schemaVersion: SCHEMA_VERSION, agentId: 'a1', version: 1, ...shared, ...settings }
}

/** A call that begins at `startedAt`, epoch ms. */
export function opening(startedAt: number, settings: Partial<AgentSnapshot> = {}): AnsweredOpening {
  const answering = agent(settings)
  const incoming = {
    callSid: 'CA1',
    from: '+12025550199',
    to: '+12025550100',
    carrier: 'twilio',
    agent: answering,
    token: 'a-token',
  }
  return { call: newCall(incoming, startedAt), agent: answering }
}
