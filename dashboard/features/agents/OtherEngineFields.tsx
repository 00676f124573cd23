import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import type { Option } from '../../lib/option.ts'
import { aboutOf } from './engines/engineForm.ts'
import { EngineFields, EngineMore } from './engines/index.tsx'
import { type Preset, presetOf, presetOptions, withPreset } from './engines/presets.ts'
import type { AgentForm } from './useAgentForm.ts'

const NOBODY: Option<Preset | 'none'> = { value: 'none', label: 'Nobody' }

/** Who goes on when the agent's engine fails in mid-call. */
export function OtherEngineFields({ form: agentForm }: { form: AgentForm }) {
  const { values, change, errorAt } = agentForm
  const { otherEngine } = values
  const preset = otherEngine && presetOf(otherEngine)
  const choose = (name: Preset | 'none') =>
    change({ ...values, otherEngine: name === 'none' ? null : withPreset(otherEngine, name) })
  const form = {
    change: (settings: NonNullable<typeof otherEngine>) =>
      change({ ...values, otherEngine: settings }),
    errorAt: (path: string) => errorAt(`otherEngine.${path}`),
    about: aboutOf(agentForm, 'otherEngine'),
  }
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">If the engine fails</legend>
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        <Field
          label="If the engine fails"
          help="Who goes on with the call."
          error={errorAt('otherEngine')}
        >
          {(control) => (
            <Select
              {...control}
              value={preset ?? 'none'}
              onValue={choose}
              options={[NOBODY, ...presetOptions(preset)]}
            />
          )}
        </Field>
        {otherEngine && <EngineFields settings={otherEngine} {...form} />}
      </div>
      {otherEngine && <EngineMore settings={otherEngine} {...form} />}
    </fieldset>
  )
}
