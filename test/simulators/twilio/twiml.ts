/**
 * TwiML: what the webhook tells Twilio to do with a call, verb by verb.
 * https://www.twilio.com/docs/voice/twiml
 */
import { type Method, methodOf } from './twimlNouns.ts'
import {
  type Action,
  type DialVerb,
  type GatherVerb,
  type Prompt,
  readDial,
  readGather,
  readPrompt,
} from './twimlVerbs.ts'
import { parseXml, XmlError, type XmlElement } from './xml.ts'

export interface StreamNoun {
  url: string
  name: string | undefined
  track: string
  customParameters: Record<string, string>
  statusCallback: string | undefined
}

export type Verb =
  | Prompt
  | GatherVerb
  | ({ verb: 'Connect'; stream: StreamNoun } & Action)
  | DialVerb
  | { verb: 'Redirect'; url: string; method: Method }
  | { verb: 'Reject'; reason: 'rejected' | 'busy' }
  | { verb: 'Hangup' }

export type { DialVerb, GatherVerb, Prompt }

export interface Twiml {
  verbs: Verb[]
  /** What Twilio would report as a schema warning (12200); the rest of the document still runs. */
  warnings: string[]
}

/** Name and value of a `<Parameter>` together. */
const MAX_PARAMETER_LENGTH = 500

/** @throws XmlError when the document is not TwiML at all: Twilio's error 12100. */
export function parseTwiml(document: string): Twiml {
  const response = parseXml(document)
  if (response.name !== 'Response') {
    throw new XmlError(`The outer element is <${response.name}> and not <Response>.`)
  }
  const warnings: string[] = []
  const verbs = response.children.flatMap((element) => readVerb(element, warnings) ?? [])
  if (response.text.trim() !== '') warnings.push('There is text outside of any verb.')
  return { verbs, warnings }
}

function readVerb(element: XmlElement, warnings: string[]): Verb | undefined {
  const { name, attributes } = element
  const text = element.text.trim()
  const method = methodOf(attributes['method'])
  switch (name) {
    case 'Say':
    case 'Play':
    case 'Pause':
      return readPrompt(name, element)
    case 'Gather':
      return readGather(element, warnings)
    case 'Redirect':
      return { verb: 'Redirect', url: text, method }
    case 'Hangup':
      return { verb: 'Hangup' }
    case 'Reject':
      return { verb: 'Reject', reason: attributes['reason'] === 'busy' ? 'busy' : 'rejected' }
    case 'Dial':
      return readDial(element, warnings)
    case 'Connect': {
      const noun = element.children.find((child) => child.name === 'Stream')
      if (noun) {
        const stream = readStream(noun, warnings)
        return { verb: 'Connect', stream, action: attributes['action'], method }
      }
      warnings.push('<Connect> holds no <Stream>.')
      return undefined
    }
    default:
      warnings.push(`<${name}> is no verb that this simulator knows.`)
      return undefined
  }
}

function readStream(noun: XmlElement, warnings: string[]): StreamNoun {
  const customParameters: Record<string, string> = {}
  for (const { name: tag, attributes } of noun.children) {
    const { name, value } = attributes
    if (tag !== 'Parameter' || name === undefined || value === undefined) {
      warnings.push(`<Stream> takes <Parameter name value>, not this <${tag}>.`)
    } else if (name.length + value.length > MAX_PARAMETER_LENGTH) {
      warnings.push(`The <Parameter> ${name} is longer than ${MAX_PARAMETER_LENGTH} characters.`)
    } else {
      customParameters[name] = value
    }
  }
  const { url = '', name, track = 'inbound_track', statusCallback } = noun.attributes
  return { url, name, track, customParameters, statusCallback }
}
