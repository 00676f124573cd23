/**
 * What a call needs of its object's storage, and what a test gives it in Node.
 * https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/
 */
export interface CallStorage {
  readonly kv: {
    get(key: string): unknown
    list(options: { prefix: string }): Iterable<[string, unknown]>
    put(key: string, value: unknown): void
    delete(key: string): unknown
  }
  put(key: string, value: unknown, options?: WriteOptions): Promise<void>
  /** `at`: epoch ms. */
  setAlarm(at: number, options?: WriteOptions): Promise<void>
  deleteAlarm(options?: WriteOptions): Promise<void>
}

export interface WriteOptions {
  allowUnconfirmed?: boolean
}

/**
 * For writes while people are talking. A Durable Object holds everything it sends back until its
 * writes are on disk, audio and `clear` included, so a call would stutter with every line of its
 * journal. What an object loses with its machine are the last milliseconds before the machine broke.
 */
export const UNCONFIRMED = { allowUnconfirmed: true } as const
