import { carrierNamed } from '../carriers/index.ts'
import { logWarning } from '../lib/log.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { callParts } from './callParts.ts'

/** Lets a caller's media stream in to its call, which may be told of it a moment later; a response says why not. */
export async function admitStream(
  socket: WebSocket,
  url: string,
  { door, recorder }: Pick<ReturnType<typeof callParts>, 'door' | 'recorder'>,
  call: () => RunningCall | null,
): Promise<Response | null> {
  const expected = await door.isExpected()
  const opened = recorder.journal.opening?.call
  const carrier = opened && carrierNamed(opened.carrier)
  const running = call()
  if (!expected || !carrier || !running) return refuseStream(url)
  const admit = door.guard(opened.callSid, url)
  running.connect((listener) => carrier.connect(socket, listener), admit)
  return null
}

function refuseStream(url: string): Response {
  const why = 'This call expects no stream.'
  logWarning('Refused a media stream.', { why, url })
  return new Response(why, { status: 403 })
}
