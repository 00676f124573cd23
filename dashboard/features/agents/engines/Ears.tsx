import { retirementNotice } from '../../../../convex/model/engines/index.ts'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import type { PartFormProps } from './partForm.ts'
import { COMMIT_OPTIONS, type EarsDraft, realtimeNames, SCRIBE_NAMES } from './pipelineOptions.ts'
import { LANGUAGE_OPTIONS, transcriptionOptions } from './realtimeOptions.ts'
import { today } from './today.ts'

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
      <Field
        label="Language of callers"
        help="A known language is understood better than any."
        error={errorAt('language')}
      >
        {(control) => (
          <Select
            {...control}
            value={part.language}
            onValue={(language) => change({ ...part, language })}
            options={LANGUAGE_OPTIONS}
          />
        )}
      </Field>
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
  const { transcription } = part
  const set = (changes: Partial<typeof transcription>) =>
    change({ ...part, transcription: { ...transcription, ...changes } })
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
      <Field
        label="Transcription"
        help="Writes down what callers say."
        notice={retirementNotice(transcription.model, today())}
        error={errorAt('transcription.model')}
      >
        {(control) => (
          <Select
            {...control}
            value={transcription.model}
            onValue={(model) => set({ model })}
            options={transcriptionOptions(transcription.model, today())}
          />
        )}
      </Field>
      <Field
        label="Language of callers"
        help="A known language is understood better than any."
        error={errorAt('transcription.language')}
      >
        {(control) => (
          <Select
            {...control}
            value={transcription.language}
            onValue={(language) => set({ language })}
            options={LANGUAGE_OPTIONS}
          />
        )}
      </Field>
    </>
  )
}
