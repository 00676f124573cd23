import type { ChatWords } from '../words.ts'

export const swedish: ChatWords = {
  inWriting:
    'Skriv svenska om inte besökaren använder ett annat språk. Det här är en skriven chatt på en webbsida, inget telefonsamtal: håll dina svar korta.',
  noAnswer: 'Jag kan tyvärr inte svara just nu. Försök igen.',
  personAsked: 'En person har ombetts att fortsätta samtalet. Svaret kommer här.',
  personIsHere: (name) => `${name} är här nu.`,
  backWithAgent: 'Assistenten fortsätter samtalet.',
  limitReached: 'Samtalet är så långt som det får vara. Börja ett nytt.',
  ended: 'Samtalet är avslutat.',
  tooFast: 'Det var mycket på en gång. Vänta ett ögonblick.',
  dayIsOver: 'Fler frågor kan inte besvaras här i dag. Kom tillbaka i morgon.',
  notAgain: 'Det finns inget svar nu som kan skrivas om.',
  tooLong: 'Ett meddelande får ha högst 4 000 tecken.',
  unreadable: 'Det gick inte att förstå.',
  tryAgain: 'Något gick fel här. Försök igen.',
}
