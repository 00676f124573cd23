/** The calls that are measured: each with an echo of its own, and with or without a real interruption. */
import type { LineOptions } from '../../simulators/twilio/index.ts'

export interface EchoPlan {
  /** How loud the agent comes back, relative to its voice; `-Infinity`: not at all. */
  levelsDb: readonly number[]
  delaysMs: readonly number[]
  /** Calls that run side by side. */
  atOnce: number
}

export const FULL: EchoPlan = {
  levelsDb: [-12, -20, -26, -32, -40],
  delaysMs: [60, 150, 250, 400, 550],
  atOnce: 10,
}

export const QUICK: EchoPlan = { levelsDb: [-20, -40], delaysMs: [150], atOnce: 6 }

export interface Mix {
  db: number
  delayMs: number
  /** The caller really speaks over the agent. */
  bargeIn: boolean
}

/** Every echo, with and without an interruption; and a line without echo, as what to compare with. */
export function mixesOf({ levelsDb, delaysMs }: EchoPlan): Mix[] {
  const echoes = levelsDb.flatMap((db) => delaysMs.map((delayMs) => ({ db, delayMs })))
  const all = [{ db: Number.NEGATIVE_INFINITY, delayMs: 0 }, ...echoes]
  return all.flatMap((echo) => [false, true].map((bargeIn) => ({ ...echo, bargeIn })))
}

export function lineOf({ db, delayMs }: Mix): LineOptions {
  return Number.isFinite(db) ? { echo: { db, delayMs } } : {}
}
