import type { EngineSettings } from '../../../../convex/model/engines/index.ts'
import { describePipeline } from './describePipeline.ts'
import { describeRealtime } from './describeRealtime.ts'
import type { EngineText } from './engineText.ts'

/** The settings of an engine, for comparing two versions. */
export function describeEngine(settings: EngineSettings): EngineText[] {
  switch (settings.engine) {
    case 'realtime':
      return describeRealtime(settings)
    case 'pipeline':
      return describePipeline(settings)
    case 'echo':
      return []
  }
}
