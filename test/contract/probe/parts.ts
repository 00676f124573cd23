/** The parts of a pipeline that are under test, by their settings. */
import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import type {
  EarsSettings,
  MouthSettings,
  VadSettings,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'
import type {
  Ears,
  EarsListener,
  EarsModule,
  EarsTraits,
  Mouth,
  PartBrief,
  PartListener,
  PartModule,
} from '../../../worker/call/ports.ts'
import { scribe } from '../../../worker/engines/pipeline/ears/scribe/index.ts'
import { elevenLabsMouth } from '../../../worker/engines/pipeline/mouths/elevenlabs/index.ts'
import {
  realtimeEars,
  realtimeMouth,
} from '../../../worker/engines/pipeline/realtimeVoice/index.ts'
import { A_CALL, AN_AGENT, NOWHERE } from '../../fixtures/callBrief.ts'

/** What a part is told of the call. */
export const PART_BRIEF: PartBrief = {
  voice: voiceSettingsSchema.parse({}),
  call: A_CALL,
  agent: AN_AGENT,
  outside: NOWHERE,
  callerHash: async () => 'a-caller',
}

/** A part with its settings, to be made. */
interface Kit<Listener, Part> {
  missing(accounts: Accounts): string | null
  create(accounts: Accounts, listener: Listener): Part
}

export function earsKit(
  settings: EarsSettings,
  vad: VadSettings,
): Kit<EarsListener, Ears> & { traits: EarsTraits } {
  switch (settings.vendor) {
    case 'elevenlabs':
      return earsOf(scribe, { ...settings, vad })
    case 'openai':
      return earsOf(realtimeEars, { ...settings, vad })
  }
}

export function mouthKit(settings: MouthSettings): Kit<PartListener, Mouth> {
  switch (settings.vendor) {
    case 'elevenlabs':
      return kitOf(elevenLabsMouth, settings)
    case 'openai':
      return kitOf(realtimeMouth, settings)
  }
}

function earsOf<Settings>(module: EarsModule<Settings>, own: Settings & { vad: VadSettings }) {
  return { ...kitOf(module, own), traits: module.traits(own) }
}

function kitOf<Settings, Listener, Part>(
  module: PartModule<Settings, Listener, Part>,
  own: Settings,
): Kit<Listener, Part> {
  return {
    missing: (accounts) => module.missing(own, accounts),
    create: (accounts, listener) => module.create(own, PART_BRIEF, accounts, listener),
  }
}
