import type { Destination } from '../../../../../convex/model/destination.ts'
import { Field } from '../../../../components/Field.tsx'
import { NumberField } from '../../../../components/NumberField.tsx'
import { Select } from '../../../../components/Select.tsx'
import { optionsOf } from '../../labels.ts'
import type { DestinationPartProps } from './destinationPart.ts'

const HOLD: Record<Destination['hold'], string> = {
  music: 'Music',
  talk: 'The agent talks on',
}
const AFTERWARDS: Record<Destination['afterwards'], string> = {
  hang_up: 'The call ends',
  agent: 'Back to the agent',
}

/** How long it rings, what the caller hears meanwhile, and what comes after the person. */
export function CourseFields({ destination, set, errorAt }: DestinationPartProps) {
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-3">
      <NumberField
        label="Ring time"
        help="5 to 120. Then the agent goes on and knows that nobody picked up."
        unit="s"
        error={errorAt('ringSec')}
        value={destination.ringSec}
        onValue={(ringSec) => set({ ringSec })}
      />
      <Field label="While it rings" help="Either way, the agent answers when the caller speaks.">
        {(control) => (
          <Select
            {...control}
            value={destination.hold}
            options={optionsOf(HOLD)}
            onValue={(hold) => set({ hold })}
          />
        )}
      </Field>
      <Field label="Afterwards" help="When the person hangs up and the caller does not.">
        {(control) => (
          <Select
            {...control}
            value={destination.afterwards}
            options={optionsOf(AFTERWARDS)}
            onValue={(afterwards) => set({ afterwards })}
          />
        )}
      </Field>
    </div>
  )
}
