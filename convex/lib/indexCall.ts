import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import type { Call, Turn } from '../model/call.ts'
import { headTerms, MAX_TERMS, wordsOf } from '../model/callTerms.ts'
import { termRow } from './callRows.ts'

/**
 * Makes the call findable: by its numbers and agent from the first record, by its words once it has
 * ended, when they are final. Meanwhile a record of a running call costs nothing here.
 */
export async function indexCall(
  ctx: MutationCtx,
  before: Doc<'voiceCalls'> | null,
  call: Call,
  turns: readonly Turn[],
): Promise<void> {
  if (before && before.status !== call.status) await moveTerms(ctx, call)
  const ended = call.status !== 'in_progress'
  const justEnded = ended && (!before || before.status === 'in_progress')
  const words = justEnded ? await storedWords(ctx, call.callSid) : ended ? spokenWords(turns) : []
  const terms = before ? words : [...headTerms(call), ...words]
  for (const term of new Set(terms)) await addTerm(ctx, call, term)
}

const spokenWords = (turns: readonly Turn[]) => turns.flatMap((turn) => wordsOf(turn.text))

async function storedWords(ctx: MutationCtx, callSid: string): Promise<string[]> {
  const words = new Set<string>()
  const turns = ctx.db.query('callTurns').withIndex('by_start', (q) => q.eq('callSid', callSid))
  for await (const turn of turns) {
    for (const word of wordsOf(turn.text)) words.add(word)
    if (words.size >= MAX_TERMS) break
  }
  return [...words].slice(0, MAX_TERMS)
}

async function addTerm(ctx: MutationCtx, call: Call, term: string): Promise<void> {
  if (await termRow(ctx, call.callSid, term)) return
  const { callSid, startedAt, agentId, status } = call
  await ctx.db.insert('callTerms', { term, callSid, startedAt, agentId, status })
}

async function moveTerms(ctx: MutationCtx, { callSid, status }: Call): Promise<void> {
  const rows = await ctx.db
    .query('callTerms')
    .withIndex('by_call', (q) => q.eq('callSid', callSid))
    .collect()
  for (const row of rows) await ctx.db.patch('callTerms', row._id, { status })
}
