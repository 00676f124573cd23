import type { ChatSettings } from '../../../../convex/model/chatSettings.ts'

/** How an agent chats, in words, by the keys of the settings. */
export function describeChat(chat: ChatSettings): [key: string, label: string, text: string][] {
  const { allowedOrigins, greeting, model, turnstile } = chat
  return [
    ['allowedOrigins', 'Pages that embed the chat', allowedOrigins.join(', ') || 'Ours alone'],
    ['greeting', 'Greeting in chats', greeting === '' ? 'None' : `“${greeting}”`],
    ['model', 'Model for chats', model === '' ? 'The default' : model],
    ['messagesPerConversation', 'A conversation, at most', count(chat.messagesPerConversation)],
    ['messagesPerDay', 'All chats of a day, at most', count(chat.messagesPerDay)],
    ['usdPerDay', 'All chats of a day cost, at most', `$${chat.usdPerDay}`],
    ['handOver', 'Asks a person into the chat', chat.handOver ? 'On' : 'Off'],
    ['turnstile', 'Turnstile', turnstile ? `Site key ${turnstile.siteKey}` : 'Off'],
  ]
}

const count = (messages: number) => `${messages} messages`
