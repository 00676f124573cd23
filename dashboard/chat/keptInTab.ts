/** What a tab keeps of its conversation, over reloads and for this page's origin alone. */
import type { Kept, Unsent } from './effects.ts'
import { fieldsOf, parsed } from './protocol.ts'

export interface TabStorage {
  read(): Kept | null
  /** `null`: nothing is kept any more. */
  write(kept: Kept | null): void
  /** The last message that the visitor has seen, −1: none. */
  readSeen(): number
  writeSeen(seq: number): void
}

/** In `sessionStorage`, which pages may forbid: then a reload begins anew. */
export function tabStorage(agentId: string): TabStorage {
  const name = `switchboard-chat:${agentId}`
  const seenName = `${name}:seen`
  return {
    read: () => tried(() => readKept(sessionStorage.getItem(name) ?? '')),
    write: (kept) =>
      void tried(() =>
        kept ? sessionStorage.setItem(name, JSON.stringify(kept)) : forget(name, seenName),
      ),
    readSeen: () => Number(tried(() => sessionStorage.getItem(seenName)) ?? -1),
    writeSeen: (seq) => void tried(() => sessionStorage.setItem(seenName, String(seq))),
  }
}

function tried<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}

function forget(...names: string[]): void {
  for (const name of names) sessionStorage.removeItem(name)
}

/** `null`: this is nothing that was kept, or an earlier release kept it. */
export function readKept(text: string): Kept | null {
  const { key, unsent } = fieldsOf(parsed(text)) ?? {}
  const read = readKeptKey(key)
  if (read === undefined || !Array.isArray(unsent)) return null
  const messages = unsent.map(readUnsent)
  if (!messages.every((message) => message !== null)) return null
  return { key: read, unsent: messages }
}

function readKeptKey(value: unknown): Kept['key'] | undefined {
  if (value === null) return null
  const { chatId, secret } = fieldsOf(value) ?? {}
  const isKey = typeof chatId === 'string' && typeof secret === 'string'
  return isKey ? { chatId, secret } : undefined
}

function readUnsent(value: unknown): Unsent | null {
  const { id, text, problem } = fieldsOf(value) ?? {}
  if (typeof id !== 'string' || typeof text !== 'string') return null
  return { id, text, problem: typeof problem === 'string' ? problem : null }
}
