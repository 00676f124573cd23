/** What a model is told of a server's answer. It is data: whatever it says, nothing becomes of the call by it. */
import { parseJson } from '../../lib/parseJson.ts'

/** The answer as text for the model, or a sentence on why it is none. */
export type Read = { output: string } | { failure: string }

export interface Answered {
  /** The host, for sentences. */
  host: string
  status: number
  contentType: string
  text: string
}

const LONGEST_COMPLAINT = 500

export function readAnswer({ host, status, contentType, text }: Answered): Read {
  if (status < 200 || status >= 300) {
    const why = isPage(contentType, text) ? '' : text.trim().slice(0, LONGEST_COMPLAINT)
    return { failure: `${host} answered with ${status}${why === '' ? '.' : `: ${why}`}` }
  }
  if (text.trim() === '') return { output: `Done: ${host} answered with ${status} and no text.` }
  if (isPage(contentType, text)) {
    return { failure: `${host} answered with a web page, and not with data.` }
  }
  if (/[/+]json\b/i.test(contentType)) {
    const value = parseJson(text)
    if (value !== undefined) return { output: JSON.stringify(value) }
    return { failure: `${host} answered with something that is no JSON.` }
  }
  if (isText(contentType)) return { output: text.trim() }
  return { failure: `${host} answered with ${contentType}, and not with text or JSON.` }
}

function isPage(contentType: string, text: string): boolean {
  return /\bhtml\b/i.test(contentType) || /^\s*(<!doctype html|<html)/i.test(text)
}

/** Where a server names no type, it is taken for text. */
function isText(contentType: string): boolean {
  return (
    contentType === '' ||
    /^\s*(text\/|application\/(xml|yaml|x-yaml|[\w.-]+\+xml))/i.test(contentType)
  )
}
