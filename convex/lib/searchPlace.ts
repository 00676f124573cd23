/** How far a search has come, newest first. */
import * as z from 'zod'
import type { Doc } from '../_generated/dataModel.js'

/** Behind the call `callSid` that started at `before`; without one, before everything of `before`. */
export interface Place {
  /** Epoch ms. */
  before: number
  callSid: string
  /** Where it is searched next: 0 everywhere, then by ever shorter periods. */
  level: number
}

type Row = Pick<Doc<'callText'>, 'startedAt' | 'callSid'>

const placeSchema = z.tuple([z.number(), z.string(), z.number()])
const END = 'end'

export const textOfPlace = (place: Place | null): string =>
  place ? JSON.stringify([place.before, place.callSid, place.level]) : END

/** Throws the error that makes Convex's clients begin anew when the cursor is none of these. */
export function placeIn(cursor: string | null): Place | null {
  if (cursor === null) return null
  const place = placeSchema.safeParse(jsonOrNull(cursor))
  if (!place.success) throw new Error('InvalidCursor: this cursor is from a different query.')
  const [before, callSid, level] = place.data
  return { before, callSid, level }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Whether the call is older than the place, and so comes after it. */
export const isBehind = (row: Row, place: Place): boolean =>
  row.startedAt < place.before || (row.startedAt === place.before && row.callSid < place.callSid)

export const newestFirst = (a: Row, b: Row): number =>
  b.startedAt - a.startedAt || (a.callSid < b.callSid ? 1 : -1)
