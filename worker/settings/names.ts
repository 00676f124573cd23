import { distance } from 'fastest-levenshtein'
import { FOREIGN_NAMES } from './foreign.ts'
import { settingsSchema } from './schema.ts'

/** Settings of `npm start` and `npm run call` alone. */
export const LOCAL_NAMES = ['PORT', 'BIND_ADDRESS', 'STATE_DIR', 'PROMPT_PATH'] as const

/** What other tools keep in the same files. */
const OF_OTHER_TOOLS = [
  'SWITCHBOARD_JWKS',
  'CONVEX_DEPLOY_KEY',
  'CONVEX_DEPLOYMENT',
  'CONVEX_SELF_HOSTED_URL',
  'CONVEX_SELF_HOSTED_ADMIN_KEY',
]

const KNOWN: readonly string[] = [
  ...settingsSchema.keyof().options,
  ...LOCAL_NAMES,
  ...OF_OTHER_TOOLS,
  // These have answers of their own.
  ...FOREIGN_NAMES,
]

/** So many letters may be wrong in a name that was meant. */
const TYPOS = 3

/** One sentence for each name that is no setting. */
export function unknownNames(names: Iterable<string>): string[] {
  return [...names]
    .filter((name) => !KNOWN.includes(name))
    .map((name) => {
      const meant = nearest(name)
      return `${name} is no setting of Switchboard${meant ? `: did you mean ${meant}?` : '.'}`
    })
}

function nearest(name: string): string | undefined {
  const upper = name.toUpperCase()
  return KNOWN.map((known) => ({ known, typos: distance(upper, known) }))
    .filter(({ typos }) => typos <= TYPOS)
    .toSorted((a, b) => a.typos - b.typos)[0]?.known
}
