import type { BrainQuestion, ToolDescription } from '../call/ports.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import { historyOf } from './history.ts'
import { CHAT_LIMITS } from './limits.ts'
import { END_CHAT, ownTools } from './ownTools.ts'
import { type ChatState, writtenOf } from './state.ts'
import { wordsIn } from './words/index.ts'

/** So many characters are enough to find the place. */
const LAST_WORDS = 120

export interface ChatBrief {
  /** The operator's own. */
  instructions: string
  /** Of the agent's that make sense without a phone. */
  tools: readonly ToolDescription[]
}

/** What the brain is asked for the answer that is being written; `null`: none is. */
export function questionOf(state: ChatState, brief: ChatBrief): BrainQuestion | null {
  const { answer, rules } = state
  if (!answer) return null
  const { key, attempt, supersedes, parts, tools } = answer
  const { goOn, heardLast } = instructionsIn(rules.locale)
  const written = writtenOf(state).trim()
  const isLast = parts > CHAT_LIMITS.partsWithTools || tools.some(({ name }) => name === END_CHAT)
  return {
    key,
    attempt,
    supersedes,
    instructions: [
      brief.instructions,
      wordsIn(rules.locale).inWriting,
      ...(written === '' ? [] : [`${goOn} ${heardLast(written.slice(-LAST_WORDS))}`]),
    ].join('\n\n'),
    history: historyOf(state),
    tools: [...brief.tools, ...ownTools(rules)],
    toolChoice: isLast ? 'none' : 'auto',
  }
}
