import type { Locale } from '../../convex/model/locales.ts'
import type { Outside } from '../accounts.ts'

/** What the tools of operators are made with. */
export interface OwnToolMakers {
  outside: Outside
  /** The language in which the model is told what to say of a failure. */
  locale: Locale
  /** The text with what callers have entered in secret in the place of its references, each once. */
  redeem(text: string): string
}
