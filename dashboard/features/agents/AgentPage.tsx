import { lazy, Suspense } from 'react'
import { Link, useParams } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Breadcrumb } from '../../components/Breadcrumb.tsx'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { RetentionCard } from '../retention/RetentionCard.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { AgentEditor } from './AgentEditor.tsx'
import { useAgentEdit } from './agentEdits.ts'
import { AGENT_TABS, type AgentTab } from './agentTabs.ts'
import { useAgents } from '../../lib/useAgents.ts'

const VersionsTab = lazy(async () => ({
  default: (await import('./VersionsTab.tsx')).VersionsTab,
}))
const TestCallTab = lazy(async () => ({
  default: (await import('../test-call/TestCallTab.tsx')).TestCallTab,
}))

export function AgentPage() {
  const params = useParams<{ agentId: string; tab?: string }>()
  const agents = useAgents()
  const current = AGENT_TABS.find(({ tab }) => tab === params.tab)?.tab ?? 'general'
  if (agents === undefined) return <PageSkeleton />
  const agent = agents.find(({ _id }) => _id === params.agentId)
  if (!agent) return <NoSuchAgent />
  return (
    <Page title={agent.name} breadcrumb={<Breadcrumb href="/agents" label="Agents" />}>
      <AgentTabs agent={agent} current={current} />
      <div className="pt-5">
        <Suspense fallback={<Skeleton label="Loading" rows={5} />}>
          <TabContent key={agent._id} agent={agent} tab={current} />
        </Suspense>
      </div>
    </Page>
  )
}

/** The chat’s settings are there for agents that chat, saved or not. */
function AgentTabs({ agent, current }: { agent: Doc<'agents'>; current: AgentTab }) {
  const { values } = useAgentEdit(agent)
  const chats = [agent, values].some(({ capabilities }) => capabilities.includes('web_chat'))
  const tabs = AGENT_TABS.filter(({ tab }) => tab !== 'chat' || tab === current || chats)
  return (
    <Tabs
      label="Parts of the agent"
      tabs={tabs.map(({ tab, label }) => ({
        href: `/agents/${agent._id}/${tab}`,
        label,
        current: tab === current,
      }))}
    />
  )
}

/** The editor stays where it is while other tabs are shown, with what was typed. */
function TabContent({ agent, tab }: { agent: Doc<'agents'>; tab: AgentTab }) {
  return (
    <>
      <AgentEditor agent={agent} tab={tab} />
      {tab === 'general' && (
        <div className="mt-4">
          <RetentionCard agentId={agent._id} />
        </div>
      )}
      {tab === 'test' && <TestCallTab agent={agent} />}
      {tab === 'versions' && <VersionsTab agent={agent} />}
    </>
  )
}

function NoSuchAgent() {
  return (
    <Page title="No such agent">
      <EmptyState
        title="This agent does not exist any more"
        action={
          <Link href="/agents" className={buttonClass({ look: 'primary' })}>
            See all agents
          </Link>
        }
      >
        Somebody removed it, or the link is wrong. Its past calls are kept.
      </EmptyState>
    </Page>
  )
}
