import { useEffect, useState } from 'react'
import { follow, type LiveCall } from './liveCall.ts'
import { followSocket, type LiveConnection } from './liveSocket.ts'

/**
 * Follows a running call, straight from its own object. `active` false leaves it, and what was last
 * known stays: the stored record may come a moment later than the call's end. `unsure`: nobody knows
 * of the call, so it is asked for a few times only.
 */
export function useLiveCall(
  callSid: string,
  active: boolean,
  unsure: boolean,
): { live: LiveCall | null; connection: LiveConnection } {
  const [state, setState] = useState<{ callSid: string; live: LiveCall | null }>({
    callSid,
    live: null,
  })
  const [connection, setConnection] = useState<LiveConnection>('off')
  useEffect(() => {
    if (!active) return
    return followSocket(`/api/calls/${encodeURIComponent(callSid)}/live`, {
      unsure,
      connection: setConnection,
      message: (message) =>
        setState((known) => ({
          callSid,
          live: follow(known.callSid === callSid ? known.live : null, message),
        })),
    })
  }, [callSid, active, unsure])
  const live = state.callSid === callSid ? state.live : null
  return { live, connection: active ? connection : 'off' }
}
