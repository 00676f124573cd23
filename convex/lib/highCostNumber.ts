import type { AgentSettings } from '../model/agent.ts'
import { highCostKind } from './highCostKind.ts'
import { functionError } from './errors.ts'

/**
 * Throws `unconfirmed` for a fallback number that would cost far more than others, unless it is the one
 * that is stored already: every call that fails would be put through to it.
 */
export function requireConfirmed(
  { voice: { fallbackNumber } }: AgentSettings,
  stored: AgentSettings | null,
  confirmed = false,
): void {
  if (confirmed || fallbackNumber === null) return
  if (fallbackNumber === stored?.voice.fallbackNumber) return
  const kind = highCostKind(fallbackNumber)
  if (!kind) return
  throw functionError(
    'unconfirmed',
    `${fallbackNumber} is ${kind}: a minute can cost several dollars. Confirm it, or enter another number.`,
    'settings.voice.fallbackNumber',
  )
}
