import { useState } from 'react'
import { type AgentSettings, agentSettingsSchema } from '../../../convex/model/agent.ts'
import type { Answer, Confirmation } from '../../components/HighCostDialog.tsx'
import { checkForm, type FormErrors } from '../../lib/formErrors.ts'
import { type Problem, problemOf } from '../../lib/problem.ts'
import { sameValue } from '../../lib/sameValue.ts'
import { type AgentDraft, type VoiceDraft, valueAt } from './draft.ts'

/** What the fields of the form need. */
export interface AgentForm {
  /** `null`: the agent is not there yet. */
  agentId: string | null
  values: AgentDraft
  change: (values: AgentDraft) => void
  /** The sentence to show at a field; nothing for what was not touched yet. */
  errorAt: (path: string) => string | undefined
  /** The paths at which there is a sentence to show. */
  shownErrors: string[]
}

/** What a part of the voice settings needs. */
export interface VoicePartProps {
  voice: VoiceDraft
  set: (changes: Partial<VoiceDraft>) => void
  errorAt: AgentForm['errorAt']
}

interface Options {
  agentId: string | null
  values: AgentDraft
  /** Where the values started: what still equals it is not complained about before saving. */
  base: AgentDraft
  change: (values: AgentDraft) => void
  /** Stores settings that passed the rules; a refusal is shown at its field. */
  store: (settings: AgentSettings, answer: Answer) => Promise<void>
}

interface Refusal extends Problem {
  /** The refused value; the error goes when it is changed. */
  value: unknown
}

/** Validates as one types, by the same rules as the functions, and saves. */
export function useAgentForm({ agentId, values, base, change, store }: Options) {
  const [submitted, setSubmitted] = useState(false)
  const [saving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [question, setQuestion] = useState<string | null>(null)
  const checked = checkForm<AgentSettings>(agentSettingsSchema, values)
  const errors: FormErrors = checked.ok ? {} : checked.errors

  const errorAt = (path: string) => {
    const value = valueAt(values, path)
    if (refusal?.field === path && sameValue(refusal.value, value)) return refusal.message
    return submitted || isTyped(value, valueAt(base, path)) ? errors[path] : undefined
  }

  /** Resolves to whether it was saved. */
  const save = async (answer: Answer = { confirmed: false }): Promise<boolean> => {
    setSubmitted(true)
    setRefusal(null)
    if (!checked.ok) return false
    setSaving(true)
    try {
      await store(checked.value, answer)
      setSubmitted(false)
      return true
    } catch (error) {
      const problem = problemOf(error)
      if (problem.code === 'unconfirmed') setQuestion(problem.message)
      const field = problem.field?.replace(/^settings\./, '') ?? null
      setRefusal({ ...problem, field, value: field === null ? null : valueAt(values, field) })
      return false
    } finally {
      setSaving(false)
    }
  }

  const shown = refusal && valueAt(values, refusal.field ?? '') === undefined ? refusal : null
  const paths = [...Object.keys(errors), ...(refusal?.field ? [refusal.field] : [])]
  const shownErrors = paths.filter((path) => errorAt(path) !== undefined)
  const form: AgentForm = { agentId, values, change, errorAt, shownErrors }
  const confirmation: Confirmation = {
    question,
    confirm: async () => {
      await save({ confirmed: true })
    },
    dismiss: () => setQuestion(null),
  }
  return { form, save, saving, errors: submitted ? errors : {}, problem: shown, confirmation }
}

/** A field that has only just appeared is empty because nobody has come to it yet. */
function isTyped(value: unknown, was: unknown): boolean {
  return !sameValue(value, was) && !(value === '' && was === undefined)
}
