/**
 * What new agents start as, by the settings of an installation. It is copied when an agent is made: the
 * settings of an agent that is there are its own.
 */
import { type Greeting, voiceSettingsSchema } from '../../convex/model/agent.ts'
import { chatModelOf } from '../../convex/model/engines/pipeline/chatModels.ts'
import { legacyVoiceNotice } from '../../convex/model/engines/realtime/voices.ts'
import type { NewAgent } from '../../convex/model/newAgent.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { toolsSchema } from '../../convex/model/tools.ts'
import { newEngineBy } from './newEngine.ts'
import type { Settings } from './schema.ts'
import { currentModel, lastingChatModel } from './vendorNames.ts'

export function newAgentBy(settings: Settings): NewAgent {
  const { HUMAN_AGENT_NUMBER: person } = settings
  return {
    instructions: settings.SYSTEM_PROMPT ?? '',
    voice: voiceSettingsSchema.parse({
      greeting: greetingBy(settings),
      fallbackNumber: person && isE164(person) ? person : null,
    }),
    engine: newEngineBy(settings),
    tools: toolsSchema.parse({ destinations: destinationsBy(settings) }),
  }
}

/** What the person is called where no setting says so. */
const A_PERSON = 'Human agent'

/** As a form sends it: what is not set is left to the schema. */
function destinationsBy(settings: Settings): object[] {
  const { HUMAN_AGENT_NUMBER: person, TWILIO_HUMAN_LABEL: name = A_PERSON } = settings
  if (person === undefined) return []
  const target = isE164(person)
    ? { kind: 'phone', phoneNumber: person }
    : { kind: 'sip', uri: person }
  return [{ name, target, when: 'The caller asks for a person, or you cannot help them.' }]
}

function greetingBy({ WELCOME_MESSAGE: text }: Settings): Greeting | undefined {
  return text === undefined ? undefined : { type: 'fixed', text, interruptible: true }
}

/** One sentence for each value that was taken for another one, or has no effect. */
export function newAgentNotices(settings: Settings): string[] {
  const { OPENAI_VOICE: voice, HUMAN_AGENT_NUMBER: person, TWILIO_HUMAN_LABEL: label } = settings
  const nearest = voice && legacyVoiceNotice(voice)
  return [
    modelNotice(settings),
    nearest ? `OPENAI_VOICE: ${nearest}` : null,
    ...idleSettings(settings),
    person && !isE164(person)
      ? 'HUMAN_AGENT_NUMBER is a SIP address: agents can put callers through to it, but it is no fallback number, which takes E.164.'
      : null,
    label !== undefined && person === undefined
      ? 'TWILIO_HUMAN_LABEL has no effect: HUMAN_AGENT_NUMBER, whose name it is, is not set.'
      : null,
  ].filter((notice): notice is string => typeof notice === 'string')
}

function modelNotice({ OPENAI_MODEL: model }: Settings): string | null {
  if (model === undefined) return null
  const served = currentModel(model) ?? lastingChatModel(model)
  if (served === model) return null
  const end = currentModel(model) === null ? chatModelOf(model)?.shutdownDate : null
  const why = end ? ` OpenAI shuts it down on ${end}.` : ''
  return `OPENAI_MODEL is “${model}”: new agents use ${served}, its successor.${why}`
}

/** What is set, and of no use to the engine that the settings ask for. */
function idleSettings(settings: Settings): (string | null)[] {
  const engine = newEngineBy(settings)
  const parts = engine.engine === 'pipeline' ? engine : null
  const bySpeech = parts?.mouth.vendor === 'elevenlabs'
  return [
    settings.OPENAI_VOICE !== undefined && bySpeech
      ? 'OPENAI_VOICE has no effect on new agents: they speak by ElevenLabs, and ELEVENLABS_VOICE_ID chooses the voice.'
      : null,
    settings.INPUT_TRANSCRIPTION_MODEL !== undefined && parts?.ears.vendor === 'elevenlabs'
      ? 'INPUT_TRANSCRIPTION_MODEL has no effect on new agents: ElevenLabs writes down what callers say.'
      : null,
    settings.ELEVENLABS_VOICE_ID !== undefined && !bySpeech
      ? 'ELEVENLABS_VOICE_ID has no effect on new agents: they speak by OpenAI. It takes ELEVENLABS_API_KEY, and no Realtime model as OPENAI_MODEL.'
      : null,
    settings.VAD_ENABLED !== undefined && !parts
      ? 'VAD_ENABLED has no effect on new agents: OpenAI Realtime finds out itself who speaks; see Turn detection in the agent’s form.'
      : null,
  ]
}
