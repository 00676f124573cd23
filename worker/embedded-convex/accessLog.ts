/**
 * What a function read and wrote. A query has to run again exactly when a mutation wrote a key inside
 * a range that the query read, whether a row was there or not.
 */
import { contains, type KeyRange } from './keyRange.ts'

/** The ranges a query looked at, the empty ones too. */
export type ReadSet = readonly KeyRange[]

/** Index (`table.index`) to every key that a mutation added, removed or whose row it changed. */
export type WriteSet = ReadonlyMap<string, readonly Uint8Array[]> | typeof EVERYTHING

/** What a commit wrote that put other documents in the place of all. */
export const EVERYTHING = 'everything'

export function touches(reads: ReadSet, writes: WriteSet): boolean {
  if (writes === EVERYTHING) return reads.length > 0
  return reads.some((range) => writes.get(range.index)?.some((key) => contains(range, key)))
}

export class AccessLog {
  readonly reads: KeyRange[] = []
  readonly writes = new Map<string, Uint8Array[]>()

  read(range: KeyRange): void {
    this.reads.push(range)
  }

  wrote(index: string, key: Uint8Array): void {
    const keys = this.writes.get(index)
    if (keys) keys.push(key)
    else this.writes.set(index, [key])
  }
}
