import { useQuery } from 'convex/react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { formatDateTime, formatCount } from '../../lib/format.ts'

/** Who did what, and when. */
export function Deletions() {
  const entries = useQuery(api.deletion.audit, {})
  if (!entries?.length) return null
  return (
    <Card
      title="Audit"
      description="What was done to calls that ran, what operators deleted, and which secrets they entered, the latest first. “control” is a system of yours. Of callers only a part of the number is kept."
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
    case 'call_transferred':
      return `${by} put a call of ${subject} through.`
    case 'call_ended':
      return `${by} ended a call of ${subject}.`
    case 'call_said':
      return `${by} had the agent say something in a call of ${subject}.`
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
