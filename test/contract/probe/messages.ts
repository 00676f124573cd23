/** What goes over the control sockets, as JSON. Both ends are ours: only the outermost shape is checked. */
import * as z from 'zod'
import type {
  EarsSettings,
  MouthSettings,
  VadSettings,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type {
  CarrierEffect,
  CarrierEvent,
  EngineEffect,
  EngineEvent,
} from '../../../worker/call/events.ts'
import type {
  EarsEvent,
  EarsTraits,
  EngineBrief,
  MouthPiece,
  PartFailure,
} from '../../../worker/call/ports.ts'
import type { EngineTraits } from '../../../worker/call/traits.ts'
import type { Accounts } from '../../../worker/accounts.ts'

export const given = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

/** An answer to this has everything before it that was reported in the same moment. */
export const syncSchema = z.object({ do: z.literal('sync'), number: z.number() })

export type PlainBrief = Omit<EngineBrief, 'callerHash' | 'outside' | 'direct'>

export const engineOrderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('create'),
    brief: given<PlainBrief>(),
    accounts: given<Partial<Accounts>>(),
    /** What its vendor calls the caller's leg, where that does not come through us. */
    legId: z.string().nullable(),
  }),
  /** All of them in one moment, in order. */
  z.object({
    do: z.literal('steps'),
    steps: z.array(
      z.union([
        z.object({ hear: z.array(z.string()) }),
        z.object({ perform: given<EngineEffect>() }),
      ]),
    ),
  }),
  syncSchema,
])
export type EngineOrder = z.infer<typeof engineOrderSchema>
export type EngineStep = Extract<EngineOrder, { do: 'steps' }>['steps'][number]

export const failureSchemas = [
  z.object({ report: z.literal('unreadable') }),
  z.object({ report: z.literal('threw'), what: z.string() }),
  z.object({ report: z.literal('synced'), number: z.number() }),
] as const

export const engineReportSchema = z.discriminatedUnion('report', [
  z.object({
    report: z.literal('created'),
    traits: given<EngineTraits>(),
    /** What is missing with these accounts, and with none. */
    missing: z.string().nullable(),
    missingWithoutAccounts: z.string().nullable(),
  }),
  z.object({ report: z.literal('event'), event: given<EngineEvent>() }),
  /** What it has heard of the caller's side. */
  z.object({ report: z.literal('line'), event: given<CarrierEvent>() }),
  ...failureSchemas,
])
export type EngineReport = z.infer<typeof engineReportSchema>

export const carrierOrderSchema = z.discriminatedUnion('do', [
  /** How the next streams are met. */
  z.object({ do: z.literal('expect'), name: z.string(), admits: z.boolean() }),
  z.object({ do: z.literal('perform'), effects: z.array(given<CarrierEffect>()) }),
  z.object({ do: z.literal('close'), code: z.number(), reason: z.string() }),
  syncSchema,
])
export type CarrierOrder = z.infer<typeof carrierOrderSchema>

export const carrierReportSchema = z.discriminatedUnion('report', [
  z.object({ report: z.literal('asked'), callSid: z.string(), token: z.string() }),
  z.object({ report: z.literal('heard'), payload: z.string() }),
  z.object({ report: z.literal('event'), event: given<CarrierEvent>() }),
  ...failureSchemas,
])
export type CarrierReport = z.infer<typeof carrierReportSchema>

/** What is told of a part when it is made. */
const madeSchema = {
  report: z.literal('created'),
  /** What is missing with these accounts, and with none. */
  missing: z.string().nullable(),
  missingWithoutAccounts: z.string().nullable(),
}

export const earsOrderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('create'),
    settings: given<EarsSettings>(),
    vad: given<VadSettings>(),
    accounts: given<Partial<Accounts>>(),
  }),
  z.object({ do: z.literal('hear'), payloads: z.array(z.string()) }),
  z.object({ do: z.literal('commit') }),
  z.object({ do: z.literal('close') }),
  syncSchema,
])
export type EarsOrder = z.infer<typeof earsOrderSchema>

export const earsReportSchema = z.discriminatedUnion('report', [
  z.object({ ...madeSchema, traits: given<EarsTraits>() }),
  z.object({ report: z.literal('event'), event: given<EarsEvent>() }),
  ...failureSchemas,
])
export type EarsReport = z.infer<typeof earsReportSchema>

/** Which of the texts that a mouth was asked to say. */
const utterance = z.number()

export const mouthOrderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('create'),
    settings: given<MouthSettings>(),
    accounts: given<Partial<Accounts>>(),
  }),
  /** Begins to say a text that is still to be written. `aborted`: its signal has already fired. */
  z.object({ do: z.literal('say'), utterance, aborted: z.boolean() }),
  z.object({ do: z.literal('write'), utterance, text: z.string() }),
  z.object({ do: z.literal('end'), utterance }),
  /** Whoever writes the text has failed. */
  z.object({ do: z.literal('fail'), utterance }),
  z.object({ do: z.literal('abort'), utterance }),
  /** Leaves the loop at the next piece. */
  z.object({ do: z.literal('leave'), utterance }),
  z.object({ do: z.literal('close') }),
  syncSchema,
])
export type MouthOrder = z.infer<typeof mouthOrderSchema>

export const mouthReportSchema = z.discriminatedUnion('report', [
  z.object(madeSchema),
  z.object({ report: z.literal('piece'), utterance, piece: given<MouthPiece>() }),
  z.object({ report: z.literal('ended'), utterance }),
  /** `failure` is `null` when it is no `PartError`. */
  z.object({
    report: z.literal('failed'),
    utterance,
    failure: given<PartFailure>().nullable(),
    what: z.string(),
  }),
  ...failureSchemas,
])
export type MouthReport = z.infer<typeof mouthReportSchema>
