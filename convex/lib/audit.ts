import type { MutationCtx } from '../_generated/server.js'
import type { AuditAction } from '../validators/rows.ts'
import type { Caller } from './access.ts'

/** Adds a line to the audit. `subject` must not tell who a caller is. */
export async function note(
  ctx: MutationCtx & { caller: Caller },
  action: AuditAction,
  subject: string,
  calls: number,
): Promise<void> {
  await ctx.db.insert('audit', { at: Date.now(), by: ctx.caller.name, action, subject, calls })
}
