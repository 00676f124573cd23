/** A simulator as a command, until Ctrl-C. */
export interface Served {
  url: string
  close(): Promise<void>
}

/** `start`: nothing to serve where only help was asked for. What goes wrong is a sentence and status 1. */
export function serve(name: string, start: () => Promise<Served | null>): void {
  run(name, start).catch((error: unknown) => {
    console.error(explain(error))
    process.exitCode = 1
  })
}

async function run(name: string, start: () => Promise<Served | null>): Promise<void> {
  const simulator = await start()
  if (!simulator) return
  console.log(`${name} simulator: ${simulator.url}`)
  const end = () => void simulator.close().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const taken = 'code' in error && error.code === 'EADDRINUSE'
  return taken ? 'The port is taken. Choose another with --port.' : error.message
}
