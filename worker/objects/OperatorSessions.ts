import { DurableObject } from 'cloudflare:workers'

/** There is one object for all operators. */
export const OPERATOR_SESSIONS_NAME = 'main'

const HOUR_MS = 3_600_000
/** A session ends when it was not used for this long, */
const IDLE_MS = 12 * HOUR_MS
/** and in any case after this long. */
const LONGEST_MS = 30 * 24 * HOUR_MS
/** A session that is used is made longer this often. */
const RENEW_MS = HOUR_MS

/** How many guesses of the password, or of a token, are taken from one client within `WINDOW_MS`, */
const WINDOW_MS = 10 * 60_000
const GUESSES_PER_CLIENT = 10
/** and how many when all clients together have made so many: then somebody has many addresses. */
const GUESSES_IN_ALL = 100
const GUESSES_WHEN_GUESSED_AT = 3

/** A session as the cookie names it. */
export interface OperatorSession {
  id: string
  /** Epoch ms. */
  expiresAt: number
}

/**
 * Who is signed in. It keeps the sessions, so that signing out really ends one; the hashes of links
 * that were used; and the guesses of secrets, which may not come too fast.
 */
export class OperatorSessions extends DurableObject {
  readonly #sql: SqlStorage

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    for (const table of [
      'sessions (id TEXT PRIMARY KEY, startedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL)',
      'usedLinks (hash TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL)',
      'guesses (client TEXT NOT NULL, at INTEGER NOT NULL)',
      'signOuts (subject TEXT PRIMARY KEY, at INTEGER NOT NULL)',
    ]) {
      this.#sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`)
    }
  }

  /** Signs somebody in. */
  begin(): OperatorSession {
    const now = Date.now()
    this.#forgetOld(now)
    const session = { id: crypto.randomUUID(), expiresAt: now + IDLE_MS }
    this.#sql.exec('INSERT INTO sessions VALUES (?, ?, ?)', session.id, now, session.expiresAt)
    return session
  }

  /** The session, made longer when that is due; `null` when it has ended. */
  use(id: string): OperatorSession | null {
    const now = Date.now()
    const [row] = this.#sql
      .exec<{ startedAt: number; expiresAt: number }>(
        'SELECT startedAt, expiresAt FROM sessions WHERE id = ? AND expiresAt > ?',
        id,
        now,
      )
      .toArray()
    if (!row) return null
    const longer = Math.min(now + IDLE_MS, row.startedAt + LONGEST_MS)
    if (longer - row.expiresAt < RENEW_MS) return { id, expiresAt: row.expiresAt }
    this.#sql.exec('UPDATE sessions SET expiresAt = ? WHERE id = ?', longer, id)
    return { id, expiresAt: longer }
  }

  end(id: string): void {
    this.#sql.exec('DELETE FROM sessions WHERE id = ?', id)
  }

  /** Takes a one-time link, by the hash of its token; `false` when it was used before. */
  redeem(hash: string, expiresAt: number): boolean {
    this.#forgetOld(Date.now())
    const insert = 'INSERT OR IGNORE INTO usedLinks VALUES (?, ?)'
    return this.#sql.exec(insert, hash, expiresAt).rowsWritten > 0
  }

  /** Counts a guess of a secret, unless its client has to wait. Returns how long, as `waitOf` does. */
  guess(client: string): number {
    const waitSec = this.waitOf(client)
    if (waitSec === 0) this.#sql.exec('INSERT INTO guesses VALUES (?, ?)', client, Date.now())
    return waitSec
  }

  /**
   * How long to wait instead of guessing, in seconds; 0: guess. Nobody waits for what others have guessed:
   * whoever knows the secret gets in while it is being guessed at.
   */
  waitOf(client: string): number {
    const now = Date.now()
    this.#forgetOld(now)
    const isGuessedAt = this.#waitFor(GUESSES_IN_ALL, now, '') > 0
    const limit = isGuessedAt ? GUESSES_WHEN_GUESSED_AT : GUESSES_PER_CLIENT
    return Math.ceil(this.#waitFor(limit, now, 'WHERE client = ?', client) / 1000)
  }

  /** The guess was right: this client's guesses do not count any more. */
  guessedRight(client: string): void {
    this.#sql.exec('DELETE FROM guesses WHERE client = ?', client)
  }

  /** From now on, proofs of this person's that are older count no more. */
  signOut(subject: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO signOuts VALUES (?, ?)', subject, Date.now())
  }

  /** When this person last signed out, epoch ms; 0: never. */
  signedOutAt(subject: string): number {
    const query = 'SELECT at FROM signOuts WHERE subject = ?'
    return this.#sql.exec<{ at: number }>(query, subject).toArray()[0]?.at ?? 0
  }

  #waitFor(limit: number, now: number, where: string, ...values: string[]): number {
    const query = `SELECT at FROM guesses ${where} ORDER BY at DESC LIMIT 1 OFFSET ?`
    const [oldest] = this.#sql.exec<{ at: number }>(query, ...values, limit - 1).toArray()
    return oldest ? oldest.at + WINDOW_MS - now : 0
  }

  #forgetOld(now: number): void {
    this.#sql.exec('DELETE FROM sessions WHERE expiresAt <= ?', now)
    this.#sql.exec('DELETE FROM usedLinks WHERE expiresAt <= ?', now)
    this.#sql.exec('DELETE FROM guesses WHERE at <= ?', now - WINDOW_MS)
  }
}
