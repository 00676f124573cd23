import type { Chat, ChatMessage } from '../../../convex/model/chat.ts'

/** Who wrote a message, for operators. */
export function speakerOf(
  { role, author }: Pick<ChatMessage, 'role' | 'author'>,
  { agentName }: Pick<Chat, 'agentName'>,
): string {
  switch (role) {
    case 'visitor':
      return 'Visitor'
    case 'agent':
      return agentName
    case 'person':
      return author || 'A person'
    case 'note':
    case 'tool':
      return ''
  }
}
