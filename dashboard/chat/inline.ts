/** Markdown within a line: code, bold, italics and links; see `markdown.ts`. */

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }

/** Deeper than this nobody writes, and markers are text. */
const DEEPEST = 6

export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = []
  let plain = ''
  let at = 0
  const next: Next = new Map()
  while (at < text.length) {
    const found = depth < DEEPEST ? markedAt(text, at, depth, next) : null
    if (found) {
      if (plain !== '') parts.push({ type: 'text', text: plain })
      plain = ''
      parts.push(found.inline)
      at = found.end
    } else {
      plain += text.charAt(at)
      at++
    }
  }
  if (plain !== '') parts.push({ type: 'text', text: plain })
  return parts
}

interface Found {
  inline: Inline
  end: number
}

function markedAt(text: string, at: number, depth: number, next: Next): Found | null {
  switch (text.charAt(at)) {
    case '`':
      return codeAt(text, at, next)
    case '*':
    case '_':
      return emphasisAt(text, at, depth, next)
    case '[':
      return linkAt(text, at, depth, next)
    // A picture is called by its words: fetching it would tell its owner who reads.
    case '!':
      return text.charAt(at + 1) === '[' ? linkAt(text, at + 1, depth, next) : null
    case 'h':
      return addressAt(text, at)
    default:
      return null
  }
}

/** Where each mark was found last, so that no part of the text is searched twice for it. */
type Next = Map<string, number>

/** Where the mark stands next; `from` grows from one call to the next. −1: nowhere. */
function endOf(text: string, mark: string, from: number, next: Next): number {
  const known = next.get(mark)
  if (known !== undefined && (known < 0 || known >= from)) return known
  const end = text.indexOf(mark, from)
  next.set(mark, end)
  return end
}

function codeAt(text: string, at: number, next: Next): Found | null {
  const end = endOf(text, '`', at + 1, next)
  if (end <= at + 1) return null
  return { inline: { type: 'code', text: text.slice(at + 1, end) }, end: end + 1 }
}

const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character)

function emphasisAt(text: string, at: number, depth: number, next: Next): Found | null {
  const sign = text.charAt(at)
  const mark = text.charAt(at + 1) === sign ? sign + sign : sign
  const from = at + mark.length
  // A marker that opens stands before a word; an underscore stands in names, too.
  if (/^\s?$/.test(text.charAt(from))) return null
  if (sign === '_' && isWord(text.charAt(at - 1))) return null
  const first = endOf(text, mark, from, next)
  // Of three signs in a row the first one ends what is within.
  const end = mark.length === 2 && text.charAt(first + 2) === sign ? first + 1 : first
  if (end <= from || /\s/.test(text.charAt(end - 1))) return null
  if (sign === '_' && isWord(text.charAt(end + mark.length))) return null
  const children = parseInline(text.slice(from, end), depth + 1)
  const type = mark.length === 2 ? 'strong' : 'em'
  return { inline: { type, children }, end: end + mark.length }
}

function linkAt(text: string, at: number, depth: number, next: Next): Found | null {
  const middle = endOf(text, '](', at + 1, next)
  const inner = endOf(text, '[', at + 1, next)
  if (middle < 0 || (inner >= 0 && inner < middle)) return null
  const end = text.slice(middle, middle + LONGEST_ADDRESS).indexOf(')')
  if (end < 0) return null
  const [target = ''] = text
    .slice(middle + 2, middle + end)
    .trim()
    .split(/\s/)
  const href = safeAddress(target)
  if (href === null) return null
  // A link within a link would be none.
  const label = text.slice(at + 1, middle)
  const children = parseInline(label, depth + 1).flatMap(withoutLink)
  return { inline: { type: 'link', href, children }, end: middle + end + 1 }
}

const withoutLink = (inline: Inline): Inline[] =>
  inline.type === 'link' ? inline.children : [inline]

const LONGEST_ADDRESS = 2048

/** An address that stands in the text by itself, without the stop of its sentence. */
function addressAt(text: string, at: number): Found | null {
  if (!/^https?:\/\//.test(text.slice(at, at + 8)) || isWord(text.charAt(at - 1))) return null
  const written = /^[^\s<>"'`*[\]]+/.exec(text.slice(at, at + LONGEST_ADDRESS))?.[0] ?? ''
  const address = withoutStop(written)
  const href = safeAddress(address)
  if (href === null) return null
  const children: Inline[] = [{ type: 'text', text: address }]
  return { inline: { type: 'link', href, children }, end: at + address.length }
}

function withoutStop(address: string): string {
  const bare = address.replace(/[.,;:!?]+$/, '')
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare
}

const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** As it leads somewhere; `null`: it could run something, or leads to a place in this page. */
export function safeAddress(target: string): string | null {
  const url = URL.canParse(target) ? new URL(target) : null
  return url && SAFE.has(url.protocol) && url.username === '' ? url.href : null
}
