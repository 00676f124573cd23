/**
 * The spellings of a webhook's URL that Twilio may have signed. It signs the text that it was given;
 * on the way here, quotes, spaces and letters beyond ASCII were escaped, and a default port was lost.
 */
export function spellingsOf(url: URL): string[] {
  const { href, origin, pathname } = url
  // `search` would lose a question mark that nothing follows.
  const query = href.slice(origin.length + pathname.length)
  const queries = new Set([query, unescaped(query), reencoded(query)])
  const bases = [origin, withDefaultPort(url)].map((host) => host + pathname)
  return bases.flatMap((base) => [...queries].map((spelling) => base + spelling))
}

/** The handshake of a media stream is signed over its `wss://` URL; some signers add a slash. */
export function streamSpellingsOf(url: URL): string[] {
  const plain = spellingsOf(url)
  return [...plain, ...plain.map((spelling) => `${spelling}/`)]
}

/** Twilio signs an `https` URL as it was configured: with the default port, or without it. */
function withDefaultPort(url: URL): string {
  if (url.port !== '') return url.origin
  const port = url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80
  return `${url.origin}:${port}`
}

/** As somebody types it: only what separates names and values stays escaped. */
function unescaped(query: string): string {
  try {
    return decodeURI(query)
  } catch {
    return query
  }
}

/** As Node's old `querystring` writes it, with which some of Twilio's signers work. */
function reencoded(query: string): string {
  if (query.length < 2) return query
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query)) {
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  const pairs = [...fields].flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  )
  return `?${pairs.join('&')}`
}
