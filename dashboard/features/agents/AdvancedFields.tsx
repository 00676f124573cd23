import { Fold } from '../../components/Fold.tsx'
import { NumberField } from '../../components/NumberField.tsx'
import { PhoneField } from '../../components/PhoneField.tsx'
import { Switch } from '../../components/Switch.tsx'
import type { VoiceDraft } from './draft.ts'
import { aboutOf } from './engines/engineForm.ts'
import { EngineMore } from './engines/index.tsx'
import { OtherEngineFields } from './OtherEngineFields.tsx'
import { TurnTakingFields } from './TurnTakingFields.tsx'
import type { AgentForm, VoicePartProps } from './useAgentForm.ts'

/** What lies outside the fold. */
const PLAIN =
  /^(name|instructions|capabilities|tools|afterCall|chat|voice\.(locale|bargeIn|greeting)|engine\.(model|voice)$|engine\.(ears|brain)\.|engine\.mouth\.(model|voice)$)/

/** A fold of what most agents leave alone; opens by itself when something in it is wrong. */
export function AdvancedFields({ form }: { form: AgentForm }) {
  const wrong = form.shownErrors.some((path) => !PLAIN.test(path))
  return (
    <div className="mt-4">
      <Fold
        title="Advanced"
        about="turn-taking, echo guard, transcription, limits, noise, speed, fallback"
        open={false}
        wrong={wrong}
      >
        <EngineMore
          settings={form.values.engine}
          change={(engine) => form.change({ ...form.values, engine })}
          errorAt={(path) => form.errorAt(`engine.${path}`)}
          about={aboutOf(form, 'engine')}
        />
        <EchoGuardField form={form} />
        <TurnTakingFields form={form} />
        <Limits form={form} />
        <OtherEngineFields form={form} />
        <UnknownNumbersField form={form} />
      </Fold>
    </div>
  )
}

function EchoGuardField({ form: { values, change } }: { form: AgentForm }) {
  const { voice } = values
  return (
    <Switch
      label="Echo guard"
      help="For callers on speakerphones, whose phone returns the agent's voice: the agent does not interrupt itself. Each answer comes a little later. An engine that answers by itself takes no notice."
      checked={voice.echoGuard}
      onChecked={(echoGuard) => change({ ...values, voice: { ...voice, echoGuard } })}
    />
  )
}

function UnknownNumbersField({ form: { values, change } }: { form: AgentForm }) {
  return (
    <Switch
      label="Answers SIP calls to no number of ours"
      help="Calls by OpenAI's SIP connector of which no number here is known. One agent answers them: where another did, it does no more. With OpenAI Realtime alone."
      checked={values.sip.answersUnknown}
      onChecked={(answersUnknown) => change({ ...values, sip: { answersUnknown } })}
    />
  )
}

function Limits({ form }: { form: AgentForm }) {
  const { values, change, errorAt } = form
  const { voice } = values
  const set = (changes: Partial<VoiceDraft>) =>
    change({ ...values, voice: { ...voice, ...changes } })
  return (
    <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
      <NumberField
        label="Silence limit"
        help="Nobody speaks for this long: the agent says goodbye. 0: never."
        error={errorAt('voice.silenceTimeoutSec')}
        unit="s"
        value={voice.silenceTimeoutSec}
        onValue={(silenceTimeoutSec) => set({ silenceTimeoutSec })}
      />
      <NumberField
        label="Longest call"
        help="30 to 3480; the model itself stops at 60 minutes."
        error={errorAt('voice.maxDurationSec')}
        unit="s"
        value={voice.maxDurationSec}
        onValue={(maxDurationSec) => set({ maxDurationSec })}
      />
      <NumberField
        label="Dropped line"
        help="A caller whose line broke and who calls again so soon is met by the same conversation. 0: never."
        error={errorAt('voice.droppedLine.withinMin')}
        unit="min"
        value={voice.droppedLine.withinMin}
        onValue={(withinMin) => set({ droppedLine: { withinMin } })}
      />
      <FallbackField voice={voice} set={set} errorAt={errorAt} />
    </div>
  )
}

/** Where the caller goes in the end. */
function FallbackField({ voice, set, errorAt }: VoicePartProps) {
  return (
    <PhoneField
      label="Fallback number"
      optional
      help="Rung when the agent cannot go on, e.g. +12025550100."
      error={errorAt('voice.fallbackNumber')}
      value={voice.fallbackNumber ?? ''}
      onValue={(number) => set({ fallbackNumber: number || null })}
      locale={voice.locale}
    />
  )
}
