import { periodsOf } from '../../convex/lib/callPeriods.ts'
import type { Turn } from '../../convex/model/call.ts'
import { wordsOf } from '../../convex/model/callText.ts'
import type { ConvexExport, Row } from './convexExport.ts'
import { newId } from './convexExport.ts'
import { callOf, callSidOf } from './standardCall.ts'

const STARTED_AT = Date.UTC(2026, 5, 1)
const TURNS = 4
const EVENTS = 2
const NUMBERS = { voiceCalls: 10_001, callTurns: 10_002, callEvents: 10_003, callText: 10_004 }

/** The export of a Convex deployment with so many short calls. */
export function manyCalls(count: number): ConvexExport {
  const rows = {
    voiceCalls: [] as Row[],
    callTurns: [] as Row[],
    callEvents: [] as Row[],
    callText: [] as Row[],
  }
  const add = (table: keyof typeof rows, at: number, documents: readonly object[]) => {
    for (const [nth, document] of documents.entries()) {
      // Documents of one transaction come within a microsecond.
      rows[table].push({ ...document, _id: newId(NUMBERS[table]), _creationTime: at + nth / 4096 })
    }
  }
  for (let number = 0; number < count; number++) {
    const callSid = callSidOf(number)
    const startedAt = STARTED_AT + number * 20_000
    const { call, turns, events } = callOf({ callSid, startedAt, turns: TURNS, events: EVENTS })
    const words = new Set(turns.flatMap(({ text }) => wordsOf(text)))
    const { agentId, status } = call
    add('voiceCalls', startedAt, [{ ...call, revision: 1 }])
    add('callTurns', startedAt, turns.map(withoutHeardText))
    add('callEvents', startedAt, events)
    add('callText', startedAt, [
      { callSid, startedAt, agentId, status, ...periodsOf(startedAt), words: [...words].join(' ') },
    ])
  }
  return { numbers: new Map(Object.entries(NUMBERS)), rows: new Map(Object.entries(rows)) }
}

/** The row of a turn leaves it out where it says nothing else than `text`. */
function withoutHeardText(turn: Turn): object {
  const { heardText: _heardText, ...row } = turn
  return row
}

/** How many documents such an export has. */
export const documentsOfCalls = (count: number): number => count * (2 + TURNS + EVENTS)
