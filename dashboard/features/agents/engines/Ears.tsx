import { retirementNotice } from '../../../../convex/model/engines/index.ts'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import type { PartFormProps } from './partForm.ts'
import { COMMIT_OPTIONS, type EarsDraft, realtimeNames, SCRIBE_NAMES } from './pipelineOptions.ts'
import { today } from './today.ts'
import { LanguageField, TranscriptionFields } from './TranscriptionFields.tsx'

type Props<Vendor extends EarsDraft['vendor']> = PartFormProps<
  Extract<EarsDraft, { vendor: Vendor }>
>

/** What is set of ears, whoever's they are. */
export function EarsFields({ part, ...form }: PartFormProps<EarsDraft>) {
  switch (part.vendor) {
    case 'elevenlabs':
      return <ScribeFields part={part} {...form} />
    case 'openai':
      return <RealtimeEarsFields part={part} {...form} />
  }
}

function ScribeFields({ part, change, errorAt }: Props<'elevenlabs'>) {
  return (
    <>
      <SuggestField
        label="Model"
        help="Writes down what callers say."
        notice={retirementNotice(part.model, today())}
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={SCRIBE_NAMES}
      />
      <LanguageField
        language={part.language}
        onValue={(language) => change({ ...part, language })}
        error={errorAt('language')}
      />
      <Field
        label="End of a turn"
        help="Counts only while voice detection is off."
        error={errorAt('commit')}
      >
        {(control) => (
          <Select
            {...control}
            value={part.commit}
            onValue={(commit) => change({ ...part, commit })}
            options={COMMIT_OPTIONS}
          />
        )}
      </Field>
    </>
  )
}

function RealtimeEarsFields({ part, change, errorAt, options }: Props<'openai'>) {
  return (
    <>
      <SuggestField
        label="Model"
        help="Listens only; it does not answer."
        notice={retirementNotice(part.model, today())}
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={realtimeNames(options)}
      />
      <TranscriptionFields
        transcription={part.transcription}
        onValue={(transcription) => change({ ...part, transcription })}
        errorAt={errorAt}
        help="Writes down what callers say."
      />
    </>
  )
}
