import type { JSONValue } from 'convex/values'
import * as z from 'zod'

/** A part of what `JSON.parse` made: it is JSON by its origin, and is not walked through once more. */
export const parsedJsonSchema = z.custom<JSONValue>((value) => value !== undefined)
