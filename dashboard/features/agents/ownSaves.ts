/** Which versions other windows of this browser have saved: theirs are one's own. */
import { useSyncExternalStore } from 'react'
import * as z from 'zod'

const saveSchema = z.object({ agentId: z.string(), version: z.number() })
type Save = z.infer<typeof saveSchema>

const channel = new BroadcastChannel('saved-agents')
const listeners = new Set<() => void>()
let saves: readonly Save[] = []

channel.addEventListener('message', ({ data }) => {
  const save = saveSchema.safeParse(data).data
  if (!save) return
  saves = [...saves, save]
  for (const listener of listeners) listener()
})

export function tellOtherWindows(save: Save): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin only
  channel.postMessage(save)
}

/** Whether another window of this browser saved that version. */
export function useSavedHere({ agentId, version }: Save): boolean {
  const known = useSyncExternalStore(subscribe, () => saves)
  return known.some((save) => save.agentId === agentId && save.version === version)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
