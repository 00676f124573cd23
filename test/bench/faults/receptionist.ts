/** What the simulated model says. */
import type { Brain, BrainAnswer } from '../../simulators/openai/index.ts'

/** Of several clauses each, some seconds long. */
const ANSWERS = [
  'We open at nine on weekdays, at ten on Saturdays, and never on a Sunday.',
  'The practice is at the old harbour, next to the fish market, on the second floor.',
  'A first visit takes an hour, and the next ones half of that, if all goes well.',
  'Please bring your card, a list of what you take, and the letter of your doctor.',
  'You can park behind the house, or come by tram, which stops right at the door.',
  'I have one at eight, one at noon, and another one late in the afternoon.',
  'That is usually paid for, but for the last part, of which we send you a bill.',
  'The doctor is away this week, so her colleague looks after all who come.',
] as const
const GOODBYE = 'Thank you for calling, have a good day, and see you soon.'

/** With so many things in its memory the agent ends the call itself. */
const PATIENCE = 10
const LEAVING: BrainAnswer = { say: GOODBYE, tools: [{ name: 'end_call', arguments: {} }] }

export function newReceptionist(): Brain {
  let said = 0
  return ({ items }) =>
    items.length > PATIENCE ? LEAVING : { say: ANSWERS[said++ % ANSWERS.length] ?? GOODBYE }
}

/** The whole of what begins so; itself, where it is none of the model's own sentences. */
export function wholeOf(beginning: string): string {
  return [...ANSWERS, GOODBYE].find((sentence) => sentence.startsWith(beginning)) ?? beginning
}
