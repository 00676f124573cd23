/** Writes the table of rooms into docs/architecture.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { roomsTable, TABLE_BEGINS, TABLE_ENDS } from './rooms.ts'

const path = new URL('../../../docs/architecture.md', import.meta.url)
const document = readFileSync(path, 'utf8')
const [before, rest] = document.split(TABLE_BEGINS)
const after = rest?.split(TABLE_ENDS)[1]
if (before === undefined || after === undefined) {
  throw new Error('docs/architecture.md does not say where its table of rooms begins and ends.')
}
writeFileSync(path, `${before}${TABLE_BEGINS}\n\n${roomsTable()}\n\n${TABLE_ENDS}${after}`)
