/** `--engine` and `--brain` of `npm run call`: which agent is made for the call. */
import { ENGINE_LABELS, type EngineName } from '../../convex/model/engines/index.ts'
import { webAddressSchema } from '../../convex/model/webAddress.ts'
import { isLocalUrl } from '../../worker/lib/localHosts.ts'
import type { Running } from './stateFolder.ts'
import type { Trial } from './trialAgent.ts'
import { UsageError } from './UsageError.ts'

/** `localhost` as the launcher names it. */
export const asAddress = (url: string): string => url.replace('//localhost:', '//127.0.0.1:')

/** `--brain` may stand alone, as no option that takes a value may by itself. */
export const whereLeftOut = (arg: string, at: number, args: readonly string[]): string =>
  arg === '--brain' && (args[at + 1] ?? '--').startsWith('--') ? '--brain=' : arg

const isEngine = (name: string): name is EngineName => Object.hasOwn(ENGINE_LABELS, name)

function engineOf(name: string): EngineName {
  if (isEngine(name)) return name
  const names = Object.keys(ENGINE_LABELS).join(', ')
  throw new UsageError(`--engine takes one of ${names}, not “${name}”.`)
}

interface TrialValues {
  engine?: string
  brain?: string
  transfer?: string
  to?: string
}

/** @throws UsageError */
export function trialOf(
  { engine: named, brain, transfer, to }: TrialValues,
  url: string,
  running: Running | null,
): Trial | null {
  if (named === undefined && brain === undefined) {
    // An agent that is there has persons of its own.
    return transfer === undefined || to !== undefined
      ? null
      : { engine: null, brain: null, person: true }
  }
  if (to !== undefined) {
    throw new UsageError(
      '--to calls an agent that is there, and --engine and --brain make one for the call: leave one out.',
    )
  }
  const engine = named === undefined ? null : engineOf(named)
  const person = transfer !== undefined
  if (brain === undefined) return { engine, brain: null, person }
  if (engine !== null && engine !== 'pipeline') {
    throw new UsageError(`--brain thinks in a pipeline: leave --engine ${engine} out.`)
  }
  return { engine, brain: { url: brainUrlOf(brain, url, running) }, person }
}

function brainUrlOf(brain: string, url: string, running: Running | null): string {
  if (brain !== '' && !webAddressSchema.safeParse(brain).success) {
    throw new UsageError(`--brain takes an address like http://127.0.0.1:8080, not “${brain}”.`)
  }
  const isHere = brain === '' || isLocalUrl(brain)
  if (isHere && running?.url !== asAddress(url)) {
    throw new UsageError(
      '--brain on this machine needs npm start in another terminal: its Worker may ask here.',
    )
  }
  return brain
}
