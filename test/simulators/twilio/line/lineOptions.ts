/** What is between a caller's mouth and ear and Twilio, as it is written: `echo=-20dB@150ms,loss=3%`. */
import { NOISES, type Noise } from '../../audio/sounds.ts'
import type { Network } from '../network.ts'

export interface LineOptions {
  /** The agent's voice comes back out of the caller's phone: `db` is below zero, relative to it. */
  echo?: { db: number; delayMs: number }
  /** Where the caller is: so many dB below a caller's usual speech. */
  noise?: { kind: Noise; belowDb: number }
  /** The share of the caller's frames that is lost, 0 to 1. */
  loss?: number
  /** What is added to the way of each message of the stream, on average, in ms. */
  jitterMs?: number
}

export const LINE_USAGE = 'echo=-20dB@150ms,noise=babble@10dB,loss=3%,jitter=60'

/** The network with what a line adds to it. */
export function withJitter(
  network: Network | undefined,
  line: LineOptions | undefined,
): Network | undefined {
  if (line?.jitterMs === undefined) return network
  return { downMs: 0, upMs: 0, ...network, jitterMs: line.jitterMs }
}

/** @throws Error with a sentence for people. */
export function readLine(text: string): LineOptions {
  return text.split(',').reduce<LineOptions>((line, part) => {
    const [, name = '', value = ''] = /^\s*(\w+)=(.*?)\s*$/.exec(part) ?? []
    return { ...line, ...readPart(name, value, part) }
  }, {})
}

function readPart(name: string, value: string, part: string): LineOptions {
  switch (name) {
    case 'echo': {
      const [, db, delayMs] = /^(-\d+(?:\.\d+)?)dB@(\d+)ms$/i.exec(value) ?? refuse(part)
      return { echo: { db: Number(db), delayMs: Number(delayMs) } }
    }
    case 'noise': {
      const [, word, belowDb] = /^(\w+)@(\d+(?:\.\d+)?)dB$/i.exec(value) ?? refuse(part)
      const kind = NOISES.find((known) => known === word)
      return kind ? { noise: { kind, belowDb: Number(belowDb) } } : refuse(part)
    }
    case 'loss': {
      const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(value) ?? refuse(part)
      return Number(percent) <= 100 ? { loss: Number(percent) / 100 } : refuse(part)
    }
    case 'jitter': {
      const [, ms] = /^(\d+(?:\.\d+)?)(?:ms)?$/i.exec(value) ?? refuse(part)
      return { jitterMs: Number(ms) }
    }
    default:
      return refuse(part)
  }
}

function refuse(part: string): never {
  throw new Error(
    `A line is written like ${LINE_USAGE} (noise: ${NOISES.join(', ')}), not with “${part.trim()}”.`,
  )
}
