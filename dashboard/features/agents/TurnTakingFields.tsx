import { NumberField } from '../../components/NumberField.tsx'
import { Switch } from '../../components/Switch.tsx'
import type { VoiceDraft } from './draft.ts'
import type { AgentForm } from './useAgentForm.ts'

/** What counts as an interruption, and what becomes of a caller who says nothing. */
export function TurnTakingFields({ form: { values, change, errorAt } }: { form: AgentForm }) {
  const { voice } = values
  const { interruptions, reprompt } = voice
  const set = (changes: Partial<VoiceDraft>) =>
    change({ ...values, voice: { ...voice, ...changes } })
  const setInterruptions = (changes: Partial<VoiceDraft['interruptions']>) =>
    set({ interruptions: { ...interruptions, ...changes } })
  return (
    <>
      <Switch
        label="Go on after a false interruption"
        help="A cough or a noise stopped the agent, and no words came: it goes on from where it was heard. Each answer comes a little later."
        error={errorAt('voice.interruptions.resumeFalse')}
        checked={interruptions.resumeFalse}
        onChecked={(resumeFalse) => setInterruptions({ resumeFalse })}
      />
      <Switch
        label="Talk on over “mhm” and “okay”"
        help="Words that only show that the caller listens do not stop the agent, and are not answered. When the agent is silent, they are an answer like any other. Each answer comes a little later."
        error={errorAt('voice.interruptions.backchannels')}
        checked={interruptions.backchannels === 'ignored'}
        onChecked={(on) => setInterruptions({ backchannels: on ? 'ignored' : 'interrupt' })}
      />
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        <NumberField
          label="Shortest interruption"
          help="The agent talks on over a sound that is shorter and has no words. 0: any sound stops it."
          error={errorAt('voice.interruptions.minSpeechMs')}
          unit="ms"
          value={interruptions.minSpeechMs}
          onValue={(minSpeechMs) => setInterruptions({ minSpeechMs })}
        />
        <NumberField
          label="Ask a silent caller"
          help="So often the agent asks whether the caller is still there, before it says goodbye. 0: never."
          error={errorAt('voice.reprompt.times')}
          unit="times"
          value={reprompt.times}
          onValue={(times) => set({ reprompt: { ...reprompt, times } })}
        />
        <NumberField
          label="Ask after"
          help="So much silence, each time. The silence limit ends the call all the same."
          error={errorAt('voice.reprompt.afterSec')}
          unit="s"
          value={reprompt.afterSec}
          onValue={(afterSec) => set({ reprompt: { ...reprompt, afterSec } })}
        />
      </div>
    </>
  )
}
