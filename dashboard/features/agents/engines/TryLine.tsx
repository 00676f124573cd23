import type { ReactNode } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'

/** What the Worker takes to try a part with. */
const MAX_CHARACTERS = 300

interface TryLineProps {
  label: string
  help: string
  /** The button's verb. */
  action: string
  text: string
  onText: (text: string) => void
  busy: boolean
  onTry: () => void
  problem: string | null
  /** What came of it. */
  children: ReactNode
}

/** A line to try a part with, and beside it what came of it. */
export function TryLine(props: TryLineProps) {
  const { label, help, action, text, onText, busy, onTry, problem, children } = props
  return (
    <div className="mt-1 border-t pt-3 sm:col-span-2">
      <Field label={label} help={help}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              maxLength={MAX_CHARACTERS}
              value={text}
              onChange={(event) => onText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                // Within the form of a new agent, Enter would create it.
                event.preventDefault()
                if (!busy && text.trim() !== '') onTry()
              }}
            />
            <Button busy={busy} disabled={text.trim() === ''} onClick={onTry}>
              {action}
            </Button>
          </span>
        )}
      </Field>
      <div aria-live="polite" className="grid gap-1 pb-1">
        {problem && <p className="text-bad">{problem}</p>}
        {children}
      </div>
    </div>
  )
}
