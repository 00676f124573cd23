import { brainSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import {
  type BrainAnswer,
  type OpenAiOptions,
  type OpenAiSimulator,
  startOpenAi,
} from '../../simulators/openai/index.ts'
import type { BrainRig, BrainVendor } from './rig.ts'

export const SECRETS = {
  sec_0000000000000000000key: 'sk-test',
  sec_00000000000000signing0: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
}
const [KEY, SIGNING] = Object.keys(SECRETS)

async function start(options: OpenAiOptions = {}) {
  const script: BrainAnswer[] = []
  const simulator = await startOpenAi({
    light: true,
    apiKey: 'sk-test',
    brain: () => script.shift() ?? { say: 'One two three.' },
    textPace: { firstTokenMs: 5, wholeMs: 20 },
    ...options,
  })
  return { simulator, vendor: vendorOf(simulator, script) }
}

function vendorOf(simulator: OpenAiSimulator, script: BrainAnswer[]): BrainVendor {
  return {
    script: (...answers) => void script.push(...answers),
    fault: (fault) => simulator.text.nextFault(fault),
    nextExchange: () => simulator.text.nextExchange(),
    get requests() {
      return simulator.text.exchanges.length
    },
  }
}

const placeOf = ({ port }: OpenAiSimulator): string => `127.0.0.1:${port}`

export async function responsesRig(): Promise<BrainRig> {
  const { simulator, vendor } = await start()
  return {
    settings: brainSchema.parse({ kind: 'responses' }),
    accounts: { openai: { apiKey: 'sk-test', baseUrl: simulator.url } },
    secrets: {},
    place: placeOf(simulator),
    vendorName: 'openai',
    vendor,
    close: () => simulator.close(),
  }
}

export async function chatCompletionsRig(): Promise<BrainRig> {
  const { simulator, vendor } = await start()
  const model = 'gpt-5.6-luna'
  return {
    settings: brainSchema.parse({
      kind: 'chat_completions',
      baseUrl: simulator.url,
      model,
      key: KEY,
    }),
    accounts: {},
    secrets: SECRETS,
    place: placeOf(simulator),
    vendorName: placeOf(simulator),
    vendor,
    close: () => simulator.close(),
  }
}

/** A server of chat completions, as which many an own endpoint begins. */
export async function httpRig(): Promise<BrainRig> {
  const { simulator, vendor } = await start({ lenient: true })
  return {
    settings: brainSchema.parse({
      kind: 'http',
      url: `${simulator.url}/chat/completions`,
      signingSecret: SIGNING,
      bearer: KEY,
      tools: true,
    }),
    accounts: {},
    secrets: SECRETS,
    place: placeOf(simulator),
    vendorName: placeOf(simulator),
    vendor,
    close: () => simulator.close(),
  }
}
