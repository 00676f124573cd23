import { useQuery } from 'convex/react'
import { useMemo } from 'react'
import { api } from '../../../convex/_generated/api.js'
import { isRunning } from '../../lib/callWords.ts'
import { type CallView, type LiveCall, viewOf } from './liveCall.ts'
import type { LiveConnection } from './liveSocket.ts'
import { useLiveCall } from './useLiveCall.ts'

export interface ShownCall {
  /** `null`: there is no such call; `undefined`: it is on its way. */
  view: CallView | null | undefined
  /** Who has the floor; `null` when nobody tells. */
  speaking: LiveCall['speaking'] | null
  connection: LiveConnection
}

/** A call as it runs, or as it is kept. */
export function useCallView(callSid: string): ShownCall {
  const call = useQuery(api.voiceCalls.get, { callSid })
  const turns = useQuery(api.voiceCalls.turns, { callSid })
  const events = useQuery(api.voiceCalls.events, { callSid })
  // A call that has only just begun may not be stored yet.
  const mayRun = call === null || (call !== undefined && isRunning(call))
  const { live, connection } = useLiveCall(callSid, mayRun, call === null)
  const stored = useMemo(
    () => (call && turns && events ? { call, turns, events } : null),
    [call, turns, events],
  )
  const view = viewOf(stored, live)
  if (!view) return { view: call === null ? null : undefined, speaking: null, connection }
  const speaking = live && isRunning(view.call) ? live.speaking : null
  return { view, speaking, connection }
}
