/** OpenAI Realtime as ears, as a mouth, and as both of one call. */
import type {
  OpenAiEars,
  OpenAiMouth,
  VadSettings,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts, OpenAiAccount } from '../../../accounts.ts'
import type {
  Ears,
  EarsListener,
  EarsModule,
  Mouth,
  PartBrief,
  PartListener,
  PartModule,
} from '../../../call/ports.ts'
import { RealtimeEars } from './RealtimeEars.ts'
import { RealtimeMouth } from './RealtimeMouth.ts'
import { RealtimeVoice } from './RealtimeVoice.ts'
import { endsTurns, type VoicePlan } from './session.ts'
import { SharedVoice } from './SharedVoice.ts'

/** Ears work differently beside our own VAD, which then finds the ends of turns. */
export type HearingSettings = OpenAiEars & { vad: VadSettings }

const NOT_SET = 'OPENAI_API_KEY is not set.'

const missing = (_settings: unknown, { openai }: Accounts): string | null =>
  openai ? null : NOT_SET

export const realtimeEars: EarsModule<OpenAiEars> = {
  missing,
  traits: ({ vad }) => ({ endsTurns: endsTurns(vad), tellSpeech: endsTurns(vad) }),
  create(settings, brief, accounts, listener) {
    const plan = { model: settings.model, hearing: hearingOf(settings, brief), speaking: null }
    return new RealtimeEars(new RealtimeVoice(plan, brief, accountOf(accounts), listener), listener)
  },
}

export const realtimeMouth: PartModule<OpenAiMouth, PartListener, Mouth> = {
  missing,
  create(settings, brief, accounts, listener) {
    const plan = { model: settings.model, hearing: null, speaking: speakingOf(settings) }
    const account = accountOf(accounts)
    return new RealtimeMouth(() => new RealtimeVoice(plan, brief, account, listener))
  },
}

/** How ears and a mouth of one call are made that share a session; each may be made again. */
export interface VoiceSource {
  ears(listener: EarsListener): Ears
  mouth(listener: PartListener): Mouth
}

/** On one session of the ears' model, which lives until both are closed. */
export function sharedVoice(
  ears: HearingSettings,
  mouth: OpenAiMouth,
  brief: PartBrief,
  accounts: Accounts,
): VoiceSource {
  const plan = { model: ears.model, hearing: hearingOf(ears, brief), speaking: speakingOf(mouth) }
  const account = accountOf(accounts)
  const shared = new SharedVoice((listener) => new RealtimeVoice(plan, brief, account, listener))
  return {
    ears: (listener) => new RealtimeEars(shared.sessionFor('ears', listener), listener),
    mouth: (listener) => new RealtimeMouth(() => shared.sessionFor('mouth', listener)),
  }
}

function hearingOf(
  { transcription, vad }: HearingSettings,
  { voice }: PartBrief,
): VoicePlan['hearing'] {
  return { transcription, locale: voice.locale, endsTurns: endsTurns(vad) }
}

const speakingOf = ({ voice, speed }: OpenAiMouth): VoicePlan['speaking'] => ({ voice, speed })

function accountOf({ openai }: Accounts): OpenAiAccount {
  if (!openai) throw new Error(NOT_SET)
  return openai
}
