/** Answering machine detection. https://www.twilio.com/docs/voice/answering-machine-detection */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallSetup } from '../callSetup.ts'
import { sendWebhook } from '../webhooks.ts'
import type { Detection } from './answerer.ts'
import type { AmdOrder, CallOrder } from './order.ts'
import type { OutgoingCall } from './outgoing.ts'

/** Resolves when the call's TwiML may begin: at once where detection runs beside it, or not at all. */
export async function detectMachine(
  call: OutgoingCall,
  { amd, sendDigits }: CallOrder,
  detection: Detection,
  setup: CallSetup,
): Promise<void> {
  // Keys that are sent switch it off.
  if (!amd || sendDigits !== '') return
  const found = detect(call, amd, detection, setup)
  if (!amd.async) await found
}

async function detect(
  call: OutgoingCall,
  amd: AmdOrder,
  detection: Detection,
  setup: CallSetup,
): Promise<void> {
  const { answeredBy, afterMs } = resultOf(amd, detection, setup.exchange.secondMs)
  try {
    await sleep(afterMs, undefined, { signal: call.over })
  } catch {
    return
  }
  call.answeredBy = answeredBy
  if (!amd.async || !amd.callback) return
  const params = {
    AccountSid: setup.accountSid,
    CallSid: call.callSid,
    AnsweredBy: answeredBy,
    MachineDetectionDuration: String(Math.round(afterMs)),
  }
  const url = new URL(amd.callback.url, setup.customer.publicUrl).href
  const exchange = await sendWebhook(setup.customer, { url, method: amd.callback.method, params })
  call.requests.push(exchange)
  call.emit('request', exchange)
}

function resultOf(
  { mode, timeoutSec }: AmdOrder,
  { answeredBy, afterMs, greetingEnd }: Detection,
  secondMs: number,
): { answeredBy: string; afterMs: number } {
  const latestMs = timeoutSec * secondMs
  const waits = mode === 'DetectMessageEnd' && answeredBy === 'machine_start' && greetingEnd
  const dueMs = waits ? greetingEnd.afterMs : afterMs
  if (dueMs > latestMs) return { answeredBy: 'unknown', afterMs: latestMs }
  return { answeredBy: waits ? `machine_end_${greetingEnd.by}` : answeredBy, afterMs: dueMs }
}
