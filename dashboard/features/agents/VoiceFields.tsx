import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import { Switch } from '../../components/Switch.tsx'
import type { EngineDraft, VoiceDraft } from './draft.ts'
import { aboutOf } from './engines/engineForm.ts'
import { EngineFields } from './engines/index.tsx'
import { presetOf, presetOptions, withPreset } from './engines/presets.ts'
import { GreetingFields } from './GreetingFields.tsx'
import { LocaleField } from './LocaleField.tsx'
import type { AgentForm } from './useAgentForm.ts'

/** How the agent sounds and behaves on the phone. */
export function VoiceFields({ form }: { form: AgentForm }) {
  const { values, change, errorAt } = form
  const { voice } = values
  const set = (changes: Partial<VoiceDraft>) =>
    change({ ...values, voice: { ...voice, ...changes } })
  return (
    <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
      <EngineChoice form={form} />
      <LocaleField form={form} />
      <div className="self-center pb-2 sm:col-span-2">
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

function EngineChoice({ form }: { form: AgentForm }) {
  const { values, change, errorAt } = form
  const { engine } = values
  const set = (settings: EngineDraft) => change({ ...values, engine: settings })
  const preset = presetOf(engine)
  return (
    <>
      <Field label="Engine" help="Who talks." error={errorAt('engine')}>
        {(control) => (
          <Select
            {...control}
            value={preset}
            onValue={(name) => set(withPreset(engine, name))}
            options={presetOptions(preset)}
          />
        )}
      </Field>
      <EngineFields
        settings={engine}
        change={set}
        errorAt={(path) => errorAt(`engine.${path}`)}
        about={aboutOf(form, 'engine')}
      />
    </>
  )
}
