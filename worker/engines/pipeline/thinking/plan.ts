import type { ResponseRequest } from '../../../call/events.ts'
import type { ScriptSoFar } from '../../../call/script.ts'
import { afterHeard } from '../afterHeard.ts'

/** Follows, in a key, the turn whose answer it is not: something else was asked for there. */
const APART = '#'

/** What is to be said, or how it is to be thought of. */
export type Plan = Say | Ask

interface Named {
  /** Which answer it is: see `BrainQuestion`. */
  key: string
  /** How often it was asked for, this time included. */
  attempt: number
}

export interface Say extends Named {
  do: 'say'
  text: string
}

export interface Ask extends Named {
  do: 'ask'
  supersedes: string | null
  how: 'plainly' | 'in_words' | 'going_on' | { instructions: string } | { tool: string }
  /** What was heard of this answer already: an answer that begins so is not said from its beginning. */
  known: string
}

/** What the call asks for. */
export interface Asked {
  request: ResponseRequest
  /** What the caller or a tool did last. */
  turn?: string | undefined
  script?: ScriptSoFar | undefined
}

/**
 * How an answer is come by. An answer that is written needs no brain; one that was begun is asked for by
 * the same key. `unique`: in this call and beyond, each time. `afterTool`: the end of the conversation is
 * what a tool did.
 */
export function planOf(
  { request, turn, script }: Asked,
  callSid: string,
  unique: () => string,
  afterTool: boolean,
): Plan {
  const key = `${callSid}:${turn ?? 'start'}`
  const once = (kind: string) => `${key}${APART}${kind}_${unique()}`
  switch (request.kind) {
    case 'verbatim':
      return { do: 'say', key: once('verbatim'), attempt: 1, text: request.text }
    case 'instructed': {
      const how = { instructions: request.instructions }
      return { do: 'ask', key: once('instructed'), attempt: 1, supersedes: null, how, known: '' }
    }
    case 'continue':
    case 'speak': {
      const how = request.kind === 'speak' ? 'in_words' : 'plainly'
      const supersedes = afterTool ? null : superseded(script, key)
      const fresh: Ask = { do: 'ask', key, attempt: 1, supersedes, how, known: '' }
      if (script?.key !== key) return fresh
      // Whatever else is to be answered now, that answer was given.
      return resume(script) ?? { ...fresh, key: once('again'), supersedes: null }
    }
    case 'do': {
      const how = { tool: request.tool }
      return { do: 'ask', key: once('do'), attempt: 1, supersedes: null, how, known: '' }
    }
    case 'go_on': {
      const rest = script && resume(script)
      if (rest) return rest
      const how = 'going_on'
      return { do: 'ask', key: once('go_on'), attempt: 1, supersedes: null, how, known: '' }
    }
  }
}

/** The rest of what was written, or was about to be; `null`: all of it was heard. */
function resume({ key, attempt, text, complete, heard, heardBefore }: ScriptSoFar): Plan | null {
  if (complete && text.trim() !== '') {
    const rest = afterHeard(text, heard)
    return rest === '' ? null : { do: 'say', key, attempt, text: rest }
  }
  const known = `${heardBefore} ${heard}`.trim()
  const how = known === '' ? 'plainly' : 'going_on'
  return { do: 'ask', key, attempt: attempt + 1, supersedes: null, how, known }
}

/** The answer of which nothing was heard before the caller went on. */
function superseded(script: ScriptSoFar | undefined, key: string): string | null {
  if (!script || script.key === key || !isAnswer(script.key)) return null
  return script.heard + script.heardBefore === '' ? script.key : null
}

function isAnswer(key: string): boolean {
  return !key.includes(APART)
}
