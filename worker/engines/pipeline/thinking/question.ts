import type { HistoryItem } from '../../../call/history.ts'
import type { BrainQuestion, EngineBrief } from '../../../call/ports.ts'
import { agentInstructions, instructionsIn } from '../../../call/prompts/index.ts'
import type { Ask } from './plan.ts'

export type QuestionBrief = Pick<EngineBrief, 'instructions' | 'voice' | 'tools'>

/** So many characters are enough to find the place. */
const LAST_WORDS = 120

/**
 * What a brain is asked. `written`: what it has written of this answer already, when it is asked once more
 * in the middle of it.
 */
export function questionOf(
  ask: Ask,
  attempt: number,
  written: string,
  history: readonly HistoryItem[],
  brief: QuestionBrief,
): BrainQuestion {
  const { key, supersedes, how, known } = ask
  const begun = `${known} ${written}`.trim()
  const own = agentInstructions(brief.instructions, brief.voice.locale)
  return {
    key,
    attempt,
    supersedes,
    instructions: [own, ...wanted(how, begun, brief)].join('\n\n'),
    history: written === '' ? history : [...history, { kind: 'agent', text: written }],
    tools: brief.tools,
    toolChoice: toolChoiceOf(how),
  }
}

function toolChoiceOf(how: Ask['how']): BrainQuestion['toolChoice'] {
  if (typeof how === 'object' && 'tool' in how) return how
  return how === 'plainly' ? 'auto' : 'none'
}

function wanted(how: Ask['how'], begun: string, { voice }: QuestionBrief): string[] {
  const { goOn, heardLast } = instructionsIn(voice.locale)
  const last = begun.slice(-LAST_WORDS)
  const goingOn = last === '' ? [goOn] : [`${goOn} ${heardLast(last.trim())}`]
  if (typeof how === 'object' && 'tool' in how) return []
  if (typeof how === 'object') return [how.instructions, ...(begun === '' ? [] : goingOn)]
  return how === 'going_on' || begun !== '' ? goingOn : []
}
