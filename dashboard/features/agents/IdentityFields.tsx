import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { Switch } from '../../components/Switch.tsx'
import { Textarea } from '../../components/Textarea.tsx'
import type { AgentForm } from './useAgentForm.ts'

/** Who the agent is. */
export function IdentityFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  return (
    <div className="grid gap-2">
      <Field
        label="Name"
        help="As you want to find it; callers do not hear it."
        error={errorAt('name')}
        length={values.name.length}
      >
        {(control) => (
          <Input
            {...control}
            value={values.name}
            autoComplete="off"
            onChange={(event) => change({ ...values, name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="System prompt"
        help="Who the agent is, what it knows, how it speaks, and what it must not do."
        error={errorAt('instructions')}
        length={values.instructions.length}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={12}
            value={values.instructions}
            placeholder="You answer the phone of a bicycle shop in Portland. Be brief and friendly…"
            onChange={(event) => change({ ...values, instructions: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

/** What the agent can do. */
export function CapabilityFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const setVoice = (on: boolean) => {
    const others = values.capabilities.filter((capability) => capability !== 'voice')
    change({ ...values, capabilities: on ? ['voice', ...others] : others })
  }
  return (
    <Switch
      label="Voice"
      help="Answers phone calls, and test calls from the browser."
      error={errorAt('capabilities')}
      checked={values.capabilities.includes('voice')}
      onChecked={setVoice}
    />
  )
}
