import { expect, test } from 'vitest'
import { readText } from '../../../worker/lib/readText.ts'

/** A body that is sent in pieces; `taken` counts those that were asked for. */
function inPieces(...pieces: Uint8Array[]) {
  const state = { taken: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[state.taken]
        if (!piece) return controller.close()
        state.taken += 1
        controller.enqueue(piece)
      },
      cancel: () => void (state.cancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { state, body }
}

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
  return new Request('http://127.0.0.1/', init)
}

const utf8 = (text: string) => new TextEncoder().encode(text)

test('a text is read whole, however it was cut', async () => {
  const bytes = utf8('für 😀')
  const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte))
  expect(await readText(post(inPieces(...pieces).body), 100)).toEqual({ text: 'für 😀' })
  expect(await readText(post('für 😀', { 'content-length': '9' }), 9)).toEqual({ text: 'für 😀' })
  expect(await readText(new Request('http://127.0.0.1/'), 9)).toEqual({ text: '' })
})

test('what says that it is too long is not read', async () => {
  const { body, state } = inPieces(utf8('1234567890'))
  const request = post(body, { 'content-length': '10' })
  expect(await readText(request, 9)).toEqual({ unread: 'too_large' })
  expect(state.taken).toBe(0)
})

test('what does not say so is read no further than it may be', async () => {
  const { body, state } = inPieces(...Array.from({ length: 100 }, () => utf8('12345')))
  expect(await readText(post(body), 9)).toEqual({ unread: 'too_large' })
  expect(state).toEqual({ taken: 2, cancelled: true })
})

test('a sender who leaves in the middle is told apart', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
  expect(await readText(post(body), 9)).toEqual({ unread: 'broken_off' })
})
