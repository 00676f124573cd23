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
  EarsTraits,
  Mouth,
  PartBrief,
  PartListener,
} from '../../../worker/call/ports.ts'
import { scribe } from '../../../worker/engines/pipeline/ears/scribe/index.ts'
import { elevenLabsMouth } from '../../../worker/engines/pipeline/mouths/elevenlabs/index.ts'
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
    case 'elevenlabs': {
      const own = { ...settings, vad }
      return {
        missing: (accounts) => scribe.missing(own, accounts),
        create: (accounts, listener) => scribe.create(own, PART_BRIEF, accounts, listener),
        traits: scribe.traits(own),
      }
    }
    case 'openai':
      throw new Error('These ears are not under test.')
  }
}

export function mouthKit(settings: MouthSettings): Kit<PartListener, Mouth> {
  switch (settings.vendor) {
    case 'elevenlabs':
      return {
        missing: (accounts) => elevenLabsMouth.missing(settings, accounts),
        create: (accounts, listener) =>
          elevenLabsMouth.create(settings, PART_BRIEF, accounts, listener),
      }
    case 'openai':
      throw new Error('This mouth is not under test.')
  }
}
