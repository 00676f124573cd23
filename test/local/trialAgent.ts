/** The agent that is there for one call, where `npm run call` was told how it is to talk or think. */
import type { AgentSettingsInput } from '../../convex/model/agent.ts'
import {
  defaultsOf,
  type EngineName,
  type EngineSettings,
} from '../../convex/model/engines/index.ts'
import { pipelineSettingsSchema } from '../../convex/model/engines/pipeline/settings.ts'
import { newEngineBy } from '../../worker/settings/newEngine.ts'
import { firstAgent } from './firstAgent.ts'
import type { LocalSettings } from './settings.ts'
import { askWorker, type WorkerApi } from './workerApi.ts'

export interface Trial {
  /** `null`: as it goes best with the brain. */
  engine: EngineName | null
  /** A brain of one's own; its address is '' for the example that ships; `null`: the engine's. */
  brain: { url: string } | null
  /** It can put callers through to somebody, whether the settings know anybody or not. */
  person: boolean
}

/** Whom it calls where the settings say nobody. The number is one for fiction, that nobody is given. */
const FRONT_DESK = {
  name: 'Front desk',
  target: { kind: 'phone', phoneNumber: '+12025550195' },
  when: 'The caller asks for a person, or you cannot help them.',
  // Nobody wants to wait longer for a trial.
  ringSec: 8,
} as const

/** What it is set to: as new agents here, but for what was asked for. `brainUrl` is where the Worker asks. */
export function trialAgent(
  settings: LocalSettings,
  { engine, person }: Trial,
  brainUrl: string | null,
): AgentSettingsInput {
  const agent = firstAgent(settings)
  const known = agent.tools?.destinations ?? []
  const destinations = person && known.length === 0 ? [FRONT_DESK] : known
  return {
    ...agent,
    name: 'Trial',
    tools: { ...agent.tools, destinations },
    engine: brainUrl === null ? engineOf(settings, engine) : thinkingAt(brainUrl, engine),
  }
}

/** As the settings have it, where they have this engine. */
function engineOf({ worker }: LocalSettings, engine: EngineName | null): EngineSettings {
  const own = newEngineBy(worker)
  return engine === null || own.engine === engine ? own : defaultsOf(engine)
}

/** OpenAI Realtime hears and speaks, unless the whole pipeline was asked for. */
function thinkingAt(url: string, engine: EngineName | null): EngineSettings {
  const vendor = engine === 'pipeline' ? 'elevenlabs' : 'openai'
  return pipelineSettingsSchema.parse({
    engine: 'pipeline',
    ears: { vendor },
    brain: { kind: 'http', url },
    mouth: { vendor },
  })
}

/** Numbers for fiction that `npm start` gives nobody. */
const FIRST_NUMBER = 110
const NUMBERS = 80

/** Lets the agent answer a number while `talk` goes on. @throws PlainError when the Worker refuses. */
export async function withTrialAgent<T>(
  api: WorkerApi,
  settings: AgentSettingsInput,
  talk: (to: string) => Promise<T>,
): Promise<T> {
  const to = `+12025550${FIRST_NUMBER + Math.floor(Math.random() * NUMBERS)}`
  const otherwise = 'No agent could be made for this call'
  const body = { settings, phoneNumber: to }
  await askWorker(api, { method: 'POST', path: '/api/setup/trial', body, otherwise })
  try {
    return await talk(to)
  } finally {
    const path = `/api/setup/trial/${encodeURIComponent(to)}`
    await askWorker(api, {
      method: 'DELETE',
      path,
      otherwise: 'The agent of this call is still there',
    })
  }
}
