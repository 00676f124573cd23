import {
  Bot,
  ChartColumn,
  type LucideIcon,
  MessagesSquare,
  PhoneCall,
  Settings,
} from 'lucide-react'
import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import { matchRoute, type Parser } from 'wouter'

type PageModule = () => Promise<{ default: ComponentType }>

export interface PageRoute {
  /** As wouter reads it: `:name` is a parameter, which the page gets by `useParams`. */
  path: string
  Page: LazyExoticComponent<ComponentType>
  /** Fetches the page's code before it is shown; repeated, it costs nothing. */
  fetch: PageModule
}

function page(path: string, fetch: PageModule): PageRoute {
  return { path, Page: lazy(fetch), fetch }
}

/** Every page; each is a file of its own, loaded when it is first opened. */
export const ROUTES: readonly PageRoute[] = [
  page('/', async () => ({
    default: (await import('./features/overview/OverviewPage.tsx')).OverviewPage,
  })),
  page('/agents', async () => ({
    default: (await import('./features/agents/AgentsPage.tsx')).AgentsPage,
  })),
  page('/agents/new', async () => ({
    default: (await import('./features/agents/NewAgentPage.tsx')).NewAgentPage,
  })),
  page('/agents/:agentId/:tab?', async () => ({
    default: (await import('./features/agents/AgentPage.tsx')).AgentPage,
  })),
  page('/calls', async () => ({
    default: (await import('./features/calls/CallsPage.tsx')).CallsPage,
  })),
  page('/calls/:callSid', async () => ({
    default: (await import('./features/calls/CallPage.tsx')).CallPage,
  })),
  page('/conversations', async () => ({
    default: (await import('./features/chats/ChatsPage.tsx')).ChatsPage,
  })),
  page('/conversations/:chatId', async () => ({
    default: (await import('./features/chats/ChatPage.tsx')).ChatPage,
  })),
  page('/settings', async () => ({
    default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage,
  })),
]

/** Begins to fetch the page at this path; who is signed in is found out meanwhile. */
export function fetchPage(parser: Parser, path: string): void {
  const route = ROUTES.find((candidate) => matchRoute(parser, candidate.path, path)[0])
  // What fails now is tried again, and told, when the page is shown.
  route?.fetch().catch(() => undefined)
}

export interface NavItem {
  href: string
  label: string
  /** The same where there is little room. */
  short?: string
  Icon: LucideIcon
}

export const NAV: readonly NavItem[] = [
  { href: '/', label: 'Overview', Icon: ChartColumn },
  { href: '/agents', label: 'Agents', Icon: Bot },
  { href: '/calls', label: 'Calls', Icon: PhoneCall },
  { href: '/conversations', label: 'Conversations', short: 'Chats', Icon: MessagesSquare },
  { href: '/settings', label: 'Settings', Icon: Settings },
]
