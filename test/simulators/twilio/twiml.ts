/**
 * TwiML: what the webhook tells Twilio to do with a call, verb by verb.
 * https://www.twilio.com/docs/voice/twiml
 */
import { type DialNoun, type Method, methodOf, readDialNoun } from './twimlNouns.ts'
import { parseXml, XmlError, type XmlElement } from './xml.ts'

export interface StreamNoun {
  url: string
  name: string | undefined
  track: string
  customParameters: Record<string, string>
  statusCallback: string | undefined
}

/** What is put together from a verb's `action`, and asked for when it is over. */
interface Action {
  action: string | undefined
  method: Method
}

export interface DialVerb extends Action {
  verb: 'Dial'
  /** Number, SIP address or conference, as it is written. */
  number: string
  noun: DialNoun
  timeoutSec: number
  /** `null`: four hours, which is for ever here. */
  timeLimitSec: number | null
  answerOnBridge: boolean
  callerId: string | undefined
  referUrl: string | undefined
  referMethod: Method
}

/** What a `<Gather>` says and plays while it listens. */
export type Prompt =
  | { verb: 'Say'; text: string }
  | { verb: 'Play'; url: string }
  | { verb: 'PlayDigits'; digits: string }
  | { verb: 'Pause'; lengthSec: number }

/** https://www.twilio.com/docs/voice/twiml/gather */
export interface GatherVerb extends Action {
  verb: 'Gather'
  prompt: Prompt[]
  /** `null`: until the key that finishes it, or nothing for a while. */
  numDigits: number | null
  timeoutSec: number
  /** '': none. */
  finishOnKey: string
  actionOnEmptyResult: boolean
}

export type Verb =
  | Prompt
  | GatherVerb
  | ({ verb: 'Connect'; stream: StreamNoun } & Action)
  | DialVerb
  | { verb: 'Redirect'; url: string; method: Method }
  | { verb: 'Reject'; reason: 'rejected' | 'busy' }
  | { verb: 'Hangup' }

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

function readPrompt(name: 'Say' | 'Play' | 'Pause', { attributes, text }: XmlElement): Prompt {
  switch (name) {
    case 'Say':
      return { verb: 'Say', text: text.trim().replaceAll(/\s+/g, ' ') }
    case 'Play':
      return attributes['digits'] === undefined
        ? { verb: 'Play', url: text.trim() }
        : { verb: 'PlayDigits', digits: attributes['digits'] }
    case 'Pause':
      return { verb: 'Pause', lengthSec: Number(attributes['length'] ?? 1) }
  }
}

function readGather(element: XmlElement, warnings: string[]): GatherVerb {
  const { action, method, timeout, numDigits, finishOnKey, actionOnEmptyResult } =
    element.attributes
  const prompt = element.children.flatMap((child) => {
    const { name } = child
    if (name === 'Say' || name === 'Play' || name === 'Pause') return readPrompt(name, child)
    warnings.push(`<Gather> holds <Say>, <Play> and <Pause>, not <${name}>.`)
    return []
  })
  return {
    verb: 'Gather',
    prompt,
    action,
    method: methodOf(method),
    numDigits: numDigits === undefined ? null : Number(numDigits),
    timeoutSec: Number(timeout ?? 5),
    finishOnKey: finishOnKey ?? '#',
    actionOnEmptyResult: actionOnEmptyResult === 'true',
  }
}

function readDial(element: XmlElement, warnings: string[]): DialVerb | undefined {
  const noun = readDialNoun(element, warnings)
  if (!noun) return undefined
  const { attributes } = element
  return {
    verb: 'Dial',
    number: noun.kind === 'number' ? noun.number : noun.kind === 'sip' ? noun.uri : noun.name,
    noun,
    action: attributes['action'],
    method: methodOf(attributes['method']),
    timeoutSec: Number(attributes['timeout'] ?? 30),
    timeLimitSec: attributes['timeLimit'] === undefined ? null : Number(attributes['timeLimit']),
    answerOnBridge: attributes['answerOnBridge'] === 'true',
    callerId: attributes['callerId'],
    referUrl: attributes['referUrl'],
    referMethod: methodOf(attributes['referMethod']),
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
