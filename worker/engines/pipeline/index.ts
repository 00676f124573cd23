import { servedPipeline } from '../../../convex/model/engines/pipeline/index.ts'
import type { PipelineSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { EngineModule } from '../../call/ports.ts'
import type { EngineTraits } from '../../call/traits.ts'
import { missingPart, partKitOf } from './parts.ts'
import { PipelineEngine } from './PipelineEngine.ts'

const TRAITS: EngineTraits = {
  audio: 'relayed',
  speechEvents: true,
  answersItself: false,
  stopsItself: false,
  forgets: true,
  deletes: true,
  says: 'verbatim',
  continuous: false,
}

/** Ears, brain and mouth of any vendors: speech becomes text, text an answer, the answer speech. */
export const pipeline: EngineModule<PipelineSettings> = {
  missing: (accounts, settings) => missingPart(settings, accounts),
  traits: () => TRAITS,
  create(brief, accounts, listener) {
    const today = new Date().toISOString().slice(0, 10)
    const settings = servedPipeline(brief.settings, today)
    const parts = partKitOf(settings, brief, accounts, listener)
    return new PipelineEngine({ ...brief, settings }, parts, listener)
  },
}
