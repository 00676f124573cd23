/** What Discord is told of a call: only what was heard, and what happened to the call. */
import type { EndReason, Turn } from '../../../convex/model/call.ts'
import { WITHHELD } from '../../../convex/model/withheld.ts'
import type { CallRecord } from '../../call/record.ts'

/** One line of a call. */
export interface DiscordLine {
  /** Unique within the call: what is told twice is said once. */
  key: string
  text: string
}

/** Everything that there is to tell by now, in the order of the call. */
export function linesOf({ call, turns, events }: CallRecord, agentName: string): DiscordLine[] {
  if (call.answeredAt === null) return []
  const caller = call.from === WITHHELD ? 'A withheld number' : call.from
  const isOver = call.endedAt !== null
  const said = turns
    .filter((turn) => isSaid(turn, isOver))
    .map((turn) => ({ atMs: turn.startedAtMs, key: `turn ${turn.itemId}`, text: spoken(turn) }))
  const moved = events
    .filter(({ kind, summary }) => kind === 'note' && TRANSFERS.has(summary))
    .map(({ atMs, seq, summary }) => ({ atMs, key: `event ${seq}`, text: `*${summary}.*` }))
  const between = [...said, ...moved].toSorted((a, b) => a.atMs - b.atMs)
  return [
    { key: 'start', text: `**${caller} calls ${agentName}.**` },
    ...between.map(({ key, text }) => ({ key, text })),
    ...(isOver ? [{ key: 'end', text: `**${endOf(call.endReason, call.durationSec)}**` }] : []),
  ]
}

/** As the record words it when the caller is put through to a person, and comes back. */
const TRANSFERS: ReadonlySet<string> = new Set(['Put through to a person', 'Back with the agent'])

/** A turn that still goes on may yet be heard further; a caller's words come after its end. */
const isSaid = ({ endedAtMs, heardText }: Turn, isOver: boolean): boolean =>
  heardText.trim() !== '' && (endedAtMs !== null || isOver)

const spoken = ({ role, heardText }: Turn): string =>
  `${role === 'caller' ? 'Caller' : 'Agent'}: ${heardText.trim().replaceAll(/\s+/g, ' ')}`

function endOf(reason: EndReason | null, durationSec: number | null): string {
  const seconds = Math.round(durationSec ?? 0)
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return `The call is over after ${length}${reason ? `: ${reason.replaceAll('_', ' ')}` : ''}.`
}
