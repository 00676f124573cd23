import type { CallRecord } from '../call/record.ts'
import type { PatchBay } from '../shell/PatchBay.ts'
import { Watcher } from '../shell/Watcher.ts'

/**
 * Lets somebody follow a running call from here on; `socket` is the server's end of a pair. A response says
 * why not; `record` is `null` where no call runs.
 */
export function follow(
  socket: WebSocket,
  record: CallRecord | null,
  patchBay: PatchBay,
): Response | null {
  if (!record) return Response.json({ error: 'This call is not running.' }, { status: 404 })
  socket.accept()
  const watcher = new Watcher(socket, record)
  const leave = (): void => patchBay.unplug(watcher)
  socket.addEventListener('close', leave)
  socket.addEventListener('error', leave)
  patchBay.plug(watcher)
  return null
}
