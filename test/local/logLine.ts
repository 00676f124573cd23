/** The Worker's log on this machine: one line for each entry, in colours where there is a terminal. */
import { stripVTControlCharacters, styleText } from 'node:util'
import * as z from 'zod'

const entrySchema = z.looseObject({ level: z.string(), what: z.string() })

type Style = Parameters<typeof styleText>[0]
const STYLES: Readonly<Record<string, Style>> = { error: 'red', warn: 'yellow' }

export interface LogEntry {
  level: string
  message: string
}

export function logLine({ level, message }: LogEntry, colours: boolean, at: Date): string {
  const entry = entrySchema.safeParse(jsonOrNull(message))
  const time = at.toTimeString().slice(0, 8)
  const name = level.padEnd(5)
  const style = STYLES[level]
  const label = colours && style ? styleText(style, name, { validateStream: false }) : name
  return `${time}  ${label}  ${entry.success ? sentence(entry.data) : onOneLine(message)}`
}

function sentence({ level: _level, what, ...facts }: z.infer<typeof entrySchema>): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${factText(value)}`)
  return told.length === 0 ? what : `${what} (${told.join(', ')})`
}

function factText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(' ← ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function onOneLine(message: string): string {
  return stripVTControlCharacters(message)
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
