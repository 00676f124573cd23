/**
 * What a table says of a key. `undefined` of one that a later release has added: windows stay open over a
 * deploy, and show what its Worker stores.
 */
export function saidOf<Value>(
  table: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
