import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hi } from './hi.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ptPT } from './pt-PT.ts'
import { sv } from './sv.ts'
import { tr } from './tr.ts'
import { uk } from './uk.ts'
import { zh } from './zh.ts'
import type { Texts } from './texts.ts'

/** By language; where countries differ, by locale. */
const TEXTS: ReadonlyMap<string, Texts> = new Map(
  Object.entries({
    en,
    de,
    es,
    fr,
    it,
    nl,
    pl,
    pt,
    'pt-PT': ptPT,
    sv,
    tr,
    uk,
    ar,
    hi,
    ja,
    ko,
    zh,
  }),
)

const RIGHT_TO_LEFT = new Set(['ar'])

const languageOf = (locale: string): string => locale.split('-')[0]?.toLowerCase() ?? ''

export interface Language {
  /** BCP 47. */
  lang: string
  dir: 'ltr' | 'rtl'
  texts: Texts
}

/** The first of these locales that there are texts for, else English. */
export function languageFor(locales: readonly string[]): Language {
  for (const lang of locales) {
    const texts = TEXTS.get(lang) ?? TEXTS.get(languageOf(lang))
    if (texts) return { lang, dir: RIGHT_TO_LEFT.has(languageOf(lang)) ? 'rtl' : 'ltr', texts }
  }
  return { lang: 'en', dir: 'ltr', texts: en }
}
