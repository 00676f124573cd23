import type { Brain, PartListener, PartModule } from '../../call/ports.ts'
import type { ResponsesSettings } from './request.ts'
import { ResponsesBrain } from './ResponsesBrain.ts'

export const responses: PartModule<ResponsesSettings, PartListener, Brain> = {
  missing: (_settings, { openai }) => (openai ? null : 'OPENAI_API_KEY is not set.'),
  create(settings, brief, { openai }, listener) {
    if (!openai) throw new Error('A brain by OpenAI was made without an account.')
    return new ResponsesBrain(settings, brief, openai, listener)
  },
}
