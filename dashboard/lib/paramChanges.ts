/** Parameters of an address to set; `null` takes one away. */
export type ParamChanges = Record<string, string | null>

/** `?…` with the changes made; empty when nothing is left. */
export function withChanges(search: string, changes: ParamChanges): string {
  const params = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(name)
    else params.set(name, value)
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}
