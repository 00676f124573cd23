import { VERSION_HEADER } from '../lib/versionHeader.ts'

/** When the object has made way last, epoch ms. */
const MADE_WAY_AT = 'madeWayAt'

/** Two versions that answer side by side, as in a gradual deployment, do not stop it in turn. */
const PAUSE_MS = 10 * 60_000

/**
 * Whether the object is to stop, so that it starts again with the code of the version that a page came by: a
 * deploy leaves an object its code while it is awake, and open pages keep this one awake. Where the platform
 * gives it the same code again, it goes on with that, and tries again later.
 */
export function makesWay(
  request: Request,
  own: WorkerVersionMetadata | undefined,
  kv: SyncKvStorage,
  now: number,
): boolean {
  const version = request.headers.get(VERSION_HEADER)
  if (!version || !own || version === own.id) return false
  if (now - Number(kv.get(MADE_WAY_AT) ?? 0) < PAUSE_MS) return false
  kv.put(MADE_WAY_AT, now)
  return true
}
