/** Why a body was not read: it is longer than it may be, or its sender has gone. */
export type Unread = 'too_large' | 'broken_off'

/**
 * The body of a request. What declares a length beyond `maxBytes` is not read at all, and what declares none
 * only so far. As bytes, which can be looked at before they fill the memory of running calls as text.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<{ bytes: Uint8Array } | { unread: Unread }> {
  const declared = request.headers.get('content-length')
  if (Number(declared) > maxBytes) return { unread: 'too_large' }
  try {
    // The platform holds a body to the length that was declared.
    if (declared !== null) return { bytes: new Uint8Array(await request.arrayBuffer()) }
    return await readUpTo(request.body, maxBytes)
  } catch {
    return { unread: 'broken_off' }
  }
}

async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<{ bytes: Uint8Array } | { unread: Unread }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    // Leaving the loop cancels the body.
    if (length > maxBytes) return { unread: 'too_large' }
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return { bytes }
}

/** UTF-8; what is none becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
