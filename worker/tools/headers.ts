/** The headers that an operator has set, with their secrets opened. */
import type { Header } from '../../convex/model/tools.ts'
import type { OpenSecret } from '../accounts.ts'

export interface OpenHeaders {
  headers: Record<string, string>
  secretHeaders: Record<string, string>
  /** What is never to be seen again. */
  secrets: string[]
}

/** Rejects with a `PlainError` when a secret is not to be had. */
export async function openHeaders(
  headers: readonly Header[],
  openSecret: OpenSecret,
): Promise<OpenHeaders> {
  const open: OpenHeaders = { headers: {}, secretHeaders: {}, secrets: [] }
  const texts = await Promise.all(
    headers.map(({ value }) => (value.kind === 'plain' ? value.text : openSecret(value.secret))),
  )
  for (const [at, { name, value }] of headers.entries()) {
    const text = texts[at] ?? ''
    if (value.kind === 'plain') {
      open.headers[name.toLowerCase()] = text
      continue
    }
    open.secretHeaders[name.toLowerCase()] = text
    // Servers quote the key without the word before it, too.
    open.secrets.push(text, ...text.split(/\s+/).slice(1))
  }
  return open
}
