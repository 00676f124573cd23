import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { focusTitle } from '../../lib/focusTitle.ts'
import { AGENT_TABS, type AgentTab } from './agentTabs.ts'
import { useSaver } from './useSaver.ts'

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
  const bar = useFocusHeir()
  return (
    <div
      ref={bar}
      className="sticky bottom-18 z-10 mt-4 flex max-w-4xl flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-raised px-4 py-2.5 shadow-pop md:bottom-4 print:hidden"
    >
      <output className="min-w-44 flex-1 text-sm">
        <SaveState {...props} />
      </output>
      <div className="ml-auto flex gap-2">
        <Button onClick={onDiscard}>Discard</Button>
        {overtakenBy ? (
          <Button look="primary" onClick={onCompare}>
            Compare
          </Button>
        ) : (
          <Button look="primary" busy={saving} onClick={onSave} aria-keyshortcuts="Control+S">
            Save
          </Button>
        )}
      </div>
    </div>
  )
}

function SaveState({ problem, overtakenBy, wrongTab, onShowWrong }: SaveBarProps) {
  if (overtakenBy) return <Overtaken by={overtakenBy} />
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

function Overtaken({ by }: { by: Doc<'agents'> }) {
  const { who, where } = useSaver(by)
  return (
    <span className="text-warn">
      {who} saved version {by.version}
      {where} meanwhile. Your changes are kept here.
    </span>
  )
}

/** When it goes with the focus inside, the focus would be nowhere. */
function useFocusHeir(): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = bar.current
    return () => {
      if (element?.contains(document.activeElement)) focusTitle()
    }
  }, [])
  return bar
}
