import type { Locale } from '../../convex/model/locales.ts'
import { instructionsIn } from '../call/prompts/index.ts'

/** Why there is no answer, and what to say of it. */
export function failedAs(why: string, locale: Locale): string {
  return `${why}\n${instructionsIn(locale).toolFailed}`
}
