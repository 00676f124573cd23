import { useMutation } from 'convex/react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Select } from '../../components/Select.tsx'
import type { Option } from '../../lib/option.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'

type Way = NonNullable<Doc<'twilioNumbers'>['way']>

const WAYS: readonly Option<Way>[] = [
  { value: 'stream', label: 'Media stream' },
  { value: 'sip_dial', label: 'OpenAI SIP' },
  { value: 'sip_conference', label: 'OpenAI SIP, in a conference' },
]

/** How a number's calls reach the agent. */
export function NumberWay({ number }: { number: Doc<'twilioNumbers'> }) {
  const update = useMutation(api.twilioNumbers.update)
  const choose = async (way: Way) => {
    try {
      await update({ numberId: number._id, way })
      showToast(`Calls to ${number.phoneNumber} reach the agent by another way now.`)
    } catch (error) {
      showToast(problemOf(error).message)
    }
  }
  return (
    <Select
      aria-label={`How calls to ${number.phoneNumber} reach the agent`}
      className="w-44"
      value={number.way ?? 'stream'}
      onValue={(way) => void choose(way)}
      options={WAYS}
    />
  )
}
