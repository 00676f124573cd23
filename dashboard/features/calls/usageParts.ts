/** What a call used, and what each part of it cost. */
import type { Call, Usage } from '../../../convex/model/call.ts'
import { modelSchema, realtimeModel, type TokenPrices } from '../../../convex/model/models.ts'

export interface UsagePart {
  label: string
  /** Tokens. */
  amount: number
  /** USD; `null` when the model's price is not known. */
  cost: number | null
}

const KINDS = [
  { kind: 'audioIn', label: 'Audio heard' },
  { kind: 'audioCached', label: 'Audio heard, cached' },
  { kind: 'audioOut', label: 'Audio spoken' },
  { kind: 'textIn', label: 'Text read' },
  { kind: 'textCached', label: 'Text read, cached' },
  { kind: 'textOut', label: 'Text written' },
] as const satisfies { kind: keyof TokenPrices; label: string }[]

const PER_TOKENS = 1_000_000

/** The model's tokens by kind. */
export function tokenParts(call: Pick<Call, 'model' | 'usage'>): UsagePart[] {
  const model = modelSchema.safeParse(call.model).data
  const prices = model ? realtimeModel(model).prices : null
  return KINDS.map(({ kind, label }) => {
    const amount = call.usage[kind]
    return { label, amount, cost: prices ? (amount * prices[kind]) / PER_TOKENS : null }
  })
}

export function tokensOf(usage: Usage): number {
  return KINDS.reduce((sum, { kind }) => sum + usage[kind], 0)
}
