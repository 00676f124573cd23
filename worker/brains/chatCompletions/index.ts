import type { Brain, PartListener, PartModule } from '../../call/ports.ts'
import { ChatBrain } from './ChatBrain.ts'
import type { ChatSettings } from './request.ts'

export const chatCompletions: PartModule<ChatSettings, PartListener, Brain> = {
  // The agent's own settings name all that it needs.
  missing: () => null,
  create: (settings, brief, _accounts, listener) => new ChatBrain(settings, brief, listener),
}
