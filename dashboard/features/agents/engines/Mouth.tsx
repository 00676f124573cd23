import { RACHEL } from '../../../../convex/model/engines/pipeline/catalogue.ts'
import { retirementNotice } from '../../../../convex/model/engines/index.ts'
import { legacyVoiceNotice } from '../../../../convex/model/engines/realtime/voices.ts'
import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { NumberField } from '../../../components/NumberField.tsx'
import { Select } from '../../../components/Select.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import type { PartFormProps } from './partForm.ts'
import { accountVoices, type MouthDraft, realtimeNames, speechNames } from './pipelineOptions.ts'
import { voiceOptions } from './realtimeOptions.ts'
import { today } from './today.ts'

type Props<Vendor extends MouthDraft['vendor']> = PartFormProps<
  Extract<MouthDraft, { vendor: Vendor }>
>

/** What every agent chooses of its voice, whoever's it is. */
export function MouthFields({ part, ...form }: PartFormProps<MouthDraft>) {
  switch (part.vendor) {
    case 'elevenlabs':
      return <ElevenLabsFields part={part} {...form} />
    case 'openai':
      return <RealtimeMouthFields part={part} {...form} />
  }
}

/** What most agents leave alone. */
export function MouthMore({ part, ...form }: PartFormProps<MouthDraft>) {
  switch (part.vendor) {
    case 'elevenlabs':
      return <ElevenLabsMore part={part} {...form} />
    case 'openai':
      return (
        <NumberField
          label="Speed"
          help="0.25 to 1.5; 1 is natural."
          error={form.errorAt('speed')}
          unit="×"
          value={part.speed}
          onValue={(speed) => form.change({ ...part, speed })}
        />
      )
  }
}

function ElevenLabsFields({ part, change, errorAt, options }: Props<'elevenlabs'>) {
  const voices = accountVoices(options, part.voice)
  return (
    <>
      <SuggestField
        label="Model"
        help="Flash models answer soonest."
        notice={retirementNotice(part.model, today())}
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={speechNames(options)}
      />
      <Field
        label="Voice"
        help={
          voices.length > 0 ? 'Cannot change while a call goes on.' : `Its id; Rachel is ${RACHEL}.`
        }
        error={errorAt('voice')}
      >
        {(control) =>
          voices.length > 0 ? (
            <Select
              {...control}
              value={part.voice}
              onValue={(voice) => change({ ...part, voice })}
              options={voices}
            />
          ) : (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={part.voice}
              onChange={(event) => change({ ...part, voice: event.target.value })}
            />
          )
        }
      </Field>
    </>
  )
}

function RealtimeMouthFields({ part, change, errorAt, options }: Props<'openai'>) {
  return (
    <>
      <SuggestField
        label="Model"
        help="Speaks the words it is given."
        notice={retirementNotice(part.model, today())}
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={realtimeNames(options)}
      />
      <Field
        label="Voice"
        help="Cannot change while a call goes on."
        notice={legacyVoiceNotice(part.voice)}
        error={errorAt('voice')}
      >
        {(control) => (
          <Select
            {...control}
            value={part.voice}
            onValue={(voice) => change({ ...part, voice })}
            options={voiceOptions(part.voice)}
          />
        )}
      </Field>
    </>
  )
}

function ElevenLabsMore({ part, change, errorAt }: Props<'elevenlabs'>) {
  return (
    <>
      <NumberField
        label="Stability"
        help="0 varied to 1 even."
        error={errorAt('stability')}
        value={part.stability}
        onValue={(stability) => change({ ...part, stability })}
      />
      <NumberField
        label="Similarity"
        help="0 free to 1 close to the original voice."
        error={errorAt('similarity')}
        value={part.similarity}
        onValue={(similarity) => change({ ...part, similarity })}
      />
      <NumberField
        label="Speed"
        help="0.7 to 1.2; 1 is natural."
        error={errorAt('speed')}
        unit="×"
        value={part.speed}
        onValue={(speed) => change({ ...part, speed })}
      />
    </>
  )
}
