/** The tools that are the conversation's own: it does what they say by itself. */
import type { ToolDescription } from '../call/ports.ts'
import type { ChatRules } from './state.ts'

export const END_CHAT = 'end_chat'
export const HAND_OVER = 'hand_over_to_person'

const NOTHING = { type: 'object', properties: {}, additionalProperties: false }

const endChat: ToolDescription = {
  name: END_CHAT,
  description:
    'Ends this conversation. Use it when it is finished and the visitor wants nothing else, after you have said goodbye.',
  parameters: NOTHING,
}

const handOver: ToolDescription = {
  name: HAND_OVER,
  description:
    'Asks a person to go on with this conversation in your place. Use it when the visitor asks for one, or when you cannot help them.',
  parameters: {
    type: 'object',
    properties: {
      reason: { type: 'string', description: 'One sentence for that person: what it is about.' },
    },
    additionalProperties: false,
  },
}

export const ownTools = ({ handOver: hands }: Pick<ChatRules, 'handOver'>): ToolDescription[] =>
  hands ? [endChat, handOver] : [endChat]

/** What the model is told of its own tool; `null`: it is none of them. */
export function outputOf(name: string, rules: Pick<ChatRules, 'handOver'>): string | null {
  if (name === END_CHAT) return 'The conversation ends when you have answered.'
  if (name === HAND_OVER && rules.handOver) return 'A person was asked to go on.'
  return null
}
