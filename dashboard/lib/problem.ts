import { ConvexError } from 'convex/values'
import * as z from 'zod'
import { refusalSchema } from '../../convex/model/api.ts'
import { ApiError } from './api.ts'

const functionErrorSchema = z.object({
  code: z.enum(['unauthenticated', 'forbidden', 'invalid', 'not_found', 'conflict', 'unconfirmed']),
  message: z.string(),
  field: z.string().optional(),
})

/** What went wrong, ready to be shown. */
export interface Problem {
  code: z.infer<typeof functionErrorSchema>['code'] | 'failed'
  /** A sentence for people. */
  message: string
  /** Dotted path of the value that was refused, where there is one. */
  field: string | null
}

/** Makes a problem of whatever a function or a route threw. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ConvexError) {
    const { data } = functionErrorSchema.safeParse(error.data)
    if (data) return { code: data.code, message: data.message, field: data.field ?? null }
  }
  if (error instanceof ApiError) {
    const code = refusalSchema.safeParse(error.detail).data?.code ?? CODES[error.status] ?? 'failed'
    return { code, message: error.message, field: null }
  }
  const message = 'Something went wrong on the server. Nothing was changed; try again in a moment.'
  return { code: 'failed', message, field: null }
}

const CODES: Record<number, Problem['code']> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
}
