/** The forms of the engines: a case for each of them, and a file beside this one. */
import {
  defaultsOf,
  ENGINE_LABELS,
  type EngineName,
} from '../../../../convex/model/engines/index.ts'
import type { EngineDraft } from '../draft.ts'
import { optionsOf } from '../labels.ts'
import { EchoFields } from './Echo.tsx'
import { RealtimeFields, RealtimeMore } from './Realtime.tsx'

export const ENGINE_OPTIONS = optionsOf(ENGINE_LABELS)

interface Props {
  settings: EngineDraft
  change: (settings: EngineDraft) => void
  /** By the path within the engine's settings. */
  errorAt: (path: string) => string | undefined
}

/** What every agent chooses. */
export function EngineFields({ settings, ...form }: Props) {
  switch (settings.engine) {
    case 'realtime':
      return <RealtimeFields settings={settings} {...form} />
    case 'echo':
      return <EchoFields />
  }
}

/** What most agents leave alone. */
export function EngineMore({ settings, ...form }: Props) {
  switch (settings.engine) {
    case 'realtime':
      return <RealtimeMore settings={settings} {...form} />
    case 'echo':
      return null
  }
}

/** Another engine begins with its defaults; the same one keeps what is set. */
export const switchEngine = (from: EngineDraft | null, to: EngineName): EngineDraft =>
  from?.engine === to ? from : defaultsOf(to)
