/** Parameters of an address, held to what the API documents. */
import * as z from 'zod'

/** What is given once is text, what is given more often a list. */
export function readQuery(params: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const all = params.getAll(name)
      return [name, all.length === 1 ? (all[0] ?? '') : all]
    }),
  )
}

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const numberFrom = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))

export const wholeFrom = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most))

export const list = z.union([z.string().transform((text) => [text]), z.array(z.string())])

export function problemOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return `Invalid value for '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'unknown'}`
}
