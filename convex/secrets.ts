/** Sealed secrets. The Worker seals and opens them; nothing here could. */
import { v } from 'convex/values'
import { operatorMutation, operatorQuery, serviceQuery } from './lib/access.ts'
import { note } from './lib/audit.ts'
import { functionError, parsed } from './lib/errors.ts'
import { nameOfOwner, requireNew, secretAt, secretsOf } from './lib/secrets.ts'
import { sealedSecretSchema } from './model/secret.ts'
import { vStringOrNull } from './validators/oneOf.ts'
import { vSecretRow } from './validators/rows.ts'

const vSealedSecret = vSecretRow.omit('createdAt', 'updatedAt')

/** Which secrets an owner has, the oldest first; never what they hold. */
export const list = operatorQuery({
  args: { owner: v.string() },
  returns: v.array(v.object({ reference: v.string(), field: v.string(), updatedAt: v.number() })),
  handler: async (ctx, { owner }) =>
    (await secretsOf(ctx, owner)).map(({ reference, field, updatedAt }) => ({
      reference,
      field,
      updatedAt,
    })),
})

/** Stores a secret that the Worker has sealed. One that it `replaces` stays: old versions may name it. */
export const set = operatorMutation({
  args: { secret: vSealedSecret, replaces: vStringOrNull },
  returns: v.null(),
  handler: async (ctx, { replaces, ...args }) => {
    const secret = parsed(sealedSecretSchema, args.secret, ['secret'])
    const name = await nameOfOwner(ctx, secret.owner)
    if (name === null) {
      throw functionError('not_found', 'This agent does not exist any more.', 'owner')
    }
    const replaced = replaces === null ? null : await secretAt(ctx, replaces)
    if (replaces !== null && replaced?.owner !== secret.owner) {
      throw functionError('not_found', 'The secret to replace is not there any more.', 'replaces')
    }
    await requireNew(ctx, secret)
    const now = Date.now()
    await ctx.db.insert('secrets', { ...secret, createdAt: now, updatedAt: now })
    await note(ctx, 'secret_set', `${name}: ${secret.field}`, 0)
    return null
  },
})

/** A secret as it is stored; `null`: there is none (any more). */
export const sealed = serviceQuery({
  args: { reference: v.string() },
  returns: v.union(vSealedSecret, v.null()),
  handler: async (ctx, args) => {
    const row = await secretAt(ctx, args.reference)
    if (!row) return null
    const { reference, owner, field, sealed: text } = row
    return { reference, owner, field, sealed: text }
  },
})

/** Deletes a secret: whatever still names it works no more. */
export const remove = operatorMutation({
  args: { reference: v.string() },
  returns: v.null(),
  handler: async (ctx, { reference }) => {
    const secret = await secretAt(ctx, reference)
    if (!secret) {
      throw functionError('not_found', 'This secret is not there any more.', 'reference')
    }
    await ctx.db.delete('secrets', secret._id)
    const name = (await nameOfOwner(ctx, secret.owner)) ?? secret.owner
    await note(ctx, 'secret_deleted', `${name}: ${secret.field}`, 0)
    return null
  },
})

/** The newest secret of this owner and field, as it is stored; `null`: there is none (any more). */
export const sealedAt = serviceQuery({
  args: { owner: v.string(), field: v.string() },
  returns: v.union(vSealedSecret, v.null()),
  handler: async (ctx, args) => {
    const rows = await secretsOf(ctx, args.owner)
    const row = rows.findLast(({ field }) => field === args.field)
    if (!row) return null
    const { reference, owner, field, sealed: text } = row
    return { reference, owner, field, sealed: text }
  },
})
