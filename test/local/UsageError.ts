/** What was asked for makes no sense; the message is for people. */
export class UsageError extends Error {
  override name = 'UsageError'
}
