import type { Context } from 'hono'
import type { Twiml } from '../carriers/twilio/twiml.ts'

/** Tells Twilio what to do with a call. */
export async function twiml(c: Context, document: Twiml): Promise<Response> {
  return c.body(String(await document), 200, { 'content-type': 'text/xml; charset=utf-8' })
}
