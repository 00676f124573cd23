import { clsx } from 'clsx'
import { type LineChange, lineChanges } from './lineChanges.ts'

/** Unchanged lines that are shown around a change. */
const CONTEXT_LINES = 2

const MARKS = { same: ' ', added: '+', removed: '−' } as const
const WORDS = { same: '', added: 'Added: ', removed: 'Removed: ' } as const

export function TextDiff({ from, to }: { from: string; to: string }) {
  const lines = lineChanges(from, to)
  return (
    <div className="mt-1 overflow-hidden rounded-md border font-mono text-[0.8125rem] leading-5">
      {lines.map((line, index) =>
        isNearChange(lines, index) ? (
          <Line key={index} line={line} />
        ) : (
          isNearChange(lines, index - 1) && <Gap key={index} />
        ),
      )}
    </div>
  )
}

function Line({ line: { kind, text } }: { line: LineChange }) {
  return (
    <div
      className={clsx(
        'flex gap-2 px-2 whitespace-pre-wrap',
        kind === 'added' && 'bg-good-soft text-good',
        kind === 'removed' && 'bg-bad-soft text-bad',
      )}
    >
      <span aria-hidden className="select-none">
        {MARKS[kind]}
      </span>
      <span dir="auto" className="min-w-0">
        <span className="sr-only">{WORDS[kind]}</span>
        {text}
      </span>
    </div>
  )
}

function Gap() {
  return <div className="bg-hover px-2 text-ink-2 select-none">⋯</div>
}

function isNearChange(lines: LineChange[], index: number): boolean {
  const near = lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
  return near.some((line) => line.kind !== 'same')
}
