/** How a call's record gets into its tables, whole or not at all. */
import * as z from 'zod'
import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import {
  type Call,
  callEventSchema,
  callSchema,
  type CallRecordEvent,
  type Turn,
  turnSchema,
} from '../model/call.ts'
import { callBySid, eventBySeq, turnByItem } from './callRows.ts'
import { indexCall } from './indexCall.ts'
import { functionError, parsed } from './errors.ts'
import { countCall } from './countCall.ts'

const recordSchema = z.object({
  call: callSchema,
  revision: z.number().int().min(0),
  turns: z.array(turnSchema),
  events: z.array(callEventSchema),
})
export type CallRecord = z.infer<typeof recordSchema>

export async function recordCall(
  ctx: MutationCtx,
  args: CallRecord,
): Promise<{ applied: boolean; revision: number }> {
  const record = parsed(recordSchema, args)
  const { call, revision, turns, events } = record
  requireOneCall(record)
  const before = await callBySid(ctx, call.callSid)
  if (before && revision <= before.revision) return { applied: false, revision: before.revision }

  await saveCall(ctx, before, { ...call, revision })
  for (const turn of turns) await saveTurn(ctx, turn)
  for (const event of events) await saveEvent(ctx, event)
  await countCall(ctx, before, call)
  await indexCall(ctx, before, call, turns)
  return { applied: true, revision }
}

function requireOneCall({ call, turns, events }: CallRecord): void {
  const stranger = [...turns, ...events].find((row) => row.callSid !== call.callSid)
  if (!stranger) return
  throw functionError(
    'invalid',
    `A record of call ${call.callSid} holds a row of call ${stranger.callSid}.`,
    'callSid',
  )
}

async function saveCall(
  ctx: MutationCtx,
  before: Doc<'voiceCalls'> | null,
  call: Call & { revision: number },
): Promise<void> {
  if (before) await ctx.db.replace('voiceCalls', before._id, call)
  else await ctx.db.insert('voiceCalls', call)
}

async function saveTurn(ctx: MutationCtx, turn: Turn): Promise<void> {
  const before = await turnByItem(ctx, turn.callSid, turn.itemId)
  if (before) await ctx.db.replace('callTurns', before._id, turn)
  else await ctx.db.insert('callTurns', turn)
}

async function saveEvent(ctx: MutationCtx, event: CallRecordEvent): Promise<void> {
  const before = await eventBySeq(ctx, event.callSid, event.seq)
  if (before) await ctx.db.replace('callEvents', before._id, event)
  else await ctx.db.insert('callEvents', event)
}
