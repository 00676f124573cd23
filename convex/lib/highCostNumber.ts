import type { AgentSettings } from '../model/agent.ts'
import { dialledNumbers } from './dialledNumbers.ts'
import { highCostKind } from './highCostKind.ts'
import { functionError } from './errors.ts'

/**
 * Throws `unconfirmed` for numbers that would cost far more than others, unless the agent could ring them
 * before: every call that fails, or asks for a person, would be put through to them.
 */
export function requireConfirmed(
  settings: AgentSettings,
  stored: AgentSettings | null,
  confirmed = false,
): void {
  if (confirmed) return
  const known = new Set(stored && dialledNumbers(stored).map(({ phoneNumber }) => phoneNumber))
  const costly = dialledNumbers(settings).flatMap(({ phoneNumber, field }) => {
    const kind = known.has(phoneNumber) ? null : highCostKind(phoneNumber)
    return kind ? [{ field, words: `${phoneNumber} is ${kind}` }] : []
  })
  const [first] = costly
  if (!first) return
  const named = [...new Set(costly.map(({ words }) => words))].join(', and ')
  throw functionError(
    'unconfirmed',
    `${named}: a minute can cost several dollars. Confirm it, or enter another number.`,
    first.field,
  )
}
