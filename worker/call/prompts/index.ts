/**
 * Every sentence that a caller hears from us, and every instruction that a model gets beside the
 * operator's own, by the language of the agent.
 */
import type { EndReason } from '../../../convex/model/call.ts'
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
import type { Goodbye, Instructions, Prompts, Sentences } from './prompts.ts'

const PROMPTS: Readonly<Record<Locale, Prompts>> = {
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

/** What callers hear from us word for word. */
export function sentencesIn(locale: Locale): Sentences {
  return PROMPTS[locale].sentences
}

/** What a model is told for single moments of a call. */
export function instructionsIn(locale: Locale): Instructions {
  return PROMPTS[locale].instructions
}

/** What callers say to show that they listen. */
export function backchannelsIn(locale: Locale): readonly string[] {
  return PROMPTS[locale].backchannels.split(', ')
}

/** Which goodbye belongs to this end of a call. */
export function goodbyeFor(reason: EndReason): Goodbye {
  return reason === 'silence' || reason === 'max_duration' ? reason : 'plain'
}

/** The whole of an agent's instructions: the operator's own, the language and the phone. */
export function agentInstructions(own: string, locale: Locale): string {
  return `${own}\n\n${instructionsIn(locale).onThePhone}`
}
