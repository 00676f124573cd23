import type { CallStorage } from '../../../worker/shell/storage.ts'

/** An object's storage in memory. */
export interface MemoryStorage extends CallStorage {
  /** What is stored now. */
  readonly entries: Map<string, unknown>
  /** When the object is to wake, epoch ms. */
  readonly alarm: { at: number | null }
}

export function memoryStorage(): MemoryStorage {
  const entries = new Map<string, unknown>()
  const alarm: { at: number | null } = { at: null }
  const put = (key: string, value: unknown) => void entries.set(key, structuredClone(value))
  return {
    entries,
    alarm,
    kv: {
      get: (key) => entries.get(key),
      list: ({ prefix }) =>
        [...entries]
          .filter(([key]) => key.startsWith(prefix))
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      put,
      delete: (key) => entries.delete(key),
    },
    async put(key, value) {
      put(key, value)
    },
    async setAlarm(at) {
      alarm.at = at
    },
    async deleteAlarm() {
      alarm.at = null
    },
  }
}
