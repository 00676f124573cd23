import { dataLimitBytes, type Fullness, fullnessWarning } from '../../convex/model/fullness.ts'
import { logWarning } from '../lib/log.ts'
import type { ClockStorage } from './commitClock.ts'
import type { FunctionHost } from './FunctionHost.ts'

/** When the log last said that there is little room left, epoch ms. */
const WARNED = 'warnedFull'
const DAY_MS = 86_400_000

/** Knows how full the object is, and says so in time. */
export class FullnessWatch {
  readonly #host: Pick<FunctionHost, 'count'>
  readonly #sql: Pick<SqlStorage, 'databaseSize'>
  readonly #kv: ClockStorage
  readonly #limitBytes: number

  constructor(
    host: Pick<FunctionHost, 'count'>,
    { sql, kv }: { sql: Pick<SqlStorage, 'databaseSize'>; kv: ClockStorage },
    limitGb: unknown,
  ) {
    this.#host = host
    this.#sql = sql
    this.#kv = kv
    this.#limitBytes = dataLimitBytes(limitGb)
  }

  get fullness(): Fullness {
    return {
      bytes: this.#sql.databaseSize,
      limitBytes: this.#limitBytes,
      calls: this.#host.count('voiceCalls'),
    }
  }

  /** Writes it to the log, once a day, while there is little room. */
  warn(now: number): void {
    const warned = Number(this.#kv.get(WARNED) ?? 0)
    if (now < warned + DAY_MS) return
    const warning = fullnessWarning(this.fullness)
    if (warning === null) return
    logWarning(warning, {})
    this.#kv.put(WARNED, now)
  }
}
