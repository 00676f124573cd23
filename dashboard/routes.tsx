import { Bot, ChartColumn, type LucideIcon, PhoneCall, Settings } from 'lucide-react'
import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

export interface PageRoute {
  /** As wouter reads it: `:name` is a parameter, which the page gets by `useParams`. */
  path: string
  Page: LazyExoticComponent<ComponentType>
}

/** Every page; each is a file of its own, loaded when it is first opened. */
export const ROUTES: readonly PageRoute[] = [
  {
    path: '/',
    Page: lazy(async () => ({
      default: (await import('./features/overview/OverviewPage.tsx')).OverviewPage,
    })),
  },
  {
    path: '/agents',
    Page: lazy(async () => ({
      default: (await import('./features/agents/AgentsPage.tsx')).AgentsPage,
    })),
  },
  {
    path: '/agents/new',
    Page: lazy(async () => ({
      default: (await import('./features/agents/NewAgentPage.tsx')).NewAgentPage,
    })),
  },
  {
    path: '/agents/:agentId/:tab?',
    Page: lazy(async () => ({
      default: (await import('./features/agents/AgentPage.tsx')).AgentPage,
    })),
  },
  {
    path: '/calls',
    Page: lazy(async () => ({
      default: (await import('./features/calls/CallsPage.tsx')).CallsPage,
    })),
  },
  {
    path: '/calls/:callSid',
    Page: lazy(async () => ({
      default: (await import('./features/calls/CallPage.tsx')).CallPage,
    })),
  },
  {
    path: '/settings',
    Page: lazy(async () => ({
      default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage,
    })),
  },
]

/** Where `/` leads while it is no page itself. */
export const HOME = '/agents'

export interface NavItem {
  href: string
  label: string
  Icon: LucideIcon
}

export const NAV: readonly NavItem[] = [
  { href: '/', label: 'Overview', Icon: ChartColumn },
  { href: '/agents', label: 'Agents', Icon: Bot },
  { href: '/calls', label: 'Calls', Icon: PhoneCall },
  { href: '/settings', label: 'Settings', Icon: Settings },
]
