import type { EngineName } from '../../../convex/model/engines/index.ts'
import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import type { Option } from '../../lib/option.ts'
import { ENGINE_OPTIONS, EngineFields, EngineMore, switchEngine } from './engines/index.tsx'
import type { AgentForm } from './useAgentForm.ts'

const OPTIONS: readonly Option<EngineName | 'none'>[] = [
  { value: 'none', label: 'Nobody' },
  ...ENGINE_OPTIONS,
]

/** Who goes on when the agent's engine fails in mid-call. */
export function OtherEngineFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const { otherEngine } = values
  const choose = (name: EngineName | 'none') =>
    change({ ...values, otherEngine: name === 'none' ? null : switchEngine(otherEngine, name) })
  const form = {
    change: (settings: NonNullable<typeof otherEngine>) =>
      change({ ...values, otherEngine: settings }),
    errorAt: (path: string) => errorAt(`otherEngine.${path}`),
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
              value={otherEngine?.engine ?? 'none'}
              onValue={choose}
              options={OPTIONS}
            />
          )}
        </Field>
        {otherEngine && <EngineFields settings={otherEngine} {...form} />}
      </div>
      {otherEngine && <EngineMore settings={otherEngine} {...form} />}
    </fieldset>
  )
}
