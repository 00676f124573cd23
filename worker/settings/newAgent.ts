/**
 * What new agents start as, by the settings of an installation. It is copied when an agent is made: the
 * settings of an agent that is there are its own.
 */
import { type Greeting, voiceSettingsSchema } from '../../convex/model/agent.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { realtimeSettingsSchema } from '../../convex/model/engines/realtime/settings.ts'
import { legacyVoiceNotice } from '../../convex/model/engines/realtime/voices.ts'
import type { NewAgent } from '../../convex/model/newAgent.ts'
import type { Settings } from './schema.ts'
import { currentModel } from './vendorNames.ts'

export function newAgentBy(settings: Settings): NewAgent {
  const { OPENAI_MODEL: model, OPENAI_VOICE: voice, HUMAN_AGENT_NUMBER: person } = settings
  return {
    instructions: settings.SYSTEM_PROMPT ?? '',
    voice: voiceSettingsSchema.parse({
      greeting: greetingBy(settings),
      fallbackNumber: person && isE164(person) ? person : null,
    }),
    engine: realtimeSettingsSchema.parse({
      engine: 'realtime',
      model: model && currentModel(model),
      voice,
      transcription: {
        model: settings.INPUT_TRANSCRIPTION_MODEL,
        language: settings.INPUT_TRANSCRIPTION_LANGUAGE,
      },
    }),
  }
}

function greetingBy({ WELCOME_MESSAGE: text }: Settings): Greeting | undefined {
  return text === undefined ? undefined : { type: 'fixed', text, interruptible: true }
}

/** One sentence for each value that was taken for another one. */
export function newAgentNotices(settings: Settings): string[] {
  const { OPENAI_MODEL: model, OPENAI_VOICE: voice, HUMAN_AGENT_NUMBER: person } = settings
  const notices: string[] = []
  const served = model && currentModel(model)
  if (model && served !== model) {
    notices.push(`OPENAI_MODEL is “${model}”: new agents use ${served}, its successor.`)
  }
  const nearest = voice && legacyVoiceNotice(voice)
  if (nearest) notices.push(`OPENAI_VOICE: ${nearest}`)
  if (person && !isE164(person)) {
    notices.push(
      'HUMAN_AGENT_NUMBER has no effect yet: SIP addresses are not dialled, only numbers in E.164.',
    )
  }
  return notices
}
