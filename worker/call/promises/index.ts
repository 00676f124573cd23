import { languageOf, type Locale } from '../../../convex/model/locales.ts'
import { PHRASES } from './phrases.ts'
import { KINDS, type PromiseKind } from './kinds.ts'

/** What an agent said that it does, and has a tool for. */
export interface Promised {
  kind: PromiseKind
  tool: string
}

/**
 * What of an agent's words promises something that one of its tools does; `null`: nothing. What is offered,
 * asked, denied or conditional is no promise. Of several, the last one counts.
 */
export function promisedIn(
  text: string,
  locale: Locale,
  tools: readonly string[],
): Promised | null {
  const { patterns, noPromise } = PHRASES[languageOf(locale)] ?? {}
  if (!patterns || !noPromise) return null
  for (const sentence of sentencesOf(text).toReversed()) {
    if (isQuestion(sentence) || noPromise.test(sentence)) continue
    for (const kind of KINDS) {
      const tool = patterns[kind]?.test(sentence) ? toolFor(kind, tools) : undefined
      if (tool !== undefined) return { kind, tool }
    }
  }
  return null
}

function sentencesOf(text: string): string[] {
  const plain = text.toLowerCase().replaceAll('’', "'")
  return plain.match(/[^.!?…。！？؟।]+[.!?…。！？؟।]*/gu) ?? []
}

function isQuestion(sentence: string): boolean {
  return /[?？؟]\s*$/u.test(sentence)
}

const TOOLS: Readonly<Record<PromiseKind, RegExp>> = {
  end_call: /^end_call$/,
  transfer: /^hand_off$|transfer|^put_through/i,
  send_sms: /^send_sms$|sms|text_message/i,
  book: /book|reserv|schedul|appointment|termin(?!at)|cita|rendez/i,
}

function toolFor(kind: PromiseKind, tools: readonly string[]): string | undefined {
  return tools.find((name) => TOOLS[kind].test(name))
}
