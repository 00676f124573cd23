/** Whether two plain values (JSON's kinds) hold the same, whatever the order of their keys. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false
  const [mine, theirs] = [new Map(Object.entries(left)), new Map(Object.entries(right))]
  if (mine.size !== theirs.size) return false
  return [...mine].every(([key, value]) => theirs.has(key) && sameValue(value, theirs.get(key)))
}
