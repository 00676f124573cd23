/** Settings of other systems of this kind, for those who bring their files along. */

type Answer = string | ((value: string) => string)

/** What each of them is answered with: what is used instead, or that it has no effect. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  WEBHOOK_URL: 'WEBHOOK_URL is not used: PUBLIC_URL says where Twilio reaches Switchboard.',
  TWILIO_STREAM_URL:
    'TWILIO_STREAM_URL is not used: the address of the media stream follows from PUBLIC_URL.',
  VAD_MODEL_PATH:
    'VAD_MODEL_PATH is not used: who speaks is found out by the engine; see Turn detection in the agent’s form.',
  VAD_ENABLED: (value) =>
    value === 'false'
      ? 'VAD_ENABLED=false has no effect: without turn detection nobody would know when to answer.'
      : 'VAD_ENABLED is not used: turn detection is always on; see the agent’s form.',
  AGENT_WORKFLOW_ID: (id) =>
    id.startsWith('wf_')
      ? 'AGENT_WORKFLOW_ID is not used: OpenAI runs no workflow (wf_…) by its id. Put its instructions into PROMPT_PATH or SYSTEM_PROMPT.'
      : 'AGENT_WORKFLOW_ID is not used: OpenAI has shut down the Assistants API (asst_…). Put the assistant’s instructions into PROMPT_PATH or SYSTEM_PROMPT.',
  ELEVENLABS_API_KEY: 'ELEVENLABS_API_KEY has no effect yet: agents hear and speak by OpenAI.',
  ELEVENLABS_VOICE_ID: 'ELEVENLABS_VOICE_ID has no effect yet: OPENAI_VOICE chooses the voice.',
  OPENAI_WEBHOOK_SECRET:
    'OPENAI_WEBHOOK_SECRET has no effect yet: calls come by Twilio’s webhooks, not by OpenAI’s SIP connector.',
  TWILIO_HUMAN_LABEL:
    'TWILIO_HUMAN_LABEL has no effect yet: HUMAN_AGENT_NUMBER is dialled when an agent cannot go on.',
  ...Object.fromEntries(
    [
      'CONTROL_API_TOKEN',
      'CONTROL_API_BASE_URL',
      'CONTROL_API_TIMEOUT_MS',
      'CONTROL_API_ACCESS_CLIENT_ID',
      'CONTROL_API_ACCESS_CLIENT_SECRET',
    ].map((name) => [
      name,
      `${name} has no effect: calls run in the Worker, and operators end them in the dashboard.`,
    ]),
  ),
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
