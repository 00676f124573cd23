/**
 * For writes while people are talking. A Durable Object holds everything it sends back until its
 * writes are on disk, audio and `clear` included, so a call would stutter with every line of its
 * journal. What an object loses with its machine are the last milliseconds before the machine broke.
 * https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/
 */
export const UNCONFIRMED = { allowUnconfirmed: true } as const
