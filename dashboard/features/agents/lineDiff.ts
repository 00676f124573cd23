export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Beyond this the table of the algorithm grows too large; a prompt has a few hundred lines. */
const MAX_CELLS = 4_000_000

/**
 * The lines that turn one text into another, by their longest common subsequence.
 * Equal beginnings and ends are set aside first, as most edits touch a few lines.
 */
export function lineDiff(from: string, to: string): DiffLine[] {
  const [old, fresh] = [from.split('\n'), to.split('\n')]
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++
  let tail = 0
  while (
    tail < Math.min(old.length, fresh.length) - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  ) {
    tail++
  }
  return [
    ...marked('same', old.slice(0, head)),
    ...middleDiff(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...marked('same', old.slice(old.length - tail)),
  ]
}

function middleDiff(old: string[], fresh: string[]): DiffLine[] {
  if (old.length * fresh.length > MAX_CELLS) {
    return [...marked('removed', old), ...marked('added', fresh)]
  }
  const common = commonLengths(old, fresh)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ kind: 'same', text: old[i]! })
      i++
      j++
    } else if (j >= fresh.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'removed', text: old[i]! })
      i++
    } else {
      lines.push({ kind: 'added', text: fresh[j]! })
      j++
    }
  }
  return lines
}

/** `[i][j]`: the length of the longest common subsequence of `old` from i and `fresh` from j. */
function commonLengths(old: string[], fresh: string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const [row, below] = [table[i]!, table[i + 1]!]
      row[j] = old[i] === fresh[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!)
    }
  }
  return table
}

function marked(kind: DiffLine['kind'], texts: string[]): DiffLine[] {
  return texts.map((text) => ({ kind, text }))
}
