/** The attacker, in a process of its own: sends one attack over and over, at a number of bytes a second. */
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { ATTACKS, type Attack, type Blow, NOTHING } from './attacks.ts'
import { type Command, commandSchema, type Report } from './protocol.ts'

/** A Worker that answers nothing would otherwise be given ever more connections. */
const MAX_AT_ONCE = 64
/** A blow that the Worker swallows without a word is over after this long. */
const PATIENCE_MS = 10_000
const PIECE_BYTES = 64 * 1024

let timer: NodeJS.Timeout | null = null
let ends: Record<string, number> = {}
let blows = 0
const running = new Set<Promise<void>>()

function attack({ blow, bytes, perSec }: Attack, origin: string, bytesPerSec: number): void {
  if (!blow) return
  const strike = () => {
    if (running.size >= MAX_AT_ONCE) return
    blows += 1
    const struck = (blow.kind === 'post' ? send(blow, origin) : say(blow, origin)).then((end) => {
      ends[end] = (ends[end] ?? 0) + 1
      running.delete(struck)
    })
    running.add(struck)
  }
  strike()
  timer = setInterval(strike, 1000 / (perSec ?? bytesPerSec / bytes))
}

/** How the Worker answered: its status, or `cut off`. */
function send({ path, headers, body, chunked }: Extract<Blow, { kind: 'post' }>, origin: string) {
  return new Promise<string>((resolve) => {
    const length = chunked ? {} : { 'content-length': String(body.length) }
    const options = { method: 'POST', headers: { ...headers, ...length }, agent: false }
    const outgoing = request(origin + path, options)
    const end = (how: string) => {
      resolve(how)
      outgoing.destroy()
    }
    outgoing.setTimeout(PATIENCE_MS, () => end('no answer'))
    outgoing.on('error', () => end('cut off'))
    outgoing.on('response', (response) => {
      response.resume()
      end(String(response.statusCode))
    })
    writeAll(outgoing, body)
  })
}

/** Piece by piece, as fast as they are taken. */
function writeAll(outgoing: ReturnType<typeof request>, body: Buffer): void {
  let at = 0
  const more = () => {
    while (at < body.length && !outgoing.destroyed) {
      const piece = body.subarray(at, at + PIECE_BYTES)
      at += piece.length
      if (!outgoing.write(piece)) return void outgoing.once('drain', more)
    }
    outgoing.end()
  }
  more()
}

/** How the Worker ended it: the code that it closed with. */
function say({ path, messages }: Extract<Blow, { kind: 'socket' }>, origin: string) {
  return new Promise<string>((resolve) => {
    const url = origin.replace('http', 'ws') + path
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const patience = setTimeout(() => socket.terminate(), PATIENCE_MS)
    socket.on('open', () => {
      for (const message of messages) socket.send(message)
      socket.close()
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      clearTimeout(patience)
      resolve(`closed ${code}`)
    })
  })
}

function stop(): Report {
  if (timer) clearInterval(timer)
  const reply = { blows, ends }
  ends = {}
  blows = 0
  return reply
}

function obey(command: Command): object {
  if (command.do === 'stop') return stop()
  const found = [NOTHING, ...ATTACKS].find(({ name }) => name === command.name)
  if (!found) throw new Error(`There is no attack ${command.name}.`)
  attack(found, command.origin, command.bytesPerSec)
  return {}
}

process.on('message', (message) => process.send?.(obey(commandSchema.parse(message))))
process.on('disconnect', () => process.exit(0))
