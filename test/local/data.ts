/** `npm run data`: takes the data of the embedded host out of it. */
import { parseArgs } from 'node:util'
import { originOf, signing, UsageError } from './callArguments.ts'
import { exportData } from './exportData.ts'
import { loadSettings } from './settings.ts'
import { phoneTokenOf, runningIn } from './stateFolder.ts'

const USAGE = `Usage: npm run data -- export FILE.zip [--url ORIGIN]

  FILE.zip        what is written, in the form of npx convex export
  --url ORIGIN    where the Worker is (http://127.0.0.1:PORT, 8787 by default)
`

/** Exit status: 0 when the file is whole, 1 when it is not, 2 for wrong arguments. */
async function main(): Promise<void> {
  const settings = loadSettings()
  const { values, positionals } = parse()
  const [command, file, ...rest] = positionals
  if (command !== 'export' || !file?.endsWith('.zip') || rest.length > 0) {
    throw new UsageError('Say export and the file that is to be written.')
  }
  const { PORT, STATE_DIR } = settings
  const running = runningIn(STATE_DIR)
  const url = originOf(values.url ?? running?.url ?? `http://127.0.0.1:${PORT}`)
  const { authToken } = signing(url, { settings, running, phoneToken: phoneTokenOf(STATE_DIR) })
  const { tables, documents } = await exportData(url, authToken, file)
  process.stdout.write(`${file}: ${documents} documents of ${tables} tables.\n`)
}

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { url: { type: 'string' } } })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

try {
  await main()
} catch (error) {
  const isUsage = error instanceof UsageError
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (isUsage) process.stderr.write(`\n${USAGE}`)
  process.exitCode = isUsage ? 2 : 1
}
