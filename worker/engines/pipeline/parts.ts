/** Every ear, brain and mouth a pipeline can have, by its settings. */
import type {
  BrainSettings,
  PipelineSettings,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../accounts.ts'
import { type BrainKit, brainKit } from '../../brains/index.ts'
import type { Mouth, PartBrief, PartListener } from '../../call/ports.ts'
import { type EarsKit, earsKit } from './ears/index.ts'
import { mouthKit } from './mouths/index.ts'
import type { EarsSource, PartKit } from './partKit.ts'
import { sharedVoice } from './realtimeVoice/index.ts'
import { voiceDetector } from './vad.ts'

/** What is missing before a pipeline can be used, in one sentence; a spare that lacks something is left out. */
export function missingPart(
  { ears, brain, mouth, vad }: PipelineSettings,
  accounts: Accounts,
): string | null {
  return (
    earsKit(ears, vad).missing(accounts) ??
    brainKit(brain).missing(accounts) ??
    mouthKit(mouth).missing(accounts)
  )
}

/** `missingPart` was `null`. */
export function partKitOf(
  settings: PipelineSettings,
  brief: PartBrief,
  accounts: Accounts,
  listener: PartListener,
): PartKit {
  const { brain, vad, spares } = settings
  const own = voiceOf(settings, brief, accounts, listener)
  const ears = usable([spares.ears && earsKit(spares.ears, vad)], accounts)
  const brains = usable([brainSource(brain), spares.brain && brainSource(spares.brain)], accounts)
  const mouths = usable([spares.mouth && mouthKit(spares.mouth)], accounts)
  return {
    ears: [own.ears, ...ears.map((kit) => earsSource(kit, brief, accounts))],
    brains: brains.map(({ patienceMs, create }) => ({
      patienceMs,
      create: () => create(brief, accounts, listener),
    })),
    mouths: [own.mouth, ...mouths.map((kit) => () => kit.create(brief, accounts, listener))],
    detector: vad.on ? voiceDetector(vad) : null,
  }
}

/** A model begins to answer within seconds; behind an endpoint of the customer's own may be a whole workflow. */
const PATIENCE_MS = { responses: 4_000, chat_completions: 4_000, http: 10_000 } as const

function brainSource(settings: BrainSettings): BrainKit & { patienceMs: number } {
  return { ...brainKit(settings), patienceMs: PATIENCE_MS[settings.kind] }
}

function usable<Kit extends { missing(accounts: Accounts): string | null }>(
  kits: readonly (Kit | null)[],
  accounts: Accounts,
): Kit[] {
  return kits.filter((kit) => kit !== null).filter((kit) => kit.missing(accounts) === null)
}

function earsSource({ traits, create }: EarsKit, brief: PartBrief, accounts: Accounts): EarsSource {
  return { traits, create: (listener) => create(brief, accounts, listener) }
}

interface Voice {
  ears: EarsSource
  mouth: () => Mouth
}

/** The agent's own ears and mouth; where both are OpenAI Realtime, they share one session. */
function voiceOf(
  { ears, mouth, vad }: PipelineSettings,
  brief: PartBrief,
  accounts: Accounts,
  listener: PartListener,
): Voice {
  const kit = earsKit(ears, vad)
  if (ears.vendor === 'openai' && mouth.vendor === 'openai') {
    const voice = sharedVoice({ ...ears, vad }, mouth, brief, accounts)
    return {
      ears: { traits: kit.traits, create: (earsListener) => voice.ears(earsListener) },
      mouth: () => voice.mouth(listener),
    }
  }
  return {
    ears: earsSource(kit, brief, accounts),
    mouth: () => mouthKit(mouth).create(brief, accounts, listener),
  }
}
