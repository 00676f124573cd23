import { CAPABILITIES, type Capability } from '../../../convex/model/agent.ts'
import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { Switch } from '../../components/Switch.tsx'
import { Textarea } from '../../components/Textarea.tsx'
import { CAPABILITY_LABELS } from './labels.ts'
import type { AgentForm } from './useAgentForm.ts'

/** Who the agent is. */
export function IdentityFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  return (
    <div className="grid gap-2">
      <Field
        label="Name"
        help="As you want to find it; callers do not hear it, and visitors of a chat see it."
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

const CAPABILITY_HELP: Record<Capability, string> = {
  voice: 'Answers phone calls, and test calls from the browser.',
  web_chat: 'Answers in writing: on your web pages, and on a page of its own.',
}

/** What the agent can do. */
export function CapabilityFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const { capabilities } = values
  const set = (changed: Capability, on: boolean) => {
    const isOn = (name: Capability) => (name === changed ? on : capabilities.includes(name))
    change({ ...values, capabilities: CAPABILITIES.filter(isOn) })
  }
  return (
    <div className="grid gap-3">
      {CAPABILITIES.map((name, at) => (
        <Switch
          key={name}
          label={CAPABILITY_LABELS[name]}
          help={CAPABILITY_HELP[name]}
          error={at === 0 ? errorAt('capabilities') : undefined}
          checked={capabilities.includes(name)}
          onChecked={(on) => set(name, on)}
        />
      ))}
    </div>
  )
}
