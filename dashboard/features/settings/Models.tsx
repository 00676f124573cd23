import { CalendarClock, CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { modelsOf } from '../../../convex/model/engines/index.ts'
import { Card } from '../../components/Card.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { localDate } from '../../lib/localDate.ts'
import { useNow } from '../../lib/useNow.ts'
import { type ModelNotice, modelNotices } from './modelNotices.ts'
import type { OfferedModel } from '../../../convex/model/api.ts'

interface ModelsProps {
  agents: readonly Doc<'agents'>[] | undefined
  offered: readonly OfferedModel[] | null
}

/** Models that agents use and that come to an end. */
export function Models({ agents, offered }: ModelsProps) {
  const today = localDate(useNow())
  if (agents === undefined) {
    return (
      <Card title="Models">
        <Skeleton label="Loading the agents" rows={1} />
      </Card>
    )
  }
  const inUse = agents.map(({ _id, name, engine, otherEngine }) => ({
    id: _id,
    name,
    models: [...modelsOf(engine), ...(otherEngine ? modelsOf(otherEngine) : [])],
  }))
  const notices = modelNotices(inUse, offered, today)
  return (
    <Card title="Models">
      {notices.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-2">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
          No end is announced for a model that your agents use.
        </p>
      ) : (
        <ul className="divide-y">
          {notices.map((notice) => (
            <NoticeItem key={notice.model} notice={notice} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function NoticeItem({ notice: { text, agents } }: { notice: ModelNotice }) {
  return (
    <li className="flex gap-2.5 py-2.5 first:pt-0 last:pb-0">
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0">
        <p>{text}</p>
        {agents.length > 0 && (
          <p className="text-sm text-ink-2">
            Used by{' '}
            {agents.map(({ id, name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link
                  href={`/agents/${id}/voice`}
                  className="underline underline-offset-2 hover:text-accent"
                >
                  {name}
                </Link>
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  )
}
