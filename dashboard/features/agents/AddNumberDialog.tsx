import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { PhoneField } from '../../components/PhoneField.tsx'
import type { FormErrors } from '../../lib/formErrors.ts'
import { type NumberDraft, useNumberForm } from './useNumberForm.ts'

interface AddNumberDialogProps {
  agent: Doc<'agents'>
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function AddNumberDialog({ agent, open, onOpenChange }: AddNumberDialogProps) {
  return (
    <Dialog
      title="Add Phone Number"
      description="A number you own at Twilio that takes voice calls."
      open={open}
      onOpenChange={onOpenChange}
    >
      <NumberForm agent={agent} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

interface NumberFormProps {
  agent: Doc<'agents'>
  onDone: () => void
}

function NumberForm({ agent, onDone }: NumberFormProps) {
  const form = useNumberForm(agent, onDone)
  return (
    <form onSubmit={(event) => void form.submit(event)} noValidate className="grid gap-2">
      <NumberFields
        values={form.values}
        change={form.change}
        errors={form.errors}
        locale={agent.voice.locale}
      />
      {form.problem && <ErrorNotice message={form.problem} />}
      {form.taken && (
        <p className="text-sm text-ink-2">
          If you move it, {agent.name} answers it from the next call on; at no moment is it without
          an agent.
        </p>
      )}
      <DialogActions>
        {form.taken ? (
          <Button look="primary" busy={form.busy} onClick={() => void form.move()}>
            Move it to {agent.name}
          </Button>
        ) : (
          <Button type="submit" look="primary" busy={form.busy}>
            Add number
          </Button>
        )}
      </DialogActions>
    </form>
  )
}

interface NumberFieldsProps {
  values: NumberDraft
  change: (values: NumberDraft) => void
  errors: FormErrors
  /** Of the agent. */
  locale: string
}

function NumberFields({ values, change, errors, locale }: NumberFieldsProps) {
  return (
    <>
      <PhoneField
        label="Phone number"
        help="With + and the country code, like +12025550100."
        error={errors['phoneNumber']}
        value={values.phoneNumber}
        onValue={(phoneNumber) => change({ ...values, phoneNumber })}
        locale={locale}
      />
      <Field
        label="Description"
        optional
        help="What the number is for, e.g. “Main line”."
        error={errors['description']}
        length={values.description.length}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={values.description}
            onChange={(event) => change({ ...values, description: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
