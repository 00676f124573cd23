import { useSyncExternalStore } from 'react'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { navigate } from '../../lib/navigation.ts'
import { sameValue } from '../../lib/sameValue.ts'
import { showToast } from '../../lib/toasts.ts'
import { type AgentDraft, type AgentEdit, rebase, settingsOf } from './draft.ts'

/**
 * Unsaved changes, by agent. They live outside the page, so that an error or a sign-in in between does
 * not lose them; leaving the page on purpose does.
 */
const edits = new Map<string, AgentEdit>()
const listeners = new Set<() => void>()

// Closing the window loses them wherever one is, also on the page of a sign-in in between.
addEventListener('beforeunload', (event) => {
  if (edits.size > 0) event.preventDefault()
})

function keep(agentId: string, edit: AgentEdit | null): void {
  if (edit) edits.set(agentId, edit)
  else edits.delete(agentId)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Drops what was typed, and offers it back for a while: here, or wherever one has gone since. */
function discard(agentId: string, edit: AgentEdit): void {
  keep(agentId, null)
  const act = () => {
    keep(agentId, edit)
    const page = `/agents/${agentId}/`
    if (!location.pathname.startsWith(page)) navigate(`${page}general`)
  }
  showToast('Your changes are discarded.', { action: { label: 'Undo', act } })
}

/** The agent's form: what is stored while nothing was typed, then what was typed. */
export function useAgentEdit(agent: Doc<'agents'>) {
  const { _id: agentId, version } = agent
  const edit = useSyncExternalStore(subscribe, () => edits.get(agentId)) ?? null
  const base = edit?.base ?? settingsOf(agent)
  const change = (values: AgentDraft) => {
    const baseVersion = edit?.baseVersion ?? version
    keep(agentId, sameValue(values, base) ? null : { base, baseVersion, values })
  }
  return {
    edit,
    base,
    values: edit?.values ?? base,
    change,
    /** They are stored, or were left behind on purpose. */
    forget: () => keep(agentId, null),
    discard: () => edit && discard(agentId, edit),
    /** Puts the changes on top of what somebody else saved. */
    rebaseOn: (theirs: Doc<'agents'>) => {
      if (!edit) return
      const stored = settingsOf(theirs)
      keep(agentId, { base: stored, baseVersion: theirs.version, values: rebase(edit, stored) })
    },
  }
}
