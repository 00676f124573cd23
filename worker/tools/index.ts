import type { Locale } from '../../convex/model/locales.ts'
import type { ToolSettings } from '../../convex/model/tools.ts'
import type { CallFacts, Tool } from '../call/ports.ts'
import { collectDigits } from './builtin/collectDigits.ts'
import { currentTime } from './builtin/currentTime.ts'
import { endCall } from './builtin/endCall.ts'
import { type FindAgent, handOff } from './builtin/handOff.ts'
import { sendDtmf } from './builtin/sendDtmf.ts'
import { sendSms, type SendMessage } from './builtin/sendSms.ts'
import { transferToHuman } from './builtin/transferToHuman.ts'
import { httpTools } from './http/index.ts'
import type { OwnToolMakers } from './makers.ts'
import { mcpTools } from './mcp/index.ts'

/** What tools need of what is around a call. */
export interface ToolMakers {
  call: CallFacts
  /** The caller's audio and keys pass through us: tones can be sent, and keys kept from the model. */
  relayed: boolean
  findAgent: FindAgent
  /** `null`: nobody can send one, or there is no number to send it from. */
  sendMessage: SendMessage | null
  /** Somebody can be called, and the caller be put through to them. */
  putsThrough: boolean
  /** The language in which the model is told of persons. */
  locale: Locale
  /** Epoch ms. */
  now(): number
}

/** The built-in tools that an agent has. */
export function builtInTools(
  {
    endCall: ends,
    sendDtmf: sends,
    collectDigits: collects,
    timeZone,
    sms,
    ...settings
  }: ToolSettings,
  { call, relayed, findAgent, sendMessage, putsThrough, locale, now }: ToolMakers,
): Tool[] {
  const tools = [
    ends ? endCall : null,
    sends && relayed ? sendDtmf : null,
    collects && relayed ? collectDigits : null,
    timeZone === null ? null : currentTime(timeZone, now),
    sms && sendMessage ? sendSms(sms, call.from, sendMessage) : null,
    putsThrough ? transferToHuman(settings.destinations, { called: call.to, locale, now }) : null,
    settings.handOff.length > 0 ? handOff(settings.handOff, findAgent) : null,
  ]
  return tools.filter((tool) => tool !== null)
}

/** The tools of the operator's own that an agent can use beside the built-in ones. */
export function ownTools(
  { http, mcp }: ToolSettings,
  makers: OwnToolMakers,
  builtIn: readonly Tool[],
): Tool[] {
  const own = httpTools(http, makers)
  const taken = new Set([...builtIn, ...own].map(({ description }) => description.name))
  return [...own, ...mcpTools(mcp, makers, taken)]
}

/** The tools of an agent that make sense without a phone. */
export function chatTools(
  settings: ToolSettings,
  { outside, locale, now }: Pick<OwnToolMakers, 'outside' | 'locale'> & Pick<ToolMakers, 'now'>,
): Tool[] {
  const { timeZone } = settings
  const builtIn = timeZone === null ? [] : [currentTime(timeZone, now)]
  // Nobody enters digits here.
  return [...builtIn, ...ownTools(settings, { outside, locale, redeem: (text) => text }, builtIn)]
}
