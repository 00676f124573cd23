/** The two Workers under measurement, each running against the same model. */
import { seedFirstAgent } from '../local/seed.ts'
import { SEEDED_NUMBER } from '../local/settings.ts'
import { productBundle, relayBundle, type WorkerBundle } from './bundles.ts'
import { type RunningWorker, runWorker } from './workerd.ts'

export const SUBJECTS = ['product', 'relay'] as const
export type SubjectName = (typeof SUBJECTS)[number]
export type Bundles = Record<SubjectName, WorkerBundle>
export type Subjects = Record<SubjectName, RunningWorker>

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
): Promise<RunningWorker> {
  const worker = await runWorker(bundle, (origin) => ({
    PUBLIC_URL: origin,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    SIMULATED_PHONE: 'true',
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: `http://${modelHost}/v1`,
    SIMULATED_MODEL: 'true',
  }))
  await seedFirstAgent(worker.url, AUTH_TOKEN)
  return worker
}

/** Runs `work` with fresh processes of both, and ends them. */
export async function withSubjects<T>(
  bundles: Bundles,
  modelHost: string,
  work: (subjects: Subjects) => Promise<T>,
): Promise<T> {
  const product = await startProduct(bundles.product, modelHost)
  const relay = await runWorker(bundles.relay, (origin) => ({
    MODEL_URL: `ws://${modelHost}/v1/realtime`,
    STREAM_ORIGIN: origin.replace('http', 'ws'),
  }))
  try {
    return await work({ product, relay })
  } finally {
    await Promise.all([product.stop(), relay.stop()])
  }
}
