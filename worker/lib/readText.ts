/** Why a body was not read: it is longer than it may be, or its sender has gone. */
export type Unread = 'too_large' | 'broken_off'

/**
 * The body of a request as text. What declares a length beyond `maxBytes` is not read at all, and what
 * declares none only so far.
 */
export async function readText(
  request: Request,
  maxBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  const declared = request.headers.get('content-length')
  if (Number(declared) > maxBytes) return { unread: 'too_large' }
  try {
    // The platform holds a body to the length that was declared.
    if (declared !== null) return { text: await request.text() }
    return await readUpTo(request.body, maxBytes)
  } catch {
    return { unread: 'broken_off' }
  }
}

async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the body.
    if (bytes > maxBytes) return { unread: 'too_large' }
    text += decoder.decode(chunk, { stream: true })
  }
  return { text: text + decoder.decode() }
}
