import type { Locale } from '../../../../convex/model/locales.ts'

/** What ends a sentence, with what may close behind it. */
const FINISHED = /[.!?。！？؟।]["'”’»」』)\]]*$/
/** What leaves one open, whatever the language. */
const OPEN = /(?:[,;:–—-]|…|\.\.\.|[、，；：،])$/

/**
 * Words that nobody ends a sentence with: conjunctions, prepositions, articles, and sounds that keep the
 * turn. Languages that are not listed go by punctuation alone.
 */
const DANGLING: Readonly<Record<string, string>> = {
  en: 'and or but because so if when while that which who to of for with at by from about in on the a an my your his her our their is are um uh er erm hmm like well',
  de: 'und oder aber denn weil dass wenn ob als mit für von zu zum zur bei nach aus in im am an auf über der die das den dem des ein eine einen einem einer mein meine ist sind äh ähm hm also',
  es: 'y e o u pero porque que si cuando de del a al con por para en el la los las un una mi su es son eh em este pues',
  fr: 'et ou mais car parce que qui si quand de du des à au aux avec pour par en dans sur le la les un une mon ma mes est sont euh hum alors',
  it: 'e o ma perché che se quando di del della a al alla con per in nel il lo la i gli le un una mio mia è sono ehm allora',
  pt: 'e ou mas porque que se quando de do da a ao à com por para em no na o os as um uma meu minha é são hã ehm então',
  nl: 'en of maar want omdat dat als met voor van naar bij in op de het een mijn is zijn eh uhm dus',
  pl: 'i lub ale bo że jeśli kiedy z ze do od dla w we na o po mój moja jest są yyy eee',
  sv: 'och eller men för att om när som med till från på i av en ett den det min mitt är eh öh',
  tr: 've veya ama çünkü ki ile için bir bu şu benim şey ııı',
  uk: 'і й та або але бо що якщо коли з із до від для в у на про мій моя це е ем',
}

/** Words apart from the punctuation around them. */
const LAST_WORD = /[\p{L}\p{M}'’]+(?=[^\p{L}\p{M}]*$)/u

/** Whether the speaker has more to say, as far as the words so far tell. */
export function isUnfinished(text: string, locale: Locale): boolean {
  const said = text.trim()
  if (said === '') return false
  if (OPEN.test(said)) return true
  if (FINISHED.test(said)) return false
  const last = LAST_WORD.exec(said)?.[0]?.toLowerCase() ?? ''
  return danglingIn(locale).has(last)
}

const known = new Map<string, ReadonlySet<string>>()

function danglingIn(locale: Locale): ReadonlySet<string> {
  const language = locale.split('-')[0] ?? ''
  let words = known.get(language)
  if (!words) known.set(language, (words = new Set((DANGLING[language] ?? '').split(' '))))
  return words
}
