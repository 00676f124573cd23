import { existsSync } from 'node:fs'
import { test as anyTest } from 'vitest'

/** Where distributions put Chromium and Chrome; `CHROMIUM` names another place. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The program to run; `undefined` where there is none. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find((path) => existsSync(path))

/** A test that needs a browser, and is skipped where there is none. */
export const test = CHROMIUM ? anyTest : anyTest.skip

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A WAV file for a microphone, spoken once; without one the microphone beeps. */
export function chromiumArguments(wav?: string): string[] {
  const microphone = wav ? [`--use-file-for-fake-audio-capture=${wav}%noloop`] : []
  return [
    ...QUIET,
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    ...microphone,
  ]
}
