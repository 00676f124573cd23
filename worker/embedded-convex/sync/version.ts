/**
 * What a client has been told so far: which queries it asked for, as whom, and the state of which
 * commit. Every transition leads from the version that the last one led to; a client that is told
 * otherwise gives up, so these rules are kept apart from all else.
 */
export interface StateVersion {
  /** How many times the client changed its set of queries. */
  querySet: number
  /** How many times the client said who it is. */
  identity: number
  /** The commit whose state it sees, as `CommitClock` counts. */
  ts: number
}

/** Every connection begins here. */
export const INITIAL_VERSION: StateVersion = { querySet: 0, identity: 0, ts: 0 }

/** What the client asks for: the version that the next transition leads to. */
export type WantedVersion = Pick<StateVersion, 'querySet' | 'identity'>

/** One sentence on why a message that changes the version does not fit; `null`: it does. */
export function mismatchOf(
  { baseVersion, newVersion }: { baseVersion: number; newVersion: number },
  current: number,
): string | null {
  if (baseVersion !== current) return `Base version ${baseVersion} is not the current ${current}.`
  if (newVersion <= baseVersion) return `Version ${newVersion} does not follow ${baseVersion}.`
  return null
}

/** Whether there is something to tell: a change that was asked for, or results that are new. */
export function isNews(
  version: StateVersion,
  wanted: WantedVersion,
  modifications: readonly unknown[],
): boolean {
  return (
    modifications.length > 0 ||
    version.querySet !== wanted.querySet ||
    version.identity !== wanted.identity
  )
}

/** The version after a transition. Time never goes back, not even for a client from the future. */
export const advanced = (
  version: StateVersion,
  wanted: WantedVersion,
  ts: number,
): StateVersion => ({
  ...wanted,
  ts: Math.max(version.ts, ts),
})
