import type { Usage } from './call.ts'

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    textIn: a.textIn + b.textIn,
    textCached: a.textCached + b.textCached,
    textOut: a.textOut + b.textOut,
    audioIn: a.audioIn + b.audioIn,
    audioCached: a.audioCached + b.audioCached,
    audioOut: a.audioOut + b.audioOut,
    transcribedSec: a.transcribedSec + b.transcribedSec,
  }
}
