/**
 * Runs a Worker in a workerd process of its own, with nothing in front of it: no development proxy,
 * no other Worker, so that the process's figures are that Worker's.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { freePort } from '../local/port.ts'
import type { WorkerBundle } from './bundles.ts'

export interface RunningWorker {
  /** For example `http://127.0.0.1:40123`. */
  url: string
  pid: number
  stop(): Promise<void>
}

/** One life of a Worker's process. */
export interface WorkerLife {
  pid: number
  /** Sends it this signal; resolves when the process is gone, however long that takes. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** A Worker with a port and a disk of its own, where it can be started again and again. */
export interface InstalledWorker {
  url: string
  /** Resolves when it listens. */
  start(): Promise<WorkerLife>
  /** Takes its disk away. */
  remove(): void
}

type Log = 'inherit' | 'ignore'

/** `vars` are the Worker's text bindings, made when its own origin is known; `log` is where it logs. */
export async function runWorker(
  bundle: WorkerBundle,
  vars: (origin: string) => Record<string, string>,
  log: Log = 'inherit',
): Promise<RunningWorker> {
  const installed = await installWorker(bundle, vars, log)
  const life = await installed.start()
  const stop = async () => {
    await life.end('SIGKILL')
    installed.remove()
  }
  return { url: installed.url, pid: life.pid, stop }
}

/** The same, not started yet. */
export async function installWorker(
  bundle: WorkerBundle,
  vars: (origin: string) => Record<string, string>,
  log: Log,
): Promise<InstalledWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  for (const { name, bytes } of bundle.modules) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  writeFileSync(join(folder, 'config.capnp'), configOf(bundle, vars(url), port, folder))
  return {
    url,
    start: () => startIn(folder, port, log),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function startIn(folder: string, port: number, log: Log): Promise<WorkerLife> {
  const child = spawn(workerdPath(), ['serve', join(folder, 'config.capnp')], {
    stdio: ['ignore', log, log],
  })
  // Whatever ends this process ends the Worker's too.
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  await untilListening(port, child)
  return {
    pid: child.pid ?? 0,
    async end(signal) {
      process.off('exit', kill)
      child.kill(signal)
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

function workerdPath(): string {
  const loaded: unknown = createRequire(import.meta.url)('workerd')
  return z.object({ default: z.string() }).parse(loaded).default
}

/** https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */
function configOf(
  { modules, objects, compatibilityDate }: WorkerBundle,
  vars: Record<string, string>,
  port: number,
  folder: string,
): string {
  const text = JSON.stringify
  const embedded = modules.map(
    ({ name, kind }) => `(name = ${text(name)}, ${kind} = embed ${text(name)})`,
  )
  const classes = Object.values(objects).map(
    (className) =>
      `(className = ${text(className)}, uniqueKey = ${text(className)}, enableSql = true)`,
  )
  const bindings = [
    ...Object.entries(objects).map(
      ([binding, className]) =>
        `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`,
    ),
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ]
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${embedded.join(', ')}],
      compatibilityDate = ${text(compatibilityDate)},
      bindings = [${bindings.join(', ')}],
      durableObjectNamespaces = [${classes.join(', ')}],
      durableObjectStorage = (localDisk = "disk"),
    )),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "disk", disk = (path = ${text(folder)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`
}

/** Rejects when the process ends before it listens. */
async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + 10_000
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`workerd ended with status ${child.exitCode}.`)
    const answered = await fetch(`http://127.0.0.1:${port}/health`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('workerd did not listen within 10 s.')
}
