/**
 * The elements of an XML document, as TwiML uses them. A document type is refused, as Twilio refuses it.
 * https://www.w3.org/TR/xml/
 */
import {
  parseXml as parseDocument,
  type XmlDocument,
  XmlDocumentType,
  XmlElement as ParsedElement,
  XmlError as ParseError,
  XmlText,
} from '@rgrove/parse-xml'

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

/** @throws XmlError naming the place when the document is not well formed. */
export function parseXml(source: string): XmlElement {
  const { root, children } = readDocument(source)
  if (!root || children.some((node) => node instanceof XmlDocumentType)) {
    throw new XmlError('A document type is not allowed.')
  }
  return elementOf(root)
}

function readDocument(source: string): XmlDocument {
  try {
    return parseDocument(source, { preserveDocumentType: true })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    // What follows is a drawing of the place.
    const [reason] = error.message.split('\n')
    throw new XmlError(reason, { cause: error })
  }
}

function elementOf({ name, attributes, children }: ParsedElement): XmlElement {
  return {
    name,
    attributes: { ...attributes },
    children: children.filter((child) => child instanceof ParsedElement).map(elementOf),
    text: children
      .filter((child) => child instanceof XmlText)
      .map(({ text }) => text)
      .join(''),
  }
}
