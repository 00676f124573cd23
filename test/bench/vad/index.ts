/** `npm run bench -- --vad`: how well and at what price the caller's speech is noticed. */
import { LINE_SOUNDS, lineSound } from '../../simulators/audio/lineSounds.ts'
import { atLevel, noise } from '../../simulators/audio/sounds.ts'
import { type Figure, figure } from '../figures.ts'
import { spreadOf } from '../percentiles.ts'
import { type Ear, energyGate, type ProductEar, startProductEar } from './ears.ts'
import { judge, startsOf } from './judge.ts'
import { SENTENCES } from './sentences.ts'
import { spokenCall, utterancesOf } from './utterances.ts'

interface VadPlan {
  sentences: readonly string[]
  /** How much louder than the noise speech is, in dB. */
  snrsDb: readonly number[]
  /** How long each sound is listened to at each level. */
  soundMs: number
  levelsDb: readonly number[]
  /** How often CPU is measured; the median counts. */
  rounds: number
}

const FULL: VadPlan = {
  sentences: SENTENCES,
  snrsDb: [20, 10, 5],
  soundMs: 120_000,
  levelsDb: [-20, -35, -50],
  rounds: 5,
}
const QUICK: VadPlan = {
  sentences: SENTENCES.filter((_, n) => n % 8 === 0),
  snrsDb: [10],
  soundMs: 20_000,
  levelsDb: [-30],
  rounds: 1,
}

/** To reach. */
const TARGETS = { cpuMs: 2.5, onsetMs: 150, missedPercent: 2, falseStarts: 0 } as const

/** In the place of the relay stands the gate. */
export async function vadFigures(quick: boolean, tell: (line: string) => void): Promise<Figure[]> {
  const plan = quick ? QUICK : FULL
  tell('Bundling the voice detector.')
  const product = await startProductEar()
  try {
    return [
      ...(await cpuFigures(product, plan, tell)),
      ...(await speechFigures(product.hear, plan, tell)),
      ...(await soundFigures(product.hear, plan, tell)),
    ]
  } finally {
    await product.stop()
  }
}

/** Whether there is speech in them makes no difference to the work. */
const CALL_MS = 12_000

async function cpuFigures(
  product: ProductEar,
  { rounds }: VadPlan,
  tell: (line: string) => void,
): Promise<Figure[]> {
  tell('CPU of fifty calls at once, with SIMD; of ten without.')
  const calls = Array.from({ length: 50 }, (_, n) => lineSound('pink noise', CALL_MS, -35, n + 1))
  const median = async (silero: 'simd' | 'plain', some: readonly Int16Array[]) => {
    // What runs for the first time is compiled first.
    await product.cpuOf(silero, some.slice(0, 5))
    const used: number[] = []
    for (let round = 0; round < rounds; round++) used.push(await product.cpuOf(silero, some))
    return spreadOf(used).p50
  }
  const simd = await median('simd', calls)
  const plain = await median('plain', calls.slice(0, 10))
  return [
    figure('VAD: CPU per second of a call', 'ms', simd, { atMostOfProduct: TARGETS.cpuMs }),
    figure('VAD: the same without SIMD', 'ms', plain, {}),
  ]
}

async function speechFigures(
  ear: Ear,
  { sentences, snrsDb }: VadPlan,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const utterances = utterancesOf(sentences)
  const figures: Figure[] = []
  for (const snrDb of snrsDb) {
    tell(`${utterances.length} utterances, ${snrDb} dB above the noise.`)
    const calls = utterances.map((utterance) => spokenCall(utterance, snrDb))
    const sounds = calls.map(({ pcm }) => pcm)
    const [product, gate] = [
      judge(calls, await ear(sounds)),
      judge(calls, await energyGate(sounds)),
    ]
    const line = (metric: string, unit: string, ours: number, theirs: number, atMost?: number) =>
      figure(`VAD, speech at ${snrDb} dB: ${metric}`, unit, ours, {
        relay: theirs,
        atMostOfProduct: atMost,
      })
    figures.push(
      line('onset, p50', 'ms', product.onsetMs.p50, gate.onsetMs.p50, TARGETS.onsetMs),
      line('onset, p90', 'ms', product.onsetMs.p90, gate.onsetMs.p90),
      line('missed', '%', product.missedPercent, gate.missedPercent, TARGETS.missedPercent),
      line('end, p50', 'ms', product.endMs.p50, gate.endMs.p50),
      line('false starts', '', product.falseStarts, gate.falseStarts),
    )
  }
  return figures
}

async function soundFigures(
  ear: Ear,
  { soundMs, levelsDb }: VadPlan,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const minutes = (soundMs * levelsDb.length) / 60_000
  const sounds: { name: string; calls: Int16Array[]; atMost?: number }[] = [
    ...LINE_SOUNDS.map((name) => ({
      name,
      calls: levelsDb.map((db, n) => lineSound(name, soundMs, db, n + 5)),
      atMost: TARGETS.falseStarts,
    })),
    {
      name: 'babble',
      calls: levelsDb.map((db) => repeated(atLevel(noise('babble'), db), soundMs)),
    },
  ]
  const figures: Figure[] = []
  for (const { name, calls, atMost } of sounds) {
    tell(`${name}, ${minutes.toFixed(0)} minutes.`)
    const perMinute = async (who: Ear) => (await who(calls)).flatMap(startsOf).length / minutes
    figures.push(
      figure(`VAD, ${name}: false starts a minute`, '', await perMinute(ear), {
        relay: await perMinute(energyGate),
        atMostOfProduct: atMost,
      }),
    )
  }
  return figures
}

function repeated(pcm: Int16Array, ms: number): Int16Array {
  return Int16Array.from({ length: ms * 8 }, (_, n) => pcm[n % pcm.length]!)
}
