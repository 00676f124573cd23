/**
 * Reads the part of XML that TwiML uses: elements, attributes, text, CDATA, comments and the
 * predefined entities. A document type is refused, as Twilio refuses it.
 * https://www.w3.org/TR/xml/
 */

export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** The element's own text, with the text of its children left out. */
  text: string
}

export class XmlError extends Error {
  override name = 'XmlError'
}

const NAME = String.raw`[A-Za-z_][\w.:-]*`
const TOKEN = new RegExp(
  [
    String.raw`<!--(?:(?!--)[\s\S])*-->`,
    String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>`,
    String.raw`<\?[\s\S]*?\?>`,
    String.raw`</(?<close>${NAME})\s*>`,
    String.raw`<(?<open>${NAME})(?<attributes>(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>/?)>`,
    String.raw`(?<text>[^<]+)`,
  ].join('|'),
  'gy',
)
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g')
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** @throws XmlError naming the place when the document is not well formed. */
export function parseXml(document: string): XmlElement {
  const source = document.replace(/^\uFEFF/, '')
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open: XmlElement[] = [root]
  let at = 0
  while (at < source.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(source)
    if (!token) throw new XmlError(`The XML is broken at: ${source.slice(at, at + 40)}`)
    take(token.groups ?? {}, open)
    at = TOKEN.lastIndex
  }
  if (open.length > 1) throw new XmlError(`<${open.at(-1)?.name}> is never closed.`)
  const [element] = root.children
  if (!element || root.children.length > 1 || root.text.trim() !== '') {
    throw new XmlError('An XML document has exactly one outer element.')
  }
  return element
}

function take(token: Readonly<Record<string, string | undefined>>, open: XmlElement[]): void {
  const parent = open.at(-1)
  if (!parent) throw new XmlError('There is text after the outer element.')
  if (token['text'] !== undefined) parent.text += decodeEntities(token['text'])
  if (token['cdata'] !== undefined) parent.text += token['cdata']
  if (token['close'] !== undefined) {
    if (open.length === 1 || parent.name !== token['close']) {
      throw new XmlError(`</${token['close']}> closes nothing.`)
    }
    open.pop()
  }
  if (token['open'] === undefined) return
  const attributes = readAttributes(token['attributes'] ?? '')
  const element: XmlElement = { name: token['open'], attributes, children: [], text: '' }
  parent.children.push(element)
  if (token['empty'] === '') open.push(element)
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single] of source.matchAll(ATTRIBUTE)) {
    if (Object.hasOwn(attributes, name)) throw new XmlError(`The attribute ${name} is there twice.`)
    attributes[name] = decodeEntities(double ?? single ?? '')
  }
  return attributes
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&([^;]*;?)/g, (whole, name: string) => {
    const body = name.endsWith(';') ? name.slice(0, -1) : undefined
    const decimal = body && /^#(\d+)$/.exec(body)?.[1]
    const hex = body && /^#x([\da-f]+)$/i.exec(body)?.[1]
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    const entity = body === undefined ? undefined : ENTITIES[body]
    if (entity === undefined) throw new XmlError(`A bare & or an unknown entity: ${whole}`)
    return entity
  })
}
