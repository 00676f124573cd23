import { ChevronDown, ChevronUp } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { type Neighbours, showCall } from './useNeighbours.ts'

/** To the calls above and below in the list. */
export function CallSteps({ previous, next }: Neighbours) {
  return (
    <div className="flex gap-1 print:hidden">
      <Button
        size="icon"
        aria-label="Previous call"
        title="Previous call (K)"
        aria-keyshortcuts="K"
        disabled={previous === null}
        onClick={() => previous && showCall(previous)}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        size="icon"
        aria-label="Next call"
        title="Next call (J)"
        aria-keyshortcuts="J"
        disabled={next === null}
        onClick={() => next && showCall(next)}
      >
        <ChevronDown aria-hidden />
      </Button>
    </div>
  )
}
