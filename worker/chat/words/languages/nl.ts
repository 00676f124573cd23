import type { ChatWords } from '../words.ts'

export const dutch: ChatWords = {
  inWriting:
    'Schrijf Nederlands, tenzij de bezoeker een andere taal gebruikt. Dit is een geschreven chat op een webpagina, geen telefoongesprek: houd je antwoorden kort.',
  noAnswer: 'Sorry, ik kan nu geen antwoord geven. Probeer het nog een keer.',
  personAsked: 'Er is iemand gevraagd dit gesprek voort te zetten. U krijgt hier antwoord.',
  personIsHere: (name) => `${name} is er nu.`,
  backWithAgent: 'De assistent gaat verder met dit gesprek.',
  limitReached: 'Dit gesprek is zo lang als het mag zijn. Begin een nieuw gesprek.',
  ended: 'Dit gesprek is beëindigd.',
  tooFast: 'Dat was veel tegelijk. Wacht even, alstublieft.',
  dayIsOver:
    'Vandaag kunnen hier geen vragen meer worden beantwoord. Kom morgen terug, alstublieft.',
  notAgain: 'Er is nu geen antwoord dat opnieuw kan worden geschreven.',
  tooLong: 'Een bericht mag hoogstens 4.000 tekens hebben.',
  unreadable: 'Dit is niet begrepen.',
  tryAgain: 'Er ging hier iets mis. Probeer het nog een keer.',
}
