/** How full the Worker's own data are, where there is no Convex deployment. */
import * as z from 'zod'

export const fullnessSchema = z.object({
  /** On the disk, with all indexes. */
  bytes: z.number(),
  /** How much there may be. */
  limitBytes: z.number(),
  /** How many calls are stored. */
  calls: z.number(),
})
export type Fullness = z.infer<typeof fullnessSchema>

const BYTES_A_GB = 1e9
/** Cloudflare lets one object hold so much: https://developers.cloudflare.com/durable-objects/platform/limits/ */
export const MAX_DATA_GB = 10
/** From this part of the limit on it is time to do something. */
const WARN_FROM = 0.8

/** What `DATA_LIMIT_GB` means; a wrong one counts as not set. */
export function dataLimitBytes(limitGb: unknown): number {
  const gigabytes = Number(limitGb || MAX_DATA_GB)
  const isUsable = gigabytes > 0 && gigabytes <= MAX_DATA_GB
  return (isUsable ? gigabytes : MAX_DATA_GB) * BYTES_A_GB
}

export const isNearlyFull = ({ bytes, limitBytes }: Fullness): boolean =>
  bytes >= WARN_FROM * limitBytes

/** What operators are told; `null` while there is room. */
export function fullnessWarning(fullness: Fullness): string | null {
  if (!isNearlyFull(fullness)) return null
  const percent = Math.round((100 * fullness.bytes) / fullness.limitBytes)
  const limit = fullness.limitBytes / BYTES_A_GB
  return `The stored data take ${percent} % of their ${limit} GB. When they are full, no call is recorded any more: let old calls go after some days, or move to a Convex deployment.`
}
