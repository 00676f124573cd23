import type { Places } from '../shell/places.ts'
import { type CallDirectory, DIRECTORY_NAME } from './CallDirectory.ts'

/** The places that the directory gives out, of which there are `limit`. */
export function placesIn(
  directories: DurableObjectNamespace<CallDirectory>,
  limit: number,
): Places {
  const directory = directories.getByName(DIRECTORY_NAME)
  return {
    admit: (callSid) => directory.admit(callSid, limit),
    renew: (callSid) => directory.renew(callSid),
    release: (callSid) => directory.release(callSid),
  }
}
