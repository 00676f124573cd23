import { ConvexError } from 'convex/values'
import type * as z from 'zod'

/** What every refusal carries, on every host. `field` is a dotted path into what was sent. */
export interface FunctionErrorData {
  code: 'unauthenticated' | 'forbidden' | 'invalid' | 'not_found' | 'conflict' | 'unconfirmed'
  /** A sentence for the person who made the request. */
  message: string
  field?: string
  [key: string]: string | undefined
}

export function functionError(
  code: FunctionErrorData['code'],
  message: string,
  field?: string,
): ConvexError<FunctionErrorData> {
  return new ConvexError(field === undefined ? { code, message } : { code, message, field })
}

/** What zod makes of `value`; the first broken rule becomes an `invalid` error that names its field. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, at: string[] = []): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw functionError('invalid', issue.message, [...at, ...issue.path].join('.'))
}
