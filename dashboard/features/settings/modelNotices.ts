/** Which of the models in use come to an end, or are not to be had. */
import type { OfferedModel } from '../../../convex/model/api.ts'
import type { ModelInUse } from '../../../convex/model/engines/engineModel.ts'
import { modelLabel, modelOf, retirementNotice } from '../../../convex/model/engines/index.ts'

export interface AgentInUse {
  id: string
  name: string
  models: readonly ModelInUse[]
}

export interface ModelNotice {
  model: string
  /** A sentence: what comes, and what to do. */
  text: string
  /** Who uses it. */
  agents: readonly Pick<AgentInUse, 'id' | 'name'>[]
}

/**
 * `offered` is what OpenAI says itself, `null` where it was not asked; its dates go before those of
 * the catalogue. `today` is `YYYY-MM-DD`.
 */
export function modelNotices(
  agents: readonly AgentInUse[],
  offered: readonly OfferedModel[] | null,
  today: string,
): ModelNotice[] {
  const used = agents.flatMap(({ models }) => models)
  const models = [...new Map(used.map((one) => [`${one.vendor} ${one.model}`, one])).values()]
  return models.flatMap((model) => {
    const text = noticeOf(model, offered, today)
    const users = agents.filter(({ models: theirs }) => theirs.some((one) => isSame(one, model)))
    return text
      ? [{ model: model.model, text, agents: users.map(({ id, name }) => ({ id, name })) }]
      : []
  })
}

const isSame = (a: ModelInUse, b: ModelInUse): boolean =>
  a.vendor === b.vendor && a.model === b.model

function noticeOf(
  { vendor, model }: ModelInUse,
  offered: readonly OfferedModel[] | null,
  today: string,
): string | null {
  // Of a model by the same name at somebody else's, nothing is known.
  if (vendor === 'elevenlabs') return retirementNotice(model, today)
  if (vendor !== 'openai') return null
  const label = modelLabel(model)
  const told = offered?.find((candidate) => candidate.model === model)
  if (told?.shutdownDate) {
    const successor = modelOf(model)?.successor
    const instead = successor ? `; use ${successor} instead` : ''
    return `OpenAI shuts down ${label} on ${told.shutdownDate}${instead}.`
  }
  const announced = retirementNotice(model, today)
  if (announced) return announced
  if (offered && offered.length > 0 && !told) {
    return `OpenAI does not offer ${label} to your key; calls with it would fail.`
  }
  return null
}
