/** How a request asks for answering machine detection: calls and participants do it differently. */
import type { AmdOrder } from '../outbound/order.ts'
import { CODES, flagIn, methodIn, type Params, Refusal, urlIn, wholeIn } from './parameters.ts'

const TUNING = [
  'MachineDetection',
  'MachineDetectionTimeout',
  'MachineDetectionSpeechThreshold',
  'MachineDetectionSpeechEndThreshold',
  'MachineDetectionSilenceTimeout',
]
const ASYNC = ['AsyncAmd', 'AsyncAmdStatusCallback', 'AsyncAmdStatusCallbackMethod']
const AMD = ['AmdStatusCallback', 'AmdStatusCallbackMethod']
/** Those of the other resource are known too, so that they are refused for what they are. */
export const AMD_PARAMETERS = [...TUNING, ...ASYNC, ...AMD]

/** `null`: it is not asked for. @throws Refusal */
export function amdOfCall(params: Params): AmdOrder | null {
  refuseThese(params, AMD)
  const mode = modeIn(params)
  const isAsync = flagIn(params, 'AsyncAmd', false)
  if (mode === null) return null
  const callback = isAsync ? callbackIn(params, 'AsyncAmdStatusCallback') : null
  return { mode, async: isAsync, callback, timeoutSec: timeoutIn(params) }
}

/** As {@link amdOfCall}. A participant's detection never keeps them from the conference. */
export function amdOfParticipant(params: Params): AmdOrder | null {
  refuseThese(params, ASYNC)
  const mode = modeIn(params)
  if (mode === null) return null
  const callback = callbackIn(params, 'AmdStatusCallback')
  return { mode, async: true, callback, timeoutSec: timeoutIn(params) }
}

function modeIn({ MachineDetection: mode }: Params): AmdOrder['mode'] | null {
  // Older spellings switch it off.
  if (mode === undefined || mode === '' || mode === 'none') return null
  if (mode === 'Enable' || mode === 'DetectMessageEnd') return mode
  throw new Refusal(CODES.invalidParameter, `MachineDetection is not ${mode}.`)
}

function timeoutIn(params: Params): number {
  return wholeIn(params, 'MachineDetectionTimeout', 30, [3, 59])
}

function callbackIn(params: Params, name: string): AmdOrder['callback'] {
  const url = urlIn(params, name, CODES.invalidCallback)
  if (url === undefined) {
    throw new Refusal(CODES.amdNeedsCallback, `MachineDetection needs ${name} here.`)
  }
  return { url, method: methodIn(params, `${name}Method`) }
}

/** Each resource has its own names for the same. */
function refuseThese(params: Params, names: readonly string[]): void {
  const wrong = names.find((name) => params[name] !== undefined)
  if (wrong === undefined) return
  throw new Refusal(CODES.amdParameter, `${wrong} is no parameter of this resource.`)
}
