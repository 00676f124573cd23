/** Who may talk in a call: a line for each engine, and a folder beside this file. */
import * as z from 'zod'
import type { PriceOf } from '../priceList.ts'
import { echoSettingsSchema } from './echo/settings.ts'
import { servedModel } from './realtime/catalogue.ts'
import { realtimePrice } from './realtime/prices.ts'
import { realtimeSettingsSchema, storedRealtimeSchema } from './realtime/settings.ts'

/** As an operator may send it. */
export const engineSettingsSchema = z.discriminatedUnion('engine', [
  realtimeSettingsSchema,
  echoSettingsSchema,
])
export type EngineSettings = z.infer<typeof engineSettingsSchema>
export type EngineName = EngineSettings['engine']

/** As it is stored, and goes with a call. */
export const storedEngineSchema = z.discriminatedUnion('engine', [
  storedRealtimeSchema,
  echoSettingsSchema,
])

/** What people choose from, in this order. */
export const ENGINE_LABELS: Record<EngineName, string> = {
  realtime: 'OpenAI Realtime',
  echo: 'Echo',
}

const labels: ReadonlyMap<string, string> = new Map(Object.entries(ENGINE_LABELS))

/** The name for people; of an engine that is not here (any more), the name itself. */
export const engineLabel = (engine: string): string => labels.get(engine) ?? engine

export const DEFAULT_ENGINE: EngineSettings = realtimeSettingsSchema.parse({ engine: 'realtime' })

/** The settings of an engine that nobody has set yet. */
export const defaultsOf = (engine: EngineName): EngineSettings =>
  engineSettingsSchema.parse({ engine })

/** Which model speaks on a day (`YYYY-MM-DD`, UTC), and with which voice; '' where it has none. */
export function modelAndVoice(
  settings: EngineSettings,
  today: string,
): { model: string; voice: string } {
  switch (settings.engine) {
    case 'realtime':
      return { model: servedModel(settings.model, today), voice: settings.voice }
    case 'echo':
      return { model: '', voice: '' }
  }
}

const PRICES: readonly PriceOf[] = [realtimePrice]

/** What a line of usage costs, in USD; `null` when no engine knows its price. */
export const priceOf: PriceOf = (line, at) => {
  for (const price of PRICES) {
    const usd = price(line, at)
    if (usd !== null) return usd
  }
  return null
}

/** The models that the engine needs: those that talk, and those that write down. */
export function modelsOf(settings: EngineSettings): string[] {
  switch (settings.engine) {
    case 'realtime':
      return [settings.model, settings.transcription.model]
    case 'echo':
      return []
  }
}

export { modelLabel, modelOf, retirementNotice } from './realtime/catalogue.ts'
