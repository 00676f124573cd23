/** The model called a tool wrongly; the message tells it how, for itself to correct. */
export class BadArguments extends Error {
  override name = 'BadArguments'
}
