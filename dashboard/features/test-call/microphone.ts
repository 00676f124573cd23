/** Why there is no microphone to speak into. */
export type MicrophoneTrouble = 'insecure' | 'refused' | 'absent' | 'busy'

export class MicrophoneError extends Error {
  readonly trouble: MicrophoneTrouble

  constructor(trouble: MicrophoneTrouble) {
    super(`microphone: ${trouble}`)
    this.name = 'MicrophoneError'
    this.trouble = trouble
  }
}

/** Asks for the microphone. Throws `MicrophoneError`. */
export async function openMicrophone(): Promise<MediaStream> {
  // Browsers offer a microphone only to pages that came over HTTPS, or from this machine.
  if (!window.isSecureContext) throw new MicrophoneError('insecure')
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        channelCount: 1,
        // The agent's voice from the loudspeaker must not interrupt the agent.
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    })
  } catch (error) {
    throw new MicrophoneError(troubleOf(error))
  }
}

function troubleOf(error: unknown): MicrophoneTrouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'refused'
}
