/** The agent that a new installation answers with, and what becomes of it when its prompt is edited. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { AgentSettingsInput, Greeting } from '../../convex/model/agent.ts'
import type { EngineSettings } from '../../convex/model/engines/index.ts'
import { newAgentBy } from '../../worker/settings/newAgent.ts'
import { PROMPT_PATH } from './prompt.ts'
import { type LocalSettings, SEEDED_NUMBER } from './settings.ts'
import { askWorker, type WorkerApi } from './workerApi.ts'

const NAME = 'Reception'
const GREETING: Greeting = {
  type: 'fixed',
  text: 'Hello, this is Harbour Dental. How can I help you today?',
  interruptible: true,
}

/** What it is set to: the settings of the installation, and what ships where they say nothing. */
export function firstAgent({ worker, prompt }: LocalSettings): AgentSettingsInput {
  const { voice, engine, tools } = newAgentBy(worker)
  const isShipped = prompt.from === PROMPT_PATH && worker.WELCOME_MESSAGE === undefined
  return {
    name: NAME,
    instructions: prompt.text,
    // Another prompt greets in its own words.
    voice: isShipped ? { ...voice, greeting: GREETING } : voice,
    engine: worker.OPENAI_VOICE === undefined ? withMarin(engine) : engine,
    tools,
  }
}

/** The voice that OpenAI recommends, wherever one of OpenAI's speaks. */
function withMarin(engine: EngineSettings): EngineSettings {
  switch (engine.engine) {
    case 'realtime':
      return { ...engine, voice: 'marin' }
    case 'pipeline': {
      const { mouth } = engine
      return mouth.vendor === 'openai' ? { ...engine, mouth: { ...mouth, voice: 'marin' } } : engine
    }
    case 'echo':
      return engine
  }
}

const seededSchema = z.object({ seeded: z.boolean(), agentId: z.string().nullable() })

/** Gives an empty installation its first agent and number. @throws PlainError when the Worker refuses. */
export async function seedFirstAgent(api: WorkerApi, settings: LocalSettings): Promise<void> {
  const { seeded, agentId } = await seed(api, settings)
  if (seeded && agentId) remember(settings, agentId)
}

/** The same, for an installation that nobody comes back to. */
export async function seed(
  api: WorkerApi,
  settings: LocalSettings,
): Promise<z.infer<typeof seededSchema>> {
  const answer = await ask(api, '/api/setup', {
    settings: firstAgent(settings),
    phoneNumber: settings.worker.TWILIO_PHONE_NUMBER ?? SEEDED_NUMBER,
    description: 'First number',
  })
  return seededSchema.parse(answer)
}

const copiedSchema = z.object({ agentId: z.string(), prompt: z.string() })

/** Which agent the prompt was copied to, when it has been edited since; `null`: nothing to do. */
export function editedSince({ STATE_DIR, prompt }: LocalSettings): { agentId: string } | null {
  try {
    const copied = copiedSchema.parse(JSON.parse(readFileSync(copyOf(STATE_DIR), 'utf8')))
    return copied.prompt === hashOf(prompt.text) ? null : copied
  } catch {
    return null
  }
}

/** Makes the edited prompt a new version of the agent. @throws PlainError when the Worker refuses. */
export async function updatePrompt(
  api: WorkerApi,
  settings: LocalSettings,
  agentId: string,
): Promise<void> {
  await ask(api, '/api/setup/prompt', { agentId, instructions: settings.prompt.text })
  remember(settings, agentId)
}

/** The prompt as it is now needs no more asking. */
export function remember({ STATE_DIR, prompt }: LocalSettings, agentId: string): void {
  writeFileSync(copyOf(STATE_DIR), JSON.stringify({ agentId, prompt: hashOf(prompt.text) }))
}

function copyOf(stateDir: string): string {
  return join(stateDir, 'first-agent.json')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const ask = (api: WorkerApi, path: string, body: object): Promise<unknown> =>
  askWorker(api, {
    method: 'POST',
    path,
    body,
    otherwise: 'The first agent could not be set up',
  })
