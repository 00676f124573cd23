/** Ids of what OpenAI has shut down, which people still have and enter. */

/** https://developers.openai.com/api/docs/deprecations */
const NOTICES: readonly (readonly [id: RegExp, notice: string])[] = [
  [
    /^asst_/,
    'OpenAI shut its assistants down on 2026-08-26, and this one cannot be read any more. Choose a model of OpenAI’s, and write the assistant’s instructions into this agent.',
  ],
  [
    /^wf_/,
    'Workflows could never be run from outside, and OpenAI shuts Agent Builder down on 2026-11-30. Export the workflow’s code, run it on your own server, and choose “your own endpoint”.',
  ],
  [
    /^pmpt_/,
    'OpenAI shuts its stored prompts down on 2026-11-30. Copy the prompt’s text into this agent’s instructions.',
  ],
]

/** What replaces the thing that an id names; `null`: it is no such id. */
export function retiredIdNotice(text: string): string | null {
  const id = text.trim()
  return NOTICES.find(([pattern]) => pattern.test(id))?.[1] ?? null
}
