import { sha256 } from '../lib/hash.ts'

/**
 * The id of a tool call to which a server gave none. It follows from the answer's key, so an answer that
 * is asked for again calls nothing twice; and it is as short as vendors want ids.
 */
export async function toolCallId(key: string, index: number): Promise<string> {
  return `call_${(await sha256(key)).slice(0, 20)}_${index}`
}
