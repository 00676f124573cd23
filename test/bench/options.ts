import { parseArgs } from 'node:util'

export interface Options {
  /** A short run, to see that it works; its figures are rough. */
  quick: boolean
  /** Where the JSON goes, beside the table. */
  jsonPath: string | null
}

export const USAGE = `Measures the bridge beside a raw relay on this machine.

  npm run bench                     all figures, six to seven minutes
  npm run bench -- --quick          a short version, about a minute
  npm run bench -- --json FILE      writes the figures to FILE as well`

/** Throws with a sentence when an option is not known. `null`: help was asked for. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return values.help ? null : { quick: values.quick, jsonPath: values.json ?? null }
}
