/** How servers say what is wrong: each in its own shape, and this reads those that are in use. */
import * as z from 'zod'
import type { Complaint } from './Refusal.ts'

const word = z.string().nullish().catch(null)
const code = z.union([z.string(), z.number()]).nullish().catch(null)

const fields = z.object({ message: z.string(), code, type: word, param: word })

/** OpenAI's, and those that are written in one line. */
const bodySchema = z.union([
  z.object({ error: fields }).transform(({ error }) => complaintOf(error)),
  z.object({ error: z.string() }).transform(({ error }) => plain(error)),
  fields.transform(complaintOf),
  z.object({ detail: z.string() }).transform(({ detail }) => plain(detail)),
])

/** What a body complains of; `null`: it is no complaint. */
export function complaintIn(body: unknown): Complaint | null {
  return bodySchema.safeParse(body).data ?? null
}

function complaintOf({ message, code, param }: z.infer<typeof fields>): Complaint {
  return { message, code: code == null ? '' : String(code), param: param ?? '' }
}

export function plain(message: string): Complaint {
  return { message, code: '', param: '' }
}

/**
 * When a server wants to be asked again, in ms from `now` (epoch ms); `null` where it does not say.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, and OpenAI's own header in ms.
 */
export function retryAfterOf(headers: Headers, now: number): number | null {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const written = headers.get('retry-after')
  if (written === null) return null
  const seconds = Number(written)
  if (seconds >= 0) return seconds * 1000
  const at = Date.parse(written)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
