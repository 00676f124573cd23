import { Grid3x3 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { useKeys } from '../../lib/useKeys.ts'
import { type Digit, DIGITS } from './streamProtocol.ts'

interface KeypadProps {
  enabled: boolean
  onPress: (digit: Digit) => void
}

/** The keys of a phone; the keyboard's digits work too. On a narrow screen it folds away. */
export function Keypad({ enabled, onPress }: KeypadProps) {
  const [open, setOpen] = useState(false)
  const press = (digit: Digit) => enabled && onPress(digit)
  useKeys(Object.fromEntries(DIGITS.map((digit) => [digit, () => press(digit)])))
  return (
    <div className="grid gap-2">
      <Button
        className="md:hidden"
        aria-expanded={open}
        aria-controls="keypad"
        onClick={() => setOpen(!open)}
      >
        <Grid3x3 aria-hidden />
        Keypad
      </Button>
      <fieldset
        id="keypad"
        aria-label="Keypad"
        className={`grid min-w-0 grid-cols-3 gap-1.5 ${open ? '' : 'max-md:hidden'}`}
      >
        {DIGITS.map((digit) => (
          <button
            key={digit}
            type="button"
            disabled={!enabled}
            onClick={() => press(digit)}
            className="h-9 rounded-md border font-medium tabular-nums hover:bg-hover active:bg-accent-soft disabled:cursor-not-allowed disabled:opacity-55 disabled:hover:bg-transparent"
          >
            {digit}
          </button>
        ))}
      </fieldset>
    </div>
  )
}
