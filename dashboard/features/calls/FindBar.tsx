import { ChevronDown, ChevronUp } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { Button } from '../../components/Button.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { formatNumber } from '../../lib/format.ts'

interface FindBarProps {
  words: string
  onWords: (words: string) => void
  /** How many places hold the words, and which of them is shown, from 0. */
  count: number
  current: number
  onStep: (by: 1 | -1) => void
}

/** Looks for words in what is on the page. Enter goes on, with Shift back. */
export function FindBar({ words, onWords, count, current, onStep }: FindBarProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
  }
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2 print:hidden">
      <div className="min-w-48 flex-1">
        <SearchField
          aria-label="Find in the conversation"
          placeholder="Find in the conversation"
          value={words}
          onValue={onWords}
          onKeyDown={onKeyDown}
        />
      </div>
      <output className="min-w-20 text-right text-sm text-ink-2 tabular-nums">
        {words !== '' && place(count, current)}
      </output>
      <div className="flex gap-1">
        <Step label="Previous place" Icon={ChevronUp} count={count} onStep={() => onStep(-1)} />
        <Step label="Next place" Icon={ChevronDown} count={count} onStep={() => onStep(1)} />
      </div>
    </search>
  )
}

interface StepProps {
  label: string
  Icon: typeof ChevronUp
  count: number
  onStep: () => void
}

function Step({ label, Icon, count, onStep }: StepProps) {
  return (
    <Button look="quiet" size="icon" aria-label={label} disabled={count === 0} onClick={onStep}>
      <Icon aria-hidden />
    </Button>
  )
}

function place(count: number, current: number): string {
  return count === 0 ? 'Not found' : `${formatNumber(current + 1)} of ${formatNumber(count)}`
}
