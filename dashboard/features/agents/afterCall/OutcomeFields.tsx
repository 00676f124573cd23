import { Plus } from 'lucide-react'
import { DEFAULT_CHAT_MODEL } from '../../../../convex/model/engines/pipeline/catalogue.ts'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { Switch } from '../../../components/Switch.tsx'
import type { AfterCallPartProps } from './part.ts'
import { type FieldDraft, OutcomeFieldRow } from './OutcomeFieldRow.tsx'

const MAX_FIELDS = 30
const NEW_FIELD: FieldDraft = { name: '', type: 'text', description: '', choices: [] }

/** Whether calls are analysed, and what is looked for in them. */
export function OutcomeFields({ afterCall, set, errorAt }: AfterCallPartProps) {
  const { outcome } = afterCall
  const setFields = (fields: FieldDraft[]) => outcome && set({ outcome: { ...outcome, fields } })
  return (
    <div className="grid gap-4">
      <Switch
        label="Find out what became of each call"
        help="A summary, an outcome and your own fields, on the call’s page. Each call costs one question to the chat model."
        error={errorAt('afterCall.outcome')}
        checked={outcome !== null}
        onChecked={(on) => set({ outcome: on ? { model: '', fields: [] } : null })}
      />
      {outcome && (
        <>
          <div className="sm:max-w-sm">
            <Field
              label="Chat model"
              optional
              help={`A model of OpenAI’s that takes structured output. Empty: ${DEFAULT_CHAT_MODEL}.`}
              error={errorAt('afterCall.outcome.model')}
            >
              {(control) => (
                <Input
                  {...control}
                  value={outcome.model}
                  placeholder={DEFAULT_CHAT_MODEL}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={({ target }) => set({ outcome: { ...outcome, model: target.value } })}
                />
              )}
            </Field>
          </div>
          <ul aria-label="Fields" className="grid gap-3">
            {outcome.fields.map((field, at) => (
              <OutcomeFieldRow
                // oxlint-disable-next-line react/no-array-index-key -- fields have no other identity while they are typed
                key={at}
                number={at + 1}
                field={field}
                onChange={(changed) => setFields(outcome.fields.with(at, changed))}
                onRemove={() => setFields(outcome.fields.toSpliced(at, 1))}
                errorAt={(path) => errorAt(`afterCall.outcome.fields.${at}.${path}`)}
              />
            ))}
          </ul>
          {outcome.fields.length < MAX_FIELDS && (
            <div>
              <Button onClick={() => setFields([...outcome.fields, NEW_FIELD])}>
                <Plus aria-hidden />
                Add field
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}
