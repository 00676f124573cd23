/** What models call the tools of servers. */

const LONGEST = 64

/**
 * The server's name and the tool's, in the letters that models take, and no two alike. `taken`: names that
 * others have; this one is added to them.
 */
export function toolName(server: string, tool: string, taken: Set<string>): string {
  const name = `${server}_${tool}`.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, LONGEST)
  let own = name
  for (let nth = 2; taken.has(own); nth++) {
    own = `${name.slice(0, LONGEST - 1 - String(nth).length)}_${nth}`
  }
  taken.add(own)
  return own
}
