/** Who may talk in a call: a line for each engine in each list, and a folder beside this file. */
import * as z from 'zod'
import type { PriceOf } from '../priceList.ts'
import { echo } from './echo/index.ts'
import { echoSettingsSchema } from './echo/settings.ts'
import type { CatalogueModel } from './catalogue.ts'
import {
  type BoundModel,
  type ModelAndVoice,
  type ModelInUse,
  withSettings,
} from './engineModel.ts'
import { RACHEL } from './pipeline/catalogue.ts'
import { chatModelNotice, chatModelOf } from './pipeline/chatModels.ts'
import { elevenLabsModelOf, elevenLabsNotice } from './pipeline/elevenLabsModels.ts'
import { pipeline } from './pipeline/index.ts'
import { pipelineSettingsSchema, storedPipelineSchema } from './pipeline/settings.ts'
import * as realtimeCatalogue from './realtime/catalogue.ts'
import { realtime } from './realtime/index.ts'
import { realtimeSettingsSchema, storedRealtimeSchema } from './realtime/settings.ts'
import { VOICES } from './realtime/voices.ts'

/** As an operator may send it. */
export const engineSettingsSchema = z.discriminatedUnion('engine', [
  realtimeSettingsSchema,
  pipelineSettingsSchema,
  echoSettingsSchema,
])
export type EngineSettings = z.infer<typeof engineSettingsSchema>
export type EngineName = EngineSettings['engine']

/** As it is stored, and goes with a call. */
export const storedEngineSchema = z.discriminatedUnion('engine', [
  storedRealtimeSchema,
  storedPipelineSchema,
  echoSettingsSchema,
])

/** What people choose from, in this order. */
export const ENGINE_LABELS: Record<EngineName, string> = {
  realtime: realtime.label,
  pipeline: pipeline.label,
  echo: echo.label,
}

const labels: ReadonlyMap<string, string> = new Map(Object.entries(ENGINE_LABELS))

/** The name for people; of an engine that is not here (any more), the name itself. */
export const engineLabel = (engine: string): string => labels.get(engine) ?? engine

export const DEFAULT_ENGINE: EngineSettings = realtimeSettingsSchema.parse({ engine: 'realtime' })

/** The settings of an engine that nobody has set yet. */
export const defaultsOf = (engine: EngineName): EngineSettings =>
  engineSettingsSchema.parse({ engine })

function engineOf(settings: EngineSettings): BoundModel {
  switch (settings.engine) {
    case 'realtime':
      return withSettings(realtime, settings)
    case 'pipeline':
      return withSettings(pipeline, settings)
    case 'echo':
      return withSettings(echo, settings)
  }
}

/** Which model speaks on a day (`YYYY-MM-DD`, UTC), and with which voice; '' where it has none. */
export const modelAndVoice = (settings: EngineSettings, today: string): ModelAndVoice =>
  engineOf(settings).modelAndVoice(today)

/** The models that the engine needs: those that hear, think and talk, and those that write down. */
export const modelsOf = (settings: EngineSettings): ModelInUse[] => engineOf(settings).models

const PRICES: readonly PriceOf[] = [realtime.priceOf, pipeline.priceOf, echo.priceOf]

/** What a line of usage costs, in USD; `null` when no engine knows its price. */
export const priceOf: PriceOf = (line, at) => {
  for (const price of PRICES) {
    const usd = price(line, at)
    if (usd !== null) return usd
  }
  return null
}

/** What is known of a model by its name; nothing of one that is in no catalogue. */
export const modelOf = (name: string): CatalogueModel | undefined =>
  realtimeCatalogue.modelOf(name) ?? chatModelOf(name) ?? elevenLabsModelOf(name)

/** The name for people; of a model that no catalogue knows, the name itself. */
export const modelLabel = (name: string): string => modelOf(name)?.label ?? name

/** The name for people; of a voice that is known by its id alone, the id. */
export function voiceLabel(voice: string): string {
  if (voice === RACHEL) return 'Rachel'
  return VOICES.has(voice) ? voice.slice(0, 1).toUpperCase() + voice.slice(1) : voice
}

/** The sentence to show beside a model that is to be left; `null` for the others. */
export const retirementNotice = (name: string, today: string): string | null =>
  realtimeCatalogue.retirementNotice(name, today) ??
  chatModelNotice(name, today) ??
  elevenLabsNotice(name, today)
