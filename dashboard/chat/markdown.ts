/**
 * The little Markdown that models write, as a tree: paragraphs, lists, code, bold, italics and links.
 * What is anything else stays as it is written. Everything here takes time in proportion to the text.
 */

import { type Inline, parseInline } from './inline.ts'

export type Block =
  | { type: 'paragraph'; lines: Inline[][] }
  | { type: 'heading'; children: Inline[] }
  | { type: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { type: 'code'; text: string }

const FENCE = /^ {0,3}```/
const HEADING = /^#{1,6} +(.*)$/
const BULLET = /^ {0,8}[-*+] +(.*)$/
const NUMBER = /^ {0,8}(\d{1,9})[.)] +(.*)$/

export function parseMarkdown(text: string): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) at = takeBlock(lines, at, blocks)
  return blocks
}

/** Adds the block that begins at this line; returns the line after it. */
function takeBlock(lines: readonly string[], at: number, blocks: Block[]): number {
  const line = lines[at] ?? ''
  if (line.trim() === '') return at + 1
  if (FENCE.test(line)) return takeCode(lines, at, blocks)
  const heading = HEADING.exec(line)
  if (heading) {
    blocks.push({ type: 'heading', children: parseInline(heading[1] ?? '') })
    return at + 1
  }
  if (itemOf(line)) return takeList(lines, at, blocks)
  return takeParagraph(lines, at, blocks)
}

function takeCode(lines: readonly string[], at: number, blocks: Block[]): number {
  const found = lines.findIndex((line, index) => index > at && FENCE.test(line))
  // While it is written its end is still to come.
  const end = found < 0 ? lines.length : found
  blocks.push({ type: 'code', text: lines.slice(at + 1, end).join('\n') })
  return end + 1
}

interface Item {
  ordered: boolean
  number: number
  text: string
}

function itemOf(line: string): Item | null {
  const bullet = BULLET.exec(line)
  if (bullet) return { ordered: false, number: 1, text: bullet[1] ?? '' }
  const numbered = NUMBER.exec(line)
  return numbered && { ordered: true, number: Number(numbered[1]), text: numbered[2] ?? '' }
}

function takeList(lines: readonly string[], from: number, blocks: Block[]): number {
  const first = itemOf(lines[from] ?? '')
  const items: string[] = []
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const item = itemOf(line)
    if (item && item.ordered !== first?.ordered) break
    if (item) items.push(item.text)
    else if (/^ +\S/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`)
    // A blank line is within the list where the next one is an item of it.
    else if (line.trim() !== '' || itemOf(lines[at + 1] ?? '')?.ordered !== first?.ordered) break
  }
  const { ordered = false, number: start = 1 } = first ?? {}
  blocks.push({ type: 'list', ordered, start, items: items.map(parseInline) })
  return at
}

function takeParagraph(lines: readonly string[], from: number, blocks: Block[]): number {
  const found = lines.findIndex((line, index) => index > from && endsParagraph(line))
  const end = found < 0 ? lines.length : found
  blocks.push({ type: 'paragraph', lines: lines.slice(from, end).map(parseInline) })
  return end
}

const endsParagraph = (line: string): boolean =>
  line.trim() === '' || FENCE.test(line) || HEADING.test(line) || itemOf(line) !== null
