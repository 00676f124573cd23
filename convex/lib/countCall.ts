import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import type { Call } from '../model/call.ts'
import { addFigures, figuresOf, NO_FIGURES } from '../model/callFigures.ts'
import { SCHEMA_VERSION } from '../model/schemaVersion.ts'

export const SLOT_MS = 15 * 60_000

export const slotOf = (epochMs: number) => Math.floor(epochMs / SLOT_MS) * SLOT_MS

/** Brings the figures of the call's quarter of an hour up to date: what it was goes, what it is comes. */
export async function countCall(
  ctx: MutationCtx,
  before: Doc<'voiceCalls'> | null,
  call: Call,
): Promise<void> {
  const was = before ? figuresOf(before) : NO_FIGURES
  const is = figuresOf(call)
  // Most records of a running call change no figure: they must not touch a row that all calls share.
  if (JSON.stringify(was) === JSON.stringify(is)) return
  const slotStart = slotOf(before?.startedAt ?? call.startedAt)
  const slot = await ctx.db
    .query('callStats')
    .withIndex('by_slotStart', (q) => q.eq('slotStart', slotStart))
    .unique()
  const figures = addFigures(addFigures(slot ?? NO_FIGURES, was, -1), is)
  const row = { schemaVersion: SCHEMA_VERSION, ...figures, slotStart }
  if (slot) await ctx.db.replace('callStats', slot._id, row)
  else await ctx.db.insert('callStats', row)
}
