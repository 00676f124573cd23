/** The local Worker, started again whenever its process ends by itself, as a platform does. */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalWorkerOptions, startLocalWorker } from './worker.ts'
import type { RunningWorker } from './workerd.ts'

/** How often it is looked whether the process lives, in ms. */
const LOOK_MS = 250
/** Starts in vain in a row before it is given up. */
const TRIES = 3

export class LastingWorker {
  readonly #options: LocalWorkerOptions
  readonly #tell: (sentence: string) => void
  readonly #watching: Promise<void>
  #worker: RunningWorker
  #processes = workerProcesses()
  #stopped = false

  private constructor(
    worker: RunningWorker,
    options: LocalWorkerOptions,
    tell: (sentence: string) => void,
  ) {
    this.#worker = worker
    this.#options = options
    this.#tell = tell
    this.#watching = this.#watch()
  }

  /** Resolves when it answers. `tell` hears of each end and each start in one sentence. */
  static async start(
    options: LocalWorkerOptions,
    tell: (sentence: string) => void,
  ): Promise<LastingWorker> {
    return new LastingWorker(await startLocalWorker(options), options, tell)
  }

  /** Kills the Worker's process without a word; it is started again. */
  kill(): void {
    for (const pid of this.#processes) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#watching
    await this.#worker.stop()
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      await sleep(LOOK_MS)
      if (!this.#stopped && !this.#processes.every((pid) => isAlive(pid))) await this.#startAgain()
    }
  }

  async #startAgain(): Promise<void> {
    this.#tell('The Worker’s process has ended; it is started again.')
    const endedAt = performance.now()
    try {
      this.#worker = await startAgain(this.#worker, this.#options)
    } catch (error) {
      // Without its Worker this process is of no use.
      this.#tell(error instanceof Error ? error.message : String(error))
      process.exit(1)
    }
    this.#processes = workerProcesses()
    this.#tell(`The Worker is back after ${((performance.now() - endedAt) / 1000).toFixed(1)} s.`)
  }
}

async function startAgain(
  dead: RunningWorker,
  options: LocalWorkerOptions,
): Promise<RunningWorker> {
  // What is left of it may complain that it is gone.
  await dead.stop().catch(() => undefined)
  for (let n = 1; ; n++) {
    try {
      return await startLocalWorker(options)
    } catch (error) {
      if (n === TRIES) throw error
    }
  }
}

/** The processes of workerd that this one has started; none where the system does not tell. */
function workerProcesses(): number[] {
  try {
    const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    return all.split('\n').flatMap((line) => {
      const [pid, parent, ...name] = line.trim().split(/\s+/)
      const isOurs = Number(parent) === process.pid && name.join(' ').endsWith('workerd')
      return isOurs ? [Number(pid)] : []
    })
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
