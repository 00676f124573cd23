/** What the list of conversations is narrowed to, as the address and as `chats.list` say it. */
import { type Chat, type ChatStatus, chatStatusSchema } from '../../../convex/model/chat.ts'
import type { ParamChanges } from '../../lib/paramChanges.ts'

/** Empty means any. */
export interface ChatFilters {
  agent: string
  status: ChatStatus | ''
}

export const NO_FILTERS: ParamChanges = { agent: null, status: null }

/** Addresses are typed and pasted by people: what makes no sense counts as absent. */
export function readFilters(params: URLSearchParams): ChatFilters {
  return {
    agent: params.get('agent') ?? '',
    status: chatStatusSchema.safeParse(params.get('status')).data ?? '',
  }
}

export const isFiltered = ({ agent, status }: ChatFilters): boolean => agent !== '' || status !== ''

export function listArguments({ agent, status }: ChatFilters) {
  return { ...(agent && { agentId: agent }), ...(status && { status }) }
}

type Listed = Pick<Chat, 'chatId' | 'agentId' | 'status'>

/** Those that wait for a person first, then the others as they were found. */
export function inOrder<C extends Listed>(
  waiting: readonly C[],
  found: readonly C[],
  { agent, status }: ChatFilters,
): C[] {
  const first = waiting.filter(
    (chat) => (!agent || chat.agentId === agent) && (!status || chat.status === status),
  )
  const known = new Set(first.map(({ chatId }) => chatId))
  return [...first, ...found.filter(({ chatId }) => !known.has(chatId))]
}
