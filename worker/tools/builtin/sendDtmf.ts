import * as z from 'zod'
import { defineTool } from '../defineTool.ts'

export const sendDtmf = defineTool({
  name: 'send_dtmf',
  description:
    'Presses keys of the phone as tones, for example to answer a menu that is read out to you or to give an extension. The conversation goes on.',
  parameters: z.object({
    digits: z
      .string()
      .regex(/^[w,]*[0-9A-D*#][0-9A-D*#w,]*$/)
      .max(40)
      .describe('Keys 0-9, *, #, A-D in order; w waits half a second, a comma two seconds.'),
  }),
  timeoutMs: 5_000,
  filler: null,
  run: async ({ digits }) => ({
    output: 'The keys are sent now. Wait for what comes of it, and say nothing that is not needed.',
    directive: { do: 'send_digits', digits },
  }),
})
