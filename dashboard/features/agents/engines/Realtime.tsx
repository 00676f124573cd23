import { retirementNotice } from '../../../../convex/model/engines/realtime/catalogue.ts'
import type { RealtimeSettings } from '../../../../convex/model/engines/realtime/settings.ts'
import { legacyVoiceNotice } from '../../../../convex/model/engines/realtime/voices.ts'
import { Field } from '../../../components/Field.tsx'
import { NumberField } from '../../../components/NumberField.tsx'
import { Select } from '../../../components/Select.tsx'
import type { EngineFormProps } from './engineForm.ts'
import { modelOptions, NOISE_REDUCTION_OPTIONS, voiceOptions } from './realtimeOptions.ts'
import { RealtimeTurnDetection } from './RealtimeTurnDetection.tsx'
import { today } from './today.ts'
import { TryVoice } from './TryVoice.tsx'
import { TranscriptionFields } from './TranscriptionFields.tsx'

type Props = EngineFormProps<RealtimeSettings>

/** What every agent chooses: who speaks, and how it sounds. */
export function RealtimeFields({ settings, change, errorAt, about }: Props) {
  const { model, voice, speed } = settings
  return (
    <>
      <Field
        label="Model"
        help="Hears and speaks without a detour through text."
        notice={retirementNotice(model, today())}
        error={errorAt('model')}
      >
        {(control) => (
          <Select
            {...control}
            value={model}
            onValue={(name) => change({ ...settings, model: name })}
            options={modelOptions(model, today())}
          />
        )}
      </Field>
      <Field
        label="Voice"
        help="Cannot change while a call goes on."
        notice={legacyVoiceNotice(voice)}
        error={errorAt('voice')}
      >
        {(control) => (
          <Select
            {...control}
            value={voice}
            onValue={(name) => change({ ...settings, voice: name })}
            options={voiceOptions(voice)}
          />
        )}
      </Field>
      {/* A mouth of a pipeline is a session that only speaks: the same model in the same voice. */}
      <TryVoice mouth={{ vendor: 'openai', model, voice, speed }} locale={about.locale} />
    </>
  )
}

/** What most agents leave alone. */
export function RealtimeMore(props: Props) {
  const { settings, change, errorAt } = props
  return (
    <>
      <RealtimeTurnDetection {...props} />
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
        <TranscriptionFields
          transcription={settings.transcription}
          onValue={(transcription) => change({ ...settings, transcription })}
          errorAt={errorAt}
          help="Writes down what callers say; the agent itself hears their voice."
        />
        <SoundFields {...props} />
      </div>
    </>
  )
}

function SoundFields({ settings, change, errorAt }: Props) {
  return (
    <>
      <NumberField
        label="Speed"
        help="0.25 to 1.5; 1 is natural."
        error={errorAt('speed')}
        unit="×"
        value={settings.speed}
        onValue={(speed) => change({ ...settings, speed })}
      />
      <Field
        label="Noise reduction"
        help="Filters the caller's side before the model hears it."
        error={errorAt('noiseReduction')}
      >
        {(control) => (
          <Select
            {...control}
            value={settings.noiseReduction}
            onValue={(noiseReduction) => change({ ...settings, noiseReduction })}
            options={NOISE_REDUCTION_OPTIONS}
          />
        )}
      </Field>
    </>
  )
}
