/** What an agent's limit of a day counts: more rather than less, so that it holds for models of any price. */
import { CHAT_MODELS } from '../../convex/model/engines/pipeline/chatModels.ts'
import { priceOf } from '../../convex/model/engines/index.ts'
import { VENDOR as OPENAI } from '../../convex/model/engines/realtime/prices.ts'
import type { UsageLine } from '../../convex/model/usage.ts'
import type { ChatLine } from './journal.ts'

/** An answer of which nobody tells what it used, as one that was stopped, or an endpoint's of one's own. */
export const UNTOLD_USD = 0.01

/** `isTold`: somebody said what the answer that is being written has used so far. */
export interface Counted {
  usd: number
  isTold: boolean
}

/** What these lines add, in USD. `isTold`: as it was before them. */
export function countMoney(lines: readonly ChatLine[], isTold: boolean, at: number): Counted {
  return lines.reduce<Counted>(
    (sum, line) => {
      if (line.kind === 'used') return { usd: sum.usd + usdOf(line.usage, at), isTold: true }
      if (line.kind !== 'answered') return sum
      return { usd: sum.usd + (sum.isTold ? 0 : UNTOLD_USD), isTold: false }
    },
    { usd: 0, isTold },
  )
}

/** What has no known price counts as if the dearest model of OpenAI had done it. */
function usdOf(usage: readonly UsageLine[], at: number): number {
  return usage.reduce((sum, line) => sum + (priceOf(line, at) ?? dearest(line, at)), 0)
}

function dearest(line: UsageLine, at: number): number {
  const prices = Array.from(
    CHAT_MODELS.keys(),
    (model) => priceOf({ ...line, vendor: OPENAI, model }, at) ?? 0,
  )
  return Math.max(...prices)
}
