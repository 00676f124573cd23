import { retirementNotice } from '../../../convex/model/models.ts'
import { legacyVoiceNotice } from '../../../convex/model/voices.ts'
import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import { Switch } from '../../components/Switch.tsx'
import type { VoiceDraft } from './draft.ts'
import { GreetingFields } from './GreetingFields.tsx'
import { LOCALE_OPTIONS, MODEL_OPTIONS, VOICE_OPTIONS } from './labels.ts'
import type { AgentForm, VoicePartProps } from './useAgentForm.ts'

/** How the agent sounds and behaves on the phone. */
export function VoiceFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const { voice } = values
  const set = (changes: Partial<VoiceDraft>) =>
    change({ ...values, voice: { ...voice, ...changes } })
  return (
    <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
      <SoundFields voice={voice} set={set} errorAt={errorAt} />
      <Field
        label="Locale"
        help="The language the agent greets in and expects to hear."
        error={errorAt('voice.locale')}
      >
        {(control) => (
          <Select
            {...control}
            value={voice.locale}
            onValue={(locale) => set({ locale })}
            options={LOCALE_OPTIONS}
          />
        )}
      </Field>
      <div className="self-center pb-2">
        <Switch
          label="Barge-in"
          help="Callers can interrupt the agent. Off: it finishes what it says."
          checked={voice.bargeIn}
          onChecked={(bargeIn) => set({ bargeIn })}
        />
      </div>
      <div className="sm:col-span-2">
        <GreetingFields
          greeting={voice.greeting}
          onGreeting={(greeting) => set({ greeting })}
          error={errorAt('voice.greeting.text')}
        />
      </div>
    </div>
  )
}

function SoundFields({ voice, set, errorAt }: VoicePartProps) {
  const today = new Date().toISOString().slice(0, 10)
  return (
    <>
      <Field
        label="Model"
        help="Hears and speaks without a detour through text."
        notice={retirementNotice(voice.model, today)}
        error={errorAt('voice.model')}
      >
        {(control) => (
          <Select
            {...control}
            value={voice.model}
            onValue={(model) => set({ model })}
            options={MODEL_OPTIONS}
          />
        )}
      </Field>
      <Field
        label="Voice"
        help="Cannot change while a call goes on."
        notice={legacyVoiceNotice(voice.voice)}
        error={errorAt('voice.voice')}
      >
        {(control) => (
          <Select
            {...control}
            value={voice.voice}
            onValue={(name) => set({ voice: name })}
            options={VOICE_OPTIONS}
          />
        )}
      </Field>
    </>
  )
}
