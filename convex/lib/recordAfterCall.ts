/** How what was found out of a call gets into its tables. */
import type { MutationCtx } from '../_generated/server.js'
import { MAX_WORDS } from '../model/callText.ts'
import {
  type AfterCallRecord,
  afterCallRecordSchema,
  type Analysis,
  wordsOfAnalysis,
} from '../model/outcome.ts'
import { afterCallOf, callBySid, deletedCall, textOfCall } from './callRows.ts'
import { parsed } from './errors.ts'

export async function recordAfterCall(
  ctx: MutationCtx,
  args: AfterCallRecord,
): Promise<'taken' | 'unknown' | 'deleted'> {
  const record = parsed(afterCallRecordSchema, args)
  const { callSid, revision } = record
  const call = await callBySid(ctx, callSid)
  if (!call) return (await deletedCall(ctx, callSid)) ? 'deleted' : 'unknown'
  const before = await afterCallOf(ctx, callSid)
  if (before && before.revision >= revision) return 'taken'
  // What was said is gone, so what was made of it goes, too.
  const row = call.hasNoTranscript ? { ...record, analysis: null } : record
  if (before) await ctx.db.replace('afterCalls', before._id, row)
  else await ctx.db.insert('afterCalls', row)
  await index(ctx, callSid, before?.analysis ?? null, row.analysis)
  return 'taken'
}

/** Makes the call findable by what was found out of it. */
async function index(
  ctx: MutationCtx,
  callSid: string,
  before: Analysis | null,
  after: Analysis | null,
): Promise<void> {
  const old = new Set(wordsOfAnalysis(before))
  const found = wordsOfAnalysis(after)
  if (old.size === found.length && found.every((word) => old.has(word))) return
  const text = await textOfCall(ctx, callSid)
  if (!text) return
  const others = text.words.split(' ').filter((word) => !old.has(word))
  const words = [...new Set([...found, ...others])].slice(0, MAX_WORDS).join(' ')
  await ctx.db.patch('callText', text._id, { words })
}
