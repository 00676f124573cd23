/** The phones and the model of a load run, in a process of their own. Started by `startPeers`. */
import { spreadOf } from '../percentiles.ts'
import { Figures } from './figures.ts'
import { Model } from './model.ts'
import { FRAME_MS, Phone } from './phone.ts'
import { type Command, commandSchema, type Reply } from './protocol.ts'

/** A Worker that is starved of time may be late with frames, without losing any. */
const ARRIVAL_PATIENCE_MS = 5_000
/** What a Worker does at the end of calls is over by then. */
const CALLS_END_MS = 500

const figures = new Figures()
const model = new Model(figures)
let phones: Phone[] = []

async function obey(command: Command): Promise<object> {
  switch (command.do) {
    case 'place':
      return place(command)
    case 'reset':
      figures.reset()
      return {}
    case 'figures':
      return report()
    case 'hang_up':
      return hangUp()
  }
}

async function place(command: Extract<Command, { do: 'place' }>): Promise<Reply<'place'>> {
  const { calls, rampMs, phaseMs, line } = command
  model.openDelayMs = command.modelOpenDelayMs
  const placed = Array.from({ length: calls }, async (_, i) => {
    await new Promise((resolve) => setTimeout(resolve, (rampMs * i) / calls))
    const phone = new Phone(figures, phaseOf(i, phaseMs))
    phones.push(phone)
    return phone.call(line)
  })
  const outcomes = await Promise.allSettled(placed)
  return {
    waited: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    problems: outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])),
  }
}

/**
 * Callers' frames do not keep step with each other. The golden ratio spreads any number of them evenly,
 * and the same way for every Worker that is measured.
 */
function phaseOf(i: number, firstMs: number): number {
  return (firstMs + i * 0.618034 * FRAME_MS) % FRAME_MS
}

function report(): Reply<'figures'> {
  return {
    callerToModelMs: spreadOf(figures.callerToModelMs),
    modelToCallerMs: spreadOf(figures.modelToCallerMs),
    lateMs: spreadOf(figures.lateMs),
    framesSent: figures.framesSent,
    framesArrived: figures.framesArrived,
  }
}

/** Ends every call, once what was said last has arrived. */
async function hangUp(): Promise<Reply<'hang_up'>> {
  for (const phone of phones) phone.fallSilent()
  const framesSent = phones.reduce((sum, phone) => sum + phone.framesSent, 0)
  const giveUpAt = performance.now() + ARRIVAL_PATIENCE_MS
  while (arrivedFrames() < framesSent && performance.now() < giveUpAt) await sleep(20)
  for (const phone of phones) phone.hangUp()
  await sleep(CALLS_END_MS)
  const arrived = arrivedFrames()
  const wrong = model.sessions.reduce((sum, session) => sum + session.framesWrong, 0)
  phones = []
  model.sessions.length = 0
  return { framesSent, framesWrong: wrong + Math.max(0, framesSent - arrived) }
}

function arrivedFrames(): number {
  return model.sessions.reduce((sum, session) => sum + session.framesArrived, 0)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

process.on('message', (message) => {
  void obey(commandSchema.parse(message)).then((reply) => process.send?.(reply))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ modelPort: await model.listen() })
