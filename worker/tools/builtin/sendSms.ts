import * as z from 'zod'
import { isE164 } from '../../../convex/model/phoneNumber.ts'
import type { ToolSettings } from '../../../convex/model/tools.ts'
import type { Tool, ToolContext } from '../../call/ports.ts'
import { defineTool } from '../defineTool.ts'

export interface Message {
  to: string
  text: string
  /** How many the agent may send a day. */
  perDay: number
}

/** Sends a text message, and says in a sentence for the model what became of it. */
export type SendMessage = (message: Message, context: ToolContext) => Promise<string>

type SmsSettings = NonNullable<ToolSettings['sms']>

/** `caller`: the caller's number, where it is one. `null`: there is nobody who could get one. */
export function sendSms(
  { others, perDay }: SmsSettings,
  caller: string,
  send: SendMessage,
): Tool | null {
  const known = isE164(caller) ? [caller] : []
  const allowed = [...new Set([...known, ...others])]
  const [first] = allowed
  if (first === undefined) return null
  const [self = null] = known
  const text = z.string().trim().min(1).max(480).describe('The whole message.')
  const shared = {
    name: 'send_sms',
    description: `Sends a text message, to ${self ? 'the caller unless you say otherwise' : 'one of the listed numbers'}. Use it for what is easier to read than to hear: an address, a link, an appointment. Tell the caller before.`,
    timeoutMs: 15_000,
  }
  if (others.length === 0) {
    return defineTool({
      ...shared,
      parameters: z.object({ text }),
      run: async (message, context) => ({
        output: await send({ ...message, to: first, perDay }, context),
      }),
    })
  }
  const numbers = z.enum(allowed)
  return defineTool({
    ...shared,
    parameters: z.object({ text, to: self ? numbers.default(self) : numbers }),
    run: async (message, context) => ({ output: await send({ ...message, perDay }, context) }),
  })
}
