import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { AGENT_TABS, type AgentTab } from './agentTabs.ts'

interface SaveBarProps {
  saving: boolean
  problem: string | null
  /** The agent as somebody else saved it in the meantime. */
  overtakenBy: Doc<'agents'> | null
  /** Another tab on which a field is wrong. */
  wrongTab: AgentTab | null
  onShowWrong: (tab: AgentTab) => void
  onSave: () => void
  onDiscard: () => void
  onCompare: () => void
}

/** Sticks to the bottom of the page while there is something to save. */
export function SaveBar(props: SaveBarProps) {
  const { saving, overtakenBy, onSave, onDiscard, onCompare } = props
  return (
    <div className="sticky bottom-18 z-10 mt-4 flex max-w-4xl flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-raised px-4 py-2.5 shadow-pop md:bottom-4">
      <div role="status" className="min-w-44 flex-1 text-sm">
        <SaveState {...props} />
      </div>
      <div className="ml-auto flex gap-2">
        <Button onClick={onDiscard}>Discard</Button>
        {overtakenBy ? (
          <Button look="primary" onClick={onCompare}>
            Compare
          </Button>
        ) : (
          <Button look="primary" busy={saving} onClick={onSave}>
            Save
          </Button>
        )}
      </div>
    </div>
  )
}

function SaveState({ problem, overtakenBy, wrongTab, onShowWrong }: SaveBarProps) {
  if (overtakenBy) {
    const { updatedBy, version } = overtakenBy
    return (
      <span className="text-warn">
        {updatedBy} saved version {version} meanwhile. Your changes are kept here.
      </span>
    )
  }
  if (problem) return <span className="text-bad">{problem}</span>
  if (wrongTab) {
    const label = AGENT_TABS.find(({ tab }) => tab === wrongTab)?.label
    return (
      <button
        type="button"
        className="rounded text-bad underline underline-offset-2"
        onClick={() => onShowWrong(wrongTab)}
      >
        Something under {label} needs your attention.
      </button>
    )
  }
  return <span className="text-ink-2">Unsaved changes</span>
}
