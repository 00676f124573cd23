import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import { LOCALE_OPTIONS } from './labels.ts'
import type { AgentForm } from './useAgentForm.ts'

/** The agent's language: one setting, wherever it is shown. */
export function LocaleField({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const { voice, capabilities } = values
  return (
    <Field
      label="Locale"
      help={
        capabilities.includes('voice')
          ? 'The language the agent greets in and expects to hear.'
          : 'The language of the agent, and of the chat’s own words.'
      }
      error={errorAt('voice.locale')}
    >
      {(control) => (
        <Select
          {...control}
          value={voice.locale}
          onValue={(locale) => change({ ...values, voice: { ...voice, locale } })}
          options={LOCALE_OPTIONS}
        />
      )}
    </Field>
  )
}
