/**
 * An error whose message is a sentence of ours for people. It quotes nothing that came in and holds no
 * secret, so it may be logged, and shown to who asked.
 */
export class PlainError extends Error {
  override name = 'PlainError'
}
