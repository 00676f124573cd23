import { PartError } from '../../call/PartError.ts'
import type { PartFailure } from '../../call/ports.ts'

/** What a part threw, as a failure: one that is not its own may go away. */
export function failureOf(error: unknown, part: 'brain' | 'mouth'): PartFailure {
  if (error instanceof PartError) return error.failure
  return { cause: `The ${part} failed unexpectedly.`, again: true, retryAfterMs: null }
}
