/** The two Workers under measurement, each with phones and a model of its own. */
import { seed } from '../local/firstAgent.ts'
import { loadSettings, SEEDED_NUMBER } from '../local/settings.ts'
import { productBundle, relayBundle, type WorkerBundle } from './bundles.ts'
import { Peers } from './peers/index.ts'
import { type RunningWorker, runWorker } from './workerd.ts'

export const SUBJECTS = ['product', 'relay'] as const
export type SubjectName = (typeof SUBJECTS)[number]
export type Bundles = Record<SubjectName, WorkerBundle>

/** A running Worker, and the process that calls it and answers it. */
export interface Subject {
  worker: RunningWorker
  peers: Peers
  /** When in the 20 ms of the clock its first caller speaks: the two do not wake the machine together. */
  phaseMs: number
}

const PHASES_MS = { product: 0, relay: 10 } as const

export const AUTH_TOKEN = 'bench-auth-token'
/** The number that both answer. */
export const NUMBER = SEEDED_NUMBER

export async function bundleBoth(): Promise<Bundles> {
  const product = await productBundle()
  return { product, relay: await relayBundle(product.compatibilityDate) }
}

/** The product with embedded data and one agent, which greets. `modelHost` is `host:port`. */
export async function startProduct(
  bundle: WorkerBundle,
  modelHost: string,
  log: 'inherit' | 'ignore' = 'inherit',
): Promise<RunningWorker> {
  const vars = (origin: string) => ({
    PUBLIC_URL: origin,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    SIMULATED_PHONE: 'true',
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: `http://${modelHost}/v1`,
    SIMULATED_MODEL: 'true',
  })
  const worker = await runWorker(bundle, vars, log)
  await seed({ url: worker.url, authToken: AUTH_TOKEN }, loadSettings({}, null))
  return worker
}

/** What stands beside the product: the least that is a bridge, or what only copies frames. */
export type Beside = 'relay' | 'copier'

/** `modelHost` is `host:port`. */
export function startRelay(
  bundle: WorkerBundle,
  modelHost: string,
  beside: Beside,
): Promise<RunningWorker> {
  return runWorker(bundle, (origin) => ({
    CALLS: beside === 'relay' ? 'RELAYS' : 'COPIERS',
    MODEL_URL: `ws://${modelHost}/v1/realtime`,
    STREAM_ORIGIN: origin.replace('http', 'ws'),
  }))
}

/** Does the same with both at the same time. */
export async function withBoth<T>(
  work: (name: SubjectName) => Promise<T>,
): Promise<Record<SubjectName, T>> {
  const [product, relay] = await Promise.all([work('product'), work('relay')])
  return { product, relay }
}

/** Does the same with one after the other. */
export async function inTurn<T>(
  work: (name: SubjectName) => Promise<T>,
): Promise<Record<SubjectName, T>> {
  const product = await work('product')
  return { product, relay: await work('relay') }
}

/** Runs `work` with fresh processes of both, and ends them. */
export async function withSubjects<T>(
  bundles: Bundles,
  beside: Beside,
  work: (subjects: Record<SubjectName, Subject>) => Promise<T>,
): Promise<T> {
  const starts = {
    product: (modelHost: string) => startProduct(bundles.product, modelHost),
    relay: (modelHost: string) => startRelay(bundles.relay, modelHost, beside),
  }
  const subjects = await withBoth(async (name) => {
    const peers = await Peers.start()
    const worker = await starts[name](peers.modelHost)
    return { worker, peers, phaseMs: PHASES_MS[name] }
  })
  try {
    return await work(subjects)
  } finally {
    await withBoth(async (name) => {
      await subjects[name].worker.stop()
      subjects[name].peers.stop()
    })
  }
}
