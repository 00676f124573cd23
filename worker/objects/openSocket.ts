import type { RunningCall } from '../shell/RunningCall.ts'
import type { CallParts } from './callParts.ts'
import { connectStream } from './connectStream.ts'
import { follow } from './follow.ts'

/** What of a call is asked for when a socket comes: whether it runs, and who has it in memory. */
interface Standing {
  running(): RunningCall | null
  /** Also one that is over. */
  latest(): RunningCall | null
}

/** Gives a socket to the caller's media stream, or to someone who wants to follow the call. */
export async function openSocket(
  { url }: Request,
  parts: Pick<CallParts, 'recorder' | 'patchBay' | 'door'>,
  { running, latest }: Standing,
): Promise<Response> {
  const { recorder, patchBay } = parts
  const { 0: client, 1: server } = new WebSocketPair()
  const refusal = new URL(url).pathname.endsWith('/live')
    ? follow(server, running() && recorder.journal.record, patchBay)
    : await connectStream(server, url, parts, () => running() ?? latest())
  return refusal ?? new Response(null, { status: 101, webSocket: client })
}
