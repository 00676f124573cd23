import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../simulators/openai/main.ts', import.meta.url))

function run(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args])
  const exited = once(child, 'exit').then(([code]) => code)
  let printed = ''
  const line = new Promise<string>((resolve) => {
    const read = (data: Buffer) => {
      printed += String(data)
      if (printed.includes('\n')) resolve(printed)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  return { child, exited, line }
}

test('serves from the command line until Ctrl-C', async () => {
  const { child, exited, line } = run('--port', '0', '--light', '--api-key', 'right')
  const url = /http:\S+/.exec(await line)?.[0] ?? ''
  const answer = await fetch(`${url}/models`, { headers: { authorization: 'Bearer right' } })
  expect(answer.status).toBe(200)
  const { port } = new URL(url)
  const second = run('--port', port, '--light')
  expect(await second.line).toBe('The port is taken. Choose another with --port.\n')
  expect(await second.exited).toBe(1)
  child.kill('SIGINT')
  expect(await exited).toBe(0)
})

test('names a wrong flag', async () => {
  const { exited, line } = run('--port', 'ninety')
  expect(await line).toMatch(/^--port: /)
  expect(await exited).toBe(1)
})
