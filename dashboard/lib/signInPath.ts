/** The sign-in page's address, which remembers where one was. */
export function signInPath({ pathname, search }: { pathname: string; search: string }): string {
  const from = pathname + search
  return from === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(from)}`
}

/** Where to go after signing in. Only paths of this site: the address could have come from anybody. */
export function nextPath(search: string): string {
  return ownPath(new URLSearchParams(search).get('next')) ?? rememberedPath() ?? '/'
}

const KEY = 'sign-in-next'
/** How long one may take to sign in elsewhere, in ms. */
const KEPT_MS = 15 * 60_000

/**
 * Keeps the address for the ways in that lead over another page or another tab: a link of the
 * terminal's does not know where its reader was going.
 */
export function rememberNext(search: string): void {
  const path = ownPath(new URLSearchParams(search).get('next'))
  if (!path) return
  try {
    localStorage.setItem(KEY, `${Date.now()} ${path}`)
  } catch {
    // Storage is blocked: one arrives at the start.
  }
}

/** Once: the next sign-in begins anew. */
export function forgetNext(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Storage is blocked, so nothing was kept.
  }
}

function rememberedPath(): string | null {
  try {
    const [at = '', path = ''] = (localStorage.getItem(KEY) ?? '').split(' ')
    return Date.now() - Number(at) < KEPT_MS ? ownPath(path) : null
  } catch {
    return null
  }
}

function ownPath(path: string | null): string | null {
  if (!path) return null
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : null
}
