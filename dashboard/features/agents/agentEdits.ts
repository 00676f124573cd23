import { useState } from 'react'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { sameValue } from '../../lib/sameValue.ts'
import { type AgentDraft, type AgentEdit, rebase, settingsOf } from './draft.ts'

/**
 * Unsaved changes, by agent. They live outside the page, so that an error or a sign-in in between does
 * not lose them; leaving the page on purpose does.
 */
const edits = new Map<string, AgentEdit>()

/** The agent's form: what is stored while nothing was typed, then what was typed. */
export function useAgentEdit(agent: Doc<'agents'>) {
  const [edit, setEdit] = useState(() => edits.get(agent._id) ?? null)
  const base = edit?.base ?? settingsOf(agent)
  const keep = (next: AgentEdit | null) => {
    if (next) edits.set(agent._id, next)
    else edits.delete(agent._id)
    setEdit(next)
  }
  const change = (values: AgentDraft) => {
    const baseVersion = edit?.baseVersion ?? agent.version
    keep(sameValue(values, base) ? null : { base, baseVersion, values })
  }
  return {
    edit,
    base,
    values: edit?.values ?? base,
    change,
    discard: () => keep(null),
    /** Puts the changes on top of what somebody else saved. */
    rebaseOn: (theirs: Doc<'agents'>) => {
      if (!edit) return
      const stored = settingsOf(theirs)
      keep({ base: stored, baseVersion: theirs.version, values: rebase(edit, stored) })
    },
  }
}
