/** What a client may send; a name in camelCase is not one of the API's. */
import * as z from 'zod'

const settings = {
  voice_settings: z
    .strictObject({
      stability: z.number().min(0).max(1),
      similarity_boost: z.number().min(0).max(1),
      style: z.number().min(0).max(1),
      use_speaker_boost: z.boolean(),
      speed: z.number().min(0.7).max(1.2),
    })
    .partial()
    .optional(),
  generation_config: z
    .strictObject({ chunk_length_schedule: z.array(z.number().min(50).max(500)).min(1) })
    .optional(),
}

export const clientMessageSchema = z.strictObject({
  text: z.string().nullish(),
  context_id: z.string().min(1).optional(),
  flush: z.boolean().optional(),
  close_context: z.boolean().optional(),
  close_socket: z.boolean().optional(),
  xi_api_key: z.string().optional(),
  ...settings,
})
export type ClientMessage = z.infer<typeof clientMessageSchema>
