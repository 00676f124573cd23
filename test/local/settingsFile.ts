/** Reads a file of settings: `NAME=value` lines, as `.dev.vars` and `.env` hold them. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseEnv } from 'node:util'
import { PlainError } from '../../worker/lib/PlainError.ts'

export interface SettingsFile {
  /** Its name, for people. */
  name: string
  values: Readonly<Record<string, string>>
  /** One sentence for each line that does not mean what it seems to. */
  wrong: string[]
}

/** `null` when there is no such file. @throws PlainError when it cannot be read as text. */
export function readSettingsFile(path: string): SettingsFile | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new PlainError(`${path} cannot be read.`)
  }
  const name = basename(path)
  const text = decode(bytes, name)
  const values: Record<string, string> = {}
  for (const [key, value] of Object.entries(parseEnv(text))) values[key] = value ?? ''
  return { name, values, wrong: wrongLines(text, name) }
}

function decode(bytes: Buffer, name: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Said below.
  }
  throw new PlainError(
    `${name} is not UTF-8 (Windows tools like to write UTF-16): save it as UTF-8.`,
  )
}

function wrongLines(text: string, name: string): string[] {
  const seen = new Set<string>()
  return unquotedLines(text).flatMap((line) => {
    const [, key = '', value = ''] = line.match(/^\s*(?:export\s+)?([\w.-]+)\s*=(.*)$/) ?? []
    if (key === '') {
      return /^\s*(#|$)/.test(line) ? [] : [`${name} has a line that is not NAME=value.`]
    }
    const complaints = []
    if (seen.has(key)) complaints.push(`${key} stands twice in ${name}; the last one counts.`)
    seen.add(key)
    // A comment begins with white space before it; any other # is meant to be part of the value.
    if (/^(\s*[^\s"'`#].*\S|)#/.test(value)) {
      complaints.push(`${key} in ${name} is cut off at its #: put the value in quotes.`)
    }
    return complaints
  })
}

/** The lines, without what a quoted value continues on further ones. */
function unquotedLines(text: string): string[] {
  const oneLine = text.replaceAll(/=\s*(["'`])(?:(?!\1)[^])*\1/g, '=""')
  return oneLine.split(/\r?\n/)
}
