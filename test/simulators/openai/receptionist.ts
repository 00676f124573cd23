/** The default brain: a friendly receptionist who knows the phrases of `phrases.ts` and the keypad. */
import * as z from 'zod'
import { PHRASE_NAMES, PHRASES, type PhraseName } from '../audio/phrases.ts'
import type { Brain, BrainAnswer, BrainTurn, Heard } from './brain.ts'
import { type Item, textOf } from './conversation.ts'

const END_CALL = 'end_call'

const ANSWERS: Record<PhraseName, string> = {
  hours:
    'We are open from Monday to Friday, from nine in the morning until six in the evening. ' +
    'On Saturdays we close at one. Is there anything else I can do for you?',
  book:
    'I would be glad to book that for you. I have a free place on Tuesday at ten, ' +
    'or on Thursday at half past three in the afternoon. Which of the two suits you better?',
  where:
    'You find us at twelve Harbour Street, right beside the old town hall. ' +
    'The bus stops in front of the door, and there is a car park behind the building.',
  price:
    'A first consultation is free of charge and takes about twenty minutes. ' +
    'After that, an hour costs eighty dollars, and you only pay for the time you use.',
  services:
    'We answer the telephone for small businesses, day and night. We take messages, book appointments, ' +
    'and put urgent calls through to the right person. Would you like to hear what that costs?',
  human:
    'Of course. All my colleagues are talking to other callers at the moment. ' +
    'If you stay on the line, I will put you through as soon as one of them is free.',
  interrupt:
    'Of course, please go ahead. I have stopped talking and I am listening to you now. ' +
    'What would you like to know?',
  text: 'I cannot send text messages. You find us at twelve Harbour Street, beside the old town hall.',
  time: 'I am sorry, there is no clock in front of me.',
  enter: 'I am sorry, I cannot take a number from your keypad.',
  extension: 'I am sorry, I cannot dial anything for you.',
  goodbye: 'Thank you for calling, it was a pleasure to talk to you. Have a nice day. Goodbye!',
}

const GREETING =
  'Hello, and thank you for calling Switchboard! I am a simulated voice on your own computer. ' +
  'You can ask for our opening hours, book an appointment, or press a key. How can I help you?'

/** The answer to a note that a transfer came to nothing. */
const NOBODY = 'I am sorry, nobody can take your call at the moment. What else can I do for you?'

const STILL_THERE =
  'Are you still there? Take your time, I am listening whenever you are ready to go on.'

export const receptionist: Brain = (turn) => {
  if (turn.cause === 'idle_timeout') return { say: STILL_THERE }
  if (turn.heard) return answerSpeech(turn.heard, turn)
  const latest = turn.items.at(-1)
  if (latest?.type === 'function_call_output') {
    const told = toldBy(latest, turn)
    if (told !== null) return { say: told }
    return { say: 'Thank you for waiting, that is done now. Is there anything else you need?' }
  }
  if (latest?.type !== 'message' || latest.role !== 'user') return { say: GREETING }
  return answerText(textOf(latest), turn)
}

function answerSpeech(heard: Heard, turn: BrainTurn): BrainAnswer {
  if (heard.phrase === 'goodbye') return sayGoodbye(turn)
  if (heard.phrase) return byTool(heard.phrase, turn) ?? { say: ANSWERS[heard.phrase] }
  const seconds = heard.seconds.toFixed(1)
  return {
    say:
      `I heard ${seconds} seconds of speech, but this simulated model cannot make out your words. ` +
      'It knows a few sentences of the example caller only. Set a key of OpenAI to talk to a real model.',
  }
}

type ToolAnswer = [say: string, name: string, args: unknown]

