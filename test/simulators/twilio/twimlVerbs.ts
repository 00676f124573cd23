/** The verbs that talk to keys and connect to others. https://www.twilio.com/docs/voice/twiml */
import { type DialNoun, type Method, methodOf, readDialNoun } from './twimlNouns.ts'
import type { XmlElement } from './xml.ts'

/** What is put together from a verb's `action`, and asked for when it is over. */
export interface Action {
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

export function readPrompt(
  name: 'Say' | 'Play' | 'Pause',
  { attributes, text }: XmlElement,
): Prompt {
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

export function readGather(element: XmlElement, warnings: string[]): GatherVerb {
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

export function readDial(element: XmlElement, warnings: string[]): DialVerb | undefined {
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
