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
import { callBySid, deletedCall, eventBySeq, turnByItem } from './callRows.ts'
import { indexCall } from './indexCall.ts'
import { functionError, parsed } from './errors.ts'
import { countCall } from './countCall.ts'
import { countPromises } from './countPromises.ts'

const recordSchema = z.object({
  call: callSchema,
  revision: z.number().int().min(0),
  turns: z.array(turnSchema),
  events: z.array(callEventSchema),
  isPartial: z.boolean().optional(),
})
export type CallRecord = z.infer<typeof recordSchema>

export async function recordCall(
  ctx: MutationCtx,
  args: CallRecord,
): Promise<{ applied: boolean; revision: number; isDeleted?: boolean }> {
  const record = parsed(recordSchema, args)
  const { call, revision, turns, events } = record
  requireOneCall(record)
  const stored = await callBySid(ctx, call.callSid)
  if (stored && !isNewer(revision, stored)) return { applied: false, revision: stored.revision }
  if (!stored && (await deletedCall(ctx, call.callSid))) {
    return { applied: false, revision, isDeleted: true }
  }
  if (stored?.hasNoTranscript) {
    await saveCall(ctx, stored, { ...call, revision, hasNoTranscript: true })
    await countCall(ctx, stored, call)
    await countPromises(ctx, stored, call)
    return { applied: true, revision }
  }
  for (const turn of turns) await saveTurn(ctx, turn)
  for (const event of events) await saveEvent(ctx, event)
  if (record.isPartial) return { applied: true, revision: await announce(ctx, stored, record) }
  // A call that was only announced counts as new.
  const before = stored && stored.revision > ANNOUNCED ? stored : null
  await saveCall(ctx, stored, { ...call, revision })
  await countCall(ctx, before, call)
  await countPromises(ctx, before, call)
  await indexCall(ctx, before, call, turns, Boolean(stored?.incoming))
  return { applied: true, revision }
}

/** Lower than any revision of a call: parts of its first record have come, and it is not counted yet. */
const ANNOUNCED = -1

/** Whether the record is newer than what is stored, and no older than one whose parts are coming in. */
const isNewer = (revision: number, { revision: known, incoming }: Doc<'voiceCalls'>): boolean =>
  revision > known && revision >= (incoming ?? 0)

/** Keeps that a record comes in parts, so that an older one that was late does not come between them. */
async function announce(
  ctx: MutationCtx,
  stored: Doc<'voiceCalls'> | null,
  { call, revision: incoming }: CallRecord,
): Promise<number> {
  if (!stored) {
    await ctx.db.insert('voiceCalls', { ...call, revision: ANNOUNCED, incoming })
    return ANNOUNCED
  }
  if (stored.incoming !== incoming) await ctx.db.patch('voiceCalls', stored._id, { incoming })
  return stored.revision
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
  call: Call & { revision: number; hasNoTranscript?: boolean },
): Promise<void> {
  if (before) await ctx.db.replace('voiceCalls', before._id, call)
  else await ctx.db.insert('voiceCalls', call)
}

async function saveTurn(ctx: MutationCtx, { heardText, ...turn }: Turn): Promise<void> {
  const before = await turnByItem(ctx, turn.callSid, turn.itemId)
  const row = heardText === turn.text ? turn : { ...turn, heardText }
  if (before) await ctx.db.replace('callTurns', before._id, row)
  else await ctx.db.insert('callTurns', row)
}

async function saveEvent(ctx: MutationCtx, event: CallRecordEvent): Promise<void> {
  const before = await eventBySeq(ctx, event.callSid, event.seq)
  if (before) await ctx.db.replace('callEvents', before._id, event)
  else await ctx.db.insert('callEvents', event)
}
