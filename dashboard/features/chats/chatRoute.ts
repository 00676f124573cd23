/** The Worker's route of a conversation, or of what is done with it. */
export function chatRoute(chatId: string, act?: 'say' | 'end' | 'take' | 'release'): string {
  const route = `/api/chats/${encodeURIComponent(chatId)}`
  return act ? `${route}/${act}` : route
}
