/** Who may talk in a call: a line for each engine in each list, and a folder beside this file. */
import * as z from 'zod'
import type { PriceOf } from '../priceList.ts'
import { echo } from './echo/index.ts'
import { echoSettingsSchema } from './echo/settings.ts'
import { type BoundModel, type ModelAndVoice, withSettings } from './engineModel.ts'
import { pipeline } from './pipeline/index.ts'
import { pipelineSettingsSchema, storedPipelineSchema } from './pipeline/settings.ts'
import { realtime } from './realtime/index.ts'
import { realtimeSettingsSchema, storedRealtimeSchema } from './realtime/settings.ts'

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

/** The models that the engine needs: those that talk, and those that write down. */
export const modelsOf = (settings: EngineSettings): string[] => engineOf(settings).models

const PRICES: readonly PriceOf[] = [realtime.priceOf, pipeline.priceOf, echo.priceOf]

/** What a line of usage costs, in USD; `null` when no engine knows its price. */
export const priceOf: PriceOf = (line, at) => {
  for (const price of PRICES) {
    const usd = price(line, at)
    if (usd !== null) return usd
  }
  return null
}

export { modelLabel, modelOf, retirementNotice } from './realtime/catalogue.ts'
