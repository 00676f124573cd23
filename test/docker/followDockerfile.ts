/**
 * Does what the Dockerfile says, in a clean folder of this machine, where no container can be run:
 *
 *     npx node test/docker/followDockerfile.ts
 *
 * The folder stands for `/app`, this user for `node`. The container's command is then run with the
 * settings that `docker run --env-file .env -v …/agent_prompt.md:/app/config/agent_prompt.md` gives it,
 * until its health check passes and a call went well.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import {
  Cmd,
  Copy,
  DockerfileParser,
  Env,
  Healthcheck,
  type Instruction,
  JSONInstruction,
  Run,
} from 'dockerfile-ast'
import { freePort } from '../local/port.ts'
import { root } from '../local/settings.ts'

/** A health check passes within a minute, or the container counts as broken. */
const CHECKS = 60
const CHECK_EVERY_MS = 1_000

const PROMPT = 'You are the receptionist of a test. Say hello and goodbye.'

interface Container {
  /** What stands for `/app`. */
  folder: string
  env: Record<string, string>
  command: string[]
  healthCheck: string[]
}

/** Builds the image: the folder as it is after the last instruction. */
function build(folder: string): Container {
  const container: Container = { folder, env: {}, command: [], healthCheck: [] }
  const dockerfile = DockerfileParser.parse(readFileSync(`${root}Dockerfile`, 'utf8'))
  for (const instruction of dockerfile.getInstructions()) follow(instruction, container)
  return container
}

function follow(instruction: Instruction, container: Container): void {
  console.log(`-- ${instruction.toString().split('\n')[0]}`)
  const { folder, env } = container
  if (instruction instanceof Run) {
    const command = instruction.getArgumentsContent() ?? ''
    // There is one user here, and the folder is theirs.
    if (command.startsWith('chown ')) return
    // How this machine reaches the registry is its own affair.
    execFileSync('sh', ['-c', command.replaceAll('\\\n', '')], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    })
  } else if (instruction instanceof Copy) copy(instruction, folder)
  else if (instruction instanceof Env) {
    for (const property of instruction.getProperties()) {
      env[property.getName()] = (property.getValue() ?? '').replace(/^\/app\b/, folder)
    }
  } else if (instruction instanceof Healthcheck) {
    const [, json = '[]'] = instruction.getRawArgumentsContent()?.match(/CMD (.*)$/s) ?? []
    container.healthCheck = z.array(z.string()).parse(JSON.parse(json))
  } else if (instruction instanceof Cmd) container.command = wordsOf(instruction)
}

function wordsOf(instruction: JSONInstruction): string[] {
  return instruction.getJSONStrings().map((word) => String(JSON.parse(word.getValue())))
}

/** Copies what git holds and `.dockerignore` leaves. */
function copy(instruction: Copy, folder: string): void {
  const sources = instruction.getArguments().map((argument) => argument.getValue())
  const ignored = readFileSync(`${root}.dockerignore`, 'utf8').split('\n').filter(Boolean)
  const tracked = execFileSync('git', ['ls-files', '-z', ...sources.slice(0, -1)], { cwd: root })
  for (const path of tracked.toString().split('\0').filter(Boolean)) {
    if (ignored.some((name) => path === name || path.startsWith(`${name}/`))) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(root, path), join(folder, path))
  }
}

/** Only what a container would have. */
function baseEnv(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME }
}

async function run({ folder, env, command, healthCheck }: Container): Promise<void> {
  const port = await freePort()
  mkdirSync(join(folder, 'config'), { recursive: true })
  writeFileSync(join(folder, 'config/agent_prompt.md'), PROMPT)
  const given = {
    ...baseEnv(),
    ...env,
    PORT: String(port),
    OPENAI_API_KEY: '',
    BIND_ADDRESS: '127.0.0.1',
  }
  // The image's own Node; the one of the project is the same.
  const [, ...args] = command
  const container = spawn(process.execPath, args, { cwd: folder, env: given, stdio: 'inherit' })
  try {
    await untilHealthy(healthCheck, given, container)
    const call = ['test/local/call.ts', '--json', '--out', join(folder, 'call.wav')]
    const report = execFileSync(process.execPath, call, { cwd: folder, env: given })
    console.log(`A call went well: ${JSON.parse(report.toString()).status}`)
  } finally {
    container.kill('SIGTERM')
    await once(container, 'exit')
  }
}

async function untilHealthy(
  [, ...check]: string[],
  env: Record<string, string>,
  container: ChildProcess,
): Promise<void> {
  for (let n = 0; n < CHECKS; n++) {
    if (container.exitCode !== null) throw new Error('The container has ended.')
    const [code] = await once(spawn(process.execPath, check, { env }), 'exit')
    if (code === 0) return
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
  }
  throw new Error('The health check never passed.')
}

const folder = mkdtempSync(join(tmpdir(), 'switchboard-docker-'))
try {
  await run(build(folder))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
