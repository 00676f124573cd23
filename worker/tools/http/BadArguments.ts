/** The model called a tool with arguments that it cannot take; the message is for the model to correct them. */
export class BadArguments extends Error {
  override name = 'BadArguments'
}
