/** The sign-in page's address, which remembers where one was. */
export function signInPath({ pathname, search }: { pathname: string; search: string }): string {
  const from = pathname + search
  return from === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(from)}`
}

/** Where to go after signing in. Only paths of this site: the address could have come from anybody. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/'
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
