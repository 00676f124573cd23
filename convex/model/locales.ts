import { oneOf } from './fields.ts'

/** The languages an agent can be set to: BCP 47 tag to its name in English. */
export const LOCALES = {
  'en-US': 'English (United States)',
  'en-GB': 'English (United Kingdom)',
  'en-AU': 'English (Australia)',
  'de-DE': 'German (Germany)',
  'es-ES': 'Spanish (Spain)',
  'es-MX': 'Spanish (Mexico)',
  'fr-FR': 'French (France)',
  'fr-CA': 'French (Canada)',
  'it-IT': 'Italian (Italy)',
  'nl-NL': 'Dutch (Netherlands)',
  'pl-PL': 'Polish (Poland)',
  'pt-BR': 'Portuguese (Brazil)',
  'pt-PT': 'Portuguese (Portugal)',
  'sv-SE': 'Swedish (Sweden)',
  'tr-TR': 'Turkish (Türkiye)',
  'uk-UA': 'Ukrainian (Ukraine)',
  'ar-SA': 'Arabic (Saudi Arabia)',
  'hi-IN': 'Hindi (India)',
  'ja-JP': 'Japanese (Japan)',
  'ko-KR': 'Korean (South Korea)',
  'zh-CN': 'Chinese (China)',
} as const satisfies Record<string, string>

export type Locale = keyof typeof LOCALES

export const LOCALE_TAGS = Object.keys(LOCALES) as [Locale, ...Locale[]]

export const DEFAULT_LOCALE: Locale = 'en-US'

export const localeSchema = oneOf(LOCALE_TAGS, 'Choose one of the languages in the list.')

/** The ISO 639-1 code of the locale's language. */
export const languageOf = (locale: string): string => locale.split('-')[0] ?? locale

/** Every language of the locales: ISO 639-1 code to its name in English. */
export const LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries(LOCALES).map(([locale, name]) => [
    languageOf(locale),
    name.replace(/ \(.*\)$/, ''),
  ]),
)
