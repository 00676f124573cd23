/** The forms of the engines: a case for each of them, and a file beside this one. */
import type { ReactElement } from 'react'
import type { EngineDraft } from '../draft.ts'
import { EchoFields } from './Echo.tsx'
import type { AboutAgent } from './engineForm.ts'
import { PipelineFields, PipelineMore } from './Pipeline.tsx'
import { RealtimeFields, RealtimeMore } from './Realtime.tsx'

interface Props {
  settings: EngineDraft
  change: (settings: EngineDraft) => void
  /** By the path within the engine's settings. */
  errorAt: (path: string) => string | undefined
  about: AboutAgent
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
      return {
        fields: <PipelineFields settings={settings} {...form} />,
        more: <PipelineMore settings={settings} {...form} />,
      }
    case 'echo':
      return { fields: <EchoFields />, more: null }
  }
}
