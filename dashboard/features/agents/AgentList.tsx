import { Bot } from 'lucide-react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import {
  engineLabel,
  modelAndVoice,
  modelLabel,
  voiceLabel,
} from '../../../convex/model/engines/index.ts'
import { DEFAULT_CHAT_MODEL } from '../../../convex/model/engines/pipeline/catalogue.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { Cell, Row, rowLinkClass, Table } from '../../components/Table.tsx'
import { formatAgo, formatDateTime } from '../../lib/format.ts'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { useNow } from '../../lib/useNow.ts'

interface AgentListProps {
  /** `undefined`: the first answer is still on its way. */
  agents: Doc<'agents'>[] | undefined
  numbers: Doc<'twilioNumbers'>[] | undefined
}

const COLUMNS = [
  { label: 'Name' },
  { label: 'Numbers' },
  { label: 'Model', className: 'hidden sm:table-cell' },
  { label: 'Voice', className: 'hidden sm:table-cell' },
  { label: 'Language', className: 'hidden lg:table-cell' },
  { label: 'Updated', className: 'hidden md:table-cell' },
]

export function AgentList({ agents, numbers }: AgentListProps) {
  const now = useNow()
  if (agents === undefined) return <Skeleton label="Loading agents" rows={6} />
  if (agents.length === 0) return <NoAgents />
  return (
    <Table caption="Agents" columns={COLUMNS}>
      {agents.map((agent) => (
        <AgentRow
          key={agent._id}
          agent={agent}
          numbers={numbers?.filter((number) => number.agentId === agent._id)}
          now={now}
        />
      ))}
    </Table>
  )
}

interface AgentRowProps {
  agent: Doc<'agents'>
  numbers: Doc<'twilioNumbers'>[] | undefined
  now: number
}

function AgentRow({ agent, numbers, now }: AgentRowProps) {
  const today = new Date(now).toISOString().slice(0, 10)
  const speaks = agent.capabilities.includes('voice')
  const { model, voice } = speaks
    ? modelAndVoice(agent.engine, today)
    : { model: chatModelOf(agent), voice: '' }
  return (
    <Row>
      <Cell className="max-w-72">
        <Link href={`/agents/${agent._id}/general`} className={rowLinkClass}>
          <bdi>{agent.name}</bdi>
        </Link>
      </Cell>
      <Cell className="text-ink-2 tabular-nums">
        {speaks ? <Numbers numbers={numbers} /> : 'Chat only'}
      </Cell>
      <Cell className="hidden text-ink-2 sm:table-cell">
        {model === '' ? engineLabel(agent.engine.engine) : modelLabel(model)}
      </Cell>
      <Cell className="hidden text-ink-2 sm:table-cell">
        {voice === '' ? '–' : voiceLabel(voice)}
      </Cell>
      <Cell className="hidden text-ink-2 lg:table-cell">{LOCALES[agent.voice.locale]}</Cell>
      <Cell className="hidden text-ink-2 md:table-cell">
        <span title={formatDateTime(agent.updatedAt)}>{formatAgo(agent.updatedAt, now)}</span> by{' '}
        {agent.updatedBy}
      </Cell>
    </Row>
  )
}

/** Who thinks of what an agent writes; '' where its own engine does. */
const chatModelOf = ({ engine, chat }: Doc<'agents'>): string =>
  engine.engine === 'pipeline' ? '' : chat.model || DEFAULT_CHAT_MODEL

function Numbers({ numbers }: { numbers: Doc<'twilioNumbers'>[] | undefined }) {
  if (numbers === undefined) return null
  if (numbers.length === 0) return 'None yet'
  const shown = numbers.slice(0, 2).map((number) => (
    <span key={number._id} className="block whitespace-nowrap">
      {displayPhoneNumber(number.phoneNumber)}
    </span>
  ))
  return (
    <>
      {shown}
      {numbers.length > shown.length && `and ${numbers.length - shown.length} more`}
    </>
  )
}

function NoAgents() {
  return (
    <EmptyState
      icon={Bot}
      title="No agents yet"
      action={
        <Link href="/agents/new" className={buttonClass({ look: 'primary' })}>
          Create New Agent
        </Link>
      }
    >
      An agent answers calls with the words and the voice you give it. Create one, add a phone
      number to it, and call it, or talk to it right here in the browser.
    </EmptyState>
  )
}
