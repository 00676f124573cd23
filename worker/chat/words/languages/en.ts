import type { ChatWords } from '../words.ts'

function english(variant: string): ChatWords {
  return {
    inWriting: `Write ${variant} unless the visitor uses another language. This is a written chat on a web page, not a phone call: keep your answers short.`,
    noAnswer: 'Sorry, I cannot answer at the moment. Please try again.',
    personAsked: 'A person was asked to go on with this conversation. They will answer here.',
    personIsHere: (name) => `${name} is here now.`,
    backWithAgent: 'The assistant goes on with this conversation.',
    limitReached: 'This conversation is as long as it may be. Please begin a new one.',
    ended: 'This conversation has ended.',
    tooFast: 'That was a lot at once. Please wait a moment.',
    dayIsOver: 'No more questions can be answered here today. Please come back tomorrow.',
    notAgain: 'There is no answer now that could be written anew.',
    tooLong: 'A message may have at most 4,000 characters.',
    unreadable: 'This was not understood.',
    tryAgain: 'Something went wrong here. Please try again.',
  }
}

export const americanEnglish = english('American English')
export const britishEnglish = english('British English')
export const australianEnglish = english('Australian English')
