import type { Prompts } from '../prompts.ts'

/** The variants of English differ in how the agent is to sound, not in our words. */
function english(variant: string): Prompts {
  return {
    sentences: {
      greeting: 'Hello! How can I help you?',
      unknownNumber: 'This number is not configured. Goodbye.',
      busy: 'All our lines are busy at the moment. Please call again in a few minutes.',
      notConfigured: 'This line is not set up yet. Please call again later.',
      failed: 'Sorry, we are having a technical problem and cannot go on with this call.',
      transferring:
        'Sorry, we are having a technical problem. I will connect you with someone now.',
      nobodyAnswered:
        'Sorry, nobody can take your call right now. Please call again later. Goodbye.',
      lineDropped: 'Sorry, the line dropped for a moment.',
      stillThere: ['Are you still there?', 'I cannot hear you. Are you still on the line?'],
      oneMoment: ['One moment, please.', 'Let me check that for you.', 'Just a second.'],
      goodbyes: {
        silence: 'I cannot hear you any more, so I will end the call now. Goodbye.',
        max_duration: 'I am sorry, but I have to end our call now. Goodbye.',
        plain: 'Thank you for calling. Goodbye.',
      },
      callerWaits: 'A caller is waiting to talk to you.',
      pressOne: 'Press 1 to take the call.',
      callerGone: 'The caller is not on the line any more. Goodbye.',
    },
    instructions: {
      onThePhone: `Speak ${variant} unless the caller asks for another language. You are on the phone: keep your answers short.`,
      greet: 'The call has just been answered. Greet the caller in one short sentence.',
      stillThere:
        'The caller has said nothing for a while. Ask in one short sentence whether they are still there.',
      lineDropped:
        'The line dropped for a moment, and what the caller said may have been lost. Say so in one short sentence, and ask them to say it again.',
      goOn: 'You were cut off in the middle of what you were saying. Go on from there, without repeating what was heard.',
      heardLast: (words) => `The caller heard you up to here: “${words}”`,
      somethingMissed: '(The line dropped for a moment. Something that the caller said was lost.)',
      calledAgain:
        '(Here the line dropped, and somebody called again from the same number. Read nothing personal back to them before they have answered your question.)',
      takeUp:
        'The line dropped, and the caller has called again. Do not greet them anew. Say in one short sentence that the line dropped. Then ask one question that shows whether it is the same person, and wait for the answer: read nothing personal back before it.',
      returned:
        'The caller is back from talking to a person. Ask in one short sentence whether there is anything else.',
      oneMoment: 'What you are looking up takes a little longer. Say so in a few words.',
      goodbyes: {
        silence:
          'The caller has been silent for a long time. Say in one short sentence that you will end the call now, and goodbye.',
        max_duration:
          'The call has reached its longest duration. Say in one short sentence that you have to end the call now, and goodbye.',
        plain: 'The call ends now. Say goodbye to the caller in one short sentence.',
      },
      keysPressed: (keys) => `(The caller pressed ${keys} on the keypad.)`,
      toolTookTooLong: 'The tool took too long and was given up.',
      toolOutcomeUnknown:
        'It is not known whether the tool did its work: the connection was lost meanwhile. Do not call it again without asking the caller.',
      toolNotDone:
        'This was not done: the caller spoke before you had finished. Listen to them first.',
      toolFailed: 'The tool failed. Apologise and carry on.',
      toolRepeated:
        'You have called this tool with the same arguments before, and it does not run again. Use what you know, and talk to the caller.',
      handedOver:
        'You take over this call from a colleague. Say so in one short sentence, and go on from where the conversation stands without asking again for what was said.',
      transfer: {
        begun: (who) =>
          `(“${who}” is being called now. Tell the caller in one short sentence that you are trying to connect them. They stay with you until somebody takes the call.)`,
        refused: {
          under_way: '(Somebody is being called already. Ask the caller for a moment’s patience.)',
          too_often:
            '(Nobody else is called: it was tried too often in this call. Tell the caller so in one short sentence, and offer what you can do yourself.)',
          not_now:
            '(The caller cannot be put through right now. Go on with the conversation yourself.)',
        },
        outcomes: {
          voicemail: (who) => `At “${who}” only a machine picked up.`,
          busy: (who) => `“${who}” is on another call.`,
          no_answer: (who) => `“${who}” did not pick up.`,
          declined: (who) => `“${who}” cannot take the call.`,
          person_left: (who) => `“${who}” hung up before the caller was there.`,
          carrier_failed: (who) => `“${who}” could not be reached, for technical reasons.`,
        },
        over: (what) =>
          `(${what} The caller is still with you: tell them in one short sentence, and offer what you can do instead.)`,
        personLeft: (who) =>
          `The caller has talked to “${who}”, who has hung up. Ask the caller in one short sentence whether there is anything else.`,
      },
    },
    backchannels:
      'mhm, mm, mm hmm, mmm, hmm, hm, uh huh, uhhuh, ah, aha, oh, okay, ok, kay, alright, all right, right, sure, yes, yeah, yep, yup, I see, got it, gotcha, I know, good, great, fine, oh okay, of course, true, exactly, really, wow',
  }
}

export const americanEnglish = english('American English')
export const britishEnglish = english('British English')
export const australianEnglish = english('Australian English')
