import { useMutation, useQuery } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { numberSettingsSchema, plainNumber, toE164 } from '../../../convex/model/phoneNumber.ts'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { checkForm, type FormErrors } from '../../lib/formErrors.ts'
import { type Problem, problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'

const EMPTY = { phoneNumber: '', description: '' }
export type NumberDraft = typeof EMPTY

/** A number for an agent: a new one, or one that another agent answers so far. */
export function useNumberForm(agent: Doc<'agents'>, onDone: () => void) {
  const add = useMutation(api.twilioNumbers.add)
  const update = useMutation(api.twilioNumbers.update)
  const numbers = useQuery(api.twilioNumbers.list, {})
  const [values, setValues] = useState(EMPTY)
  const [submitted, setSubmitted] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const checked = checkForm(numberSettingsSchema, values)
  const number = toE164(values.phoneNumber)
  const known = numbers?.find(({ phoneNumber }) => phoneNumber === number)
  const taken = refusal?.code === 'conflict' && known && known.agentId !== agent._id ? known : null

  const change = (next: NumberDraft) => {
    setValues(next)
    setRefusal(null)
  }
  const store = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      showToast(`${agent.name} answers ${number} now.`)
      onDone()
    } catch (error) {
      setRefusal(problemOf(error))
      focusFirstError()
    } finally {
      setBusy(false)
    }
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!checked.ok) return focusFirstError()
    await store(() => add({ ...checked.value, agentId: agent._id }))
  }
  const move = async () => {
    if (!taken) return
    const description = values.description.trim() || taken.description
    await store(() => update({ numberId: taken._id, agentId: agent._id, description }))
  }
  const errors = shownErrors(checked.ok ? {} : checked.errors, values, submitted)
  const atField = refusal?.field ? { [refusal.field]: refusal.message } : {}
  const problem = refusal && !refusal.field ? refusal.message : null
  return { values, change, errors: { ...errors, ...atField }, problem, busy, submit, taken, move }
}

/** An empty field is not wrong before it was to be saved; a number is not, while it is being typed. */
function shownErrors(errors: FormErrors, values: NumberDraft, submitted: boolean): FormErrors {
  if (submitted) return errors
  const typing = /^\+?([^\d\p{L}]*\d){0,7}[^\d\p{L}]*$/u.test(plainNumber(values.phoneNumber))
  return typing ? { ...errors, phoneNumber: '' } : errors
}
