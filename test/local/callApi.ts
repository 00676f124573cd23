/** What the Worker tells about a call: live while it runs, and the record when it is over. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { type StoredCall, storedCallSchema } from '../../convex/model/api.ts'
import { liveMessageSchema, type LiveMessage } from '../../convex/model/live.ts'
import { developerToken } from './developerToken.ts'

export type { StoredCall }

export interface CallApi {
  url: string
  authToken: string
}

/** Waits between the tries to read the record: 15 s in all. */
const RECORD_WAITS_MS = [100, 200, 400, 800, 1000, 1500, 2000, 2000, 2000, 2500, 2500]
/** The live feed opens once the call's object knows its call. */
const LIVE_RETRY_MS = 150

async function headers(api: CallApi): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await developerToken(api.authToken)}` }
}

/**
 * Follows a call until it is over or `signal` says so. Never rejects: the call goes on without it.
 * `again`: where the call breaks and goes on, this does, too, until `signal` says so.
 */
export async function followCall(
  api: CallApi,
  callSid: string,
  tell: (message: LiveMessage) => void,
  signal: AbortSignal,
  { again }: { again: boolean } = { again: false },
): Promise<void> {
  const address = `${api.url.replace(/^http/, 'ws')}/api/calls/${callSid}/live`
  while (!signal.aborted) {
    const socket = new WebSocket(address, { headers: await headers(api) })
    const wasOpen = await follow(socket, tell, signal)
    if (wasOpen && !again) return
    await sleep(LIVE_RETRY_MS)
  }
}

/** Resolves when the socket is closed, with whether it has ever been open. */
function follow(
  socket: WebSocket,
  tell: (message: LiveMessage) => void,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    let wasOpen = false
    const stop = () => socket.terminate()
    signal.addEventListener('abort', stop, { once: true })
    socket.on('open', () => (wasOpen = true))
    // A failure to connect ends in `close` as well.
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const message = liveMessageSchema.safeParse(parseJson(String(data)))
      if (message.success) tell(message.data)
    })
    socket.on('close', () => {
      signal.removeEventListener('abort', stop)
      resolve(wasOpen)
    })
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The stored call once it is no longer in progress; what there is after 15 s; `null`: nothing. */
export async function readRecord(api: CallApi, callSid: string): Promise<StoredCall | null> {
  let stored: StoredCall | null = null
  for (const waitMs of [...RECORD_WAITS_MS, 0]) {
    stored = (await fetchRecord(api, callSid)) ?? stored
    if (stored && stored.call.status !== 'in_progress') return stored
    await sleep(waitMs)
  }
  return stored
}

async function fetchRecord(api: CallApi, callSid: string): Promise<StoredCall | null> {
  const url = `${api.url}/api/calls/${callSid}`
  try {
    const response = await fetch(url, { headers: await headers(api) })
    if (!response.ok) return null
    return storedCallSchema.parse(await response.json())
  } catch (error) {
    // A record in another shape is a fault to be seen; a Worker that is away may come back.
    if (error instanceof z.ZodError) throw error
    return null
  }
}
