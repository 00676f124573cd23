/** Attempts to put a caller through, driven by hand. */
import { type Destination, destinationSchema } from '../../../../convex/model/transfer.ts'
import type { CallEvent, PersonEvent } from '../../../../worker/call/events.ts'
import type { JournalEntry } from '../../../../worker/call/journal.ts'
import type { CallRules } from '../../../../worker/call/state.ts'
import { ready, responds, audio, done, mark, ScriptedCall, started } from '../script.ts'

export function destination(over: Partial<Destination> = {}): Destination {
  const desk = destinationSchema.parse({
    name: 'desk',
    label: 'Front desk',
    target: { kind: 'phone', phoneNumber: '+12025550170' },
  })
  return { ...desk, ...over }
}

/** A call whose agent answers only when it is asked to, so that what it is asked for shows. */
export function talking(rules: Partial<CallRules> = {}): ScriptedCall {
  const call = new ScriptedCall(rules, { answersItself: false, stopsItself: false })
  call.at(0, ready)
  call.at(0, started)
  return call
}

export function transfers(over: Partial<Destination> = {}): CallEvent {
  return { type: 'operator.transfers', to: destination(over), askedBy: 'operator' }
}

/** At 1,000 ms a person is called, and the agent has said so by 2,000 ms. */
export function calling(
  over: Partial<Destination> = {},
  rules: Partial<CallRules> = {},
): ScriptedCall {
  const call = talking(rules)
  call.at(1_000, transfers(over))
  call.at(1_100, responds('r1'))
  call.at(1_200, audio('r1', 'i1', 700))
  call.at(1_300, done('r1'))
  call.at(1_900, mark('p0'))
  return call
}

type Named<Type extends PersonEvent['type']> = Extract<PersonEvent, { type: Type }>
type Plain = Exclude<
  PersonEvent,
  { type: 'person.called' | 'person.gone' | 'person.not_called' | 'person.not_reached' }
>

export function person(
  what: Plain['type'] extends `person.${infer What}` ? What : never,
  attempt = 1,
) {
  return { type: `person.${what}`, attempt } as Plain
}

export const called = (legId = 'CAp1', attempt = 1): PersonEvent => ({
  type: 'person.called',
  attempt,
  legId,
})
export const gone = (how: Named<'person.gone'>['how'], attempt = 1): PersonEvent => ({
  type: 'person.gone',
  attempt,
  how,
  durationSec: 12,
})
export const notCalled: PersonEvent = { type: 'person.not_called', attempt: 1, detail: 'Refused.' }
export const notReached: PersonEvent = {
  type: 'person.not_reached',
  attempt: 1,
  detail: 'Refused.',
}
export const moved: CallEvent = { type: 'carrier.moved' }
export const returns: CallEvent = { type: 'carrier.returns' }
export const stopped: CallEvent = { type: 'carrier.stopped' }

/** The events of a whole attempt that succeeds, in their order. */
export const ALL_THE_WAY: readonly CallEvent[] = [
  called(),
  person('ringing'),
  person('answered'),
  person('accepted'),
  person('joined'),
  stopped,
  moved,
]

/** Plays events a tenth of a second apart, from 2,000 ms on. */
export function after(call: ScriptedCall, events: readonly CallEvent[]): ScriptedCall {
  for (const event of events) call.at(Math.max(call.now, 1_900) + 100, event)
  return call
}

export function effectsOf(call: ScriptedCall, type: string): unknown[] {
  return call.effects.map(({ effect }) => effect).filter((effect) => effect.type === type)
}

export function linesOf<Kind extends JournalEntry['kind']>(call: ScriptedCall, kind: Kind) {
  return call.journal.filter(
    (entry): entry is Extract<JournalEntry, { kind: Kind }> => entry.kind === kind,
  )
}

/** How the attempts ended, in order. */
export function outcomes(call: ScriptedCall): string[] {
  return linesOf(call, 'transfer_ended').map(({ outcome }) => outcome)
}

/** How often a person was let go. */
export function letGo(call: ScriptedCall): number {
  return effectsOf(call, 'person.let_go').length
}

export function stageOf(call: ScriptedCall): string | null {
  return call.state.transfer?.stage.name ?? null
}
