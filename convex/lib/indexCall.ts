import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import type { Call, Turn } from '../model/call.ts'
import { headWords, MAX_WORDS, wordsOf } from '../model/callText.ts'
import { periodsOf } from './callPeriods.ts'
import { textOfCall, turnsOf } from './callRows.ts'

/**
 * Makes the call findable: by its numbers and agent from the first record, by its words once it has
 * ended, when they are final. Meanwhile a record of a running call costs nothing here.
 */
export async function indexCall(
  ctx: MutationCtx,
  before: Doc<'voiceCalls'> | null,
  call: Call,
  turns: readonly Turn[],
  /** Other turns of the same record have come before. */
  hasParts: boolean,
): Promise<void> {
  const hasEnded = call.status !== 'in_progress'
  const hasJustEnded = hasEnded && before?.status !== call.status
  if (before && !hasJustEnded && !(hasEnded && (turns.length > 0 || hasParts))) return
  // A call of which parts had come may have been made findable meanwhile.
  const row = before || hasParts ? await textOfCall(ctx, call.callSid) : null
  const readsAll = hasEnded && (hasJustEnded || hasParts)
  const spoken = readsAll ? await turnsOf(ctx, call.callSid) : hasEnded ? turns : []
  const fields = textOf(call, row ? row.words.split(' ') : headWords(call), spoken)
  if (row) await ctx.db.replace('callText', row._id, fields)
  else await ctx.db.insert('callText', fields)
}

/** Makes a call findable that was stored before calls had this row. */
export async function indexStoredCall(ctx: MutationCtx, call: Doc<'voiceCalls'>): Promise<void> {
  if (await textOfCall(ctx, call.callSid)) return
  const spoken = call.status === 'in_progress' ? [] : await turnsOf(ctx, call.callSid)
  await ctx.db.insert('callText', textOf(call, headWords(call), spoken))
}

function textOf(call: Call, known: readonly string[], spoken: readonly Pick<Turn, 'text'>[]) {
  const words = new Set(known)
  for (const { text } of spoken) {
    if (words.size >= MAX_WORDS) break
    for (const word of wordsOf(text)) words.add(word)
  }
  const { callSid, startedAt, agentId, status } = call
  return {
    callSid,
    startedAt,
    agentId,
    status,
    ...periodsOf(startedAt),
    words: [...words].slice(0, MAX_WORDS).join(' '),
  }
}
