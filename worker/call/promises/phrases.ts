import { german } from './languages/de.ts'
import { english } from './languages/en.ts'
import { spanish } from './languages/es.ts'
import { french } from './languages/fr.ts'
import { OTHERS } from './languages/others.ts'
import type { Phrases } from './kinds.ts'

/** By language, as `languageOf` names it. */
export const PHRASES: Readonly<Record<string, Phrases>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  ...OTHERS,
}
