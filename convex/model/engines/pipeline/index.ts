import type { EngineModel, ModelInUse } from '../engineModel.ts'
import { servedModel } from '../realtime/catalogue.ts'
import { VENDOR as OPENAI } from '../realtime/prices.ts'
import { servedChatModel } from './chatModels.ts'
import { ELEVENLABS, pipelinePrice } from './prices.ts'
import type { BrainSettings, EarsSettings, MouthSettings, PipelineSettings } from './settings.ts'

export const pipeline: EngineModel<PipelineSettings> = {
  label: 'Pipeline',
  modelAndVoice: ({ brain, mouth }, today) => ({
    model: thinkingModel(brain, today),
    voice: mouth.voice,
  }),
  modelsOf: ({ ears, brain, mouth, spares }) => [
    ...modelsOfEars(ears),
    ...modelsOfBrain(brain),
    ...modelsOfMouth(mouth),
    ...(spares.ears ? modelsOfEars(spares.ears) : []),
    ...(spares.brain ? modelsOfBrain(spares.brain) : []),
    ...(spares.mouth ? modelsOfMouth(spares.mouth) : []),
  ],
  priceOf: pipelinePrice,
}

function thinkingModel(brain: BrainSettings, today: string): string {
  switch (brain.kind) {
    case 'responses':
      return servedChatModel(brain.model, today)
    case 'chat_completions':
      return brain.model
    case 'http':
      return ''
  }
}

function modelsOfEars(ears: EarsSettings): ModelInUse[] {
  switch (ears.vendor) {
    case 'elevenlabs':
      return [{ vendor: ELEVENLABS, model: ears.model }]
    case 'openai':
      return [
        { vendor: OPENAI, model: ears.model },
        { vendor: OPENAI, model: ears.transcription.model },
      ]
  }
}

function modelsOfBrain(brain: BrainSettings): ModelInUse[] {
  switch (brain.kind) {
    case 'responses':
      return [{ vendor: OPENAI, model: brain.model }]
    case 'chat_completions':
      return [{ vendor: URL.parse(brain.baseUrl)?.host ?? brain.baseUrl, model: brain.model }]
    case 'http':
      return []
  }
}

const modelsOfMouth = ({ vendor, model }: MouthSettings): ModelInUse[] => [
  { vendor: vendor === 'openai' ? OPENAI : ELEVENLABS, model },
]

/** The settings with the models that really serve on a day (`YYYY-MM-DD`, UTC). */
export function servedPipeline(settings: PipelineSettings, today: string): PipelineSettings {
  const { ears, brain, mouth, spares } = settings
  return {
    ...settings,
    ears: servedEars(ears, today),
    brain: servedBrain(brain, today),
    mouth: servedMouth(mouth, today),
    spares: {
      ears: spares.ears && servedEars(spares.ears, today),
      brain: spares.brain && servedBrain(spares.brain, today),
      mouth: spares.mouth && servedMouth(spares.mouth, today),
    },
  }
}

function servedEars(ears: EarsSettings, today: string): EarsSettings {
  if (ears.vendor !== 'openai') return ears
  const transcription = {
    ...ears.transcription,
    model: servedModel(ears.transcription.model, today),
  }
  return { ...ears, model: servedModel(ears.model, today), transcription }
}

/** Endpoints of others keep the model that they were given: whose it is, is theirs to know. */
export function servedBrain(brain: BrainSettings, today: string): BrainSettings {
  return brain.kind === 'responses'
    ? { ...brain, model: servedChatModel(brain.model, today) }
    : brain
}

/** The same of a mouth. */
export const servedMouth = (mouth: MouthSettings, today: string): MouthSettings =>
  mouth.vendor === 'openai' ? { ...mouth, model: servedModel(mouth.model, today) } : mouth
