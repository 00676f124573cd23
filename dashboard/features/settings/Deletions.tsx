import { useQuery } from 'convex/react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { formatDateTime, formatCount } from '../../lib/format.ts'

/** Who deleted what, and when. */
export function Deletions() {
  const entries = useQuery(api.deletion.audit, {})
  if (!entries?.length) return null
  return (
    <Card
      title="Deletions"
      description="What operators deleted, and which secrets they entered, the latest first. Of callers only a part of the number is kept."
    >
      <ul className="divide-y">
        {entries.map((entry) => (
          <li key={entry._id} className="flex flex-wrap justify-between gap-x-4 py-2 first:pt-0">
            <span>{sentenceOf(entry)}</span>
            <time className="text-ink-2" dateTime={new Date(entry.at).toISOString()}>
              {formatDateTime(entry.at)}
            </time>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function sentenceOf({ action, by, subject, calls }: Doc<'audit'>): string {
  switch (action) {
    case 'call_deleted':
      return `${by} deleted a call of ${subject}.`
    case 'caller_deleted':
      return `${by} deleted the caller ${subject}: ${formatCount(calls, 'call')}.`
    case 'chat_deleted':
      return `${by} deleted a conversation of ${subject}.`
    case 'retention_set':
      return `${by} changed how long calls of ${subject} are kept.`
    case 'secret_set':
      return `${by} entered a secret for ${subject}.`
    case 'secret_deleted':
      return `${by} deleted a secret of ${subject}.`
  }
}
