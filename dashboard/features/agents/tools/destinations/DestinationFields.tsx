import { Trash2 } from 'lucide-react'
import { Button } from '../../../../components/Button.tsx'
import { RadioGroup } from '../../../../components/RadioGroup.tsx'
import type { DestinationDraft, ToolsPartProps } from '../part.ts'
import { TextField } from '../TextField.tsx'
import { CourseFields } from './CourseFields.tsx'
import type { DestinationPartProps } from './destinationPart.ts'
import { HoursFields } from './HoursFields.tsx'
import { TargetFields } from './TargetFields.tsx'

interface DestinationFieldsProps extends Pick<ToolsPartProps, 'errorAt' | 'locale'> {
  destination: DestinationDraft
  change: (destination: DestinationDraft) => void
  remove: () => void
  /** That of the agent's clock, if it has one. */
  timeZone: string | null
}

export function DestinationFields(props: DestinationFieldsProps) {
  const { destination, change, remove, errorAt, locale, timeZone } = props
  const set = (changes: Partial<DestinationDraft>) => change({ ...destination, ...changes })
  const part = { destination, set, errorAt }
  return (
    <>
      <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
        <TextField
          label="Name"
          help="The agent chooses by it, like “sales” or “Front desk”."
          error={errorAt('name')}
          value={destination.name}
          onValue={(name) => set({ name })}
        />
        <TextField
          label="Shown as"
          optional
          help="What callers and operators are told. Empty: the name."
          error={errorAt('label')}
          value={destination.label}
          onValue={(label) => set({ label })}
        />
      </div>
      <TargetFields {...part} locale={locale} />
      <TextField
        label="When"
        optional
        help="Tells the agent when, like “The caller wants to change a contract”."
        error={errorAt('when')}
        value={destination.when}
        onValue={(when) => set({ when })}
        rows={2}
      />
      <HoursFields {...part} timeZone={timeZone} />
      <ModeField {...part} />
      <CourseFields {...part} />
      <div>
        <Button
          look="quiet"
          size="sm"
          onClick={remove}
          aria-label={`Remove person ${destination.name}`}
        >
          <Trash2 aria-hidden />
          Remove person
        </Button>
      </div>
    </>
  )
}

function ModeField({ destination: { mode, target }, set }: DestinationPartProps) {
  const hasExtension = target.kind === 'phone' && target.extension !== ''
  return (
    <RadioGroup
      label="How"
      value={mode}
      onValue={(chosen) => set({ mode: chosen })}
      choices={[
        {
          value: 'warm',
          label: 'Warm',
          help: 'The person hears what it is about and presses 1. Only then does the caller come.',
        },
        {
          value: 'cold',
          label: 'Cold',
          help: hasExtension
            ? 'The person presses 1, as there is an extension, and the caller comes.'
            : 'The caller comes as soon as a person picks up.',
        },
      ]}
    />
  )
}
