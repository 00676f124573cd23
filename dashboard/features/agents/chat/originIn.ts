/** The origin of what was typed or pasted, where that is another text; `null`: there is none in it. */
export function originIn(typed: string): string | null {
  const text = typed.trim()
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  const isSite = url !== null && /\.|^localhost$/.test(url.hostname)
  return isSite && url.origin !== text ? url.origin : null
}
