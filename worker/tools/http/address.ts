/** Where a tool's request goes: the operator's address, with the model's arguments in it. */
import { BadArguments } from '../BadArguments.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** What may be asked without a body takes its arguments in the query. */
export function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'DELETE'
}

/** Everything up to the path, and the rest. */
const PARTS = /^([a-z]+:\/\/[^/?#\\]*)([^]*)$/i
const PLACE = /\{([\w-]+)\}/g

/**
 * The address with each `{name}` behind the host percent-encoded in, and the arguments that have no place
 * there. A `{` in the host stays one, and no such host is asked. @throws BadArguments
 */
export function filledAddress(template: string, args: Arguments): { url: string; rest: Arguments } {
  const [, origin = template, behind = ''] = PARTS.exec(template) ?? []
  const used = new Set<string>()
  const filled = behind
    .split('/')
    .map((segment) => {
      const text = segment.replaceAll(PLACE, (_place, name: string) => {
        used.add(name)
        return encoded(name, args[name])
      })
      if (text !== segment && isDots(text)) {
        throw new BadArguments(`${[...used].at(-1)} cannot be . or .. alone.`)
      }
      return text
    })
    .join('/')
  const rest = Object.entries(args).filter(([name]) => !used.has(name))
  return { url: origin + filled, rest: Object.fromEntries(rest) }
}

/** What browsers take for a step to another folder. https://url.spec.whatwg.org/#double-dot-path-segment */
function isDots(segment: string): boolean {
  const [path = ''] = segment.split(/[?#]/)
  return /^(\.|%2e){1,2}$/i.test(path)
}

function encoded(name: string, value: unknown): string {
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  const text = typeof value === 'string' || isPlain ? String(value) : ''
  if (text.trim() === '') throw new BadArguments(`${name} is needed.`)
  return encodeURIComponent(text.toWellFormed())
}

/** The address with arguments behind what its query has: lists as often as they have items, objects as JSON. */
export function withQuery(url: string, args: Arguments): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null || one === undefined) continue
      query.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one))
    }
  }
  const [address = ''] = url.split('#')
  if (query.size === 0) return address
  return `${address}${address.includes('?') ? '&' : '?'}${query}`
}
