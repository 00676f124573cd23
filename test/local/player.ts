/** Plays a recording with what this machine has for it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PlainError } from '../../worker/lib/PlainError.ts'

/** Programs that play a WAV file and end, the better known ones first. */
const PLAYERS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['afplay'],
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'error'],
  ['pw-play'],
  ['paplay'],
  ['aplay', '-q'],
  ['play', '-q'],
]

/** The command that plays this file; `null`: nothing here can. `path` is as `PATH` holds it. */
export function playerFor(file: string, path: string): readonly string[] | null {
  if (process.platform === 'win32') {
    const script = '(New-Object Media.SoundPlayer $args[0]).PlaySync()'
    return ['powershell', '-NoProfile', '-Command', `& {${script}}`, file]
  }
  const player = PLAYERS.find(([program]) => path.split(delimiter).some(holds(program)))
  return player ? [...player, file] : null
}

function holds(program: string): (folder: string) => boolean {
  return (folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  }
}

/** Resolves when it was played. @throws PlainError when nothing here can, or the player fails. */
export async function play(file: string, path: string): Promise<void> {
  const [program, ...args] = playerFor(file, path) ?? []
  if (!program) {
    const known = PLAYERS.map(([name]) => name).join(', ')
    throw new PlainError(`Nothing here plays ${file}: none of ${known} is installed.`)
  }
  const player = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(player, 'exit')
  if (code !== 0) throw new PlainError(`${program} could not play ${file}.`)
}
