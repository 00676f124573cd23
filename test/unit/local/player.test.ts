import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { play, playerFor } from '../../local/player.ts'

/** A folder with a program of this name, as it may stand in PATH. */
function folderWith(program: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'player-'))
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, program), 0o755)
  return folder
}

test('the recording is played by the first player that is there', () => {
  const path = [folderWith('aplay', ''), folderWith('ffplay', '')].join(delimiter)
  expect(playerFor('call.wav', path)?.[0]).toBe('ffplay')
  expect(playerFor('call.wav', path)?.at(-1)).toBe('call.wav')
  expect(playerFor('call.wav', folderWith('cat', ''))).toBeNull()
})

test('where nothing can play, a sentence says so', async () => {
  await expect(play('call.wav', folderWith('cat', ''))).rejects.toThrow(
    'Nothing here plays call.wav',
  )
})
