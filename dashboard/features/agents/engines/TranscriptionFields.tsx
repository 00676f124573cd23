import { retirementNotice } from '../../../../convex/model/engines/index.ts'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { LANGUAGE_OPTIONS, transcriptionOptions } from './realtimeOptions.ts'
import { today } from './today.ts'

interface Transcription {
  model: string
  language: string
}

interface TranscriptionFieldsProps {
  transcription: Transcription
  onValue: (transcription: Transcription) => void
  /** By the path within the settings of which this is `transcription`. */
  errorAt: (path: string) => string | undefined
  help: string
}

/** How what the caller says becomes text at OpenAI. */
export function TranscriptionFields({
  transcription,
  onValue,
  errorAt,
  help,
}: TranscriptionFieldsProps) {
  return (
    <>
      <Field
        label="Transcription"
        help={help}
        notice={retirementNotice(transcription.model, today())}
        error={errorAt('transcription.model')}
      >
        {(control) => (
          <Select
            {...control}
            value={transcription.model}
            onValue={(model) => onValue({ ...transcription, model })}
            options={transcriptionOptions(transcription.model, today())}
          />
        )}
      </Field>
      <LanguageField
        language={transcription.language}
        onValue={(language) => onValue({ ...transcription, language })}
        error={errorAt('transcription.language')}
      />
    </>
  )
}

interface LanguageFieldProps {
  language: string
  onValue: (language: string) => void
  error: string | undefined
}

/** What callers speak. */
export function LanguageField({ language, onValue, error }: LanguageFieldProps) {
  return (
    <Field
      label="Language of callers"
      help="A known language is understood better than any."
      error={error}
    >
      {(control) => (
        <Select {...control} value={language} onValue={onValue} options={LANGUAGE_OPTIONS} />
      )}
    </Field>
  )
}
