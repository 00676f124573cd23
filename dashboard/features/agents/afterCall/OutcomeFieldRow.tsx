import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { OutcomeField } from '../../../../convex/model/afterCall.ts'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { Select } from '../../../components/Select.tsx'
import { Textarea } from '../../../components/Textarea.tsx'
import { sameValue } from '../../../lib/sameValue.ts'
import { FIELD_TYPES } from './fieldTypes.ts'

export type FieldDraft = OutcomeField

interface OutcomeFieldRowProps {
  number: number
  field: FieldDraft
  onChange: (field: FieldDraft) => void
  onRemove: () => void
  /** By the field's own paths. */
  errorAt: (path: string) => string | undefined
}

/** One thing to find out. */
export function OutcomeFieldRow(props: OutcomeFieldRowProps) {
  const { number, field, onChange, onRemove, errorAt } = props
  return (
    <li className="rounded-md border p-3">
      <fieldset className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        <legend className="sr-only">Field {number}</legend>
        <Field label="Name" help="Letters, digits and _." error={errorAt('name')}>
          {(control) => (
            <Input
              {...control}
              value={field.name}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => onChange({ ...field, name: target.value })}
            />
          )}
        </Field>
        <Field label="Type" help="What its values are." error={errorAt('type')}>
          {(control) => (
            <Select
              {...control}
              value={field.type}
              onValue={(type) => onChange({ ...field, type })}
              options={FIELD_TYPES}
            />
          )}
        </Field>
        <div className="sm:col-span-2">
          <Field
            label="Description"
            help="Tells the model what to look for."
            error={errorAt('description')}
          >
            {(control) => (
              <Input
                {...control}
                value={field.description}
                autoComplete="off"
                onChange={({ target }) => onChange({ ...field, description: target.value })}
              />
            )}
          </Field>
        </div>
        {field.type === 'choice' && (
          <div className="sm:col-span-2">
            <Choices field={field} onChange={onChange} error={errorAt('choices')} />
          </div>
        )}
      </fieldset>
      <Button size="sm" look="quiet" onClick={onRemove} aria-label={`Remove field ${number}`}>
        <Trash2 aria-hidden />
        Remove
      </Button>
    </li>
  )
}

interface ChoicesProps extends Pick<OutcomeFieldRowProps, 'field' | 'onChange'> {
  error: string | undefined
}

function Choices({ field, onChange, error }: ChoicesProps) {
  // An empty line is no choice, and stays while it is typed.
  const [text, setText] = useState(() => field.choices.join('\n'))
  const write = (typed: string) => {
    setText(typed)
    onChange({ ...field, choices: linesIn(typed) })
  }
  return (
    <Field label="Choices" help="One a line." error={error}>
      {(control) => (
        <Textarea
          {...control}
          rows={4}
          value={sameValue(linesIn(text), field.choices) ? text : field.choices.join('\n')}
          onChange={({ target }) => write(target.value)}
        />
      )}
    </Field>
  )
}

const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
