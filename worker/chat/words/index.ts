/** Every sentence that a visitor reads from us, by the language of the agent. */
import type { Locale } from '../../../convex/model/locales.ts'
import { arabic } from './languages/ar.ts'
import { german } from './languages/de.ts'
import { americanEnglish, australianEnglish, britishEnglish } from './languages/en.ts'
import { europeanSpanish, mexicanSpanish } from './languages/es.ts'
import { canadianFrench, french } from './languages/fr.ts'
import { hindi } from './languages/hi.ts'
import { italian } from './languages/it.ts'
import { japanese } from './languages/ja.ts'
import { korean } from './languages/ko.ts'
import { dutch } from './languages/nl.ts'
import { polish } from './languages/pl.ts'
import { brazilianPortuguese } from './languages/pt-BR.ts'
import { europeanPortuguese } from './languages/pt-PT.ts'
import { swedish } from './languages/sv.ts'
import { turkish } from './languages/tr.ts'
import { ukrainian } from './languages/uk.ts'
import { mandarin } from './languages/zh.ts'
import type { ChatWords } from './words.ts'

const WORDS: Readonly<Record<Locale, ChatWords>> = {
  'en-US': americanEnglish,
  'en-GB': britishEnglish,
  'en-AU': australianEnglish,
  'de-DE': german,
  'es-ES': europeanSpanish,
  'es-MX': mexicanSpanish,
  'fr-FR': french,
  'fr-CA': canadianFrench,
  'it-IT': italian,
  'nl-NL': dutch,
  'pl-PL': polish,
  'pt-BR': brazilianPortuguese,
  'pt-PT': europeanPortuguese,
  'sv-SE': swedish,
  'tr-TR': turkish,
  'uk-UA': ukrainian,
  'ar-SA': arabic,
  'hi-IN': hindi,
  'ja-JP': japanese,
  'ko-KR': korean,
  'zh-CN': mandarin,
}

export const wordsIn = (locale: Locale): ChatWords => WORDS[locale]
