import type { EchoSettings } from '../../../convex/model/engines/echo/settings.ts'
import type { EngineModule } from '../../call/ports.ts'
import type { EngineTraits } from '../../call/traits.ts'
import { EchoEngine } from './EchoEngine.ts'

const TRAITS: EngineTraits = {
  audio: 'relayed',
  speechEvents: true,
  answersItself: true,
  stopsItself: true,
  forgets: true,
  deletes: true,
  says: 'instructed',
  continuous: false,
}

/** Says back what it hears: for checks of the wiring, with no account and no model. */
export const echo: EngineModule<EchoSettings> = {
  missing: () => null,
  traits: () => TRAITS,
  create: (_brief, _accounts, listener) => new EchoEngine(listener),
}
