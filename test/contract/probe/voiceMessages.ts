/** What goes over the control socket of ears and mouth on one session, as JSON. */
import * as z from 'zod'
import type {
  OpenAiEars,
  OpenAiMouth,
  VadSettings,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'
import type { EarsEvent, MouthPiece } from '../../../worker/call/ports.ts'
import { failureSchemas, given, syncSchema } from './messages.ts'

const utterance = z.number()

export const voiceOrderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('create'),
    ears: given<OpenAiEars>(),
    vad: given<VadSettings>(),
    mouth: given<OpenAiMouth>(),
    accounts: given<Partial<Accounts>>(),
  }),
  z.object({ do: z.literal('hear'), payloads: z.array(z.string()) }),
  z.object({ do: z.enum(['began', 'commit']) }),
  z.object({ do: z.literal('say'), utterance, text: z.string() }),
  z.object({ do: z.literal('abort'), utterance }),
  /** Puts other ears in the place of those that are there. */
  z.object({ do: z.literal('listen_again') }),
  z.object({ do: z.literal('close'), part: z.enum(['ears', 'mouth']) }),
  syncSchema,
])
export type VoiceOrder = z.infer<typeof voiceOrderSchema>

export const voiceReportSchema = z.discriminatedUnion('report', [
  z.object({ report: z.literal('event'), event: given<EarsEvent>() }),
  z.object({ report: z.literal('piece'), utterance, piece: given<MouthPiece>() }),
  /** `cause`: of what it threw; `null`: nothing. */
  z.object({ report: z.literal('ended'), utterance, cause: z.string().nullable() }),
  ...failureSchemas,
])
export type VoiceReport = z.infer<typeof voiceReportSchema>
