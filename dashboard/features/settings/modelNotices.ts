/** Which of the models in use come to an end, or are not to be had. */
import {
  realtimeModel,
  type RealtimeModelName,
  retirementNotice,
  TRANSCRIPTION_MODEL,
} from '../../../convex/model/models.ts'
import type { OfferedModel } from './settingsAnswer.ts'

export interface AgentInUse {
  id: string
  name: string
  model: RealtimeModelName
}

export interface ModelNotice {
  model: string
  /** A sentence: what comes, and what to do. */
  text: string
  /** Who uses it; none where every call does. */
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
  const names = [...new Set(agents.map(({ model }) => model))]
  const ofAgents = names.flatMap((model) => {
    const text = noticeOf(model, offered, today)
    return text ? [{ model, text, agents: agents.filter((agent) => agent.model === model) }] : []
  })
  return [...ofAgents, ...ofTranscription(offered)]
}

function noticeOf(
  model: RealtimeModelName,
  offered: readonly OfferedModel[] | null,
  today: string,
): string | null {
  const { label, successor } = realtimeModel(model)
  const told = offered?.find((candidate) => candidate.model === model)
  if (told?.shutdownDate) {
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

/** Every call is written down by it. */
function ofTranscription(offered: readonly OfferedModel[] | null): ModelNotice[] {
  const date = offered?.find(({ model }) => model === TRANSCRIPTION_MODEL)?.shutdownDate
  if (!date) return []
  const text = `OpenAI shuts down ${TRANSCRIPTION_MODEL}, which writes down what callers say, on ${date}. Update Switchboard before.`
  return [{ model: TRANSCRIPTION_MODEL, text, agents: [] }]
}
