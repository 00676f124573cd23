import type { ReactNode } from 'react'
import type { EngineOptions } from '../../../../convex/model/api.ts'
import type { PipelineSettings } from '../../../../convex/model/engines/pipeline/settings.ts'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import type { Option } from '../../../lib/option.ts'
import { BrainFields } from './Brain.tsx'
import { EarsFields } from './Ears.tsx'
import type { EngineFormProps } from './engineForm.ts'
import { MouthFields, MouthMore } from './Mouth.tsx'
import { PartBox } from './PartBox.tsx'
import {
  blankBrain,
  blankEars,
  blankMouth,
  BRAIN_OPTIONS,
  EARS_OPTIONS,
  MOUTH_OPTIONS,
} from './pipelineOptions.ts'

interface Props extends EngineFormProps<PipelineSettings> {
  options: EngineOptions | null
}

/** Who takes over a part that fails in mid-call. */
export function Spares({ settings, change, errorAt, about, options }: Props) {
  const { ears, brain, mouth } = settings.spares
  const set = (changes: Partial<typeof settings.spares>) =>
    change({ ...settings, spares: { ...settings.spares, ...changes } })
  const within = (part: string) => (path: string) => errorAt(`spares.${part}.${path}`)
  return (
    <PartBox title="If a part fails" about="who takes over in mid-call">
      <Choice
        label="If the ears fail"
        value={ears?.vendor ?? 'none'}
        options={EARS_OPTIONS}
        onValue={(vendor) => set({ ears: vendor === 'none' ? null : blankEars(vendor) })}
      >
        {ears && (
          <EarsFields
            part={ears}
            change={(next) => set({ ears: next })}
            errorAt={within('ears')}
            options={options}
          />
        )}
      </Choice>
      <Choice
        label="If the brain fails"
        value={brain?.kind ?? 'none'}
        options={BRAIN_OPTIONS}
        onValue={(kind) => set({ brain: kind === 'none' ? null : blankBrain(kind) })}
      >
        {brain && (
          <BrainFields
            part={brain}
            change={(next) => set({ brain: next })}
            errorAt={within('brain')}
            options={options}
            about={about}
            path={`${about.place}.spares.brain`}
          />
        )}
      </Choice>
      <Choice
        label="If the mouth fails"
        value={mouth?.vendor ?? 'none'}
        options={MOUTH_OPTIONS}
        onValue={(vendor) => set({ mouth: vendor === 'none' ? null : blankMouth(vendor) })}
      >
        {mouth && (
          <>
            <MouthFields
              part={mouth}
              change={(next) => set({ mouth: next })}
              errorAt={within('mouth')}
              options={options}
            />
            <MouthMore
              part={mouth}
              change={(next) => set({ mouth: next })}
              errorAt={within('mouth')}
              options={options}
            />
          </>
        )}
      </Choice>
    </PartBox>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value | 'none'
  options: readonly Option<Value>[]
  onValue: (value: Value | 'none') => void
  /** What is set of whoever is chosen. */
  children: ReactNode
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, options, onValue, children } = props
  const nobody: Option<Value | 'none'> = { value: 'none', label: 'Nobody' }
  return (
    <fieldset className="col-span-full grid min-w-0 gap-x-5 gap-y-2 not-first:border-t not-first:pt-2 sm:grid-cols-2">
      <legend className="sr-only">{label}</legend>
      <Field label={label} help="Starts where the other left off.">
        {(control) => (
          <Select {...control} value={value} onValue={onValue} options={[nobody, ...options]} />
        )}
      </Field>
      {children}
    </fieldset>
  )
}
