/** A sound that plays once. */
export interface Playing {
  durationMs: number
  stop(): void
}

/** Through Web Audio: the page's policy lets no media element play what was fetched. */
export async function playSound(file: ArrayBuffer): Promise<Playing> {
  const context = new AudioContext()
  const close = () => void context.close().catch(() => {})
  try {
    const buffer = await context.decodeAudioData(file)
    const source = context.createBufferSource()
    source.buffer = buffer
    source.connect(context.destination)
    source.addEventListener('ended', close)
    source.start()
    return { durationMs: Math.round(buffer.duration * 1000), stop: () => source.stop() }
  } catch (error) {
    close()
    throw error
  }
}
