/** `npm run data`: takes the data of the embedded host out of it, or reads them back. */
import { parseArgs } from 'node:util'
import { originOf, signing } from './callArguments.ts'
import { UsageError } from './UsageError.ts'
import { type Exported, exportData } from './exportData.ts'
import { type ImportedData, importData } from './importData.ts'
import { loadSettings } from './settings.ts'
import { phoneTokenOf, runningIn } from './stateFolder.ts'

const USAGE = `Usage: npm run data -- export FILE.zip [--url ORIGIN]
       npm run data -- import FILE.zip [--url ORIGIN] [--replace]

  FILE.zip        what is written, or read, in the form of npx convex export
  --replace       what is stored there goes, and the file's content takes its place
  --url ORIGIN    where the Worker is (http://127.0.0.1:PORT, 8787 by default)
`

/** Exit status: 0 when all was written or read, 1 when nothing was, 2 for wrong arguments. */
async function main(): Promise<void> {
  const settings = loadSettings()
  const { values, positionals } = parse()
  const [command, file, ...rest] = positionals
  if ((command !== 'export' && command !== 'import') || !file?.endsWith('.zip') || rest.length) {
    throw new UsageError('Say export or import, and a file that ends in .zip.')
  }
  if (values.replace && command === 'export') throw new UsageError('--replace is for import.')
  const { PORT, STATE_DIR } = settings
  const running = runningIn(STATE_DIR)
  const url = originOf(values.url ?? running?.url ?? `http://127.0.0.1:${PORT}`)
  const { authToken } = signing(url, { settings, running, phoneToken: phoneTokenOf(STATE_DIR) })
  process.stdout.write(
    command === 'export'
      ? written(file, await exportData(url, authToken, file))
      : read(file, await importData(url, authToken, file, { replace: values.replace ?? false })),
  )
}

const written = (file: string, { tables, documents }: Exported): string =>
  `${file}: ${documents} documents of ${tables} tables.\n`

const read = (file: string, { tables, documents, renamed }: ImportedData): string =>
  `${file}: ${documents} documents of ${tables} tables are stored; ${renamed} of them have new ids.\n`

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { url: { type: 'string' }, replace: { type: 'boolean' } },
    })
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
