import { afterTheEnd, type NextStep } from '../call/nextStep.ts'
import type { IncomingCall } from '../shell/newCall.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { StoredLine } from '../shell/StoredLine.ts'
import type { callParts } from './callParts.ts'

/** Where the caller goes next. `meeting`: to a person; `running`: the call, while it runs. */
export function nextStep(
  meeting: NextStep | null,
  running: RunningCall | null,
  { recorder, door }: Pick<ReturnType<typeof callParts>, 'recorder' | 'door'>,
  token: string,
): NextStep {
  if (meeting) return meeting
  const { record, opening, isForgotten } = recorder.journal
  if (running?.isApart && record) return { do: 'go_apart', to: record.call.to }
  if (running) {
    door.expect(token)
    return { do: 'stream', token }
  }
  return isForgotten ? { do: 'hang_up' } : afterTheEnd(record, opening?.agent?.voice ?? null)
}

/** The model's vendor brings a caller who was elsewhere: their call goes on as if a stream had opened. */
export function comesBack(
  { legId }: IncomingCall,
  running: RunningCall | null,
  direct: StoredLine,
): boolean {
  if (legId === undefined || legId === direct.legId || !running?.awaitsCaller) return false
  direct.comesBack(legId)
  running.dispatch({ type: 'carrier.started' })
  return true
}
