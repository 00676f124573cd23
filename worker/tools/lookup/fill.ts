/** `{{name}}` in what an agent is told and says first. */
import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import type { ToolSettings } from '../../../convex/model/tools.ts'

/** What stands in each variable's place in one call, by its name. */
export type Values = Readonly<Record<string, string>>

/** Longer ones are cut: they come from elsewhere, and are said or read in every turn. */
const LONGEST_VALUE = 500
/** What a greeting may have at the most: see the agent's settings. */
const LONGEST_GREETING = 1000

const PLACE = /\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g

/** The values of a call: what was told, where it is text, a number or yes or no; else the fallbacks. */
export function valuesOf(
  variables: ToolSettings['variables'],
  told: Readonly<Record<string, unknown>>,
): Values {
  return Object.fromEntries(
    variables.map(({ name, fallback }) => {
      const value = Object.hasOwn(told, name) ? textOf(told[name]) : null
      return [name, value ?? fallback]
    }),
  )
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return null
  // Line breaks would let a value look like another part of the instructions.
  const line = value
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line === '' ? null : [...line].slice(0, LONGEST_VALUE).join('')
}

/** Names that are no variable's stay as they are, and values are not looked through again. */
export function filled(text: string, values: Values): string {
  return text.replaceAll(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : place,
  )
}

/** The agent as it is in this call. */
export function filledAgent(agent: AgentSnapshot, values: Values): AgentSnapshot {
  if (Object.keys(values).length === 0) return agent
  const { voice } = agent
  return {
    ...agent,
    instructions: filled(agent.instructions, values),
    voice: { ...voice, greeting: filledGreeting(voice.greeting, values) },
  }
}

function filledGreeting(
  greeting: AgentSnapshot['voice']['greeting'],
  values: Values,
): AgentSnapshot['voice']['greeting'] {
  if (greeting.type !== 'fixed') return greeting
  const text = filled(greeting.text, values).trim().slice(0, LONGEST_GREETING)
  const { interruptible } = greeting
  return text === '' ? { type: 'generated', interruptible } : { ...greeting, text }
}