/** What is done rather than said, where the agent has a tool for it. */
const DONE_BY: Readonly<Partial<Record<PhraseName, ToolAnswer>>> = {
  text: [
    'I am sending it to you.',
    'send_sms',
    { text: 'Twelve Harbour Street, beside the old town hall.' },
  ],
  time: ['Let me look at the clock.', 'get_current_time', {}],
  enter: [
    'Please enter it now, and then press hash.',
    'collect_digits',
    { purpose: 'the customer number', sensitive: true, length: 12 },
  ],
  extension: ['I am dialing it now.', 'send_dtmf', { digits: '47' }],
  human: ['I hand you over to a colleague.', 'hand_off', { to: '1' }],
}

function byTool(phrase: PhraseName, turn: BrainTurn): BrainAnswer | null {
  const { tools } = turn
  const transfer = phrase === 'human' ? putThrough(turn) : null
  if (transfer) return transfer
  const [say, name, args] = DONE_BY[phrase] ?? []
  if (name === undefined || !tools.includes(name)) return null
  return { ...(say === undefined ? {} : { say }), tools: [{ name, arguments: args }] }
}

const TRANSFER = 'transfer_to_human'
const transferSchema = z.object({
  properties: z.object({ destination: z.object({ enum: z.array(z.string()).min(1) }) }),
})

/** To the first person that the tool knows. */
function putThrough({ tools, schemas }: BrainTurn): BrainAnswer | null {
  if (!tools.includes(TRANSFER)) return null
  const known = transferSchema.safeParse(schemas?.[TRANSFER])
  if (!known.success) return null
  const [destination] = known.data.properties.destination.enum
  const summary = 'Somebody who tries out Switchboard wants to speak to a real person.'
  return {
    say: 'One moment, please. I am calling somebody for you.',
    tools: [{ name: TRANSFER, arguments: { destination, summary } }],
  }
}

/** Tools whose results are worth reading out. */
const READ_OUT = new Set(['get_current_time', 'collect_digits'])

function toldBy(output: Extract<Item, { type: 'function_call_output' }>, { items }: BrainTurn) {
  const call = items.find(
    (item) => item.type === 'function_call' && item.call_id === output.call_id,
  )
  const name = call?.type === 'function_call' ? call.name : ''
  if (name === TRANSFER) return 'I am trying to connect you now.'
  return READ_OUT.has(name ?? '') ? output.output : null
}

function sayGoodbye(turn: BrainTurn): BrainAnswer {
  const say = ANSWERS.goodbye
  if (!turn.tools.includes(END_CALL)) return { say }
  return { say, tools: [{ name: END_CALL, arguments: { reason: 'The caller said goodbye.' } }] }
}

const KEYS: Readonly<Record<string, PhraseName>> = {
  '1': 'hours',
  '2': 'book',
  '3': 'where',
  '4': 'price',
  '5': 'services',
  '9': 'human',
}

const MENU =
  'Press one for our opening hours, two for an appointment, three for our address, ' +
  'four for the price, or zero to end this call.'

function answerText(text: string, turn: BrainTurn): BrainAnswer {
  const known = PHRASE_NAMES.find((name) => plain(PHRASES[name]) === plain(text))
  if (known === 'goodbye') return sayGoodbye(turn)
  if (known) return byTool(known, turn) ?? { say: ANSWERS[known] }
  const keys = /pressed((?:[\s,]*[0-9*#](?![\w]))+)/i.exec(text)?.[1]?.match(/[0-9*#]/g) ?? []
  const [key] = keys
  if (key === undefined && /^\(.*the caller is still with you/is.test(text)) return { say: NOBODY }
  if (key === undefined) {
    return {
      say: `You wrote: ${text.slice(0, 200)} This simulated model answers known sentences and keys only.`,
    }
  }
  if (keys.length > 1) return { say: `You pressed ${keys.map(nameOf).join(', ')}. ${MENU}` }
  if (key === '0') return sayGoodbye(turn)
  const phrase = KEYS[key]
  return { say: `You pressed ${nameOf(key)}. ${phrase ? ANSWERS[phrase] : MENU}` }
}

/** Whoever writes down what was said chooses marks and capitals. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()

function nameOf(key: string): string {
  return { '*': 'star', '#': 'hash' }[key] ?? key
}
