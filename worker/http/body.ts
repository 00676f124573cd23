import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { readText } from '../lib/readText.ts'

/**
 * How much of a body is read, in bytes, and there is no other way to one. Whoever sends it is known by
 * then, but for those who want to sign in, visitors of web pages, and those whose signature covers the body.
 */
const MAX_BYTES = {
  /** Twilio's forms are far below. */
  twilio: 64 * 1024,
  /** The headers of an INVITE are far below. */
  openai: 256 * 1024,
  /** A password is short. */
  signIn: 8 * 1024,
  /** A name, a number or a sentence. */
  control: 16 * 1024,
  /** A visitor of a web page proves who they are not, and nobody knows who they are. */
  visitor: 8 * 1024,
  /** The longest instructions of an agent are far below. */
  operator: 1024 * 1024,
  /** A document of 1 MiB may be longer as JSON, and is sent within JSON. */
  import: 24 * 1024 * 1024,
} as const

export type Sender = keyof typeof MAX_BYTES

/** Throws 413 for a body that is too long, and 400 when its sender has gone. */
export async function readBody(c: Context, sender: Sender): Promise<string> {
  const read = await readText(c.req.raw, MAX_BYTES[sender])
  if ('text' in read) return read.text
  if (read.unread === 'broken_off') throw new HTTPException(400, { message: 'The body broke off.' })
  throw new HTTPException(413, { message: 'This is more than the Worker takes at once.' })
}
