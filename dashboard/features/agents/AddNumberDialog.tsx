import { useMutation } from 'convex/react'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { numberSettingsSchema } from '../../../convex/model/phoneNumber.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { checkForm, type FormErrors } from '../../lib/formErrors.ts'
import { type Problem, problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'

interface AddNumberDialogProps {
  agent: Doc<'agents'>
  open: boolean
  onOpenChange: (open: boolean) => void
}

const EMPTY = { phoneNumber: '', description: '' }

export function AddNumberDialog({ agent, open, onOpenChange }: AddNumberDialogProps) {
  const formId = useId()
  const { values, change, errors, problem, busy, submit } = useNumberForm(agent, () =>
    onOpenChange(false),
  )
  return (
    <Dialog
      title="Add Phone Number"
      description="A number you own at Twilio that takes voice calls."
      open={open}
      onOpenChange={onOpenChange}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" busy={busy}>
            Add number
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} noValidate className="grid gap-2">
        <NumberFields values={values} change={change} errors={errors} />
        {problem && <ErrorNotice message={problem} />}
      </form>
    </Dialog>
  )
}

interface NumberFieldsProps {
  values: typeof EMPTY
  change: (values: typeof EMPTY) => void
  errors: FormErrors
}

function NumberFields({ values, change, errors }: NumberFieldsProps) {
  return (
    <>
      <Field
        label="Phone number"
        help="E.164: + and country code, digits only, like +12025550100."
        error={errors['phoneNumber']}
      >
        {(control) => (
          <Input
            {...control}
            type="tel"
            autoComplete="off"
            value={values.phoneNumber}
            onChange={(event) => change({ ...values, phoneNumber: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Description"
        optional
        help="What the number is for, e.g. “Main line”."
        error={errors['description']}
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

function useNumberForm(agent: Doc<'agents'>, onDone: () => void) {
  const add = useMutation(api.twilioNumbers.add)
  const [values, setValues] = useState(EMPTY)
  const [submitted, setSubmitted] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const checked = checkForm(numberSettingsSchema, values)

  const change = (next: typeof EMPTY) => {
    setValues(next)
    setRefusal(null)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!checked.ok) return focusFirstError()
    setBusy(true)
    try {
      await add({ ...checked.value, agentId: agent._id })
      showToast(`${agent.name} answers ${checked.value.phoneNumber} now.`)
      setValues(EMPTY)
      setSubmitted(false)
      onDone()
    } catch (error) {
      setRefusal(problemOf(error))
      focusFirstError()
    } finally {
      setBusy(false)
    }
  }
  const errors = shownErrors(checked.ok ? {} : checked.errors, values, submitted)
  const atField = refusal?.field ? { [refusal.field]: refusal.message } : {}
  const problem = refusal && !refusal.field ? refusal.message : null
  return { values, change, errors: { ...errors, ...atField }, problem, busy, submit }
}

/** An empty field is not wrong before it was to be saved; a number is not, while it is being typed. */
function shownErrors(errors: FormErrors, values: typeof EMPTY, submitted: boolean): FormErrors {
  if (submitted) return errors
  const typing = /^\+?\d{0,7}$/.test(values.phoneNumber)
  return typing ? { ...errors, phoneNumber: '' } : errors
}
