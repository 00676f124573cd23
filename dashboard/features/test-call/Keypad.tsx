import type { KeyboardEvent } from 'react'
import { type Digit, DIGITS } from './streamProtocol.ts'

interface KeypadProps {
  enabled: boolean
  onPress: (digit: Digit) => void
}

/** The keys of a phone; with the focus inside, the keyboard's digits work too. */
export function Keypad({ enabled, onPress }: KeypadProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const digit = DIGITS.find((candidate) => candidate === event.key)
    if (digit && enabled) onPress(digit)
  }
  return (
    <div
      role="group"
      aria-label="Keypad"
      onKeyDown={onKeyDown}
      className="grid grid-cols-3 gap-1.5"
    >
      {DIGITS.map((digit) => (
        <button
          key={digit}
          type="button"
          disabled={!enabled}
          onClick={() => onPress(digit)}
          className="h-9 rounded-md border font-medium tabular-nums hover:bg-hover active:bg-accent-soft disabled:cursor-not-allowed disabled:opacity-55 disabled:hover:bg-transparent"
        >
          {digit}
        </button>
      ))}
    </div>
  )
}
