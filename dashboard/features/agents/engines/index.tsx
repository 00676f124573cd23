/** The forms of the engines: a case for each of them, and a file beside this one. */
import type { ReactElement } from 'react'
import {
  defaultsOf,
  ENGINE_LABELS,
  type EngineName,
} from '../../../../convex/model/engines/index.ts'
import type { EngineDraft } from '../draft.ts'
import { optionsOf } from '../labels.ts'
import { EchoFields } from './Echo.tsx'
import { PipelineFields } from './Pipeline.tsx'
import { RealtimeFields, RealtimeMore } from './Realtime.tsx'

export const ENGINE_OPTIONS = optionsOf(ENGINE_LABELS)

interface Props {
  settings: EngineDraft
  change: (settings: EngineDraft) => void
  /** By the path within the engine's settings. */
  errorAt: (path: string) => string | undefined
}

/** What every agent chooses. */
export const EngineFields = ({ settings, ...form }: Props) => partsOf(settings, form).fields

/** What most agents leave alone. */
export const EngineMore = ({ settings, ...form }: Props) => partsOf(settings, form).more

/** The two parts of an engine's form; the second may be empty. */
function partsOf(
  settings: EngineDraft,
  form: Omit<Props, 'settings'>,
): { fields: ReactElement; more: ReactElement | null } {
  switch (settings.engine) {
    case 'realtime':
      return {
        fields: <RealtimeFields settings={settings} {...form} />,
        more: <RealtimeMore settings={settings} {...form} />,
      }
    case 'pipeline':
      return { fields: <PipelineFields />, more: null }
    case 'echo':
      return { fields: <EchoFields />, more: null }
  }
}

/** Another engine begins with its defaults; the same one keeps what is set. */
export const switchEngine = (from: EngineDraft | null, to: EngineName): EngineDraft =>
  from?.engine === to ? from : defaultsOf(to)
