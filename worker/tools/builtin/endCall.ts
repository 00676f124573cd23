import * as z from 'zod'
import { defineTool } from '../defineTool.ts'

export const endCall = defineTool({
  name: 'end_call',
  description:
    'Hangs up. Use it when the conversation is finished, after you have said goodbye. The line stays open until the caller has heard what you said.',
  parameters: z.object({}),
  timeoutMs: 5_000,
  filler: null,
  run: async () => ({
    output: 'The call ends when the caller has heard you.',
    directive: { do: 'end' },
  }),
})
