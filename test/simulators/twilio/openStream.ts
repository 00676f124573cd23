/** Dials the customer's WebSocket server, and says in Twilio's numbers why it did not answer. */
import { WebSocket } from 'ws'
import { TwilioError, WARNING_CODES } from './warnings.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** @throws TwilioError with the code of the failure. */
export function openSocket(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers,
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    const giveUp = () => socket.terminate()
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('open', () => {
      signal.removeEventListener('abort', giveUp)
      // Nothing that the server says at once may be lost before there is somebody to hear it.
      socket.pause()
      resolve(socket)
    })
    socket.once('unexpected-response', (request, response) => {
      request.destroy()
      const message = `The WebSocket handshake was answered with ${response.statusCode} and not 101.`
      reject(new TwilioError(WARNING_CODES.streamHandshake, message))
    })
    // A second error may follow the first while the socket is torn down.
    socket.on('error', (error) => reject(connectError(error)))
  })
}

function connectError(error: Error): TwilioError {
  const code = /timed out/.test(error.message)
    ? WARNING_CODES.streamConnectTimeout
    : WARNING_CODES.streamRefused
  return new TwilioError(code, `The WebSocket could not be opened: ${error.message}`)
}
