import type { PipelineSettings } from '../../../../convex/model/engines/pipeline/settings.ts'
import { NumberField } from '../../../components/NumberField.tsx'
import { Switch } from '../../../components/Switch.tsx'
import type { EngineFormProps } from './engineForm.ts'

/** How it is found out that the caller speaks, and has finished. */
export function PipelineTurnTaking({
  settings,
  change,
  errorAt,
}: EngineFormProps<PipelineSettings>) {
  const { vad, turnTaking } = settings
  const setVad = (changes: Partial<typeof vad>) =>
    change({ ...settings, vad: { ...vad, ...changes } })
  const setPauses = (changes: Partial<typeof turnTaking>) =>
    change({ ...settings, turnTaking: { ...turnTaking, ...changes } })
  return (
    <>
      <Switch
        label="Voice detection"
        help="Notices speech before words are understood. Off: the ears decide when a turn ends."
        checked={vad.on}
        onChecked={(on) => setVad({ on })}
      />
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
        {vad.on && (
          <>
            <NumberField
              label="Threshold"
              help="0.1 hears everything, 0.95 only clear speech."
              error={errorAt('vad.threshold')}
              value={vad.threshold}
              onValue={(threshold) => setVad({ threshold })}
            />
            <NumberField
              label="Quiet that ends speech"
              help="100 to 2000."
              error={errorAt('vad.silenceMs')}
              unit="ms"
              value={vad.silenceMs}
              onValue={(silenceMs) => setVad({ silenceMs })}
            />
          </>
        )}
        <NumberField
          label="Pause that ends a turn"
          help="Counts from the end of speech."
          error={errorAt('turnTaking.pauseMs')}
          unit="ms"
          value={turnTaking.pauseMs}
          onValue={(pauseMs) => setPauses({ pauseMs })}
        />
        <NumberField
          label="Pause in mid-sentence"
          help="Longer: the caller may be thinking."
          error={errorAt('turnTaking.unfinishedPauseMs')}
          unit="ms"
          value={turnTaking.unfinishedPauseMs}
          onValue={(unfinishedPauseMs) => setPauses({ unfinishedPauseMs })}
        />
      </div>
    </>
  )
}
