import { type FormEvent, useState } from 'react'
import type { Doc } from '../../../../convex/_generated/dataModel.js'
import { DEFAULT_LOCALE } from '../../../../convex/model/locales.ts'
import { e164Schema } from '../../../../convex/model/phoneNumber.ts'
import type { Destination } from '../../../../convex/model/destination.ts'
import type { Answer, Confirmation } from '../../../components/HighCostDialog.tsx'
import { apiSend } from '../../../lib/api.ts'
import { focusFirstError } from '../../../lib/focusFirstError.ts'
import type { Option } from '../../../lib/option.ts'
import { displayPhoneNumber } from '../../../lib/phoneNumber.ts'
import { problemOf } from '../../../lib/problem.ts'
import { showToast } from '../../../lib/toasts.ts'

export interface TransferOf {
  callSid: string
  /** Who talks now; `undefined`: an agent that was removed. */
  agent: Doc<'agents'> | undefined
  onDone: () => void
}

/** No destination has this name: names are not empty. */
const ANOTHER = ''

/** To whom the caller is to be put through, and the asking for it. */
export function useTransferForm({ callSid, agent, onDone }: TransferOf) {
  const destinations = agent?.tools.destinations ?? []
  const options = optionsOf(destinations)
  const [chosen, choose] = useState(options[0]?.value ?? ANOTHER)
  const [phoneNumber, type] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [question, setQuestion] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const isTyped = chosen === ANOTHER
  const number = e164Schema.safeParse(phoneNumber)
  const isWrong = isTyped && !number.success

  const ask = async ({ confirmed }: Answer) => {
    setBusy(true)
    setProblem(null)
    try {
      const whom = isTyped ? { phoneNumber: number.data } : { destination: chosen }
      const body = confirmed ? { ...whom, confirmed } : whom
      await apiSend(`/api/calls/${encodeURIComponent(callSid)}/transfer`, { body })
      const destination = destinations.find(({ name }) => name === chosen)
      const who = destination ? nameOf(destination) : displayPhoneNumber(number.data ?? '')
      showToast(`${who} is called.`)
      onDone()
    } catch (error) {
      const { code, message } = problemOf(error)
      if (code === 'unconfirmed') setQuestion(message)
      else setProblem(message)
    } finally {
      setBusy(false)
    }
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (isWrong) return focusFirstError()
    await ask({ confirmed: false })
  }
  const confirmation: Confirmation = {
    question,
    confirm: () => ask({ confirmed: true }),
    dismiss: () => setQuestion(null),
  }
  /** While it is typed it is not finished. */
  const error = submitted && isWrong ? number.error?.issues[0]?.message : undefined
  const locale = agent?.voice.locale ?? DEFAULT_LOCALE
  return {
    options,
    chosen,
    choose,
    isTyped,
    phoneNumber,
    type,
    error,
    problem,
    confirmation,
    busy,
    locale,
    submit,
  }
}

const nameOf = ({ label, name }: Destination): string => label || name

function optionsOf(destinations: readonly Destination[]): Option<string>[] {
  const named = destinations.map((destination) => {
    const { name, target } = destination
    const to = target.kind === 'sip' ? target.uri : displayPhoneNumber(target.phoneNumber)
    return { value: name, label: `${nameOf(destination)} (${to})` }
  })
  return [...named, { value: ANOTHER, label: 'Another number' }]
}
