import { type LiveMessage, liveMessageSchema } from '../../../convex/model/live.ts'

/** `lost`: it went away and is tried again. */
export type LiveConnection = 'off' | 'connecting' | 'open' | 'lost'

const FIRST_RETRY_MS = 400
const LAST_RETRY_MS = 8000
/** Closes the socket when the call is over. */
const CALL_IS_OVER = 1000
/** Of a call that nobody knows: a refusal and a lost network look the same to a page. */
const TRIES_WHILE_UNSURE = 4

export interface LiveListener {
  /** There may be no such call: it is asked for a few times only, unless it answers. */
  unsure: boolean
  connection: (connection: LiveConnection) => void
  message: (message: LiveMessage) => void
}

/**
 * Connects again, with longer waits, until the call is over, is not to be found, or the returned
 * function is called.
 */
export function followSocket(url: string, listener: LiveListener): () => void {
  const left = new AbortController()
  const { signal } = left
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = FIRST_RETRY_MS
  let triesLeft = listener.unsure ? TRIES_WHILE_UNSURE : Infinity
  const opened = () => {
    retryMs = FIRST_RETRY_MS
    triesLeft = Infinity
    listener.connection('open')
  }
  const told = ({ data }: MessageEvent) => {
    const { data: message } = liveMessageSchema.safeParse(JSON.parse(String(data)))
    if (message) listener.message(message)
  }
  const closed = ({ code }: CloseEvent) => {
    triesLeft--
    if (code === CALL_IS_OVER || triesLeft === 0) return listener.connection('off')
    listener.connection('lost')
    timer = setTimeout(connect, retryMs)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
  function connect() {
    const socket = new WebSocket(url)
    socket.addEventListener('open', opened, { signal })
    socket.addEventListener('message', told, { signal })
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
