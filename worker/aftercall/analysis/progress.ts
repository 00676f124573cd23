import { DEFAULT_CHAT_MODEL } from '../../../convex/model/engines/pipeline/catalogue.ts'
import { servedChatModel } from '../../../convex/model/engines/pipeline/chatModels.ts'
import type { Analysis } from '../../../convex/model/outcome.ts'
import { ANALYSIS_LAST_MS, ANALYSIS_WAITS_MS, nextTry } from '../waits.ts'
import type { Report } from './ask.ts'

/** Which model is asked; '' stands for the installation's default. `now`: epoch ms. */
export const modelFor = (model: string, now: number): string =>
  servedChatModel(model || DEFAULT_CHAT_MODEL, new Date(now).toISOString().slice(0, 10))

/** How the analysis stands after a try. `tries`: that one included; `chance`: 0 to 1. */
export function analysisAfter(
  report: Report,
  model: string,
  { tries, now, chance }: { tries: number; now: number; chance: number },
): Analysis {
  if (report.is === 'answered') return { state: 'done', at: now, model, ...report.answer }
  const { problem, final, retryAfterMs } = report
  const wait = { tries, firstAt: now, now, retryAfterMs, chance }
  const nextAt = final ? null : nextTry(ANALYSIS_WAITS_MS, ANALYSIS_LAST_MS, wait)
  if (nextAt === null) return { state: 'failed', at: now, problem }
  return { state: 'waiting', tries, nextAt, problem }
}
