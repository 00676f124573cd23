import { MessagesSquare, SearchX, X } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { CHAT_STATUSES } from '../../../convex/model/chat.ts'
import { Button, buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { Select } from '../../components/Select.tsx'
import { usePosition } from '../../lib/navigation.ts'
import type { Option } from '../../lib/option.ts'
import type { ParamChanges } from '../../lib/paramChanges.ts'
import { useSearchParams } from '../../lib/searchParams.ts'
import { useAgents } from '../../lib/useAgents.ts'
import { CallListSkeleton } from '../calls/CallList.tsx'
import { type ChatFilters, isFiltered, NO_FILTERS, readFilters } from './chatFilters.ts'
import { ChatList } from './ChatList.tsx'
import { STATUS_LABELS } from './chatWords.ts'
import { useChats } from './useChats.ts'

/** Each visit has its own rows; one that is gone back to has them again. */
export function ChatsPage() {
  return <Chats key={usePosition()} />
}

function Chats() {
  const [params, change] = useSearchParams()
  const filters = useMemo(() => readFilters(params), [params])
  const agents = useAgents()
  const { chats, stale, more, loadingMore, loadMore } = useChats(filters)
  return (
    <Page title="Conversations">
      <FilterBar filters={filters} onChange={change} agents={agents ?? []} />
      {chats === undefined && <CallListSkeleton label="Loading conversations" />}
      {chats?.length === 0 && !stale && isFiltered(filters) && (
        <NoMatch onClear={() => change(NO_FILTERS)} />
      )}
      {chats?.length === 0 && !stale && !isFiltered(filters) && agents && (
        <NoChats agents={agents} />
      )}
      {chats && chats.length > 0 && <ChatList chats={chats} stale={stale} />}
      {more && (
        <div className="mt-4 flex justify-center">
          <Button busy={loadingMore} onClick={loadMore}>
            {loadingMore ? 'Loading…' : 'Load more conversations'}
          </Button>
        </div>
      )}
    </Page>
  )
}

interface FilterBarProps {
  filters: ChatFilters
  onChange: (changes: ParamChanges) => void
  agents: readonly Doc<'agents'>[]
}

const STATUS_OPTIONS: Option<string>[] = [
  { value: '', label: 'Any status' },
  ...CHAT_STATUSES.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
]

function FilterBar({ filters, onChange, agents }: FilterBarProps) {
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 md:grid-cols-[repeat(2,minmax(0,16rem))_auto] print:hidden">
      <Select
        aria-label="Agent"
        value={filters.agent}
        onValue={(agent) => onChange({ agent })}
        options={agentOptions(agents, filters.agent)}
      />
      <Select
        aria-label="Status"
        value={filters.status}
        onValue={(status) => onChange({ status })}
        options={STATUS_OPTIONS}
      />
      {isFiltered(filters) && (
        <div>
          <Button look="quiet" aria-label="Clear filters" onClick={() => onChange(NO_FILTERS)}>
            <X aria-hidden />
            Clear
          </Button>
        </div>
      )}
    </search>
  )
}

/** An address may name an agent that is not, or not yet, in the list. */
function agentOptions(agents: readonly Doc<'agents'>[], chosen: string): Option<string>[] {
  const options = agents.map(({ _id, name }) => ({ value: String(_id), label: name }))
  const known = chosen === '' || options.some(({ value }) => value === chosen)
  const gone = known ? [] : [{ value: chosen, label: 'Removed agent' }]
  return [{ value: '', label: 'Any agent' }, ...options, ...gone]
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No conversations match"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      Choose another agent or status.
    </EmptyState>
  )
}

function NoChats({ agents }: { agents: readonly Doc<'agents'>[] }) {
  const chatting = agents.find(({ capabilities }) => capabilities.includes('web_chat'))
  const [first] = agents
  const step = chatting
    ? { href: `/agents/${chatting._id}/chat`, label: 'Put it on a page' }
    : first
      ? { href: `/agents/${first._id}/general`, label: 'Turn on web chat' }
      : { href: '/agents/new', label: 'Create New Agent' }
  return (
    <EmptyState
      icon={MessagesSquare}
      title="No conversations yet"
      action={
        <Link href={step.href} className={buttonClass({ look: 'primary' })}>
          {step.label}
        </Link>
      }
    >
      What visitors of your web pages write to an agent appears here as it is written.
    </EmptyState>
  )
}
