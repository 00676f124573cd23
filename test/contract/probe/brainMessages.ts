/** What goes over the control socket of a brain, as JSON: see messages.ts. */
import * as z from 'zod'
import type { BrainSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'
import type {
  BrainPiece,
  BrainQuestion,
  PartBrief,
  PartFailure,
} from '../../../worker/call/ports.ts'
import { failureSchemas, given, syncSchema } from './messages.ts'

export const brainOrderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('create'),
    settings: given<BrainSettings>(),
    brief: given<Omit<PartBrief, 'callerHash' | 'outside'>>(),
    accounts: given<Partial<Accounts>>(),
    /** By their references. */
    secrets: z.record(z.string(), z.string()),
    /** Places of this machine that may be asked. */
    exceptions: z.array(z.string()),
  }),
  z.object({
    do: z.literal('ask'),
    /** What its reports are told apart by. */
    ask: z.string(),
    question: given<BrainQuestion>(),
    /** After how many pieces the loop is left; `null`: it is not. */
    leaveAfter: z.number().nullable(),
  }),
  z.object({ do: z.literal('abort'), ask: z.string() }),
  syncSchema,
])
export type BrainOrder = z.infer<typeof brainOrderSchema>

export const brainReportSchema = z.discriminatedUnion('report', [
  z.object({
    report: z.literal('created'),
    /** What is missing with these accounts, and with none. */
    missing: z.string().nullable(),
    missingWithoutAccounts: z.string().nullable(),
  }),
  z.object({ report: z.literal('piece'), ask: z.string(), piece: given<BrainPiece>() }),
  z.object({ report: z.literal('ended'), ask: z.string() }),
  z.object({
    report: z.literal('failed'),
    ask: z.string(),
    /** `null`: what was thrown is no `PartError`. */
    failure: given<PartFailure>().nullable(),
    aborted: z.boolean(),
  }),
  ...failureSchemas,
])
export type BrainReport = z.infer<typeof brainReportSchema>
