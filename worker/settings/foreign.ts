/** Settings of other systems of this kind, for those who bring their files along. */
import { retiredIdNotice } from '../../convex/model/engines/pipeline/retiredIds.ts'

type Answer = string | ((value: string) => string)

/** What each of them is answered with: what is used instead, or that it has no effect. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  WEBHOOK_URL: 'WEBHOOK_URL is not used: PUBLIC_URL says where Twilio reaches Switchboard.',
  TWILIO_STREAM_URL:
    'TWILIO_STREAM_URL is not used: the address of the media stream follows from PUBLIC_URL.',
  VAD_MODEL_PATH:
    'VAD_MODEL_PATH is not used: Silero ships with Switchboard, and VAD_ENABLED turns it on or off.',
  AGENT_WORKFLOW_ID: (id) =>
    [
      'AGENT_WORKFLOW_ID is not used.',
      retiredIdNotice(id) ?? [],
      'Here SYSTEM_PROMPT holds instructions, and BRAIN_URL names an endpoint of your own.',
    ]
      .flat()
      .join(' '),
}

export const FOREIGN_NAMES: readonly string[] = Object.keys(ANSWERS)

/** One sentence for each of these settings that is set. */
export function foreignSettings(env: Record<string, unknown>): string[] {
  return Object.entries(ANSWERS).flatMap(([name, answer]) => {
    const value = env[name]
    if (typeof value !== 'string' || value.trim() === '') return []
    return typeof answer === 'string' ? answer : answer(value.trim())
  })
}
