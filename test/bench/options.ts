import { parseArgs } from 'node:util'
import { type Network, SOME_STALLS } from '../simulators/twilio/index.ts'

export interface Options {
  /** A short run, to see that it works; its figures are rough. */
  quick: boolean
  /** How often the load is measured; its figures are medians. */
  rounds: number
  /** The load stands beside what only copies frames, instead of a bridge. */
  copier: boolean
  /** The only thing to be measured; `null`: everything. */
  only: 'first-word' | 'barge-in' | 'burst' | 'load' | null
  /** Only what an echo of the agent's voice does. */
  echo: boolean
  /** The network to measure barge-in over, instead of those of the plan. */
  network: Network | null
  /** The embedded data are measured, and nothing else. */
  data: boolean
  /** What strangers can do to running calls, instead of what the bridge costs. */
  attack: boolean
  /** The attacked process has carried no calls before. */
  fresh: boolean
  /** Of the attacks, only those whose name has this in it; '': all. */
  named: string
  /** Whether calls outlive their process, instead of what the bridge costs. */
  faults: boolean
  /** How well the pipeline's voice detector hears, and at what price, and nothing else. */
  vad: boolean
  /** Whether calls are the same when webhooks and Discord are told of them, instead of what the bridge costs. */
  aftercall: boolean
  /** What each engine takes to answer, and nothing else. */
  engines: boolean
  /** Where the JSON goes, beside the table. */
  jsonPath: string | null
}

export const USAGE = `Measures the bridge beside a relay on this machine.

  npm run bench                     all figures, about eight minutes
  npm run bench -- --rounds 5       the load five times, and its medians: six minutes each
  npm run bench -- --copier         the load beside what only copies frames; with --only load, nothing else
  npm run bench -- --quick          a short version, a minute and a half
  npm run bench -- --data           the embedded data instead, about five minutes
  npm run bench -- --json FILE      writes the figures to FILE as well
  npm run bench -- --only WHAT      first-word, barge-in, burst or load alone
  npm run bench -- --echo           what an echo on the line does, and nothing else
  npm run bench -- --attack         what strangers can do to running calls, 35 minutes
  npm run bench -- --attack --named TEXT  only those whose name has TEXT in it
  npm run bench -- --attack --fresh       in a process that has carried no calls before
  npm run bench -- --faults         whether calls outlive their process, fifteen minutes
  npm run bench -- --engines        what each engine takes to answer, six minutes
  npm run bench -- --vad            how well callers' speech is noticed, two minutes
  npm run bench -- --aftercall      calls with and without webhooks and Discord, three minutes

Barge-in is measured over a few networks; one of these measures it over this one instead:

  --net-ms MS        what a message between phone and Worker needs, each way
  --jitter-ms MS     what is added to that on average
  --stalls           now and then nothing passes for 200 to 500 ms`

/** Throws with a sentence when an option is not known. `null`: help was asked for. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: '1' },
      copier: { type: 'boolean', default: false },
      echo: { type: 'boolean', default: false },
      'net-ms': { type: 'string' },
      'jitter-ms': { type: 'string' },
      stalls: { type: 'boolean', default: false },
      data: { type: 'boolean', default: false },
      attack: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      named: { type: 'string', default: '' },
      faults: { type: 'boolean', default: false },
      vad: { type: 'boolean', default: false },
      aftercall: { type: 'boolean', default: false },
      engines: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  return {
    quick: values.quick,
    only: onlyOf(values.only),
    rounds: roundsOf(values.rounds),
    copier: values.copier,
    echo: values.echo,
    network: networkOf(values['net-ms'], values['jitter-ms'], values.stalls),
    data: values.data,
    attack: values.attack,
    fresh: values.fresh,
    named: values.named,
    faults: values.faults,
    vad: values.vad,
    aftercall: values.aftercall,
    engines: values.engines,
    jsonPath: values.json ?? null,
  }
}

function onlyOf(value: string | undefined): Options['only'] {
  switch (value) {
    case undefined:
      return null
    case 'first-word':
    case 'barge-in':
    case 'burst':
    case 'load':
      return value
    default:
      throw new Error(`--only cannot be “${value}”.`)
  }
}

function roundsOf(text: string): number {
  const rounds = Number(text)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 99) {
    throw new Error(`--rounds cannot be “${text}”.`)
  }
  return rounds
}

function networkOf(
  netMs: string | undefined,
  jitterMs: string | undefined,
  stalls: boolean,
): Network | null {
  if (netMs === undefined && jitterMs === undefined && !stalls) return null
  const wayMs = milliseconds('--net-ms', netMs ?? '0')
  const network = {
    downMs: wayMs,
    upMs: wayMs,
    jitterMs: milliseconds('--jitter-ms', jitterMs ?? '0'),
  }
  return stalls ? { ...network, stalls: SOME_STALLS } : network
}

function milliseconds(option: string, text: string): number {
  const ms = Number(text)
  if (text === '' || !(ms >= 0 && ms <= 10_000)) throw new Error(`${option} cannot be “${text}”.`)
  return ms
}
