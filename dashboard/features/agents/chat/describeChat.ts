import type { ChatSettings } from '../../../../convex/model/chatSettings.ts'

type ChatText = [key: string, label: string, text: string]

/** How the agent chats, for comparing two versions. */
export function describeChat(chat: ChatSettings): ChatText[] {
  const { allowedOrigins, greeting, model, handOver, turnstile } = chat
  return [
    ['greeting', 'Chat: greeting', greeting === '' ? 'None' : `“${greeting}”`],
    ['model', 'Chat: model', model === '' ? 'As the catalogue says' : model],
    ['handOver', 'Chat: a person can go on', handOver ? 'On' : 'Off'],
    ['allowedOrigins', 'Chat: pages', allowedOrigins.join(', ') || 'Its own page alone'],
    ['messagesPerConversation', 'Chat: per conversation', messages(chat.messagesPerConversation)],
    ['messagesPerDay', 'Chat: per day', messages(chat.messagesPerDay)],
    ['usdPerDay', 'Chat: cost per day', `${chat.usdPerDay} USD`],
    ['turnstile', 'Chat: Turnstile', turnstile ? `On, site key ${turnstile.siteKey}` : 'Off'],
  ]
}

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`)
