import { setTimeout as sleep } from 'node:timers/promises'
import { type StoredCall, storedCallSchema } from '../../convex/model/api.ts'
import { developerToken } from '../local/developerToken.ts'

export type { StoredCall }

export const isOver = ({ call }: StoredCall): boolean => call.status !== 'in_progress'

/** What the record is now; `null` when there is none. */
export async function readCall(
  url: string,
  authToken: string,
  callSid: string,
): Promise<StoredCall | null> {
  const response = await fetch(`${url}/api/calls/${callSid}`, {
    headers: { authorization: `Bearer ${await developerToken(authToken)}` },
  })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return storedCallSchema.parse(await response.json())
}

/** How long something may take; a wait that is met ends at once. */
const PATIENCE_MS = 40_000

/** Asks again and again until there is an answer: for what tells nobody that it has happened. */
export async function eventually<T>(
  what: string | (() => string),
  ask: () => T | null | undefined | Promise<T | null | undefined>,
): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (performance.now() < giveUpAt) {
    const answer = await ask()
    if (answer !== null && answer !== undefined) return answer
    await sleep(25)
  }
  const name = typeof what === 'string' ? what : what()
  throw new Error(`There was not ${name} within ${PATIENCE_MS / 1000} s.`)
}
