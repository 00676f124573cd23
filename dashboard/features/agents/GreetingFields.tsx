import { useState } from 'react'
import type { Greeting } from '../../../convex/model/agent.ts'
import { Field } from '../../components/Field.tsx'
import { type Choice, RadioGroup } from '../../components/RadioGroup.tsx'
import { Switch } from '../../components/Switch.tsx'
import { Textarea } from '../../components/Textarea.tsx'

interface GreetingFieldsProps {
  greeting: Greeting
  onGreeting: (greeting: Greeting) => void
  error: string | undefined
}

const CHOICES: readonly Choice<Greeting['type']>[] = [
  { value: 'fixed', label: 'Fixed words', help: 'The agent says exactly what you write.' },
  { value: 'generated', label: 'Its own words', help: 'The agent greets as its prompt suggests.' },
  { value: 'none', label: 'None', help: 'The agent waits for the caller to speak.' },
]

export function GreetingFields({ greeting, onGreeting, error }: GreetingFieldsProps) {
  // Trying another choice must not lose the words that were typed.
  const [words, setWords] = useState(greeting.type === 'fixed' ? greeting.text : '')
  const text = greeting.type === 'fixed' ? greeting.text : words
  const interruptible = greeting.type === 'none' || greeting.interruptible
  const choose = (type: Greeting['type']) => onGreeting(greetingOf(type, text, interruptible))
  const write = (next: string) => {
    setWords(next)
    onGreeting({ type: 'fixed', text: next, interruptible })
  }
  return (
    <div className="grid gap-3">
      <RadioGroup label="Greeting" value={greeting.type} onValue={choose} choices={CHOICES} />
      {greeting.type === 'fixed' && (
        <Field
          label="First words"
          help="Spoken as soon as the call is picked up."
          error={error}
          length={greeting.text.length}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={greeting.text}
              placeholder="Hello, this is Cascade Cycles. How can I help?"
              onChange={(event) => write(event.target.value)}
            />
          )}
        </Field>
      )}
      {greeting.type !== 'none' && (
        <Switch
          label="Callers can interrupt the greeting"
          help="Off: it is said to its end before anything else, as a notice must be."
          checked={greeting.interruptible}
          onChecked={(on) => onGreeting({ ...greeting, interruptible: on })}
        />
      )}
    </div>
  )
}

function greetingOf(type: Greeting['type'], text: string, interruptible: boolean): Greeting {
  switch (type) {
    case 'fixed':
      return { type, text, interruptible }
    case 'generated':
      return { type, interruptible }
    case 'none':
      return { type }
  }
}
