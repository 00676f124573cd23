import type { CallStorage } from './storage.ts'

/** Stands for all that an object had, when that is gone: `true`. */
const FORGOTTEN = 'forgotten'

export const isForgotten = (storage: CallStorage): boolean => storage.kv.get(FORGOTTEN) === true

/** Empties the object's storage, all but that it had something. Safe to repeat. */
export function forgetAll(storage: CallStorage): void {
  const keys = Array.from(storage.kv.list({ prefix: '' }), ([key]) => key)
  for (const key of keys) storage.kv.delete(key)
  storage.kv.put(FORGOTTEN, true)
}
