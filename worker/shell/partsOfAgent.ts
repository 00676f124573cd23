import {
  type AgentSnapshot,
  interruptionsSchema,
  type VoiceSettings,
} from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import type { EngineSettings } from '../../convex/model/engines/index.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { WITHHELD } from '../../convex/model/withheld.ts'
import type { Accounts, Outside } from '../accounts.ts'
import type { NextAgent } from '../call/events.ts'
import { longestHold } from '../call/overlap.ts'
import type { CallRules } from '../call/rules.ts'
import { canBeReferredTo } from '../call/transfer/attempt.ts'
import type { EngineTraits } from '../call/traits.ts'
import type { DirectLine, PersonDesk } from '../call/ports.ts'
import { directKit, type EngineKit, engineKit, type SharedBrief } from '../engines/index.ts'
import type { SendMessage } from '../tools/builtin/sendSms.ts'
import { builtInTools, ownTools } from '../tools/index.ts'
import { toolboxOf } from '../tools/toolbox.ts'
import { filledAgent, type Values, valuesOf } from '../tools/lookup/fill.ts'
import type { DigitVault } from '../tools/vault.ts'
import { EchoGuard } from './echo/EchoGuard.ts'
import { VoiceMeter } from './echo/VoiceMeter.ts'
import type { AgentParts } from './RunningCall.ts'
import { isDirect, isVouchedFor } from './vouched.ts'

/** The call that an agent is to talk in. */
export interface InCall {
  call: Call
  /** What stands in the places of variables. */
  variables: Values
  vault: DigitVault
  /** How its caller is put through to persons; `null`: nobody can be called for it. */
  putsThrough: PersonDesk['by'] | null
  surroundings: {
    accounts: Accounts
    outside: Outside
    agentSnapshot(agentId: string): Promise<AgentSnapshot | null>
    sendMessage: SendMessage | null
    pseudonym(person: string): Promise<string>
    direct: DirectLine
    now(): number
  }
}

/** All of a call that depends on who talks. */
export function partsOfAgent(
  agent: AgentSnapshot,
  inCall: InCall,
): { rules: CallRules; traits: EngineTraits; parts: AgentParts } {
  const { accounts } = inCall.surroundings
  const isApart = isDirect(inCall.call)
  const { otherEngine } = agent
  const voice = isApart ? apart(agent.voice) : agent.voice
  const own = kitOf(agent.engine, inCall.call)
  // Who is on a line that leads to the model cannot be given to another one.
  const other = otherEngine && !isApart ? engineKit(otherEngine) : null
  const unarmed = briefOf({ ...agent, voice }, inCall)
  const traits = own.traits(unarmed)
  const toolbox = toolboxFor(agent, traits, inCall)
  const brief: SharedBrief = { ...unarmed, tools: toolbox.descriptions }
  const holdMs = longestHold(voice.interruptions)
  return {
    rules: {
      ...voice,
      tools: toolbox.rules,
      keepsPromises: agent.tools.keepsPromises,
      refers: inCall.putsThrough === 'refers',
      // One that cannot be had either is no way out.
      otherTraits: other?.missing(accounts) === null ? other.traits(brief) : null,
    },
    traits,
    parts: {
      engine(which, listener) {
        const kit = which === 'other' && other ? other : own
        return kit.missing(accounts) ?? kit.create(brief, accounts, listener)
      },
      toolbox,
      facts: { call: inCall.call, agent },
      echoGuard: voice.echoGuard ? new EchoGuard() : null,
      voiceMeter: holdMs > 0 ? new VoiceMeter(holdMs) : null,
    },
  }
}

/** What an agent's engine is on the line of this call. */
function kitOf(settings: EngineSettings, call: Call): EngineKit {
  return isDirect(call) ? directKit(settings) : engineKit(settings)
}

/** Of audio that does not pass through us nothing can be measured: any speech stops the agent. */
function apart(voice: VoiceSettings): VoiceSettings {
  return { ...voice, echoGuard: false, interruptions: interruptionsSchema.parse({}) }
}

function briefOf(agent: AgentSnapshot, { call, surroundings }: InCall): SharedBrief {
  const { instructions, voice } = agent
  const { outside, pseudonym } = surroundings
  // Callers who withhold their number are nobody in particular.
  const caller = call.from === WITHHELD ? call.callSid : call.from
  return {
    instructions,
    voice,
    tools: [],
    call,
    agent,
    outside,
    direct: isDirect(call) ? surroundings.direct : null,
    callerHash: () => pseudonym(caller),
  }
}

function toolboxFor({ tools, voice }: AgentSnapshot, { audio }: EngineTraits, inCall: InCall) {
  const { call, vault, putsThrough, surroundings } = inCall
  const { destinations } = tools
  const reachable = putsThrough === 'refers' ? destinations.filter(canBeReferredTo) : destinations
  const builtIn = builtInTools(
    { ...tools, destinations: reachable },
    {
      call,
      relayed: audio === 'relayed',
      findAgent: (agentId) => nextAgent(agentId, inCall),
      // A message comes from the number that was called: nobody else's.
      sendMessage: isPhoneCall(call) && isE164(call.to) ? surroundings.sendMessage : null,
      putsThrough: putsThrough !== null,
      locale: voice.locale,
      now: surroundings.now,
    },
  )
  const { redeem, redact } = vault
  const { locale } = voice
  const own = ownTools(tools, { outside: surroundings.outside, locale, redeem }, builtIn)
  return toolboxOf([...builtIn, ...own], locale, redact)
}

/** It is known to have come to a number of ours. */
function isPhoneCall(call: Call): boolean {
  return call.carrier !== 'browser' && isVouchedFor(call)
}

/** Makes an agent ready to take the call over; a sentence for the model says why it cannot. */
async function nextAgent(agentId: string, inCall: InCall): Promise<NextAgent | string> {
  const { agentSnapshot, accounts } = inCall.surroundings
  const found = await agentSnapshot(agentId)
  if (!found) return 'That agent is not there any more. Go on with the call yourself.'
  const agent = filledAgent(found, {
    ...valuesOf(found.tools.variables, {}),
    ...inCall.variables,
  })
  if (kitOf(agent.engine, inCall.call).missing(accounts) !== null) {
    return 'That agent cannot talk at the moment. Go on with the call yourself.'
  }
  const { rules, traits } = partsOfAgent(agent, inCall)
  return { agent, rules, traits }
}
