import type { EngineModule } from '../call/ports.ts'
import type { EngineAccounts } from './accounts.ts'
import { echo } from './echo/index.ts'
import { realtime } from './realtime/index.ts'

/** Every engine an agent can have. */
export const ENGINES = { realtime, echo } as const satisfies Record<
  string,
  EngineModule<EngineAccounts>
>
export type EngineName = keyof typeof ENGINES

/** The engine of this name; `null` when this release has none, as after a rollback. */
export function engineNamed(name: string): EngineModule<EngineAccounts> | null {
  return isEngineName(name) ? ENGINES[name] : null
}

function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(ENGINES, name)
}
