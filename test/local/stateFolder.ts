/** What belongs to one installation on this machine: who runs on it, and the secret of its phone. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'

const runningSchema = z.object({
  pid: z.number().int(),
  /** Where it answers on this machine. */
  url: z.string(),
  /** The origin that signatures are made for. */
  publicUrl: z.string(),
  simulated: z.object({ phone: z.boolean(), model: z.boolean(), voice: z.boolean() }),
  /** Where the Worker may ask on this machine, whoever listens there. */
  brainPort: z.number().int(),
  /** Where it asks a simulated Twilio, likewise. */
  phonePort: z.number().int(),
  /** Where a simulated OpenAI takes calls of SIP phones; `null`: there is none. */
  sipPhones: z.string().nullable().default(null),
})
/** An instance of Switchboard on this machine. */
export type Running = z.infer<typeof runningSchema>

/** The lock is touched this often while its owner lives, in ms: ids of processes are used again. */
const TOUCH_MS = 5_000
/** A lock that was not touched for so long belongs to nobody, ms. */
const STALE_MS = 4 * TOUCH_MS

/** Makes the folder this process's own until the returned function is called. @throws PlainError */
export function lockState(stateDir: string, about: Omit<Running, 'pid'>): () => void {
  mkdirSync(stateDir, { recursive: true })
  const other = runningIn(stateDir)
  if (other) {
    throw new PlainError(
      `Switchboard already runs at ${other.url} with this state folder (process ${other.pid}). ` +
        `Stop it, or give this one another folder and port: STATE_DIR=… PORT=… npm start`,
    )
  }
  const path = lockOf(stateDir)
  rmSync(path, { force: true })
  const text = JSON.stringify({ pid: process.pid, ...about })
  // Of two that come here at once, one fails.
  writeFileSync(path, text, { flag: 'wx' })
  const touching = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_MS).unref()
  return () => {
    clearInterval(touching)
    rmSync(path, { force: true })
  }
}

/** Who runs on this state folder now; `null`: nobody. */
export function runningIn(stateDir: string): Running | null {
  try {
    const path = lockOf(stateDir)
    const running = runningSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const isFresh = Date.now() - statSync(path).mtimeMs < STALE_MS
    return isFresh && running.pid !== process.pid && isAlive(running.pid) ? running : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // The process may be another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function lockOf(stateDir: string): string {
  return join(stateDir, 'running.json')
}

/** What the simulated phone of this installation signs with; made at the first start. */
export function newPhoneToken(stateDir: string): string {
  mkdirSync(stateDir, { recursive: true })
  const kept = phoneTokenOf(stateDir)
  if (kept) return kept
  const token = randomBytes(32).toString('base64url')
  writeFileSync(join(stateDir, 'phone-token'), token, { mode: 0o600 })
  return token
}

/** The same, for who comes later; `null`: nothing was ever started with this folder. */
export function phoneTokenOf(stateDir: string): string | null {
  try {
    return readFileSync(join(stateDir, 'phone-token'), 'utf8').trim() || null
  } catch {
    return null
  }
}
