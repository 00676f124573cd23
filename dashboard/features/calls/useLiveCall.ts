import { useEffect, useState } from 'react'
import { liveMessageSchema } from '../../../convex/model/live.ts'
import { follow, type LiveCall } from './liveCall.ts'

/** `lost`: it went away and is tried again. */
export type LiveConnection = 'off' | 'connecting' | 'open' | 'lost'

const FIRST_RETRY_MS = 400
const LAST_RETRY_MS = 8000
/** Closes the socket when the call is over. */
const CALL_IS_OVER = 1000

/**
 * Follows a running call, straight from its own object. `active` false leaves it, and what was last
 * known stays: the stored record may come a moment later than the call's end.
 */
export function useLiveCall(
  callSid: string,
  active: boolean,
): { live: LiveCall | null; connection: LiveConnection } {
  const [state, setState] = useState<{ callSid: string; live: LiveCall | null }>({
    callSid,
    live: null,
  })
  const [connection, setConnection] = useState<LiveConnection>('off')
  useEffect(() => {
    if (!active) return setConnection('off')
    return followSocket(callSid, {
      connection: setConnection,
      message: (text) => {
        const message = liveMessageSchema.safeParse(JSON.parse(text)).data
        if (!message) return
        setState((known) => ({
          callSid,
          live: follow(known.callSid === callSid ? known.live : null, message),
        }))
      },
    })
  }, [callSid, active])
  return { live: state.callSid === callSid ? state.live : null, connection }
}

interface Listener {
  connection: (connection: LiveConnection) => void
  message: (text: string) => void
}

/** Connects again, with longer waits, until the call is over or the returned function is called. */
function followSocket(callSid: string, listener: Listener): () => void {
  const left = new AbortController()
  const { signal } = left
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = FIRST_RETRY_MS
  const opened = () => {
    retryMs = FIRST_RETRY_MS
    listener.connection('open')
  }
  const closed = ({ code }: CloseEvent) => {
    if (code === CALL_IS_OVER) return listener.connection('off')
    listener.connection('lost')
    timer = setTimeout(connect, retryMs)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
  function connect() {
    const socket = new WebSocket(`/api/calls/${encodeURIComponent(callSid)}/live`)
    socket.addEventListener('open', opened, { signal })
    socket.addEventListener('message', ({ data }) => listener.message(String(data)), { signal })
    socket.addEventListener('close', closed, { signal })
    signal.addEventListener('abort', () => socket.close())
  }
  listener.connection('connecting')
  connect()
  return () => {
    clearTimeout(timer)
    left.abort()
  }
}
