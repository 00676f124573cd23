import type { AgentSettingsInput } from '../../convex/model/agent.ts'
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'
import { developerToken } from './developerToken.ts'
import { SEEDED_NUMBER } from './settings.ts'

/** The agent that a new installation answers with. */
export const FIRST_AGENT: AgentSettingsInput = {
  name: 'Reception',
  instructions:
    'You are the friendly receptionist of Harbour Dental, a small practice. Answer questions about opening hours (Monday to Friday, 8 to 18) and take requests for appointments. Keep every answer to one or two sentences. When the caller has what they need, say goodbye and end the call.',
  engine: { engine: 'realtime', voice: 'marin' },
  voice: {
    greeting: {
      type: 'fixed',
      text: 'Hello, this is Harbour Dental. How can I help you today?',
    },
  },
}

const errorSchema = z.object({ error: z.string() })

/** Gives an empty installation its first agent and number. Rejects when the Worker refuses. */
export async function seedFirstAgent(url: string, authToken: string): Promise<void> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await developerToken(authToken)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      settings: FIRST_AGENT,
      phoneNumber: SEEDED_NUMBER,
      description: 'First number',
    }),
  })
  if (!response.ok) {
    const answer = errorSchema.safeParse(await response.json().catch(() => null))
    const reason = answer.data?.error ?? `the Worker answered ${response.status}.`
    throw new PlainError(`The first agent could not be set up: ${reason}`)
  }
}
