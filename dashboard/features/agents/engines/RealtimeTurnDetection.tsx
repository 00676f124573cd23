import {
  DEFAULT_TURN_DETECTION,
  type RealtimeSettings,
} from '../../../../convex/model/engines/realtime/settings.ts'
import { Field } from '../../../components/Field.tsx'
import { NumberField } from '../../../components/NumberField.tsx'
import { type Choice, RadioGroup } from '../../../components/RadioGroup.tsx'
import { Select } from '../../../components/Select.tsx'
import type { Option } from '../../../lib/option.ts'
import type { EngineFormProps } from './engineForm.ts'

type Props = EngineFormProps<RealtimeSettings>
type Draft = Props['settings']['turnDetection']
type ServerVad = Extract<Draft, { type: 'server_vad' }>
type Eagerness = Extract<Draft, { type: 'semantic_vad' }>['eagerness']

const CHOICES: readonly Choice<Draft['type']>[] = [
  { value: 'server_vad', label: 'By loudness', help: 'A pause of a set length ends the turn.' },
  {
    value: 'semantic_vad',
    label: 'By meaning',
    help: 'The model judges if the caller has finished.',
  },
]

const EAGERNESS: readonly Option<Eagerness>[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'low', label: 'Low: waits up to 8 s' },
  { value: 'medium', label: 'Medium: waits up to 4 s' },
  { value: 'high', label: 'High: waits up to 2 s' },
]

/** How the model finds out that the caller has finished. */
export function RealtimeTurnDetection({ settings, change, errorAt }: Props) {
  const detection = settings.turnDetection
  const set = (turnDetection: Draft) => change({ ...settings, turnDetection })
  const choose = (type: Draft['type']) =>
    set(type === 'server_vad' ? DEFAULT_TURN_DETECTION : { type, eagerness: 'auto' })
  return (
    <div className="grid gap-3">
      <RadioGroup
        label="Turn detection"
        value={detection.type}
        onValue={choose}
        choices={CHOICES}
      />
      {detection.type === 'server_vad' ? (
        <LoudnessFields detection={detection} onDetection={set} errorAt={errorAt} />
      ) : (
        <Field label="Eagerness" help="How soon the agent answers.">
          {(control) => (
            <Select
              {...control}
              value={detection.eagerness}
              onValue={(eagerness) => set({ type: 'semantic_vad', eagerness })}
              options={EAGERNESS}
            />
          )}
        </Field>
      )}
    </div>
  )
}

interface LoudnessProps {
  detection: ServerVad
  onDetection: (detection: ServerVad) => void
  errorAt: Props['errorAt']
}

function LoudnessFields({ detection, onDetection, errorAt }: LoudnessProps) {
  const set = (changes: Partial<ServerVad>) => onDetection({ ...detection, ...changes })
  return (
    <div className="grid gap-x-5 gap-y-2 sm:grid-cols-3">
      <NumberField
        label="Threshold"
        help="0 hears everything, 1 only the loud."
        error={errorAt('turnDetection.threshold')}
        value={detection.threshold}
        onValue={(threshold) => set({ threshold })}
      />
      <NumberField
        label="Silence that ends a turn"
        help="100 to 5000; longer is more patient."
        error={errorAt('turnDetection.silenceDurationMs')}
        unit="ms"
        value={detection.silenceDurationMs}
        onValue={(silenceDurationMs) => set({ silenceDurationMs })}
      />
      <NumberField
        label="Kept from before"
        help="So that first sounds are not cut off."
        error={errorAt('turnDetection.prefixPaddingMs')}
        unit="ms"
        value={detection.prefixPaddingMs}
        onValue={(prefixPaddingMs) => set({ prefixPaddingMs })}
      />
    </div>
  )
}
