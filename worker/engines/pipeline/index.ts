import type { PipelineSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { EngineModule } from '../../call/ports.ts'
import type { EngineTraits } from '../../call/traits.ts'

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
  missing: () => 'The pipeline is being built.',
  traits: () => TRAITS,
  create() {
    throw new Error('The pipeline is being built.')
  },
}
