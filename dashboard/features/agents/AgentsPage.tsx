import { useQuery } from 'convex/react'
import { Plus } from 'lucide-react'
import { Link } from 'wouter'
import { api } from '../../../convex/_generated/api.js'
import { buttonClass } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { AgentList } from './AgentList.tsx'
import { useAgents } from '../../lib/useAgents.ts'

export function AgentsPage() {
  const agents = useAgents()
  const numbers = useQuery(api.twilioNumbers.list, {})
  return (
    <Page
      title="Agents"
      actions={
        <Link href="/agents/new" className={buttonClass({ look: 'primary' })}>
          <Plus aria-hidden />
          Create New Agent
        </Link>
      }
    >
      <AgentList agents={agents} numbers={numbers} />
    </Page>
  )
}
