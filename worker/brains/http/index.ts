import type { Brain, PartListener, PartModule } from '../../call/ports.ts'
import { HttpBrain } from './HttpBrain.ts'
import type { HttpSettings } from './request.ts'

export const http: PartModule<HttpSettings, PartListener, Brain> = {
  // The agent's own settings name all that it needs.
  missing: () => null,
  create: (settings, brief, _accounts, listener) => new HttpBrain(settings, brief, listener),
}
