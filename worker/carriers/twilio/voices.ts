import type { Locale } from '../../../convex/model/locales.ts'

/**
 * Who says our sentences in each language, as `<Say>` takes it: Amazon's neural voices, Google's where
 * Amazon has none. https://www.twilio.com/docs/voice/twiml/say/text-speech#available-voices-and-languages
 *
 * Twilio names Arabic and Mandarin by the vendors' codes.
 */
export const SAY_VOICES = {
  'en-US': { language: 'en-US', voice: 'Polly.Joanna-Neural' },
  'en-GB': { language: 'en-GB', voice: 'Polly.Amy-Neural' },
  'en-AU': { language: 'en-AU', voice: 'Polly.Olivia-Neural' },
  'de-DE': { language: 'de-DE', voice: 'Polly.Vicki-Neural' },
  'es-ES': { language: 'es-ES', voice: 'Polly.Lucia-Neural' },
  'es-MX': { language: 'es-MX', voice: 'Polly.Mia-Neural' },
  'fr-FR': { language: 'fr-FR', voice: 'Polly.Lea-Neural' },
  'fr-CA': { language: 'fr-CA', voice: 'Polly.Gabrielle-Neural' },
  'it-IT': { language: 'it-IT', voice: 'Polly.Bianca-Neural' },
  'nl-NL': { language: 'nl-NL', voice: 'Polly.Laura-Neural' },
  'pl-PL': { language: 'pl-PL', voice: 'Polly.Ola-Neural' },
  'pt-BR': { language: 'pt-BR', voice: 'Polly.Camila-Neural' },
  'pt-PT': { language: 'pt-PT', voice: 'Polly.Ines-Neural' },
  'sv-SE': { language: 'sv-SE', voice: 'Polly.Elin-Neural' },
  'tr-TR': { language: 'tr-TR', voice: 'Polly.Burcu-Neural' },
  'uk-UA': { language: 'uk-UA', voice: 'Google.uk-UA-Wavenet-A' },
  'ar-SA': { language: 'ar-XA', voice: 'Google.ar-XA-Wavenet-A' },
  'hi-IN': { language: 'hi-IN', voice: 'Polly.Kajal-Neural' },
  'ja-JP': { language: 'ja-JP', voice: 'Polly.Kazuha-Neural' },
  'ko-KR': { language: 'ko-KR', voice: 'Polly.Seoyeon-Neural' },
  'zh-CN': { language: 'cmn-CN', voice: 'Polly.Zhiyu-Neural' },
} as const satisfies Record<Locale, { language: string; voice: string }>
