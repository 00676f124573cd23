/**
 * Who may call a function is part of how it is defined: every public function is made by one of the
 * builders below, and no other file imports `query` or `mutation`.
 */
import type { UserIdentity } from 'convex/server'
import type { GenericValidator, Infer, ObjectType, PropertyValidators } from 'convex/values'
import {
  internalMutation,
  type MutationCtx,
  mutation,
  type QueryCtx,
  query,
} from '../_generated/server.js'
import { type Role, roleSchema } from '../model/identity.ts'
import { functionError } from './errors.ts'

/**
 * Who makes a change. Queries are not told: what they return depends on the role alone, so that one run
 * serves all who watch.
 */
export interface Caller {
  /** For people: who saved it, who ended it. */
  name: string
}

interface Definition<Ctx, Args extends PropertyValidators, Returns extends GenericValidator> {
  args: Args
  returns: Returns
  handler: (ctx: Ctx, args: ObjectType<Args>) => Infer<Returns> | Promise<Infer<Returns>>
}

const queryFor =
  (...roles: Role[]) =>
  <Args extends PropertyValidators, Returns extends GenericValidator>({
    args,
    returns,
    handler,
  }: Definition<QueryCtx, Args, Returns>) =>
    query({
      args,
      returns,
      handler: async (ctx: QueryCtx, args: ObjectType<Args>): Promise<Infer<Returns>> => {
        await requireRole(ctx, roles)
        return handler(ctx, args)
      },
    })

const mutationFor =
  (...roles: Role[]) =>
  <Args extends PropertyValidators, Returns extends GenericValidator>({
    args,
    returns,
    handler,
  }: Definition<MutationCtx & { caller: Caller }, Args, Returns>) =>
    mutation({
      args,
      returns,
      handler: async (ctx: MutationCtx, args: ObjectType<Args>): Promise<Infer<Returns>> => {
        const identity = await requireRole(ctx, roles)
        return handler({ ...ctx, caller: { name: identity.name ?? identity.subject } }, args)
      },
    })

/** For a signed-in person. */
export const operatorQuery = queryFor('operator')
export const operatorMutation = mutationFor('operator')
/** For the Worker itself. */
export const serviceQuery = queryFor('service')
export const serviceMutation = mutationFor('service')
/** For nobody: the host itself runs these, or the deployment's owner. */
export { internalMutation }
/** For either. */
export const memberQuery = queryFor('operator', 'service')

async function requireRole(ctx: QueryCtx | MutationCtx, roles: Role[]): Promise<UserIdentity> {
  const identity = await ctx.auth.getUserIdentity()
  if (!identity) throw functionError('unauthenticated', 'Sign in first.')
  const role = roleSchema.safeParse(identity['role']).data
  if (!role || !roles.includes(role)) {
    throw functionError('forbidden', `This is for the role ${roles.join(' or ')}.`)
  }
  return identity
}
