import { carrierNamed } from '../carriers/index.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { callParts } from './callParts.ts'
import { refuseStream } from './refuseStream.ts'

type Parts = Pick<ReturnType<typeof callParts>, 'door' | 'recorder'>

/** Gives a media stream to the call that expects it; otherwise returns why it is refused. */
export async function connectStream(
  socket: WebSocket,
  url: string,
  { door, recorder }: Parts,
  callNow: () => RunningCall | null,
): Promise<Response | null> {
  const expected = await door.isExpected()
  const call = recorder.journal.opening?.call
  const carrier = call && carrierNamed(call.carrier)
  const itself = callNow()
  if (!expected || !carrier || !itself) return refuseStream(url)
  const admit = door.guard(call.callSid, url)
  itself.connect((listener) => carrier.connect(socket, listener), admit)
  return null
}
