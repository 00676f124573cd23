import type { PipelineSettings } from '../../../../convex/model/engines/pipeline/settings.ts'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
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
import { Spares } from './Spares.tsx'
import { TryBrain } from './TryBrain.tsx'
import { TryVoice } from './TryVoice.tsx'
import { PipelineTurnTaking } from './TurnTaking.tsx'
import { useEngineOptions } from './useEngineOptions.ts'

type Props = EngineFormProps<PipelineSettings>

/** The three parts: who hears, who thinks, who speaks. */
export function PipelineFields(props: Props) {
  const { settings, change, errorAt, about } = props
  const { ears, brain, mouth } = settings
  const options = useEngineOptions()
  const within = (part: string) => (path: string) => errorAt(`${part}.${path}`)
  const problemOf = (vendor: 'openai' | 'elevenlabs') => options?.[vendor].problem ?? null
  return (
    <>
      <PartBox title="Ears" about="hear the caller" problem={problemOf(ears.vendor)}>
        <Field label="Service" help="Who turns speech into words." error={errorAt('ears.vendor')}>
          {(control) => (
            <Select
              {...control}
              value={ears.vendor}
              onValue={(vendor) => change({ ...settings, ears: blankEars(vendor) })}
              options={EARS_OPTIONS}
            />
          )}
        </Field>
        <EarsFields
          part={ears}
          change={(next) => change({ ...settings, ears: next })}
          errorAt={within('ears')}
          options={options}
        />
      </PartBox>
      <PartBox
        title="Brain"
        about="thinks of the answer"
        problem={brain.kind === 'responses' ? problemOf('openai') : null}
      >
        <Field label="Service" help="Who writes the answers." error={errorAt('brain.kind')}>
          {(control) => (
            <Select
              {...control}
              value={brain.kind}
              onValue={(kind) => change({ ...settings, brain: blankBrain(kind) })}
              options={BRAIN_OPTIONS}
            />
          )}
        </Field>
        <BrainFields
          part={brain}
          change={(next) => change({ ...settings, brain: next })}
          errorAt={within('brain')}
          options={options}
          about={about}
          path={`${about.place}.brain`}
        />
        <TryBrain brain={brain} about={about} />
      </PartBox>
      <PartBox title="Mouth" about="speaks the answer" problem={problemOf(mouth.vendor)}>
        <Field label="Service" help="Whose voice is heard." error={errorAt('mouth.vendor')}>
          {(control) => (
            <Select
              {...control}
              value={mouth.vendor}
              onValue={(vendor) => change({ ...settings, mouth: blankMouth(vendor) })}
              options={MOUTH_OPTIONS}
            />
          )}
        </Field>
        <MouthFields
          part={mouth}
          change={(next) => change({ ...settings, mouth: next })}
          errorAt={within('mouth')}
          options={options}
        />
        <TryVoice mouth={mouth} locale={about.locale} />
      </PartBox>
    </>
  )
}

/** What most agents leave alone. */
export function PipelineMore(props: Props) {
  const { settings, change, errorAt } = props
  const options = useEngineOptions()
  return (
    <>
      <PipelineTurnTaking {...props} />
      <PartBox title="Voice in detail" about="how the mouth speaks">
        <MouthMore
          part={settings.mouth}
          change={(mouth) => change({ ...settings, mouth })}
          errorAt={(path) => errorAt(`mouth.${path}`)}
          options={options}
        />
      </PartBox>
      <Spares {...props} options={options} />
    </>
  )
}
