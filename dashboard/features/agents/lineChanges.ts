import { diffArrays } from 'diff'

export interface LineChange {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Texts that differ in more lines than this are two texts; to compare them would take seconds. */
const MAX_EDITS = 2000

/** The lines that turn one text into another. */
export function lineChanges(from: string, to: string): LineChange[] {
  const [old, fresh] = [from.split('\n'), to.split('\n')]
  const changes = diffArrays(old, fresh, { maxEditLength: MAX_EDITS })
  if (!changes) return [...marked('removed', old), ...marked('added', fresh)]
  return changes.flatMap(({ added, removed, value }) =>
    marked(added ? 'added' : removed ? 'removed' : 'same', value),
  )
}

function marked(kind: LineChange['kind'], texts: string[]): LineChange[] {
  return texts.map((text) => ({ kind, text }))
}
