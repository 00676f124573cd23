/**
 * What the simulated caller can say so that the simulated model understands it: a closed set, told
 * apart by the sound of the whole sentence.
 */
export const PHRASES = {
  hours: 'Hello, what are your opening hours?',
  book: 'I would like to book an appointment.',
  where: 'Where can I find your office?',
  price: 'How much does a consultation cost?',
  services: 'Please tell me more about what you offer.',
  human: 'Can I speak to a real person?',
  interrupt: 'Sorry, may I interrupt you for a moment?',
  text: 'Please send me your address in a text message.',
  time: 'Could you tell me what time it is right now?',
  enter: 'I want to type in my customer number with the keys.',
  extension: 'Dial extension forty seven for me, please.',
  goodbye: 'Thank you, goodbye.',
} as const satisfies Record<string, string>

export type PhraseName = keyof typeof PHRASES

export const PHRASE_NAMES = Object.keys(PHRASES).filter(isPhraseName)

function isPhraseName(name: string): name is PhraseName {
  return Object.hasOwn(PHRASES, name)
}
