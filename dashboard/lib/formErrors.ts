import type * as z from 'zod'

/** What is wrong with a form: dotted path of a value to a sentence for people. */
export type FormErrors = Readonly<Record<string, string>>

export type FormResult<T> = { ok: true; value: T } | { ok: false; errors: FormErrors }

/** Checks typed values by the rules of the model; each path gets its first broken rule. */
export function checkForm<T>(schema: z.ZodType<T>, values: unknown): FormResult<T> {
  const result = schema.safeParse(values)
  if (result.success) return { ok: true, value: result.data }
  const errors: Record<string, string> = {}
  for (const issue of result.error.issues) errors[issue.path.join('.')] ??= issue.message
  return { ok: false, errors }
}
