/** Kills the Worker in the middle of a call, and tells what the caller notices of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedCall } from '../simulators/twilio/index.ts'

/** What `npm start` understands as: kill the Worker's process and start it again. */
export const KILL_SIGNAL = 'SIGUSR2'

export interface KillOptions {
  /** So long after the caller was connected, in ms. */
  afterMs: number
  /** The process of `npm start`. */
  launcher: number
}

/** How long the caller was without the agent. */
export interface KillReport {
  /** From the kill to the Worker answering again, in ms; `null`: it did not. */
  workerAwayMs: number | null
  /** From its answering to the agent's first sound. */
  heardAgainMs: number | null
}

const LOOK_MS = 20
const BACK_MS = 30_000

/** Resolves when the agent is heard again, or the call is over. Never rejects. */
export async function killDuring(
  call: SimulatedCall,
  url: string,
  { afterMs, launcher }: KillOptions,
  note: (text: string) => void,
): Promise<KillReport> {
  const report: KillReport = { workerAwayMs: null, heardAgainMs: null }
  try {
    if (!call.stream) await call.until('streamStarted', 30_000)
    await sleep(afterMs)
    if (call.endedAt !== null) return report
    note('the Worker’s process is killed; the carrier asks what comes next, and is kept waiting')
    const broken = call.stream ? call.until('streamEnded') : null
    const killedAt = performance.now()
    process.kill(launcher, KILL_SIGNAL)
    await broken
    const heard = call.until('agentAudio', BACK_MS)
    // The agent may be heard before this has looked again.
    const backAt = await answersAgain(url)
    report.workerAwayMs = Math.round(backAt - killedAt)
    note(`the Worker is back, ${report.workerAwayMs} ms after it was killed`)
    await heard
    report.heardAgainMs = Math.max(0, Math.round(performance.now() - backAt))
    note(`the agent is heard again, ${report.heardAgainMs} ms after that: the call goes on`)
  } catch {
    if (call.endedAt === null) note('the agent was not heard again')
  }
  return report
}

async function answersAgain(url: string): Promise<number> {
  const giveUpAt = performance.now() + BACK_MS
  while (performance.now() < giveUpAt) {
    const answers = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answers) return performance.now()
    await sleep(LOOK_MS)
  }
  throw new Error('The Worker did not come back.')
}
