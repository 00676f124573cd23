import type { ConvexReactClient } from 'convex/react'
import { api } from '../../../../convex/_generated/api.js'
import { type CallFilters, listArguments } from '../callFilters.ts'
import type { ExportedCall } from './csv.ts'

/** More rows than this are for the data's own export. */
export const MAX_EXPORTED = 10_000
const PAGE = 200
/** Clocks differ. */
const MARGIN_MS = 60_000

/** Every call that matches, the newest first, with what was found out of it; at most 10,000. */
export async function exportedCalls(
  client: Pick<ConvexReactClient, 'query'>,
  filters: CallFilters,
): Promise<ExportedCall[]> {
  // Calls that begin meanwhile would push others over the edges of pages.
  const asked = { startedBefore: Date.now() + MARGIN_MS, ...listArguments(filters) }
  const found: ExportedCall[] = []
  let cursor: string | null = null
  for (let isDone = false; !isDone && found.length < MAX_EXPORTED;) {
    const paginationOpts = { numItems: PAGE, cursor }
    const answer: Awaited<ReturnType<typeof pageOf>> = await pageOf(client, {
      ...asked,
      paginationOpts,
    })
    found.push(...answer.calls)
    ;({ cursor, isDone } = answer)
  }
  return found.slice(0, MAX_EXPORTED)
}

type Asked = ReturnType<typeof listArguments> & {
  paginationOpts: { numItems: number; cursor: string | null }
}

async function pageOf(client: Pick<ConvexReactClient, 'query'>, asked: Asked) {
  const { page, isDone, continueCursor } = await client.query(api.voiceCalls.list, asked)
  const callSids = page.map(({ callSid }) => callSid)
  const afters = callSids.length > 0 ? await client.query(api.afterCalls.ofCalls, { callSids }) : []
  const byCall = new Map(afters.map((after) => [after.callSid, after]))
  const calls = page.map((call) => ({ call, after: byCall.get(call.callSid) ?? null }))
  return { calls, isDone, cursor: continueCursor }
}
