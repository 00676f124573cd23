import { api } from '../../../../convex/_generated/api.js'
import type { Call } from '../../../../convex/model/call.ts'
import { isRunning } from '../../../lib/callWords.ts'
import { useQueryIfThere } from '../../../lib/useQueryIfThere.ts'
import { Deliveries } from './Deliveries.tsx'
import { OutcomeCard } from './OutcomeCard.tsx'

/** What was found out of the call, and who was told. */
export function AfterCall({ call }: { call: Call }) {
  const { callSid } = call
  const after = useQueryIfThere(api.afterCalls.get, { callSid })
  if (!after) return null
  const { analysis, deliveries } = after
  return (
    <>
      {analysis && !isRunning(call) && <OutcomeCard callSid={callSid} analysis={analysis} />}
      {deliveries.length > 0 && <Deliveries callSid={callSid} deliveries={deliveries} />}
    </>
  )
}
