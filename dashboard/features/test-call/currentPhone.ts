/**
 * The one phone of this window. It lives outside the pages: a call goes on while its operator looks at
 * other tabs and pages. Only types are imported here, so that the shell can show the call without
 * loading what makes it.
 */
import { useSyncExternalStore } from 'react'
import type { Digit } from './streamProtocol.ts'
import type { Level } from './Level.ts'
import type { PhoneState } from './phoneState.ts'

/** What can be done with a phone once it rings. */
export interface Phone {
  readonly microphoneLevel: Level
  readonly agentLevel: Level
  call(agentId: string): Promise<void>
  press(digit: Digit): void
  mute(muted: boolean): void
  hangUp(): void
}

export interface CurrentPhone {
  agentId: string
  agentName: string
  phone: Phone
  state: PhoneState
}

let current: CurrentPhone | null = null
const listeners = new Set<() => void>()

export function setCurrentPhone(next: CurrentPhone | null): void {
  current = next
  for (const listener of listeners) listener()
}

export function currentPhone(): CurrentPhone | null {
  return current
}

export function useCurrentPhone(): CurrentPhone | null {
  return useSyncExternalStore(subscribe, currentPhone)
}

/** Whether hanging up would end something. */
export function isCalling({ phase }: PhoneState): boolean {
  return phase === 'asking-microphone' || phase === 'connecting' || phase === 'talking'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
