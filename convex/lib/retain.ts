/** Lets calls and conversations go when they have been kept for as long as they are to be. */
import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from '../_generated/server.js'
import { headWords } from '../model/callText.ts'
import { dueOf, KEEP_ALL, latestDue, type RetentionOf } from '../model/retention.ts'
import { afterCallOf, textOfCall } from './callRows.ts'
import { removeCall, sweepRows, toSweep } from './deleteCalls.ts'
import { removeChat, sweepChats, toSweepChat } from './deleteChats.ts'

/** More rows than there can be agents. */
const MAX_RETENTIONS = 1000
/** Calls or conversations of one transaction. */
const CALLS_A_STEP = 50

export interface RetainProgress {
  /**
   * `null` at first, then where the range of calls ends and its next page begins, then the same of
   * conversations behind `CHATS`, then `SWEEP`.
   */
  cursor: string | null
  isDone: boolean
}
const CHATS = 'chats '
const SWEEP = 'sweep'

/** One step; the next one begins where it ends. */
export async function retainStep(
  ctx: MutationCtx,
  cursor: string | null,
  now: number,
): Promise<RetainProgress> {
  const isSwept = (await sweepRows(ctx)) && (await sweepChats(ctx))
  if (!isSwept || cursor === SWEEP) return { cursor, isDone: isSwept }
  const rows = await retentions(ctx)
  if (cursor?.startsWith(CHATS)) {
    return retainChats(ctx, cursor.slice(CHATS.length), ruleOf(rows), now)
  }
  // A round keeps the range that it began with: a cursor is good for one range only.
  const [edge, ...place] = cursor?.split(' ') ?? []
  const before = edge === undefined ? latestDue(rows, now) : Number(edge)
  if (before === null) return { cursor: SWEEP, isDone: true }
  const { page, isDone, continueCursor } = await ctx.db
    .query('voiceCalls')
    .withIndex('by_startedAt', (q) => q.lte('startedAt', before))
    .paginate({ cursor: place.join(' ') || null, numItems: CALLS_A_STEP })
  const retentionOf = ruleOf(rows)
  for (const call of page) {
    const due = dueOf(call, retentionOf, now)
    if (due === 'call') await removeCall(ctx, call)
    if (due === 'transcript') await removeTranscript(ctx, call)
  }
  return { cursor: isDone ? `${CHATS}${before}` : `${before} ${continueCursor}`, isDone: false }
}

/** The same for conversations. `cursor`: where the range ends, and where its next page begins. */
async function retainChats(
  ctx: MutationCtx,
  cursor: string,
  retentionOf: RetentionOf,
  now: number,
): Promise<RetainProgress> {
  const [edge, ...place] = cursor.split(' ')
  const { page, isDone, continueCursor } = await ctx.db
    .query('chats')
    .withIndex('by_startedAt', (q) => q.lte('startedAt', Number(edge)))
    .paginate({ cursor: place.join(' ') || null, numItems: CALLS_A_STEP })
  for (const chat of page) {
    const { startedAt, agentId, status } = chat
    const isOver = status === 'ended'
    const call = { startedAt, agentId, status: isOver ? 'completed' : 'in_progress' } as const
    const due = dueOf(call, retentionOf, now)
    if (due === 'call') await removeChat(ctx, chat)
    if (due === 'transcript' && !chat.hasNoTranscript) {
      await ctx.db.patch('chats', chat._id, { hasNoTranscript: true, title: '' })
      await toSweepChat(ctx, chat.chatId)
    }
  }
  return { cursor: isDone ? SWEEP : `${CHATS}${edge} ${continueCursor}`, isDone: false }
}

export const retentions = (ctx: QueryCtx): Promise<Doc<'retention'>[]> =>
  ctx.db.query('retention').withIndex('by_agent').take(MAX_RETENTIONS)

function ruleOf(rows: readonly Doc<'retention'>[]): RetentionOf {
  const byAgent = new Map(rows.map((row) => [row.agentId, row]))
  return (agentId) => byAgent.get(agentId) ?? byAgent.get(null) ?? KEEP_ALL
}

/** Takes away what was said and what happened; the call is still found by its numbers and its agent. */
async function removeTranscript(ctx: MutationCtx, call: Doc<'voiceCalls'>): Promise<void> {
  if (call.hasNoTranscript) return
  await ctx.db.patch('voiceCalls', call._id, { hasNoTranscript: true })
  const text = await textOfCall(ctx, call.callSid)
  if (text) await ctx.db.patch('callText', text._id, { words: headWords(call).join(' ') })
  const after = await afterCallOf(ctx, call.callSid)
  if (after) await ctx.db.patch('afterCalls', after._id, { analysis: null })
  await toSweep(ctx, call.callSid)
}
