import { PlainError } from './PlainError.ts'

/**
 * One line of structured log. Only ids, codes and our own sentences go in: no secret, and nothing
 * that a caller said. An exception's text can quote its input, so errors are logged by name and place;
 * those that are sentences of ours, by their sentence.
 */
export function logFailure(what: string, context: Record<string, unknown>, error?: unknown): void {
  console.error(JSON.stringify({ level: 'error', what, ...context, ...placeOf(error) }))
}

export function logWarning(what: string, context: Record<string, unknown>, error?: unknown): void {
  console.warn(JSON.stringify({ level: 'warn', what, ...context, ...placeOf(error) }))
}

function placeOf(error: unknown): Record<string, unknown> {
  if (error instanceof PlainError) return { reason: error.message }
  if (!(error instanceof Error)) return {}
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { error: error.name, at: frames?.slice(0, 4).map((line) => line.trim()) }
}
