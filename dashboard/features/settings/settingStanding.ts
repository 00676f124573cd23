import type { Setting } from '../../../convex/model/api.ts'

/** `missing`: something does not work without it; `wrong`: it is set, and not usable. */
export type Standing = 'set' | 'default' | 'missing' | 'wrong' | 'unset'

/** The Worker's sentences begin with the setting they are about. */
export function standingOf(setting: Setting, problems: readonly string[]): Standing {
  const { name, configured, value } = setting
  if (problems.some((problem) => problem.startsWith(`${name} is not usable`))) return 'wrong'
  if (configured) return 'set'
  if (problems.some((problem) => problem.startsWith(`${name} is not set`))) return 'missing'
  return value === undefined ? 'unset' : 'default'
}
