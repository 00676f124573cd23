/** The system prompt of the first agent: a file that people edit, or a setting. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { PlainError } from '../../worker/lib/PlainError.ts'

/** Where the prompt is when nothing says otherwise. */
export const PROMPT_PATH = 'config/agent_prompt.md'

/** What the first agent is told when there is no such file. */
const SHIPPED = new URL('agent_prompt.md', import.meta.url)

export interface Prompt {
  text: string
  /** Where it came from, for people. */
  from: string
}

/**
 * `PROMPT_PATH` goes before `SYSTEM_PROMPT`, and that before the file that ships.
 * @throws PlainError when the file cannot be used.
 */
export function readPrompt(
  folder: string,
  set: { path: string | undefined; text: string | undefined },
): Prompt {
  if (set.path === undefined && set.text !== undefined) {
    return { text: set.text.trim(), from: 'SYSTEM_PROMPT' }
  }
  const from = set.path ?? PROMPT_PATH
  const path = isAbsolute(from) ? from : join(folder, from)
  const isShipped = set.path === undefined && !existsSync(path)
  const text = isShipped ? readFileSync(SHIPPED, 'utf8').trim() : read(path, from).trim()
  if (text === '') throw new PlainError(`${from} is empty: write there what the agent is for.`)
  if (text.length > 32_000) {
    throw new PlainError(`${from} has ${text.length} characters; a prompt has 32,000 at the most.`)
  }
  return { text, from }
}

function read(path: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    throw new PlainError(`PROMPT_PATH is “${name}”: ${whyNot(error)}`)
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT')
    return 'there is no such file. Write there what the agent is for, or leave PROMPT_PATH out.'
  // Docker makes a folder where a mounted file is missing.
  if (code === 'EISDIR') return 'this is a folder, and must be a file of text.'
  if (error instanceof TypeError) return 'it is not UTF-8: save it as UTF-8.'
  return 'it cannot be read.'
}
