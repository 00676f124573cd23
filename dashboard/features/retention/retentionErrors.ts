import { type Retention, retentionSchema } from '../../../convex/model/retention.ts'

/** A sentence for each field that breaks a rule. */
export function retentionErrors(days: Retention): Partial<Record<keyof Retention, string>> {
  const { error } = retentionSchema.safeParse(days)
  return Object.fromEntries(
    (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  )
}
