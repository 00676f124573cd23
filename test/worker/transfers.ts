/** Callers who want to talk to a person, for whole calls. */
import type { OutboundCall, PersonScript, SimulatedCall } from '../simulators/twilio/index.ts'
import type { AgentParts } from './agents.ts'
import { Browser } from './browser.ts'
import { instructionsIn } from '../../worker/call/prompts/index.ts'
import {
  ask,
  type Harness,
  type HarnessOptions,
  hearOut,
  type Line,
  startHarness,
} from './harness.ts'
import { eventually, type StoredCall } from './storedCall.ts'

const PASSWORD = 'a password of the operators'

/** A second of Twilio's takes a tenth: phones ring for less long, and nothing else is different. */
const PHONE = { secondMs: 100, callsPerSecond: 50 }

export type DestinationInput = NonNullable<NonNullable<AgentParts['tools']>['destinations']>[number]

export const lastOf = ({ call }: StoredCall) => call.transfers?.at(-1)

export async function startTransfers(options: HarnessOptions = {}): Promise<Transfers> {
  const phone = { ...PHONE, ...options.phone }
  const vars = { OPERATOR_PASSWORD: PASSWORD, ...options.vars }
  return new Transfers(await startHarness({ losable: true, ...options, vars, phone }))
}

export class Transfers {
  readonly harness: Harness
  #persons = 0

  constructor(harness: Harness) {
    this.harness = harness
  }

  /** The caller asks for a person, and the agent has them called. */
  async begin(script: PersonScript, destination: Partial<DestinationInput> = {}): Promise<Attempt> {
    this.#persons += 1
    const person = `+1212555${String(this.#persons).padStart(4, '0')}`
    this.harness.twilio.persons.set(person, script)
    const target = { kind: 'phone' as const, phoneNumber: person }
    const destinations = [{ name: 'Front desk', target, ...destination }]
    const number = await this.harness.newNumber({}, answers(), { tools: { destinations } })
    const call = this.harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'Somebody else.')
    return new Attempt(this.harness, { call, number, person })
  }

  /** An operator ends the call. */
  async end({ call }: Attempt): Promise<void> {
    const operator = await new Browser(this.harness.url).signIn(PASSWORD)
    await operator.post(`/api/calls/${call.callSid}/end`)
  }
}

/**
 * What the agent says: it has the person called, says so, and says what came of it. It looks at what was done,
 * as a busy machine makes two turns of a sentence, and an answer that is talked over does nothing.
 */
function answers(): Line[] {
  const asked = { destination: 'Front desk', summary: 'They want a refund.' }
  const next: Line = ({ items }) => {
    const known = JSON.stringify(items)
    if (known.includes('They are being called.')) return { say: 'That was all.' }
    const isAsked = items.some(
      (item) => item.type === 'function_call_output' && isDone(item.output),
    )
    if (isAsked) return { say: 'They are being called.' }
    return { say: 'I will try.', tools: [{ name: 'transfer_to_human', arguments: asked }] }
  }
  return Array.from({ length: 6 }, () => next)
}

const { toolNotDone } = instructionsIn('en-US')
const isDone = (output: string): boolean => !output.includes(toolNotDone)

/** One caller's wish for a person. */
export class Attempt {
  readonly call: SimulatedCall
  /** The agent's number. */
  readonly number: string
  /** The person's. */
  readonly person: string
  readonly #harness: Harness

  constructor(harness: Harness, who: { call: SimulatedCall; number: string; person: string }) {
    this.#harness = harness
    this.call = who.call
    this.number = who.number
    this.person = who.person
  }

  /** What the conference is called in which the two meet. */
  get room(): string {
    return `${this.call.callSid}-1`
  }

  /** Who has been in the room, as it tells of them. */
  get roomEvents(): readonly string[] {
    const held = this.#harness.twilio.conferences.find(({ name }) => name === this.room)
    return held?.events ?? []
  }

  /** How often somebody was called at the person's number. */
  get legs(): OutboundCall[] {
    return this.#harness.twilio.outgoing.filter(({ to }) => to === this.person)
  }

  /** The person's side of the line. */
  leg(): Promise<OutboundCall> {
    return eventually(`a call to ${this.person}`, () => this.legs[0])
  }

  /** The person's phone rings. */
  async ringing(): Promise<OutboundCall> {
    const leg = await this.leg()
    return eventually(`${this.person} rings`, () => (leg.status === 'ringing' ? leg : null))
  }

  /** The record, once the attempt is over. */
  over(): Promise<StoredCall> {
    return this.record((stored) => lastOf(stored)?.outcome != null)
  }

  /** The record, once it is so. */
  record(ready: (stored: StoredCall) => boolean): Promise<StoredCall> {
    return this.#harness.storedCall(this.call.callSid, ready)
  }

  /** Resolves when the agent was told this. */
  async agentKnows(what: string): Promise<void> {
    const { conversation } = await this.#harness.sessionFor(this.number)
    await eventually(`“${what}” in what the agent is told`, () =>
      JSON.stringify(conversation.items).includes(what) ? true : null,
    )
  }

  /** The caller is with the agent, over this many streams so far; then they hang up. */
  async endsWithAgent(streams = 1): Promise<StoredCall> {
    const { call } = this
    await eventually('a stream to the agent', () => call.stream?.firstAudioAt)
    await call.agentIdle(250)
    if (call.streams.length !== streams || call.status !== 'in-progress') {
      throw new Error(`The caller is ${call.status}, after ${call.streams.length} streams.`)
    }
    call.hangUp()
    await call.ended
    return this.#harness.storedCall(call.callSid)
  }
}
