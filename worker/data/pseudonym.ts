import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import { type DataSettings, installationKey } from './connection.ts'

/** How long the key may take, in ms: somebody's call waits for it. */
const PATIENCE_MS = 500

/**
 * A stable name for a person, for vendors that want to tell callers apart. Only this installation can
 * make it, so nobody finds the person by trying all phone numbers. When the key is not to be had in
 * time, the name is good for once.
 */
export async function pseudonymOf(person: string, settings: DataSettings): Promise<string> {
  try {
    const { pseudonym } = await inTime(installationKey(settings), PATIENCE_MS, tooLate)
    return await pseudonym(person)
  } catch (error) {
    logFailure('A caller got a name for this call alone.', {}, error)
    return crypto.randomUUID()
  }
}

function tooLate(): Error {
  return new Error('The key of the installation took too long.')
}
