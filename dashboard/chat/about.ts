/** What is asked of the Worker before anything is said. */
import { parsed, readAbout, readRefusal, type About } from './protocol.ts'

/** Where the routes of an agent's chat are. `host`: an origin. */
export function addressOf(host: string, agentId: string): string {
  return `${host}/chat/api/${encodeURIComponent(agentId)}`
}

/** What a window shows first, or why there is none: a sentence, '' where nobody said one. */
export async function fetchAbout(address: string): Promise<About | { refused: string }> {
  try {
    const response = await fetch(address, { credentials: 'omit' })
    const json = parsed(await response.text())
    const about = response.ok ? readAbout(json) : null
    return about ?? { refused: readRefusal(json) }
  } catch {
    return { refused: '' }
  }
}
