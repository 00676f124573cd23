import type { EngineSettings } from '../../../../convex/model/engines/index.ts'
import { describeRealtime } from './describeRealtime.ts'

/** A setting in words: its key, its name, its value. */
export type EngineText = [key: string, label: string, text: string]

/** The settings of an engine, for comparing two versions. */
export function describeEngine(settings: EngineSettings): EngineText[] {
  switch (settings.engine) {
    case 'realtime':
      return describeRealtime(settings)
    case 'echo':
      return []
  }
}
