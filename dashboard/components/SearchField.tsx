import { Search } from 'lucide-react'
import { type ComponentProps, useEffect, useEffectEvent, useState } from 'react'

/** Typing pauses this long before the search is made, in ms. */
const PAUSE_MS = 250

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string
  /** Called when the typing pauses, without the spaces around what was typed. */
  onValue: (value: string) => void
}

export function SearchField({ value, onValue, ...props }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // The value changed from outside, e.g. by “Clear filters”.
  if (known !== value) {
    setKnown(value)
    if (text.trim() !== value.trim()) setText(value)
  }
  const search = useEffectEvent(() => onValue(text.trim()))
  useEffect(() => {
    if (text.trim() === value.trim()) return
    const timer = setTimeout(search, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <span className="relative block">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-2"
      />
      <input
        {...props}
        type="search"
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="control pl-8.5"
      />
    </span>
  )
}
