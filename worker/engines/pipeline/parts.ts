/** Every ear, brain and mouth a pipeline can have, by its settings. */
import type {
  BrainSettings,
  EarsSettings,
  MouthSettings,
  PipelineSettings,
  VadSettings,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../accounts.ts'
import { type BrainKit, brainKit } from '../../brains/index.ts'
import type {
  EarsListener,
  EarsModule,
  EarsTraits,
  Ears,
  Mouth,
  PartBrief,
  PartListener,
  PartModule,
} from '../../call/ports.ts'
import { scribe } from './ears/scribe/index.ts'
import { elevenLabsMouth } from './mouths/elevenlabs/index.ts'
import type { EarsSource, PartKit } from './partKit.ts'
import { realtimeEars, realtimeMouth, realtimeVoice } from './realtimeVoice/index.ts'
import { voiceDetector } from './vad.ts'

interface EarsKit {
  missing(accounts: Accounts): string | null
  traits: EarsTraits
  create(brief: PartBrief, accounts: Accounts, listener: EarsListener): Ears
}

interface MouthKit {
  missing(accounts: Accounts): string | null
  create(brief: PartBrief, accounts: Accounts, listener: PartListener): Mouth
}

function earsKit(settings: EarsSettings, vad: VadSettings): EarsKit {
  switch (settings.vendor) {
    case 'elevenlabs':
      return earsWith(scribe, { ...settings, vad })
    case 'openai':
      return earsWith(realtimeEars, { ...settings, vad })
  }
}

function earsWith<Settings>(
  module: EarsModule<Settings>,
  settings: Settings & { vad: VadSettings },
): EarsKit {
  return {
    missing: (accounts) => module.missing(settings, accounts),
    traits: module.traits(settings),
    create: (brief, accounts, listener) => module.create(settings, brief, accounts, listener),
  }
}

function mouthKit(settings: MouthSettings): MouthKit {
  switch (settings.vendor) {
    case 'elevenlabs':
      return mouthWith(elevenLabsMouth, settings)
    case 'openai':
      return mouthWith(realtimeMouth, settings)
  }
}

function mouthWith<Settings>(
  module: PartModule<Settings, PartListener, Mouth>,
  settings: Settings,
): MouthKit {
  return {
    missing: (accounts) => module.missing(settings, accounts),
    create: (brief, accounts, listener) => module.create(settings, brief, accounts, listener),
  }
}

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
  const alone = () => mouthKit(mouth).create(brief, accounts, listener)
  if (ears.vendor !== 'openai' || mouth.vendor !== 'openai') {
    return { ears: earsSource(kit, brief, accounts), mouth: alone }
  }
  /** The mouth of the first session. Later ears share theirs with nobody: the mouth has a session by then. */
  let shared: Mouth | null = null
  let isFirst = true
  return {
    ears: {
      traits: kit.traits,
      create(earsListener) {
        if (!isFirst) return kit.create(brief, accounts, earsListener)
        isFirst = false
        const voice = realtimeVoice({ ...ears, vad }, mouth, brief, accounts, earsListener)
        shared = voice.mouth
        return voice.ears
      },
    },
    mouth: () => shared ?? alone(),
  }
}
