const KEY = 'reloaded-at'
/** A page that was just loaded has the newest build: its files are missing for another reason. */
const JUST_LOADED_MS = 30_000

/**
 * Loads the page anew when a part of it is gone from the server, because a newer build replaced it.
 * Where something is not saved, the browser asks first.
 * https://vite.dev/guide/build#load-error-handling
 */
export function reloadForNewBuilds(): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEY))
    if (Date.now() - last < JUST_LOADED_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
    location.reload()
  })
}
