/** One run of a function: its arguments and its result are held to what it promises. */
import type { Value } from 'convex/values'
import { mismatch } from './checkValue.ts'
import type { DatabaseReader } from './database.ts'
import type { IdentityLog } from './identityReads.ts'
import { valueProblem } from './limits.ts'
import type { HostedFunction } from './registry.ts'
import { unsupported } from './unsupported.ts'

/** Throws what the handler throws, and `ValidationError`. */
export async function runFunction(
  { args: argsValidator, returns, handler }: HostedFunction,
  args: Value,
  db: DatabaseReader,
  identity: IdentityLog,
): Promise<Value> {
  const wrongArgs = valueProblem(args) ?? mismatch(argsValidator, args)
  if (wrongArgs !== null) throw new ValidationError('ArgumentValidationError', wrongArgs)
  const auth = { getUserIdentity: async () => identity.identity() }
  const value = (await handler({ ...REST_OF_CONTEXT, db, auth }, args)) ?? null
  const wrongValue = valueProblem(value) ?? (returns && mismatch(returns, value))
  if (wrongValue !== null) throw new ValidationError('ReturnsValidationError', wrongValue)
  return value
}

/** What Convex gives its functions beside the database, and this host does not have. */
const REST_OF_CONTEXT = {
  scheduler: unsupported('ctx.scheduler'),
  storage: unsupported('ctx.storage'),
  runQuery: unsupported('ctx.runQuery'),
  runMutation: unsupported('ctx.runMutation'),
  runAction: unsupported('ctx.runAction'),
  meta: unsupported('ctx.meta'),
}

/** What was sent, or what a function returned, has another shape than its validator says. */
export class ValidationError extends Error {
  constructor(name: 'ArgumentValidationError' | 'ReturnsValidationError', problem: string) {
    super(`${name}: ${problem}`)
    this.name = name
  }
}

export class NoSuchFunction extends Error {}
