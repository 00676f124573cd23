/** What servers write as an answer: events, or one JSON. */
import { createParser } from 'eventsource-parser'
import { parseJson } from '../lib/parseJson.ts'
import { broken } from './Refusal.ts'

export type Written =
  /** The data of the next server-sent event. */
  | { event: string }
  /** All of the answer, in one. */
  | { whole: unknown }

type Format = 'events' | 'json' | 'html'

/** What is written in a body, by its type, and where that is neither, by its beginning. */
export async function* written(
  who: string,
  contentType: string,
  body: AsyncIterable<string>,
): AsyncGenerator<Written, void> {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => events.push(data) })
  let format = formatOf(contentType)
  let text = ''
  for await (const piece of body) {
    format ??= formatByStart(text + piece)
    if (format === 'html') throw broken(`${who} answered with a web page, and not as a brain does.`)
    if (format !== 'events') {
      text += piece
      continue
    }
    parser.feed(text + piece)
    text = ''
    for (const event of events.splice(0)) yield { event }
  }
  if (format === 'json') return yield { whole: jsonOf(who, text) }
  // Some end without the blank line after the last event.
  parser.feed('\n\n')
  for (const event of events) yield { event }
}

function formatOf(contentType: string): Format | null {
  if (contentType.includes('event-stream')) return 'events'
  if (contentType.includes('json')) return 'json'
  return contentType.includes('html') ? 'html' : null
}

function formatByStart(text: string): Format | null {
  const [first] = text.trimStart()
  if (first === undefined) return null
  if (first === '<') return 'html'
  return first === '{' ? 'json' : 'events'
}

function jsonOf(who: string, text: string): unknown {
  const value = parseJson(text)
  if (value !== undefined) return value
  throw text.trimStart().startsWith('<')
    ? broken(`${who} answered with a web page, and not as a brain does.`)
    : broken(`${who} answered with something that is no JSON.`)
}
