import type { ChatWords } from '../words.ts'

export const german: ChatWords = {
  inWriting:
    'Schreibe Deutsch, außer der Besucher verwendet eine andere Sprache. Das ist ein geschriebener Chat auf einer Webseite, kein Telefonat: Antworte kurz.',
  noAnswer: 'Das kann ich im Moment leider nicht beantworten. Bitte versuchen Sie es noch einmal.',
  personAsked: 'Ein Mensch wurde gebeten, dieses Gespräch fortzuführen. Er wird hier antworten.',
  personIsHere: (name) => `${name} ist jetzt da.`,
  backWithAgent: 'Der Assistent führt dieses Gespräch weiter.',
  limitReached: 'Dieses Gespräch ist so lang, wie es sein darf. Bitte beginnen Sie ein neues.',
  ended: 'Dieses Gespräch ist beendet.',
  tooFast: 'Das war viel auf einmal. Bitte warten Sie einen Moment.',
  dayIsOver:
    'Heute können hier keine Fragen mehr beantwortet werden. Bitte kommen Sie morgen wieder.',
  notAgain: 'Gerade gibt es keine Antwort, die neu geschrieben werden könnte.',
  tooLong: 'Eine Nachricht darf höchstens 4.000 Zeichen haben.',
  unreadable: 'Das wurde nicht verstanden.',
  tryAgain: 'Hier ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
}
