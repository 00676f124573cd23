import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import type { Call } from '../model/call.ts'
import { addFigures, figuresOf, NO_FIGURES } from '../model/callFigures.ts'
import { SCHEMA_VERSION } from '../model/schemaVersion.ts'
import { slotOf } from '../model/slots.ts'
import { mergeSlots } from './mergeSlots.ts'

/**
 * Rows that the calls of a quarter of an hour share: records that come at once change different rows,
 * and need not wait for each other.
 */
const SHARES = 16

/** Brings the figures of the call's quarter of an hour up to date: what it was goes, what it is comes. */
export async function countCall(
  ctx: MutationCtx,
  before: Doc<'voiceCalls'> | null,
  call: Call,
): Promise<void> {
  const was = before ? figuresOf(before) : NO_FIGURES
  const is = figuresOf(call)
  // Most records of a running call change no figure: they must not touch a row that calls share.
  if (JSON.stringify(was) === JSON.stringify(is)) return
  const slotStart = slotOf(before?.startedAt ?? call.startedAt)
  const share = shareOf(call.callSid)
  const row = await ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) =>
      q.eq('isMerged', false).eq('slotStart', slotStart).eq('share', share),
    )
    .unique()
  const figures = addFigures(addFigures(row ?? NO_FIGURES, was, -1), is)
  const stored = { schemaVersion: SCHEMA_VERSION, ...figures, slotStart, isMerged: false, share }
  if (row) return ctx.db.replace('callStats', row._id, stored)
  await ctx.db.insert('callStats', stored)
  // Rows are merged as new ones come, by one share alone, so that mergers do not meet.
  if (share === 0) await mergeSlots(ctx, Date.now())
}

/** Calls of one moment get different shares: their ids are random. */
function shareOf(callSid: string): number {
  let hash = 0
  for (const letter of callSid) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return hash % SHARES
}
