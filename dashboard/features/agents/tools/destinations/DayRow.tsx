import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../../../../components/Button.tsx'
import { Input } from '../../../../components/Input.tsx'
import { changed, without } from '../part.ts'
import type { DestinationPartProps } from './destinationPart.ts'
import { type DayOfWeek, MOST_SPANS, nextSpan, readTime, type Span } from './hours.ts'

interface DayRowProps {
  day: DayOfWeek
  setSpans: (spans: readonly Span[]) => void
  /** By paths within the hours. */
  errorAt: DestinationPartProps['errorAt']
}

/** When somebody is there on one day. */
export function DayRow({ day: { name, spans }, setSpans, errorAt }: DayRowProps) {
  return (
    <fieldset className="grid min-w-0 grid-cols-[2.75rem_1fr_auto] items-start gap-x-2 sm:grid-cols-[6rem_minmax(0,auto)_auto] sm:justify-start">
      <legend className="sr-only">{name}</legend>
      <span aria-hidden className="pt-1.5">
        {name.slice(0, 3)}
        <span className="max-sm:hidden">{name.slice(3)}</span>
      </span>
      <div className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">
        {spans.length === 0 && <span className="pt-1.5 text-ink-2">Closed</span>}
        {spans.map((span, at) => (
          <SpanFields
            key={span.index}
            name={spans.length === 1 ? name : `${name} ${at + 1}`}
            span={span}
            change={(next) => setSpans(changed(spans, at, { ...span, ...next }))}
            remove={() => setSpans(without(spans, at))}
            errorAt={(end) => errorAt(`days.${span.index}.${end}`)}
          />
        ))}
      </div>
      <Button
        look="quiet"
        size="icon"
        aria-label={`Add hours on ${name}`}
        disabled={spans.length >= MOST_SPANS}
        onClick={() => setSpans([...spans, nextSpan(spans)])}
      >
        <Plus aria-hidden />
      </Button>
    </fieldset>
  )
}

interface SpanFieldsProps {
  /** Says of which day it is, and of several which. */
  name: string
  span: Span
  change: (changes: Partial<Span>) => void
  remove: () => void
  errorAt: (end: keyof Span) => string | undefined
}

function SpanFields({ name, span, change, remove, errorAt }: SpanFieldsProps) {
  const id = useId()
  const [from, to] = [errorAt('from'), errorAt('to')]
  const error = from ?? to
  const control = (end: keyof Span) => ({
    value: span[end],
    onValue: (typed: string) => change({ [end]: typed }),
    'aria-label': `${name} ${end}`,
    'aria-describedby': id,
    'aria-invalid': errorAt(end) ? true : undefined,
  })
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-1">
        <TimeInput {...control('from')} />
        <span aria-hidden>–</span>
        <TimeInput {...control('to')} />
        <Button look="quiet" size="icon" aria-label={`Remove hours: ${name}`} onClick={remove}>
          <X aria-hidden />
        </Button>
      </div>
      <p id={id} aria-live="polite" className="text-sm text-bad">
        {error}
      </p>
    </div>
  )
}

interface TimeInputProps {
  value: string
  onValue: (value: string) => void
  'aria-label': string
  'aria-describedby': string
  'aria-invalid': boolean | undefined
}

/** A time, typed as one likes: what is typed stays as it is until one leaves, and its time is handed on. */
function TimeInput({ value, onValue, ...props }: TimeInputProps) {
  const [text, setText] = useState(value)
  return (
    <span className="block w-14 shrink-0 sm:w-18">
      <Input
        {...props}
        inputMode="numeric"
        autoComplete="off"
        className="px-1 text-center tabular-nums"
        value={readTime(text) === value ? text : value}
        onChange={(event) => {
          setText(event.target.value)
          onValue(readTime(event.target.value))
        }}
        onBlur={() => setText(value)}
      />
    </span>
  )
}
