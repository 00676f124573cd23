import { type JSONValue, jsonToConvex } from 'convex/values'
import * as z from 'zod'

/** What `JSON.parse` made is JSON by its origin: it is not walked through before it is converted. */
const objectSchema = z.custom<{ [name: string]: JSONValue }>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** The arguments of a function: one object, sent as the only element of an array. */
export const argsSchema = z.tuple([objectSchema]).transform(([args], { addIssue }) => {
  try {
    return jsonToConvex(args)
  } catch {
    addIssue('These are no Convex values.')
    return z.NEVER
  }
})
