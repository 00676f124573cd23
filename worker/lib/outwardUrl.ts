import { isInwardHost } from './inwardHost.ts'
import { PlainError } from './PlainError.ts'

/** What addresses are held to. */
export interface Guard {
  /** Where this Worker itself is, which is not to ask itself; `null`: that is not known. */
  ownUrl: string | null
  /** `host:port` of this machine that may be asked all the same, also without TLS. */
  exceptions: readonly string[]
}

/** It was not asked, and asking again changes nothing. The message is a sentence for people. */
export class NotAsked extends PlainError {}

/** A name that somebody else has chosen is not repeated at any length. */
const LONGEST_NAME = 100

/** The host of an address, for sentences: without a path, a query or a login. */
export const named = ({ host }: URL): string =>
  host.length > LONGEST_NAME ? `${host.slice(0, LONGEST_NAME)}…` : host

/** Reads an address that may be asked. `base`: what it is relative to. @throws NotAsked */
export function outwardUrl(text: string, guard: Guard, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (!url) throw new NotAsked('This is no web address: it is not asked.')
  // It is nobody's business but the browser's.
  url.hash = ''
  const obstacle = obstacleTo(url, guard)
  if (obstacle !== null) throw new NotAsked(obstacle)
  return url
}

function obstacleTo(url: URL, { ownUrl, exceptions }: Guard): string | null {
  const place = placeOf(url)
  if (!/^https?:$/.test(url.protocol))
    return 'An address that does not begin with https:// is not asked.'
  if (url.username + url.password !== '') {
    return `The address at ${named(url)} holds a login: it is not asked.`
  }
  if (ownUrl !== null && place === placeOf(new URL(ownUrl))) {
    return `${named(url)} is this Worker itself: it is not asked.`
  }
  if (exceptions.includes(place)) return null
  if (isInwardHost(url.hostname)) {
    return `${named(url)} lies within a private network: it is not asked.`
  }
  return url.protocol === 'https:' ? null : `${named(url)} is only asked by https://.`
}

/** The host without a dot at its end, and the port. */
function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname.replace(/\.+$/, '')}:${port || (protocol === 'https:' ? '443' : '80')}`
}
